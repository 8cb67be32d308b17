/** The report as one HTML file for people, which needs no script to be read. */

import { escapeHtml, htmlPage } from "../../text/html.js";
import { counted, grouped } from "../../text/words.js";
import type { SourceResult } from "../run-result.js";
import { booksText, wholeShare } from "./book-text.js";
import { decisionText } from "./decision-text.js";
import { problemsOf } from "./problems.js";
import {
  duration,
  lineOf,
  percent,
  placeText,
  rateOf,
  revisionText,
  ruleOf,
  sentenceOf,
  size,
  topicOf,
  whereOf,
} from "./sentences.js";
import { timelineChart } from "./timeline-chart.js";
import type { BookRow, FormCount, ReportFinding, ValidateReport } from "./validate-report.js";
import { verdictOf } from "./verdict.js";

export function htmlReport(report: ValidateReport): string {
  const { status, words } = verdictOf(report);
  const body = `<header>
<h1>Traffic against the documented protocol</h1>
<p class="verdict ${status}">${escapeHtml(words)}${report.partial ? " (interrupted: only what was read)" : ""}</p>
</header>
<main>
${overview(report)}
${problems(report)}
${chart(report)}
${topics(report)}
${revisions(report)}
${books(report)}
${findingSection(report)}
${captures(report)}
${statistics(report)}
</main>`;
  return htmlPage({ title: `Traffic report: ${words}`, style: STYLE, body, script: SCRIPT });
}

function overview({ frames, messages, sent, bytes, seconds, unrouted }: ValidateReport): string {
  const unknown = unrouted.reduce((sum, { count }) => sum + count, 0);
  const facts: [string, string][] = [
    ["Frames", grouped(frames)],
    ["Messages", grouped(messages)],
    ["Sent", grouped(sent)],
    ["Not routed", grouped(unknown)],
    ["Size", size(bytes)],
    ["Recorded", seconds > 0 ? duration(seconds) : "no times"],
  ];
  return `<dl class="facts">${facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join("")}</dl>`;
}

/** The verdict has what concerns all inputs. */
function problems(report: ValidateReport): string {
  const rows = problemsOf(report).flatMap(({ severity, code, message, file, line }) => {
    if (file === undefined) return [];
    const place = line === undefined ? file : placeText({ file, line });
    return `<li><span class="badge ${severity}">${severity}</span> ${escapeHtml(place)}: ${escapeHtml(message)} (${escapeHtml(code)})</li>`;
  });
  return rows.length === 0 ? "" : `<section><h2>Inputs</h2><ul class="inputs">${rows.join("\n")}</ul></section>`;
}

function chart(report: ValidateReport): string {
  const svg = timelineChart(report.timeline);
  return svg === "" ? "" : `<section><h2>Messages over time</h2>${svg}</section>`;
}

function topics({ topics: pushes, replies, seconds, stats }: ValidateReport): string {
  const withRate = stats !== undefined;
  const row = (count: FormCount): string => {
    const { form, messages, invalid, warned } = count;
    const good = messages - invalid - warned;
    const bar = [
      [good, "clean"],
      [warned, "warning"],
      [invalid, "error"],
    ]
      .map(
        ([number, name]) =>
          `<i class="${name}" style="width:${((Number(number) / Math.max(messages, 1)) * 100).toFixed(2)}%"></i>`,
      )
      .join("");
    return `<tr><td>${escapeHtml(lineOf(count))}</td><td>${escapeHtml(topicOf(count))}</td><td>${escapeHtml(form)}</td>${number(messages)}${number(invalid, "error")}${number(warned, "warning")}${withRate ? `<td class="n" data-value="${count.messages}">${rateOf(count, seconds)}</td><td class="n" data-value="${count.bytes}">${size(count.bytes)}</td>` : ""}<td class="bar" aria-hidden="true">${bar}</td></tr>`;
  };
  const rate = withRate ? '<th scope="col" class="n">A second</th><th scope="col" class="n">Size</th>' : "";
  if (pushes.length + replies.length === 0) return "";
  return `<section><h2>By topic</h2><div class="scroll" tabindex="0"><table class="sortable"><thead><tr><th scope="col">Line</th><th scope="col">Topic</th><th scope="col">Form</th><th scope="col" class="n">Messages</th><th scope="col" class="n">Invalid</th><th scope="col" class="n">Warned</th>${rate}<td></td></tr></thead><tbody>${bounded([...pushes, ...replies], row)}</section>`;
}

