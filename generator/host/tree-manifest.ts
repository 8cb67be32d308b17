/**
 * `manifest.json` of a folder that Wireloom writes: each file of the last run with its digest. What is not in it belongs to somebody else;
 * what is in it and has another digest was edited.
 */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject } from "../schema/is-object.js";
import { stableJson } from "../schema/stable-json.js";
import { parseJson } from "../text/parse-json.js";

export const MANIFEST = "manifest.json";

/** Digest by path, paths with `/` from the folder's root. */
export type Manifest = ReadonlyMap<string, string>;

/** Instead of a digest: whatever the file holds is replaced. */
export const ANY_CONTENT = "";

export const digestOf = (content: string | Buffer): string => createHash("sha256").update(content).digest("hex");

/** Empty where there is none, or something that is no manifest. */
export function readManifest(folder: string): Manifest {
  try {
    return parseManifest(readFileSync(join(folder, MANIFEST), "utf8")) ?? new Map();
  } catch {
    return new Map();
  }
}

/** Undefined for what is no manifest: somebody's file of the same name, one with marks of a merge, or one that lists files of other folders. */
export const parseManifest = (text: string): Manifest | undefined => toManifest(parseJson(text));

export function toManifest(value: unknown): Manifest | undefined {
  if (!isObject(value)) return undefined;
  const rows = Object.entries(value);
  const isRow = (row: [string, unknown]): row is [string, string] =>
    isBelow(row[0]) && typeof row[1] === "string" && /^(?:[0-9a-f]{64})?$/.test(row[1]);
  return rows.every(isRow) ? new Map(rows) : undefined;
}

/** A path of the folder's own, and nothing of a run that is under way. */
const isBelow = (path: string): boolean =>
  !/[\\\0]/.test(path) &&
  !path.startsWith(".wireloom") &&
  path.split("/").every((part) => !["", ".", ".."].includes(part));

export function renderManifest(manifest: Manifest): string {
  return stableJson(Object.fromEntries([...manifest].sort(([a], [b]) => (a < b ? -1 : 1))));
}
