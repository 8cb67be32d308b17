/** Annotations for a run of GitHub Actions: one command a finding. */

import type { Severity } from "../../diagnostics/diagnostic.js";
import { visible } from "../../text/visible.js";
import { counted } from "../../text/words.js";
import { problemsOf } from "./problems.js";
import { percent, ruleOf, sentenceOf, whereOf } from "./sentences.js";
import type { ValidateReport } from "./validate-report.js";
import { verdictOf } from "./verdict.js";

const COMMAND: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "notice" };

export function githubReport(report: ValidateReport): string {
  const { findings } = report;
  const problems = problemsOf(report).map(({ severity, code, message, file, line }) => {
    const place = file === undefined ? "" : `file=${property(file)},line=${line ?? 1},`;
    return `::${COMMAND[severity]} ${place}title=${property(code)}::${data(message)}`;
  });
  const rows = findings
    .filter(({ known }) => !known)
    .map((finding) => {
      const { severity, code, help, count, share, first } = finding;
      const rule = ruleOf(finding);
      const message = `${whereOf(finding)} ${sentenceOf(finding)}. ${counted(count, "message")} (${percent(share)}).${rule === undefined ? "" : ` Rule: ${rule}.`}${help === undefined ? "" : ` ${help}`}`;
      return `::${COMMAND[severity]} file=${property(first.file)},line=${first.line},title=${property(code)}::${data(message.trim())}`;
    });
  return `${[...problems, ...rows, `wireloom: ${visible(verdictOf(report).words)}`].join("\n")}\n`;
}

/** A control character in a message would begin another command, or steer the terminal that shows the log. */
const data = (text: string): string => visible(text).replaceAll("%", "%25");
const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
