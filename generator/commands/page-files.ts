/** Reads the pages of a line, with their locale files and enum pages. */

import { join } from "node:path";
import type { Report } from "../diagnostics/diagnostic.js";
import type { PlaceholderStyle } from "../docs/page.js";
import { placeholderPattern } from "../docs/placeholder.js";
import { readLocale } from "../docs/read-locale.js";
import { readText } from "../host/read-text.js";
import type { ExchangeFile } from "../spec/exchange-file.js";
import type { LineFile } from "../spec/line-file.js";

export interface PageFiles {
  readonly texts: ReadonlyMap<string, string>;
  readonly locales: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** `docs`: checkouts of the documentation under their repositories' own names. */
export function readPageFiles(file: LineFile, { placeholders }: ExchangeFile, docs: string, report: Report): PageFiles {
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
      locales.set(
        locale,
        readLocale(text, join(docs, locale), report, placeholders && keysIn(texts, placeholders)).texts,
      );
  }
  return { texts, locales };
}

const keysIn = (texts: ReadonlyMap<string, string>, style: PlaceholderStyle): Set<string> =>
  new Set(
    [...texts.values()].flatMap((text) => Array.from(text.matchAll(placeholderPattern(style)), ([, key = ""]) => key)),
  );
