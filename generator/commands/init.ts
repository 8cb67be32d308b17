/** `wireloom init`: a line file for each line that pages document, as far as they say it. */

import { join } from "node:path";
import { createReport, type Diagnostic, type Report } from "../diagnostics/diagnostic.js";
import { exists } from "../host/folders.js";
import { ownSchema } from "../host/own-schema.js";
import { readText } from "../host/read-text.js";
import type { TreeChange } from "../host/tree-change.js";
import { MANIFEST } from "../host/tree-manifest.js";
import { writeTree } from "../host/write-tree.js";
import { writeYaml } from "../host/yaml-text.js";
import { claimsOf } from "../init/claim.js";
import { proposeExchange, saidOf } from "../init/exchange.js";
import { type Proposal, proposeLine } from "../init/propose-line.js";
import { type SummaryRow, summaryOf } from "../init/summary.js";
import { groupPages } from "../init/tell-pages.js";
import { reportedPushes } from "../init/unnamed-pushes.js";
import { writeLine } from "../init/write-line.js";
import { EXCHANGE_FILE, readExchangeFile } from "../spec/exchange-file.js";
import { splitPage } from "../spec/page-path.js";
import { readLineFile } from "../spec/read-line-file.js";
import { remotesOf } from "./docs-remotes.js";
import { type CommandContext, DEFAULT_SCHEMAS } from "./options.js";
import { type LeftOut, linePagesOf, readProposalPages } from "./proposal-pages.js";

export interface InitOptions extends CommandContext {
  /** Folder of the documentation checkouts, under their repositories' names. */
  readonly docs: string;
  /** Pages and folders of pages, from there. */
  readonly pages: readonly string[];
  /** Spec folder that the line files are written to. */
  readonly out?: string;
  /** Name of the line: all pages are of this one. */
  readonly line?: string;
}

export interface InitResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly lines: readonly {
    readonly line: string;
    readonly pages: number;
    readonly topics: number;
    readonly rows: readonly SummaryRow[];
  }[];
  /** Pages that nothing was read from. */
  readonly leftOut: readonly LeftOut[];
  readonly changes: readonly TreeChange[];
}

export async function init(options: InitOptions): Promise<InitResult> {
  const report = createReport();
  const out = options.out ?? DEFAULT_SCHEMAS;
  const known = exists(join(out, EXCHANGE_FILE)) ? readExchangeFile(out, report) : undefined;
  const { pages, leftOut, placeholders } = readProposalPages(options, known, report);
  const readings = pages.filter(({ kind }) => kind !== "other").map(({ reading }) => reading);
  const repositories = [...new Set(readings.map(({ page }) => splitPage(page.path).repository))];
  const exchange = known ?? {
    ...proposeExchange(readings, placeholders),
    repositories: await remotesOf(options.docs, repositories),
  };
  const groups = groupPages(pages, options.line);
  const lines = groups.map((group) => linePagesOf(group, exchange.enums, options.docs, report));
  for (const diagnostic of readings.flatMap(reportedPushes)) report.add(diagnostic);
  const proposals = lines.flatMap((line) => {
    options.signal?.throwIfAborted();
    options.progress?.(`init ${line.line}`);
    const proposal = proposeLine(line, exchange);
    return hasTopics(proposal) ? [proposal] : [];
  });
  if (proposals.length === 0 && !report.failed)
    report.add({
      code: "init/no-topics",
      severity: "error",
      message: "No page shows a push: there is no topic to propose.",
      fix: "Name pages that have example messages of topics in code blocks.",
    });
  const files = new Map<string, string>();
  for (const proposal of proposals) {
    const path = `${proposal.line}/line.yaml`;
    const text = writeLine(proposal.draft);
    if (isNew(join(out, path), text, report)) files.set(path, text);
    reportOpen(proposal, text, join(out, path), report);
  }
  if (files.size > 0 && !known) files.set(EXCHANGE_FILE, writeYaml(saidOf(exchange)));
  const isRefused = report.diagnostics.some(({ code, severity }) => severity === "error" && !code.startsWith("init/"));
  const target = { root: out, keeps: () => true, seeds: files, ...(options.signal && { signal: options.signal }) };
  const changes = isRefused || files.size === 0 ? [] : await writeTree(new Map(), target, report);
  return {
    diagnostics: report.diagnostics,
    lines: proposals.map((proposal) => ({
      line: proposal.line,
      pages: lines.find(({ line }) => line === proposal.line)?.pages.length ?? 0,
      topics: Array.isArray(proposal.draft.topics) ? proposal.draft.topics.length : 0,
      rows: summaryOf(proposal),
    })),
    leftOut,
    changes: changes.filter(({ path }) => path !== MANIFEST),
  };
}

/** A line without topics says nothing. */
const hasTopics = ({ draft: { topics } }: Proposal): boolean => Array.isArray(topics) && topics.length > 0;

/** False if the same text stands there already; another one is people's, and refused. */
function isNew(path: string, text: string, report: Report): boolean {
  if (!exists(path)) return true;
  const fix = "Use `add` to extend a line with pages, --line to name another one, or --out another folder.";
  if (readText(path, { name: path, fix }, createReport()) === text) return false;
  report.add({
    code: "usage/line-exists",
    severity: "error",
    message: "There is a line file already, and it is not overwritten.",
    file: path,
    fix,
  });
  return false;
}

/** What only a person can fill in; and what is wrong with the file although nothing is missing. */
function reportOpen({ draft }: Proposal, text: string, path: string, report: Report): void {
  const open = claimsOf(draft).filter(({ claim }) => claim.certainty === "missing");
  for (const { path: member, claim } of open)
    report.add({
      code: "init/missing",
      severity: "error",
      message: `The pages do not say \`${member.join(".")}\`: ${claim.why}.`,
      ...(claim.place && { file: claim.place.page, line: claim.place.line, column: 1 }),
      fix: `Fill it in in ${path}.`,
    });
  if (open.length > 0) return;
  const own = createReport();
  readLineFile(text, path, ownSchema("line"), own);
  for (const { code: _, ...diagnostic } of own.diagnostics) report.add({ code: "init/line-file", ...diagnostic });
}
