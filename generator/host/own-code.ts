/** A digest of this package's code, for what is kept from one run to the next. */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadBuilt } from "./build-output.js";
import { OWN_ROOT } from "./own-folders.js";

/**
 * Written by write-code-digest.ts, because reading hundreds of modules takes longer than what a digest saves. Absent where the sources run without a
 * build: there code changes between any two runs.
 */
export const CODE_DIGEST = new URL("code-digest.json", import.meta.url);

/** Of the compiled modules, and of package.json: our version, and those of the packages that make code. Undefined without a build. */
export function ownCode(): string | undefined {
  const modules = loadBuilt<string>(CODE_DIGEST);
  if (modules === undefined) return undefined;
  return createHash("sha256")
    .update(modules)
    .update(readFileSync(join(OWN_ROOT, "package.json")))
    .digest("hex");
}
