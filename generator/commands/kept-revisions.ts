/** Former revisions of topics, as `history --keep` writes them into the spec folder. */

import { createHash } from "node:crypto";
import type { OutputTree } from "../host/output-tree.js";
import type { JsonSchema } from "../schema/json-schema.js";
import { mapNodes } from "../schema/map-nodes.js";
import { stableJson } from "../schema/stable-json.js";
import type { TopicSpec } from "../spec/spec.js";
import { revisionPath } from "../spec/topic-revisions.js";

/** What the documentation was from a commit on. */
export interface TopicsAt {
  readonly commit: string;
  /** When the commit was made, milliseconds since 1970. */
  readonly time: number;
  readonly topics: readonly TopicSpec[];
}

export interface RevisionKeeper {
  /** The oldest first. */
  add(state: TopicsAt): void;
  /** By path below the folder of revisions. What a topic is since its last change is today's, and no file. */
  take(): OutputTree;
}

interface Begun {
  readonly commit: string;
  readonly from: number;
  readonly schema: JsonSchema;
  /** Of what it accepts. */
  readonly digest: string;
}

export function createRevisionKeeper(): RevisionKeeper {
  const current = new Map<string, Begun>();
  const files = new Map<string, string>();
  let latest = Number.NEGATIVE_INFINITY;
  return {
    add({ commit, time, topics }) {
      // The clocks of two authors may differ: revisions follow each other as commits do.
      const from = Math.max(time, latest);
      latest = from;
      for (const { modulePath, schema } of topics) {
        const digest = digestOf(schema);
        const before = current.get(modulePath);
        if (before?.digest === digest) continue;
        if (before && before.from < from) files.set(revisionPath(modulePath, before.from), textOf(before, from));
        current.set(modulePath, { commit, from, schema, digest });
      }
    },
    take: () => new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

const textOf = ({ commit, from, schema }: Begun, until: number): string => {
  const { $schema, $id, ...rest } = schema;
  const revision = { commit, from: secondsOf(from), until: secondsOf(until) };
  return stableJson({ $schema, $id: `${$id}:${revision.from}`, "x-revision": revision, ...rest });
};

/** Commits are made at whole seconds. */
const secondsOf = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;

/** What says nothing of which messages are right: words, and where they stand. */
const WORDS = new Set([
  ...["$id", "$comment", "title", "description", "deprecated"],
  ...["x-source", "x-words", "x-confidence", "x-kind", "x-unit", "x-scale", "x-unsafe-integer"],
  ...["x-presence", "x-condition"],
]);

const digestOf = (schema: JsonSchema): string => {
  const bare = mapNodes(schema, withoutWords);
  return createHash("sha256").update(JSON.stringify(bare)).digest("hex");
};

/** Members in one order: a page may tell them in any. */
function withoutWords(node: JsonSchema): JsonSchema {
  const { required, properties, $defs, ...rest } = node;
  const bare = {
    ...rest,
    ...(required && { required: required.toSorted() }),
    ...(properties && { properties: sorted(properties) }),
    ...($defs && { $defs: sorted($defs) }),
  };
  return sorted(Object.fromEntries(Object.entries(bare).filter(([keyword]) => !WORDS.has(keyword))));
}

const sorted = (value: object): object =>
  Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
