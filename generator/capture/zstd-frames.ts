/**
 * Takes zstd data apart into its headers, blocks and checksums (RFC 8878, section 3.1) without unfolding any of it: what would take more memory than
 * there is, and data that ends too early, are told before a decoder sees them, and in the same words whichever decoder it is.
 */

import type { ContainerDamage } from "./damage.js";

export interface ZstdPart {
  readonly kind: "header" | "block" | "checksum";
  readonly bytes: Buffer;
}

export interface ZstdHeader {
  readonly hasChecksum: boolean;
  /** Bytes that a decoder has to keep. */
  readonly window: number;
  /** Bytes that the frame unfolds to, where it says so. */
  readonly content: number | undefined;
}

export const ZSTD_MAGIC = 0xfd2fb528;
/** `zstd --long=27`, the most that the zstd program itself reads without being asked to. */
const MAX_WINDOW = 128 * 1024 * 1024;
/** Block_Maximum_Size. */
const MAX_BLOCK = 128 * 1024;
const RLE = 1;
const RESERVED = 3;

/** 0x184D2A50 to …5F. */
export const isSkippable = (magic: number): boolean => (magic & 0xfffffff0) >>> 0 === 0x184d2a50;

export const zstdDamaged = (why: string): ContainerDamage => ({ message: `The zstd data is damaged (${why}).` });

/** A header that is whole, with its magic number. */
export function readZstdHeader(header: Buffer): ZstdHeader {
  const { isSingle, hasChecksum, windowBytes, contentBytes } = shapeOf(header[4] as number);
  const content = contentBytes === 0 ? undefined : readContent(header, header.length - contentBytes, contentBytes);
  const window = isSingle ? (content ?? 0) : windowBytes === 0 ? 0 : windowOf(header[5] as number);
  return { hasChecksum, window, content };
}

/** Whole parts in order; at the end, what is wrong with the data. Skippable frames are left out. */
export async function* zstdParts(input: AsyncIterable<Buffer>): AsyncGenerator<ZstdPart, ContainerDamage | undefined> {
  const source = createByteSource(input);
  for (;;) {
    if (!(await source.has(1))) return undefined;
    if (!(await source.has(5))) return ENDS_EARLY;
    const magic = source.peek(4).readUInt32LE(0);
    if (isSkippable(magic)) {
      if (!(await source.has(8)) || !(await source.skip(8 + source.peek(8).readUInt32LE(4)))) return ENDS_EARLY;
      continue;
    }
    if (magic !== ZSTD_MAGIC) return zstdDamaged("no frame begins where one ends");
    const damage = yield* frameParts(source);
    if (damage) return damage;
  }
}

const ENDS_EARLY: ContainerDamage = { message: "The zstd data ends too early." };

async function* frameParts(source: ByteSource): AsyncGenerator<ZstdPart, ContainerDamage | undefined> {
  const shape = shapeOf(source.peek(5)[4] as number);
  if (shape.isReserved) return zstdDamaged("a header of no known version");
  if (!(await source.has(shape.length))) return ENDS_EARLY;
  const bytes = source.take(shape.length);
  const { window, hasChecksum } = readZstdHeader(bytes);
  if (window > MAX_WINDOW) {
    const megabytes = Math.round(window / 2 ** 20);
    return { message: `The zstd data needs a window of ${megabytes} MB, more than ${MAX_WINDOW / 2 ** 20}.` };
  }
  yield { kind: "header", bytes };
  for (let isLast = false; !isLast; ) {
    if (!(await source.has(3))) return ENDS_EARLY;
    const header = source.peek(3).readUIntLE(0, 3);
    const kind = (header >> 1) & 3;
    const size = header >> 3;
    if (kind === RESERVED) return zstdDamaged("a block of no known kind");
    if (size > Math.min(MAX_BLOCK, window)) return zstdDamaged("a block that is larger than any may be");
    const length = 3 + (kind === RLE ? 1 : size);
    if (!(await source.has(length))) return ENDS_EARLY;
    yield { kind: "block", bytes: source.take(length) };
    isLast = (header & 1) === 1;
  }
  if (!hasChecksum) return undefined;
  if (!(await source.has(4))) return ENDS_EARLY;
  yield { kind: "checksum", bytes: source.take(4) };
  return undefined;
}

/** What the descriptor of a frame says of its header. */
function shapeOf(descriptor: number) {
  const isSingle = (descriptor & 0x20) !== 0;
  const windowBytes = isSingle ? 0 : 1;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] as number;
  const contentBytes = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6] as number;
  return {
    isSingle,
    isReserved: (descriptor & 8) !== 0,
    hasChecksum: (descriptor & 4) !== 0,
    windowBytes,
    contentBytes,
    length: 5 + windowBytes + dictionaryBytes + contentBytes,
  };
}

function readContent(bytes: Buffer, at: number, length: number): number {
  if (length === 8) return Number(bytes.readBigUInt64LE(at));
  // Two bytes count from 256 on.
  return bytes.readUIntLE(at, length) + (length === 2 ? 256 : 0);
}

/** Section 3.1.1.1.2. */
function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

interface ByteSource {
  /** Reads on until there are so many bytes; false if there are not. */
  has(count: number): Promise<boolean>;
  /** The next bytes, which `has` has found. */
  peek(count: number): Buffer;
  /** As `peek`, and goes on behind them. */
  take(count: number): Buffer;
  /** Goes on behind so many bytes, and keeps none of them; false if there are not so many. */
  skip(count: number): Promise<boolean>;
}

function createByteSource(input: AsyncIterable<Buffer>): ByteSource {
  const pieces = input[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  const read = async (): Promise<boolean> => {
    const next = await pieces.next();
    if (next.done === true) return false;
    held = held.length === 0 ? next.value : Buffer.concat([held, next.value]);
    return true;
  };
  return {
    async has(count) {
      while (held.length < count) if (!(await read())) return false;
      return true;
    },
    peek: (count) => held.subarray(0, count),
    take(count) {
      const taken = held.subarray(0, count);
      held = held.subarray(count);
      return taken;
    },
    async skip(count) {
      let left = count;
      while (left > held.length) {
        left -= held.length;
        held = Buffer.alloc(0);
        if (!(await read())) return false;
      }
      held = held.subarray(left);
      return true;
    },
  };
}
