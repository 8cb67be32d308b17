/** Reads what `diff` compares: a spec folder, one at a git revision, or what a checkout of the pages derives to. */

import { join, relative } from "node:path";
import { createReport, type Diagnostic, type Report } from "../diagnostics/diagnostic.js";
import type { SpecRevision } from "../diff/revision.js";
import { writeFiles } from "../host/create-folder.js";
import { exists, isFolder, readTree } from "../host/folders.js";
import { createGit, LOCAL_TIMEOUT_MS } from "../host/git.js";
import { commitAt, entriesAt, readBlobs } from "../host/git-objects.js";
import { inTemporaryFolder } from "../host/temporary-folder.js";
import { folderTexts } from "../host/text-source.js";
import { readExchangeFile } from "../spec/exchange-file.js";
import { specOf } from "../spec/load-spec.js";
import { readReleases } from "../spec/releases.js";
import { DEFECTS_FILE, readDefectRows, readSources } from "./defect-files.js";
import { derive } from "./derive.js";
import { readDocumentedMessages } from "./documented-messages.js";
import { readLineFiles } from "./line-files.js";
import { type CommandContext, DEFAULT_SCHEMAS } from "./options.js";
import { isSpecFolder } from "./spec-folder.js";
import { STALE_OVERLAY } from "./stale-overlays.js";

export interface RevisionOptions extends CommandContext {
  /** Only these lines. */
  readonly lines?: readonly string[];
}

/** `text`: a spec folder, or `REVISION` and `REVISION:FOLDER` of the repository around the working directory. */
export async function openRevision(
  text: string,
  options: RevisionOptions,
  report: Report,
): Promise<SpecRevision | undefined> {
  if (isSpecFolder(text)) return readRevision({ root: text, shown: text, name: text }, options, report);
  if (isFolder(text)) {
    report.add({
      code: "usage/no-spec-folder",
      severity: "error",
      message: "The folder has no product line: no folder with a line.yaml.",
      file: text,
      fix: `Name a spec folder such as ${DEFAULT_SCHEMAS}, or with --docs a checkout of the documentation.`,
    });
    return undefined;
  }
  return inTemporaryFolder("wireloom-revision-", async (folder) => {
    const name = await unpackRevision(text, folder, options, report);
    return name === undefined ? undefined : readRevision({ root: folder, shown: name, name }, options, report);
  });
}

/** Derives a checkout of the documentation with a copy of the spec folder, which stays as it is. */
export async function deriveRevision(
  docs: string,
  schemas: string,
  options: RevisionOptions,
  report: Report,
): Promise<SpecRevision | undefined> {
  if (!isFolder(docs)) {
    report.add({
      code: "usage/no-docs",
      severity: "error",
      message: "There is no such folder.",
      file: docs,
      fix: "With --docs both are folders that hold checkouts of the documentation, under their repositories' names.",
    });
    return undefined;
  }
  return inTemporaryFolder("wireloom-revision-", async (folder) => {
    const own = createReport();
    writeFiles(folder, readTree(schemas, own));
    const { diagnostics } = await derive({ ...options, docs, schemas: folder, force: true, otherTime: true });
    for (const diagnostic of diagnostics) own.add(diagnostic);
    reportAs({ root: folder, shown: schemas, others: docs }, own.diagnostics, report);
    const revision = readRevision({ root: folder, shown: schemas, name: docs }, options, report);
    if (!revision) return undefined;
    const stale = diagnostics.filter(({ code }) => code === STALE_OVERLAY);
    const staleOverlays = stale.map(({ file = "", message, topic = "" }) => ({
      productLine: topic.split("/")[0] ?? "",
      file: relative(folder, file),
      message,
    }));
    return { ...revision, staleOverlays, examples: readDocumentedMessages(revision.spec, docs, createReport()) };
  });
}

/** Where the files of a spec are, what the user calls that folder, and what the revision. */
interface SpecPlace {
  readonly root: string;
  readonly shown: string;
  readonly name: string;
}

function readRevision(
  { root, shown, name }: SpecPlace,
  { lines }: RevisionOptions,
  report: Report,
): SpecRevision | undefined {
  const own = createReport();
  const named = readLineFiles(root, lines, own);
  // Line files are there before the first run of derive: compared with that, all is new.
  const files = named.filter(
    ({ line }) => exists(join(root, line, CONTROL_SCHEMA)) || exists(join(root, DEFECTS_FILE)),
  );
  const exchange = readExchangeFile(root, own);
  const spec = specOf(files, exchange, { texts: folderTexts(root) }, own);
  const defects = exists(join(root, DEFECTS_FILE)) ? readDefectRows(root, own) : [];
  const releases = readReleases(root, own) ?? [];
  const sources = files.map(({ line }) => ({ line, ...readSources(join(root, line)) }));
  reportAs({ root, shown, others: shown }, own.diagnostics, report);
  if (own.failed) {
    report.add({
      code: "config/unreadable-spec",
      severity: "error",
      message: "The spec cannot be read as it stands there.",
      file: name,
      fix: "Correct what is said above. What an older version wrote, this one may not read: derive the pages of then with --docs.",
    });
    return undefined;
  }
  return {
    name,
    spec,
    releases,
    defects: (defects ?? []).filter(({ productLine }) => files.some(({ line }) => line === productLine)),
    underived: sources.flatMap(({ line, underived = {} }) => Object.keys(underived).map((topic) => `${line}/${topic}`)),
    defectLines: Object.fromEntries(sources.map(({ line, defects: lines }) => [line, lines])),
  };
}

