/** Text that several of a line's modules have. */

import { literal } from "../../code/code.js";
import type { LineSpec, TopicSpec } from "../../spec/spec.js";

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
