/** The report for a terminal: what was read, a table by topic, then the findings. */

import pc from "picocolors";
import { table } from "../../text/table.js";
import { visible } from "../../text/visible.js";
import { counted, grouped } from "../../text/words.js";
import type { SourceResult } from "../run-result.js";
import { booksText, bookText, wholeShare } from "./book-text.js";
import { decisionText } from "./decision-text.js";
import { problemsOf } from "./problems.js";
import type { RenderOptions } from "./render-options.js";
import { PAGES_URL } from "./rules.js";
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
  spanOf,
  topicOf,
  whereOf,
} from "./sentences.js";
import type { FormCount, ValidateReport } from "./validate-report.js";
import { verdictOf } from "./verdict.js";

export function textReport(report: ValidateReport, { color, quiet }: RenderOptions): string {
  const paint = pc.createColors(color);
  if (quiet === true)
    return findingTexts(report, paint)
      .map((text) => `${text}\n`)
      .join("\n");
  const blocks = [
    header(report),
    problems(report, paint),
    topicTable(report, paint),
    revisions(report),
    books(report),
    ...findingTexts(report, paint),
    ...(report.stats ? statistics(report) : []),
    help(report, paint),
    verdict(report, paint),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

/** Of a folder with an archive of small files, the answer still fits on a screen. */
const MAX_CAPTURES = 20;
const MAX_DECISIONS = 10;
const MAX_BOOKS = 10;

type Colors = ReturnType<typeof pc.createColors>;

function header(report: ValidateReport): string {
  const { captures, frames, messages, sent, bytes, seconds, partial } = report;
  const rows = captures.slice(0, MAX_CAPTURES).map(captureLine);
  const others = captures.length - rows.length;
  if (others > 0) rows.push(`and ${counted(others, "more capture")}; the JSON report has them all`);
  const span = seconds > 0 ? ` over ${duration(seconds)}` : "";
  const total = `${counted(frames, "frame")}${span}: ${counted(messages, "message")}, ${grouped(frames - messages - sent)} other received, ${grouped(sent)} sent; ${size(bytes)}`;
  return [...rows, `${total}${partial ? " (interrupted: only what was read)" : ""}`].join("\n");
}

function captureLine({ file, format, compression, frames, others, checked, decisions }: SourceResult): string {
  if (format === "") return visible(`${file}: not read`);
  const packed = compression === "none" ? "" : `, ${compression}`;
  const lines = decisions.slice(0, MAX_DECISIONS).map(decisionText);
  const more = decisions.length - lines.length;
  if (more > 0) lines.push(`and ${counted(more, "more endpoint")}`);
  const besides = others === 0 ? "" : `, ${counted(others, "record")} of other kinds`;
  const count = `${counted(frames, "frame")}${frames > 0 && checked === 0 ? ", none of them checked" : ""}${besides}`;
  return visible(`${file}: ${format}${packed}, ${count}; ${lines.join(", ") || "no frames"}`);
}

/** The verdict has what concerns all inputs. */
function problems(report: ValidateReport, paint: Colors): string {
  const own = problemsOf(report).flatMap(({ severity, code, message, file, line }) => {
    if (file === undefined) return [];
    const mark = { error: paint.red, warning: paint.yellow }[severity](severity);
    const place = line === undefined ? file : placeText({ file, line });
    return [`${mark} ${paint.dim(code)} ${paint.bold(visible(place))} ${visible(message)}`];
  });
  return own.join("\n");
}

/** With statistics, how many a second and how large. */
function topicTable({ topics, replies, seconds, stats }: ValidateReport, paint: Colors): string {
  const rows = [...topics, ...replies];
  if (rows.length === 0) return "";
  const cells = (row: FormCount): string[] => [
    lineOf(row),
    topicOf(row),
    row.form,
    String(row.messages),
    String(row.invalid),
    String(row.warned),
    ...(stats === undefined ? [] : [rateOf(row, seconds), size(row.bytes)]),
  ];
  const head = [
    "line",
    "topic",
    "form",
    "messages",
    "invalid",
    "warned",
    ...(stats === undefined ? [] : ["a second", "size"]),
  ];
  return table([head, ...rows.map(cells)], (text, row, column) => {
    const value = rows[row - 1];
    if (row === 0) return paint.bold(text);
    if (column === 4 && value && value.invalid > 0) return paint.red(text);
    return column === 5 && value && value.warned > 0 ? paint.yellow(text) : text;
  });
}

function revisions({ revisions: rows = [] }: ValidateReport): string {
  if (rows.length === 0) return "";
  const lines = rows.map((row) => `  ${visible(revisionText(row))}`);
  return ["Judged by former revisions of their topics:", ...lines].join("\n");
}

/** All together, and those that were not whole all the time. */
function books({ books: rows }: ValidateReport): string {
  if (rows.length === 0) return "";
  const broken = rows.filter((row) => wholeShare(row) < 1);
  const lines = broken.slice(0, MAX_BOOKS).map((row) => `  ${visible(bookText(row))}`);
  if (broken.length > lines.length) lines.push(`  and ${counted(broken.length - lines.length, "more")}`);
  return [booksText(rows), ...lines].join("\n");
}

function findingTexts({ findings }: ValidateReport, paint: Colors): string[] {
  const fresh = findings.filter(({ known }) => !known);
  return fresh.map((finding) => {
    const { severity, code, count, share, sample } = finding;
    const mark = { error: paint.red, warning: paint.yellow, info: paint.cyan }[severity](severity);
    const often = `${grouped(count)} (${percent(share)})`;
    const lines = [
      `${mark} ${paint.dim(code)} ${paint.bold(visible(whereOf(finding)))} ${visible(sentenceOf(finding))}`,
      `  ${often}, ${visible(spanOf(finding))}`,
    ];
    if (code === "field-never-seen") lines.pop();
    const value = sample === undefined ? "" : [sample.pointer, sample.value].filter((part) => part !== "").join(" = ");
    if (value !== "") lines.push(`  e.g. ${visible(value)}`);
    if (sample?.frame && code.startsWith("unrouted/")) lines.push(`  e.g. ${visible(sample.frame.slice(0, 160))}`);
    const rule = ruleOf(finding);
    if (rule !== undefined) lines.push(paint.dim(`  rule: ${visible(rule)}`));
    return lines.join("\n");
  });
}

function statistics({ stats }: ValidateReport): string[] {
  return (stats ?? []).map(({ form, messages, fields, ...name }) => {
    const rows = fields.map((field) => [
      `${visible(field.pointer)}${field.documented ? "" : " (undocumented)"}`,
      percent(field.of === 0 ? 0 : field.present / field.of),
      Object.keys(field.kinds).join(", "),
      field.min === undefined ? "" : `${field.min} to ${field.max}`,
      visible(
        (field.values ?? [])
          .slice(0, 5)
          .map(({ value }) => value)
          .join(" ") + ((field.values?.length ?? 0) > 5 ? " …" : ""),
      ),
    ]);
    const head = `Fields of ${lineOf(name)} ${topicOf(name)} ${form}, ${counted(messages, "message")}`;
    return `${head}\n${table([["field", "present", "kinds", "range", "values"], ...rows])}`;
  });
}

/** One line for all codes: a link with each would crowd. */
const help = ({ findings }: ValidateReport, paint: Colors): string =>
  findings.some(({ known }) => !known) ? paint.dim(`What the codes mean, and what to do: ${PAGES_URL}`) : "";

function verdict(report: ValidateReport, paint: Colors): string {
  const { status, words } = verdictOf(report);
  return `${{ error: paint.red, warning: paint.yellow, clean: paint.green }[status](words)}.`;
}
