/** What came of each topic of a run of derive. */

import { join } from "node:path";
import type { Defect } from "../derive/defect.js";
import type { DerivedLine, DerivedTopic } from "../derive/derive-line.js";
import type { Diagnostic, Report } from "../diagnostics/diagnostic.js";
import { exists } from "../host/folders.js";
import type { JsonSchema } from "../schema/json-schema.js";
import { mapNodes } from "../schema/map-nodes.js";
import { segmentsOf } from "../schema/pointer.js";
import type { LineFile } from "../spec/line-file.js";
import { modulePathOf } from "../spec/module-path.js";
import type { Underived } from "../spec/source-map.js";

/** Stands among the topics for what the server sends besides pushes. */
export const CONTROL = "control";

export interface TopicResult {
  readonly line: string;
  /** Path below the line: `trade`, `v1/trade`, `control`. */
  readonly topic: string;
  readonly status: "derived" | Underived;
  /** What was said of it. */
  readonly diagnostics: readonly Diagnostic[];
  /** Decisions that are guesses, and that no overlay has answered: where a capture or a person should look. */
  readonly guesses: readonly Defect[];
}

interface Run {
  /** By name of the line; a line of which no page could be read is not there. */
  readonly derived: ReadonlyMap<string, DerivedLine>;
  /** The spec folder with the former schemas. */
  readonly root: string;
  readonly report: Report;
}

/** Path of its schema below the spec folder. */
export const schemaPath = ({ line, topic }: Pick<TopicResult, "line" | "topic">): string =>
  `${line}/${topic}.schema.json`;

/** A topic is derived if it has a schema and no error. */
export const topicResults = (files: readonly LineFile[], { derived, root, report }: Run): TopicResult[] =>
  files.flatMap((file) =>
    [...file.topics.map((entry) => modulePathOf(entry, file)), CONTROL].map((topic) => {
      const { line } = file;
      const diagnostics = report.diagnostics.filter((each) => each.topic === `${line}/${topic}`);
      const isDerived = derived.has(line) && diagnostics.every(({ severity }) => severity !== "error");
      const path = schemaPath({ line, topic });
      return {
        line,
        topic,
        status: isDerived ? "derived" : exists(join(root, path)) ? "stale" : "left-out",
        diagnostics,
        guesses: guessesOf(topic, derived.get(line)),
      };
    }),
  );

function guessesOf(path: string, line: DerivedLine | undefined): Defect[] {
  const topic = line?.topics.find((each) => each.path === path);
  if (!line || !topic) return [];
  const open = guessedNames(line.schemas.get(`${path}.schema.json`));
  return line.defects.filter(
    (defect) =>
      defect.confidence === "guess" &&
      topicOf(defect, line.topics) === topic &&
      (defect.field === "" || open.has(segmentsOf(defect.field).at(-1) ?? "")),
  );
}

/** Topics of several connections may be called alike: the defect belongs to the last one whose heading stands above it. */
const topicOf = ({ page, topic, line }: Defect, topics: readonly DerivedTopic[]): DerivedTopic | undefined =>
  topics.reduce<DerivedTopic | undefined>((best, each) => {
    const { evidence } = each.match;
    if (evidence.page.path !== page || evidence.entry.name !== topic || evidence.heading.line > line) return best;
    return best && best.match.evidence.heading.line > evidence.heading.line ? best : each;
  }, undefined);

/** Members that a schema still calls a guess: an overlay takes the word away. */
function guessedNames(schema: JsonSchema | undefined): ReadonlySet<string> {
  const names = new Set<string>();
  if (schema)
    mapNodes(schema, (node, pointer) => {
      if (node["x-confidence"] === "guess") names.add(segmentsOf(pointer).at(-1) ?? "");
      return node;
    });
  return names;
}

/** Says what stays as it was: a topic of a line that was derived, or a whole line. */
export function reportUnderived(topics: readonly TopicResult[], { derived, root, report }: Run): void {
  const fix = "Correct what is said of it; with --strict nothing is written in such a case.";
  for (const { line, topic, status } of topics) {
    if (status === "derived" || !derived.has(line)) continue;
    const what = topic === CONTROL ? "The control messages were" : `The topic "${topic}" was`;
    report.add({
      code: status === "stale" ? "derive/stale-schema" : "derive/left-out",
      severity: "warning",
      message: `${what} not derived: ${status === "stale" ? "the former schema stays, marked as stale" : "there is no former schema, and the spec goes without"}.`,
      file: join(root, schemaPath({ line, topic })),
      fix,
      topic: `${line}/${topic}`,
    });
  }
  for (const line of new Set(topics.map((topic) => topic.line).filter((name) => !derived.has(name))))
    report.add({
      code: "derive/stale-line",
      severity: "warning",
      message: `The line "${line}" was not derived: its schemas stay as they are.`,
      file: join(root, line),
      fix,
    });
}
