/**
 * Writes an output tree whole or not at all: everything goes to a temporary folder beside the target first, then
 * into place by renames. Nothing is written outside of the target, whatever the paths say.
 */

import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import type { Report } from "../diagnostics/diagnostic.js";
import type { OutputTree } from "../spec/spec.js";

export interface TreeOptions {
  /** Target folder. */
  readonly root: string;
  /** True for the files below the target that the tool owns: what it no longer writes, it removes. */
  readonly owns: (path: string) => boolean;
}

export interface TreeChange {
  readonly path: string;
  readonly kind: "added" | "changed" | "removed";
}

/** What writing would change. */
export function compareTree(tree: OutputTree, { root, owns }: TreeOptions): TreeChange[] {
  const changes: TreeChange[] = [];
  for (const [path, text] of tree) {
    const file = join(root, path);
    if (!existsSync(file)) changes.push({ path, kind: "added" });
    else if (readFileSync(file, "utf8") !== text) changes.push({ path, kind: "changed" });
  }
  for (const path of listFiles(root)) if (owns(path) && !tree.has(path)) changes.push({ path, kind: "removed" });
  return changes.sort((a, b) => (a.path < b.path ? -1 : 1));
}

export function writeTree(tree: OutputTree, options: TreeOptions, report: Report): TreeChange[] {
  const root = resolve(options.root);
  if (!checkPaths(tree, root, report)) return [];
  const changes = compareTree(tree, options);
  if (changes.length === 0) return [];
  mkdirSync(root, { recursive: true });
  // Beside the files, so that a rename stays on one file system.
  const staging = mkdtempSync(join(root, ".wireloom-"));
  const undo: (() => void)[] = [];
  try {
    for (const { path, kind } of changes) {
      if (kind === "removed") continue;
      const file = join(staging, "new", path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, tree.get(path) ?? "");
    }
    for (const { path, kind } of changes) {
      const target = join(root, path);
      const old = join(staging, "old", path);
      if (kind !== "added") {
        mkdirSync(dirname(old), { recursive: true });
        renameSync(target, old);
        undo.push(() => renameSync(old, target));
      }
      if (kind !== "removed") {
        mkdirSync(dirname(target), { recursive: true });
        renameSync(join(staging, "new", path), target);
        undo.push(() => rmSync(target, { force: true }));
      }
    }
  } catch (error) {
    for (const step of undo.reverse()) step();
    report.add({
      code: "usage/cannot-write",
      severity: "error",
      message: `The output cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)}); nothing was changed.`,
      file: options.root,
      fix: "Check the rights and the space of the output folder.",
    });
    return [];
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  return changes;
}

/** Paths come from topic names: none may leave the target, directly or through a link. */
function checkPaths(tree: OutputTree, root: string, report: Report): boolean {
  const seen = new Map<string, string>();
  for (const path of tree.keys()) {
    const target = resolve(root, path);
    const collides = seen.get(path.toLowerCase());
    seen.set(path.toLowerCase(), path);
    if (!target.startsWith(root + sep) || throughLink(root, path) || collides !== undefined) {
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

function throughLink(root: string, path: string): boolean {
  let current = root;
  for (const segment of dirname(path).split("/")) {
    current = join(current, segment);
    if (existsSync(current) && lstatSync(current).isSymbolicLink()) return true;
  }
  return false;
}

function listFiles(root: string, below = ""): string[] {
  if (!existsSync(join(root, below))) return [];
  return readdirSync(join(root, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.name === "node_modules" || entry.name === "dist" || entry.name.startsWith(".wireloom-")) return [];
    return entry.isDirectory() ? listFiles(root, path) : [path];
  });
}
