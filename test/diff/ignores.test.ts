/** Changes that somebody accepts, with a reason and until a day; and from which level on the rest is a finding. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { diff } from "../../generator/commands/diff.js";
import { exitCodeOf } from "../../generator/diagnostics/diagnostic.js";
import { LEVELS } from "../../generator/spec/level.js";
import { runCommand } from "../command-line.js";
import { filesOf, type Patch, patched } from "./revisions.js";

let root = "";
const at = (path: string): string => join(root, path);

function write(path: string, text: string): string {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
  return at(path);
}

/** One change of each level, in this order. */
const STEPS: readonly Patch[] = [
  { "zero/tick.schema.json": { $defs: { push: { description: "A price." } } } },
  { "zero/tick.schema.json": { $defs: { push: { properties: { price: { type: "string" } } } } } },
  { "zero/tick.schema.json": { $defs: { push: { properties: { topic: { deprecated: true } } } } } },
  { "zero/tick.schema.json": { $defs: { push: { properties: { topic: { type: "integer" } } } } } },
];

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "wireloom-ignores-"));
  let files = new Map([...filesOf(new Set(["zero"])), ["defects.json", "[]"]]);
  for (const [index, step] of [{}, ...STEPS].entries()) {
    files = patched(files, step);
    for (const [path, text] of files) write(`${index}/${path}`, text);
  }
});
afterAll(() => rmSync(root, { recursive: true }));

const ignoring = (ignores: string, before = "0", after = "4") =>
  diff({ before: at(before), after: at(after), ignores: write("ignores.yaml", ignores), today: "2026-11-22" });
const told = ({ diagnostics }: Awaited<ReturnType<typeof ignoring>>): string[] =>
  diagnostics.map(({ severity, code }) => `${severity} ${code}`);
const counted = ({ diff: result }: Awaited<ReturnType<typeof ignoring>>) => result?.changes.map(({ rule }) => rule);

const UNTIL = "until: 2026-12-31";

describe("an ignored change", () => {
  it.each([
    ["of a rule", "rule: type-changed"],
    ["of rules by a part of their names", 'rule: "type-*"'],
    ["at a topic", "rule: type-changed, at: zero/tick"],
    ["at a member", "rule: type-changed, at: zero/tick topic"],
    ["at what the name of a topic ends with", 'rule: type-changed, at: "*/tick topic"'],
  ])("%s counts for nothing: not for the exit, not for the version", async (_, what) => {
    const result = await ignoring(`ignores: [{ ${what}, because: Seen., ${UNTIL} }]`);
    expect([exitCodeOf(result.diagnostics), told(result)]).toEqual([0, []]);
    expect(result.diff?.counts.breaking).toBe(0);
    expect(result.diff?.bump).toBe("minor");
    expect(result.ignored.map(({ change, because, until }) => [change.rule, because, until])).toEqual([
      ["type-changed", "Seen.", "2026-12-31"],
    ]);
  });

  it("counts until its day is over, which it is by the end of it", async () => {
    const at = (day: string) => ignoring(`ignores: [{ rule: type-changed, because: Seen., until: ${day} }]`);
    expect(told(await at("2026-11-22"))).toEqual([]);
    expect(told(await at("2026-11-21"))).toEqual(["warning diff/ignore-expired", "error diff/changes"]);
  });

  it.each([
    ["another topic", "rule: type-changed, at: zero/tock"],
    ["another member", "rule: type-changed, at: zero/tick price"],
    ["a topic whose name only begins so", "rule: type-changed, at: zero/ti"],
    ["a rule that finds nothing here", "rule: unit-changed"],
  ])("%s is not meant: what ignores nothing is told", async (_, what) => {
    const result = await ignoring(`ignores: [{ ${what}, because: Seen., ${UNTIL} }]`);
    expect(told(result)).toEqual(["warning diff/ignore-unused", "error diff/changes"]);
    expect(counted(result)).toContain("type-changed");
  });

  it("of a rule that is none is told", async () => {
    const result = await ignoring(`ignores: [{ rule: type-chnaged, because: Seen., ${UNTIL} }]`);
    expect(told(result)).toEqual(["warning diff/unknown-rule", "error diff/changes"]);
  });

  it("is that of the first entry that means it; the second is told", async () => {
    const entries = ["First.", "Second."].map((because) => `{ rule: type-changed, because: ${because}, ${UNTIL} }`);
    const result = await ignoring(`ignores: [${entries.join(", ")}]`);
    expect(told(result)).toEqual(["warning diff/ignore-unused"]);
    expect(result.ignored.map(({ because }) => because)).toEqual(["First."]);
  });
});

describe("a file of ignores", () => {
  it.each([
    ["without a reason", `ignores: [{ rule: type-changed, ${UNTIL} }]`],
    ["with a blank reason", `ignores: [{ rule: type-changed, because: " ", ${UNTIL} }]`],
    ["without a day", "ignores: [{ rule: type-changed, because: Seen. }]"],
    ["with a day that is none", "ignores: [{ rule: type-changed, because: Seen., until: 2026-13-01 }]"],
    ["with a day that is a word", "ignores: [{ rule: type-changed, because: Seen., until: never }]"],
    ["without a rule", `ignores: [{ because: Seen., ${UNTIL} }]`],
    ["with what nobody reads", `ignores: [{ rule: type-changed, because: Seen., ${UNTIL}, who: me }]`],
    ["of a list", `[{ rule: type-changed, because: Seen., ${UNTIL} }]`],
    ["that is no YAML", "ignores: ["],
    ["that is empty", ""],
  ])("%s is refused, and nothing is compared", async (_, text) => {
    const result = await ignoring(text);
    expect(result.diff).toBeUndefined();
    const [first] = result.diagnostics;
    expect([first?.severity, first?.file, typeof first?.fix]).toEqual(["error", at("ignores.yaml"), "string"]);
    expect([2, 3]).toContain(exitCodeOf(result.diagnostics));
  });

  it("that is missing is refused", async () => {
    const { code, stdout, stderr } = await runCommand("diff", at("0"), at("4"), "--ignores", at("none.yaml"));
    expect([code, stdout]).toEqual([3, ""]);
    expect(stderr).toContain("none.yaml");
  });
});

/** From the worst of the changes between two steps to the exit code, by the level from which on they are findings. */
describe("--fail-on", () => {
  const worstFirst = [...LEVELS, "never"];
  it.each(STEPS.map((_, index) => index + 1))("of step %i", async (step) => {
    const worst = LEVELS.length - step;
    for (const [index, level] of worstFirst.entries()) {
      const { code } = await runCommand("diff", at("0"), at(String(step)), "--fail-on", level, "--quiet");
      expect([level, code]).toEqual([level, level !== "never" && index >= worst ? 1 : 0]);
    }
  });

  it("is breaking where nothing is said", async () => {
    expect((await runCommand("diff", at("0"), at("3"))).code).toBe(0);
    expect((await runCommand("diff", at("0"), at("4"))).code).toBe(1);
  });
});
