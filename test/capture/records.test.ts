/** What each format reads from a line, and how it is told from the others. */

import { describe, expect, test } from "vitest";
import { type CaptureRecord, createRecord } from "../../generator/capture/format.js";
import { detectFormat, FORMATS, firstLine, type ReadOptions } from "../../generator/capture/formats.js";
import { createSession, type Session } from "../../generator/capture/session.js";

function read(name: string, line: string, options: ReadOptions = {}, session: Session = createSession()) {
  const format = FORMATS.find((each) => each.name === name);
  if (!format) throw new Error(`no format ${name}`);
  const record: CaptureRecord = { ...createRecord(), kind: "none" };
  const bytes = Buffer.from(`before${line}behind`);
  format.read(bytes, 6, 6 + Buffer.byteLength(line), record, session, options);
  const text = record.text ?? bytes.toString("utf8", record.start, record.end);
  return { record, session, text: record.kind === "frame" ? text : undefined };
}

/** One line: kind, direction, connection, milliseconds, and the text or the reason. */
function shown(name: string, line: string, options: ReadOptions = {}, session?: Session): string {
  const { record, text } = read(name, line, options, session);
  const { kind, direction, connection, time, reason } = record;
  const rest = kind === "frame" ? text : kind === "damaged" ? reason : undefined;
  return [kind, direction, connection, time ?? "-", ...(rest === undefined ? [] : [rest])].join(" ");
}

type Row = [rule: string, line: string, record: string];
const rowsOf = (name: string, rows: readonly Row[], options: ReadOptions = {}): void => {
  test.each(rows)("%s: %s", (_, line, record) => {
    expect(shown(name, line, options)).toBe(record);
  });
};

describe("ndjson", () => {
  rowsOf("ndjson", [
    ["a line is a frame", '{"a": 1}', 'frame unknown 1 - {"a": 1}'],
    ["whatever it says", "no json", "frame unknown 1 - no json"],
  ]);
});

describe("ndjson-envelope", () => {
  rowsOf("ndjson-envelope", [
    ["a text is the frame", '{"ts": 1618677786.5, "dir": "in", "message": "{}"}', "frame received 1 1618677786500 {}"],
    ["so is a value, as JSON writes it", '{"payload": {"a": [1]}}', 'frame unknown 1 - {"a":[1]}'],
    ["the first usual member counts", '{"data": "d", "msg": "m"}', "frame unknown 1 - m"],
    ["a connection has a name", '{"conn": "c-7", "raw": "x"}', "frame unknown c-7 - x"],
    ["or a number", '{"session": 7, "raw": "x"}', "frame unknown 7 - x"],
    ["a URL alone opens a connection", '{"url": "wss://a", "time": "1970-01-02"}', "open unknown wss://a 86400000"],
    ["of which a frame is that names the URL alone", '{"url": "wss://a", "raw": "x"}', "frame unknown wss://a - x"],
    ["without either it is damaged", '{"ts": 1}', `damaged unknown 1 1000 None of the members ${PAYLOADS()} is there.`],
    ["a list is no envelope", "[1]", "damaged unknown  - The line is not a JSON object."],
    ["nor is other text", "x", "damaged unknown  - The line is not a JSON object."],
    [
      "a member of every object is none",
      '{"constructor": "x"}',
      `damaged unknown 1 - None of the members ${PAYLOADS()} is there.`,
    ],
  ]);

  function PAYLOADS(): string {
    return "message, msg, payload, frame, raw, data, body, text";
  }

  test("a URL is of its connection from there on", () => {
    const { session } = read("ndjson-envelope", '{"endpoint": "wss://a", "connectionId": "x", "body": "1"}');
    expect(session.urls).toEqual({ x: "wss://a" });
    expect(read("ndjson-envelope", '{"addr": 5, "body": "1"}').session.urls).toEqual({});
  });

  test("a payload that nests too deep for JSON is damaged", () => {
    const deep = `{"data": ${"[".repeat(20_000)}${"]".repeat(20_000)}}`;
    expect(shown("ndjson-envelope", deep)).toMatch(/^(?:damaged .* The payload nests too deep\.|frame .*)$/);
  });

  test.each([
    ...["sent", "SEND", "out", "outgoing", "outbound", "client", "tx", ">", "c2s", "clientToServer"].map((word) => [
      word,
      "sent",
    ]),
    ...["received", "receive", "recv", "in", "incoming", "inbound", "server", "rx", "<", "s2c", "serverToClient"].map(
      (word) => [word, "received"],
    ),
    ["both", "unknown"],
    ["", "unknown"],
  ])("direction %j is %s", (word, direction) => {
    expect(read("ndjson-envelope", JSON.stringify({ dir: word, raw: "x" })).record.direction).toBe(direction);
  });

  test.each<[unknown, number | undefined]>([
    // Seconds, milliseconds, microseconds and nanoseconds, by their size.
    [1_618_677_786, 1_618_677_786_000],
    [1_618_677_786.25, 1_618_677_786_250],
    [99_999_999_999, 99_999_999_999_000],
    [100_000_000_000, 100_000_000_000],
    [1_618_677_786_614, 1_618_677_786_614],
    [99_999_999_999_999, 99_999_999_999_999],
    [100_000_000_000_000, 100_000_000_000],
    [1_618_677_786_614_000, 1_618_677_786_614],
    [100_000_000_000_000_000, 100_000_000_000],
    ["1600000000000000000", 1_600_000_000_000],
    ["2021-04-17T16:43:06.5Z", 1_618_677_786_500],
    [0, undefined],
    [-1, undefined],
    ["", undefined],
    ["soon", undefined],
    [null, undefined],
    [true, undefined],
  ])("time %j is %s", (time, milliseconds) => {
    expect(read("ndjson-envelope", JSON.stringify({ ts: time, raw: "x" })).record.time).toBe(milliseconds);
  });

  describe("with members that were named", () => {
    const keys = { payloadKey: "what", timeKey: "when", directionKey: "way" };
    rowsOf(
      "ndjson-envelope",
      [
        [
          "these are read first",
          '{"what": "w", "raw": "r", "when": 5, "ts": 6, "way": "tx", "dir": "rx"}',
          "frame sent 1 5000 w",
        ],
        ["the usual ones where they are missing", '{"raw": "r", "ts": 6, "dir": "rx"}', "frame received 1 6000 r"],
        [
          "all are told where none is there",
          "{}",
          `damaged unknown 1 - None of the members what, ${PAYLOADS()} is there.`,
        ],
      ],
      keys,
    );

    test("are told by them", () => {
      const line = Buffer.from('{"what": {"a": 1}, "when": 5}');
      expect(detectFormat(line, keys)?.name).toBe("ndjson-envelope");
      expect(detectFormat(line, {})?.name).toBe("ndjson");
    });
  });
});

