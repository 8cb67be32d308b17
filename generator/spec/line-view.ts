/** What is often asked of a line. */

import { connectionsOf, selectorPointer, type TopicEntry } from "./line-file.js";
import type { LineSpec, TopicSpec } from "./spec.js";

export const sourceOf = (line: LineSpec): string => `schemas/${line.filePath}`;

export function entryOf(line: LineSpec, topic: TopicSpec): TopicEntry | undefined {
  const [connection] = topic.connections;
  return line.file.topics.find((entry) => entry.name === topic.name && connectionsOf(entry).includes(connection));
}

/** Pointer to what names the topic in its pushes. */
export const selectorOf = (line: LineSpec, topic: TopicSpec): string =>
  selectorPointer(entryOf(line, topic) ?? {}, line.exchange);