function revisions({ revisions: rows = [] }: ValidateReport): string {
  if (rows.length === 0) return "";
  const items = rows.map((row) => `<li>${escapeHtml(revisionText(row))}</li>`);
  return `<section><h2>Judged by former revisions</h2><ul class="inputs">${items.join("\n")}</ul></section>`;
}

function books({ books: rows }: ValidateReport): string {
  if (rows.length === 0) return "";
  const row = (book: BookRow): string => {
    const share = wholeShare(book);
    const name = book.book === "" ? `${book.topic}, others` : book.book;
    return `<tr><td>${escapeHtml(lineOf(book))}</td><td>${escapeHtml(name)}</td>${number(book.messages)}${number(book.unread, "warning")}<td class="n" data-value="${share}">${percent(share)}</td></tr>`;
  };
  return `<section><h2>Order books</h2><p>${escapeHtml(booksText(rows))}.</p><div class="scroll" tabindex="0"><table class="sortable"><thead><tr><th scope="col">Line</th><th scope="col">Book</th><th scope="col" class="n">Messages</th><th scope="col" class="n">Not applied</th><th scope="col" class="n">Whole</th></tr></thead><tbody>${bounded(rows, row)}</section>`;
}

/** The first rows of a table and its end. A browser lays out a thousand at once; with a hundred thousand it is at it for minutes. */
function bounded<Row>(rows: readonly Row[], show: (row: Row, index: number) => string): string {
  const others = rows.length - MAX_ROWS;
  const rest = others > 0 ? `<p>And ${grouped(others)} more; the JSON report has them all.</p>` : "";
  return `${rows.slice(0, MAX_ROWS).map(show).join("\n")}</tbody></table></div>${rest}`;
}

const MAX_ROWS = 1000;

const number = (value: number, mark = ""): string =>
  `<td class="n${value > 0 && mark !== "" ? ` ${mark}` : ""}" data-value="${value}">${grouped(value)}</td>`;

function findingSection({ findings }: ValidateReport): string {
  if (findings.length === 0) return "<section><h2>Causes</h2><p>None.</p></section>";
  const row = (finding: ReportFinding, index: number): string => {
    const { severity, known, code, help, count, share, first, last, sample } = finding;
    const rule = ruleOf(finding);
    const details = [
      ["First", `${placeText(first)}, byte ${first.offset}${first.time ? `, ${first.time}` : ""}`],
      ["Last", `${placeText(last)}, byte ${last.offset}${last.time ? `, ${last.time}` : ""}`],
      ...(sample?.value ? [["Value", [sample.pointer, sample.value].filter((part) => part !== "").join(" = ")]] : []),
      ...(rule === undefined ? [] : [["Rule", rule]]),
    ] as const;
    const meaning = help === undefined ? escapeHtml(code) : `<a href="${escapeHtml(help)}">${escapeHtml(code)}</a>`;
    const list = `${details.map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`).join("")}<dt>Code</dt><dd>${meaning}</dd>`;
    const frame = sample?.frame ? `<pre>${escapeHtml(sample.frame)}</pre>` : "";
    return `<tr class="${known ? "known" : ""}"><td data-value="${{ error: 0, warning: 1, info: 2 }[severity]}"><span class="badge ${severity}">${severity}</span></td>
