/** What is asked of types: their kinds, whether they are apart, whether two are the same, their fields and the sources of their rules. */

import { describe, expect, it } from "vitest";
import { takeLines } from "../../generator/derive/take-lines.js";
import type { JsonSchema } from "../../generator/schema/json-schema.js";
import { checkSchema } from "../../generator/spec/check-schema.js";
import { indexFields } from "../../generator/spec/fields.js";
import { provenanceOf } from "../../generator/spec/provenance.js";
import { areApart, jsonKindsOf, partsOf, shapeOf, type ValueType } from "../../generator/spec/value-type.js";

const typesOf = (definitions: Record<string, JsonSchema>): ReadonlyMap<string, ValueType> => {
  const file = { $schema: "https://json-schema.org/draft/2020-12/schema", $id: "urn:wireloom:x", $defs: definitions };
  const { schema, lines } = takeLines(JSON.parse(JSON.stringify(file)));
  const checked = checkSchema(schema, (pointer) => lines.get(pointer));
  expect(checked.faults).toEqual([]);
  return checked.definitions;
};
const typeOf = (schema: JsonSchema, others: Record<string, JsonSchema> = {}): ValueType =>
  typesOf({ own: schema, ...others }).get("own") as ValueType;
const object = (properties: Record<string, JsonSchema>, required: string[] = []): JsonSchema => ({
  type: "object",
  properties,
  required,
});
const pairOf = (...prefixItems: JsonSchema[]): JsonSchema => ({
  type: "array",
  prefixItems,
  items: false,
  minItems: prefixItems.length,
  maxItems: prefixItems.length,
});

describe("kinds of JSON values", () => {
  it.each<[string, JsonSchema, readonly string[]]>([
    ["an object", object({}), ["object"]],
    ["a list", { type: "array", items: {} }, ["array"]],
    ["a tuple", pairOf({}), ["array"]],
    ["text", { type: "string", format: "decimal" }, ["string"]],
    ["an integer", { type: "integer" }, ["number"]],
    ["a boolean", { type: "boolean" }, ["boolean"]],
    ["null", { type: "null" }, ["null"]],
    ["anything", {}, ["object", "array", "string", "number", "boolean", "null"]],
    ["a constant text", { const: "a" }, ["string"]],
    ["a constant number", { const: 1 }, ["number"]],
    ["a constant boolean", { const: false }, ["boolean"]],
    ["the constant null", { const: null }, ["null"]],
    [
      "a choice of three, two of a kind",
      { anyOf: [{ const: 1 }, { type: "null" }, { type: "number" }] },
      ["number", "null"],
    ],
  ])("of %s", (_, schema, kinds) => expect(jsonKindsOf(typeOf(schema))).toEqual(kinds));

  it("tell types apart that share none", () => {
    const [text, number, list, any] = [{ type: "string" }, { type: "number" }, { type: "array", items: {} }, {}].map(
      (schema) => typeOf(schema as JsonSchema),
    ) as [ValueType, ValueType, ValueType, ValueType];
    expect(areApart([text, number, list])).toBe(true);
    expect(areApart([])).toBe(true);
    expect(areApart([text, list, text])).toBe(false);
    expect(areApart([any, text])).toBe(false);
    expect(areApart([typeOf({ anyOf: [{ const: "a" }, { type: "null" }] }), number])).toBe(true);
    expect(areApart([typeOf({ anyOf: [{ const: "a" }, { type: "null" }] }), text])).toBe(false);
  });
});

describe("the shape of a type", () => {
  const shapes = (...schemas: JsonSchema[]): number => new Set(schemas.map((schema) => shapeOf(typeOf(schema)))).size;

  it("is one for types of the same values, whatever is said of them", () => {
    expect(
      shapes(
        object({ a: { type: "string", description: "One.", "x-unit": "s" } }),
        object({ a: { type: "string", "x-lines": { table: 3 } } }),
        object({ a: { type: "string", "x-enum": { name: "Side", values: ["Buy"] } } }),
      ),
    ).toBe(1);
    expect(shapes({ type: ["string", "null"] }, { anyOf: [{ type: "string" }, { type: "null" }] })).toBe(1);
    expect(shapes({ type: "integer", "x-unsafe-integer": true }, { type: "integer" })).toBe(1);
  });

  it.each<[string, JsonSchema[]]>([
    ["required", [object({ a: {} }), object({ a: {} }, ["a"])]],
    ["names", [object({ a: {} }), object({ b: {} }), object({})]],
    ["order of members", [object({ a: {}, b: {} }), object({ b: {}, a: {} })]],
    ["types of members", [object({ a: {} }), object({ a: { type: "null" } })]],
    [
      "bounds",
      [
        { type: "array", items: {} },
        { type: "array", items: {}, minItems: 1 },
        { type: "array", items: {}, maxItems: 1 },
      ],
    ],
    [
      "items",
      [
        { type: "array", items: {} },
        { type: "array", items: { type: "null" } },
      ],
    ],
    ["a tuple and a list", [pairOf({}), { type: "array", items: {}, minItems: 1, maxItems: 1 }, pairOf({}, {})]],
    [
      "format",
      [{ type: "string" }, { type: "string", format: "decimal" }, { type: "string", format: "decimal-or-empty" }],
    ],
    ["whole numbers", [{ type: "integer" }, { type: "number" }]],
    ["constants", [{ const: 1 }, { const: "1" }, { const: true }, { const: null }, { type: "null" }]],
    ["exactly one and at least one", [{ anyOf: [{}, {}] }, { oneOf: [{}, {}] }]],
    ["branches", [{ anyOf: [{}] }, { anyOf: [{}, {}] }, {}]],
    ["kinds", [{ type: "boolean" }, { type: "null" }, { type: "string" }, {}]],
  ])("differs by %s", (_, schemas) => expect(shapes(...schemas)).toBe(schemas.length));
});

