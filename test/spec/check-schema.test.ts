/** The dialect is closed: what readers could disagree on is refused, with its place and what to do. */

import { describe, expect, it } from "vitest";
import { applyOverlay, readOverlay } from "../../generator/derive/overlay.js";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import type { JsonSchema } from "../../generator/schema/json-schema.js";
import { checkSchema } from "../../generator/spec/check-schema.js";

/** A schema file with one definition. */
const file = (definition: unknown, others: Record<string, unknown> = {}): unknown => ({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: "urn:wireloom:toy:tick",
  $ref: "#/$defs/push",
  $defs: { push: definition, ...others },
});

const member = (schema: unknown): unknown =>
  file({ type: "object", required: ["price"], properties: { price: schema } });

const AT = "/$defs/push/properties/price";

describe("what two readers would read in two ways", () => {
  it.each([
    [
      "a choice beside a type",
      { type: "string", anyOf: [{ const: "" }] },
      `${AT}/type`,
      /"type" may not stand here, beside anyOf/,
    ],
    ["two choices", { anyOf: [{ const: "" }], oneOf: [{ const: "" }] }, `${AT}/oneOf`, /./],
    [
      "a constant beside a type",
      { type: "string", const: "a" },
      `${AT}/type`,
      /"type" may not stand here, beside const/,
    ],
    ["a constant that is an object", { const: {} }, `${AT}/const`, /string/],
    ["a reference beside a type", { $ref: "#/$defs/other", type: "string" }, `${AT}/type`, /beside \$ref/],
    [
      "properties without a type",
      { properties: { a: {} } },
      `${AT}/properties`,
      /"properties" may not stand here, with a node that has no type/,
    ],
    ["a format on a number", { type: "number", format: "decimal" }, `${AT}/format`, /with the type "number"/],
    ["a format where no text may be", { type: ["number", "null"], format: "decimal" }, AT, /"format" speaks of none/],
    [
      "a closed list with a value that the type excludes",
      { type: "string", enum: ["Buy", 1] },
      `${AT}/enum/1`,
      /^1 is no string, so it is never valid/,
    ],
    ["a closed list without a type", { enum: ["Buy"] }, `${AT}/enum`, /"enum" may not stand here/],
    ["a closed list beside a choice", { anyOf: [{}], enum: ["Buy"] }, `${AT}/enum`, /"enum" may not stand here/],
    ["items on an object", { type: "object", items: {} }, `${AT}/items`, /"items"/],
    ["bounds on text", { type: "string", minItems: 1 }, `${AT}/minItems`, /"minItems"/],
    [
      "a member that is required and not described",
      { type: "object", properties: {}, required: ["b"] },
      `${AT}/required/0`,
      /"b" is required and not described/,
    ],
    [
      "a tuple that may be shorter",
      { type: "array", prefixItems: [{}, {}], items: false, minItems: 1, maxItems: 2 },
      AT,
      /tuple of 2 items/,
    ],
    [
      "a tuple with more of another kind",
      { type: "array", prefixItems: [{}], items: {}, minItems: 1, maxItems: 1 },
      `${AT}/items`,
      /./,
    ],
    [
      "bounds that exclude each other",
      { type: "array", minItems: 2, maxItems: 1 },
      `${AT}/maxItems`,
      /at least 2 and at most 1/,
    ],
    ["a type twice", { type: ["string", "string"] }, `${AT}/type`, /twice/],
    ["an unknown keyword", { type: "string", pattern: "a" }, `${AT}/pattern`, /"pattern"/],
    ["a keyword that would be code", { type: "string", tsType: "evil()" }, `${AT}/tsType`, /"tsType"/],
    ["an unknown format", { type: "string", format: "date" }, `${AT}/format`, /"date" is not known here/],
    ["an unknown type", { type: "constructor" }, `${AT}/type`, /./],
    ["a reference to nothing", { $ref: "#/$defs/other" }, `${AT}/$ref`, /leads to no definition/],
    [
      "a reference to a member of every object",
      { $ref: "#/$defs/constructor" },
      `${AT}/$ref`,
      /leads to no definition/,
    ],
    ["a reference out of the file", { $ref: "other.json" }, `${AT}/$ref`, /./],
    ["a reference to itself", { $ref: "#/$defs/push" }, `${AT}/$ref`, /leads back to where it starts: "push" → "push"/],
    [
      "an enum whose name is none",
      { type: "string", "x-enum": { name: "a b", values: ["a"] } },
      `${AT}/x-enum/name`,
      /cannot be the name of a type/,
    ],
  ])("%s", (_, schema, pointer, message) => {
    const [fault] = checkSchema(member(schema)).faults;
    expect(fault).toMatchObject({ pointer, message: expect.stringMatching(message) });
    expect(fault?.fix).not.toBe("");
  });

  it.each([
    ["no object", []],
    ["null", null],
    ["a root without definitions", { $schema: "https://json-schema.org/draft/2020-12/schema", $id: "urn:wireloom:x" }],
    ["an object of another kind", { type: "object" }],
  ])("a file that is %s", (_, schema) => {
    expect(checkSchema(schema).faults).toHaveLength(1);
  });

  it("definitions that refer to each other, and those that double with each level", () => {
    const circle = file(
      { $ref: "#/$defs/a" },
      { a: { type: "array", items: { $ref: "#/$defs/b" } }, b: { $ref: "#/$defs/a" } },
    );
    expect(checkSchema(circle).faults[0]?.message).toMatch(/"a" → "b" → "a"/);
    const levels = Array.from({ length: 20 }, (_, index) => {
      const next = index === 19 ? {} : { $ref: `#/$defs/l${index + 1}` };
      return [`l${index}`, { type: "object", properties: { left: next, right: next } }] as const;
    });
    expect(checkSchema(file({}, Object.fromEntries(levels))).faults[0]?.message).toMatch(/more than 20000 places/);
    const chain = Array.from(
      { length: 40 },
      (_, index) => [`l${index}`, index === 39 ? {} : { $ref: `#/$defs/l${index + 1}` }] as const,
    );
    expect(checkSchema(file({}, Object.fromEntries(chain))).faults[0]?.message).toMatch(/24 definitions deep/);
  });

  /** Lists within lists, of which a message has as many levels. */
  const nested = (levels: number, inner: unknown = {}): unknown =>
    Array.from({ length: levels }).reduce((items) => ({ type: "array", items }), inner);
  const messages = (schema: unknown): string[] => checkSchema(schema).faults.map(({ message }) => message);

  it.each<[string, (levels: number) => unknown]>([
    ["in one definition", (levels) => file(nested(levels))],
    ["by a reference", (levels) => file(nested(levels - 10, { $ref: "#/$defs/deep" }), { deep: nested(10) })],
    [
      "by two references",
      (levels) =>
        file(nested(levels - 20, { $ref: "#/$defs/a" }), { a: nested(10, { $ref: "#/$defs/b" }), b: nested(10) }),
    ],
    [
      "in tuples",
      (levels) =>
        file(
          Array.from({ length: levels }).reduce(
            (inner) => ({ type: "array", prefixItems: [inner], items: false, minItems: 1, maxItems: 1 }),
            {},
          ),
        ),
    ],
    [
      "in members",
      (levels) =>
        file(Array.from({ length: levels }).reduce((inner) => ({ type: "object", properties: { a: inner } }), {})),
    ],
  ])("24 levels of a message are taken and 25 are not: %s", (_, levels) => {
    expect(messages(levels(24))).toEqual([]);
    expect(messages(levels(25))).toEqual([expect.stringMatching(/nests deeper than 24 levels/)]);
  });

  it("levels of a schema that are none of a message do not count", () => {
    expect(messages(file(nested(24, { anyOf: [{ anyOf: [{ type: ["null", "boolean"] }] }] })))).toEqual([]);
  });

  it("20000 places of a message are taken and 20001 are not", () => {
    // A tuple, 199 times a reference, an object and its 98 members, and an object of the rest.
    const many = (places: number): unknown => {
      const members = (count: number) =>
        Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, {}]));
      const wide = { type: "object", properties: members(98) };
      const prefixItems = [
        ...Array.from({ length: 199 }, () => ({ $ref: "#/$defs/wide" })),
        { type: "object", properties: members(places - 2 - 199 * 100) },
      ];
      return file({ type: "array", prefixItems, items: false, minItems: 200, maxItems: 200 }, { wide });
    };
    expect(messages(many(20_000))).toEqual([]);
    expect(messages(many(20_001))).toEqual([expect.stringMatching(/more than 20000 places/)]);
  });

  it("of definitions that refer to one that is too large only that one is told", () => {
    const large = nested(20, { $ref: "#/$defs/deep" });
    const { faults } = checkSchema(
      file({ type: "array", items: { $ref: "#/$defs/large" } }, { large, deep: nested(5) }),
    );
    expect(faults.map(({ pointer }) => pointer)).toEqual(["/$defs/large"]);
  });

  it("deep nesting ends in a fault, not in the stack", () => {
    let schema: unknown = {};
    for (let level = 0; level < 100_000; level += 1) schema = { type: "array", items: schema };
    expect(checkSchema(file(schema)).faults[0]?.message).toMatch(/deep/);
  });
});

