/** What a value violates, by the keywords of JSON Schema and by our own rules: code, severity, place and words of each. */

import { describe, expect, it } from "vitest";
import { indexFields } from "../../../generator/spec/fields.js";
import type { ValueType } from "../../../generator/spec/value-type.js";
import { explain, type Violation } from "../../../generator/validate/check/explain.js";
import { any, boolean, choice, constant, integer, list, nothing, number, object, text, tuple, words } from "./types.js";

const explained = (type: ValueType, value: unknown, frame = JSON.stringify(value)): Violation[] => {
  const fields = indexFields(type);
  return explain(value, frame, type, fields, new Uint8Array(fields.fields.length));
};
const codes = (type: ValueType, value: unknown): string[] => explained(type, value).map(({ code }) => code);

/** Of the message itself, unless the test says otherwise. */
const error = (code: string, keyword: string, expected: string, got: string): Violation => ({
  code,
  severity: "error",
  keyword,
  pointer: "",
  expected,
  got,
  path: [],
});
const warning = (code: string, keyword: string, expected: string, got: string): Violation => ({
  ...error(code, keyword, expected, got),
  severity: "warning",
});

describe("the kind of a value", () => {
  it.each<[string, ValueType, unknown]>([
    ["anything", any, { a: [null] }],
    ["null", nothing, null],
    ["true", boolean, true],
    ["text", text(), "x"],
    ["empty text", text(), ""],
    ["an integer as a number", number(), 1],
    ["a number with a fraction", number(), 1.5],
    ["an integer", integer, -3],
    ["an integer that is written with a fraction", integer, 2.0],
    ["an empty list", list(integer), []],
    ["a tuple", tuple(integer, text()), [1, "a"]],
    ["an object", object({}), {}],
  ])("%s is right", (_, type, value) => expect(explained(type, value)).toEqual([]));

  it.each<[string, ValueType, unknown, string, string]>([
    ["null", nothing, 0, "null", "number"],
    ["a boolean", boolean, "true", "boolean", "string"],
    ["text", text(), 1, "string", "number"],
    ["text", text(), null, "string", "null"],
    ["a number", number(), "1", "number", "string"],
    ["a number", number(), "", "number", "empty string"],
    ["an integer", integer, 1.5, "integer", "a number with a fraction"],
    ["an integer", integer, true, "integer", "boolean"],
    ["a list", list(any), {}, "array", "object"],
    ["a tuple", tuple(any), "x", "array", "string"],
    ["an object", object({}), [], "object", "array"],
    ["an object", object({}), null, "object", "null"],
  ])("%s is not %o", (_, type, value, expected, got) =>
    expect(explained(type, value)).toEqual([error("other-type", "type", expected, got)]),
  );

  it("a number that JSON.parse makes infinite is none", () => {
    expect(explained(number(), Number.POSITIVE_INFINITY, "1e400")).toEqual([
      error("other-type", "type", "number", "a number beyond 1e308"),
    ]);
    expect(codes(integer, Number.POSITIVE_INFINITY)).toEqual(["other-type"]);
  });

  it("where text was documented, a price with a fraction and one without are one finding", () => {
    expect(explained(text(), 1)).toEqual(explained(text(), 1.5));
  });
});

describe("constants", () => {
  it("are compared by value and by type", () => {
    expect(explained(constant("snapshot"), "snapshot")).toEqual([]);
    expect(explained(constant(null), null)).toEqual([]);
    expect(explained(constant("snapshot"), "delta")).toEqual([
      error("other-constant", "const", '"snapshot"', '"delta"'),
    ]);
    expect(explained(constant(1), "1")).toEqual([error("other-constant", "const", "1", '"1"')]);
    expect(explained(constant(true), {})).toEqual([error("other-constant", "const", "true", "object")]);
  });
});

describe("text", () => {
  const decimal = text({ format: "decimal" });
  const orEmpty = text({ format: "decimal-or-empty" });

  it("that is a decimal number", () => {
    for (const value of ["0", "-1.50", "12"])
      expect({ value, codes: codes(decimal, value) }).toEqual({ value, codes: [] });
    expect(explained(decimal, "1e5")).toEqual([
      error("other-format", "format", "a decimal number as text", "other text"),
    ]);
    expect(explained(decimal, "")).toEqual([
      error("other-format", "format", "a decimal number as text", "empty string"),
    ]);
  });

  it("that is a decimal number or empty", () => {
    expect(codes(orEmpty, "")).toEqual([]);
    expect(codes(orEmpty, "1.5")).toEqual([]);
    expect(explained(orEmpty, "x")).toEqual([
      error("other-format", "format", "a decimal number as text, or empty", "other text"),
    ]);
  });

  it("of any kind where no format is documented", () => expect(codes(text(), "1e5")).toEqual([]));
});

