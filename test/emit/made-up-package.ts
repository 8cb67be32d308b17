/** The package of the made-up lines, emitted by the sources at hand and ready to be used. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { transformSync } from "esbuild";
import { afterAll } from "vitest";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import { emitPackage } from "../../generator/emit/emit-package.js";
import { readTree } from "../../generator/host/folders.js";
import type { OutputTree } from "../../generator/host/output-tree.js";
import { OWN_TEMPLATES } from "../../generator/host/own-folders.js";
import type { Spec } from "../../generator/spec/spec.js";
import { loadMadeUpSpec } from "./made-up-lines.js";

export interface MadeUpPackage {
  readonly spec: Spec;
  readonly tree: OutputTree;
  /** Loads a module: `load("shop/frame")`. Types are taken out, not checked. */
  load<Exports>(module: string): Promise<Exports>;
}

export async function emitMadeUpPackage(): Promise<MadeUpPackage> {
  const spec = loadMadeUpSpec();
  const tree = await emitPackage(spec, readTree(OWN_TEMPLATES, createReport()));
  const folder = mkdtempSync(join(tmpdir(), "wireloom-package-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  for (const [path, text] of tree) {
    const [, module] = /^src\/(.+)\.ts$/.exec(path) ?? [];
    if (module === undefined) continue;
    const target = join(folder, `${module}.js`);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, transformSync(text, { loader: "ts", format: "esm", target: "es2022" }).code);
  }
  return {
    spec,
    tree,
    load: (module) => import(/* @vite-ignore */ pathToFileURL(join(folder, `${module}.js`)).href),
  };
}
