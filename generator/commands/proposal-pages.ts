/** The pages that lines are proposed from, read with the files that belong to them. */

import { join, relative, resolve, sep } from "node:path";
import { readEnumPage } from "../derive/enums.js";
import { enumPageReader, PAGE_READERS } from "../derive/read-line.js";
import type { Report } from "../diagnostics/diagnostic.js";
import type { PlaceholderStyle } from "../docs/page.js";
import { placeholderPattern } from "../docs/placeholder.js";
import { exists, filesBelow, isFolder } from "../host/folders.js";
import { readText } from "../host/read-text.js";
import { placeholderStyle } from "../init/exchange.js";
import { readPageMessages } from "../init/messages.js";
import type { LinePages } from "../init/propose-line.js";
import { kindOf, type PageGroup, readerFor, type TellingPage } from "../init/tell-pages.js";
import { EXCHANGE_FILE, type ExchangeFile } from "../spec/exchange-file.js";
import { findCompanions } from "./companion-files.js";

export interface PagesOptions {
  readonly docs: string;
  readonly pages: readonly string[];
}

export interface LeftOut {
  readonly page: string;
  readonly why: string;
}

export interface ProposalPages {
  readonly pages: readonly TellingPage[];
  readonly leftOut: readonly LeftOut[];
  /** How they write keys in place of texts, if they do. */
  readonly placeholders?: PlaceholderStyle;
}

/** `exchange`: what is known of how its pages are written; else it is found out. */
export function readProposalPages(
  { docs, pages: named }: PagesOptions,
  exchange: ExchangeFile | undefined,
  report: Report,
): ProposalPages {
  const sources = new Map<string, string>();
  for (const path of new Set(named.flatMap((name) => pathsOf(name, docs, report)))) {
    const source = readText(join(docs, path), { name: join(docs, path), fix: FIX }, report);
    if (source !== undefined) sources.set(path, source);
  }
  const placeholders = exchange?.placeholders ?? placeholderStyle([...sources.values()]);
  if (exchange && placeholders && !exchange.placeholders) reportPlaceholders(placeholders, report);
  const companions = findCompanions(docs, placeholders, report);
  const pages = [...sources].flatMap(([path, source]): TellingPage[] => {
    const hasKeys = placeholders !== undefined && source.search(placeholderPattern(placeholders)) >= 0;
    const reader = readerFor(path, source, hasKeys);
    const locale = companions.localeOf(path, source);
    const enums = companions.enumsOf(path, source);
    const page = PAGE_READERS[reader]?.({
      path,
      source,
      locale: locale?.texts ?? new Map(),
      ...(placeholders && { placeholders }),
    });
    if (!page) return [];
    const ref = { page: path, reader, ...(locale && { locale: locale.path }), ...(enums.length > 0 && { enums }) };
    const reading = readPageMessages(ref, page);
    return [{ reading, kind: kindOf(reading) }];
  });
  return {
    pages,
    leftOut: pages.flatMap(({ reading, kind }) =>
      kind === "other" ? [{ page: reading.page.path, why: "it shows no push, and no way to connect" }] : [],
    ),
    ...(placeholders && { placeholders }),
  };
}

const FIX = "Name a page below --docs.";

/** The pages that the exchange file was begun from had none, and derive reads by that file alone. */
function reportPlaceholders({ written, prefixes }: PlaceholderStyle, report: Report): void {
  report.add({
    code: "init/placeholders",
    severity: "warning",
    message: `The pages have keys of texts, written ${written}, and the exchange file does not say so.`,
    file: EXCHANGE_FILE,
    fix: `Add \`placeholders: ${JSON.stringify({ written, prefixes })}\`, so that derive finds the texts.`,
  });
}

/** Pages below a folder; a page as it is named, from --docs or from the working directory. */
function pathsOf(name: string, docs: string, report: Report): string[] {
  const root = resolve(docs);
  const full = exists(join(root, name)) || !exists(name) ? join(root, name) : resolve(name);
  const path = relative(root, full).split(sep).join("/");
  if (path.startsWith("..") || path === "") {
    report.add({
      code: "usage/page",
      severity: "error",
      message: "The page does not stand below --docs.",
      file: name,
      fix: `Name it from ${docs}: REPOSITORY/PATH.`,
    });
    return [];
  }
  if (!isFolder(full)) return [path];
  return filesBelow(full, report)
    .filter((file) => /\.mdx?$/i.test(file))
    .map((file) => `${path}/${file}`);
}

/** A line's pages with the lists of values that they name. */
export function linePagesOf(
  { line, pages }: PageGroup,
  words: ExchangeFile["enums"],
  docs: string,
  report: Report,
): LinePages {
  const paths = new Set(pages.flatMap(({ ref }) => ref.enums ?? []));
  const enums = [...paths].flatMap((path) => {
    const source = readText(join(docs, path), { name: join(docs, path), fix: FIX }, report);
    if (source === undefined) return [];
    return readEnumPage(enumPageReader(path)({ path, source, locale: new Map() }), words);
  });
  return { line, pages, enums };
}
