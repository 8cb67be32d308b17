/**
 * The report in lines of JSON, for tools that read one after the other: the run, then each capture, topic, reply, book and finding, as the JSON
 * report has them, with `kind` before.
 */

import { jsonLine } from "./json-text.js";
import type { ValidateReport } from "./validate-report.js";

export function ndjsonReport(report: ValidateReport): string {
  const { captures, topics, replies, books, findings, unrouted, timeline: _, stats = [], ...run } = report;
  const rows = [
    { kind: "run", ...run },
    ...captures.map((row) => ({ kind: "capture", ...row })),
    ...topics.map((row) => ({ kind: "topic", ...row })),
    ...replies.map((row) => ({ kind: "reply", ...row })),
    ...books.map((row) => ({ kind: "book", ...row })),
    ...findings.map((row) => ({ kind: "finding", ...row })),
    ...unrouted.map((row) => ({ kind: "unrouted", ...row })),
    ...stats.map((row) => ({ kind: "statistics", ...row })),
  ];
  return rows.map((row) => `${jsonLine(row)}\n`).join("");
}
