/** Reads a Slate locale file: `en:` and below it a text by key. */

import { LineCounter, parseDocument } from "yaml";
import { createReport, type Report } from "../diagnostics/diagnostic.js";
import { dataOf, offsetAt } from "../host/yaml-data.js";
import { BROKEN_TEXT, findBrokenText } from "../schema/broken-text.js";

export interface Locale {
  readonly path: string;
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * With `keys`, only those texts are read where the file's layout allows it: upstream's has 4,000 texts, a set of pages
 * uses 430, and YAML takes its time.
 */
export function readLocale(source: string, path: string, report: Report, keys?: ReadonlySet<string>): Locale {
  const excerpt = keys ? excerptOf(source, keys) : undefined;
  if (excerpt !== undefined) {
    const own = createReport();
    const locale = readWhole(excerpt, path, own);
    if (!own.failed) return locale;
  }
  return readWhole(source, path, report);
}

/** The wanted entries below the language, or nothing if the file has another layout than two spaces a level. */
function excerptOf(source: string, keys: ReadonlySet<string>): string | undefined {
  const lines = source.split("\n");
  const head = lines.findIndex((line) => /^\w+:\s*$/.test(line));
  if (head < 0 || lines.slice(head + 1).some((line) => /^ ?[^\s#]/.test(line) || /^ *\w+:\s+[&*]\w/.test(line)))
    return undefined;
  const kept = [lines[head] ?? ""];
  let wanted = false;
  for (const line of lines.slice(head + 1)) {
    const key = /^ {2}(\w+):/.exec(line)?.[1];
    if (key !== undefined) wanted = keys.has(key);
    if (wanted) kept.push(line);
  }
  return kept.length > 1 ? kept.join("\n") : undefined;
}

function readWhole(source: string, path: string, report: Report): Locale {
  const lineCounter = new LineCounter();
  const document = parseDocument(source, { lineCounter, uniqueKeys: false, logLevel: "silent" });
  for (const error of document.errors) {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    report.add({
      code: "input/locale",
      severity: "error",
      message: `The locale file is not readable YAML: ${error.message.split("\n")[0]}`,
      file: path,
      line,
      column: col,
      excerpt: source.split("\n")[line - 1] ?? "",
      fix: "Correct the YAML at this place; tabs cannot indent.",
    });
  }
  const texts = new Map<string, string>();
  if (document.errors.length > 0) return { path, texts };
  const { value: root, fault } = dataOf(document);
  const [broken] = findBrokenText(root);
  const problem = fault ?? (broken && { ...BROKEN_TEXT, offset: offsetAt(document, broken.path, broken.atName) });
  if (problem) {
    const { line, col } = lineCounter.linePos(problem.offset);
    const { message, fix } = problem;
    report.add({ code: "input/locale", severity: "error", message, file: path, line, column: col, fix });
    return { path, texts };
  }
  const languages = isRecord(root) ? Object.values(root) : [];
  for (const language of languages) {
    if (!isRecord(language)) continue;
    for (const [key, text] of Object.entries(language)) if (typeof text === "string") texts.set(key, text);
  }
  if (texts.size === 0) {
    report.add({
      code: "input/locale",
      severity: "error",
      message: "The locale file has no texts.",
      file: path,
      line: 1,
      column: 1,
      fix: "Expected a language such as `en:` with one text by key below it.",
    });
  }
  return { path, texts };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
