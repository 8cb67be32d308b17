/** Frames that are looked at as a whole: what is said of each, and how bad it is. */

import { describe, expect, it } from "vitest";
import {
  requestKeys,
  shownTopic,
  tooDeepKey,
  tooLongKey,
  topicTextOf,
  unroutedKey,
} from "../../../generator/validate/check/frame-findings.js";
import { TOY_EXCHANGE } from "../../toy-exchange.js";
import { table } from "./lines.js";

const WHOLE = { connection: "", topic: "", form: "", pointer: "" };

describe("a frame that is not routed", () => {
  it.each([
    ["no-line", "error", "a frame of one product line", "frames of no known line"],
    ["not-json", "error", "JSON", "other text"],
    ["truncated-line", "error", "a whole last line", "a part of one"],
    ["not-utf-8", "error", "UTF-8 text", "other bytes"],
    ["not-an-object", "error", "a JSON object, or a list of them", "another JSON value"],
    ["unknown-form", "error", "a documented form of the topic", "another form"],
    ["damaged-record", "error", "a record of the capture's format", "another line"],
    // The exchange may add topics and answers; that is no fault of the traffic.
    ["no-topic", "warning", "a documented topic or reply", "neither"],
    ["unknown-topic", "warning", "a documented topic", "another topic"],
    // Nobody documents binary frames, and pings of the socket are some.
    ["binary", "info", "text frames", "a binary frame"],
  ] as const)("%s is of severity %s", (reason, severity, expected, got) => {
    expect(unroutedKey(reason, "linear")).toEqual({
      ...WHOLE,
      code: `unrouted/${reason}`,
      severity,
      line: "linear",
      keyword: "route",
      expected,
      got,
    });
  });

  it("shows its topic, if it has one", () => {
    expect(unroutedKey("unknown-topic", "", '"weather"').got).toBe('"weather"');
    expect(shownTopic("weather.BTCUSD", [])).toBe('"weather.BTCUSD"');
    expect(shownTopic("trade.BTCUSDT", ["linear", "v5/linear"])).toBe(
      '"trade.BTCUSDT", a topic of linear and v5/linear',
    );
  });

  it("shows 80 characters of a topic, and no secret in it", () => {
    expect(shownTopic("x".repeat(80), [])).toBe(`"${"x".repeat(80)}"`);
    expect(shownTopic("x".repeat(81), [])).toBe(`"${"x".repeat(79)}…"`);
    expect(shownTopic("x?api_key=AbCdEf123456", [])).not.toContain("AbCdEf123456");
  });

  it("names its topic as the exchange does: in `topic` or in `e`, of the first message of a list", () => {
    expect(topicTextOf('{"topic":"a","e":"b"}', TOY_EXCHANGE)).toBe("a");
    expect(topicTextOf('{"e":"b"}', TOY_EXCHANGE)).toBe("b");
    expect(topicTextOf('[{"e":"outbox"},{"e":"other"}]', TOY_EXCHANGE)).toBe("outbox");
    for (const text of ["no json", "12", "null", "[]", "{}", '{"topic":1}', '{"topic":{"topic":"a"}}'])
      expect({ text, topic: topicTextOf(text, TOY_EXCHANGE) }).toEqual({ text, topic: undefined });
  });
});

describe("a request", () => {
  const request = { kind: "request", message: {}, isDocumented: true } as const;
  const RULE = { ...WHOLE, line: "linear", severity: "warning", keyword: "request" };

  it("that is documented, with documented topics, is nothing to be told", () => {
    expect(
      requestKeys("linear", { ...request, facts: { kind: "subscribe", topics: ["a"], unknownTopics: [] } }),
    ).toEqual([]);
  });

  it("that nobody documents is a warning", () => {
    expect(requestKeys("linear", { ...request, isDocumented: false, facts: undefined })).toEqual([
      { ...RULE, code: "unknown-request", expected: "a request that the line documents", got: "another message" },
    ]);
  });

  it("with unknown topics is a warning for each", () => {
    const facts = { kind: "subscribe", topics: ["a", "b", "c"], unknownTopics: ["a", "c"] } as const;
    expect(requestKeys("linear", { ...request, facts })).toEqual(
      ['"a"', '"c"'].map((got) => ({
        ...RULE,
        code: "unknown-request-topic",
        expected: "topics that the line documents",
        got,
      })),
    );
  });
});

it("a message that nests too deep is an error of its form", () => {
  const trade = table.forms.find(({ topic }) => topic === "trade")?.push?.topic;
  const entry = trade && table.push(trade, "public", "push");
  if (!entry) throw new Error("no form");
  expect(tooDeepKey(entry)).toEqual({
    code: "too-deep",
    severity: "error",
    line: "copy-trading",
    connection: "",
    topic: "trade",
    form: "push",
    pointer: "",
    keyword: "depth",
    expected: "at most 64 levels",
    got: "deeper nesting",
  });
});

it("a line that is too long is an error of nobody", () => {
  expect(tooLongKey(4096)).toEqual({
    ...WHOLE,
    code: "line-too-long",
    severity: "error",
    line: "",
    keyword: "max-line",
    expected: "at most 4096 bytes (--max-line)",
    got: "a longer line",
  });
});
