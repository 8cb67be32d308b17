/** SARIF 2.1.0: one rule for each kind of finding, one result for each cause. */

import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import type { Severity } from "../explain.js";
import type { Finding, ValidateReport } from "../report.js";
import { percent, ruleOf, sentenceOf, whereOf } from "./sentences.js";

const LEVEL: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "note" };

export function sarifReport({ findings }: ValidateReport): string {
  const rules = [...new Set(findings.map(({ code }) => code))].sort();
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "wireloom",
            rules: rules.map((id) => ({ id, shortDescription: { text: id.replaceAll(/[-/]/g, " ") } })),
          },
        },
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => resultOf(finding, rules)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function resultOf(finding: Finding, rules: readonly string[]): object {
  const { code, severity, count, share, first, fingerprint, known, sample } = finding;
  const rule = ruleOf(finding);
  const text = [
    `${whereOf(finding)} ${sentenceOf(finding)}.`.trim(),
    `${count} messages (${percent(share)}).`,
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
