/** Schemas that people edited, as `generate` reads them: hostile text, and shapes that no text makes. */

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readLineFiles } from "../../generator/commands/line-files.js";
import { createReport, type Diagnostic } from "../../generator/diagnostics/diagnostic.js";
import { loadSpec } from "../../generator/spec/load-spec.js";
import { createCarrier } from "./carrier.js";
import { payloadsOf } from "./payloads.js";
import { createSandbox, pressCarrier, pressSchemas, writeCarrier } from "./press.js";
import { SINK_TIME } from "./press-sinks.js";
import { SCHEMA_SINKS, setAt } from "./sinks.js";

const sandbox = createSandbox();
const originals = new Map<string, string>();
const pathOf = (file: string): string => join(sandbox.schemas, "toy", `${file}.schema.json`);

beforeAll(async () => {
  writeCarrier(sandbox, createCarrier());
  expect(await pressCarrier(sandbox, createCarrier())).toMatchObject({ faults: [], generated: true });
  for (const file of ["tick", "book", "control"]) originals.set(file, readFileSync(pathOf(file), "utf8"));
}, SINK_TIME);
afterAll(() => rmSync(sandbox.top, { recursive: true, force: true }));

/** Writes one edited schema; the others are as they were derived. */
function edit(file: string, put: (schema: unknown) => void): void {
  for (const [name, text] of originals) writeFileSync(pathOf(name), text);
  const schema: unknown = JSON.parse(originals.get(file) ?? "");
  put(schema);
  writeFileSync(pathOf(file), JSON.stringify(schema, null, 2));
}

it.each(SCHEMA_SINKS.map(({ name, file, put }, index) => [name, file, put, index] as const))(
  "%s",
  async (_, file, put, index) => {
    for (const [name, text] of payloadsOf(index, SCHEMA_SINKS.length)) {
      edit(file, (schema) => put(schema, text));
      expect((await pressSchemas(sandbox)).faults, name).toEqual([]);
    }
  },
  SINK_TIME,
);

function read(): readonly Diagnostic[] {
  const report = createReport();
  loadSpec(readLineFiles(sandbox.schemas, undefined, report), sandbox.schemas, report);
  return report.diagnostics;
}

describe("what is refused names its file, its place and its pointer", () => {
  const PRICE = ["$defs", "item", "properties", "price"];
  const price = (value: unknown) => (schema: unknown) => setAt(schema, PRICE, value);
  const twice = (def: string): object => ({
    type: "object",
    properties: { a: { $ref: `#/$defs/${def}` }, b: { $ref: `#/$defs/${def}` } },
  });
  const deep = (levels: number): object =>
    levels === 0 ? { type: "string" } : { type: "array", items: deep(levels - 1) };

  it.each([
    ["a type of the wrong kind", price({ type: 5 }), '"$defs.item.properties.price.type"'],
    ["a type that there is not", price({ type: "strnig" }), /"strnig" is not known here/],
    ["a format that there is not", price({ type: "string", format: "date" }), '"$defs.item.properties.price.format"'],
    ["an unknown keyword", price({ type: "string", pattern: "(" }), /"pattern" may not stand here/],
    ["a reference to nowhere", price({ $ref: "#/$defs/nothing" }), /leads to no definition of this file/],
    ["a reference to an inherited name", price({ $ref: "#/$defs/constructor" }), /leads to no definition/],
    ["a reference to another file", price({ $ref: "book.schema.json" }), '"$defs.item.properties.price.$ref"'],
    ["a reference with a stray percent sign", price({ $ref: "#/$defs/%" }), /leads to no definition/],
    ["a reference to itself", price({ $ref: "#/$defs/item" }), /leads back to where it starts: "item" → "item"/],
    [
      "a name that is no type",
      price({ type: "string", "x-enum": { name: "a b", values: ["a"] } }),
      /"a b" cannot be the name of a type/,
    ],
    [
      "a name that the package has",
      price({ type: "string", "x-enum": { name: "Frame", values: ["a"] } }),
      /"Frame" cannot be the name of a type/,
    ],
    [
      "a member that is not described",
      price({ type: "object", properties: {}, required: ["a"] }),
      /"a" is required and not described/,
    ],
    ["a list of a negative length", price({ type: "array", minItems: -1 }), '"$defs.item.properties.price.minItems"'],
    [
      "a list of an endless length",
      price({ type: "array", maxItems: 1e300 }),
      '"$defs.item.properties.price.maxItems"',
    ],
    [
      "more items at least than at most",
      price({ type: "array", minItems: 2, maxItems: 1 }),
      /at least 2 and at most 1/,
    ],
    ["half a character", price({ type: "string", description: "\ud800" }), /half a character/],
    ["many levels", price(deep(40)), /nests deeper than 24 levels/],
    ["definitions inside of definitions", price({ $defs: {} }), /"\$defs" may not stand here/],
    [
      "a form without its definition",
      (schema: unknown) => setAt(schema, ["x-forms", "forms", "push", "def"], "nothing"),
      /no definition "nothing"/,
    ],
    ["no form", (schema: unknown) => setAt(schema, ["x-forms", "forms"], {}), /has no form/],
  ] as const)("%s", (_, put, message) => {
    edit("tick", put);
    const [first] = read();
    expect(first).toMatchObject({ code: "config/schema", file: "toy/tick.schema.json", severity: "error" });
    if (typeof message === "string") expect(first?.message).toContain(message);
    else expect(first?.message).toMatch(message);
    expect(first?.message).toMatch(/^"[$x][\w.$~/-]+"|^The schema/);
    expect(first?.line).toBeGreaterThan(1);
    expect(first?.fix).toBeTruthy();
  });

  it("definitions that double with every step", () => {
    edit("tick", (schema) => {
      for (let step = 0; step < 20; step += 1) setAt(schema, ["$defs", `d${step}`], twice(`d${step + 1}`));
      setAt(schema, ["$defs", "d20"], { type: "string" });
      price({ $ref: "#/$defs/d0" })(schema);
    });
    expect(read()[0]).toMatchObject({
      code: "config/schema",
      message: expect.stringMatching(/more than 20000 places/) as string,
    });
  });

  it("thousands of levels", () => {
    edit("tick", price({ type: "string" }));
    const levels = `${'{"items":'.repeat(20_000)}{}${"}".repeat(20_000)}`;
    writeFileSync(
      pathOf("tick"),
      readFileSync(pathOf("tick"), "utf8").replace(/"title": "[^"]*"/, `"title": ${levels}`),
    );
    expect(read()[0]).toMatchObject({
      code: "config/schema",
      message: expect.stringMatching(/nests deeper/) as string,
    });
  });

  it("a reply without its definition", () => {
    edit("control", (schema) => {
      setAt(schema, ["$defs"], { pong: { type: "object", properties: {} } });
      setAt(schema, ["anyOf"], [{ $ref: "#/$defs/pong" }]);
    });
    expect(read()[0]).toMatchObject({
      file: "toy/control.schema.json",
      message: expect.stringMatching(/reply "subscribe-ack"/) as string,
    });
  });

  it("the line and column are those of the value", () => {
    edit("tick", price({ type: "strnig" }));
    const lines = readFileSync(pathOf("tick"), "utf8").split("\n");
    const line = lines.findIndex((text) => text.includes("strnig"));
    expect(read()[0]).toMatchObject({
      line: line + 1,
      column: (lines[line]?.indexOf('"strnig"') ?? 0) + 1,
      fix: 'Did you mean "string"?',
    });
  });
});
