/** References of the dialect: into `$defs` of the same file, as a JSON pointer in a URI fragment. */

import { escapePointer } from "./pointer.js";

const PREFIX = "#/$defs/";

/** The reference to a definition, whatever its name. */
export const referenceTo = (definition: string): string => `${PREFIX}${encodeURIComponent(escapePointer(definition))}`;

/** `item` of `#/$defs/item`; undefined for what is no such reference. */
export function definitionOf(reference: string): string | undefined {
  if (!reference.startsWith(PREFIX)) return undefined;
  try {
    return decodeURIComponent(reference.slice(PREFIX.length)).replaceAll("~1", "/").replaceAll("~0", "~");
  } catch {
    // A percent sign that escapes nothing.
    return undefined;
  }
}
