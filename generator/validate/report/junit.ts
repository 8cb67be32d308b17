/** JUnit XML: one suite for each line, one case for each topic and form, whose findings are the failure, and one for each unread input. */

import { visible } from "../../text/visible.js";
import { counted } from "../../text/words.js";
import { type Problem, problemsOf } from "./problems.js";
import { lineOf, percent, placeText, ruleOf, sentenceOf, spanOf, topicOf, whereOf } from "./sentences.js";
import type { ReportFinding, ValidateReport } from "./validate-report.js";
import { acceptedText } from "./verdict.js";

interface TestCase {
  readonly suite: string;
  readonly name: string;
  /** `error`: what was to be checked could not be. `output`: the case passes. */
  readonly outcome: "failure" | "error" | "output";
  readonly message: string;
  readonly text: string;
}

export function junitReport(report: ValidateReport): string {
  const cases = [...problemsOf(report).map(caseOfProblem), ...casesOfBaseline(report), ...casesOfForms(report)];
  const suites = new Map<string, TestCase[]>();
  for (const each of cases) suites.set(each.suite, [...(suites.get(each.suite) ?? []), each]);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="wireloom validate" ${countsOf(cases)}>`,
    ...[...suites].map(([suite, own]) =>
      [`  <testsuite name="${escapeXml(suite)}" ${countsOf(own)}>`, ...own.map(testCase), "  </testsuite>"].join("\n"),
    ),
    "</testsuites>",
    "",
  ].join("\n");
}

function countsOf(cases: readonly TestCase[]): string {
  const count = (outcome: TestCase["outcome"]): number => cases.filter((each) => each.outcome === outcome).length;
  return `tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}"`;
}

function caseOfProblem({ severity, code, message, file, line }: Problem): TestCase {
  const text = visible(`${severity} ${code} ${message}`);
  if (file === undefined) return { suite: NO_LINE, name: code, outcome: "failure", message, text };
  const place = line === undefined ? file : placeText({ file, line });
  const outcome = severity === "error" ? "error" : "output";
  return { suite: NO_LINE, name: file, outcome, message, text: `${place}: ${text}` };
}

/** It passes, and says how much it lets pass. */
function casesOfBaseline({ accepted }: ValidateReport): TestCase[] {
  if (!accepted) return [];
  const text = `${acceptedText(accepted)}.`;
  return [{ suite: NO_LINE, name: "baseline", outcome: "output", message: text, text }];
}

function casesOfForms({ findings, topics, replies }: ValidateReport): TestCase[] {
  const byName = new Map<string, { suite: string; name: string; findings: ReportFinding[] }>();
  const findingsOf = (line: string, name: string): ReportFinding[] => {
    const key = `${line}\n${name}`;
    const found = byName.get(key) ?? { suite: line === "" ? NO_LINE : line, name, findings: [] };
    byName.set(key, found);
    return found.findings;
  };
  for (const row of [...topics, ...replies]) findingsOf(lineOf(row), `${topicOf(row)} ${row.form}`);
  for (const finding of findings) {
    if (finding.severity === "info" || finding.known) continue;
    const name = finding.topic === "" ? finding.code : `${topicOf(finding)} ${finding.form}`;
    findingsOf(lineOf(finding), name).push(finding);
  }
  return [...byName.values()].map(({ suite, name, findings: own }) => ({
    suite,
    name,
    // Warnings do not fail a case; they stand in its output.
    outcome: own.some(({ severity }) => severity === "error") ? "failure" : "output",
    message: counted(own.length, "cause"),
    text: own.map(describe).join("\n\n"),
  }));
}

const NO_LINE = "capture";

function testCase({ suite, name, outcome, message, text }: TestCase): string {
  const open = `    <testcase classname="${escapeXml(suite)}" name="${escapeXml(name)}"`;
  if (text === "") return `${open}/>`;
  const inner =
    outcome === "output"
      ? `<system-out>${escapeXml(text)}</system-out>`
      : `<${outcome} message="${escapeXml(message)}">${escapeXml(text)}</${outcome}>`;
  return `${open}>\n      ${inner}\n    </testcase>`;
}

function describe(finding: ReportFinding): string {
  const rule = ruleOf(finding);
  return [
    `${finding.severity} ${finding.code} ${whereOf(finding)} ${sentenceOf(finding)}`,
    `${counted(finding.count, "message")} (${percent(finding.share)}), ${spanOf(finding)}`,
    ...(finding.sample?.value ? [`e.g. ${finding.sample.pointer} ${finding.sample.value}`] : []),
    ...(rule === undefined ? [] : [`rule: ${rule}`]),
    ...(finding.help === undefined ? [] : [`help: ${finding.help}`]),
  ]
    .map(visible)
    .join("\n");
}

/** XML 1.0 has no control characters, not even escaped; those that it has must not steer a terminal either. */
export function escapeXml(text: string): string {
  return text
    .split("\n")
    .map(visible)
    .join("\n")
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
