/**
 * The promise of the product: types, validators, guards, recognisers and `wireloom validate` say the same about every message. Here of made-up schemas with
 * every kind of node, and of texts that are messages, nearly messages and none. JUDGES_PAIRS=1000000 asks for more of them, JUDGES_SEED for others.
 */

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../generator/mock/random.js";
import type { JsonSchema } from "../../generator/schema/json-schema.js";
import { checkSchema } from "../../generator/spec/check-schema.js";
import type { ValueType } from "../../generator/spec/value-type.js";
import { runs } from "../effort.js";
import { formName, schemaFile } from "./dialect.js";
import { messageText } from "./dialect-values.js";
import { complaintsOf, type Hearing, hear, transcriptOf } from "./hearing.js";
import { compileJudges, type Form, type Judges } from "./judges.js";
import { VERDICTS } from "./verdict.js";

const PAIRS = Number(process.env.JUDGES_PAIRS ?? runs(6000));
const SEED = Number(process.env.JUDGES_SEED ?? 1);
/** What is compiled together, and how many texts each form of it gets: compiling a form takes as long as judging a hundred. */
const FORMS = 40;
const TEXTS = PAIRS > 100_000 ? 250 : 150;

interface Disagreement {
  count: number;
  smallest: string;
}

/** Forms of a file of the dialect, with their judges. The file comes as JSON, as schemas do. */
function* judged(file: JsonSchema): Generator<[Form, Judges]> {
  const root = JSON.parse(JSON.stringify(file)) as JsonSchema;
  const { faults, definitions } = checkSchema(root);
  expect(faults).toEqual([]);
  const forms = Object.entries(root.$defs ?? {})
    .filter(([name]) => name.startsWith(formName("")))
    .map(([name, schema]): Form => ({ name, root, schema, type: definitions.get(name) as ValueType }));
  const judges = compileJudges(root, definitions, forms);
  for (const [index, form] of forms.entries()) yield [form, judges[index] as Judges];
}

/** Definitions that refer to each other in a row add up to more levels than a message may have. */
const isTooDeep = (file: JsonSchema): boolean =>
  checkSchema(JSON.parse(JSON.stringify(file))).faults.some(({ message }) => message.includes("nests deeper"));

/** Schemas and texts, made from the seed alone. */
function* hearings(seed: number): Generator<Hearing> {
  // A draw in a hundred is too deep; the next one is not.
  const drawn = fc.sample(schemaFile(FORMS, seed % 2 === 0), { seed, numRuns: 3 });
  const file = drawn.find((each) => !isTooDeep(each));
  const random = createRandom(seed);
  for (const [form, judges] of judged(file as JsonSchema))
    for (let count = 0; count < TEXTS; count += 1) yield hear(form, judges, messageText(form.type, random));
}

it(
  "all judges say the same about every text",
  () => {
    const disagreements = new Map<string, Disagreement>();
    const tally = new Map<string, number>();
    const add = (...names: readonly string[]): void => {
      for (const name of names) tally.set(name, (tally.get(name) ?? 0) + 1);
    };
    let pairs = 0;
    for (let seed = SEED; pairs < PAIRS; seed += 1)
      for (const hearing of hearings(seed)) {
        pairs += 1;
        const { ofBytes, ofValue } = hearing;
        add(ofValue?.verdict ?? "no JSON", ...Object.entries(ofBytes).flatMap(([name, yes]) => (yes ? [name] : [])));
        for (const complaint of complaintsOf(hearing)) {
          const known = disagreements.get(complaint) ?? { count: 0, smallest: "" };
          disagreements.set(complaint, known);
          known.count += 1;
          const transcript = `${transcriptOf(hearing)}\n  JUDGES_SEED=${seed}`;
          if (known.count === 1 || transcript.length < known.smallest.length) known.smallest = transcript;
        }
      }
    const listed = [...disagreements].map(
      ([words, { count, smallest }]) => `${count} times not: ${words}\n${smallest}`,
    );
    console.log(`${pairs} pairs, ${listed.length} kinds of disagreement`, Object.fromEntries(tally));
    expect(listed.join("\n\n")).toBe("");
    // Each verdict, and each yes of a judge that may decline, in a share of the pairs that is worth something.
    for (const name of [...VERDICTS, "no JSON"])
      expect([name, (tally.get(name) ?? 0) / pairs > 0.03]).toEqual([name, true]);
    for (const name of ["recognise", "wasmSpaced", "proof", "proofSpaced"])
      expect([name, (tally.get(name) ?? 0) / pairs > 0.1]).toEqual([name, true]);
  },
  60_000 + PAIRS,
);