describe("the normal form", () => {
  const ENUM = { name: "Side", values: ["Buy"] };
  /** What every type has besides: where it stands, below the definition, and its sources. */
  const part = (pointer: string, type: object): object => ({ ...type, pointer: `/$defs/push${pointer}`, sources: [] });

  it("resolves references; the words beside one go before those of what it refers to", () => {
    const schema = file(
      {
        type: "object",
        properties: { a: { $ref: "#/$defs/level", description: "Best.", "x-source": { rule: "seventh" } } },
      },
      {
        level: {
          type: "string",
          format: "decimal",
          description: "A price.",
          "x-unit": "USDT",
          "x-source": { page: "docs/page.md" },
        },
      },
    );
    const lines = new Map([["/$defs/level", { table: 3 }]]);
    const { definitions } = checkSchema(schema, (pointer) => lines.get(pointer));
    expect(definitions.get("push")).toMatchObject({
      kind: "object",
      definition: "push",
      members: [
        {
          name: "a",
          required: false,
          type: {
            kind: "text",
            format: "decimal",
            definition: "level",
            description: "Best.",
            unit: "USDT",
            pointer: "/$defs/level",
            sources: [{ rule: "seventh" }, { page: "docs/page.md", lines: { table: 3 } }],
          },
        },
      ],
    });
  });

  it.each<[string, JsonSchema, object]>([
    ["anything", {}, { kind: "any" }],
    ["null", { type: "null" }, { kind: "null" }],
    ["a boolean", { type: "boolean" }, { kind: "boolean" }],
    ["a constant", { const: false }, { kind: "constant", value: false }],
    ["text", { type: "string" }, { kind: "text" }],
    ["text of a format", { type: "string", format: "decimal-or-empty" }, { kind: "text", format: "decimal-or-empty" }],
    ["a number", { type: "number" }, { kind: "number", whole: false, unsafe: false }],
    ["an integer", { type: "integer" }, { kind: "number", whole: true, unsafe: false }],
    ["one above 2^53", { type: "integer", "x-unsafe-integer": true }, { kind: "number", whole: true, unsafe: true }],
    ["documented values", { type: "string", "x-enum": ENUM }, { kind: "text", enum: ENUM }],
    [
      "documented numbers",
      { type: "number", "x-enum": ENUM },
      { kind: "number", whole: false, unsafe: false, enum: ENUM },
    ],
    ["a list", { type: "array" }, { kind: "list", minItems: 0, items: part("/items", { kind: "any" }) }],
    [
      "a list with bounds",
      { type: "array", items: { type: "null" }, minItems: 2, maxItems: 2 },
      { kind: "list", minItems: 2, maxItems: 2, items: part("/items", { kind: "null" }) },
    ],
    [
      "a tuple",
      { type: "array", prefixItems: [{}, { const: 1 }], items: false, minItems: 2, maxItems: 2 },
      {
        kind: "tuple",
        items: [part("/prefixItems/0", { kind: "any" }), part("/prefixItems/1", { kind: "constant", value: 1 })],
      },
    ],
    ["an object of nothing", { type: "object" }, { kind: "object", members: [] }],
    [
      "an object",
      { type: "object", properties: { "a/b": {}, b: { type: "null" } }, required: ["b"] },
      {
        kind: "object",
        members: [
          { name: "a/b", required: false, type: part("/properties/a~1b", { kind: "any" }) },
          { name: "b", required: true, type: part("/properties/b", { kind: "null" }) },
        ],
      },
    ],
    [
      "one or more of two",
      { anyOf: [{}, { type: "null" }] },
      {
        kind: "choice",
        keyword: "anyOf",
        branches: [part("/anyOf/0", { kind: "any" }), part("/anyOf/1", { kind: "null" })],
      },
    ],
    [
      "exactly one",
      { oneOf: [{}] },
      { kind: "choice", keyword: "oneOf", branches: [part("/oneOf/0", { kind: "any" })] },
    ],
    [
      "two types",
      { type: ["null", "boolean"] },
      { kind: "choice", keyword: "type", branches: [part("", { kind: "null" }), part("", { kind: "boolean" })] },
    ],
    // A number goes for an integer too.
    ["an integer or a number", { type: ["integer", "number"] }, { kind: "number", whole: false, unsafe: false }],
  ])("has a kind for %s", (_, schema, type) => {
    expect(checkSchema(file(schema)).definitions.get("push")).toEqual({ ...part("", type), definition: "push" });
  });

  it("keeps what is said of a value", () => {
    const words: JsonSchema = {
      title: "price",
      description: "A price.",
      deprecated: true,
      "x-kind": "price",
      "x-unit": "USDT",
      "x-scale": -2,
      "x-source": { rule: "third" },
      "x-presence": "conditional",
      "x-condition": "On delta.",
    };
    expect(checkSchema(file({ type: "integer", ...words })).definitions.get("push")).toEqual({
      kind: "number",
      whole: true,
      unsafe: false,
      definition: "push",
      pointer: "/$defs/push",
      title: "price",
      description: "A price.",
      deprecated: true,
      meaning: "price",
      unit: "USDT",
      scale: -2,
      sources: [{ rule: "third" }],
      presence: "conditional",
      condition: "On delta.",
    });
  });

  it("a list of types is a choice, each with the keywords of its own", () => {
    const { definitions } = checkSchema(
      file({ type: ["string", "array", "null"], format: "decimal", items: { const: 1 } }),
    );
    expect(definitions.get("push")).toMatchObject({
      kind: "choice",
      keyword: "type",
      branches: [
        { kind: "text", format: "decimal" },
        { kind: "list", items: { kind: "constant", value: 1 } },
        { kind: "null" },
      ],
    });
  });
});

