/** The whole package: every line's types, validators and protocol modules, and what is around them. */

import { fileHeader } from "../code/code.js";
import { invariant } from "../diagnostics/diagnostic.js";
import type { OutputTree } from "../host/output-tree.js";
import type { Release } from "../spec/releases.js";
import type { Spec } from "../spec/spec.js";
import { emitPackageFiles, emitReadme } from "./package.js";
import { unitsOf } from "./units.js";
import { emitSources } from "./validators/emit-sources.js";

/** Modules by the input that they are made of, from one run to the next. A map is one. */
export interface EmittedUnits {
  get(input: string): OutputTree | undefined;
  set(input: string, unit: OutputTree): void;
}

interface Surroundings {
  /** Of the package, the newest first. */
  readonly releases?: readonly Release[];
  /** What is in here is not emitted again. */
  readonly emitted?: EmittedUnits;
}

/** `templates`: texts of templates/ by path, `LICENSE` and `runtime/frame.ts` among them. */
export async function emitPackage(
  spec: Spec,
  templates: ReadonlyMap<string, string>,
  { releases = [], emitted = new Map<string, OutputTree>() }: Surroundings = {},
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
    for (const { input, emit } of unitsOf(line, templates)) {
      const unit = emitted.get(input) ?? (await emit());
      emitted.set(input, unit);
      for (const [path, text] of unit) tree.set(path, text);
    }
    tree.set(`src/${line.name}/sources.ts`, emitSources(line));
  }
  tree.set("README.md", emitReadme(spec, tree));
  return tree;
}