const ANY: JsonSchema = {};
const member = (name: string, schema: JsonSchema, required: boolean): JsonSchema => ({
  type: "object",
  properties: { [name]: schema, a: ANY },
  ...(required && { required: [name] }),
});
/** Half as many levels as a message may have. */
const nest = (inner: JsonSchema): JsonSchema =>
  Array.from({ length: 12 }).reduce<JsonSchema>((schema) => ({ type: "array", items: schema }), inner);

describe("all judges say the same where one is easily wrong", () => {
  it.each<[string, JsonSchema, readonly string[]]>([
    ["members that every object inherits", member("toString", ANY, true), ["{}", '{"a":1}', '{"toString":1}']],
    [
      "members that every object may inherit",
      member("constructor", { type: "null" }, false),
      ["{}", '{"constructor":1}'],
    ],
    [
      "a member of the name __proto__",
      member("__proto__", { type: "string" }, false),
      ["{}", '{"__proto__":1}', '{"__proto__":"1"}'],
    ],
    ["a member without a name", member("", ANY, true), ["{}", '{"":1}', '{"a":1}']],
    ["a member that may be anything", member("b", { anyOf: [{ type: "string" }, ANY] }, true), ["{}", '{"b":1}']],
    [
      "a member that is one of two things or anything",
      member("b", { oneOf: [{ const: 1 }, ANY] }, true),
      ["{}", '{"b":1}', '{"b":2}'],
    ],
    ["an integer or a number", { anyOf: [{ type: "integer" }, { type: "number" }] }, ["1", "1.5", "1.", "1.0", "1e1"]],
    ["a number or any number", { anyOf: [{ const: 1 }, { type: "number" }] }, ["1", "1.5", "12", "-1"]],
    ["a number that is rounded, or anything", { anyOf: [{ type: "number" }, ANY] }, ["9007199254740993", "1"]],
    [
      "a closed list",
      member("side", { type: "string", enum: ["Buy", "Sell"], "x-enum": { name: "Side", values: ["Buy"] } }, true),
      ['{"side":"Buy"}', '{"side":"Sell"}', '{"side":"Neither"}', '{"side":""}', '{"side":1}', "{}"],
    ],
    [
      "a closed list of several types",
      { type: ["integer", "null"], enum: [1, 2, null] },
      ["1", "1.0", "3", "null", '"1"', "[]"],
    ],
    [
      "a constant beyond 2^53",
      { anyOf: [{ type: "number" }, { const: 2 ** 53 }] },
      ["9007199254740992", "9007199254740993"],
    ],
    ["a list of anything", { type: "array", items: ANY }, ["[]", "[1]", "[[]]", "{}"]],
    [
      "a choice within one of two",
      { oneOf: [{ anyOf: [{ type: "null" }, { type: "string" }] }, { type: "number" }] },
      ["null", "1", '"a"', "[]"],
    ],
    [
      "as many levels as there may be",
      { $ref: "#/$defs/deep" },
      [`${"[".repeat(24)}${"]".repeat(24)}`, `${"[".repeat(24)}1${"]".repeat(24)}`],
    ],
  ])("%s", (_, schema, texts) => {
    const $defs = { [formName("")]: schema, deep: nest({ $ref: "#/$defs/deeper" }), deeper: nest({ type: "null" }) };
    const file = { $schema: "https://json-schema.org/draft/2020-12/schema", $id: "urn:wireloom:one", $defs };
    for (const [form, judges] of judged(file))
      for (const text of texts) {
        const hearing = hear(form, judges, Buffer.from(text));
        expect(complaintsOf(hearing), transcriptOf(hearing)).toEqual([]);
      }
  });
});
