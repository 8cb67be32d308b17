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
      AT,
      /"type" may not stand here, beside anyOf/,
    ],
    ["two choices", { anyOf: [{ const: "" }], oneOf: [{ const: "" }] }, AT, /./],
    ["a constant beside a type", { type: "string", const: "a" }, AT, /"type" may not stand here, beside const/],
    ["a constant that is an object", { const: {} }, `${AT}/const`, /string/],
    ["a reference beside a type", { $ref: "#/$defs/other", type: "string" }, AT, /beside \$ref/],
    [
      "properties without a type",
      { properties: { a: {} } },
      AT,
      /"properties" may not stand here, with a node that has no type/,
    ],
    ["a format on a number", { type: "number", format: "decimal" }, AT, /with the type "number"/],
    ["a format where no text may be", { type: ["number", "null"], format: "decimal" }, AT, /"format" speaks of none/],
    ["items on an object", { type: "object", items: {} }, AT, /"items"/],
    ["bounds on text", { type: "string", minItems: 1 }, AT, /"minItems"/],
    [
      "a member that is required and not described",
      { type: "object", properties: {}, required: ["b"] },
      `${AT}/required/0`,
      /"b" is not described/,
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
    ["bounds that exclude each other", { type: "array", minItems: 2, maxItems: 1 }, AT, /minItems is 2/],
    ["a type twice", { type: ["string", "string"] }, `${AT}/type`, /twice/],
    ["an unknown keyword", { type: "string", pattern: "a" }, AT, /"pattern"/],
    ["a keyword that would be code", { type: "string", tsType: "evil()" }, AT, /"tsType"/],
    ["an unknown format", { type: "string", format: "date" }, `${AT}/format`, /decimal/],
    ["an unknown type", { type: "constructor" }, `${AT}/type`, /./],
    ["a reference to nothing", { $ref: "#/$defs/other" }, AT, /no definition "other"/],
    ["a reference to a member of every object", { $ref: "#/$defs/constructor" }, AT, /no definition "constructor"/],
    ["a reference out of the file", { $ref: "other.json" }, `${AT}/$ref`, /./],
    ["a reference that some decode", { $ref: "#/$defs/a%62" }, `${AT}/$ref`, /pattern/],
    ["a reference that some cut", { $ref: "#/$defs/a#b" }, `${AT}/$ref`, /pattern/],
    ["more items than 32 bits count", { type: "array", minItems: 2 ** 32 }, `${AT}/minItems`, /2147483647/],
    [
      "half a character in a name",
      { type: "object", properties: { "\ud800": {} } },
      `${AT}/properties/\ud800`,
      /half of a character/,
    ],
    ["a reference to itself", { $ref: "#/$defs/push" }, AT, /refers to itself: push to push/],
    [
      "an enum whose name is none",
      { type: "string", "x-enum": { name: "a b", values: [{ value: "a", source: "x" }] } },
      `${AT}/x-enum/name`,
      /no name of a type/,
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

  it.each([
    ["half of a character", "\udc00", /half of a character/],
    ["what Ajv takes for an id", "$id", /"\$id"/],
  ])("a definition whose name is %s", (_, name, message) => {
    const { faults } = checkSchema(file({ type: "string" }, { [name]: {} }));
    expect(faults).toMatchObject([{ pointer: `/$defs/${name}`, message: expect.stringMatching(message) }]);
  });

  it.each([
    ["", { $ref: "#/$defs/none" }],
    ["/oneOf/1", { oneOf: [{ $ref: "#/$defs/push" }, { $ref: "#/$defs/none" }] }],
    ["/anyOf/0", { anyOf: [{ $ref: "#/$defs/none" }] }],
  ])("a root that refers to nothing at %j", (pointer, root) => {
    const { faults } = checkSchema({ ...(file({}) as object), $ref: "#/$defs/push", ...root });
    expect(faults).toMatchObject([{ pointer, message: expect.stringMatching(/no definition "none"/) }]);
  });

  it("definitions that refer to each other, and those that double with each level", () => {
    const circle = file(
      { $ref: "#/$defs/a" },
      { a: { type: "array", items: { $ref: "#/$defs/b" } }, b: { $ref: "#/$defs/a" } },
    );
    expect(checkSchema(circle).faults[0]?.message).toMatch(/a to b to a/);
    const levels = Array.from({ length: 20 }, (_, index) => {
      const next = index === 19 ? {} : { $ref: `#/$defs/l${index + 1}` };
      return [`l${index}`, { type: "object", properties: { left: next, right: next } }] as const;
    });
    expect(checkSchema(file({}, Object.fromEntries(levels))).faults[0]?.message).toMatch(/nodes/);
    const chain = Array.from(
      { length: 40 },
      (_, index) => [`l${index}`, index === 39 ? {} : { $ref: `#/$defs/l${index + 1}` }] as const,
    );
    expect(checkSchema(file({}, Object.fromEntries(chain))).faults[0]?.message).toMatch(/24 definitions deep/);
  });

  it("deep nesting ends in a fault, not in the stack", () => {
    let schema: unknown = {};
    for (let level = 0; level < 100_000; level += 1) schema = { type: "array", items: schema };
    expect(checkSchema(file(schema)).faults[0]?.message).toMatch(/deep/);
  });
});

describe("the normal form", () => {
  it("resolves references; the words beside one go before those of what it refers to", () => {
    const schema = file(
      { type: "object", properties: { a: { $ref: "#/$defs/level", description: "Best.", "x-source": { table: 7 } } } },
      {
        level: {
          type: "string",
          format: "decimal",
          description: "A price.",
          "x-unit": "USDT",
          "x-source": { table: 3 },
        },
      },
    );
    const { definitions } = checkSchema(schema);
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
            sources: [{ table: 7 }, { table: 3 }],
          },
        },
      ],
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
    "x-source": { table: 3 },
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
        message: expect.stringContaining(`${AT}: The keyword "type"`),
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
      "x-source": { table: 3, overlay: "toy/tick: b" },
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
