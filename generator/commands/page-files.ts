/** Reads the pages of a line, with their locale files and enum pages. */

import { join } from "node:path";
import type { Report } from "../diagnostics/diagnostic.js";
import { placeholderKeys } from "../docs/placeholder.js";
import { readLocale } from "../docs/read-locale.js";
import { readText } from "../host/read-text.js";
import type { ExchangeFile } from "../spec/exchange-file.js";
import type { LineFile } from "../spec/line-file.js";

export interface PageFiles {
  readonly texts: ReadonlyMap<string, string>;
  readonly locales: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/**
 * `docs`: checkouts of the documentation under their repositories' own names. Undefined if no page can be read; or not a locale or an enum page, which
 * speak of every topic of the line.
 */
export function readPageFiles(
  file: LineFile,
  { placeholders }: ExchangeFile,
  docs: string,
  report: Report,
): PageFiles | undefined {
  const texts = new Map<string, string>();
  const locales = new Map<string, ReadonlyMap<string, string>>();
  const fix = `Check out the repository below ${docs}, or correct \`pages\` in ${file.line}/line.yaml.`;
  const read = (path: string): string | undefined =>
    readText(join(docs, path), { name: join(docs, path), fix }, report);
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
