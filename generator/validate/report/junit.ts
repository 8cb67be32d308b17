/** JUnit XML: one suite for each line, one case for each topic and form; its causes are the failure. */

import type { Finding, ValidateReport } from "../report.js";
import { percent, placeText, ruleOf, sentenceOf, whereOf } from "./sentences.js";

export function junitReport({ findings, topics, replies }: ValidateReport): string {
  const relevant = findings.filter(({ severity, known }) => severity !== "info" && !known);
  const cases = new Map<string, { suite: string; name: string; findings: Finding[] }>();
  const caseOf = (line: string, name: string): { findings: Finding[] } => {
    const key = `${line}\n${name}`;
    const found = cases.get(key) ?? { suite: line === "" ? "capture" : line, name, findings: [] };
    cases.set(key, found);
    return found;
  };
  for (const { line, topic, form } of [...topics, ...replies]) caseOf(line, `${topic} ${form}`);
  for (const finding of relevant) {
    const name = finding.topic === "" ? finding.code : `${finding.topic} ${finding.form}`;
    caseOf(finding.line, name).findings.push(finding);
  }
  const suites = new Map<string, string[]>();
  const failures = new Map<string, number>();
  for (const { suite, name, findings: own } of cases.values()) {
    const failed = own.some(({ severity }) => severity === "error");
    const rows = suites.get(suite) ?? [];
    suites.set(suite, rows);
    if (failed) failures.set(suite, (failures.get(suite) ?? 0) + 1);
    rows.push(testCase(suite, name, own, failed));
  }
  const total = [...failures.values()].reduce((sum, count) => sum + count, 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="wireloom validate" tests="${cases.size}" failures="${total}">`,
    ...[...suites].map(([suite, rows]) =>
      [
        `  <testsuite name="${escapeXml(suite)}" tests="${rows.length}" failures="${failures.get(suite) ?? 0}">`,
        ...rows,
        "  </testsuite>",
      ].join("\n"),
    ),
    "</testsuites>",
    "",
  ].join("\n");
}

function testCase(suite: string, name: string, findings: readonly Finding[], failed: boolean): string {
  const open = `    <testcase classname="${escapeXml(suite)}" name="${escapeXml(name)}"`;
  if (findings.length === 0) return `${open}/>`;
  const text = findings.map(describe).join("\n\n");
  // Warnings do not fail a case; they stand in its output.
  const inner = failed
    ? `<failure message="${escapeXml(`${findings.length} ${findings.length === 1 ? "cause" : "causes"}`)}">${escapeXml(text)}</failure>`
    : `<system-out>${escapeXml(text)}</system-out>`;
  return `${open}>\n      ${inner}\n    </testcase>`;
}

function describe(finding: Finding): string {
  const rule = ruleOf(finding);
  return [
    `${finding.severity} ${finding.code} ${whereOf(finding)} ${sentenceOf(finding)}`,
    `${finding.count} messages (${percent(finding.share)}), first ${placeText(finding.first)}, last ${placeText(finding.last)}`,
    ...(finding.sample?.value ? [`e.g. ${finding.sample.pointer} ${finding.sample.value}`] : []),
    ...(rule === undefined ? [] : [`rule: ${rule}`]),
  ].join("\n");
}

/** XML 1.0 has no control characters, not even escaped. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
