/** The report for a summary of GitHub Actions or a comment: GitHub Flavored Markdown, bounded. */

import { visible } from "../../text/visible.js";
import { counted, grouped } from "../../text/words.js";
import { booksText } from "./book-text.js";
import { problemsOf } from "./problems.js";
import { duration, lineOf, percent, placeText, rateOf, ruleOf, sentenceOf, size, whereOf } from "./sentences.js";
import type { FormCount, ReportFinding, ValidateReport } from "./validate-report.js";
import { verdictOf } from "./verdict.js";

/** GitHub cuts a summary at 1 MiB and a comment at 64 KiB. */
const MAX_FINDINGS = 100;

export function markdownReport(report: ValidateReport): string {
  const { words } = verdictOf(report);
  const blocks = [
    "## Traffic against the documented protocol",
    `**${escaped(words)}.**${report.partial ? " Interrupted: only what was read." : ""}`,
    totals(report),
    problems(report),
    findings(report),
    topics(report),
    books(report),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function totals({ frames, messages, bytes, seconds, captures }: ValidateReport): string {
  const span = seconds > 0 ? ` over ${duration(seconds)}` : "";
  return `${counted(captures.length, "input")}, ${counted(frames, "frame")}${span}, ${counted(messages, "message")}, ${size(bytes)}.`;
}

function problems(report: ValidateReport): string {
  return problemsOf(report)
    .flatMap(({ severity, code, message, file, line }) => {
      if (file === undefined) return [];
      const place = line === undefined ? file : placeText({ file, line });
      return [`- ${severity} ${escaped(place)}: ${escaped(message)} (${code})`];
    })
    .join("\n");
}

function findings({ findings: all }: ValidateReport): string {
  const fresh = all.filter(({ known }) => !known);
  if (fresh.length === 0) return "";
  const others = fresh.length - MAX_FINDINGS;
  return [
    "| | Where | What | Messages | First | Rule |",
    "| --- | --- | --- | --: | --- | --- |",
    ...fresh.slice(0, MAX_FINDINGS).map(findingRow),
    ...(others > 0 ? ["", `And ${counted(others, "more cause")}; the JSON report has them all.`] : []),
  ].join("\n");
}

function findingRow(finding: ReportFinding): string {
  const { severity, code, help, count, share, first } = finding;
  const name = help === undefined ? code : `[${code}](${help})`;
  const messages = `${grouped(count)} (${percent(share)})`;
  const cells = [whereOf(finding), sentenceOf(finding), messages, placeText(first), ruleOf(finding) ?? ""];
  return `| ${severity} ${name} | ${cells.map(escaped).join(" | ")} |`;
}

function topics({ topics: pushes, replies, seconds, stats }: ValidateReport): string {
  const rows = [...pushes, ...replies];
  if (rows.length === 0) return "";
  const rate = stats !== undefined;
  const cells = (row: FormCount): string[] => [
    ...[lineOf(row), row.topic, row.form].map(escaped),
    ...[row.messages, row.invalid, row.warned].map(grouped),
    ...(rate ? [rateOf(row, seconds), size(row.bytes)] : []),
  ];
  return [
    `| Line | Topic | Form | Messages | Invalid | Warned |${rate ? " A second | Size |" : ""}`,
    `| --- | --- | --- | --: | --: | --: |${rate ? " --: | --: |" : ""}`,
    ...rows.map((row) => `| ${cells(row).join(" | ")} |`),
  ].join("\n");
}

const books = ({ books: rows }: ValidateReport): string => (rows.length === 0 ? "" : `${escaped(booksText(rows))}.`);

/** Text of a capture as text of a table cell: nothing in it is Markdown, HTML, a link or a mention. */
const escaped = (text: string): string =>
  visible(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replace(/[\\`*_{}[\]()#+!|~]/g, "\\$&")
    .replace(/@(?=\w)/g, "@\u200b")
    .replace(/:\/\//g, ":\u200b//");