describe("documented values", () => {
  it("are open: another one is a warning that shows it", () => {
    const side = text({ enum: words("Buy", "Sell") });
    expect(explained(side, "Sell")).toEqual([]);
    expect(explained(side, "Hold")).toEqual([
      warning("unknown-value", "x-enum", "a documented value of side", '"Hold"'),
    ]);
    const status = number({ enum: words(1, 2) });
    expect(explained(status, 2)).toEqual([]);
    expect(explained(status, 3)).toEqual([warning("unknown-value", "x-enum", "a documented value of side", "3")]);
  });

  it("of another type say nothing", () => {
    expect(codes(number({ enum: words("Buy") }), 3)).toEqual([]);
    expect(codes(text({ enum: words(1) }), "x")).toEqual([]);
  });
});

describe("numbers that JSON.parse rounds", () => {
  const rounded = (type: ValueType, frame: string): Violation[] => explained(type, JSON.parse(frame), frame);

  it("are told by the digits of the frame, from 2^53 on", () => {
    expect(rounded(number(), "9007199254740991")).toEqual([]);
    expect(rounded(number(), "9007199254740993")).toEqual([
      warning("unsafe-integer", "x-unsafe-integer", "an integer below 2^53, or text", "an integer of 16 digits"),
    ]);
    expect(rounded(integer, "9007199254740992")).toHaveLength(1);
    expect(rounded(number(), "-12345678901234567890")).toMatchObject([{ got: "an integer of 20 digits" }]);
  });

  it("are not those with a fraction or an exponent", () => {
    expect(rounded(number(), "9007199254740993.5")).toEqual([]);
    expect(rounded(number(), "1e300")).toEqual([]);
  });

  it("are found wherever they stand", () => {
    const type = object({ data: list(object({ id: integer })) });
    expect(rounded(type, '{"data":[{"id":1},{"id":9007199254740993}]}')).toEqual([
      {
        ...warning("unsafe-integer", "x-unsafe-integer", "an integer below 2^53, or text", "an integer of 16 digits"),
        pointer: "/data/*/id",
        path: ["data", "1", "id"],
      },
    ]);
  });

  it("are not told where a member comes twice, and nobody knows which one counts", () => {
    expect(rounded(object({ id: integer }), '{"id":1,"id":9007199254740993}')).toEqual([]);
  });
});

describe("lists", () => {
  it("have as many items as documented", () => {
    const type = list(integer, 1, 2);
    expect(codes(type, [1])).toEqual([]);
    expect(codes(type, [1, 2])).toEqual([]);
    expect(explained(type, [])).toEqual([error("too-few-items", "minItems", "at least 1 item", "0 items")]);
    expect(explained(type, [1, 2, 3])).toEqual([error("too-many-items", "maxItems", "at most 2 items", "3 items")]);
    expect(codes(list(integer), Array(1000).fill(1))).toEqual([]);
  });

  it("each item is looked at; its place is the same for all", () => {
    expect(explained(list(integer), [1, "a", 2, "b"])).toEqual(
      ["1", "3"].map((index) => ({
        ...error("other-type", "type", "integer", "string"),
        pointer: "/*",
        path: [index],
      })),
    );
  });

  it("of anything hold anything", () => expect(codes(list(any), [1, "a", {}])).toEqual([]));

  it("of one length have a type for each place", () => {
    const level = tuple(text(), integer);
    expect(codes(level, ["1.5", 2])).toEqual([]);
    expect(explained(level, ["1.5"])).toEqual([error("too-few-items", "minItems", "at least 2 items", "1 item")]);
    expect(explained(level, ["1.5", 2, 3])).toEqual([
      error("too-many-items", "maxItems", "at most 2 items", "3 items"),
    ]);
    expect(explained(level, [2, "1.5"])).toMatchObject([
      { expected: "string", path: ["0"] },
      { expected: "integer", path: ["1"] },
    ]);
  });
});

describe("objects", () => {
  const trade = object({ price: number(), "note?": text() });

  it("have their required members, and may have the others", () => {
    expect(codes(trade, { price: 1 })).toEqual([]);
    expect(codes(trade, { price: 1, note: "x" })).toEqual([]);
    expect(explained(trade, { note: "x" })).toEqual([
      { ...error("missing-field", "required", "a value", "nothing"), pointer: "/price", path: [] },
    ]);
  });

  it("have members of their own: what every object inherits is none", () => {
    expect(codes(object({ constructor: any, toString: any }), {})).toEqual(["missing-field", "missing-field"]);
  });

  it("may have undocumented members, which is a warning", () => {
    expect(explained(trade, { price: 1, "a/b~c": null })).toEqual([
      {
        ...warning("undocumented-field", "properties", "only documented fields", "null"),
        pointer: "/a~1b~0c",
        path: ["a/b~c"],
      },
    ]);
    expect(codes(object({}), { anything: 1 })).toEqual([]);
  });

  it("tell where in them something is wrong", () => {
    expect(explained(object({ data: trade }), { data: { price: "1" } })).toEqual([
      { ...error("other-type", "type", "number", "string"), pointer: "/data/price", path: ["data", "price"] },
    ]);
  });

  it("show which of their members there are", () => {
    const type = object({ "a?": list(object({ "b?": any, "c?": any })), "d?": any });
    const fields = indexFields(type);
    const seen = new Uint8Array(fields.fields.length);
    explain({ a: [{ b: 1 }, {}], other: 1 }, "{}", type, fields, seen);
    const marked = fields.fields.filter(({ index }) => seen[index] === 1).map(({ pointer }) => pointer);
    expect(marked).toEqual(["/a", "/a/*", "/a/*/b"]);
  });

  it("of a list show an item if there is one", () => {
    for (const items of [[], [1], [1, 2]]) {
      const fields = indexFields(list(integer));
      const seen = new Uint8Array(fields.fields.length);
      explain(items, JSON.stringify(items), list(integer), fields, seen);
      expect([...seen]).toEqual([items.length === 0 ? 0 : 1]);
    }
  });
});

