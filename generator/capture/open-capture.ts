/**
 * Opens a capture and cuts it into blocks. A plain file whose lines stand for themselves becomes byte ranges that the checker reads itself;
 * everything else is read here once, in order, and handed on as bytes.
 */

import type { Readable } from "node:stream";
import type { BlockBuffers } from "./block-buffers.js";
import type { Block, CutOptions, Cutter } from "./blocks.js";
import { type ContainerDamage, type Damage, damaged } from "./damage.js";
import { type Compression, compressionOf, decompress } from "./decompress.js";
import { type CaptureFormat, detectFormat, type ReadOptions } from "./formats.js";
import { createLineCutter } from "./line-cutter.js";
import { createSession, type Session } from "./session.js";
import { openBytes } from "./source-bytes.js";
import type { CaptureSource } from "./sources.js";

export interface OpenCapture {
  readonly source: CaptureSource;
  readonly compression: Compression;
  /** Bytes on disk; absent for standard input, pipes and devices. */
  readonly size?: number;
  /** First bytes, decompressed: enough to tell the format. */
  readonly head: Buffer;
  readonly format: CaptureFormat | undefined;
  /** What is wrong as far as the head was read. */
  readonly damage?: Damage;
  /** What is known before the first record. */
  readonly session: Session;
  /** Reads on from the start. Can be called once; returns what was damaged. */
  readonly blocks: (options: BlockOptions) => AsyncGenerator<Block, BlocksEnd>;
  /** Once all blocks are read: those of a plain file are read through the capture's descriptor. */
  readonly close: () => void;
}

export interface BlockOptions {
  /** Longest record, bytes. */
  readonly maxLine: number;
  /** Bytes of one range of a plain file. */
  readonly rangeBytes: number;
  readonly read: ReadOptions;
  /** Where the bytes of blocks come from; give them back once a block is checked. */
  readonly buffers: BlockBuffers;
  /** Called with the bytes of the file that were read. */
  readonly onBytes?: (bytes: number) => void;
}

export interface BlocksEnd {
  readonly damage?: Damage;
}

export interface OpenOptions {
  readonly format?: CaptureFormat;
  readonly stdin: Readable;
  readonly read: ReadOptions;
  /** Ends the bytes of standard input and of pipes, also while nothing comes. */
  readonly signal?: AbortSignal;
}

/** As many as tell a container. */
const MAGIC_BYTES = 4;
/** Read before anything is decided: hundreds of messages, and cheap where captures are many small files. */
const HEAD_BYTES = 256 * 1024;
/** As far as the end of the first line is looked for. */
const LONGEST_HEAD = 4 * 1024 * 1024;
const LF = 0x0a;
/** Small enough to wait in memory for a thread, large enough to be worth one. */
const BLOCK_BYTES = 1024 * 1024;

