/**
 * Unfolds zstd data by what the machine has: Node itself from 22.15 on, the `zstd` program, or a library. All of them are handed the same parts
 * (zstd-frames.ts), check content sizes and checksums, and what is wrong is said in the same words.
 */

import type { Transform } from "node:stream";
import zlib from "node:zlib";
import { loadLater } from "../host/load-later.js";
import { findZstd, runZstd } from "../host/zstd-program.js";
import type { ContainerDamage } from "./damage.js";
import { unfoldInPieces } from "./unfold.js";
import { createXxh64 } from "./xxh64.js";
import { readZstdHeader, type ZstdPart, zstdDamaged, zstdParts } from "./zstd-frames.js";

const fzstd = loadLater<typeof import("fzstd")>("fzstd");

/** The generator's return value tells what was damaged. */
export type Unzstd = (input: AsyncIterable<Buffer>) => AsyncGenerator<Buffer, ContainerDamage | undefined>;

/** The best that there is here. */
export function unzstd(input: AsyncIterable<Buffer>): AsyncGenerator<Buffer, ContainerDamage | undefined> {
  const program = createZstdDecompress ? undefined : findZstd();
  if (createZstdDecompress) return unzstdByNode(input);
  return program === undefined ? unzstdByLibrary(input) : unzstdByProgram(program)(input);
}

/** Declarations of Node 20 do not have it. */
const { createZstdDecompress } = zlib as { createZstdDecompress?: (options: object) => Transform };

/** Node 22.15 and later have it themselves. */
export const hasOwnZstd: boolean = createZstdDecompress !== undefined;

const WRONG_BLOCK = zstdDamaged("a block cannot be unfolded");
const WRONG_CHECKSUM = zstdDamaged("the checksum is another one");

const damageOf = (message: string): ContainerDamage => (/checksum/i.test(message) ? WRONG_CHECKSUM : WRONG_BLOCK);

export const unzstdByNode: Unzstd = async function* (input) {
  const stream = createZstdDecompress?.({ params: { [ZSTD_D_WINDOW_LOG_MAX]: 27 } });
  if (!stream) return undefined;
  const parts = withEnd(zstdParts(input));
  const failure = yield* unfoldInPieces(stream, bytesOf(parts.all));
  return failure && !parts.end ? damageOf(failure.message) : parts.end;
};

/** ZSTD_d_windowLogMax, which declarations of Node 20 do not have. */
const ZSTD_D_WINDOW_LOG_MAX = 100;

export const unzstdByProgram = (program: string): Unzstd =>
  async function* (input) {
    const parts = withEnd(zstdParts(input));
    const said = yield* runZstd(program, toTheLastBlock(parts));
    if (said === undefined) return parts.end;
    if (/decoding error/i.test(said) && !parts.end) return damageOf(said);
    return parts.end ?? { message: `The zstd program failed (${said}).` };
  };

/** The program hands out a block once it knows how large the next one is: where data ends early, that is never. */
async function* toTheLastBlock(parts: ReturnType<typeof withEnd<ZstdPart, ContainerDamage | undefined>>) {
  yield* bytesOf(parts.all);
  if (parts.end) yield RAW_BLOCK_OF_ONE_BYTE;
}

const RAW_BLOCK_OF_ONE_BYTE = Buffer.from([1 << 3, 0, 0]);

/** The library moves all of its window for each block: with more than this a few bytes would take it minutes. */
const LIBRARY_WINDOW = 8 * 1024 * 1024;

export const unzstdByLibrary: Unzstd = async function* (input) {
  const parts = withEnd(zstdParts(input));
  const output: Buffer[] = [];
  let frame: ReturnType<typeof createFrame> | undefined;
  for await (const { kind, bytes } of parts.all) {
    try {
      if (kind === "header") {
        const { window } = readZstdHeader(bytes);
        if (window > LIBRARY_WINDOW) {
          const megabytes = Math.round(window / 2 ** 20);
          return { message: `The zstd data needs a window of ${megabytes} MB: for that, install zstd or Node 22.15.` };
        }
        frame = createFrame(bytes, output);
      } else if (kind === "block") frame?.add(bytes);
      else if (frame?.checksum() !== bytes.readUInt32LE(0)) return WRONG_CHECKSUM;
    } catch {
      return WRONG_BLOCK;
    }
    yield* output.splice(0);
    if (frame?.isWrong()) return WRONG_BLOCK;
  }
  frame?.end();
  yield* output.splice(0);
  return parts.end;
};

/** A frame in the library, which looks at neither checksums nor sizes. */
function createFrame(header: Buffer, output: Buffer[]) {
  const { hasChecksum, content } = readZstdHeader(header);
  const sum = createXxh64();
  let length = 0;
  let isWhole = false;
  const stream = new (fzstd().Decompress)((bytes) => {
    const piece = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    length += piece.length;
    if (hasChecksum) sum.add(piece);
    output.push(piece);
  });
  // Without the flag: the library would wait for four bytes more.
  const plain = Uint8Array.from(header);
  plain[4] = (plain[4] ?? 0) & ~4;
  stream.push(plain, false);
  return {
    add(block: Buffer): void {
      isWhole = ((block[0] ?? 0) & 1) === 1;
      // It keeps what it is given.
      stream.push(Uint8Array.from(block), isWhole);
    },
    /** Hands out what it waits with for more of the frame. */
    end(): void {
      try {
        if (!isWhole) stream.push(new Uint8Array(0), true);
      } catch {}
    },
    checksum: (): number => Number(BigInt.asUintN(32, sum.take())),
    isWrong: (): boolean => content !== undefined && (isWhole ? length !== content : length > content),
  };
}

async function* bytesOf(parts: AsyncIterable<ZstdPart>): AsyncGenerator<Buffer, void> {
  for await (const { bytes } of parts) yield bytes;
}

/** What a generator yields, and what it has returned once all of that was taken. */
function withEnd<Item, End>(generator: AsyncGenerator<Item, End>) {
  let end: End | undefined;
  async function* all(): AsyncGenerator<Item, void> {
    end = yield* generator;
  }
  return {
    all: all(),
    get end() {
      return end;
    },
  };
}
