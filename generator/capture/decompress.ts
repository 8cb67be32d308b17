/** The bytes of a capture, plain, gzip or zstd, piece by piece. Everything that could be decompressed before a damaged place is handed out first. */

import { createGunzip } from "node:zlib";
import type { ContainerDamage } from "./damage.js";
import { unfoldInPieces } from "./unfold.js";
import { unzstd } from "./unzstd.js";
import { isSkippable, ZSTD_MAGIC } from "./zstd-frames.js";

export type Compression = "none" | "gzip" | "zstd";

/** At most 1,032 times larger when decompressed (the limit of deflate): 16 MB. */
const PIECE = 16 * 1024;
/** CRC and length at the end of gzip data. If they are wrong, what they belong to is out by then. */
const GZIP_END = 8;

export function compressionOf(head: Buffer): Compression {
  if (head.length >= 2 && head[0] === 0x1f && head[1] === 0x8b) return "gzip";
  if (head.length < 4) return "none";
  const magic = head.readUInt32LE(0);
  // A skippable frame may come first.
  return magic === ZSTD_MAGIC || isSkippable(magic) ? "zstd" : "none";
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
  const failure = yield* unfoldInPieces(createGunzip({ chunkSize: 64 * 1024 }), smallPieces(input));
  if (failure === undefined) return undefined;
  return {
    message:
      (failure as NodeJS.ErrnoException).code === "Z_BUF_ERROR"
        ? "The gzip data ends too early."
        : `The gzip data is damaged (${failure.message}).`,
  };
}

/** The end of the data is a piece of its own. */
async function* smallPieces(input: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  let end: Buffer = Buffer.alloc(0);
  for await (const more of input) {
    const bytes = end.length === 0 ? more : Buffer.concat([end, more]);
    const inside = Math.max(bytes.length - GZIP_END, 0);
    for (let start = 0; start < inside; start += PIECE) yield bytes.subarray(start, Math.min(start + PIECE, inside));
    end = bytes.subarray(inside);
  }
  if (end.length > 0) yield end;
}
