/** The pages that a line is proposed from, read with the files that belong to them. */

import { join, relative, resolve, sep } from "node:path";
import { readEnumPage } from "../derive/enums.js";
import { PAGE_READERS } from "../derive/read-line.js";
import type { Report } from "../diagnostics/diagnostic.js";
import { exists, filesBelow, isFolder } from "../host/folders.js";
import { readText } from "../host/read-text.js";
import { readPageMessages } from "../init/messages.js";
import type { LinePages } from "../init/propose-line.js";
import { kindOf, type PageGroup, readerFor, type TellingPage } from "../init/tell-pages.js";
import { findCompanions } from "./companion-files.js";

export interface PagesOptions {
  readonly docs: string;
  readonly pages: readonly string[];
}

export interface LeftOut {
  readonly page: string;
  readonly why: string;
}

export function readProposalPages(
  { docs, pages: named }: PagesOptions,
  report: Report,
): { readonly pages: readonly TellingPage[]; readonly leftOut: readonly LeftOut[] } {
  const paths = [...new Set(named.flatMap((name) => pathsOf(name, docs, report)))];
  const companions = findCompanions(docs, report);
  const pages: TellingPage[] = [];
  for (const path of paths) {
    const source = readText(join(docs, path), { name: join(docs, path), fix: "Name a page below --docs." }, report);
    if (source === undefined) continue;
    const reader = readerFor(path, source);
    const locale = companions.localeOf(path, source);
    const enums = companions.enumsOf(path, source);
    const ref = {
      page: path,
      reader,
      ...(locale && { locale: locale.path }),
      ...(enums.length > 0 && { enums }),
    };
    const page = PAGE_READERS[reader]?.({ path, source, locale: locale?.texts ?? new Map() });
    if (!page) continue;
    const reading = readPageMessages(ref, page);
    pages.push({ reading, kind: kindOf(reading) });
  }
  return {
    pages,
    leftOut: pages.flatMap(({ reading, kind }) =>
      kind === "other" ? [{ page: reading.page.path, why: "it shows no push, and no way to connect" }] : [],
    ),
  };
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
export function linePagesOf({ line, pages }: PageGroup, docs: string, report: Report): LinePages {
  const paths = new Set(pages.flatMap(({ ref }) => ref.enums ?? []));
  const enums = [...paths].flatMap((path) => {
    const source = readText(join(docs, path), { name: join(docs, path), fix: "Name a page below --docs." }, report);
    const read = PAGE_READERS[path.endsWith(".mdx") ? "mdx" : "slate"];
    return source === undefined || !read ? [] : readEnumPage(read({ path, source, locale: new Map() }));
  });
  return { line, pages, enums };
}
