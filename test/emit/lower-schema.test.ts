import { compile } from "json-schema-to-typescript";
import { describe, expect, test } from "vitest";
import { lowerSchema } from "../../generator/emit/types/lower-schema.js";
import type { JsonSchema } from "../../generator/schema/json-schema.js";

const lowerOne = (schema: JsonSchema) => {
  const lowered = lowerSchema({ roots: [schema], typeNameOf: (def) => `T_${def}` });
  return { ...lowered, one: lowered.schema.properties?.t0 };
};
const strings: JsonSchema[] = [
  { type: "string", title: "price" },
  { type: "string", title: "size" },
];

describe("lowerSchema", () => {
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
      "labelled tuple",
      { prefixItems: strings, items: false, minItems: 2 },
      { tsType: "[price: string, size: string]" },
    ],
    [
      "shorter tuple",
      { prefixItems: strings, items: false, minItems: 1 },
      { tsType: "[price: string, size?: string]" },
    ],
    [
      "tuple without labels",
      { prefixItems: [{ type: "string" }, { type: "integer" }], items: false, minItems: 2, maxItems: 2 },
      {
        type: "array",
        items: [{ type: "string" }, { type: "integer" }],
        additionalItems: false,
        minItems: 2,
        maxItems: 2,
      },
    ],
    ["constant", { const: 'a"\n' }, { tsType: '"a\\"\\n"' }],
    ["enum", { type: ["string", "null"], "x-enum": { name: "Side", values: [] } }, { tsType: "Side | null" }],
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
    [
      "smuggled keywords",
      { type: "string", tsType: "evil()", tsEnumNames: ["evil()"], enum: ["a"] } as never,
      { type: "string" },
    ],
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

  test("refuses an enum name that is no identifier", () => {
    expect(() => lowerOne({ "x-enum": { name: "X; evil()", values: [] } })).toThrow(/identifier/);
  });
});
