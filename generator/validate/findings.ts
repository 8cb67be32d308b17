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

/** Traffic of another protocol could make a cause of each message. */
const MAX_CAUSES = 2000;
/** Values of one field that get a cause each; the rest are "other values". */
const MAX_VALUES = 25;

export interface Collector {
  add(cause: Cause, place: Place, sample?: () => Sample): void;
  /** Adds what another collector counted, `place` telling where its places are. */
  merge(tallies: readonly Tally[], place: (place: Place) => Place): void;
  take(): Tally[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export function createCollector(): Collector {
  let tallies = new Map<string, Mutable<Tally>>();
  let valuesOf = new Map<string, number>();

  const find = (cause: Cause): { key: string; cause: Cause } => {
    // A template, not a join of an array: a recording can have a cause in each message.
    const group = `${cause.code}\n${cause.line}\n${cause.topic}\n${cause.form}\n${cause.pointer}\n${cause.keyword}\n${cause.expected}`;
    const key = `${group}\n${cause.got}`;
    if (tallies.has(key)) return { key, cause };
    const values = valuesOf.get(group) ?? 0;
    if (values >= MAX_VALUES) return { key: `${group}\n…`, cause: { ...cause, got: "other values" } };
    if (tallies.size >= MAX_CAUSES)
      return {
        key: "more",
        cause: {
          code: "more-causes",
          severity: "error",
          line: "",
          topic: "",
          form: "",
          pointer: "",
          keyword: "causes",
          expected: `at most ${MAX_CAUSES} causes`,
          got: "more of them",
        },
      };
    valuesOf.set(group, values + 1);
    return { key, cause };
  };
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
      valuesOf = new Map();
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