const CONTROL_SCHEMA = "control.schema.json";

interface ShownAs {
  /** The folder that was read. */
  readonly root: string;
  /** What the user calls it. */
  readonly shown: string;
  /** Where files are that are named otherwise than by that folder: pages of the documentation. */
  readonly others: string;
}

/** Names files as the user does: below what was asked for, not below the folder where it was unpacked. */
function reportAs({ root, shown, others }: ShownAs, diagnostics: readonly Diagnostic[], report: Report): void {
  const fromHere = relative(process.cwd(), root);
  const nameOf = (file: string): string => {
    const below = [root, fromHere].find((folder) => file === folder || file.startsWith(`${folder}/`));
    if (below !== undefined) return [shown, file.slice(below.length + 1)].filter((part) => part !== "").join("/");
    return file.startsWith(`${others}/`) ? file : `${others}/${file}`;
  };
  for (const diagnostic of diagnostics) {
    const message = diagnostic.message.replaceAll(root, shown);
    report.add({ ...diagnostic, message, ...(diagnostic.file !== undefined && { file: nameOf(diagnostic.file) }) });
  }
}

/** Its name, once its files are in the folder. */
async function unpackRevision(
  text: string,
  folder: string,
  { signal }: RevisionOptions,
  report: Report,
): Promise<string | undefined> {
  const fail = (message: string, fix: string): undefined => {
    report.add({ code: "usage/unknown-revision", severity: "error", message, file: text, fix });
    return undefined;
  };
  const git = createGit({ timeoutMs: LOCAL_TIMEOUT_MS, ...(signal && { signal }) });
  const top = await git(["rev-parse", "--show-toplevel"]);
  if ("failure" in top && top.failure.kind === "not-installed")
    return fail("This is no folder, and without git it cannot be a revision.", "Install git, or name a spec folder.");
  if ("failure" in top)
    return fail(
      "There is no such folder, and the working directory is in no git repository.",
      "Name a spec folder, or a revision such as HEAD~3 from within the repository.",
    );
  const repository = top.text.trimEnd();
  const [revision = "", path] = splitRevision(text);
  const commit = await commitAt(git, repository, revision);
  if (typeof commit !== "string")
    return fail(
      `There is no such folder, and ${JSON.stringify(revision)} is no revision of the repository at ${repository}.`,
      "Name a spec folder or a revision. In a shallow clone older ones are missing: run `git fetch --unshallow`.",
    );
  const here = await git(["rev-parse", "--show-prefix"]);
  const prefix = "failure" in here ? "" : here.text.trimEnd();
  const below = path === undefined ? `${prefix}${DEFAULT_SCHEMAS}` : path.replace(/\/+$/, "");
  const listed = await entriesAt(git, repository, commit, below === "" ? [] : [below]);
  const files =
    "failure" in listed
      ? []
      : listed.filter(({ path: file, isFile }) => isFile && file.startsWith(below === "" ? "" : `${below}/`));
  if (files.length === 0)
    return fail(
      `${JSON.stringify(revision)} has no folder ${JSON.stringify(below)}.`,
      "Write the path from the top of the repository behind a colon: HEAD~3:path/to/schemas.",
    );
  const texts = await readBlobs(
    repository,
    files.map(({ id }) => id),
    signal,
  );
  const tree = files.flatMap(({ path: file, id }) => {
    const inside = file.slice(below === "" ? 0 : below.length + 1);
    const bytes = texts.get(id);
    return bytes !== undefined && isInside(inside) ? [[inside, bytes.toString("utf8")] as const] : [];
  });
  writeFiles(folder, tree);
  if (!isSpecFolder(folder))
    return fail("The folder has no product line: no folder with a line.yaml.", "Name a spec folder.");
  return text;
}

/** What a tree object says may be anything. */
const isInside = (path: string): boolean =>
  path.split("/").every((segment) => segment !== "" && segment !== "." && segment !== "..");

/** `HEAD~3:schemas`. A revision has no colon, but for those that search a commit by its words. */
function splitRevision(text: string): readonly [revision: string, path?: string] {
  const colon = text.indexOf(":");
  return colon <= 0 ? [text] : [text.slice(0, colon), text.slice(colon + 1)];
}
