/** What stands in folders. */

import { createHash } from "node:crypto";
import { type Dirent, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../diagnostics/diagnostic.js";
import type { OutputTree } from "./output-tree.js";
import { readText } from "./read-text.js";

export const exists = (path: string): boolean => existsSync(path);

export const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** Names of the folders in a folder, sorted; none where it is no folder, or none that can be read. */
export function foldersIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  } catch {
    return [];
  }
}

/** Paths of the files below a folder, from there, with `/`, sorted; links are not followed. A folder that cannot be read is reported. */
export function filesBelow(folder: string, report: Report): string[] {
  const files: string[] = [];
  const visit = (below: string): void => {
    for (const entry of entriesOf(join(folder, below), report)) {
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) visit(path);
      else if (entry.isFile()) files.push(path);
    }
  };
  visit("");
  return files.sort();
}

/** Texts of the files below a folder that are wanted. What cannot be read is reported. */
export function readTree(folder: string, report: Report, isWanted: (path: string) => boolean = () => true): OutputTree {
  const texts = new Map<string, string>();
  for (const path of filesBelow(folder, report).filter(isWanted)) {
    const file = join(folder, path);
    const text = readText(file, { name: file, fix: FIX }, report);
    if (text !== undefined) texts.set(path, text);
  }
  return texts;
}

/**
 * Digest of the paths and contents of all files below a folder. Undefined where one cannot be read, or is a link: nobody knows what else that leads
 * to.
 */
export function folderDigest(folder: string): string | undefined {
  const hash = createHash("sha256");
  const add = (below: string): boolean =>
    readdirSync(join(folder, below), { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .every((entry) => {
        const path = `${below}/${entry.name}`;
        if (entry.isDirectory()) return add(path);
        if (!entry.isFile()) return false;
        const bytes = readFileSync(join(folder, path));
        hash.update(`${path}\0${bytes.length}\0`).update(bytes);
        return true;
      });
  try {
    return add("") ? hash.digest("hex") : undefined;
  } catch {
    return undefined;
  }
}

const FIX = "Check the path and its rights.";

function entriesOf(folder: string, report: Report): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    report.add({
      code: "input/unreadable",
      severity: "error",
      message: `The folder cannot be read (${code}).`,
      file: folder,
      fix: FIX,
    });
    return [];
  }
}
