/** `wireloom history`: what each commit of the documentation did to the protocol of a line. */

import { dirname, join } from "node:path";
import { createReport, type Diagnostic, invariant, type Report } from "../diagnostics/diagnostic.js";
import { diffSpecs, type SpecDiff } from "../diff/diff.js";
import type { SpecRevision } from "../diff/revision.js";
import { isFolder } from "../host/folders.js";
import { createGit, type Git, type GitFailure, LOCAL_TIMEOUT_MS } from "../host/git.js";
import { commitsOf, type FileCommit } from "../host/git-history.js";
import { type BlobId, commitAt, readBlobs } from "../host/git-objects.js";
import { readText } from "../host/read-text.js";
import type { TreeChange } from "../host/tree-change.js";
import { writeTree } from "../host/write-tree.js";
import { readExchangeFile } from "../spec/exchange-file.js";
import { type LineFile, pagePaths } from "../spec/line-file.js";
import { splitPage } from "../spec/page-path.js";
import { REVISIONS } from "../spec/topic-revisions.js";
import { COMMAND_LINE } from "../text/command-line.js";
import { createRevisionKeeper, type RevisionKeeper } from "./kept-revisions.js";
import { readLineFiles } from "./line-files.js";
import type { CommandContext } from "./options.js";
import { createRevisionLine } from "./revision-line.js";
import { type PageTexts, readRevisionSetting } from "./revision-maker.js";
import { defaultThreads, makeRevisions } from "./revision-threads.js";
import { specFolder, writtenSpec } from "./spec-folder.js";

export interface HistoryOptions extends CommandContext {
  /** Checkout of the repository that has the line's pages, under the repository's name. */
  readonly repo: string;
  /** Name of the line. */
  readonly line: string;
  /** The spec folder; default: `schemas` in the working directory if it is one, else the one that ships. */
  readonly schemas?: string;
  /** Only commits behind this revision. */
  readonly since?: string;
  /** The newest of them; default: HEAD. */
  readonly until?: string;
  /** At most so many, the newest ones. */
  readonly limit?: number;
  /** Write what topics were before into the spec folder, for captures of that time. */
  readonly keep?: boolean;
  /** Threads that derive; default: by the number of commits and the machine. What is said is the same. */
  readonly threads?: number;
}

export interface HistoryRow {
  /** Of the commit, with all digits. */
  readonly commit: string;
  /** When it was made: `2024-05-01T12:00:00.000Z`. */
  readonly time: string;
  readonly subject: string;
  /** Pages that it changed, as the line file names them. */
  readonly pages: readonly string[];
  /** Against the revision before. Empty for the first, and for one that changed no claim. */
  readonly diff: SpecDiff;
  /** Topics of the line that have a schema. */
  readonly topics: number;
  /** Topics that could not be derived: what they were before stands for them. */
  readonly underived: readonly string[];
  /** What stood in the way. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface HistoryResult {
  readonly diagnostics: readonly Diagnostic[];
  readonly line: string;
  /** The oldest first. */
  readonly rows: readonly HistoryRow[];
  /** Absent if none were to be kept. */
  readonly kept?: KeptRevisions;
}

export interface KeptRevisions {
  readonly folder: string;
  /** How many there are. */
  readonly revisions: number;
  /** What differs from what the folder had. */
  readonly changes: readonly TreeChange[];
}

export async function history(options: HistoryOptions): Promise<HistoryResult> {
  const report = createReport();
  const folder = options.keep === true ? keepFolder(options, report) : undefined;
  const keeper = createRevisionKeeper();
  const rows = report.failed ? undefined : await rowsOf(options, keeper, report);
  const kept = rows && folder !== undefined ? await keep(keeper, folder, options, report) : undefined;
  return { diagnostics: report.diagnostics, line: options.line, rows: rows ?? [], ...(kept && { kept }) };
}

