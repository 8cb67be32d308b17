/** What git calls the content of a file, found without git. */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** In repositories that use SHA-1, which all of the large hosts do. */
export const blobHash = (content: Buffer): string =>
  createHash("sha1").update(`blob ${content.length}\0`).update(content).digest("hex");

/** Undefined for what cannot be read. */
export function fileHash(path: string): string | undefined {
  try {
    return blobHash(readFileSync(path));
  } catch {
    return undefined;
  }
}
