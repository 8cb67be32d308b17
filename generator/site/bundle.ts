/**
 * The scripts of the site, each a classic script: browsers load no modules from disk. esbuild reads what the generator emits and ships as it is, from
 * memory.
 */

import { posix } from "node:path";
import type { Plugin } from "esbuild";
import { invariant } from "../diagnostics/diagnostic.js";
import type { OutputTree } from "../host/output-tree.js";

export interface Bundle {
  /** What a module says, by its path. */
  readonly modules: OutputTree;
  /** Where it begins: a path of `modules`. */
  readonly entry: string;
  /** Folder from which packages are found. */
  readonly packages: string;
}

export async function bundleScript({ modules, entry, packages }: Bundle): Promise<string> {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "iife",
    platform: "browser",
    target: "es2022",
    minify: true,
    legalComments: "none",
    logLevel: "silent",
    absWorkingDir: packages,
    plugins: [fromMemory(modules, packages)],
  });
  const text = outputFiles[0]?.text;
  invariant(text !== undefined, "esbuild gives one file for one entry");
  return text;
}

const MEMORY = "memory";

/** Relative imports lead from module to module, all others to packages. */
const fromMemory = (modules: OutputTree, packages: string): Plugin => ({
  name: "modules from memory",
  setup(build) {
    build.onResolve({ filter: /.*/ }, ({ path, importer, namespace, kind }) => {
      if (kind === "entry-point") return { path, namespace: MEMORY };
      if (namespace !== MEMORY || !path.startsWith(".")) return undefined;
      return { path: posix.join(posix.dirname(importer), path).replace(/\.js$/, ".ts"), namespace: MEMORY };
    });
    build.onLoad({ filter: /.*/, namespace: MEMORY }, ({ path }) => {
      const contents = modules.get(path);
      invariant(contents !== undefined, `there is a module ${path}`);
      return { contents, loader: "ts", resolveDir: packages };
    });
  },
});
