/** The router: total on any input, and strict about what is documented. */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRouter } from "../../templates/runtime/frame.js";
import { covers } from "../../templates/runtime/topic-filter.js";

const route = createRouter({
  replies: [
    { name: "pong", kind: "pong", match: [{ path: ["op"], value: "pong" }] },
    { name: "failed", kind: "error", match: [{ path: ["success"], value: false }] },
    { name: "ack", kind: "ack", match: [{ path: ["success"], value: true }, { path: ["request", "op"] }] },
  ],
  topics: [
    {
      name: "candle",
      connections: ["public"],
      topics: ["candle.{interval}.{symbol}"],
      selector: ["topic"],
      forms: { "": "push" },
    },
    {
      name: "book",
      connections: ["public"],
      topics: ["book.{symbol}"],
      selector: ["topic"],
      discriminator: ["type"],
      forms: { snapshot: "snapshot", delta: "delta" },
    },
    { name: "trade", connections: ["v1"], topics: ["trade"], selector: ["topic"], forms: { "": "push" } },
    { name: "trade", connections: ["v2"], topics: ["trade"], selector: ["topic"], forms: { "": "push" } },
    { name: "report", connections: ["private"], topics: ["report"], selector: ["e"], forms: { "": "push" } },
  ],
  slots: { interval: ["1", "D"] },
});

describe("parseFrame", () => {
  it.each([
    [
      '{"topic":"candle.1.BTC","data":[]}',
      { kind: "push", topic: "candle", form: "push", slots: { interval: "1", symbol: "BTC" } },
    ],
    ['{"topic":"book.BTC","type":"delta"}', { kind: "push", topic: "book", form: "delta" }],
    ['[{"e":"report"}]', { kind: "push", topic: "report", connection: "private" }],
    ['{"e":"report"}', { kind: "push", topic: "report" }],
    ['{"op":"pong"}', { kind: "pong", reply: "pong" }],
    ['{"success":true,"request":{"op":"subscribe"}}', { kind: "ack", reply: "ack" }],
    ['{"success":false,"request":{"op":"subscribe"}}', { kind: "error", reply: "failed" }],
    ['{"topic":"candle.7.BTC"}', { kind: "unknown", reason: "unknown-topic" }],
    ['{"topic":"candle.1"}', { kind: "unknown", reason: "unknown-topic" }],
    ['{"topic":"candle.1."}', { kind: "unknown", reason: "unknown-topic" }],
    ['{"topic":"book.BTC","type":"other"}', { kind: "unknown", reason: "unknown-form" }],
    ['{"topic":"book.BTC"}', { kind: "unknown", reason: "unknown-form" }],
    ['{"topic":"__proto__"}', { kind: "unknown", reason: "unknown-topic" }],
    ['{"topic":"constructor.x"}', { kind: "unknown", reason: "unknown-topic" }],
    ['{"topic":5}', { kind: "unknown", reason: "no-topic" }],
    ["{}", { kind: "unknown", reason: "no-topic" }],
    ["[]", { kind: "unknown", reason: "not-an-object" }],
    ["null", { kind: "unknown", reason: "not-an-object" }],
    ['"x"', { kind: "unknown", reason: "not-an-object" }],
    ["{", { kind: "unknown", reason: "not-json" }],
    ["", { kind: "unknown", reason: "not-json" }],
  ])("%s", (text, wanted) => {
    expect(route(text)).toMatchObject(wanted);
  });

  it("tells connections apart that share a topic name", () => {
    expect(route('{"topic":"trade"}', "v2")).toMatchObject({ connection: "v2" });
    expect(route('{"topic":"trade"}', "private")).toMatchObject({ kind: "unknown", reason: "unknown-topic" });
  });

  it("rounds large integers unless it is asked not to", () => {
    const text = '{"topic":"candle.1.BTC","seq":9007199254740993}';
    expect(route(text)).toMatchObject({ kind: "push", message: { seq: 9007199254740992 } });
    expect(route(text, undefined, { bigint: true })).toMatchObject({
      kind: "push",
      message: { seq: 9007199254740993n },
    });
    expect(route(text, "public", { bigint: "text" })).toMatchObject({ message: { seq: "9007199254740993" } });
    expect(route("[9007199254740993", undefined, { bigint: true })).toMatchObject({ reason: "not-json" });
  });

  it("never throws and always gives one of the kinds", () => {
    const kinds = ["push", "ack", "pong", "auth", "error", "unknown"];
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((json) => `{"topic":"book.BTC","type":${json}}`),
    );
    fc.assert(
      fc.property(text, (frame) => kinds.includes(route(frame).kind)),
      { numRuns: 2000 },
    );
    for (const hostile of ["[".repeat(200_000), `{"a":`.repeat(50_000), "\u0000", "1e400"]) {
      expect(route(hostile).kind).toBe("unknown");
    }
  });
});

describe("filters", () => {
  it.each([
    ["trade.BTC", "trade.BTC", true],
    ["trade.BTC|ETH", "trade.ETH", true],
    ["trade.*", "trade.ETH", true],
    ["trade", "trade.ETH", true],
    ["trade.BTC", "trade.ETH", false],
    ["trade.BTC|ETH", "trades.ETH", false],
    ["trade.BTC|ETH", "trade.BTC|ETH", true],
  ])("%s covers %s: %s", (subscribed, pushed, wanted) => {
    expect(covers(subscribed, pushed, { separator: "|", wildcard: "*" })).toBe(wanted);
  });

  it("without filters only the same topic is covered", () => {
    expect(covers("trade.*", "trade.BTC")).toBe(false);
  });
});
