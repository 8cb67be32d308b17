/** Topics as they are written in words and on the wire. */

import { describe, expect, it } from "vitest";
import {
  asPattern,
  fits,
  hasSlots,
  inferTopic,
  isSubject,
  isTopicLike,
  stemOf,
  textLeaves,
  topicName,
} from "../../generator/init/topic-text.js";

describe("what a member is called that says what a message is about", () => {
  it.each(["s", "symbol", "instId", "instrument_name", "market", "PAIR", "product_id", "coin", "ccy", "baseAsset"])(
    "%s",
    (member) => expect(isSubject(member)).toBe(true),
  );
  it.each(["symbols", "product_ids", "coins"])("%s, of several", (member) => expect(isSubject(member)).toBe(true));
  it.each(["size", "my_symbol", "side", "", "args", "channels"])("not %j", (member) => {
    expect(isSubject(member)).toBe(false);
  });
});

describe("a topic of the wire", () => {
  it.each([
    // The longest value wins: it leaves least behind.
    ["tide.BTC-EUR", { s: "BTC", symbol: "BTC-EUR" }, "tide.{symbol}"],
    // The instrument before the coin.
    ["tide.BTC.EUR", { coin: "EUR", symbol: "BTC" }, "tide.{symbol}.EUR"],
    // Part of a word is none.
    ["tides.BTC", { symbol: "tide" }, "tides.BTC"],
    ["tide.xBTC", { symbol: "BTC" }, "tide.xBTC"],
    ["BTC", { symbol: "BTC" }, "BTC"],
    ["tide.", { symbol: "" }, "tide."],
    ["tide_BTC", { symbol: "btc" }, "tide_{symbol}"],
    // What only looks like one.
    ["BTC-EUR", {}, "BTC-EUR"],
    ["BTC-EUR@tide", {}, "{symbol}@tide"],
    ["tide.BTCEUR", {}, "tide.{symbol}"],
    ["tide.BTC", {}, "tide.BTC"],
    ["tide.btceur", {}, "tide.btceur"],
  ])("%s of %j: %s", (wire, message, text) => {
    expect(inferTopic(wire, message).text).toBe(text);
  });

  it("has the slot that other topics have, where the member is called so", () => {
    expect(inferTopic("tide.BTC", { market: "BTC" }, new Set(["market"]))).toEqual({
      text: "tide.{market}",
      slots: [{ name: "market", example: "BTC", why: "the message repeats it" }],
    });
  });

  it("is compared with the texts of the message, of lists the first twenty", () => {
    expect(textLeaves({ a: "x", b: [{ c: "y" }, "z"], d: 1 })).toEqual([
      { key: "a", text: "x" },
      { key: "c", text: "y" },
      { key: "b", text: "z" },
    ]);
    expect(textLeaves({ a: Array(30).fill("x") })).toHaveLength(20);
  });
});

it.each([
  ["tide.BTC-EUR.5m", "tide"],
  ["BTCEUR@tide", "tide"],
  ["tide/50:BTC", "tide"],
  ["tide.5minutes", "tide.5minutes"],
  ["BTC-EUR", "BTC-EUR"],
])("the stem of %s is %s", (topic, stem) => {
  expect(stemOf(topic)).toBe(stem);
});

it.each([
  ["<symbol>@tide", "{symbol}@tide"],
  ["\\<symbol\\>@my\\_tide", "{symbol}@my_tide"],
  ["tide.$symbol", "tide.{symbol}"],
  ["tide.${symbol}", "tide.{symbol}"],
  [" tide.{depth}, ", "tide.{depth}"],
  ["tide.;", "tide"],
  ["<1>", "<1>"],
])("%j is written as the pattern %s", (written, pattern) => {
  expect(asPattern(written)).toBe(pattern);
});

it.each([
  ["tide.{symbol}", true],
  ["user:tide/5-a@b_c", true],
  ["two words", false],
  ["a..b", false],
  ["{}", false],
  ["", false],
  [`a${"b".repeat(255)}`, true],
  [`a${"b".repeat(256)}`, false],
])("%j may be a topic: %s", (text, expected) => {
  expect(isTopicLike(text)).toBe(expected);
});

it("has slots in braces, with a name", () => {
  expect(["tide.{a}", "tide.{}", "tide.{1}", "tide"].map(hasSlots)).toEqual([true, false, false, false]);
  expect([fits("tide.{a}", "tide.x"), fits("tide.{a}", "wave.x"), fits("tide", "tide")]).toEqual([true, false, true]);
});

it.each([
  ["tide.{symbol}.wave", "tide"],
  ["tide.50.{symbol}", "tide"],
  ["tide.100ms.{symbol}", "tide"],
  ["tide.5x.{symbol}", "tide.5x"],
  ["my tide{x}", "my-tide"],
  ["5.{symbol}.tide", "tide"],
  ["{symbol}.", "topic"],
  [`t${"a".repeat(200)}`, `t${"a".repeat(99)}`],
])("%s is called %s", (pattern, name) => {
  expect(topicName(pattern)).toBe(name);
});
