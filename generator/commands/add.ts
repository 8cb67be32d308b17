/** `wireloom add`: topics of further pages into the file of a line, of which nothing else changes. */

import { join } from "node:path";
import { createReport, type Diagnostic } from "../diagnostics/diagnostic.js";
import { openOutput } from "../host/output-file.js";
import { ownSchema } from "../host/own-schema.js";
import { readText } from "../host/read-text.js";
import { extendLine } from "../init/extend-line.js";
import { proposeTopics } from "../init/propose-topics.js";
import { type SummaryRow, summaryOf } from "../init/summary.js";
import { readExchangeFile } from "../spec/exchange-file.js";
import { readLineFile } from "../spec/read-line-file.js";
import { type CommandContext, DEFAULT_SCHEMAS } from "./options.js";
import { type LeftOut, linePagesOf, readProposalPages } from "./proposal-pages.js";

export interface AddOptions extends CommandContext {
  /** Folder of the documentation checkouts, under their repositories' names. */
  readonly docs: string;
  /** Pages and folders of pages, from there. */
  readonly pages: readonly string[];
  readonly line: string;
  readonly schemas?: string;
}

export interface AddResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly line: string;
  /** Names of those that were added. */
  readonly topics: readonly string[];
  readonly rows: readonly SummaryRow[];
  readonly leftOut: readonly LeftOut[];
  readonly changed: boolean;
}

export async function add(options: AddOptions): Promise<AddResult> {
  const report = createReport();
  const { line } = options;
  const schemas = options.schemas ?? DEFAULT_SCHEMAS;
  const path = join(schemas, line, "line.yaml");
  const source = readText(path, { name: path, fix: "`init` begins a line." }, report);
  const file = source === undefined ? undefined : readLineFile(source, path, ownSchema("line"), report);
  const nothing = { diagnostics: report.diagnostics, line, topics: [], rows: [], leftOut: [], changed: false };
  if (source === undefined || !file) return nothing;
  const exchange = readExchangeFile(schemas, report);
  const { pages, leftOut } = readProposalPages(options, exchange, report);
  const used = pages.filter(({ kind }) => kind === "topics").map(({ reading }) => reading);
  const { topics, draft, additions } = proposeTopics(
    file,
    linePagesOf({ line, pages: used }, exchange.enums, options.docs, report),
    exchange,
  );
  const text = extendLine(source, additions);
  const rows = summaryOf({ draft });
  if (report.failed || text === source) return { ...nothing, rows, leftOut };
  // A file that could be read stays one that can.
  const check = createReport();
  readLineFile(text, path, ownSchema("line"), check);
  for (const { code: _, ...diagnostic } of check.diagnostics) report.add({ code: "init/line-file", ...diagnostic });
  if (report.failed) return { ...nothing, rows, leftOut };
  openOutput(path, report)?.write(text, report);
  return { ...nothing, topics, rows, leftOut, changed: !report.failed };
}