it("parts of a type have the segment that leads to them", () => {
  const segments = (schema: JsonSchema) =>
    partsOf(typeOf(schema)).map(({ segment, type: { kind } }) => [segment, kind]);
  expect(segments(object({ "a/b": { type: "null" } }))).toEqual([["a/b", "null"]]);
  expect(segments({ type: "array", items: { type: "string" } })).toEqual([["*", "text"]]);
  expect(segments(pairOf({ type: "string" }, { type: "null" }))).toEqual([
    ["*", "text"],
    ["*", "null"],
  ]);
  expect(segments({ anyOf: [{ type: "string" }, { const: 1 }] })).toEqual([
    [undefined, "text"],
    [undefined, "constant"],
  ]);
  for (const type of ["string", "number", "boolean", "null"] as const) expect(segments({ type })).toEqual([]);
});

it("fields are numbered along the type, an item and the members of all branches once", () => {
  const { fields, byPointer } = indexFields(
    typeOf(
      object(
        {
          rows: { type: "array", items: object({ price: { type: "string" }, "a/b~": { type: "null" } }, ["price"]) },
          pair: pairOf({ type: "string" }, { type: "integer" }),
          either: { anyOf: [object({ x: { type: "string" } }, ["x"]), object({ x: { type: "null" }, y: {} })] },
          last: { const: 1 },
        },
        ["last"],
      ),
    ),
  );
  expect(fields.map(({ index, pointer, required, parent }) => [index, pointer, required, parent])).toEqual([
    [0, "/rows", false, -1],
    [1, "/rows/*", false, 0],
    [2, "/rows/*/price", true, 1],
    [3, "/rows/*/a~1b~0", false, 1],
    [4, "/pair", false, -1],
    [5, "/pair/*", false, 4],
    [6, "/either", false, -1],
    [7, "/either/x", true, 6],
    [8, "/either/y", false, 6],
    [9, "/last", true, -1],
  ]);
  // Of the branches that have it, the first one's.
  expect(byPointer.get("/either/x")?.type.kind).toBe("text");
  expect(byPointer.get("/pair/*")?.type.kind).toBe("text");
  expect(byPointer.size).toBe(fields.length);
});

it("the source of a rule is the nearest that says it: a line of its page, and what is to be said besides", () => {
  const type = typeOf(
    object({
      table: { type: "string", "x-lines": { table: 7, example: 9, heading: 1 } },
      example: { type: "string", "x-lines": { example: 9, heading: 1 } },
      heading: { type: "string", "x-lines": { heading: 1 } },
      other: { type: "string", "x-source": { page: "other.md" }, "x-lines": { table: 2 } },
      same: { type: "string", "x-source": { page: "page.md" }, "x-lines": { table: 3 } },
      hand: { type: "string", "x-source": { byHand: "no page", overlay: "x: y", rule: "table" } },
      list: { type: "array", items: { $ref: "#/$defs/item", "x-lines": { table: 4 } } },
      either: {
        anyOf: [
          { type: "string", "x-lines": { table: 11 } },
          { type: "null", "x-lines": { table: 12 } },
        ],
      },
      none: { type: "string" },
    }),
    { item: { type: "string", "x-source": { overlay: "a: b" }, "x-lines": { table: 5 } } },
  );
  expect(provenanceOf(type, "page.md")).toEqual({
    page: "page.md",
    lines: {
      "/table": 7,
      "/example": 9,
      "/heading": 1,
      "/other": 2,
      "/same": 3,
      // Of a reference its own source goes before that of what it refers to.
      "/list/*": 4,
      "/either": 11,
    },
    notes: {
      "/other": { page: "other.md" },
      "/hand": { overlay: "x: y", byHand: "no page", rule: "table" },
      "/list/*": { overlay: "a: b" },
    },
  });
  expect(provenanceOf(typeOf({ type: "null" }), "page.md")).toEqual({ page: "page.md", lines: {} });
});