describe("overlays", () => {
  const schema = member({
    type: "string",
    format: "decimal",
    description: "A price.",
    "x-source": { rule: "third" },
  }) as JsonSchema;
  const apply = (change: string) => {
    const report = createReport();
    const text = `- at: "$..price"\n  ${change}\n  because: b\n  evidence: e\n`;
    const overlay = readOverlay(text, "tick.overlay.yaml", "toy/tick", report);
    const applied = overlay && applyOverlay(schema, overlay, report);
    return { diagnostics: report.diagnostics, price: applied?.$defs?.push?.properties?.price };
  };

  it("one that leaves the old type beside a new choice is refused, with place and fix", () => {
    const { diagnostics } = apply('set: { anyOf: [{ type: string }, { const: "" }] }');
    expect(diagnostics).toMatchObject([
      {
        code: "config/overlay",
        file: "tick.overlay.yaml",
        line: 1,
        message: expect.stringContaining('"$defs.push.properties.price.type": The keyword "type" may not stand here'),
        fix: expect.stringContaining("replace"),
      },
    ]);
  });

  it("replace writes the node anew and keeps what describes it", () => {
    const { diagnostics, price } = apply('replace: { anyOf: [{ type: string }, { const: "" }] }');
    expect(diagnostics).toEqual([]);
    expect(price).toEqual({
      anyOf: [{ type: "string" }, { const: "" }],
      description: "A price.",
      "x-source": { rule: "third", overlay: "toy/tick: b" },
    });
  });

  it.each([
    ["both", "set: { format: null }\n  replace: { type: string }"],
    ["neither", "note: x"],
    ["a list", "replace: []"],
  ])("%s of set and replace", (_, change) => {
    expect(apply(change).diagnostics).toMatchObject([{ code: "config/overlay", line: 1 }]);
  });
});
