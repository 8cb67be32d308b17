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
