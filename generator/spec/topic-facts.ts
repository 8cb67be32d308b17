/** The topics of a line as the data that clients run on: `topics` of a generated package. */

import type { TopicFacts } from "../../templates/runtime/protocol.js";
import { connectionsOf, type SilentTopic, silentTopicsOf } from "./line-file.js";
import { entryOf } from "./line-view.js";
import type { LineSpec, TopicSpec } from "./spec.js";

/** By module path, those that push nothing by their name. */
export const topicFactsOf = (line: LineSpec): Readonly<Record<string, TopicFacts>> =>
  Object.fromEntries([
    ...line.topics.map((topic) => [topic.modulePath, factsOf(line, topic)] as const),
    ...silentTopicsOf(line.file).map((topic) => [topic.name, silentFactsOf(line, topic)] as const),
  ]);

function factsOf(line: LineSpec, topic: TopicSpec): TopicFacts & { readonly pushIntervalMs?: number } {
  const entry = entryOf(line, topic);
  return {
    name: topic.name,
    connections: topic.connections,
    access: topic.access,
    topics: topic.patterns.map(({ text }) => text),
    forms: topic.forms.map(({ name }) => name),
    ...(entry?.subscribe ? { subscribe: entry.subscribe } : {}),
    ...(entry?.pushIntervalMs === undefined ? {} : { pushIntervalMs: entry.pushIntervalMs }),
    ...(entry?.exclusive ? { exclusive: true } : {}),
    ...(entry?.identity ? { identity: { records: entry.identity.records, members: entry.identity.members } } : {}),
    ...(entry?.sequence ? { sequence: entry.sequence.pointer } : {}),
    ...(entry?.book ? { book: entry.book } : {}),
    ...(entry?.records ? { records: entry.records } : {}),
  };
}

function silentFactsOf({ file }: LineSpec, topic: SilentTopic): TopicFacts {
  const connections = connectionsOf(topic);
  const access = file.connections[connections[0] ?? ""]?.access ?? "public";
  return { name: topic.name, connections, access, topics: [], forms: [], subscribe: topic.topics };
}
