/** Findings that a team knows and accepts: the file of `--baseline`. */

import type { Report } from "../../diagnostics/diagnostic.js";
import { fileText } from "../../host/file-text.js";
import type { OutputFile } from "../../host/output-file.js";
import { isObject } from "../../schema/is-object.js";
import { parseJson } from "../../text/parse-json.js";
import { isAcceptable } from "../check/findings.js";
import type { ReportFinding } from "./validate-report.js";

const FORMAT = "wireloom-baseline-1";
const FIX = "Write it with --update-baseline.";

/** A cause that is accepted. Besides these members, what people and other releases write stays as it is. */
export interface BaselineEntry {
  readonly fingerprint: string;
  /** The last day on which it is: `2026-12-31`. Absent: for good. */
  readonly until?: string;
}

/** None if the report says why. */
export function readBaseline(path: string, mayBeMissing: boolean, report: Report): readonly BaselineEntry[] {
  const fail = (message: string, fix = FIX): readonly BaselineEntry[] => {
    report.add({ code: "config/baseline", severity: "error", message, file: path, line: 1, column: 1, fix });
    return [];
  };
  const file = fileText(path);
  if (file.kind === "missing") return mayBeMissing ? [] : fail("The baseline does not exist.");
  if (file.kind === "unreadable") return fail(`The baseline cannot be read: ${file.code}.`);
  const content = parseJson(file.text);
  // The parser's own message quotes the file, which may be a capture by mistake.
  if (content === undefined) return fail("The baseline cannot be read: it is not JSON.");
  const entries = entriesOf(content);
  if (!entries) return fail("This is not a baseline of wireloom.");
  const bad = entries.findIndex(({ until }) => until !== undefined && !DAY.test(until));
  if (bad >= 0)
    return fail(`\`until\` of cause ${bad + 1} is no day.`, "Write the last day on which it is accepted: 2026-12-31.");
  return entries;
}

const DAY = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** Undefined for what is no baseline. */
function entriesOf(content: unknown): readonly BaselineEntry[] | undefined {
  if (!isObject(content)) return undefined;
  const { format, causes } = content;
  if (format !== FORMAT || !Array.isArray(causes)) return undefined;
  return (causes as readonly unknown[]).every(isEntry) ? causes : undefined;
}

const isEntry = (row: unknown): row is BaselineEntry =>
  isObject(row) && typeof row.fingerprint === "string" && ["string", "undefined"].includes(typeof row.until);

/** Fingerprints of the causes that are accepted on the day. */
export const acceptedOn = (today: string, entries: readonly BaselineEntry[]): ReadonlySet<string> =>
  new Set(entries.filter((entry) => isInForce(entry, today)).map(({ fingerprint }) => fingerprint));

const isInForce = ({ until }: BaselineEntry, today: string): boolean => until === undefined || until >= today;

/** Tells of causes that came and were accepted until a day that is over. */
export function reportExpired(
  entries: readonly BaselineEntry[],
  findings: readonly ReportFinding[],
  { file, today, report }: { readonly file: string; readonly today: string; readonly report: Report },
): void {
  const came = new Map(findings.map((finding) => [finding.fingerprint, finding]));
  for (const entry of entries) {
    const finding = came.get(entry.fingerprint);
    if (!finding || isInForce(entry, today)) continue;
    report.add({
      code: "validate/baseline-expired",
      severity: "warning",
      message: `Cause ${entry.fingerprint}, ${finding.code} of ${finding.topic}, was accepted until ${entry.until}.`,
      file,
      fix: "Look again: give it another day, or remove it from the baseline.",
    });
  }
}

/**
 * Adds the findings to what is accepted already, by this capture or another. What is over is taken out, unless it came: then it is accepted
 * anew. Sorted, one cause after the other, so that a review sees what was added.
 */
export function writeBaseline(
  file: OutputFile,
  before: readonly BaselineEntry[],
  findings: readonly ReportFinding[],
  { today, report }: { readonly today: string; readonly report: Report },
): void {
  const kept = before.filter((entry) => isInForce(entry, today));
  const known = new Set(kept.map(({ fingerprint }) => fingerprint));
  const added = findings
    .filter((finding) => finding.severity !== "info" && isAcceptable(finding) && !known.has(finding.fingerprint))
    .map(({ fingerprint, code, severity, line, connection, topic, form, pointer, expected, got }) => ({
      fingerprint,
      code,
      severity,
      line,
      ...(connection === undefined ? {} : { connection }),
      topic,
      form,
      pointer,
      expected,
      got,
    }));
  const causes = [...kept, ...added]
    .map((entry) => [sortKey(entry), entry] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  file.write(`${JSON.stringify({ format: FORMAT, causes: causes.map(([, entry]) => entry) }, null, 2)}\n`, report);
}

const SORTED_BY = ["line", "connection", "topic", "form", "pointer", "code", "got", "fingerprint"] as const;

const sortKey = (entry: Partial<Record<(typeof SORTED_BY)[number], unknown>>): string =>
  SORTED_BY.map((name) => String(entry[name] ?? "")).join("\n");
