/** Files that are open for reading. Errors of the file system are thrown, except from closing. */

import { closeSync, constants, fstatSync, open, openSync, read, readSync } from "node:fs";
import { Socket } from "node:net";
import type { Readable } from "node:stream";
import { promisify } from "node:util";

export interface OpenFile {
  /** Of the process, so that any thread can read it. */
  readonly fd: number;
  /** Bytes of a regular file; absent where only reading tells: pipes, devices, files that say 0. */
  readonly size?: number;
  /** Of a pipe: reading it can be given up (`destroy`) while nobody writes. It closes the descriptor. */
  readonly pipe?: Readable;
}

const openLater = promisify(open);
const readLater = promisify(read);

/** `size`: bytes that it had when it was named; a file that has lost some since is told from one that was always short when its end comes too early. */
export async function openFile(path: string, size = 0): Promise<OpenFile> {
  const fd = await openLater(path, "r");
  try {
    const stat = fstatSync(fd);
    if (stat.isFIFO()) return { fd, pipe: new Socket({ fd, readable: true, writable: false }) };
    const bytes = stat.isFile() ? Math.max(stat.size, size) : 0;
    return bytes === 0 ? { fd } : { fd, size: bytes };
  } catch (error) {
    closeFile(fd);
    throw error;
  }
}

/** Ends the waiting for the first writer of a pipe, if `openFile` does that: to the pipe it looks as if one came and went. */
export function stopWaiting(path: string): void {
  try {
    closeSync(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK));
  } catch {}
}

/** Fills the buffer as far as it goes, and gives the number of bytes; 0: the end. `position`: null for pipes and devices, which have none. */
export async function readFrom(fd: number, buffer: Buffer, position: number | null): Promise<number> {
  return (await readLater(fd, buffer, 0, buffer.length, position)).bytesRead;
}

/** As `readFrom`, at once: for threads that have nothing else to do. */
export const readAt = (fd: number, buffer: Buffer, position: number): number =>
  readSync(fd, buffer, 0, buffer.length, position);

/** Nothing was written: what closing complains about is of no interest. */
export function closeFile(fd: number): void {
  try {
    closeSync(fd);
  } catch {}
}
