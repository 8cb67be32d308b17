/** What several of a line's modules need to know of it. */

import { hasFolders, type TopicEntry } from "../../spec/line-file.js";
import type { LineSpec, TopicSpec } from "../../spec/spec.js";
import { literal } from "../code.js";

export const sourceOf = (line: LineSpec): string => `schemas/${line.filePath}`;

export function entryOf(line: LineSpec, topic: TopicSpec): TopicEntry | undefined {
  return line.file.topics.find(({ name, connection }) => name === topic.name && connection === topic.connection);
}

/** Lines whose connections share topic names: a topic is only known together with its connection. */
export const byConnection = (line: LineSpec): boolean => hasFolders(line.file);

/** Key of a topic in the line's tables: with its connection where names repeat. */
export const topicKey = (line: LineSpec, topic: TopicSpec): string =>
  byConnection(line) ? topic.modulePath : topic.name;

/** `import type { A, B } from "./trade.js"` for each topic module. */
export function topicImports(
  line: LineSpec,
  namesOf: (topic: TopicSpec) => readonly string[],
  kind: "type" | "value",
): string {
  return line.topics
    .map((topic) => ({ path: `./${topic.modulePath}.js`, names: [...namesOf(topic)].sort() }))
    .filter(({ names }) => names.length > 0)
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(
      ({ path, names }) => `import ${kind === "type" ? "type " : ""}{ ${names.join(", ")} } from ${literal(path)};\n`,
    )
    .join("");
}

export const union = (types: readonly string[]): string =>
  types.length === 0
    ? "never"
    : types.length === 1
      ? (types[0] ?? "never")
      : types.map((type) => `\n  | ${type}`).join("");
