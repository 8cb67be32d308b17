/** A file that grows by what is appended, and keeps what it has when an append fails. */

import { type FileHandle, open } from "node:fs/promises";
import { writeReason } from "./output-file.js";

export interface GrowingFile {
  /** Bytes that it has. */
  readonly size: number;
  /** Why it could not be written; undefined if it was. */
  append(bytes: Buffer): Promise<string | undefined>;
  close(): Promise<void>;
}

/** A new file, or why there is none. `isTaken`: a file of this name is there. */
export async function createGrowingFile(
  path: string,
): Promise<GrowingFile | { readonly reason: string; readonly isTaken: boolean }> {
  let handle: FileHandle;
  try {
    handle = await open(path, "wx");
  } catch (error) {
    return { reason: writeReason(error), isTaken: (error as NodeJS.ErrnoException).code === "EEXIST" };
  }
  let size = 0;
  return {
    get size() {
      return size;
    },
    async append(bytes) {
      try {
        await handle.writeFile(bytes);
        size += bytes.length;
        return undefined;
      } catch (error) {
        // A part of it may have been written.
        await handle.truncate(size).catch(() => {});
        return writeReason(error);
      }
    },
    close: () => handle.close(),
  };
}
