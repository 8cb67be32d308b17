/** Revisions of the made-up lines for tests: what a patch makes of them. */

import { parse } from "yaml";
import { mergePatch } from "../../generator/derive/overlay.js";
import type { SpecRevision } from "../../generator/diff/revision.js";
import type { Json } from "../../generator/schema/json-schema.js";
import { loadFiles, madeUpFiles } from "../emit/made-up-lines.js";

/** Merge patches (RFC 7396) by path below the spec folder; `null` removes a file. */
export type Patch = Readonly<Record<string, object | null>>;

export const BASE: ReadonlyMap<string, string> = madeUpFiles();

/** JSON is YAML, so all files are read as the one and written as the other. */
export function patched(files: ReadonlyMap<string, string>, patch: Patch): Map<string, string> {
  const all = new Map(files);
  for (const [path, change] of Object.entries(patch)) {
    const text = all.get(path);
    if (change === null) all.delete(path);
    else all.set(path, written(mergePatch(text === undefined ? undefined : (parse(text) as Json), change as Json)));
  }
  return all;
}

/** In ASCII: a file of YAML may not have all characters that a text of it can have. */
const written = (value: Json): string =>
  JSON.stringify(value).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** Reads the spec as `diff` does; a fault of it is a mistake of the test. */
export function revisionOf(files: ReadonlyMap<string, string>): SpecRevision {
  const { spec, diagnostics } = loadFiles(files);
  if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics, null, 2));
  return { name: "made-up", spec, releases: [], underived: [], defects: [], defectLines: {} };
}

/** The files of the lines that a patch names: what is not patched is the same on both sides. */
export function filesOf(lines: ReadonlySet<string>): Map<string, string> {
  return new Map([...BASE].filter(([path]) => !path.includes("/") || lines.has(path.split("/")[0] ?? "")));
}
