/** Messages and URLs of an HTTP archive are those of `log.entries`, and nothing that only looks like them. */

import { describe, expect, test } from "vitest";
import { createHarScanner } from "../../generator/capture/har-scanner.js";

/** `at`: where its bytes are cut in two. */
function scan(text: string, maxMessage = 1000, at = text.length): { found: string[]; isWhole: boolean } {
  const found: string[] = [];
  const scanner = createHarScanner(maxMessage, {
    url: (entry, url) => found.push(`url of ${entry}: ${url}`),
    message: (entry, json, line, offset) => found.push(`message of ${entry} at ${line}:${offset}: ${json}`),
    tooLong: (line, offset, length) => found.push(`too long at ${line}:${offset}: ${length}`),
  });
  const bytes = Buffer.from(text);
  scanner.push(bytes.subarray(0, at));
  scanner.push(bytes.subarray(at));
  return { found, isWhole: scanner.end() };
}

const entries = (content: string): string => `{"log":{"entries":[${content}]}}`;
const START = '{"log":{"entries":['.length;
const LINES = '\n{"log":\n{"entries":[{"é":"ü",\n\n"_webSocketMessages":\n[';

describe("found", () => {
  test.each<[rule: string, text: string, found: string[]]>([
    [
      "messages of an entry, each as it is written",
      entries('{"_webSocketMessages":[{"a": 1},{}]}'),
      [`message of 0 at 1:${START + 23}: {"a": 1}`, `message of 0 at 1:${START + 32}: {}`],
    ],
    ["the URL of its request", entries('{"request":{"method":"GET","url":"wss://a"}}'), ["url of 0: wss://a"]],
    [
      "entries count from 0",
      entries('{"request":{"url":"x"}},{},{"request":{"url":"y"}}'),
      ["url of 0: x", "url of 2: y"],
    ],
    [
      "what is behind other members",
      '{"other":[{"a":{}}],"log":{"creator":{"name":"x"},"entries":[{"request":{"url":"x"}}]}}',
      ["url of 0: x"],
    ],
    [
      "escapes in a URL and in keys",
      '{"\\u006cog":{"entries":[{"request":{"url":"a\\"\\\\b\\u0041"}}]}}',
      ['url of 0: a"\\bA'],
    ],
    [
      "brackets and quotes in texts are text",
      entries('{"a":"]}[{","\\\\\\"]":"\\\\","request":{"url":"x"}}'),
      ["url of 0: x"],
    ],
    [
      "brackets in a message are of the message",
      entries('{"_webSocketMessages":[{"a":[{"b":"}]"}],"_webSocketMessages":[{}]}]}'),
      [`message of 0 at 1:${START + 23}: {"a":[{"b":"}]"}],"_webSocketMessages":[{}]}`],
    ],
    ["lines are counted, offsets are bytes", `${LINES}{}]}]}}`, [`message of 0 at 6:${Buffer.byteLength(LINES)}: {}`]],
    [
      "a byte order mark counts as bytes",
      `\ufeff${entries('{"_webSocketMessages":[{}]}')}`,
      [`message of 0 at 1:${START + 26}: {}`],
    ],
  ])("%s", (_, text, found) => {
    for (let at = 0; at <= Buffer.byteLength(text); at += 1)
      expect(scan(text, 1000, at), `cut at ${at}`).toEqual({ found, isWhole: true });
  });
});

describe("not found", () => {
  test.each<[rule: string, text: string]>([
    ["messages of the archive itself", '{"_webSocketMessages":[{}],"log":{"_webSocketMessages":[{}]}}'],
    ["messages of a response", entries('{"response":{"_webSocketMessages":[{}]}}')],
    ["messages that are no objects", entries('{"_webSocketMessages":[1,"a",[{}],[]]}')],
    ["entries of something else", '{"logs":{"entries":[{"_webSocketMessages":[{}],"request":{"url":"x"}}]}}'],
    ["entries of another name", '{"log":{"pages":[{"_webSocketMessages":[{}],"request":{"url":"x"}}]}}'],
    ["entries that are an object", '{"log":{"entries":{"_webSocketMessages":[{}],"request":{"url":"x"}}}}'],
    ["a name that is a text", '{"log":{"entries":[{"a":"_webSocketMessages","b":[{}]}]}}'],
    ["a URL of a response", entries('{"response":{"url":"x"}}')],
    ["a URL of a header", entries('{"request":{"headers":[{"url":"x"}],"a":{"url":"x"}}}')],
    ["a URL of another name", entries('{"request":{"redirectURL":"x","URL":"y"}}')],
    ["a URL that is no text", entries('{"request":{"url":5,"a":"x"}}')],
    ["a URL in a list", entries('{"request":["url","x"]}')],
  ])("%s", (_, text) => {
    expect(scan(text)).toEqual({ found: [], isWhole: true });
  });

  test("keys and URLs that are longer than any that is looked for", () => {
    const url = "x".repeat(8189);
    expect(scan(entries(`{"request":{"url":"${url}"}}`)).found).toEqual([`url of 0: ${url}`]);
    expect(scan(entries(`{"request":{"url":"${url}x"}}`)).found).toEqual(["url of 0: "]);
    expect(scan(entries(`{"${url}x":1,"request":{"url":"x"}}`)).found).toEqual(["url of 0: x"]);
  });
});

test("a message that is too long is counted, and the next one found", () => {
  const text = entries('{"_webSocketMessages":[{"a":1},{"ab":1},\n{"b":1}]}');
  for (let at = 0; at <= text.length; at += 1)
    expect(scan(text, 7, at).found).toEqual([
      `message of 0 at 1:${START + 23}: {"a":1}`,
      `too long at 1:${START + 31}: 8`,
      `message of 0 at 2:${START + 41}: {"b":1}`,
    ]);
});

test("keys are known where no message is kept", () => {
  const text = entries('{"_webSocketMessages":[{"a":1}],"request":{"url":"wss://a"}}');
  expect(scan(text, 0).found).toEqual([`too long at 1:${START + 23}: 7`, "url of 0: wss://a"]);
});

test.each(["", "  ", "5", '{"log":{}', '{"log":{"entries":[{"a":"}}]}'])("%j ends too early", (text) => {
  expect(scan(text).isWhole).toBe(false);
});
