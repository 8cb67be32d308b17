/** What the words of a row say besides: when the member is there, its unit, whether it goes away. The words are those of real pages. */

import { describe, expect, it } from "vitest";
import { conditionIn, isDeprecatedIn, isTimestampIn, unitIn } from "../../generator/derive/row-remarks.js";

describe("a member is not in every message", () => {
  it.each([
    ["Mark iv, unique field for option", "Only for option."],
    ["Direction of price change. Unique field for Perps & futures", "Only for Perps & futures."],
    ["The mark price when executing. valid for option", "Only for option."],
    ["Implied volatility. Valid only for option", "Only for option."],
    ["Break even price, only for linear,inverse.", "Only for linear,inverse."],
    ["Only returned for UTA", "Only for UTA."],
    ["Available only for spot; see above", "Only for spot."],
    ["Stop order type. It is not returned when there is none", "Not when there is none."],
    ["Any type is not returned", "Not in every message."],
    ["USDC Futures do not have this field", "Not in every message."],
    ["For Futures, this field will not return", "Not in every message."],
  ])("by %j", (comment, condition) => {
    expect(conditionIn(comment)).toBe(condition);
  });

  it.each([
    "Price",
    "Support one item only for now",
    "Only allowed to reduce the position",
    "Only returned for certain accounts; else empty string",
    "The value is meaningless when entering continuous trading",
  ])("and is with %j", (comment) => {
    expect(conditionIn(comment)).toBeUndefined();
  });

  it("is said in 80 characters, cut between words", () => {
    const words = (length: number): string =>
      "word "
        .repeat(20)
        .slice(0, length - 1)
        .concat("x");
    expect(conditionIn(`Only for ${words(80)}`)).toBe(`Only for ${words(80)}.`);
    expect(conditionIn(`Only for ${words(81)}`)).toBe(`Only for ${"word ".repeat(16).trim()} ….`);
    expect(conditionIn(`Only for ${words(84)}`)).toBe(`Only for ${"word ".repeat(16).trim()} ….`);
  });
});

describe("a unit", () => {
  it.each([
    ["The timestamp (ms) that the system generates the data", "ms"],
    ["Timestamp in milliseconds", "ms"],
    ["Time (ns)", "ns"],
    ["Time in nanoseconds", "ns"],
    ["Time (\u00b5s)", "us"],
    ["Time (us)", "us"],
    ["Microsecond timestamp", "us"],
    ["Duration in seconds", "s"],
    ["Fee in quote coin", "quote coin"],
    ["Quantity. Unit: base coin", "base coin"],
    ["Rate (%)", "%"],
    ["Price", undefined],
    ["Upl by base coin", undefined],
    ["e.g. 100 = 1%", undefined],
  ])("of %j is %s", (comment, unit) => {
    expect(unitIn(comment)).toBe(unit);
  });

  it("of time belongs to a point in time, or to a duration", () => {
    expect(isTimestampIn("Created timestamp (ms)")).toBe(true);
    expect(isTimestampIn("Execution start time (ms)")).toBe(true);
    expect(isTimestampIn("Order interval in seconds")).toBe(false);
    expect(isTimestampIn("Time of the day")).toBe(false);
  });
});

describe("a member goes away", () => {
  it.each(["Deprecated field", "**Deprecated**, always 0", "(deprecated) x", "It is deprecated", "No longer used"])(
    "by %j",
    (comment) => {
      expect(isDeprecatedIn(comment)).toBe(true);
    },
  );

  it.each(["Price", "Use it instead of the deprecated one", "inverse: fee. spot: Deprecated"])(
    "and stays with %j",
    (comment) => {
      expect(isDeprecatedIn(comment)).toBe(false);
    },
  );
});