describe("cryptofeed-raw", () => {
  rowsOf("cryptofeed-raw", [
    ["a connection opens", "wss://a/b <-> 1618677785.5", "open unknown 1 1618677785500"],
    ["also with a CR behind it", "wss://a/b <-> 1618677785\r", "open unknown 1 1618677785000"],
    ["a frame is received", '1618677786.25: {"a":1}', 'frame received 1 1618677786250 {"a":1}'],
    ["at a whole second, without a blank", "1618677786:[1]", "frame received 1 1618677786000 [1]"],
    ["a frame is sent", 'wss://a/b <- 1618677786.25: {"op":1}', 'frame sent 1 1618677786250 {"op":1}'],
    ["an answer of HTTP is no frame", "https://a/b -> 1618677786.25: {}", "other sent 1 1618677786250"],
    ["nor is what was sent by HTTP", "https://a/b <- 1618677786.25: {}", "other sent 1 1618677786250"],
    ["nor an address of HTTP that is opened", "https://a/b <-> 1618677786.25", "other unknown  -"],
    ["a blank line says nothing", "  \t", "none unknown  -"],
    ["other lines are damaged", "what", `damaged unknown  - ${RAW()}`],
    ["a time without a text too", "1618677786.25", `damaged unknown  - ${RAW()}`],
    ["a text without a time too", ": {}", `damaged unknown  - ${RAW()}`],
    ["a URL without a time too", "wss://a <-> soon", `damaged unknown  - ${RAW()}`],
  ]);

  function RAW(): string {
    return "The line is neither `url <-> time`, `url <- time: text` nor `time: text`.";
  }

  test("the first opening is of connection 1, each later one of the next", () => {
    const session = createSession();
    expect(shown("cryptofeed-raw", "wss://a <-> 1", {}, session)).toBe("open unknown 1 1000");
    expect(shown("cryptofeed-raw", "wss://b <-> 2", {}, session)).toBe("open unknown 2 2000");
    expect(shown("cryptofeed-raw", "3: x", {}, session)).toBe("frame received 2 3000 x");
    expect(session).toEqual({ connection: "2", urls: { "1": "wss://a", "2": "wss://b" } });
  });
});

