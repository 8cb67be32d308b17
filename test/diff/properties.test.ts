/** What holds for any two revisions. DIFF_SEEDS=200 draws more of them, DIFF_SEED=7 begins elsewhere. */

import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openRevision } from "../../generator/commands/spec-revision.js";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import { ruleOf } from "../../generator/diff/changes.js";
import { compare } from "../../generator/diff/compare.js";
import { compareTypes } from "../../generator/diff/compare-types.js";
import { type Direction, type Fact, mirrored, type Tell } from "../../generator/diff/fact.js";
import type { SpecRevision } from "../../generator/diff/revision.js";
import { RULES } from "../../generator/diff/rules/index.js";
import { createRandom } from "../../generator/mock/random.js";
import type { JsonSchema } from "../../generator/schema/json-schema.js";
import { checkSchema } from "../../generator/spec/check-schema.js";
import { LEVELS, type Level } from "../../generator/spec/level.js";
import type { ValueType } from "../../generator/spec/value-type.js";
import { ROOT } from "../real-docs.js";
import { formName, schemaFile } from "../spec/dialect.js";
import { conforming } from "../spec/dialect-values.js";
import { compileOracles } from "../spec/judges.js";
import { CASES, revisionsIn } from "./cases.js";
import { mutated } from "./mutate-schema.js";
import { BASE, revisionOf } from "./revisions.js";

const SEED = Number(process.env.DIFF_SEED ?? 1);
const SEEDS = Array.from({ length: Number(process.env.DIFF_SEEDS ?? 3) }, (_, index) => SEED + index);

/** Forms of a schema file, which all have the same definitions. */
const FORMS = 12;
const SHARED = ["item", "constructor", "a~b/c"];
const FORM_NAMES = Array.from({ length: FORMS }, (_, index) => formName(index));

/** As they are read from a file: nothing in it is one object twice. */
const asRead = (file: JsonSchema): JsonSchema => JSON.parse(JSON.stringify(file)) as JsonSchema;

interface Drawn {
  readonly file: JsonSchema;
  readonly types: ReadonlyMap<string, ValueType>;
}

/** Undefined for what is no schema: too deep, or the change made it one. */
function drawn(file: JsonSchema): Drawn | undefined {
  const read = asRead(file);
  const { faults, definitions } = checkSchema(read);
  return faults.length === 0 ? { file: read, types: definitions } : undefined;
}

const drawFile = (seed: number): Drawn =>
  fc
    .sample(schemaFile(FORMS, false), { seed, numRuns: 3 })
    .map(drawn)
    .find((each) => each !== undefined) as Drawn;

function changedFile({ file }: Drawn, seed: number, times: number): Drawn | undefined {
  const random = createRandom(seed);
  const names = [...FORM_NAMES, ...SHARED.filter(() => random.next() < 0.1)];
  return drawn(Array.from({ length: times }).reduce<JsonSchema>((changed) => mutated(changed, names, random), file));
}

function factsOf(before: ValueType, after: ValueType, direction: Direction): Fact[] {
  const facts: Fact[] = [];
  const tell: Tell = (kind, of, sides, evidence) => {
    if (!Object.is(sides.before.value, sides.after.value))
      facts.push({ kind, direction: of, ...sides, ...(evidence && { evidence }) } as Fact);
  };
  const node = (type: ValueType) => ({
    type,
    message: { productLine: "toy", topic: "tick", at: "", file: "toy/tick.schema.json", pointer: "" },
    at: "",
  });
  compareTypes(node(before), node(after), { direction, tell });
  return facts;
}

const asSet = (facts: readonly Fact[]): string[] => facts.map((fact) => JSON.stringify(fact)).sort();

/** Pairs of types: of one schema file and of what changes made of it, and of two files that have nothing to do with each other. */
function* typePairs(): Generator<readonly [name: string, before: Drawn, after: Drawn]> {
  for (const seed of SEEDS) {
    const before = drawFile(seed);
    const others = [1, 1, 1, 1, 1, 2].map((times, index) => changedFile(before, seed * 100 + index, times));
    for (const after of [...others, drawFile(seed + 10_000)])
      if (after) for (const name of FORM_NAMES) yield [name, before, after];
  }
}

const typesOf = (name: string, ...files: readonly Drawn[]): readonly ValueType[] =>
  files.map(({ types }) => types.get(name) as ValueType);

describe("a revision and itself", () => {
  it.each(["schemas", "test/fixtures/toy-exchange/schemas"])("%s", async (folder) => {
    const read = () => openRevision(join(ROOT, folder), {}, createReport()) as Promise<SpecRevision>;
    expect(compare(await read(), await read())).toEqual([]);
  });

  it("made-up lines", () => {
    expect(compare(revisionOf(BASE), revisionOf(BASE))).toEqual([]);
  });

  it("schemas of the dialect", () => {
    for (const seed of SEEDS) {
      const { file, types } = drawFile(seed);
      for (const [name, type] of checkSchema(asRead(file)).definitions)
        expect([seed, name, factsOf(types.get(name) as ValueType, type, "receive")]).toEqual([seed, name, []]);
    }
  });
});

