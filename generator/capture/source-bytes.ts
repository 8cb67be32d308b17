/**
 * The bytes of a source, through one descriptor for the whole run: a file that is renamed, removed or replaced meanwhile is still read whole,
 * and every reader of it, on any thread, reads the same file.
 */

import type { Readable } from "node:stream";
import { closeFile, type OpenFile, openFile, readFrom, stopWaiting } from "../host/open-file.js";
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

/** An error of the file system is the result's `damage`. Where nothing comes any more, `signal` ends the bytes: of standard input and of pipes. */
export async function openBytes(source: CaptureSource, stdin: Readable, signal?: AbortSignal): Promise<SourceBytes> {
  const { path, size } = source;
  if (path === undefined) return bytesOfStream(stdin, signal);
  const stop = (): void => stopWaiting(path);
  // A file that has a size is no pipe.
  if (size === undefined) signal?.addEventListener("abort", stop);
  try {
    const file = await openFile(path, size);
    return file.pipe ? bytesOfStream(file.pipe, signal) : bytesOfFile(file);
  } catch (error) {
    return { damage: unreadable(error), read: nothing, close() {} };
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

function bytesOfFile({ fd, size }: OpenFile): SourceBytes {
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
          length = await readFrom(fd, buffer, size === undefined ? null : position);
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
      if (isOpen) closeFile(fd);
      isOpen = false;
    },
  };
}

function bytesOfStream(stream: Readable, signal?: AbortSignal): SourceBytes {
  let damage: Damage | undefined;
  const stop = (): void => void stream.destroy();
  return {
    get damage() {
      return damage;
    },
    async *read(onBytes) {
      signal?.addEventListener("abort", stop);
      if (signal?.aborted) stop();
      try {
        for await (const bytes of stream) {
          const buffer = typeof bytes === "string" ? Buffer.from(bytes) : (bytes as Buffer);
          onBytes?.(buffer.length);
          yield buffer;
        }
      } catch (error) {
        if (signal?.aborted !== true) damage = unreadable(error);
      } finally {
        signal?.removeEventListener("abort", stop);
      }
      return undefined;
    },
    close: stop,
  };
}

async function* nothing(): AsyncGenerator<never, undefined> {
  yield* [];
  return undefined;
}
