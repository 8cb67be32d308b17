/** The last word on a run, the same in every format for people. */

import type { Severity } from "../../diagnostics/diagnostic.js";
import { counted } from "../../text/words.js";
import { problemsOf } from "./problems.js";
import type { Accepted, ReportFinding, ValidateReport } from "./validate-report.js";

export interface Verdict {
  readonly status: "error" | "warning" | "clean";
  /** One sentence without its full stop. */
  readonly words: string;
}

export function verdictOf(report: ValidateReport): Verdict {
  const { findings, accepted, captures, partial, nothingChecked } = report;
  const [errors, warnings] = [severityCount(findings, "error"), severityCount(findings, "warning")];
  const problems = problemsOf(report);
  const unread = captures.filter(({ damage }) => damage !== undefined).length;
  const isWhole = problems.length === 0 && !partial;
  const clean = isWhole ? "The traffic is as documented" : "What was checked is as documented";
  const traffic = errors + warnings > 0 ? countText(errors, warnings) : clean;
  const words = [
    nothingChecked?.replace(/\.$/, "") ?? traffic,
    ...(nothingChecked !== undefined && errors + warnings > 0 ? [traffic] : []),
    ...(unread > 0 ? [`${unread} of ${counted(captures.length, "input")} missing, damaged or empty`] : []),
    ...(accepted ? [acceptedText(accepted)] : []),
  ].join("; ");
  const worst = problems.some(({ severity }) => severity === "error") || errors > 0;
  return { status: worst ? "error" : warnings + problems.length > 0 ? "warning" : "clean", words };
}

/** `2 more causes in the baseline, which cover 3,260 messages` */
export const acceptedText = ({ causes, messages }: Accepted): string =>
  `${counted(causes, "more cause")} in the baseline, which ${causes === 1 ? "covers" : "cover"} ${counted(messages, "message")}`;

/** How many findings of a severity no baseline accepts. */
export const severityCount = (findings: readonly ReportFinding[], severity: Severity): number =>
  findings.filter((finding) => finding.severity === severity && !finding.known).length;

/** `2 causes of errors, 1 cause of warnings` */
export function countText(errors: number, warnings: number): string {
  const parts = [
    ...(errors > 0 ? [`${counted(errors, "cause")} of errors`] : []),
    ...(warnings > 0 ? [`${counted(warnings, "cause")} of warnings`] : []),
  ];
  return parts.join(", ") || "no causes of errors or warnings";
}
