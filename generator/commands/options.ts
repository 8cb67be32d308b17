/** What every command gets besides its own options. */

export { OWN_SCHEMAS, OWN_TEMPLATES } from "../host/own-folders.js";

/** The checkouts of the documentation, the spec folder and the package of who works with them, in his working directory. */
export const DEFAULT_DOCS = "docs";
export const DEFAULT_SCHEMAS = "schemas";
export const DEFAULT_OUT = "generated";

export interface CommandContext {
  /** One line of progress, for people; absent: silent. */
  readonly progress?: (text: string) => void;
  readonly signal?: AbortSignal;
}

export const SCHEMAS_HELP = "spec folder (default: schemas if it is one, else the one that ships)";
