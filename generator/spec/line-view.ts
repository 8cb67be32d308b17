/** What is often asked of a line. */

import { hasFolders, selectorPointer, type TopicEntry } from "./line-file.js";
import type { LineSpec, TopicSpec } from "./spec.js";

export const sourceOf = (line: LineSpec): string => `schemas/${line.filePath}`;

export function entryOf(line: LineSpec, topic: TopicSpec): TopicEntry | undefined {
  return line.file.topics.find(({ name, connection }) => name === topic.name && connection === topic.connection);
}

/** Pointer to what names the topic in its pushes. */
export const selectorOf = (line: LineSpec, topic: TopicSpec): string =>
  selectorPointer(entryOf(line, topic) ?? {}, line.exchange);

/** Lines whose connections share topic names: a topic is only known together with its connection. */
export const byConnection = (line: LineSpec): boolean => hasFolders(line.file);

/** Key of a topic in the line's tables: with its connection where names repeat. */
export const topicKey = (line: LineSpec, topic: TopicSpec): string =>
  byConnection(line) ? topic.modulePath : topic.name;
