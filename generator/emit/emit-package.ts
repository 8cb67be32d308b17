/** The whole package: every line's types, validators and protocol modules, and what is around them. */

import { fileHeader } from "../code/code.js";
import { invariant } from "../diagnostics/diagnostic.js";
import type { OutputTree } from "../host/output-tree.js";
import type { Release } from "../spec/releases.js";
import type { Spec } from "../spec/spec.js";
import { emitLine } from "./line/emit-line.js";
import { emitPackageFiles } from "./package.js";
import { emitRecognisers } from "./recognisers/emit-recognisers.js";
import { emitTypes } from "./types/emit-types.js";
import { emitValidators } from "./validators/emit-validators.js";
import { emitWasm } from "./wasm/emit-wasm.js";

/** `templates`: texts of templates/ by path, `LICENSE` and `runtime/frame.ts` among them. `releases`: the newest first. */
export async function emitPackage(
  spec: Spec,
  templates: ReadonlyMap<string, string>,
  releases: readonly Release[] = [],
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
    const parts = [
      await emitTypes(line),
      emitValidators(line),
      emitRecognisers(line),
      emitWasm(line),
      emitLine(line, templates),
    ];
    for (const part of parts) {
      for (const [path, text] of part) tree.set(path, text);
    }
  }
  return tree;
}
