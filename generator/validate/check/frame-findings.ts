/** What frames that are looked at as a whole are counted as. */

import { valueAt } from "../../../templates/runtime/pointer.js";
import type { Severity } from "../../diagnostics/diagnostic.js";
import type { ExchangeFile } from "../../spec/exchange-file.js";
import { parseJson } from "../../text/parse-json.js";
import type { FormEntry } from "../form-table.js";
import { cut } from "../redact/redact.js";
import { redactText } from "../redact/redact-text.js";
import type { FindingKey } from "./findings.js";
import { LONGEST_NAME, MAX_DEPTH, MAX_VALUES } from "./scan-text.js";
import type { RequestVerdict, UnroutedVerdict } from "./verdict.js";

const TOPIC_LENGTH = 80;
const ENDPOINT_LENGTH = 160;

/** Why a frame is of no form: what the router says, and what keeps a frame from it. */
export type UnroutedReason =
  | UnroutedVerdict["reason"]
  | "no-line"
  | "truncated-line"
  | "too-many-values"
  | "name-too-long"
  | "not-utf-8"
  | "binary"
  | "damaged-record";

const UNROUTED: Readonly<
  Record<UnroutedReason, { readonly severity: Severity; readonly expected: string; readonly got: string }>
> = {
  "no-line": { severity: "error", expected: "a frame of one product line", got: "frames of no known line" },
  "not-json": { severity: "error", expected: "JSON", got: "other text" },
  "truncated-line": { severity: "error", expected: "a whole last line", got: "a part of one" },
  "too-many-values": { severity: "error", expected: `at most ${MAX_VALUES} values in a frame`, got: "more" },
  "name-too-long": { severity: "error", expected: `names up to ${LONGEST_NAME} characters`, got: "a longer one" },
  "not-utf-8": { severity: "error", expected: "UTF-8 text", got: "other bytes" },
  "not-an-object": { severity: "error", expected: "a JSON object, or a list of them", got: "another JSON value" },
  "no-topic": { severity: "warning", expected: "a documented topic or reply", got: "neither" },
  "unknown-topic": { severity: "warning", expected: "a documented topic", got: "another topic" },
  "unknown-form": { severity: "error", expected: "a documented form of the topic", got: "another form" },
  binary: { severity: "info", expected: "text frames", got: "a binary frame" },
  "damaged-record": { severity: "error", expected: "a record of the capture's format", got: "another line" },
};

/** `got`: what came, where more can be said than the reason does. */
export function unroutedKey(reason: UnroutedReason, line: string, got = UNROUTED[reason].got): FindingKey {
  const { severity, expected } = UNROUTED[reason];
  return frameKey({ line, code: `unrouted/${reason}`, severity, keyword: "route", expected, got });
}

/** Without its query. */
export const shownEndpoint = (endpoint: string): string =>
  `frames of ${cut(redactText(endpoint), ENDPOINT_LENGTH)}, which no line knows`;

/** `owners`: lines that have the topic. */
export function shownTopic(topic: string, owners: readonly string[]): string {
  const shown = JSON.stringify(cut(redactText(topic), TOPIC_LENGTH));
  return owners.length === 0 ? shown : `${shown}, a topic of ${owners.join(" and ")}`;
}

/** How a frame whose topic is not known names it. */
export function topicTextOf(text: string, { topicMembers }: ExchangeFile): string | undefined {
  const message = parseJson(text);
  const first = Array.isArray(message) ? (message[0] as unknown) : message;
  for (const key of topicMembers) {
    const topic = valueAt(first, [key]);
    if (typeof topic === "string") return topic;
  }
  return undefined;
}

export function requestKeys(line: string, { isDocumented, facts }: RequestVerdict): FindingKey[] {
  const rule = { line, severity: "warning", keyword: "request" } as const;
  const request = { ...rule, code: "unknown-request", expected: "a request that the line documents" };
  const topic = { ...rule, code: "unknown-request-topic", expected: "topics that the line documents" };
  return [
    ...(isDocumented ? [] : [frameKey({ ...request, got: "another message" })]),
    ...(facts?.unknownTopics ?? []).map((name) => frameKey({ ...topic, got: shownTopic(name, []) })),
  ];
}

export const tooDeepKey = ({ line, qualifier, topic, revision, form }: FormEntry): FindingKey => ({
  ...frameKey({
    line: line.name,
    connection: qualifier,
    topic,
    form,
    code: "too-deep",
    severity: "error",
    keyword: "depth",
    expected: `at most ${MAX_DEPTH} levels`,
    got: "deeper nesting",
  }),
  ...(revision !== undefined && { revision }),
});

export const tooLongKey = (maxLine: number): FindingKey => ({
  code: "line-too-long",
  severity: "error",
  keyword: "max-line",
  line: "",
  connection: "",
  topic: "",
  form: "",
  pointer: "",
  expected: `at most ${maxLine} bytes (--max-line)`,
  got: "a longer line",
});

type FormName = Pick<FindingKey, "connection" | "topic" | "form">;
type FrameKey = Omit<FindingKey, keyof FormName | "pointer"> & Partial<FormName>;

const frameKey = ({
  line,
  connection = "",
  topic = "",
  form = "",
  code,
  severity,
  keyword,
  expected,
  got,
}: FrameKey): FindingKey => ({
  line,
  connection,
  topic,
  form,
  pointer: "",
  code,
  severity,
  keyword,
  expected,
  got,
});
