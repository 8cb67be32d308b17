/** Reads the pages of a line, with their locale files and enum pages. */

import { join } from "node:path";
import type { Report } from "../diagnostics/diagnostic.js";
import { conflictLine } from "../docs/merge-conflict.js";
import { placeholderKeys } from "../docs/placeholder.js";
import { readLocale } from "../docs/read-locale.js";
import { isFolder } from "../host/folders.js";
import { folderTexts, type TextSource } from "../host/text-source.js";
import type { ExchangeFile } from "../spec/exchange-file.js";
import type { LineFile } from "../spec/line-file.js";
import { splitPage } from "../spec/page-path.js";
import { COMMAND_LINE } from "../text/command-line.js";
import { DEFAULT_DOCS } from "./options.js";

export interface PageFiles {
  readonly texts: ReadonlyMap<string, string>;
  readonly locales: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** `docs`: checkouts of the documentation under their repositories' own names. */
export function readPageFiles(
  file: LineFile,
  exchange: ExchangeFile,
  docs: string,
  report: Report,
): PageFiles | undefined {
  const texts = folderTexts(docs);
  const checkouts: TextSource = {
    ...texts,
    read: (path, options, own) =>
      hasCheckout(docs, splitPage(path).repository, own) ? texts.read(path, options, own) : undefined,
  };
  return pagesIn(file, exchange, { texts: checkouts, docs }, report);
}

/** Undefined if no page can be read; or not a locale or an enum page, which speak of every topic of the line. */
export function pagesIn(
  file: LineFile,
  { placeholders }: ExchangeFile,
  { texts: source, docs }: { readonly texts: TextSource /** As people name them. */; readonly docs: string },
  report: Report,
): PageFiles | undefined {
  const texts = new Map<string, string>();
  const locales = new Map<string, ReadonlyMap<string, string>>();
  const fix = `Correct \`pages\` in ${file.line}/line.yaml, or the revision: \`${docsCommand(docs)}\`.`;
  const read = (path: string): string | undefined => {
    const name = join(docs, path);
    const text = source.read(path, { name, fix }, report);
    const line = text === undefined ? undefined : conflictLine(text);
    if (line !== undefined) reportConflict(name, line, report);
    return line === undefined ? text : undefined;
  };
  const readInto = (path: string): boolean => {
    const text = read(path);
    if (text !== undefined) texts.set(path, text);
    return text !== undefined;
  };
  const pages = file.pages.filter(({ page }) => readInto(page));
  const shared = [...new Set(file.pages.flatMap(({ enums = [] }) => enums))].filter((path) => !readInto(path));
  for (const path of new Set(file.pages.flatMap(({ locale }) => locale ?? []))) {
    const text = read(path);
    const keys = placeholders && placeholderKeys([...texts.values()], placeholders);
    const found = text === undefined ? undefined : readLocale(text, join(docs, path), report, keys);
    if (found && found.texts.size > 0) locales.set(path, found.texts);
    else shared.push(path);
  }
  return pages.length > 0 && shared.length === 0 ? { texts, locales } : undefined;
}

/** Told once, whichever of its pages is missed. */
function hasCheckout(docs: string, repository: string, report: Report): boolean {
  const file = join(docs, repository);
  if (isFolder(file)) return true;
  if (report.diagnostics.some((told) => told.code === NO_CHECKOUT.code && told.file === file)) return false;
  report.add({
    ...NO_CHECKOUT,
    file,
    fix: `Run \`${docsCommand(docs)}\`, or name the folder of the checkouts with --docs.`,
  });
  return false;
}

const NO_CHECKOUT = {
  code: "input/no-checkout",
  severity: "error",
  message: "There is no checkout of the documentation here.",
} as const;

/** The command that fetches the pages. */
export const docsCommand = (docs: string): string =>
  `${COMMAND_LINE} docs${docs === DEFAULT_DOCS ? "" : ` --docs ${docs}`}`;

function reportConflict(file: string, line: number, report: Report): void {
  report.add({
    code: "input/merge-conflict",
    severity: "error",
    message: "A merge was left unfinished in this page: it has both texts.",
    file,
    line,
    column: 1,
    fix: "Keep one of the two, and remove the marks.",
  });
}
