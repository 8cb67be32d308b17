/** Files that the build makes of what ships, beside the compiled modules. Where the sources run without a build there are none. */

import { existsSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);

/** A CommonJS module, or the value of a JSON file; undefined where the build did not make it. */
export function loadBuilt<Content>(file: URL): Content | undefined {
  const path = fileURLToPath(file);
  return existsSync(path) ? (require(path) as Content) : undefined;
}

/** For the build. */
export const writeBuilt = (file: URL, text: string): void => writeFileSync(file, text);

/**
 * The compiled module beside the module of that URL, also where that runs from its source: a thread of Node 20 loads no TypeScript.
 */
export const compiledModule = (file: string, beside: string): URL =>
  new URL(file, beside.endsWith(".ts") ? beside.replace(/\/(?=generator\/[^/]+\/[^/]+$)/, "/dist/") : beside);
