/**
 * The bytes of a source, through one descriptor for the whole run: a file that is renamed, removed or replaced meanwhile is still read whole,
 * and every reader of it, on any thread, reads the same file.
 */

import { closeSync, fstatSync, open, read } from "node:fs";
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { becameShorter, type Damage, unreadable } from "./damage.js";
import type { CaptureSource } from "./sources.js";

export interface SourceBytes {
  /** Absent: standard input, or what could not be opened. */
  readonly fd?: number;
  /** Bytes of a regular file that count, even if it grows. Absent where only reading tells: pipes, devices, files that say 0. */
  readonly size?: number;
  /** What kept the source from being opened, or ended a reading too early. */
  readonly damage: Damage | undefined;
  /** From the start; where `size` is known as often as wanted, else once. `onBytes`: called with the bytes of each piece. */
  read(onBytes?: (bytes: number) => void): AsyncGenerator<Buffer, undefined>;
  /** Once nobody reads any more. */
  close(): void;
}

const READ_BYTES = 128 * 1024;

const openFile = promisify(open);
const readFile = promisify(read);

/** An error of the file system is the result's `damage`. */
export async function openBytes(source: CaptureSource, stdin: Readable): Promise<SourceBytes> {
  if (source.path === undefined) return bytesOfStream(stdin);
  let fd: number | undefined;
  try {
    fd = await openFile(source.path, "r");
    const stat = fstatSync(fd);
    // A file that has lost bytes since it was named is told from one that was always short when its end comes too early.
    const size = stat.isFile() ? Math.max(stat.size, source.size ?? 0) : 0;
    return bytesOfFile(fd, size === 0 ? undefined : size);
  } catch (error) {
    if (fd !== undefined) closeQuietly(fd);
    return { damage: unreadable(error), read: nothing, close() {} };
  }
}

function bytesOfFile(fd: number, size: number | undefined): SourceBytes {
  let damage: Damage | undefined;
  let isOpen = true;
  return {
    fd,
    ...(size === undefined ? {} : { size }),
    get damage() {
      return damage;
    },
    async *read(onBytes) {
      for (let position = 0; size === undefined || position < size; ) {
        const buffer = Buffer.allocUnsafe(size === undefined ? READ_BYTES : Math.min(READ_BYTES, size - position));
        let length: number;
        try {
          // Pipes and devices have no positions.
          const at = size === undefined ? null : position;
          length = (await readFile(fd, buffer, 0, buffer.length, at)).bytesRead;
        } catch (error) {
          damage = unreadable(error);
          return undefined;
        }
        if (length === 0) {
          if (size !== undefined) damage = becameShorter(size);
          return undefined;
        }
        position += length;
        onBytes?.(length);
        yield buffer.subarray(0, length);
      }
      return undefined;
    },
    close() {
      if (isOpen) closeQuietly(fd);
      isOpen = false;
    },
  };
}

function bytesOfStream(stream: Readable): SourceBytes {
  let damage: Damage | undefined;
  return {
    get damage() {
      return damage;
    },
    async *read(onBytes) {
      try {
        for await (const bytes of stream) {
          const buffer = typeof bytes === "string" ? Buffer.from(bytes) : (bytes as Buffer);
          onBytes?.(buffer.length);
          yield buffer;
        }
      } catch (error) {
        damage = unreadable(error);
      }
      return undefined;
    },
    close() {},
  };
}

async function* nothing(): AsyncGenerator<never, undefined> {
  yield* [];
  return undefined;
}

/** Nothing was written: what closing complains about is of no interest. */
function closeQuietly(fd: number): void {
  try {
    closeSync(fd);
  } catch {}
}
