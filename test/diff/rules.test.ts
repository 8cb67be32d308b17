/** Each rule has a case: what changes in a spec, what is said of it, and what is said of the way back. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type Change, changesOf } from "../../generator/diff/changes.js";
import { compare } from "../../generator/diff/compare.js";
import type { Direction } from "../../generator/diff/fact.js";
import { subjectOf } from "../../generator/diff/ignores.js";
import type { SpecRevision, StaleOverlay } from "../../generator/diff/revision.js";
import type { Level } from "../../generator/diff/rule.js";
import { RULES } from "../../generator/diff/rules/index.js";
import type { Json } from "../../generator/schema/json-schema.js";
import { filesOf, type Patch, patched, revisionOf } from "./revisions.js";

interface Case {
  readonly about: string;
  /** Of the made-up lines. */
  readonly before?: Patch;
  /** Of `before`. */
  readonly after?: Patch;
  /** What is known where pages are at hand: overlays, and examples by topic. */
  readonly stale?: Readonly<Record<"before" | "after", readonly StaleOverlay[]>>;
  readonly examples?: Readonly<Record<"before" | "after", Readonly<Record<string, readonly Json[]>>>>;
  /** All changes, in any order. */
  readonly forward: readonly Expected[];
  readonly backward: readonly Expected[];
}

interface Expected {
  readonly level: Level;
  readonly rule: string;
  readonly at: string;
  readonly member?: string;
  readonly change?: string;
}

const FOLDER = join(import.meta.dirname, "cases");

/** `member-removed`, `member-removed--send`: a rule, and which case of it. */
const CASES = readdirSync(FOLDER).map((file) => ({
  name: file.replace(/\.yaml$/, ""),
  rule: file.replace(/(?:--\w+)?\.yaml$/, ""),
  ...(parse(readFileSync(join(FOLDER, file), "utf8")) as Case),
}));

function revisionsIn({ before = {}, after = {}, stale, examples }: Case): readonly [SpecRevision, SpecRevision] {
  const paths = [before, after].flatMap((patch) => Object.keys(patch));
  const beside = [...(stale ? [...stale.before, ...stale.after].map(({ file }) => file) : []), ...paths];
  const base = filesOf(new Set(["zero", "mart", ...beside.map((path) => path.split("/")[0] ?? "")]));
  const older = patched(base, before);
  const read = (files: ReadonlyMap<string, string>, side: "before" | "after"): SpecRevision => {
    const revision = revisionOf(files);
    const topics = revision.spec.lines.flatMap((line) => line.topics);
    return {
      ...revision,
      ...(stale && { staleOverlays: stale[side] }),
      ...(examples && {
        examples: new Map(
          topics.map((topic) => [topic, examples[side][`${topic.line}/${topic.modulePath}`] ?? []] as const),
        ),
      }),
    };
  };
  return [read(older, "before"), read(patched(older, after), "after")];
}

const changesIn = (each: Case) => {
  const known = changesOfCase.get(each);
  if (known) return known;
  const [before, after] = revisionsIn(each);
  const changes = { forward: changesOf(compare(before, after)), backward: changesOf(compare(after, before)) };
  changesOfCase.set(each, changes);
  return changes;
};
const changesOfCase = new Map<Case, Readonly<Record<"forward" | "backward", readonly Change[]>>>();

const rowOf = (change: Change): Expected => ({
  level: change.level,
  rule: change.rule,
  at: subjectOf(change),
  ...(change.member !== undefined && { member: change.member }),
  change: change.change,
});

/** What is expected and is not there, and the other way round. */
function differences(changes: readonly Change[], expected: readonly Expected[]) {
  const missing = [...expected];
  const unexpected = changes.map(rowOf).filter((row) => {
    const met = missing.findIndex((wanted) => isMet(wanted, row));
    if (met >= 0) missing.splice(met, 1);
    return met < 0;
  });
  return { missing, unexpected };
}

const isMet = (wanted: Expected, { level, rule, at, member, change }: Expected): boolean =>
  wanted.level === level &&
  wanted.rule === rule &&
  wanted.at === at &&
  wanted.member === member &&
  (wanted.change === undefined || wanted.change === change);

/** What requests are made of: parameters and constants have no documented values, formats, units, bounds or sources. */
const OF_REQUESTS = ["access", "member", "required", "type", "length", "words"];
/** Of two types that mean the same one is a choice, and requests have none. */
const NOT_OF_REQUESTS = ["type-restated"];

describe.each(CASES)("$name: $about", (each) => {
  it("is told", () => {
    expect(differences(changesIn(each).forward, each.forward)).toEqual({ missing: [], unexpected: [] });
  });

  it("is told the other way round", () => {
    expect(differences(changesIn(each).backward, each.backward)).toEqual({ missing: [], unexpected: [] });
  });

  it("is a case of its rule, and of what clients send where its name says so", () => {
    expect(RULES.map(({ id }) => id)).toContain(each.rule);
    const directions = changesIn(each).forward.flatMap(({ rule, direction }) =>
      rule === each.rule ? [direction] : [],
    );
    expect(directions).not.toEqual([]);
    if (each.name.endsWith("--send")) expect(directions).toEqual(["send"]);
  });
});

it("every rule has a case, of each direction in which it has something to say", () => {
  const hasCase = (id: string, direction: Direction): boolean =>
    CASES.some((each) => changesIn(each).forward.some((one) => one.rule === id && one.direction === direction));
  const lacking = RULES.flatMap(({ id, kind, levels }) =>
    (Object.keys(levels) as Direction[])
      .filter((direction) => {
        const isReachable = direction === "receive" || levels.receive === undefined || OF_REQUESTS.includes(kind);
        return isReachable && !(direction === "send" && NOT_OF_REQUESTS.includes(id)) && !hasCase(id, direction);
      })
      .map((direction) => `${id}, ${direction}`),
  );
  expect(lacking).toEqual([]);
});
