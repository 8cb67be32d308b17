/** JSON pointers (RFC 6901). */

/** The keys of a pointer: none for the empty one. */
export { pathOf as segmentsOf } from "../../templates/runtime/pointer.js";

/** One segment as it stands in a pointer. */
export const escapePointer = (key: string): string =>
  // Most names have neither, and two replacements of nothing cost more than a look.
  key.includes("~") || key.includes("/") ? key.replaceAll("~", "~0").replaceAll("/", "~1") : key;

/** The pointer of a path: the inverse of `segmentsOf`. */
export const pointerOf = (path: readonly (string | number)[]): string =>
  path.map((key) => `/${escapePointer(String(key))}`).join("");
