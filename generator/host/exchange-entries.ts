/**
 * Replaces what changed in a folder by a few renames: each of its entries that has a change is made whole in a staging folder first, with hard
 * links to what stays, and then takes the place of the old one. The manifest comes last. A run that is killed between two of the renames is
 * finished off by the next one.
 */

import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import { writeFiles } from "./create-folder.js";
import type { OutputTree } from "./output-tree.js";
import type { TreeChange } from "./tree-change.js";
import { MANIFEST, type Manifest, readManifest } from "./tree-manifest.js";

const STAGING = ".wireloom-staging";

interface Staging {
  readonly next: string;
  readonly old: string;
}

const stagingOf = (root: string): Staging => ({ next: join(root, STAGING, "new"), old: join(root, STAGING, "old") });

/** True if a run was killed while it wrote. */
export const hasInterrupted = (root: string): boolean => existsSync(join(root, STAGING));

/** What a run that was killed was about to write. */
export const interruptedManifest = (root: string): Manifest => {
  const { next, old } = stagingOf(root);
  return new Map([...readManifest(old), ...readManifest(next)]);
};

/**
 * Puts back what the killed run had only taken away, and removes its staging. Only for who holds the lock. `isOurs`: true for files that
 * Wireloom made.
 */
export function recoverInterrupted(root: string, isOurs: (path: string) => boolean): void {
  if (!hasInterrupted(root)) return;
  const { old } = stagingOf(root);
  for (const name of existsSync(old) ? readdirSync(old) : []) {
    if (!existsSync(join(root, name))) renameSync(join(old, name), join(root, name));
    else keepForeign(old, root, name, isOurs);
  }
  removeStaging(root);
}

/**
 * Undone if a rename fails. File system errors are thrown. Where even the undoing fails, the staging folder stays: everything of others is in it, and
 * the next run puts it back.
 */
export function exchangeEntries(root: string, files: OutputTree, changes: readonly TreeChange[]): void {
  const staging = stagingOf(root);
  const names = [...new Set(changes.map(({ path }) => path.split("/")[0] ?? path))].sort(manifestLast);
  const changed = new Set(changes.map(({ path }) => path));
  const isOurs = (path: string): boolean => changed.has(path);
  try {
    const written = changes.filter(({ kind }) => kind !== "removed");
    writeFiles(
      staging.next,
      written.map(({ path }) => [path, files.get(path) ?? ""]),
    );
    for (const name of names) if (isFolder(join(root, name))) linkRest(root, staging.next, name, isOurs);
  } catch (error) {
    removeStaging(root);
    throw error;
  }
  exchange(root, staging, names);
  for (const name of names) keepForeign(staging.old, root, name, isOurs);
  removeStaging(root);
}

const removeStaging = (root: string): void => rmSync(join(root, STAGING), { recursive: true, force: true });

const manifestLast = (a: string, b: string): number =>
  Number(a === MANIFEST) - Number(b === MANIFEST) || (a < b ? -1 : 1);

/** Everything else below an entry, into the staged one. */
function linkRest(root: string, next: string, below: string, isOurs: (path: string) => boolean): void {
  const from = join(root, below);
  const entries = readdirSync(from, { withFileTypes: true });
  if (entries.length === 0) mkdirSync(join(next, below), { recursive: true });
  for (const entry of entries) {
    const path = `${below}/${entry.name}`;
    if (entry.isDirectory()) linkRest(root, next, path, isOurs);
    else if (!isOurs(path)) {
      mkdirSync(join(next, below), { recursive: true });
      linkOne(join(root, path), join(next, path), entry.isSymbolicLink());
    }
  }
  if (existsSync(join(next, below))) chmodSync(join(next, below), lstatSync(from).mode);
}

function linkOne(from: string, to: string, isLink: boolean): void {
  if (isLink) {
    symlinkSync(readlinkSync(from), to);
    return;
  }
  try {
    linkSync(from, to);
  } catch {
    // File systems without hard links.
    copyFileSync(from, to);
  }
}

function exchange(root: string, { next, old }: Staging, names: readonly string[]): void {
  mkdirSync(old, { recursive: true });
  const present = names.filter((name) => existsSync(join(root, name)));
  // A file's second name is made first, so that its place is never empty. A folder has to be moved away.
  const linked = new Set(present.filter((name) => tryLink(join(root, name), join(old, name))));
  const isNew = new Set(names.filter((name) => existsSync(join(next, name))));
  const undo: (() => void)[] = [];
  try {
    for (const name of names) {
      const [place, kept] = [join(root, name), join(old, name)];
      if (linked.has(name)) undo.push(() => renameSync(kept, place));
      else if (!present.includes(name)) undo.push(() => rmSync(place, { recursive: true, force: true }));
      else {
        renameSync(place, kept);
        undo.push(() => {
          rmSync(place, { recursive: true, force: true });
          renameSync(kept, place);
        });
      }
      if (isNew.has(name)) renameSync(join(next, name), place);
      else rmSync(place, { force: true });
    }
  } catch (error) {
    for (const step of undo.reverse()) step();
    removeStaging(root);
    throw error;
  }
}

function tryLink(from: string, to: string): boolean {
  if (!lstatSync(from).isFile()) return false;
  try {
    linkSync(from, to);
    return true;
  } catch {
    return false;
  }
}

/** What somebody wrote into the old folder after it had been staged goes to the new one: an editor that saves by a rename, say. */
function keepForeign(old: string, root: string, below: string, isOurs: (path: string) => boolean): void {
  if (!isFolder(join(old, below)) || !isFolder(join(root, below))) return;
  for (const entry of readdirSync(join(old, below), { withFileTypes: true })) {
    const path = `${below}/${entry.name}`;
    const [from, to] = [join(old, path), join(root, path)];
    const isThere = existsSync(to);
    if (entry.isDirectory() && isThere) keepForeign(old, root, path, isOurs);
    else if (entry.isDirectory() ? holdsForeign(old, path, isOurs) : !isOurs(path) && !(isThere && isSame(from, to)))
      renameSync(from, to);
  }
}

const holdsForeign = (old: string, below: string, isOurs: (path: string) => boolean): boolean =>
  readdirSync(join(old, below), { withFileTypes: true }).some((entry) => {
    const path = `${below}/${entry.name}`;
    return entry.isDirectory() ? holdsForeign(old, path, isOurs) : !isOurs(path);
  });

const isSame = (a: string, b: string): boolean => lstatSync(a).ino === lstatSync(b).ino;

const isFolder = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