<td>${escapeHtml(whereOf(finding))}</td>
<td><details${index < 3 ? " open" : ""}><summary>${escapeHtml(sentenceOf(finding))}${known ? " (in the baseline)" : ""}</summary><dl class="cause">${list}</dl>${frame}</details></td>
${number(count)}<td class="n" data-value="${share}">${percent(share)}</td></tr>`;
  };
  return `<section><h2>Causes</h2><div class="scroll" tabindex="0"><table class="sortable"><thead><tr><th scope="col">Severity</th><th scope="col">Where</th><th scope="col">What</th><th scope="col" class="n">Messages</th><th scope="col" class="n">Share</th></tr></thead><tbody>${bounded(findings, row)}</section>`;
}

function captures({ captures: read }: ValidateReport): string {
  const row = ({ file, format, compression, lines, frames, checked, decisions }: SourceResult): string => {
    const decided = decisions.map(decisionText).join(", ");
    return `<tr><td>${escapeHtml(file)}</td><td>${escapeHtml(format === "" ? "not read" : format)}${compression === "none" ? "" : `, ${compression}`}</td>${number(lines)}${number(frames)}${number(checked)}<td>${escapeHtml(decided)}</td></tr>`;
  };
  return `<section><h2>Captures</h2><div class="scroll" tabindex="0"><table><thead><tr><th scope="col">File</th><th scope="col">Format</th><th scope="col" class="n">Lines</th><th scope="col" class="n">Frames</th><th scope="col" class="n">Checked</th><th scope="col">Product line</th></tr></thead><tbody>${bounded(read, row)}</section>`;
}

function statistics({ stats }: ValidateReport): string {
  if (!stats) return "";
  const forms = stats.map(({ form, messages, fields, ...name }) => {
    const rows = fields.map((field) => {
      const values = (field.values ?? []).slice(0, 8).map(({ value, count }) => `${value} (${grouped(count)})`);
      const range = field.min === undefined ? "" : `${field.min} to ${field.max}`;
      const present = field.of === 0 ? 0 : field.present / field.of;
      return `<tr><td>${escapeHtml(field.pointer)}${field.documented ? "" : ' <span class="badge warning">undocumented</span>'}</td><td class="n" data-value="${present}">${percent(present)}</td><td>${escapeHtml(Object.keys(field.kinds).join(", "))}</td><td>${escapeHtml(range)}</td><td>${escapeHtml(values.join(", "))}</td></tr>`;
    });
    return `<details><summary>${escapeHtml(`${lineOf(name)} ${topicOf(name)} ${form}`)}, ${counted(messages, "message")}</summary><div class="scroll" tabindex="0"><table class="sortable"><thead><tr><th scope="col">Field</th><th scope="col" class="n">Present</th><th scope="col">Kinds</th><th scope="col">Range</th><th scope="col">Values</th></tr></thead><tbody>${rows.join("\n")}</tbody></table></div></details>`;
  });
  return `<section><h2>Fields</h2>${forms.join("\n")}</section>`;
}

const STYLE = `.verdict{font-size:1.15rem;font-weight:600;margin:.3rem 0 1rem}.error{color:var(--error)}.warning{color:var(--warning)}.info{color:var(--info)}.clean{color:var(--clean)}
.facts{display:flex;flex-wrap:wrap;gap:.6rem;margin:0}.facts div{background:var(--panel);border-radius:.5rem;padding:.5rem .9rem}.facts dt{color:var(--soft);font-size:.8rem}.facts dd{margin:0;font-size:1.2rem;font-variant-numeric:tabular-nums}
th button{all:unset;cursor:pointer}th button:focus-visible{outline:2px solid var(--info)}th[aria-sort=ascending] button::after{content:" \\25b2"}th[aria-sort=descending] button::after{content:" \\25bc"}
.bar{width:22%;min-width:8rem}.bar i{display:inline-block;height:.7rem;background:currentColor}
.known{color:var(--soft)}a{color:var(--info)}
summary{cursor:pointer}.cause{display:grid;grid-template-columns:max-content 1fr;gap:.1rem .8rem;margin:.4rem 0;font-size:.9rem}.cause dt{color:var(--soft)}.cause dd{margin:0;overflow-wrap:anywhere}
.inputs{list-style:none;padding:0;margin:0}.inputs li{margin:.3rem 0;overflow-wrap:anywhere}
pre{background:var(--panel);padding:.6rem;border-radius:.4rem;white-space:pre-wrap;overflow-wrap:anywhere;font-size:.8rem;margin:.4rem 0}
svg{width:100%;height:auto;display:block}svg text{fill:var(--soft);font-size:11px}.legend i{display:inline-block;width:.8rem;height:.8rem;border-radius:.15rem;margin-right:.35rem;vertical-align:-.08rem}
@media print{details{display:block}}
`;

/** Sorting only: everything can be read without it. */
const SCRIPT = `
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.querySelectorAll("thead th")];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.textContent = "";
    head.append(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") === "descending" || (head.getAttribute("aria-sort") === null && !head.classList.contains("n"));
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const value = (row) => row.cells[column].dataset.value ?? row.cells[column].textContent;
      const compare = (a, b) => (isNaN(a) || isNaN(b) ? String(a).localeCompare(String(b)) : a - b);
      const rows = [...table.tBodies[0].rows].sort((a, b) => (up ? 1 : -1) * compare(value(a), value(b)));
      table.tBodies[0].append(...rows);
    });
  });
}
`;