/** Where revisions go; undefined, with an error, where they cannot be kept. */
function keepFolder({ schemas, line, until }: HistoryOptions, report: Report): string | undefined {
  const { target, begins } = writtenSpec(schemas);
  if (!begins && until === undefined) return join(target, line, REVISIONS);
  report.add({
    code: "usage/option",
    severity: "error",
    message: begins
      ? "There is no spec folder to keep revisions in."
      : "--keep needs the commits up to today: what a topic is since its last one is today's schema.",
    file: target,
    fix: begins ? `Run \`${COMMAND_LINE} derive\`, or name a spec folder with --schemas.` : "Leave out --until.",
  });
  return undefined;
}

async function keep(
  keeper: RevisionKeeper,
  folder: string,
  { signal }: HistoryOptions,
  report: Report,
): Promise<KeptRevisions> {
  const tree = keeper.take();
  const changes = await writeTree(tree, { root: folder, ...(signal && { signal }) }, report);
  return { folder, revisions: tree.size, changes };
}

async function rowsOf(
  options: HistoryOptions,
  keeper: RevisionKeeper,
  report: Report,
): Promise<HistoryRow[] | undefined> {
  const schemas = specFolder(options.schemas);
  const [file] = readLineFiles(schemas, [options.line], report);
  if (!file) return undefined;
  const exchange = readExchangeFile(schemas, report);
  const setting = readRevisionSetting(file, exchange, schemas, report);
  const pages = pagesOf(file, options, report);
  if (!setting || !pages || report.failed) return undefined;
  const git = createGit({ timeoutMs: LOCAL_TIMEOUT_MS, ...(options.signal && { signal: options.signal }) });
  options.progress?.(`read the commits of ${options.repo}`);
  const commits = await commitsBetween(git, options, [...pages.values()], report);
  if (!commits) return undefined;
  const shown = commits.shown.slice(-(options.limit ?? commits.shown.length));
  const skipped = [...commits.before, ...commits.shown.slice(0, commits.shown.length - shown.length)];
  const blobs = await readBlobs(options.repo, blobsIn(skipped, shown), options.signal);
  const others = otherPages(file, pages, dirname(options.repo));
  const textsOf = (files: FileCommit["files"]): PageTexts =>
    new Map([
      ...others,
      ...[...pages].flatMap(([page, path]) => {
        const text = blobs.get(files.get(path) ?? "");
        return text === undefined ? [] : [[page, text] as const];
      }),
    ]);
  // The first is the last one before those that are shown, where there is one: they are compared with it.
  const commitsMade = [...skipped.slice(-1), ...shown];
  const files = new Map(skipped.slice(0, -1).flatMap((commit) => [...commit.files]));
  const revisions = commitsMade.map((commit) => {
    for (const [path, blob] of commit.files) files.set(path, blob);
    return textsOf(files);
  });
  const threads = options.threads ?? defaultThreads(revisions.length);

  const inLine = createRevisionLine(setting);
  const rows: HistoryRow[] = [];
  let index = 0;
  let before: SpecRevision | undefined;
  for await (const made of makeRevisions(setting, revisions, threads, options.signal)) {
    const commit = commitsMade[index];
    invariant(commit, "each revision is of a commit");
    index += 1;
    options.progress?.(`derived ${index} of ${commitsMade.length}: ${commit.id.slice(0, 10)}`);
    const { revision, underived, diagnostics } = inLine(commit.id, made);
    if (options.keep === true) {
      const topics = revision.spec.lines.flatMap((line) => line.topics);
      keeper.add({ commit: commit.id, time: commit.time * 1000, topics });
    }
    const diff = diffSpecs(before ?? revision, revision);
    before = revision;
    rows.push({
      commit: commit.id,
      time: new Date(commit.time * 1000).toISOString(),
      subject: commit.subject,
      pages: [...pages].flatMap(([page, path]) => (commit.files.has(path) ? [page] : [])),
      diff,
      topics: revision.spec.lines.reduce((sum, { topics }) => sum + topics.length, 0),
      underived,
      diagnostics,
    });
  }
  // The one before them has none.
  return rows.slice(rows.length - shown.length);
}

