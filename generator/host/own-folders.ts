/** What this package brings along. */

import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Root of this package: the nearest folder above with a package.json, the same for sources and for dist. */
export const OWN_ROOT: string = findRoot(dirname(fileURLToPath(import.meta.url)));
/** The spec that ships with Wireloom. */
export const OWN_SCHEMAS: string = join(OWN_ROOT, "schemas");
/** The templates of the generated package. */
export const OWN_TEMPLATES: string = join(OWN_ROOT, "templates");

function findRoot(folder: string): string {
  return existsSync(join(folder, "package.json")) || dirname(folder) === folder ? folder : findRoot(dirname(folder));
}

/** As package.json has it. */
export function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(join(OWN_ROOT, "package.json"), "utf8")) as { version: string };
  return version;
}
