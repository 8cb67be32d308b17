/** Reads the pages of a line, with their locale files and enum pages. */

import { join } from "node:path";
import type { Report } from "../diagnostics/diagnostic.js";
import { readLocale } from "../docs/read-locale.js";
import { readText } from "../host/read-text.js";
import type { LineFile } from "../spec/line-file.js";

export interface PageFiles {
  readonly texts: ReadonlyMap<string, string>;
  readonly locales: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** `docs`: checkouts of the documentation under their repositories' own names. */
export function readPageFiles(file: LineFile, docs: string, report: Report): PageFiles {
  const texts = new Map<string, string>();
  const locales = new Map<string, ReadonlyMap<string, string>>();
  const fix = `Check out the repository below ${docs}, or correct \`pages\` in ${file.line}/line.yaml.`;
  for (const { page, locale, enums } of file.pages) {
    for (const path of [page, ...(enums ?? [])]) {
      const text = readText(join(docs, path), { name: join(docs, path), fix }, report);
      if (text !== undefined) texts.set(path, text);
    }
    if (locale === undefined || locales.has(locale)) continue;
    const text = readText(join(docs, locale), { name: join(docs, locale), fix }, report);
    if (text !== undefined)
      locales.set(locale, readLocale(text, join(docs, locale), report, placeholderKeys(texts)).texts);
  }
  return { texts, locales };
}

const placeholderKeys = (texts: ReadonlyMap<string, string>): Set<string> =>
  new Set([...texts.values()].flatMap((text) => [...text.matchAll(/t\(:(\w+)\)/g)].map((match) => match[1] ?? "")));
