/** What derive made of a topic, held against the pages it was made from: a contradiction means that one of both was misread. */

import { matchPattern, parsePattern, type TopicPattern } from "../../templates/runtime/topic-pattern.js";
import type { DerivedTopic } from "../derive/derive-line.js";
import { type Example, nodeAt, type TopicEvidence } from "../derive/evidence.js";
import type { TopicMatch } from "../derive/match-rows.js";
import type { Report } from "../diagnostics/diagnostic.js";
import { type JsonNode, jsonNodeToValue } from "../docs/json-node.js";
import { pointerOf } from "../schema/pointer.js";
import { indexFields } from "../spec/fields.js";
import type { LineFile } from "../spec/line-file.js";
import type { ValueType } from "../spec/value-type.js";
import { closedSlots } from "../topic/pattern.js";
import { explain, type Violation } from "../validate/check/explain.js";

/** Each example against the schema that it was made from, before any overlay, and against the topic patterns of the line file. */
export function checkDerived({ match, definitions }: DerivedTopic, file: LineFile, report: Report): void {
  const patterns = match.evidence.entry.topics.map((text) => parsePattern(text, closedSlots(file)));
  for (const example of match.evidence.examples) {
    const type = definitions.get(example.form);
    if (type) checkExample(example, type, match, report);
    checkTopic(example, patterns, match.evidence, report);
  }
}

function checkExample({ form, node }: Example, type: ValueType, match: TopicMatch, report: Report): void {
  const value = jsonNodeToValue(node);
  const fields = indexFields(type);
  const violations = explain(value, JSON.stringify(value), type, fields, new Uint8Array(fields.fields.length));
  for (const violation of violations) {
    if (violation.severity !== "error" || isElided(node, violation)) continue;
    const { pointer, expected, got } = violation;
    const field = match.fields.find((each) => each.form === form && each.pointer === pointer);
    const row = field && match.rowOf.get(field);
    const other = row ? ` Line ${row.row.line} describes it.` : "";
    report.add({
      code: "derive/example-refused",
      severity: "error",
      message: `The schema refuses the example that it was made from: ${pointer || "the message"} is ${got}, not ${expected}.${other}`,
      ...placeOf(nearest(node, violation.path), match.evidence),
      fix: "Say in an overlay what the value is, or correct the page's copy below --docs.",
    });
  }
}

/** Of a list that a page shortens, the length says nothing. */
function isElided(node: JsonNode, { path, keyword }: Violation): boolean {
  const at = nodeAt(node, pointerOf(path));
  return keyword === "minItems" && at?.kind === "array" && at.elided;
}

/** What an example names as its topic is one of the topics that the line file lists. */
function checkTopic(
  { node }: Example,
  patterns: readonly TopicPattern[],
  evidence: TopicEvidence,
  report: Report,
): void {
  for (const item of node.kind === "array" ? node.items : [node]) {
    const named = nodeAt(item, evidence.selector);
    if (named?.kind !== "string") continue;
    if (patterns.some((pattern) => matchPattern(pattern, named.value) !== undefined)) continue;
    const listed = patterns.map(({ text }) => `"${text}"`).join(", ");
    report.add({
      code: "derive/other-topic",
      severity: "error",
      message: `The example is of the topic "${named.value}", and "${evidence.entry.name}" has ${listed}; its heading stands in line ${evidence.heading.line}.`,
      ...placeOf(named, evidence),
      fix: "Correct `topics`, `heading` or `tab` of the topic in line.yaml, or the values of its slots.",
    });
  }
}

/** The value at a path, or what should have it. */
function nearest(node: JsonNode, path: Violation["path"]): JsonNode {
  return nodeAt(node, pointerOf(path)) ?? (path.length > 0 ? nearest(node, path.slice(0, -1)) : node);
}

const placeOf = ({ line, column }: JsonNode, { page }: TopicEvidence) => ({
  file: page.path,
  line,
  column,
  excerpt: page.lines[line - 1] ?? "",
});
