import { compile } from "json-schema-to-typescript";
import { describe, expect, test } from "vitest";
import { type CompilerSchema, lowerTypes } from "../../generator/emit/types/lower-type.js";
import type { JsonSchema } from "../../generator/schema/json-schema.js";
import type { ValueType } from "../../generator/spec/value-type.js";
import { definitionsOf } from "./sample-line.js";

/** The type of a schema, and of what it refers to. */
const typeOf = (schema: JsonSchema): ValueType => {
  const others: Record<string, JsonSchema> = { item: {}, "a/b": {} };
  return definitionsOf({ $ref: "#/$defs/own", $defs: { own: schema, ...others } }).get("own") as ValueType;
};
const lowerOne = (schema: JsonSchema) => {
  const lowered = lowerTypes({ roots: [typeOf({ type: "array", items: schema })], typeNameOf: (def) => `T_${def}` });
  return { ...lowered, one: lowered.schema.properties?.t0?.items as CompilerSchema };
};
const strings: JsonSchema[] = [
  { type: "string", title: "price" },
  { type: "string", title: "size" },
];

describe("lowerTypes", () => {
  test("is still needed: json-schema-to-typescript does not read prefixItems", async () => {
    const schema = {
      type: "object",
      properties: { t: { type: "array", prefixItems: strings, items: false, minItems: 2 } },
    };
    const text = await compile(schema as never, "Root", { format: false });
    // If this fails, prefixItems is understood: delete the tuple part of the adapter (labels excepted).
    expect(text).not.toMatch(/\[\s*string,\s*string\s*\]/);
  });

  test.each<[string, JsonSchema, unknown]>([
    ["reference, siblings dropped", { $ref: "#/$defs/item", description: "x" }, { tsType: "T_item" }],
    ["escaped reference", { $ref: "#/$defs/a~1b" }, { tsType: "T_a/b" }],
    [
      "closed list",
      { type: ["string", "null"], enum: ["Buy", null], "x-enum": { name: "Side", values: ["Buy", "Sell"] } },
      { anyOf: [{ tsType: '"Buy"' }, { tsType: "null" }] },
    ],
    [
      "labelled tuple",
      { type: "array", prefixItems: strings, items: false, minItems: 2, maxItems: 2 },
      { tsType: "[price: string, size: string]" },
    ],
    [
      "tuple without labels",
      { type: "array", prefixItems: [{ type: "string" }, { type: "integer" }], items: false, minItems: 2, maxItems: 2 },
      {
        type: "array",
        items: [{ type: "string" }, { type: "integer" }],
        additionalItems: false,
        minItems: 2,
        maxItems: 2,
      },
    ],
    ["constant", { const: 'a"\n' }, { tsType: '"a\\"\\n"' }],
    [
      "enum",
      { type: ["string", "null"], "x-enum": { name: "Side", values: ["Buy"] } },
      { anyOf: [{ tsType: "Side" }, { type: "null" }] },
    ],
    [
      "list of types",
      { type: ["array", "null"], items: {} },
      { anyOf: [{ type: "array", items: { tsType: "unknown" } }, { type: "null" }] },
    ],
    [
      "array of any length",
      { type: "array", items: { type: "string" }, minItems: 2 },
      { type: "array", items: { type: "string" } },
    ],
    ["object without names", { type: "object" }, { tsType: "Record<string, unknown>" }],
    ["nothing", {}, { tsType: "unknown" }],
  ])("%s", (_, schema, expected) => {
    expect(lowerOne(schema).one).toEqual(expected);
  });

  test("gives properties aliases, so that no name reaches the compiler", () => {
    const properties = JSON.parse('{"__proto__":{"type":"string"},"a-b":{"type":"null"}}');
    const { one, members } = lowerOne({ type: "object", properties, required: ["__proto__"] });
    expect(one?.properties).toEqual({ p0: { type: "string" }, p1: { type: "null" } });
    expect(one?.required).toEqual(["p0"]);
    expect(members.map(({ name }) => name)).toEqual(["__proto__", "a-b"]);
  });
});
