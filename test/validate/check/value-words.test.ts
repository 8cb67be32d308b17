/** Values in words: kinds as JSON Schema names them, short values as JSON. */

import { expect, it } from "vitest";
import { kindOf, shortValue, showsValue } from "../../../generator/validate/check/value-words.js";

it.each<[unknown, string]>([
  [null, "null"],
  [[], "array"],
  [{}, "object"],
  [1, "integer"],
  [-2.5, "number"],
  [Number.POSITIVE_INFINITY, "a number beyond 1e308"],
  [true, "boolean"],
  ["", "empty string"],
  ["x", "string"],
  [undefined, "nothing"],
])("%o is of kind %s", (value, kind) => expect(kindOf(value)).toBe(kind));

it.each<[unknown, string]>([
  ["Buy", '"Buy"'],
  ["", '""'],
  [12.5, "12.5"],
  [-3, "-3"],
  [true, "true"],
  [null, "null"],
  [[1], "array"],
  [{ a: 1 }, "object"],
  [undefined, "nothing"],
  ["x".repeat(58), `"${"x".repeat(58)}"`],
  ["x".repeat(59), `"${"x".repeat(58)}…`],
])("%o is short as %s", (value, words) => expect(shortValue(value)).toBe(words));

it("values are told from kinds", () => {
  for (const value of ["Buy", "", 1, -1, 1.5])
    expect({ value, shows: showsValue(shortValue(value)) }).toEqual({ value, shows: true });
  for (const value of [null, [], {}, undefined, "x", 1]) expect(showsValue(kindOf(value))).toBe(false);
});
