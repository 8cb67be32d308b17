/** `wireloom defects`: what the documentation gets wrong, for who can correct it. */

import { join } from "node:path";
import { type ReportedPage, reportDefects } from "../derive/defect-report.js";
import type { DefectRow } from "../derive/defect-rows.js";
import { createReport, type Diagnostic, type Report } from "../diagnostics/diagnostic.js";
import { suggest } from "../diagnostics/suggest.js";
import { readDocsRecord } from "../spec/docs-record.js";
import { readExchangeFile } from "../spec/exchange-file.js";
import { splitPage } from "../spec/page-path.js";
import { matchesPhrase } from "../text/phrase.js";
import { readDefectRows, readSources } from "./defect-files.js";
import { namedLines } from "./line-files.js";
import type { CommandContext } from "./options.js";
import { specFolder } from "./spec-folder.js";

export interface DefectsOptions extends CommandContext {
  /** The spec folder; default: `schemas` in the working directory if it is one, else the one that ships. */
  readonly schemas?: string;
  /** Names of the lines; default: all. */
  readonly lines?: readonly string[];
  /** Paths of pages, `*` for any text; default: all. */
  readonly page?: string;
}

export interface DefectsResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly pages: readonly ReportedPage[];
}

export async function defects(options: DefectsOptions): Promise<DefectsResult> {
  const report = createReport();
  const root = specFolder(options.schemas);
  const lines = namedLines(root, options.lines, report);
  const exchange = readExchangeFile(root, report);
  const record = readDocsRecord(root, report);
  const rows = readDefectRows(root, report);
  const nothing = { diagnostics: report.diagnostics, pages: [] };
  if (report.failed || !record || !rows) return nothing;
  const ofLines = rows.filter(({ productLine }) => lines.includes(productLine));
  const wanted = options.page === undefined ? ofLines : ofPages(ofLines, options.page, report);
  if (report.failed) return nothing;
  const sources = new Map(lines.map((line) => [line, readSources(join(root, line))]));
  const pages = reportDefects(wanted, {
    exchange,
    revisionOf: (page) => {
      const { repository } = splitPage(page);
      return Object.hasOwn(record, repository) ? record[repository]?.revision : undefined;
    },
    linesOf: ({ productLine, id }) => sources.get(productLine)?.defects[id],
  });
  return { diagnostics: report.diagnostics, pages };
}

function ofPages(rows: readonly DefectRow[], phrase: string, report: Report): DefectRow[] {
  const found = rows.filter(({ page }) => matchesPhrase(phrase, page));
  const pages = [...new Set(rows.map(({ page }) => page))];
  if (found.length === 0)
    report.add({
      code: "usage/no-page",
      severity: "error",
      message: `No page with defects is called "${phrase}".`,
      fix: `\`*\` is any text. ${suggest(phrase, pages)}`,
    });
  return found;
}
