/** The dialect is closed on both sides: whatever is refused is refused in words, and whatever is accepted every reader can read. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { globSync } from "tinyglobby";
import { describe, expect, it } from "vitest";
import { createRandom, type Random } from "../../generator/mock/random.js";
import type { JsonSchema } from "../../generator/schema/json-schema.js";
import { escapePointer } from "../../generator/schema/pointer.js";
import { VOCABULARY } from "../../generator/schema/vocabulary.js";
import { checkSchema } from "../../generator/spec/check-schema.js";
import type { ValueType } from "../../generator/spec/value-type.js";
import { runs } from "../effort.js";
import { ROOT } from "../real-docs.js";
import { schemaFile } from "./dialect.js";
import { compileJudges } from "./judges.js";

type Value = string | number | boolean | null | Value[] | { [name: string]: Value };

const SEED = Number(process.env.JUDGES_SEED ?? 1);
/** How many are made of each file. */
const FILES = Number(process.env.VOCABULARY_FILES ?? runs(5));

const KEYWORDS: readonly string[] = [
  ...["type", "const", "anyOf", "oneOf", "$ref", "properties", "required", "items", "prefixItems", "minItems"],
  ...["maxItems", "format", "title", "description", "$comment", "deprecated", "$defs", "$id", "$schema", ...VOCABULARY],
  ...["allOf", "not", "enum", "if", "pattern", "minimum", "nullable", "default", "additionalProperties", "uniqueItems"],
  ...["$anchor", "$dynamicRef", "definitions", "typ", "x-enums", "__proto__", "constructor", "toString", "", "a"],
];

const VALUES: readonly Value[] = [
  ...["string", "object", "array", "number", "integer", "boolean", "null", "decimal", "decimal-or-empty", "", "a"],
  ...["#/$defs/item", "#/$defs/constructor", "#/$defs/none", "#/$defs/50%", "#/$defs/a~1b", "#", "\ud800"],
  ...["urn:wireloom:a b", "urn:wireloom:%", "urn:wireloom:a#b", "https://json-schema.org/draft/2020-12/schema"],
  ...[0, 1, 2, -1, 1.5, 1e21, 2 ** 31, 2 ** 32, Number.POSITIVE_INFINITY, true, false, null],
  ...[[], {}, [{}], ["a"], ["string", "null"], ["integer", "number"], ["string", "string"], ["array", "object"]],
  ...[[{ type: "string" }, { const: 1 }], { type: "string" }, { type: "array" }, { a: {} }, { a: { type: "null" } }],
  { type: "array", items: { type: "integer" }, minItems: 2 },
  { type: "array", prefixItems: [{}], items: false, minItems: 1, maxItems: 1 },
  ...[{ $ref: "#/$defs/item" }, { name: "Kind", values: [1] }, { name: "*/", values: [] }],
  ...[{ forms: { push: { def: "form0" } } }, { forms: { a: { def: "none" }, b: { def: "form0" } } }, { table: 1 }],
];

const pick = <T>(random: Random, items: readonly T[]): T => items[random.integer(items.length)] as T;

/** All objects and lists of a file. */
function nodesOf(value: Value): (Value[] | { [name: string]: Value })[] {
  if (typeof value !== "object" || value === null) return [];
  return [value, ...Object.values(value).flatMap(nodesOf)];
}

const valuesOf = (file: Value, key: string): Value[] =>
  nodesOf(file).flatMap((node) => (!Array.isArray(node) && Object.hasOwn(node, key) ? [node[key] ?? null] : []));

/** One keyword more, one less, another value for one, or another keyword for a value. */
function change(file: Value, random: Random): void {
  const node = pick(random, nodesOf(file));
  if (node === undefined) return;
  const value = structuredClone(pick(random, VALUES));
  if (Array.isArray(node)) {
    node.splice(random.integer(node.length + 1), random.integer(2), value);
    return;
  }
  const key = pick(random, Object.keys(node)) ?? "a";
  const put = (name: string, own: Value): unknown =>
    Object.defineProperty(node, name, { value: own, enumerable: true, configurable: true, writable: true });
  const before = node[key] ?? null;
  switch (random.integer(6)) {
    case 0:
      put(pick(random, KEYWORDS), value);
      return;
    case 1:
      delete node[key];
      return;
    case 2:
      put(key, value);
      return;
    case 3:
      delete node[key];
      put(pick(random, KEYWORDS), before);
      return;
    default:
      // What the keyword has elsewhere: that often fits.
      put(key, structuredClone(pick(random, valuesOf(file, key)) ?? null));
  }
}

function changed(file: Value, random: Random): Value {
  const copy = structuredClone(file);
  for (let count = 1 + random.integer(2); count > 0; count -= 1) change(copy, random);
  return copy;
}

/** Reads it as everybody else would. */
function compileInAjv(root: JsonSchema): void {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  ajv.addVocabulary([...VOCABULARY]);
  for (const format of ["decimal", "decimal-or-empty"]) ajv.addFormat(format, () => true);
  ajv.addSchema(root as object, "file");
  for (const name of Object.keys(root.$defs ?? {}))
    expect(ajv.getSchema(`file#/$defs/${encodeURIComponent(escapePointer(name))}`), name).toBeTypeOf("function");
}

/** True if the file is one of the dialect; then everybody has to be able to read it. */
function isRead(file: Value): boolean {
  const { faults, definitions } = checkSchema(file);
  for (const { message, fix } of faults) expect(message.length * fix.length).toBeGreaterThan(0);
  if (faults.length > 0) return false;
  const root = file as unknown as JsonSchema;
  const forms = [...definitions].map(([name, type]: [string, ValueType]) => ({
    name,
    root,
    schema: root.$defs?.[name] ?? {},
    type,
  }));
  compileInAjv(root);
  compileJudges(root, definitions, forms);
  return true;
}

describe("changed schema files", () => {
  const shipped = globSync("schemas/*/**/*.schema.json", { cwd: ROOT }).sort();
  const made = fc
    .sample(schemaFile(2, true), { seed: SEED, numRuns: 12 })
    .map((file, index) => [`made up, ${index}`, JSON.parse(JSON.stringify(file))] as const);
  const read = shipped.map((path) => [path, JSON.parse(readFileSync(join(ROOT, path), "utf8"))] as const);

  it(
    "are refused in words, or read by all",
    () => {
      const random = createRandom(SEED);
      let accepted = 0;
      let refused = 0;
      expect(shipped.length).toBeGreaterThan(40);
      for (const [name, file] of [...made, ...read.filter((_, index) => index % 12 === 0)])
        for (let count = 0; count < FILES; count += 1) {
          const other = changed(file, random);
          try {
            if (isRead(other)) accepted += 1;
            else refused += 1;
          } catch (error) {
            throw new Error(`${name}, seed ${SEED}: ${JSON.stringify(other)}`, { cause: error });
          }
        }
      console.log(`${accepted} changed files were read by all, ${refused} refused`);
      expect(accepted).toBeGreaterThan(FILES);
      expect(refused).toBeGreaterThan(FILES);
    },
    10_000 + FILES * 5000,
  );

  it("what is no schema file at all is refused in words", () => {
    for (const value of VALUES) expect(checkSchema(value).faults.length).toBeGreaterThan(0);
    expect(checkSchema(undefined).faults.length).toBeGreaterThan(0);
  });
});
