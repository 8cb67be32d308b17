/**
 * Writes an output tree into a folder: all of it or nothing, and over nothing that is not Wireloom's own. What the last run wrote stands in
 * the folder's manifest: those files are replaced and removed, everything else stays. Paths come from topic names, so none is trusted.
 */

import { existsSync, lstatSync, mkdirSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import type { Report } from "../diagnostics/diagnostic.js";
import { createFolder, removeAbandoned } from "./create-folder.js";
import { exchangeEntries, hasInterrupted, interruptedManifest, recoverInterrupted } from "./exchange-entries.js";
import { takeLock } from "./lock.js";
import type { OutputTree } from "./output-tree.js";
import type { TreeChange } from "./tree-change.js";
import {
  ANY_CONTENT,
  digestOf,
  MANIFEST,
  type Manifest,
  parseManifest,
  readManifest,
  renderManifest,
} from "./tree-manifest.js";

export interface TreeTarget {
  /** The folder; made if it is missing. */
  readonly root: string;
  /** True for files of the last run that this one says nothing about: they stay as they are. */
  readonly keeps?: (path: string) => boolean;
  /** True for files that hold nothing of people's and change often: they are replaced whatever they hold, and the manifest has no digest of them. */
  readonly free?: (path: string) => boolean;
  /** Files that are people's from the start: written where there is none, never replaced. */
  readonly seeds?: OutputTree;
  /** Replace what others wrote or edited. */
  readonly force?: boolean;
  /** How long another run is waited for. Default: 10 s. */
  readonly lockWaitMs?: number;
  readonly signal?: AbortSignal;
}

interface Conflict {
  readonly path: string;
  /** `edited`: the last run wrote it, and somebody changed it. `foreign`: Wireloom did not write it. */
  readonly kind: "edited" | "foreign";
}

interface Plan {
  /** What will be in the folder, with the manifest. */
  readonly files: OutputTree;
  readonly changes: readonly TreeChange[];
  readonly conflicts: readonly Conflict[];
}

const LOCK_WAIT_MS = 10_000;
const LOCK = ".wireloom-lock";

/** What writing would change. */
export const compareTree = (tree: OutputTree, target: TreeTarget): readonly TreeChange[] =>
  planTree(tree, { ...target, root: realRoot(target.root) }).changes;

/** The changes that were made; none if something is in the way, and the report says what. */
export async function writeTree(tree: OutputTree, target: TreeTarget, report: Report): Promise<readonly TreeChange[]> {
  const root = realRoot(target.root);
  if (!checkPaths(tree, root, report)) return [];
  try {
    return await writeChecked(tree, { ...target, root }, report);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    report.add({
      code: "usage/cannot-write",
      severity: "error",
      message: `The output cannot be written (${code}); nothing was changed.`,
      file: target.root,
      fix: "Check that it is a folder, its rights and its space.",
    });
    return [];
  }
}

async function writeChecked(tree: OutputTree, target: TreeTarget, report: Report): Promise<readonly TreeChange[]> {
  const { root } = target;
  removeAbandoned(root);
  const plan = planTree(tree, target);
  if (plan.changes.length === 0 && !hasInterrupted(root) && !existsSync(join(root, LOCK))) return [];
  if (createFolder(root, plan.files)) return plan.changes;
  mkdirSync(root, { recursive: true });
  const lock = await takeLock(join(root, LOCK), {
    waitMs: target.lockWaitMs ?? LOCK_WAIT_MS,
    ...(target.signal && { signal: target.signal }),
  });
  if ("heldBy" in lock) {
    report.add({
      code: "usage/locked",
      severity: "error",
      message: `Another run writes this folder: ${lock.heldBy}.`,
      file: target.root,
      fix: `Wait for it to end; if there is no such process, remove ${join(root, LOCK)}.`,
    });
    return [];
  }
  try {
    return writeLocked(tree, target, report);
  } finally {
    lock.release();
  }
}

function writeLocked(tree: OutputTree, target: TreeTarget, report: Report): readonly TreeChange[] {
  const { root } = target;
  // While the lock is held, what an interrupted run left counts as ours, and goes away.
  const listed = listedFiles(root);
  recoverInterrupted(root, (path) => listed.has(path));
  const { files, changes, conflicts } = planTree(tree, target, listed);
  if (conflicts.length > 0 && target.force !== true) {
    reportConflicts(conflicts, root, report);
    return [];
  }
  if (changes.length > 0) exchangeEntries(root, files, changes);
  return changes;
}

/** Digests that each listed file may have: those of the last run and of one that was interrupted. */
type Listed = ReadonlyMap<string, ReadonlySet<string>>;

function listedFiles(root: string): Listed {
  const listed = new Map<string, Set<string>>();
  const add = (manifest: Manifest): void => {
    for (const [path, digest] of manifest) listed.set(path, (listed.get(path) ?? new Set()).add(digest));
  };
  add(readManifest(root));
  add(interruptedManifest(root));
  return listed;
}

function planTree(tree: OutputTree, target: TreeTarget, listed: Listed = listedFiles(target.root)): Plan {
  const { root, keeps, free } = target;
  const changes: TreeChange[] = [];
  const conflicts: Conflict[] = [];
  const manifest = new Map<string, string>();
  for (const [path, text] of tree) {
    manifest.set(path, free?.(path) === true ? ANY_CONTENT : digestOf(text));
    const found = contentAt(root, path);
    if (found === text) continue;
    changes.push({ path, kind: found === undefined ? "added" : "changed" });
    if (found !== undefined && !isOwn(found, listed.get(path)))
      conflicts.push({ path, kind: listed.has(path) ? "edited" : "foreign" });
  }
  for (const [path, digests] of listed) {
    if (tree.has(path)) continue;
    const found = contentAt(root, path);
    if (keeps?.(path) === true) {
      const [digest] = digests;
      if (digest !== undefined) manifest.set(path, digest);
    } else if (found !== undefined) {
      changes.push({ path, kind: "removed" });
      if (!isOwn(found, digests)) conflicts.push({ path, kind: "edited" });
    }
  }
  const files = new Map(tree);
  for (const [path, text] of target.seeds ?? []) {
    if (contentAt(root, path) !== undefined) continue;
    changes.push({ path, kind: "added" });
    files.set(path, text);
  }
  const found = contentAt(root, MANIFEST);
  // Files that are people's from the start need no list.
  if (found === undefined && manifest.size === 0) return { files, changes: inOrder(changes), conflicts };
  const text = renderManifest(manifest);
  if (found !== text) {
    changes.push({ path: MANIFEST, kind: found === undefined ? "added" : "changed" });
    if (found !== undefined && parseManifest(String(found)) === undefined)
      conflicts.push({ path: MANIFEST, kind: "foreign" });
  }
  files.set(MANIFEST, text);
  return { files, changes: inOrder(changes), conflicts };
}

const inOrder = (changes: readonly TreeChange[]): readonly TreeChange[] =>
  changes.toSorted((a, b) => (a.path < b.path ? -1 : 1));

/** What stands where a file should be and is none, such as a link or a folder. */
const NO_FILE = Symbol("no file");

function contentAt(root: string, path: string): string | typeof NO_FILE | undefined {
  const file = join(root, path);
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (!stat) return undefined;
  return stat.isFile() ? readFileSync(file, "utf8") : NO_FILE;
}

const isOwn = (content: string | typeof NO_FILE, digests: ReadonlySet<string> | undefined): boolean =>
  content !== NO_FILE && (digests?.has(ANY_CONTENT) === true || digests?.has(digestOf(content)) === true);

const SHOWN = 20;

function reportConflicts(conflicts: readonly Conflict[], root: string, report: Report): void {
  const say = (kind: Conflict["kind"], code: string, what: string, fix: string): void => {
    const paths = conflicts.filter((conflict) => conflict.kind === kind).map(({ path }) => path);
    if (paths.length === 0) return;
    const rest = paths.length > SHOWN ? `, and ${paths.length - SHOWN} more` : "";
    report.add({
      code,
      severity: "error",
      message: `${what}: ${paths.slice(0, SHOWN).join(", ")}${rest}. Nothing was changed.`,
      file: root,
      fix,
    });
  };
  const force = "or pass --force to have them replaced.";
  say(
    "foreign",
    "usage/foreign-files",
    "Files stand here that wireloom did not write",
    `Name another folder, ${force}`,
  );
  say(
    "edited",
    "usage/edited-files",
    "Generated files were edited since the last run",
    `Move the edits to where the files are made from, ${force}`,
  );
}

/** Where the user's folder really is: a link that he names is his, links inside of it are not followed. */
function realRoot(root: string): string {
  try {
    return realpathSync(root);
  } catch {
    return resolve(root);
  }
}

/** None may leave the target, directly or through a link. */
function checkPaths(tree: OutputTree, root: string, report: Report): boolean {
  const seen = new Map<string, string>();
  const links = new Map<string, boolean>();
  const isLink = (folder: string): boolean => {
    const is = links.get(folder) ?? (existsSync(folder) && lstatSync(folder).isSymbolicLink());
    links.set(folder, is);
    return is;
  };
  for (const path of tree.keys()) {
    const target = resolve(root, path);
    const collides = seen.get(path.toLowerCase());
    seen.set(path.toLowerCase(), path);
    if (!target.startsWith(root + sep) || throughLink(root, path, isLink) || collides !== undefined) {
      report.add({
        code: "config/output-path",
        severity: "error",
        message:
          collides === undefined
            ? `The output path "${path}" leaves the output folder.`
            : `The output paths "${collides}" and "${path}" are one file where letter case does not count.`,
        file: root,
        fix: "Rename the topic in line.yaml, or remove the link from the output folder.",
      });
      return false;
    }
  }
  return true;
}

function throughLink(root: string, path: string, isLink: (folder: string) => boolean): boolean {
  let current = root;
  for (const segment of dirname(path).split("/")) {
    current = join(current, segment);
    if (isLink(current)) return true;
  }
  return false;
}
