/** The whole package: every line's types, validators and protocol modules, and what is around them. */

import { createHash } from "node:crypto";
import { fileHeader } from "../code/code.js";
import { invariant } from "../diagnostics/diagnostic.js";
import type { OutputTree } from "../host/output-tree.js";
import type { Release } from "../spec/releases.js";
import type { LineSpec, Spec } from "../spec/spec.js";
import { emitLine } from "./line/emit-line.js";
import { emitPackageFiles } from "./package.js";
import { emitRecognisers } from "./recognisers/emit-recognisers.js";
import { emitTypes } from "./types/emit-types.js";
import { emitValidators } from "./validators/emit-validators.js";
import { emitWasm } from "./wasm/emit-wasm.js";

/** What was emitted for a line before, by its name: of a line that says the same nothing is emitted anew. */
export type EmittedLines = Map<string, { readonly digest: string; readonly tree: OutputTree }>;

interface Surroundings {
  /** Of the package, the newest first. */
  readonly releases?: readonly Release[];
  /** For who emits one spec after the other. */
  readonly emitted?: EmittedLines;
}

/** `templates`: texts of templates/ by path, `LICENSE` and `runtime/frame.ts` among them. */
export async function emitPackage(
  spec: Spec,
  templates: ReadonlyMap<string, string>,
  { releases = [], emitted }: Surroundings = {},
): Promise<OutputTree> {
  const runtime = new Map<string, string>();
  for (const [path, text] of templates) {
    const name = /^runtime\/(.+\.ts)$/.exec(path)?.[1];
    if (name !== undefined) runtime.set(name, fileHeader(`templates/${path}`) + text);
  }
  const tree = new Map<string, string>(emitPackageFiles(spec, runtime, releases));
  const licence = templates.get("LICENSE");
  invariant(licence !== undefined, "templates/ has the licence of the package");
  tree.set("LICENSE", licence);
  for (const line of spec.lines) {
    const digest = emitted && digestOf(line);
    const before = emitted?.get(line.name);
    const own = before && before.digest === digest ? before.tree : await emitWhole(line, templates);
    if (digest !== undefined) emitted?.set(line.name, { digest, tree: own });
    for (const [path, text] of own) tree.set(path, text);
  }
  return tree;
}

async function emitWhole(line: LineSpec, templates: ReadonlyMap<string, string>): Promise<OutputTree> {
  const parts = [
    await emitTypes(line),
    emitValidators(line),
    emitRecognisers(line),
    emitWasm(line),
    emitLine(line, templates),
  ];
  return new Map(parts.flatMap((part) => [...part]));
}

/** Of all that a line says: what is a map or a set in it is made from the rest. */
const digestOf = (line: LineSpec): string => createHash("sha256").update(JSON.stringify(line)).digest("hex");
