/** What derive made of a topic, held against the pages it was made from: a contradiction means that one of both was misread. */

import { matchPattern, parsePattern, type TopicPattern } from "../../templates/runtime/topic-pattern.js";
import { type DerivedControl, type DerivedLine, type DerivedTopic, deriveLine } from "../derive/derive-line.js";
import { type Example, nodeAt, type TopicEvidence } from "../derive/evidence.js";
import type { LineSources } from "../derive/read-line.js";
import type { RowClaim } from "../derive/row-claim.js";
import { type Report, topicReport } from "../diagnostics/diagnostic.js";
import { runAnew } from "../diagnostics/recall.js";
import { type JsonNode, type JsonPlace, jsonNodeToValue } from "../docs/json-node.js";
import type { Block, DocPage, DocText } from "../docs/page.js";
import { pointerOf } from "../schema/pointer.js";
import { indexFields } from "../spec/fields.js";
import type { LineFile } from "../spec/line-file.js";
import type { ValueType } from "../spec/value-type.js";
import { closedSlots } from "../topic/pattern.js";
import { explain, type Violation } from "../validate/check/explain.js";
import { CONTROL } from "./topic-results.js";

/** Derives a line, and tells of each topic what contradicts it. */
export function deriveChecked(sources: LineSources, report: Report): DerivedLine {
  const { file, recall = runAnew } = sources;
  const line = deriveLine(sources, report);
  for (const topic of line.topics)
    recall(checkDerived, topic.path, [topic, file], topicReport(report, `${file.line}/${topic.path}`));
  checkReplies(line.control, topicReport(report, `${file.line}/${CONTROL}`));
  return line;
}

/** Each example against the schema that it was made from, and against the topic patterns of the line file. */
export function checkDerived(topic: DerivedTopic, file: LineFile, report: Report): void {
  const { evidence } = topic.match;
  const patterns = evidence.entry.topics.map((text) => parsePattern(text, closedSlots(file)));
  checkShown(evidence, report);
  for (const example of evidence.examples) {
    checkExample(example, topic, report);
    checkTopic(example, patterns, evidence, report);
  }
}

/** Each frame against the schema of its reply. */
export function checkReplies({ examples, ...made }: DerivedControl, report: Report): void {
  for (const { reply, page, node } of examples) checkFrame(node, { ...made, name: reply, page }, report);
}

function checkExample({ form, node }: Example, { match, ...made }: DerivedTopic, report: Report): void {
  const { page } = match.evidence;
  const rowAt = (pointer: string): RowClaim | undefined => {
    const field = match.fields.find((each) => each.form === form && each.pointer === pointer);
    return field && match.rowOf.get(field);
  };
  checkFrame(node, { ...made, name: form, page, rowAt }, report);
}

interface Frame extends Pick<DerivedTopic, "definitions" | "corrected"> {
  /** Its form or reply. */
  readonly name: string;
  readonly page: DocPage;
  readonly rowAt?: (pointer: string) => RowClaim | undefined;
}

/** What an overlay has put right is no fault any more, and what it narrows is a person's decision. */
function checkFrame(node: JsonNode, { definitions, corrected, name, page, rowAt }: Frame, report: Report): void {
  const left = new Set(violationsOf(node, corrected.get(name)).map(({ pointer }) => pointer));
  for (const { pointer, path, expected, got } of violationsOf(node, definitions.get(name))) {
    if (!left.has(pointer)) continue;
    const row = rowAt?.(pointer);
    const other = row ? ` Line ${row.row.line} describes it.` : "";
    report.add({
      code: "derive/example-refused",
      severity: "error",
      message: `The schema refuses the example that it was made from: ${pointer || "the message"} is ${got}, not ${expected}.${other}`,
      ...placeOf(nearest(node, path), { page }),
      fix: "Say in an overlay what the value is, or correct the page's copy below --docs.",
    });
  }
}

function violationsOf(node: JsonNode, type: ValueType | undefined): Violation[] {
  if (!type) return [];
  const value = jsonNodeToValue(node);
  const fields = indexFields(type);
  const violations = explain(value, JSON.stringify(value), type, fields, new Uint8Array(fields.fields.length));
  return violations.filter((violation) => violation.severity === "error" && !isElided(node, violation));
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

/** Each pattern of the line file is shown by something in the topic's section: an example, a request, a word of the text. */
function checkShown({ entry, page, heading, blocks, examples, requests }: TopicEvidence, report: Report): void {
  const shown = [...examples.map(({ node }) => node), ...requests.map(({ node }) => node)].flatMap(textsIn);
  const words = [heading, ...blocks].flatMap(wordsIn);
  for (const text of entry.topics) {
    const pattern = parsePattern(text);
    if ([...shown, ...words].some((each) => matchPattern(pattern, each) !== undefined)) continue;
    report.add({
      code: "derive/topic-not-shown",
      severity: "warning",
      message: `Nothing in the section of "${entry.name}" shows the topic "${text}".`,
      ...placeOf(heading, { page }),
      fix: "Check `topics` in line.yaml against the page.",
    });
  }
}

function textsIn(node: JsonNode): string[] {
  if (node.kind === "array") return node.items.flatMap(textsIn);
  if (node.kind === "object") return node.members.flatMap(({ value }) => textsIn(value));
  return node.kind === "string" ? [node.value] : [];
}

/** Topics may stand anywhere in text: in code, and between commas. */
function wordsIn(block: Block): readonly string[] {
  if (block.kind === "table") return block.rows.flatMap(({ cells }) => cells.flatMap(wordsOf));
  return block.kind === "heading" || block.kind === "prose" ? wordsOf(block) : [];
}

const wordsOf = ({ text, codes }: DocText): string[] => [
  ...codes,
  ...text.split(/[\s,;:()"'`]+/).map((word) => word.replace(/\.$/, "")),
];

/** The value at a path, or what should have it. */
function nearest(node: JsonNode, path: Violation["path"]): JsonNode {
  return nodeAt(node, pointerOf(path)) ?? (path.length > 0 ? nearest(node, path.slice(0, -1)) : node);
}

const placeOf = ({ line, column }: JsonPlace, { page }: Pick<TopicEvidence, "page">) => ({
  file: page.path,
  line,
  column,
  excerpt: page.lines[line - 1] ?? "",
});
