/** What is often asked of a line. */

import { parsePattern, type TopicPattern } from "../../templates/runtime/topic-pattern.js";
import { closedSlots } from "../topic/pattern.js";
import { connectionsOf, selectorPointer, type TopicEntry } from "./line-file.js";
import type { LineSpec, TopicSpec } from "./spec.js";

export const sourceOf = (line: LineSpec): string => `schemas/${line.filePath}`;

export function entryOf(line: LineSpec, topic: TopicSpec): TopicEntry | undefined {
  const [connection] = topic.connections;
  return line.file.topics.find((entry) => entry.name === topic.name && connectionsOf(entry).includes(connection));
}

/** Patterns as they are on one connection: a slot may take other values there. Undefined: on any. */
export const patternsOn = (
  { file }: Pick<LineSpec, "file">,
  patterns: readonly TopicPattern[],
  connection: string | undefined,
): TopicPattern[] => patterns.map(({ text }) => parsePattern(text, closedSlots(file), connection));

/** Pointer to what names the topic in its pushes. */
export const selectorOf = (line: LineSpec, topic: TopicSpec): string =>
  selectorPointer(entryOf(line, topic) ?? {}, line.exchange);
