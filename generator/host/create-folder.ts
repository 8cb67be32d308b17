/** The first write of a folder: made whole beside its place and put there by one rename. */

import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { isAlive } from "./lock.js";
import type { OutputTree } from "./output-tree.js";

/** False if the folder has something in it, or cannot be put in place by a rename: then its entries are exchanged. */
export function createFolder(root: string, files: OutputTree): boolean {
  const found = statSync(root, { throwIfNoEntry: false });
  // The working directory stays the one that it is: a shell stands in it.
  if (found && (!found.isDirectory() || readdirSync(root).length > 0 || root === process.cwd())) return false;
  const staging = stagingOf(root);
  try {
    mkdirSync(dirname(root), { recursive: true });
    writeFiles(staging, files);
    if (found) chmodSync(staging, found.mode);
    renameSync(staging, root);
    return true;
  } catch {
    // A mount point, a parent that cannot be written, another run that was faster.
    return false;
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** What runs that were killed left beside the folder. */
export function removeAbandoned(root: string): void {
  const prefix = basename(besideOf(root));
  const parent = dirname(root);
  for (const name of existsSync(parent) ? readdirSync(parent) : []) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : Number.NaN;
    if (Number.isSafeInteger(pid) && pid > 0 && !isAlive(pid))
      rmSync(join(parent, name), { recursive: true, force: true });
  }
}

/** Where a folder is made that is to be put in place by a rename. */
export const stagingOf = (root: string): string => `${besideOf(root)}${process.pid}`;

const besideOf = (root: string): string => join(dirname(root), `.${basename(root)}.wireloom-`);

export function writeFiles(folder: string, files: Iterable<readonly [path: string, text: string]>): void {
  mkdirSync(folder, { recursive: true });
  const made = new Set<string>();
  for (const [path, text] of files) {
    const file = join(folder, path);
    const parent = dirname(file);
    if (!made.has(parent)) mkdirSync(parent, { recursive: true });
    made.add(parent);
    writeFileSync(file, text);
  }
}
