/** `wireloom docs`: checkouts of the documentation at the revisions that the spec records, or at the newest ones. */

import { join } from "node:path";
import { createReport, type Diagnostic, type Report } from "../diagnostics/diagnostic.js";
import { checkOut, dropStaging, isCommit } from "../host/checkout.js";
import { createGit, type Git, type GitFailure } from "../host/git.js";
import { checkOutputFolder, openOutput } from "../host/output-file.js";
import { writeTree } from "../host/write-tree.js";
import { stableJson } from "../schema/stable-json.js";
import { DOCS_RECORD, type DocsRecord, readDocsRecord } from "../spec/docs-record.js";
import { EXCHANGE_FILE, readExchangeFile } from "../spec/exchange-file.js";
import { type LineFile, pagePaths } from "../spec/line-file.js";
import { splitPage } from "../spec/page-path.js";
import { reportLocalWork } from "./docs-local-work.js";
import { reportMissingPages } from "./docs-missing-pages.js";
import { type FetchedUpstream, fetchUpstream, type Upstream, upstreamsOf } from "./docs-upstream.js";
import { reportGitFailure } from "./git-failures.js";
import { readLineFiles } from "./line-files.js";
import { type CommandContext, OWN_SCHEMAS } from "./options.js";
import { handWrittenFiles, lineNames, reportBegun, type WrittenSpec, writtenSpec } from "./spec-folder.js";

export interface DocsOptions extends CommandContext {
  /** Where the checkouts stand, under their repositories' names. */
  readonly docs: string;
  /** The spec folder; default: `schemas` in the working directory, which begins as a copy of what people wrote in the one that ships. */
  readonly schemas?: string;
  /** Take the newest revisions instead of those on record. */
  readonly update?: boolean;
  /** For each command of git, ms; default: 5 minutes. */
  readonly timeoutMs?: number;
}

export interface DocsResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly repositories: readonly {
    readonly name: string;
    readonly git: string;
    readonly revision: string;
    /** What was on record before, if that was another one. */
    readonly former?: string;
  }[];
  readonly lines: readonly {
    readonly line: string;
    /** Pages that have another content than the one on record, or that were not on record. */
    readonly pages: readonly { readonly page: string; readonly change: "changed" | "new" }[];
  }[];
}

const TIMEOUT_MS = 300_000;

export async function docs(options: DocsOptions): Promise<DocsResult> {
  const report = createReport();
  const spec = writtenSpec(options.schemas);
  const exchange = readExchangeFile(spec.source, report);
  // Pages may be fetched before there is a line to read them.
  const lines = lineNames(spec.source).length === 0 ? [] : readLineFiles(spec.source, undefined, report);
  const record = readDocsRecord(spec.source, report);
  const upstreams = record && !report.failed ? upstreamsOf(exchange, record, options) : [];
  if (!report.failed) reportOthers(lines, upstreams, report);
  checkOutputFolder(options.docs, report);
  const taken = report.failed ? undefined : await takeAll(upstreams, { ...options, lines, root: spec.source }, report);
  if (taken && options.update === true) reportHeld(taken, report);
  const now = taken && recordOf(taken, lines);
  if (now && JSON.stringify(now) !== JSON.stringify(record)) await writeRecord(now, spec, report);
  return {
    diagnostics: report.diagnostics,
    repositories: (taken ?? []).map(({ name, url, fetched: { revision }, former }) => {
      const isOther = former !== undefined && former.revision !== revision;
      return { name, git: url, revision, ...(isOther && { former: former.revision }) };
    }),
    lines: lines.map((file) => ({ line: file.line, pages: now ? changesOf(file, record ?? {}, now) : [] })),
  };
}

interface Taking extends DocsOptions {
  readonly lines: readonly LineFile[];
  /** Their spec folder. */
  readonly root: string;
}

