/** Findings grouped by cause: what, where in the message, how often, first and last place. */

import type { Issue, Severity } from "./explain.js";

export interface Cause {
  /** Stable, kebab-case. */
  readonly code: string;
  readonly severity: Severity;
  /** Product line; empty where the frame could not be given to one. */
  readonly line: string;
  readonly topic: string;
  readonly form: string;
  readonly pointer: string;
  readonly keyword: string;
  readonly expected: string;
  readonly got: string;
}

export interface Place {
  /** Number of the capture in the order of reading. */
  readonly source: number;
  /** 1-based. */
  readonly line: number;
  /** Of the record's first byte, in the decompressed capture. */
  readonly offset: number;
  /** Milliseconds since 1970, where the capture has it. */
  readonly time?: number;
}

export interface Sample {
  /** Pointer to the very value, with its indexes. */
  readonly pointer: string;
  /** The value as JSON, redacted and cut. */
  readonly value: string;
  /** The frame, redacted and cut. */
  readonly frame: string;
}

export interface Tally extends Cause {
  /** Messages with this cause. */
  readonly count: number;
  readonly first: Place;
  readonly last: Place;
  readonly sample?: Sample;
}

/** Traffic of another protocol could make a cause of each message. Each severity has its own room: no warning hides an error. */
const MAX_CAUSES: Readonly<Record<Severity, number>> = { error: 2000, warning: 2000, info: 500 };
/** Values of one field that get a cause each; the rest are "other values". */
const MAX_VALUES = 25;
/** Undocumented members of one object that get causes of their own; the rest are "other members". */
const MAX_MEMBERS = 25;

const OTHER_VALUES = "other values";
const OTHER_MEMBERS = "other members";
/** Stands for the causes of its severity that are not listed; its count is how often they came. */
const MORE = "more-causes";
/** What is not listed cannot be accepted: a baseline that had it would accept whatever comes later. */
export const isAcceptable = ({ code }: Pick<Cause, "code">): boolean => code !== MORE;

export interface Collector {
  add(cause: Cause, place: Place, sample?: () => Sample): void;
  /** Adds what another collector counted, `place` telling where its places are. */
  merge(tallies: readonly Tally[], place: (place: Place) => Place): void;
  take(): Tally[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

// A template, not a join of an array: a recording can have a cause in each message.
const groupOf = ({ code, severity, line, topic, form, pointer, keyword, expected }: Cause): string =>
  `${code}\n${severity}\n${line}\n${topic}\n${form}\n${pointer}\n${keyword}\n${expected}`;

const otherMembers = (cause: Cause): Cause => ({
  ...cause,
  pointer: cause.pointer.slice(0, cause.pointer.lastIndexOf("/")),
  got: OTHER_MEMBERS,
});

/** Rows that need no room of their own: the documentation has only so many places for them. A value of a capture is quoted or a kind. */
const standsForOthers = ({ code, got }: Cause): boolean =>
  code === MORE || got === OTHER_VALUES || got === OTHER_MEMBERS;

const moreCauses = (severity: Severity): Cause => ({
  code: MORE,
  severity,
  line: "",
  topic: "",
  form: "",
  pointer: "",
  keyword: "causes",
  expected: `at most ${MAX_CAUSES[severity]} of them`,
  got: `further causes of ${severity}s that are not listed`,
});

export function createCollector(): Collector {
  let tallies = new Map<string, Mutable<Tally>>();
  let listed: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
  /** By what is the same in all of them: how many values have causes. */
  let valuesOf = new Map<string, number>();
  /** By the object, as the cause of its other members names it: which members have causes. */
  let membersOf = new Map<string, Set<string>>();

  /** Which row counts a cause. Rows of blocks go through here again when they are merged. */
  const find = (cause: Cause): { key: string; cause: Cause } => {
    const group = groupOf(cause);
    const key = `${group}\n${cause.got}`;
    if (tallies.has(key) || standsForOthers(cause)) return { key, cause };
    const values = valuesOf.get(group) ?? 0;
    if (values >= MAX_VALUES) return other({ ...cause, got: OTHER_VALUES });
    const wider = cause.code === "undocumented-field" ? otherMembers(cause) : undefined;
    const object = wider && groupOf(wider);
    const members = object === undefined ? undefined : (membersOf.get(object) ?? new Set());
    if (wider && members && members.size >= MAX_MEMBERS && !members.has(cause.pointer)) return other(wider);
    if (listed[cause.severity] >= MAX_CAUSES[cause.severity]) return other(moreCauses(cause.severity));
    listed[cause.severity] += 1;
    valuesOf.set(group, values + 1);
    if (object !== undefined && members) membersOf.set(object, members.add(cause.pointer));
    return { key, cause };
  };
  const other = (cause: Cause): { key: string; cause: Cause } => ({ key: `${groupOf(cause)}\n${cause.got}`, cause });
  return {
    add(wanted, place, sample) {
      const { key, cause } = find(wanted);
      const known = tallies.get(key);
      if (known) {
        known.count += 1;
        known.last = place;
      } else tallies.set(key, { ...cause, count: 1, first: place, last: place, ...(sample && { sample: sample() }) });
    },
    merge(others, placeOf) {
      for (const other of others) {
        const { key, cause } = find(other);
        const known = tallies.get(key);
        const last = placeOf(other.last);
        if (known) {
          known.count += other.count;
          known.last = last;
        } else tallies.set(key, { ...other, ...cause, first: placeOf(other.first), last });
      }
    },
    take() {
      const all = [...tallies.values()];
      tallies = new Map();
      listed = { error: 0, warning: 0, info: 0 };
      valuesOf = new Map();
      membersOf = new Map();
      return all;
    },
  };
}

export const causeOf = (issue: Issue, where: { line: string; topic: string; form: string }): Cause => ({
  code: issue.code,
  severity: issue.severity,
  line: where.line,
  topic: where.topic,
  form: where.form,
  pointer: issue.pointer,
  keyword: issue.keyword,
  expected: issue.expected,
  got: issue.got,
});

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Errors first, then the most frequent; ties by place, so that every run prints the same. */
export function compareFindings(a: Tally, b: Tally): number {
  return (
    RANK[a.severity] - RANK[b.severity] ||
    b.count - a.count ||
    a.first.source - b.first.source ||
    a.first.offset - b.first.offset ||
    (`${a.code}${a.pointer}${a.got}` < `${b.code}${b.pointer}${b.got}` ? -1 : 1)
  );
}
