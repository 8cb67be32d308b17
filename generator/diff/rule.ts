/** A rule says how much a kind of fact matters, and to whom. */

import type { Level } from "../spec/level.js";
import type { Direction, Fact, FactKind, FactOf, Side } from "./fact.js";

export interface RuleOf<Kind extends FactKind> {
  /** kebab-case; reports and ignores name it. */
  readonly id: string;
  readonly kind: Kind;
  /** Which facts of the kind; absent: all. */
  readonly when?: (fact: FactOf<Kind>) => boolean;
  /** What has changed, without the name of what it changed at. */
  readonly says: (fact: FactOf<Kind>) => string;
  /** Of things that often come and go together: `says` names one of them, this is said of several at once. */
  readonly joins?: (names: string) => string;
  /** By what the change is part of: what a server sends and readers take, or what clients send and a server takes. */
  readonly levels: Readonly<Partial<Record<Direction, Verdict>>>;
}

/** How much it matters, and why: one sentence. */
export type Verdict = readonly [level: Level, because: string];

export type Rule = RuleOf<FactKind>;

/** Of all rules, whatever the kind of their facts: a rule is asked about facts of its own kind only. */
export const rule = <Kind extends FactKind>(of: RuleOf<Kind>): Rule => of as unknown as Rule;

export const appliesTo = ({ kind, when, levels }: Rule, fact: Fact): boolean =>
  kind === fact.kind && levels[fact.direction] !== undefined && (when?.(fact as FactOf<FactKind>) ?? true);

type Sides = { readonly before: Side<unknown>; readonly after: Side<unknown> };

export const isAdded = ({ before, after }: Sides): boolean => before.value === undefined && after.value !== undefined;
export const isRemoved = ({ before, after }: Sides): boolean => before.value !== undefined && after.value === undefined;
export const isChanged = ({ before, after }: Sides): boolean => before.value !== undefined && after.value !== undefined;
