/** SARIF 2.1.0: one rule for each kind of finding, one result for each finding, one notification for each unread input. */

import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import type { Severity } from "../../diagnostics/diagnostic.js";
import { counted } from "../../text/words.js";
import { jsonText } from "./json-text.js";
import { type Problem, problemsOf } from "./problems.js";
import { helpUrl, ruleOfCode } from "./rules.js";
import { percent, ruleOf, sentenceOf, whereOf } from "./sentences.js";
import type { ReportFinding, ValidateReport } from "./validate-report.js";

const LEVEL: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "note" };

export function sarifReport(report: ValidateReport): string {
  const { findings } = report;
  const problems = problemsOf(report);
  const kinds = [...new Set(problems.map(({ code }) => code))].sort();
  const rules = [...new Set(findings.map(({ code }) => code))].sort();
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "wireloom",
            rules: rules.map(describeKind),
            ...(kinds.length > 0 && { notifications: kinds.map(describeKind) }),
          },
        },
        invocations: [
          {
            executionSuccessful: !report.partial && problems.every(({ severity }) => severity !== "error"),
            toolExecutionNotifications: problems.map((problem) => notificationOf(problem, kinds)),
          },
        ],
        columnKind: "utf16CodeUnits",
        ...(report.accepted && { properties: { accepted: report.accepted } }),
        results: findings.map((finding) => resultOf(finding, rules)),
      },
    ],
  };
  return `${jsonText(log)}\n`;
}

function describeKind(id: string): object {
  const rule = ruleOfCode(id);
  if (!rule) return { id, shortDescription: { text: id.replaceAll(/[-/]/g, " ") } };
  const { title, why, todo } = rule;
  return {
    id,
    shortDescription: { text: `${title}.` },
    fullDescription: { text: why },
    help: { text: todo },
    helpUri: helpUrl(id),
  };
}

function notificationOf({ severity, code, message, file, line }: Problem, kinds: readonly string[]): object {
  const region = line === undefined ? {} : { region: { startLine: line } };
  return {
    level: LEVEL[severity],
    descriptor: { id: code, index: kinds.indexOf(code) },
    message: { text: message },
    ...(file !== undefined && {
      locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) }, ...region } }],
    }),
  };
}

function resultOf(finding: ReportFinding, rules: readonly string[]): object {
  const { code, severity, count, share, first, fingerprint, known, sample } = finding;
  const rule = ruleOf(finding);
  const text = [
    `${whereOf(finding)} ${sentenceOf(finding)}.`.trim(),
    `${counted(count, "message")} (${percent(share)}).`,
    ...(rule === undefined ? [] : [`Rule: ${rule}.`]),
  ].join(" ");
  return {
    ruleId: code,
    ruleIndex: rules.indexOf(code),
    level: LEVEL[severity],
    message: { text },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(first.file) },
          // `byteOffset` counts in the decompressed capture, as `startLine` does.
          region: { startLine: Math.max(first.line, 1), byteOffset: first.offset },
        },
      },
    ],
    partialFingerprints: { "wireloomCause/v1": fingerprint },
    occurrenceCount: count,
    baselineState: known ? "unchanged" : "new",
    ...(sample?.value ? { properties: { pointer: sample.pointer, value: sample.value } } : {}),
  };
}

const uriOf = (file: string): string =>
  isAbsolute(file) ? pathToFileURL(file).href : file.split(/[\\/]/).map(encodeURIComponent).join("/");