/** Before any checkout changes, every revision is here and has the pages of the line files. */
async function takeAll(
  upstreams: readonly Upstream[],
  { docs: folder, lines, root, timeoutMs = TIMEOUT_MS, signal, progress }: Taking,
  report: Report,
): Promise<readonly FetchedUpstream[] | undefined> {
  const git = createGit({ timeoutMs, ...(signal && { signal }) });
  const fail = (failure: GitFailure, upstream: Upstream): void =>
    reportGitFailure(failure, { ...upstream, timeoutMs }, report);
  for (const upstream of upstreams) {
    const failure = await reportLocalWork(git, upstream.folder, report);
    if (failure) fail(failure, upstream);
  }
  try {
    const fetched: FetchedUpstream[] = [];
    for (const upstream of report.failed ? [] : upstreams) {
      progress?.(`docs ${upstream.name}`);
      const answer = await fetchUpstream(git, upstream);
      if ("failure" in answer) fail(answer.failure, upstream);
      else fetched.push(answer);
    }
    if (!report.failed) await reportMissingPages(git, fetched, { lines, root }, report);
    if (!report.failed) await checkOutAll(git, fetched, fail);
    return report.failed ? undefined : fetched;
  } catch (error) {
    const { syscall, code } = error as NodeJS.ErrnoException;
    if (syscall === undefined) throw error;
    report.add({
      code: "usage/cannot-write",
      severity: "error",
      message: `The checkouts cannot be written (${code}).`,
      file: folder,
      fix: "Check the folder, its rights and its space, and run this again.",
    });
    return undefined;
  } finally {
    for (const upstream of upstreams) dropStaging(upstream.folder);
  }
}

async function checkOutAll(
  git: Git,
  upstreams: readonly FetchedUpstream[],
  fail: (failure: GitFailure, upstream: Upstream) => void,
): Promise<void> {
  for (const upstream of upstreams) {
    const answer = await checkOut(git, upstream.fetched);
    if ("failure" in answer) fail(answer.failure, upstream);
  }
}

/** Pages of repositories that the exchange file does not say how to fetch. */
function reportOthers(lines: readonly LineFile[], upstreams: readonly Upstream[], report: Report): void {
  const names = upstreams.map(({ name }) => name);
  const used = [...new Set(lines.flatMap(pagePaths).map((page) => splitPage(page).repository))];
  const others = used.filter((name) => !names.includes(name));
  const fix = `Add \`repositories: { NAME: { git: URL } }\` to ${EXCHANGE_FILE}.`;
  const code = "config/no-git-url";
  if (upstreams.length === 0)
    report.add({ code, severity: "error", message: `${EXCHANGE_FILE} does not say where git fetches the pages.`, fix });
  else if (others.length > 0) {
    const message = `${EXCHANGE_FILE} does not say where git fetches ${others.join(", ")}: the pages there stay as they are.`;
    report.add({ code, severity: "warning", message, fix });
  }
}

function reportHeld(upstreams: readonly Upstream[], report: Report): void {
  for (const { name, ref } of upstreams.filter((upstream) => isCommit(upstream.ref)))
    report.add({
      code: "docs/held",
      severity: "info",
      message: `${name} stays at ${ref.slice(0, 12)}: ${EXCHANGE_FILE} names this commit.`,
      fix: "Name a branch there, or no revision, to have it follow upstream.",
    });
}

const recordOf = (upstreams: readonly FetchedUpstream[], lines: readonly LineFile[]): DocsRecord =>
  Object.fromEntries(
    upstreams.map(({ name, url, ref, fetched: { revision }, files }) => {
      const pages = [...new Set(lines.flatMap(pagePaths))].sort().flatMap((page) => {
        const { repository, path } = splitPage(page);
        return repository === name ? [[page, files.get(path) ?? ""]] : [];
      });
      return [name, { git: url, ref, revision, pages: Object.fromEntries(pages) }];
    }),
  );

/** Into a new spec folder with what people wrote in the one that ships. */
async function writeRecord(record: DocsRecord, { target, begins }: WrittenSpec, report: Report): Promise<void> {
  if (begins) {
    const seeds = handWrittenFiles(OWN_SCHEMAS, lineNames(OWN_SCHEMAS), report);
    await writeTree(new Map(), { root: target, keeps: () => true, seeds }, report);
    if (report.failed) return;
    reportBegun(target, report);
  }
  openOutput(join(target, DOCS_RECORD), report)?.write(stableJson(record), report);
}

function changesOf(file: LineFile, before: DocsRecord, now: DocsRecord): DocsResult["lines"][number]["pages"] {
  const hashIn = (record: DocsRecord, page: string): string | undefined =>
    record[splitPage(page).repository]?.pages[page];
  return pagePaths(file).flatMap((page) => {
    const [former, hash] = [hashIn(before, page), hashIn(now, page)];
    if (hash === undefined || hash === former) return [];
    return [{ page, change: former === undefined ? "new" : "changed" }];
  });
}