describe("two revisions", () => {
  /** Of all cases, taken two by two: they have little to do with each other. */
  function* specPairs(): Generator<readonly [string, SpecRevision, SpecRevision]> {
    const random = createRandom(SEED);
    for (const one of CASES) {
      const other = random.pick(CASES) ?? one;
      yield [one.name, ...revisionsIn(one)];
      yield [`${one.name}, ${other.name}`, revisionsIn(one)[0], revisionsIn(other)[1]];
    }
  }

  it("have the same facts the other way round", () => {
    let count = 0;
    for (const [name, before, after] of specPairs()) {
      const facts = compare(before, after);
      count += facts.length;
      expect([name, asSet(compare(after, before))]).toEqual([name, asSet(facts.map(mirrored))]);
    }
    expect(count).toBeGreaterThan(200);
  });

  it("have the same facts the other way round, whatever their messages are", () => {
    let count = 0;
    for (const [name, ...files] of typePairs()) {
      const [before, after] = typesOf(name, ...files) as [ValueType, ValueType];
      const facts = factsOf(before, after, "receive");
      count += facts.length;
      expect(asSet(factsOf(after, before, "receive"))).toEqual(asSet(facts.map(mirrored)));
    }
    expect(count).toBeGreaterThan(SEEDS.length * FORMS);
  });

  it("have a rule for each fact", () => {
    for (const [, before, after] of specPairs())
      for (const fact of compare(before, after)) expect(() => ruleOf(fact, RULES)).not.toThrow();
    for (const [name, ...files] of typePairs()) {
      const [before, after] = typesOf(name, ...files) as [ValueType, ValueType];
      // Requests have fewer kinds of types; their cases are among those of the rules.
      for (const fact of factsOf(before, after, "receive")) expect(() => ruleOf(fact, RULES)).not.toThrow();
    }
  });
});

/**
 * Messages have described members only. Objects are open, so of a member that comes new a message of before might have had a namesake of another type;
 * that no page has ever spoken of it is the reason to call it harmless.
 */
describe("a message", () => {
  const MESSAGES = 20;
  const worstOf = (facts: readonly Fact[]): Level | undefined => {
    const levels = facts.map((fact) => ruleOf(fact, RULES).levels[fact.direction]?.[0]);
    return LEVELS.find((level) => levels.includes(level));
  };

  it("stays valid, as far as the worst of the changes says", () => {
    const oracles = new Map<Drawn, ReturnType<typeof compileOracles>>();
    const accepts = (file: Drawn, name: string): ((value: unknown) => boolean) => {
      const forms = FORM_NAMES.map((each) => ({
        name: each,
        root: file.file,
        schema: {},
        type: file.types.get(each) as ValueType,
      }));
      const compiled = oracles.get(file) ?? compileOracles(file.file, forms);
      oracles.set(file, compiled);
      return compiled.get(name) as (value: unknown) => boolean;
    };
    const tally = new Map<string, number>();
    const count = (key: string): void => void tally.set(key, (tally.get(key) ?? 0) + 1);
    for (const [name, before, after] of typePairs()) {
      const [older, newer] = typesOf(name, before, after) as [ValueType, ValueType];
      const facts = factsOf(older, newer, "receive");
      const worst = worstOf(facts) ?? "none";
      const [isOld, isNew] = [accepts(before, name), accepts(after, name)];
      const random = createRandom(SEED);
      const messages = (type: ValueType) => Array.from({ length: MESSAGES }, () => conforming(type, random));
      const refusedByNew = messages(older).find((message) => isOld(message) && !isNew(message));
      const refusedByOld = messages(newer).find((message) => isNew(message) && !isOld(message));
      count(worst);
      if (refusedByNew !== undefined) count(`${worst}, refused by new`);
      if (refusedByOld !== undefined) count(`${worst}, refused by old`);
      const told = () => JSON.stringify([older, newer, facts.map(({ kind }) => kind), refusedByNew, refusedByOld]);
      // Readers of before take what comes now.
      if (worst !== "breaking") expect(refusedByOld, told()).toBeUndefined();
      // Validators of now take what came before.
      if (worst !== "breaking" && worst !== "dangerous") expect(refusedByNew, told()).toBeUndefined();
    }
    console.log(Object.fromEntries(tally));
    // Each level in a number that is worth something, and what it promises nothing about happens.
    for (const level of LEVELS) expect([level, (tally.get(level) ?? 0) > SEEDS.length]).toEqual([level, true]);
    expect(tally.get("dangerous, refused by new")).toBeGreaterThan(SEEDS.length);
    expect(tally.get("breaking, refused by old")).toBeGreaterThan(SEEDS.length);
  });
});
