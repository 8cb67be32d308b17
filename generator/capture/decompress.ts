/**
 * The bytes of a capture, plain, gzip or zstd, piece by piece. Everything that could be decompressed before a damaged place is handed
 * out first: Node's streams throw away what they still hold when an error comes, so each piece of input is drained before the next.
 */

import { createGunzip } from "node:zlib";
import { loadLater } from "../host/load-later.js";

const fzstd = loadLater<typeof import("fzstd")>("fzstd");

export type Compression = "none" | "gzip" | "zstd";

/** What was wrong with the container; the bytes before it were handed out. */
export interface ContainerDamage {
  readonly message: string;
}

/** At most 1,032 times larger when decompressed (the limit of deflate): 16 MB. */
const PIECE = 16 * 1024;
const ZSTD_MAGIC = 0xfd2fb528;
/** `zstd --long=27`, the most that the zstd tool itself reads without being asked to. */
const MAX_WINDOW = 128 * 1024 * 1024;

export function compressionOf(head: Buffer): Compression {
  if (head.length >= 2 && head[0] === 0x1f && head[1] === 0x8b) return "gzip";
  if (head.length < 4) return "none";
  const magic = head.readUInt32LE(0);
  // 0x184D2A50 to …5F: a skippable frame, which may come first.
  return magic === ZSTD_MAGIC || (magic & 0xfffffff0) >>> 0 === 0x184d2a50 ? "zstd" : "none";
}

/** The generator's return value tells what was damaged. */
export async function* decompress(
  input: AsyncIterable<Buffer>,
  compression: Compression,
): AsyncGenerator<Buffer, ContainerDamage | undefined> {
  if (compression === "gzip") return yield* gunzip(input);
  if (compression === "zstd") return yield* unzstd(input);
  yield* input;
  return undefined;
}

async function* gunzip(input: AsyncIterable<Buffer>): AsyncGenerator<Buffer, ContainerDamage | undefined> {
  const stream = createGunzip({ chunkSize: 64 * 1024 });
  const output: Buffer[] = [];
  let failure: Error | undefined;
  stream.on("data", (bytes: Buffer) => output.push(bytes));
  const failed = new Promise<void>((resolve) => {
    stream.on("error", (error) => {
      failure = error;
      resolve();
    });
  });
  const ended = new Promise<void>((resolve) => stream.on("end", resolve));
  try {
    for await (const bytes of input) {
      for (let start = 0; start < bytes.length && failure === undefined; start += PIECE) {
        const written = new Promise<void>((resolve) => {
          stream.write(bytes.subarray(start, start + PIECE), () => resolve());
        });
        await Promise.race([written, failed]);
        yield* output.splice(0);
      }
      if (failure !== undefined) break;
    }
    if (failure === undefined) {
      stream.end();
      await Promise.race([ended, failed]);
    }
    yield* output.splice(0);
  } finally {
    stream.destroy();
  }
  if (failure === undefined) return undefined;
  const code = (failure as NodeJS.ErrnoException).code;
  return {
    message:
      code === "Z_BUF_ERROR" ? "The gzip data ends too early." : `The gzip data is damaged (${failure.message}).`,
  };
}

async function* unzstd(input: AsyncIterable<Buffer>): AsyncGenerator<Buffer, ContainerDamage | undefined> {
  const output: Buffer[] = [];
  const stream = new (fzstd().Decompress)((bytes) =>
    output.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)),
  );
  let first = true;
  try {
    for await (const bytes of input) {
      if (first && windowOf(bytes) > MAX_WINDOW)
        return {
          message: `The zstd data needs a window of ${Math.round(windowOf(bytes) / 2 ** 20)} MB, more than 128.`,
        };
      first = false;
      for (let start = 0; start < bytes.length; start += PIECE) {
        // fzstd keeps what it is given; the caller's buffer may be reused.
        stream.push(Uint8Array.from(bytes.subarray(start, start + PIECE)), false);
        yield* output.splice(0);
      }
    }
    stream.push(new Uint8Array(0), true);
  } catch (error) {
    yield* output.splice(0);
    const message = error instanceof Error ? error.message : String(error);
    return {
      message: /EOF/i.test(message) ? "The zstd data ends too early." : `The zstd data is damaged (${message}).`,
    };
  }
  yield* output.splice(0);
  return undefined;
}

/** Window of the first frame, RFC 8878 section 3.1.1.1; 0 where the frame has none or is a skippable one. */
function windowOf(head: Buffer): number {
  if (head.length < 6 || head.readUInt32LE(0) !== ZSTD_MAGIC) return 0;
  const singleSegment = ((head[4] ?? 0) & 0x20) !== 0;
  if (singleSegment) return 0;
  const descriptor = head[5] ?? 0;
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}
