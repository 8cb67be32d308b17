/** What every command gets besides its own options. */

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Root of this package: the nearest folder above with a package.json, the same for sources and for dist. */
export const OWN_ROOT = findRoot(dirname(fileURLToPath(import.meta.url)));
/** The spec that ships with Wireloom. */
export const OWN_SCHEMAS = join(OWN_ROOT, "schemas");
/** The templates of the generated package. */
export const OWN_TEMPLATES = join(OWN_ROOT, "templates");
/** The spec folder and the package of who works with them, in his working directory. */
export const DEFAULT_SCHEMAS = "schemas";
export const DEFAULT_OUT = "generated";

function findRoot(folder: string): string {
  return existsSync(join(folder, "package.json")) || dirname(folder) === folder ? folder : findRoot(dirname(folder));
}

export interface CommandContext {
  /** One line of progress, for people; absent: silent. */
  readonly progress?: (text: string) => void;
  readonly signal?: AbortSignal;
}

export const SCHEMAS_HELP = "spec folder (default: schemas if it is one, else the one that ships)";
