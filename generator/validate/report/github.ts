/** Annotations for a run of GitHub Actions: one command a cause. */

import type { Severity } from "../explain.js";
import { severityCount, type ValidateReport } from "../report.js";
import { percent, ruleOf, sentenceOf, whereOf } from "./sentences.js";

const COMMAND: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "notice" };

export function githubReport({ findings }: ValidateReport): string {
  const rows = findings
    .filter(({ known }) => !known)
    .map((finding) => {
      const { severity, code, count, share, first } = finding;
      const rule = ruleOf(finding);
      const message = `${whereOf(finding)} ${sentenceOf(finding)}. ${count} messages (${percent(share)}).${rule === undefined ? "" : ` Rule: ${rule}.`}`;
      return `::${COMMAND[severity]} file=${property(first.file)},line=${first.line},title=${property(code)}::${data(message.trim())}`;
    });
  const [errors, warnings] = [severityCount(findings, "error"), severityCount(findings, "warning")];
  return `${[...rows, `wireloom: ${errors} causes of errors, ${warnings} of warnings`].join("\n")}\n`;
}

const data = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