/** An error of the file system is the result's `damage`. Whoever opens a capture closes it. */
export async function openCapture(source: CaptureSource, options: OpenOptions): Promise<OpenCapture> {
  const bytes = await openBytes(source, options.stdin, options.signal);
  const { fd, size } = bytes;
  let unseen = 0;
  let onBytes = (count: number): void => {
    unseen += count;
  };
  const raw = bytes.read((count) => onBytes(count));
  const packed = await readHead(raw, (held) => held >= MAGIC_BYTES);
  const compression = compressionOf(packed.head);
  const plain = decompress(packed.all, compression);
  const begin = await readHead(plain, (held) => held >= HEAD_BYTES);
  const formatOf = (of: Buffer): CaptureFormat | undefined => options.format ?? detectFormat(of, options.read);
  // Formats of lines are told by a whole one.
  const isEnough = formatOf(begin.head)?.cut !== undefined || begin.head.includes(LF);
  const { head, end, all } = isEnough
    ? begin
    : await readHead(begin.all, (held, last) => held >= LONGEST_HEAD || (held > HEAD_BYTES && last.includes(LF)));
  const format = formatOf(head);
  const readAhead = size === undefined ? undefined : format?.cut?.readAhead;
  const session = readAhead ? await readAhead(decompress(bytes.read(), compression)) : createSession();
  const damage = bytes.damage ?? (head.length === 0 && end?.value ? damaged(end.value.message) : undefined);
  return {
    source,
    compression,
    ...(size === undefined ? {} : { size }),
    head,
    format,
    ...(damage === undefined ? {} : { damage }),
    session,
    close() {
      // Where no block was read, a decoder still waits for somebody who takes what it has.
      void plain.return(undefined);
      bytes.close();
    },
    async *blocks(blockOptions) {
      if (format === undefined) return {};
      if (fd !== undefined && size !== undefined && compression === "none" && isOfPlainLines(format)) {
        await raw.return(undefined);
        yield* rangesOf(fd, size, blockOptions);
        return {};
      }
      onBytes = blockOptions.onBytes ?? (() => {});
      onBytes(unseen);
      const { maxLine, buffers, read } = blockOptions;
      const cutter = createCutter(format, read, { session, maxLine, blockBytes: BLOCK_BYTES, buffers });
      const { offset, container } = yield* cutAll(all, cutter);
      const found = bytes.damage ?? (container && damaged(container.message));
      return found === undefined ? {} : { damage: { ...found, offset } };
    },
  };
}

/** The bytes of a capture; at the end, what was wrong with their container. */
type Pieces = AsyncGenerator<Buffer, ContainerDamage | undefined>;

interface Head {
  readonly head: Buffer;
  /** If it came within the head. */
  readonly end: IteratorReturnResult<ContainerDamage | undefined> | undefined;
  /** All pieces, those of the head included. */
  readonly all: Pieces;
}

/** `isEnough`: of so many bytes, of which `last` came last. */
async function readHead(pieces: Pieces, isEnough: (held: number, last: Buffer) => boolean): Promise<Head> {
  const first: Buffer[] = [];
  let end: Head["end"];
  let held = 0;
  let last: Buffer = Buffer.alloc(0);
  while (!isEnough(held, last) && !end) {
    const next = await pieces.next();
    if (next.done === true) end = next;
    else {
      last = next.value;
      first.push(last);
      held += last.length;
    }
  }
  async function* all(): Pieces {
    try {
      yield* first;
      return end ? end.value : yield* pieces;
    } finally {
      // Who stops early leaves an open standard input behind, and that keeps the process alive.
      await pieces.return(undefined);
    }
  }
  return { head: Buffer.concat(first), end, all: all() };
}

/** Lines that stand for themselves can be read from any place of a file, but for what earlier ones say of their connections. */
export const isOfPlainLines = ({ cut, sessionMarker }: CaptureFormat): boolean =>
  cut === undefined && sessionMarker === undefined;

async function* rangesOf(fd: number, size: number, options: BlockOptions): AsyncGenerator<Block, void> {
  for (let offset = 0; offset < size; offset += options.rangeBytes) {
    const to = Math.min(offset + options.rangeBytes, size);
    yield { offset, session: createSession(), content: { kind: "range", fd, to, size } };
    options.onBytes?.(to - offset);
  }
}

const createCutter = (format: CaptureFormat, read: ReadOptions, options: CutOptions): Cutter =>
  format.cut?.createCutter(options) ?? createLineCutter(format, read, options);

/** `offset`: bytes that were read. `container`: what was wrong with the container, or with the document in it. */
async function* cutAll(
  pieces: Pieces,
  cutter: Cutter,
): AsyncGenerator<Block, { offset: number; container: ContainerDamage | undefined }> {
  let offset = 0;
  try {
    for (;;) {
      const next = await pieces.next();
      if (next.done === true) {
        const document = yield* cutter.end();
        return { offset, container: next.value ?? document };
      }
      offset += next.value.length;
      yield* cutter.push(next.value);
    }
  } finally {
    await pieces.return(undefined);
  }
}
