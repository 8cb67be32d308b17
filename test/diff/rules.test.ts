/** Each rule has a case: what changes in a spec, what is said of it, and what is said of the way back. */

import { describe, expect, it } from "vitest";
import { type Change, changesOf } from "../../generator/diff/changes.js";
import { compare } from "../../generator/diff/compare.js";
import type { Direction } from "../../generator/diff/fact.js";
import { subjectOf } from "../../generator/diff/ignores.js";
import { RULES } from "../../generator/diff/rules/index.js";
import { CASES, type Case, type Expected, revisionsIn } from "./cases.js";

interface Told {
  readonly forward: readonly Change[];
  readonly backward: readonly Change[];
}

const toldOfCase = new Map<Case, Told>();

function changesIn(one: Case): Told {
  const [before, after] = revisionsIn(one);
  const told = toldOfCase.get(one) ?? {
    forward: changesOf(compare(before, after)),
    backward: changesOf(compare(after, before)),
  };
  toldOfCase.set(one, told);
  return told;
}

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
  const lacking = RULES.flatMap(({ id, levels }) =>
    (Object.keys(levels) as Direction[])
      .filter((direction) => !hasCase(id, direction))
      .map((direction) => `${id}, ${direction}`),
  );
  expect(lacking).toEqual([]);
});
