/** How a recording is compressed: each batch to a part of its own, so that a file that was cut anywhere is whole up to its last part. */

import { promisify } from "node:util";
import zlib from "node:zlib";
import { findZstd, zstdByProgram } from "../host/zstd-program.js";

export type Compress = (bytes: Buffer) => Promise<Buffer>;

/** By the ending of the file's name. Undefined where nothing on this machine can do that. */
export function compressFor(file: string): Compress | undefined {
  if (file.endsWith(".gz")) return promisify<Buffer, Buffer>(zlib.gzip);
  return file.endsWith(".zst") ? zstd() : async (bytes) => bytes;
}

/** Declarations of Node 20 do not have it. */
const { zstdCompress } = zlib as {
  zstdCompress?: (bytes: Buffer, done: (error: Error | null, result: Buffer) => void) => void;
};

function zstd(): Compress | undefined {
  if (zstdCompress) return promisify(zstdCompress);
  const program = findZstd();
  return program === undefined ? undefined : (bytes) => zstdByProgram(program, bytes);
}
