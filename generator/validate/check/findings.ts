/** Violations and other deviations of one cause, merged into a finding: what, where in the message, how often, first and last place. */

import type { Severity } from "../../diagnostics/diagnostic.js";
import type { Spot } from "../form-table.js";

/** What tells findings apart. */
export interface FindingKey {
  /** Stable, kebab-case. */
  readonly code: string;
  readonly severity: Severity;
  /** Product line; empty where the frame could not be given to one. */
  readonly line: string;
  /** Where topics of one name have messages of their own on several connections; else empty. */
  readonly connection: string;
  readonly topic: string;
  /** Of the topic: when the schema that was broken began to be true, ISO 8601; absent: it is today's. */
  readonly revision?: string;
  /** With `pointer`: the first place of the documentation that makes the claim which was broken. */
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

export interface Finding<At = Place> extends FindingKey {
  /** Messages with it. */
  readonly count: number;
  readonly first: At;
  readonly last: At;
  readonly sample?: Sample;
  /** Where in the messages of the topic it came, in the order in which it came there first. */
  readonly spots: readonly FindingSpot<At>[];
}

export interface FindingSpot<At = Place> extends Spot {
  /** Messages with it there. */
  readonly count: number;
  readonly first: At;
}

/** Traffic of another protocol could make a finding of each message. Each severity has its own room: no warning hides an error. */
const MAX_FINDINGS: Readonly<Record<Severity, number>> = { error: 2000, warning: 2000, info: 500 };
/** Values of one field that are findings each; the rest are "other values". */
const MAX_VALUES = 25;
/** Undocumented members of one object that are findings of their own; the rest are "other members". */
const MAX_MEMBERS = 25;

const OTHER_VALUES = "other values";
const OTHER_MEMBERS = "other members";
/** Stands for the findings of its severity that are not listed; its count is how often they came. */
const MORE = "more-causes";
/** What is not listed cannot be accepted: a baseline that had it would accept whatever comes later. */
export const isAcceptable = ({ code }: Pick<FindingKey, "code">): boolean => code !== MORE;

export interface FindingCollector {
  /** Counts one message. `sample` is asked for the first one only. `spots`: if not where the key says. */
  add(key: FindingKey, place: Place, sample?: () => Sample, spots?: readonly Spot[]): void;
  /** Adds what another collector counted, `placeOf` telling where its places are. */
  merge(findings: readonly Finding[], placeOf: (place: Place) => Place): void;
  /** In the order in which they came first, and begins anew. */
  take(): Finding[];
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Counted extends Mutable<Omit<Finding, "spots">> {
  readonly spots: Mutable<FindingSpot>[];
}

export function createFindingCollector(): FindingCollector {
  let findings = new Map<string, Counted>();
  let listedAs = createLimits();
  /** Under which key a finding is counted. Findings of blocks go through here again when they are merged. */
  const place = (key: FindingKey): { readonly text: string; readonly key: FindingKey } => {
    const group = groupOf(key);
    const text = `${group}\n${key.got}`;
    if (findings.has(text) || standsForOthers(key)) return { text, key };
    const listed = listedAs(key, group);
    return { text: listed === key ? text : textOf(listed), key: listed };
  };
  return {
    add(wanted, at, sample, spots = [wanted]) {
      const { text, key } = place(wanted);
      let finding = findings.get(text);
      if (finding) {
        finding.count += 1;
        finding.last = at;
      } else {
        finding = { ...key, count: 1, first: at, last: at, ...(sample && { sample: sample() }), spots: [] };
        findings.set(text, finding);
      }
      for (const spot of key === wanted ? spots : [key]) addSpot(finding, spot, 1, at);
    },
    merge(others, placeOf) {
      for (const other of others) {
        const { text, key } = place(other);
        let finding = findings.get(text);
        const last = placeOf(other.last);
        if (finding) {
          finding.count += other.count;
          finding.last = last;
        } else {
          finding = { ...other, ...key, first: placeOf(other.first), last, spots: [] };
          findings.set(text, finding);
        }
        const { form, pointer } = key;
        const { count, first } = other;
        for (const spot of key === other ? other.spots : [{ form, pointer, count, first }])
          addSpot(finding, spot, spot.count, placeOf(spot.first));
      }
    },
    take() {
      const all = [...findings.values()];
      findings = new Map();
      listedAs = createLimits();
      return all;
    },
  };
}

/** There are as many as the documentation has places for them. */
function addSpot({ spots }: Counted, { form, pointer }: Spot, count: number, first: Place): void {
  const known = spots.find((spot) => spot.form === form && spot.pointer === pointer);
  if (known) known.count += count;
  else spots.push({ form, pointer, count, first });
}

/** Gives the key under which a finding is listed that is not yet: its own, while there is room, else one that stands for others. */
function createLimits(): (key: FindingKey, group: string) => FindingKey {
  const listed: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
  /** By what is the same in all of them: how many values are listed. */
  const valuesOf = new Map<string, number>();
  /** By the object, as the finding of its other members names it: which members are listed. */
  const membersOf = new Map<string, Set<string>>();
  return (key, group) => {
    const values = valuesOf.get(group) ?? 0;
    if (values >= MAX_VALUES) return { ...key, got: OTHER_VALUES };
    const others = key.code === "undocumented-field" ? otherMembers(key) : undefined;
    const object = others && groupOf(others);
    const members = object === undefined ? undefined : (membersOf.get(object) ?? new Set());
    if (others && members && members.size >= MAX_MEMBERS && !members.has(key.pointer)) return others;
    if (listed[key.severity] >= MAX_FINDINGS[key.severity]) return unlisted(key.severity);
    listed[key.severity] += 1;
    valuesOf.set(group, values + 1);
    if (object !== undefined && members) membersOf.set(object, members.add(key.pointer));
    return key;
  };
}

/** Keys that need no room of their own: the documentation has only so many places for them. A value of a capture is quoted or a kind. */
const standsForOthers = ({ code, got }: FindingKey): boolean =>
  code === MORE || got === OTHER_VALUES || got === OTHER_MEMBERS;

const otherMembers = (key: FindingKey): FindingKey => ({
  ...key,
  pointer: key.pointer.slice(0, key.pointer.lastIndexOf("/")),
  got: OTHER_MEMBERS,
});

const unlisted = (severity: Severity): FindingKey => ({
  code: MORE,
  severity,
  line: "",
  connection: "",
  topic: "",
  form: "",
  pointer: "",
  keyword: "causes",
  expected: `at most ${MAX_FINDINGS[severity]} of them`,
  got: `further causes of ${severity}s that are not listed`,
});

/** The whole key as one text. */
export const textOf = (key: FindingKey): string => `${groupOf(key)}\n${key.got}`;

/** What keys that differ in their value share. A template, not a join of an array: a recording can have a finding in each message. */
const groupOf = (key: FindingKey): string => {
  const { code, severity, line, connection, topic, revision = "", form, pointer, keyword, expected } = key;
  return `${code}\n${severity}\n${line}/${connection}\n${topic}\n${revision}\n${form}\n${pointer}\n${keyword}\n${expected}`;
};

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** Errors first, then the most frequent; ties by place, so that every run prints the same. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    RANK[a.severity] - RANK[b.severity] ||
    b.count - a.count ||
    a.first.source - b.first.source ||
    a.first.offset - b.first.offset ||
    (`${a.code}${a.pointer}${a.got}` < `${b.code}${b.pointer}${b.got}` ? -1 : 1)
  );
}
