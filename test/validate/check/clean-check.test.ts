/** The clean check says yes to messages of which nothing is to be said, and to no other; it counts their members and marks what is there. */

import { describe, expect, it } from "vitest";
import { indexFields } from "../../../generator/spec/fields.js";
import type { ValueType } from "../../../generator/spec/value-type.js";
import { compileCleanCheck } from "../../../generator/validate/check/clean-check.js";
import { any, choice, constant, integer, list, nothing, number, object, text, tuple, words } from "./types.js";

function checked(type: ValueType, message: unknown): { readonly members: number; readonly seen: readonly string[] } {
  const fields = indexFields(type);
  const seen = new Uint8Array(fields.fields.length);
  const members = compileCleanCheck(type, fields)(message, seen);
  return { members, seen: fields.fields.filter(({ index }) => seen[index] === 1).map(({ pointer }) => pointer) };
}

const TRADE = object({ side: text({ enum: words("Buy", "Sell") }), price: text({ format: "decimal" }), "note?": any });

describe("a clean message", () => {
  it.each<[ValueType, unknown, number]>([
    [TRADE, { side: "Buy", price: "1.5" }, 2],
    [TRADE, { side: "Buy", price: "1.5", note: {} }, 3],
    [
      list(TRADE),
      [
        { side: "Buy", price: "1" },
        { side: "Sell", price: "2", note: 1 },
      ],
      5,
    ],
    [list(TRADE), [], 0],
    [tuple(integer, text({ format: "decimal-or-empty" })), [1, ""], 0],
    [choice("type", integer, nothing), null, 0],
    [constant("x"), "x", 0],
    [number(), 1.5, 0],
  ])("of %o is %o, with %i members", (type, message, members) => expect(checked(type, message).members).toBe(members));
});

it("what is explained is not clean", () => {
  for (const message of [
    { side: "Hold", price: "1" },
    { side: "Buy", price: "x" },
    { side: "Buy" },
    { side: "Buy", price: "1", extra: 1 },
    [],
    null,
  ])
    expect({ message, members: checked(TRADE, message).members }).toEqual({ message, members: -1 });
  expect(checked(number(), 2 ** 53).members).toBe(-1);
  expect(checked(constant(1), "1").members).toBe(-1);
});

it("marks the members that need not be there, and items", () => {
  expect(checked(list(TRADE), [{ side: "Buy", price: "1", note: 1 }]).seen).toEqual(["/*", "/*/note"]);
  expect(checked(list(TRADE), [{ side: "Buy", price: "1" }]).seen).toEqual(["/*"]);
  expect(checked(TRADE, { side: "Buy", price: "1" }).seen).toEqual([]);
});
