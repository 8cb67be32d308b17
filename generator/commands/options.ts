/** What every command gets besides its own options. */

import { fileURLToPath } from "node:url";

/** The spec that ships with Wireloom. */
export const OWN_SCHEMAS = fileURLToPath(new URL("../../../schemas/", import.meta.url));
/** The templates of the generated package. */
export const OWN_TEMPLATES = fileURLToPath(new URL("../../../templates/", import.meta.url));

/** Where the package is written by default. */
export const OWN_GENERATED = fileURLToPath(new URL("../../../generated/", import.meta.url));

export interface CommandContext {
  /** One line of progress, for people; absent: silent. */
  readonly progress?: (text: string) => void;
  readonly signal?: AbortSignal;
}
