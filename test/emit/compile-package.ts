/** Writes generated files to a temporary folder and compiles them as a user's strict project would. */

import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import ts from "typescript";
import { compile } from "../compile.js";

export const runtimeTexts = new Map(
  ["decimal.ts", "json-bytes.ts", "pointer.ts", "validator.ts"].map((name): [string, string] => [
    name,
    readFileSync(join(import.meta.dirname, "../../templates/runtime", name), "utf8"),
  ]),
);

export interface CompiledPackage {
  readonly folder: string;
  readonly errors: readonly string[];
}

export function compilePackage(trees: readonly ReadonlyMap<string, string>[]): CompiledPackage {
  const folder = mkdtempSync(join(tmpdir(), "wireloom-emit-"));
  const paths: string[] = [];
  for (const [path, text] of [
    ["package.json", '{ "type": "module" }'] as const,
    ...trees.flatMap((tree) => [...tree]),
  ]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    if (path.endsWith(".ts")) paths.push(join(folder, path));
  }
  const errors = compile(paths, {
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts"],
    types: [],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    isolatedModules: true,
    declaration: true,
    rootDir: join(folder, "src"),
    outDir: join(folder, "dist"),
  });
  return { folder, errors };
}