describe("cryptofeed-v2", () => {
  rowsOf("cryptofeed-v2", [
    [
      "a connection opens",
      '{"t": "connect", "conn": "a", "ts": 1618677785.5, "addr": "wss://a"}',
      "open unknown a 1618677785500",
    ],
    ["and closes", '{"t": "disconnect", "conn": "a"}', "close unknown a -"],
    ["in either word", '{"t": "close"}', "close unknown 1 -"],
    ["a frame is received", '{"t": "recv", "conn": 2, "ts": 5, "data": "{}"}', "frame received 2 5000 {}"],
    ["or sent", '{"t": "send", "data": {"op": 1}}', 'frame sent 1 - {"op":1}'],
    ["and has text", '{"t": "recv"}', "damaged received 1 - The line has no member data."],
    ["a header is no frame", '{"t": "header", "version": 2}', "other unknown 1 -"],
    ["nor is HTTP", '{"t": "http", "data": "{}"}', "other unknown 1 -"],
    [
      "nothing else happens",
      '{"t": "ping"}',
      "damaged unknown 1 - The member t is none of recv, send, connect, header, http.",
    ],
    ["a line is an object", "[]", "damaged unknown  - The line is not a JSON object."],
  ]);

  test("an address is of its connection from there on", () => {
    expect(read("cryptofeed-v2", '{"t": "connect", "conn": "a", "addr": "wss://a"}').session.urls).toEqual({
      a: "wss://a",
    });
    expect(read("cryptofeed-v2", '{"t": "connect", "conn": "a", "addr": 1}').session.urls).toEqual({});
    expect(read("cryptofeed-v2", '{"t": "recv", "conn": "a", "addr": "wss://a", "data": ""}').session.urls).toEqual({});
  });
});

describe("tardis", () => {
  const date = "2021-04-17T16:43:06.5110000Z";
  rowsOf("tardis", [
    ["a date, a blank, the frame", `${date} {"a":1}`, 'frame received 1 1618677786511 {"a":1}'],
    [
      "the date may have no Z and no decimals",
      "2021-04-17T16:43:06 [1]",
      `frame received 1 ${Date.parse("2021-04-17T16:43:06")} [1]`,
    ],
    ["nine decimals are the most", "2021-04-17T16:43:06.123456789Z x", "frame received 1 1618677786123 x"],
    ["more are damaged", "2021-04-17T16:43:06.1234567890123Z x", `damaged unknown 1 - ${TARDIS()}`],
    ["a blank line is a disconnect", " ", "open unknown 1 -"],
    ["so is an empty one", "", "open unknown 1 -"],
    ["no date is damaged", '{"a": 1, "b": 2, "c": 3}', `damaged unknown 1 - ${TARDIS()}`],
    ["a date alone too", date, `damaged unknown 1 - ${TARDIS()}`],
    ["a second blank too", `${date}  {}`, `damaged unknown 1 - ${TARDIS()}`],
    ["a month 13 too", "2021-13-17T16:43:06.5110000Z {}", `damaged unknown 1 - ${TARDIS()}`],
  ]);

  function TARDIS(): string {
    return "The line does not begin with a date and a space.";
  }
});

describe("hftbacktest", () => {
  rowsOf("hftbacktest", [
    ["nanoseconds, a blank, the frame", '1618677786511000000 {"a":1}', 'frame received 1 1618677786511 {"a":1}'],
    ["a blank line says nothing", " \t ", "none unknown  -"],
    ["so does an empty one", "", "none unknown  -"],
    ["no number is damaged", "{}", "damaged unknown  - The line does not begin with nanoseconds and a space."],
    [
      "a number alone too",
      "1618677786511000000",
      "damaged unknown  - The line does not begin with nanoseconds and a space.",
    ],
    ["a number and no blank too", "16:{}", "damaged unknown  - The line does not begin with nanoseconds and a space."],
  ]);
});

describe("terminal", () => {
  rowsOf("terminal", [
    ["sent", '> {"op":1}', 'frame sent 1 - {"op":1}'],
    ["received", "<[1]", "frame received 1 - [1]"],
    ["received, no JSON", "< pong", "frame received 1 - pong"],
    ["a bare message", '  {"a":1}', 'frame unknown 1 - {"a":1}'],
    ["a bare list", "[1]", "frame unknown 1 - [1]"],
    ["the tool connects", "Connected (press CTRL+C to quit)", "open unknown 1 -"],
    ["the tool says something", "Disconnected (code: 1006)", "none unknown 1 -"],
    ["a mark alone says nothing", "> ", "none sent 1 -"],
    ["a blank line says nothing", "  ", "none unknown 1 -"],
  ]);
});

describe("dialogue", () => {
  rowsOf("dialogue", [
    ["sent", '> {"op":\n1}', 'frame sent 1 - {"op":\n1}'],
    ["received", "< [1]", "frame received 1 - [1]"],
    ["pushed", "=\n {}", "frame received 1 - {}"],
    ["a mark alone says nothing", "> \n", "none sent 1 -"],
    ["so does a comment", "# > {}", "none received 1 -"],
  ]);
});

