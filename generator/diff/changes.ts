/** Facts as people read them: what one rule says of one thing is one change, at however many places it stands. */

import { invariant } from "../diagnostics/diagnostic.js";
import { segmentsOf } from "../schema/pointer.js";
import { LEVELS, type Level } from "../spec/level.js";
import { groupBy } from "../text/group-by.js";
import type { Direction, Fact, FactKind, FactOf, Place } from "./fact.js";
import { appliesTo, type Rule, type Verdict } from "./rule.js";
import { RULES } from "./rules/index.js";

export interface Change {
  /** Id of the rule. */
  readonly rule: string;
  readonly level: Level;
  readonly direction: Direction;
  readonly productLine: string;
  readonly topic?: string;
  readonly reply?: string;
  readonly request?: string;
  /** The member that it is at, as messages call it; absent: the topic, answer or line itself. */
  readonly member?: string;
  /** What has changed. */
  readonly change: string;
  /** Why it matters. */
  readonly because: string;
  /** Why two things of other names are taken for one. */
  readonly evidence?: readonly string[];
  readonly places: readonly { readonly before: Place; readonly after: Place }[];
}

/** In the order of the specs. */
export function changesOf(facts: readonly Fact[], rules: readonly Rule[] = RULES): Change[] {
  const joins = new Map(rules.map((rule) => [rule.id, rule.joins]));
  const found = facts.map((fact) => changeOf(fact, ruleOf(fact, rules)));
  const placed = merged(found, ({ places: _, ...what }) => what).map(
    ([change, ...others]): Change => ({ ...change, places: [change, ...others].flatMap(({ places }) => places) }),
  );
  return merged(placed, (change) => (joins.get(change.rule) ? { ...change, change: undefined } : change)).map(
    ([change, ...others]): Change => {
      const join = joins.get(change.rule);
      return join ? { ...change, change: join([change, ...others].map((one) => one.change).join(", ")) } : change;
    },
  );
}

/** Those of which the same is left, together. */
const merged = (changes: readonly Change[], left: (change: Change) => object): (readonly [Change, ...Change[]])[] =>
  [...groupBy(changes, (change) => JSON.stringify(left(change))).values()] as [Change, ...Change[]][];

export function ruleOf(fact: Fact, rules: readonly Rule[]): Rule {
  const rule = rules.find((each) => appliesTo(each, fact));
  invariant(rule, `no rule speaks of ${fact.kind}, ${fact.direction}`);
  return rule;
}

function changeOf(fact: Fact, rule: Rule): Change {
  const [level, because] = rule.levels[fact.direction] as Verdict;
  const { before, after, direction, evidence } = fact;
  const { productLine, topic, reply, request } = after.value === undefined ? before.place : after.place;
  const member = memberOf(fact);
  return {
    rule: rule.id,
    level,
    direction,
    productLine,
    ...(topic !== undefined && { topic }),
    ...(reply !== undefined && { reply }),
    ...(request !== undefined && { request }),
    ...(member !== undefined && { member }),
    change: rule.says(fact as FactOf<FactKind>),
    because,
    ...(evidence && { evidence }),
    places: [{ before: before.place, after: after.place }],
  };
}

/** The last name on the way to it: `price`, or `levels[1]` for an item of a tuple. */
function memberOf({ before, after }: Fact): string | undefined {
  const segments = segmentsOf((after.value === undefined ? before : after).place.at);
  const name = segments.findLastIndex((segment) => segment !== "*" && !/^\d+$/.test(segment));
  if (segments.length === 0) return undefined;
  const items = segments.slice(name + 1).map((segment) => (segment === "*" ? "[]" : `[${segment}]`));
  return `${segments[name] ?? ""}${items.join("")}`;
}

export const worstLevel = (changes: readonly Change[]): Level | undefined =>
  LEVELS.find((level) => changes.some((change) => change.level === level));

export const countByLevel = (changes: readonly Change[]): Readonly<Record<Level, number>> => {
  const count = (level: Level): number => changes.filter((change) => change.level === level).length;
  return {
    breaking: count("breaking"),
    dangerous: count("dangerous"),
    compatible: count("compatible"),
    "docs-only": count("docs-only"),
  };
};

/** "2 breaking, 1 compatible": the levels that there are, the worst first. */
export const levelsInWords = (counts: Readonly<Record<Level, number>>): string[] =>
  LEVELS.filter((level) => counts[level] > 0).map((level) => `${counts[level]} ${level}`);

/** Whether more than words has changed. */
export const changesProtocol = ({ level }: Change): boolean => level !== "docs-only";