describe("choices", () => {
  it("of types: one of them", () => {
    const type = choice("type", integer, nothing);
    expect(codes(type, 1)).toEqual([]);
    expect(codes(type, null)).toEqual([]);
    expect(explained(type, "1")).toEqual([error("other-type", "type", "integer or null", "string")]);
    expect(explained(type, 1.5)).toEqual([error("other-type", "type", "integer or null", "a number with a fraction")]);
  });

  it("of types: what the type that fits says", () => {
    const type = choice("type", text({ format: "decimal" }), nothing);
    expect(codes(type, "x")).toEqual(["other-format"]);
  });

  const snapshot = object({ type: constant("snapshot"), data: list(integer) });
  const delta = object({ type: constant("delta"), data: object({}) });

  it.each(["anyOf", "oneOf"] as const)("%s: one branch that holds is enough", (keyword) => {
    expect(codes(choice(keyword, snapshot, delta), { type: "delta", data: {} })).toEqual([]);
    expect(codes(choice(keyword, snapshot, delta), { type: "snapshot", data: [1] })).toEqual([]);
  });

  it("oneOf: exactly one", () => {
    const both = [integer, number()] as const;
    expect(codes(choice("anyOf", ...both), 1)).toEqual([]);
    expect(explained(choice("oneOf", ...both), 1)).toEqual([
      error("several-alternatives", "oneOf", "exactly one of the documented shapes", "integer"),
    ]);
    expect(codes(choice("oneOf", ...both), 1.5)).toEqual([]);
  });

  it("where none holds, the branch of the value's own kind was meant", () => {
    expect(explained(choice("anyOf", list(integer), text()), ["x"])).toEqual([
      { ...error("other-type", "type", "integer", "string"), pointer: "/*", path: ["0"] },
    ]);
  });

  it("where none holds and none or several could have been meant, all are named", () => {
    expect(explained(choice("anyOf", integer, text(), constant("x"), object({})), true)).toEqual([
      error("no-alternative", "anyOf", 'integer or string or "x" or object', "boolean"),
    ]);
    expect(codes(choice("oneOf", snapshot, delta), { type: "other", data: 1 })).toEqual(["no-alternative"]);
  });

  it("kinds are named as JSON Schema does, shapes by themselves", () => {
    const type = choice(
      "oneOf",
      boolean,
      nothing,
      number(),
      tuple(any),
      list(any),
      choice("type", integer, text()),
      choice("anyOf", boolean),
    );
    expect(explained(type, {})).toEqual([
      error(
        "no-alternative",
        "oneOf",
        "boolean or null or number or array or integer or string or one of the documented shapes",
        "object",
      ),
    ]);
  });

  it("of the branches that hold, the one with the least to say is taken", () => {
    const few = object({ a: integer });
    const all = object({ a: integer, "b?": integer });
    expect(explained(choice("anyOf", few, all), { a: 1, b: 2 })).toEqual([]);
    expect(explained(choice("anyOf", all, few), { a: 1, b: 2 })).toEqual([]);
    expect(explained(choice("anyOf", few, object({ "c?": any })), { a: 1, b: 2 })).toMatchObject([{ pointer: "/b" }]);
  });

  it("of the branches that hold with as little, the one that rounds no number is taken", () => {
    const frame = '{"id":9007199254740993}';
    const [told, silent] = [object({ id: integer }), object({ id: any })];
    for (const branches of [
      [told, silent],
      [silent, told],
    ])
      expect(explained(choice("anyOf", ...branches), JSON.parse(frame), frame)).toEqual([]);
  });

  it("a rounded number says nothing against a branch", () => {
    const frame = '{"id":9007199254740993,"note":1}';
    const silent = object({ "id?": any });
    const full = object({ id: integer, "note?": any });
    // The first has one warning of its own, the second one of the number.
    for (const branches of [
      [silent, full],
      [full, silent],
    ])
      expect(explained(choice("anyOf", ...branches), JSON.parse(frame), frame)).toMatchObject([
        { code: "unsafe-integer" },
      ]);
  });
});

it("everything is said at once", () => {
  const type = object({ a: integer, b: text(), c: list(integer) });
  expect(codes(type, { a: "1", c: ["x"], d: 1 })).toEqual([
    "missing-field",
    "other-type",
    "other-type",
    "undocumented-field",
  ]);
});
