/** The text of a file that the user names, or why there is none: what that means is the caller's to say. */

import { readFileSync } from "node:fs";

export type FileText =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "missing" }
  /** `code`: the system's, e.g. `EACCES`. */
  | { readonly kind: "unreadable"; readonly code: string };

/** Of pipes and devices too. */
export function fileText(path: string): FileText {
  try {
    return { kind: "text", text: readFileSync(path, "utf8") };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    return code === "ENOENT" || code === "ENOTDIR" ? { kind: "missing" } : { kind: "unreadable", code };
  }
}
