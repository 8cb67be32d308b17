/**
 * Which files of a folder were made of which input, so that the next run makes only what is made of something else. It has digests only: the files
 * are read from the folder, and one that was edited is made again. Nothing depends on it but time, so it stays on the machine: git ignores it.
 */

import { lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isObject } from "../schema/is-object.js";
import { stableJson } from "../schema/stable-json.js";
import { parseJson } from "../text/parse-json.js";
import type { OutputTree } from "./output-tree.js";
import { digestOf, type Manifest, toManifest } from "./tree-manifest.js";

export interface OutputMemo {
  /** What a run before made of the input, if it all stands in the folder as it was made. */
  get(input: string): OutputTree | undefined;
  set(input: string, files: OutputTree): void;
  /** Keeps for the next run what this one has set. */
  save(): void;
}

const FOLDER = ".wireloom-cache";

/** `code`: digest of what makes files of inputs. What other code made counts as nothing. */
export function openMemo(root: string, code: string): OutputMemo {
  const former = readMade(root, code);
  const made = new Map<string, OutputTree>();
  return {
    get(input) {
      const files = [...(former.get(input) ?? [])].map(([path, digest]) => [path, textOf(root, path, digest)] as const);
      const whole = files.filter((file): file is readonly [string, string] => file[1] !== undefined);
      return files.length > 0 && whole.length === files.length ? new Map(whole) : undefined;
    },
    set(input, files) {
      made.set(input, files);
    },
    save: () => writeMade(root, code, made),
  };
}

function textOf(root: string, path: string, digest: string): string | undefined {
  const text = readIfThere(join(root, path));
  return text !== undefined && digestOf(text) === digest ? text : undefined;
}

const fileOf = (root: string): string => join(root, FOLDER, "made.json");

function readMade(root: string, code: string): ReadonlyMap<string, Manifest> {
  const value = parseJson(readIfThere(fileOf(root)) ?? "");
  if (!isObject(value) || value.code !== code || !isObject(value.made)) return new Map();
  return new Map(Object.entries(value.made).map(([input, files]) => [input, toManifest(files) ?? new Map()]));
}

function writeMade(root: string, code: string, trees: ReadonlyMap<string, OutputTree>): void {
  const digests = (files: OutputTree) => Object.fromEntries([...files].map(([path, text]) => [path, digestOf(text)]));
  const made = Object.fromEntries([...trees].map(([input, files]) => [input, digests(files)]));
  const text = stableJson({ code, made });
  const file = fileOf(root);
  if (readIfThere(file) === text) return;
  const folder = join(root, FOLDER);
  try {
    mkdirSync(folder, { recursive: true });
    // A link could lead anywhere.
    if (!lstatSync(folder).isDirectory()) return;
    writeFileSync(join(folder, ".gitignore"), "*\n");
    const staged = `${file}.${process.pid}`;
    writeFileSync(staged, text);
    renameSync(staged, file);
  } catch {
    // The next run takes longer.
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
