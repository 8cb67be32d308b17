/**
 * Former revisions of topics, in `schemas/<line>/revisions/`: each file is the schema of a topic, with `x-revision` saying from when to when the pages
 * said so. Captures of that time are judged by them; whatever else reads a spec does not look at them.
 */

import type { JsonSchema } from "../schema/json-schema.js";
import { isoTime } from "./iso-time.js";
import type { SchemaFault } from "./read-value-type.js";
import type { LineSpec, Revision, Span, TopicSpec } from "./spec.js";

/** Folder below the line's. */
export const REVISIONS = "revisions";

/** Below the folder of revisions: `v1/trade.2022-05-01T120000Z.schema.json`. */
export const revisionPath = (modulePath: string, from: number): string =>
  `${modulePath}.${new Date(from).toISOString().slice(0, 19).replaceAll(":", "")}Z.schema.json`;

/** Module path of the topic; undefined for what is no such path. */
export const topicOfRevision = (path: string): string | undefined => /^(.+)\.[^./]+\.schema\.json$/.exec(path)?.[1];

const FIX = "Write both as 2022-05-01T12:00:00Z; `history --keep` writes the files anew.";

/** Without a revision where there are faults. */
export function readRevision({ "x-revision": keyword }: JsonSchema): {
  readonly revision?: Revision;
  readonly faults: readonly SchemaFault[];
} {
  const fail = (pointer: string, message: string): SchemaFault => ({ pointer, message, fix: FIX });
  if (!keyword) return { faults: [fail("", "The revision does not say when it was true: it has no `x-revision`.")] };
  const [from, until] = [isoTime(keyword.from), isoTime(keyword.until)];
  if (from === undefined || until === undefined) {
    const members = (["from", "until"] as const).filter((member) => isoTime(keyword[member]) === undefined);
    const noDate = (text: string): string => `${JSON.stringify(text)} is no date.`;
    return { faults: members.map((member) => fail(`/x-revision/${member}`, noDate(keyword[member]))) };
  }
  if (until <= from) return { faults: [fail("/x-revision/until", "The revision ends before it begins.")] };
  return { revision: { commit: keyword.commit, from, until }, faults: [] };
}

/** The one of the same topic that was true at a time of this one too. */
export const overlapping = (topic: TopicSpec, others: readonly TopicSpec[]): TopicSpec | undefined =>
  others.find(
    ({ modulePath, revision }) =>
      modulePath === topic.modulePath &&
      revision !== undefined &&
      topic.revision !== undefined &&
      revision.from < topic.revision.until &&
      topic.revision.from < revision.until,
  );

/** Of frames without a time, and for all that is no capture. */
export const TODAY = Number.MAX_VALUE;

/** The time around a moment in which no topic of the line had another schema. */
export function eraAt({ revisions }: LineSpec, time: number): Span {
  let [from, until] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const { revision } of revisions)
    for (const edge of revision ? [revision.from, revision.until] : [])
      if (edge <= time) from = Math.max(from, edge);
      else until = Math.min(until, edge);
  return { from, until };
}

/** The line with the schemas that its topics had then: those of today where no revision says otherwise. */
export function lineAt(line: LineSpec, time: number): LineSpec {
  const then = new Map(
    line.revisions
      .filter(({ revision }) => revision !== undefined && revision.from <= time && time < revision.until)
      .map((topic) => [topic.modulePath, topic]),
  );
  return { ...line, topics: line.topics.map((topic) => then.get(topic.modulePath) ?? topic), revisions: [] };
}