/** What the texts of the shown commits need: the last state before them, and what they change. */
function blobsIn(skipped: readonly FileCommit[], shown: readonly FileCommit[]): BlobId[] {
  const last = new Map(skipped.flatMap(({ files }) => [...files]));
  return [...last.values(), ...shown.flatMap(({ files }) => [...files.values()])].filter((blob) => blob !== undefined);
}

/** Pages of other repositories: as they are today, beside this one. */
const otherPages = (file: LineFile, pages: ReadonlyMap<string, string>, docs: string): [string, Buffer][] =>
  pagePaths(file).flatMap((page): [string, Buffer][] => {
    const path = join(docs, page);
    const text = pages.has(page) ? undefined : readText(path, { name: path, fix: "" }, createReport());
    return text === undefined ? [] : [[page, Buffer.from(text)]];
  });

/** By page, its path in the repository. */
function pagesOf(file: LineFile, { repo }: HistoryOptions, report: Report): Map<string, string> | undefined {
  const fail = (message: string, fix: string): undefined => {
    report.add({ code: "usage/no-repository", severity: "error", message, file: repo, fix });
    return undefined;
  };
  if (!isFolder(repo))
    return fail("There is no such folder.", "Name a checkout of the documentation: `docs` fetches one.");
  const paths = pagePaths(file).map((page) => ({ page, ...splitPage(page) }));
  const names = [...new Set(paths.map(({ repository }) => repository))];
  const name =
    names.find((each) => repo.replace(/\/+$/, "").split("/").at(-1) === each) ??
    (names.length === 1 ? names[0] : undefined);
  if (name === undefined)
    return fail(
      `The pages of the line ${file.line} stand in ${names.join(" and ")}.`,
      "Name the checkout of one of them; its folder has the repository's name.",
    );
  return new Map(paths.flatMap(({ page, repository, path }) => (repository === name ? [[page, path] as const] : [])));
}

async function commitsBetween(
  git: Git,
  { repo, since, until = "HEAD" }: HistoryOptions,
  paths: readonly string[],
  report: Report,
): Promise<{ readonly before: readonly FileCommit[]; readonly shown: readonly FileCommit[] } | undefined> {
  const resolve = async (revision: string): Promise<string | undefined> => {
    const commit = await commitAt(git, repo, revision);
    if (typeof commit === "string") return commit;
    report.add({
      code: "usage/unknown-revision",
      severity: "error",
      message: `${JSON.stringify(revision)} is no revision of this repository.`,
      file: repo,
      fix: "Name a commit, a tag or a branch. A shallow checkout has the newest ones only: `git fetch --unshallow`.",
    });
    return undefined;
  };
  const tip = await resolve(until);
  const base = since === undefined ? undefined : await resolve(since);
  if (tip === undefined || (since !== undefined && base === undefined)) return undefined;
  const commits = await commitsOf(git, repo, { paths, tip });
  if ("failure" in commits) {
    reportFailure(commits.failure, repo, report);
    return undefined;
  }
  if (base === undefined) return { before: [], shown: commits };
  const older = await git(["rev-list", "--first-parent", "--end-of-options", base], repo);
  if ("failure" in older) {
    reportFailure(older.failure, repo, report);
    return undefined;
  }
  const ids = new Set(older.text.split("\n"));
  return { before: commits.filter(({ id }) => ids.has(id)), shown: commits.filter(({ id }) => !ids.has(id)) };
}

function reportFailure({ kind, words }: GitFailure, repo: string, report: Report): void {
  report.add({
    code: kind === "not-installed" ? "usage/no-git" : "input/git",
    severity: "error",
    message: kind === "not-installed" ? "git is not installed, or not on the PATH." : `git cannot read it: ${words}.`,
    file: repo,
    fix:
      kind === "not-installed"
        ? "Install git."
        : "Name a checkout of the documentation; `git fsck` says whether it is whole.",
  });
}