describe("har", () => {
  const at = "12 345 6 ";
  rowsOf("har", [
    ["sent", `${at}{"type": "send", "time": 1618677786.5, "opcode": 1, "data": "{}"}`, "frame sent 6 1618677786500 {}"],
    ["received, no opcode", `${at}{"type": "receive", "data": "x"}`, "frame received 6 - x"],
    ["binary", `${at}{"opcode": 2, "data": "AA=="}`, "binary unknown 6 -"],
    ["a ping of the protocol", `${at}{"opcode": 9, "data": ""}`, "none unknown 6 -"],
    ["no text", `${at}{"opcode": 1, "data": 5}`, "damaged unknown 6 - The message has no text in data."],
    ["no object", `${at}[]`, "damaged unknown 6 - The message is not a JSON object."],
  ]);

  test("a message says where it stands in the archive", () => {
    expect(read("har", `${at}{"data": "x"}`).record.place).toEqual({ line: 12, offset: 345 });
  });
});

describe("the format is told", () => {
  const harHead = '{"log": {"version": "1.2"';
  test.each<[first: string, format: string | undefined]>([
    [harHead, "har"],
    ['{\n  "log": {', "har"],
    ['{ "other": 1,\n "log": {', "ndjson"],
    ['{"topic": 1}\n{"log": 1}', "ndjson"],
    ["wss://a <-> 1618677785.5\n", "cryptofeed-raw"],
    ["x\nwss://a <-> 1618677785.5\n", "cryptofeed-raw"],
    ["wss://a <- 1618677785.5: x", "cryptofeed-raw"],
    ["1618677785.5: {", "cryptofeed-raw"],
    ["12345678.5: {", undefined],
    ["123456789012.5: {", undefined],
    ["1618677785.5: x", undefined],
    ["2021-04-17T16:43:06.5110000Z {", "tardis"],
    ["2021-04-17T16:43:06 [", "tardis"],
    ["2021-04-17 {", undefined],
    ["x\n2021-04-17T16:43:06.5110000Z {", undefined],
    ["1618677786511000000 {", "hftbacktest"],
    ["161867778651100 {", undefined],
    ["= {}", "dialogue"],
    ['> {"a":\n 1\n}', "dialogue"],
    ["> {\n}", "dialogue"],
    ["> {}\n< {}", "terminal"],
    ["x\n<[", "terminal"],
    ["Connected (press CTRL+C to quit)", "terminal"],
    ["Connected (press CTRL+C to quit)\n=", undefined],
    ["Connected", undefined],
    ['{"t": "recv"}', "cryptofeed-v2"],
    ['{"t": "header"}', "cryptofeed-v2"],
    ['{"t": "other"}', "ndjson"],
    ['{"t": "recv", "topic": "x"}', "ndjson"],
    ['{"message": "{}"}', "ndjson-envelope"],
    ['{"message": " [1]"}', "ndjson-envelope"],
    ['{"message": "text"}', "ndjson"],
    ['{"data": {"a": 1}}', "ndjson"],
    ['{"data": {"a": 1}, "ts": 1}', "ndjson-envelope"],
    ['{"data": {"a": 1}, "dir": "in"}', "ndjson-envelope"],
    ['{"data": null, "ts": 1}', "ndjson"],
    ['{"data": 5, "ts": 1}', "ndjson"],
    ['{"data": {"a": 1}, "ts": 1, "topic": "x"}', "ndjson"],
    ['[{"a": 1}]', "ndjson"],
    ["\ufeff[", "ndjson"],
    ["\r\n \n\t\n[", "ndjson"],
    ["text", undefined],
    ["", undefined],
  ])("%j: %s", (first, format) => {
    expect(detectFormat(Buffer.from(first), {})?.name).toBe(format);
  });

  test("by the first 20 lines that are not blank", () => {
    const lines = (count: number) => "x\n\n".repeat(count);
    expect(detectFormat(Buffer.from(`${lines(19)}wss://a <-> 1`), {})?.name).toBe("cryptofeed-raw");
    expect(detectFormat(Buffer.from(`${lines(20)}wss://a <-> 1`), {})).toBeUndefined();
  });

  test("by the whole first line if it has an end, else by its first 4 kB", () => {
    const long = `{"message": "{}", "note": "${"x".repeat(5000)}"}`;
    expect(detectFormat(Buffer.from(`${long}\n`), {})?.name).toBe("ndjson-envelope");
    expect(detectFormat(Buffer.from(long), {})?.name).toBe("ndjson");
    expect(firstLine(Buffer.from("y".repeat(5000)))).toHaveLength(4096);
    expect(firstLine(Buffer.from(`\ufeff\n a\r\nb`))).toBe(" a");
    expect(firstLine(Buffer.from(" \n"))).toBe("");
  });
});
