/** `wireloom derive`: documentation pages to schemas and defects. */

import { join } from "node:path";
import { DEFECT_CODES, type Defect, type DefectCode } from "../derive/defect.js";
import type { DefectRow } from "../derive/defect-rows.js";
import type { DerivedLine } from "../derive/derive-line.js";
import { createReport, type Diagnostic, type Report } from "../diagnostics/diagnostic.js";
import { exists } from "../host/folders.js";
import type { TreeChange } from "../host/tree-change.js";
import { compareTree, type TreeTarget, writeTree } from "../host/write-tree.js";
import { readDocsRecord } from "../spec/docs-record.js";
import { NO_EXCHANGE, readExchangeFile } from "../spec/exchange-file.js";
import { SOURCE_MAP } from "../spec/source-map.js";
import { DEFECTS_FILE, readDefectRows } from "./defect-files.js";
import { deriveChecked } from "./derive-check.js";
import { renderDerived } from "./derived-files.js";
import { readOwnGlossary } from "./glossary-file.js";
import { readLineFiles } from "./line-files.js";
import { type CommandContext, OWN_SCHEMAS } from "./options.js";
import { reportOtherPages } from "./other-pages.js";
import { readOverlays } from "./overlay-files.js";
import { readPageFiles } from "./page-files.js";
import { handWrittenFiles, lineNames, reportBegun, writtenSpec } from "./spec-folder.js";
import { reportStale } from "./stale.js";
import { lenientReport } from "./stale-overlays.js";
import { CONTROL, reportUnderived, schemaPath, type TopicResult, topicResults } from "./topic-results.js";

export interface DeriveOptions extends CommandContext {
  /** Checkouts of the documentation under their repositories' own names. */
  readonly docs: string;
  /** The spec folder; default: `schemas` in the working directory, which begins as a copy of what people wrote in the one that ships. */
  readonly schemas?: string;
  /** Names of the lines; default: all that have a folder with a line.yaml. */
  readonly lines?: readonly string[];
  /** Write nothing if there is any error, instead of what it does not concern. */
  readonly strict?: boolean;
  /** Compare instead of write. */
  readonly check?: boolean;
  /** Replace files in the folder that wireloom did not write, or that were edited. */
  readonly force?: boolean;
  /** Use the page's words as descriptions, for a private build. */
  readonly docText?: boolean;
  /** The overlays are of another time than the pages: one that has nothing to correct is a warning. */
  readonly otherTime?: boolean;
}

export interface DeriveResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly lines: readonly {
    readonly line: string;
    readonly topics: number;
    readonly examples: number;
    readonly messages: number;
    readonly defects: number;
    readonly skipped: number;
  }[];
  /** Every topic of the lines, and `control` for what the server sends besides. */
  readonly topics: readonly TopicResult[];
  /** Number of defects by code, most frequent first. */
  readonly defects: readonly { readonly code: DefectCode; readonly meaning: string; readonly count: number }[];
  readonly changes: readonly TreeChange[];
}

export async function derive(options: DeriveOptions): Promise<DeriveResult> {
  const report = options.otherTime === true ? lenientReport() : createReport();
  const { target, source: schemasRoot, begins } = writtenSpec(options.schemas);
  const files = readLineFiles(schemasRoot, options.lines, report);
  // Where no line could be read, that has been told.
  const exchange = files.length === 0 ? NO_EXCHANGE : readExchangeFile(schemasRoot, report);
  const glossary = readOwnGlossary(schemasRoot, report);
  reportOtherPages(readDocsRecord(schemasRoot, report) ?? {}, files, options.docs, report);
  const derived = new Map<string, DerivedLine>();
  for (const file of glossary ? files : []) {
    options.signal?.throwIfAborted();
    options.progress?.(`derive ${file.line}`);
    const pages = readPageFiles(file, exchange, options.docs, report);
    const overlays = readOverlays(join(schemasRoot, file.line), file.line, report);
    if (!glossary || !pages) continue;
    const docText = options.docText === true;
    derived.set(file.line, deriveChecked({ exchange, file, ...pages, glossary, overlays, docText }, report));
  }
  const others = new Set(lineNames(schemasRoot).filter((line) => !derived.has(line)));
  // Without `lines`, what is said of a line that is gone goes as well.
  const isKept = (line: string): boolean => (options.lines ? !derived.has(line) : others.has(line));
  const kept = options.lines || others.size > 0 ? keptDefects(schemasRoot, isKept, report) : [];
  const topics = topicResults(files, { derived, root: target, report });
  const tree = renderDerived(derived, { root: target, exchange, files, topics, kept: kept ?? [] });
  const stale = new Set(topics.filter(({ status }) => status === "stale").map(schemaPath));
  const written: TreeTarget = {
    root: target,
    free: (path) => path.endsWith(`/${SOURCE_MAP}`),
    keeps: (path) => others.has(path.split("/")[0] ?? "") || stale.has(path),
    ...(begins && { seeds: handWrittenFiles(OWN_SCHEMAS, [...derived.keys()], report) }),
    force: options.force === true,
    ...(options.signal && { signal: options.signal }),
  };
  // What a fault does not concern is written, unless nothing is left, or what is there would be lost, or a new folder would lack a line.
  const isPartial = derived.size === 0 || kept === undefined || (begins && derived.size < files.length);
  const isRefused = isPartial || (options.strict === true && report.failed);
  const changes = isRefused ? [] : options.check ? compareTree(tree, written) : await writeTree(tree, written, report);
  if (!isRefused) reportUnderived(topics, { derived, root: target, report });
  if (options.check) reportStale(changes, target, "derive", report);
  else if (begins && changes.length > 0) reportBegun(target, report);
  return {
    diagnostics: report.diagnostics,
    lines: [...derived].map(([line, result]) => lineResult(line, result, topics)),
    topics,
    defects: summarize([...derived.values()].flatMap(({ defects: own }) => own)),
    changes,
  };
}

/** Of lines that are not derived now; undefined if they cannot be read. */
function keptDefects(root: string, isKept: (line: string) => boolean, report: Report): DefectRow[] | undefined {
  if (!exists(join(root, DEFECTS_FILE))) return [];
  return readDefectRows(root, report)?.filter(({ productLine }) => isKept(productLine));
}

function lineResult(line: string, result: DerivedLine, topics: readonly TopicResult[]): DeriveResult["lines"][number] {
  const own = topics.filter((each) => each.line === line && each.topic !== CONTROL);
  return {
    line,
    topics: own.filter(({ status }) => status === "derived").length,
    examples: result.examples,
    messages: result.messages,
    defects: result.defects.length,
    skipped: result.coverage.reduce((sum, { skipped }) => sum + skipped.length, 0),
  };
}

function summarize(defects: readonly Defect[]): DeriveResult["defects"] {
  const counts = new Map<DefectCode, number>();
  for (const { code } of defects) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts]
    .map(([code, count]) => ({ code, meaning: DEFECT_CODES[code], count }))
    .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}
