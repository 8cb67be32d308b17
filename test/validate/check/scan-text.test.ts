/** What a text says that its parsed value does not: how deep it nests, and which keys come twice in one object. */

import { describe, expect, it } from "vitest";
import {
  hasKeyTwice,
  LONGEST_NAME,
  MAX_DEPTH,
  MAX_VALUES,
  scanText,
  whyTooHeavy,
} from "../../../generator/validate/check/scan-text.js";

describe("depth", () => {
  it.each([
    ["1", 0],
    ['"[[["', 0],
    ["{}", 1],
    ["[[],[]]", 2],
    ['{"a":[{"b":1}]}', 3],
    ['{"a":"}"}', 1],
    ['{"a\\"[[[":[]}', 2],
  ])("%s is %i deep", (text, depth) => expect(scanText(text).depth).toBe(depth));

  it("is counted where nobody could recurse", () => {
    expect(scanText("[".repeat(100_000) + "]".repeat(100_000))).toEqual({ depth: 100_000, duplicates: [] });
    expect(MAX_DEPTH).toBe(64);
  });
});

describe("keys", () => {
  it.each([
    ['{"a":1,"a":2}', ["a"]],
    ['{"a":1,"b":2}', []],
    ['{"a":{"a":1}}', []],
    ['[{"a":1},{"a":1}]', []],
    ['{"a":{"b":1,"b":2},"a":3}', ["b", "a"]],
    ['{"a":1,"a":2,"a":3}', ["a", "a"]],
    ['{"a" : 1 , "a"\n:2}', ["a"]],
    ['{"a":"a","b":"a"}', []],
    ['{"a":"\\"a\\":1"}', []],
    ['{"a\\\\":1,"a\\\\":1}', ["a\\\\"]],
    ['["a","a"]', []],
    ['{"":1,"":2}', [""]],
  ])("of %s that come twice", (text, duplicates) => expect(scanText(text).duplicates).toEqual(duplicates));

  it("are told ten times at most", () => {
    const twice = (count: number) =>
      `{${Array.from({ length: count }, (_, index) => `"k${index}":1,"k${index}":1`).join(",")}}`;
    expect(scanText(twice(10)).duplicates).toHaveLength(10);
    expect(scanText(twice(11)).duplicates).toHaveLength(10);
  });

  it("are looked for in the first 64 levels", () => {
    const nested = (depth: number) => `${'{"x":'.repeat(depth - 1)}{"a":1,"a":2}${"}".repeat(depth - 1)}`;
    expect(scanText(nested(64)).duplicates).toEqual(["a"]);
    expect(scanText(nested(65)).duplicates).toEqual([]);
  });
});

describe("a key that comes twice in a text whose value has so many members", () => {
  it.each([
    ['{"a":1,"b":2}', 2, false],
    ['{"a":1,"a":2}', 1, true],
    // Other spaces, and what looks like a member in a text, are looked at closely.
    ['{"a" :1,"b":2}', 2, false],
    ['{"a" :1,"a" :2}', 1, true],
    ['{"a":"\\":"}', 1, false],
    ["[]", 0, false],
  ])("%s, %i: %s", (text, keys, twice) => expect(hasKeyTwice(text, keys)).toBe(twice));
});

describe("a text is too heavy to be parsed", () => {
  const long = (length: number) => "a".repeat(length);
  it.each([
    ["a name of the longest length", `{"${long(LONGEST_NAME)}":1}`, undefined],
    ["a longer name", `{"${long(LONGEST_NAME + 1)}":1}`, "name-too-long"],
    ["a longer name before blanks", `{"${long(LONGEST_NAME + 1)}" \t:1}`, "name-too-long"],
    ["a longer name that is made of escapes", `{"${'\\"'.repeat(LONGEST_NAME)}":1}`, "name-too-long"],
    ["a longer value", `{"a":"${long(LONGEST_NAME * 100)}"}`, undefined],
    ["as many values as may be", `[${"1,".repeat(MAX_VALUES - 1)}1]`, undefined],
    ["one more", `[${"1,".repeat(MAX_VALUES)}1]`, "too-many-values"],
  ])("%s", (_, text, why) => expect(whyTooHeavy(text)).toBe(why));
});
