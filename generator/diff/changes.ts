/** Facts as people read them: what one rule says of one thing is one change, at however many places it stands. */

import { invariant } from "../diagnostics/diagnostic.js";
import { groupBy } from "../text/group-by.js";
import type { Direction, Fact, FactKind, FactOf, Place } from "./fact.js";
import { appliesTo, LEVELS, type Level, type Rule, type Verdict } from "./rule.js";
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
  const found = facts.map((fact) => changeOf(fact, ruleOf(fact, rules)));
  const places = [...groupBy(found, (change) => JSON.stringify({ ...change, places: undefined })).values()].map(
    ([first, ...others]): Change => ({
      ...(first as Change),
      places: [...(first as Change).places, ...others.flatMap((change) => change.places)],
    }),
  );
  const joined = groupBy(places, (change) => {
    const isJoined = rules.some(({ id, joins }) => id === change.rule && joins !== undefined);
    return JSON.stringify(isJoined ? { ...change, change: undefined } : change);
  });
  return [...joined.values()].map(([first, ...others]): Change => {
    const change = first as Change;
    const joins = rules.find(({ id }) => id === change.rule)?.joins;
    return joins ? { ...change, change: joins([change, ...others].map((each) => each.change).join(", ")) } : change;
  });
}

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
  const segments = (after.value === undefined ? before : after).place.at.split("/").slice(1);
  const name = segments.findLastIndex((segment) => segment !== "*" && !/^\d+$/.test(segment));
  if (segments.length === 0) return undefined;
  const items = segments.slice(name + 1).map((segment) => (segment === "*" ? "[]" : `[${segment}]`));
  return `${(segments[name] ?? "").replaceAll("~1", "/").replaceAll("~0", "~")}${items.join("")}`;
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
