/**
 * Cuts a capture into blocks that can be checked apart and in any order. A plain file whose lines stand for themselves becomes byte ranges
 * that the checker reads itself; everything else is read here once, in order, and handed on as bytes.
 */

import type { Readable } from "node:stream";
import { type BlockBuffers, createBlockBuffers } from "./block-buffers.js";
import { type Damage, damaged } from "./damage.js";
import { type Compression, compressionOf, decompress } from "./decompress.js";
import { type CaptureFormat, createRecord, createSession, type ReadOptions, type Session } from "./format.js";
import { BOM, detectFormat, firstLines } from "./formats.js";
import { createHarCutter, type HarSink } from "./har-cutter.js";
import { openBytes, type SourceBytes } from "./source-bytes.js";
import type { CaptureSource } from "./sources.js";

export interface Block {
  /** Offset of the first byte in the decompressed capture. */
  readonly offset: number;
  readonly session: Session;
  readonly content:
    | { readonly kind: "bytes"; readonly bytes: Uint8Array }
    /** `fd`: open until the capture is closed; descriptors are the process's, so any thread can read it. */
    | { readonly kind: "range"; readonly fd: number; readonly to: number; readonly size: number }
    /** A record above the limit: nothing of it is kept. */
    | { readonly kind: "too-long"; readonly length: number; readonly line?: number };
}

export interface OpenCapture {
  readonly source: CaptureSource;
  readonly compression: Compression;
  /** Bytes on disk; absent for standard input, pipes and devices. */
  readonly size?: number;
  /** First bytes, decompressed: enough to tell the format and the product line. */
  readonly head: Buffer;
  readonly format: CaptureFormat | undefined;
  /** What is wrong as far as the head was read. */
  readonly damage?: Damage;
  /** Reads on from the start. Can be called once; returns what was damaged. */
  readonly blocks: (options: BlockOptions) => AsyncGenerator<Block, BlocksEnd>;
  /** URLs of an HTTP archive by entry, where the file can be read twice. */
  readonly urls: Readonly<Record<string, string>>;
  /** Once all blocks are read: those of a plain file are read through the capture's descriptor. */
  readonly close: () => void;
}

export interface BlockOptions {
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
  readonly maxLine: number;
  readonly read: ReadOptions;
}

/** As many as tell a container. */
const MAGIC_BYTES = 4;
/** Read before anything is decided: hundreds of messages, and cheap where captures are many small files. */
const HEAD_BYTES = 256 * 1024;
const BLOCK_BYTES = 1024 * 1024;
/** People write dialogues; 64 MB are none. */
const MAX_DIALOGUE = 64 * 1024 * 1024;

/** An error of the file system is the result's `damage`. Whoever opens a capture closes it. */
export async function openCapture(source: CaptureSource, options: OpenOptions): Promise<OpenCapture> {
  const bytes = await openBytes(source, options.stdin);
  const { fd, size } = bytes;
  let bytesRead = 0;
  let onBytes: ((bytes: number) => void) | undefined;
  const raw = bytes.read((count) => {
    bytesRead += count;
    onBytes?.(count);
  });
  const first: Buffer[] = [];
  for (let length = 0; length < MAGIC_BYTES; ) {
    const next = await raw.next();
    if (next.done === true) break;
    first.push(next.value);
    length += next.value.length;
  }
  const compression = compressionOf(Buffer.concat(first));
  const decompressed = decompress(rest(first, raw), compression);
  const pieces: Buffer[] = [];
  let end: IteratorReturnResult<{ message: string } | undefined> | undefined;
  for (let length = 0; length < HEAD_BYTES && end === undefined; ) {
    const next = await decompressed.next();
    if (next.done === true) end = next;
    else {
      pieces.push(next.value);
      length += next.value.length;
    }
  }
  const head = Buffer.concat(pieces);
  const format = options.format ?? detectFormat(head, options.read);
  const urls = format?.cut === "har" && size !== undefined ? await readHarUrls(bytes, compression) : {};
  const damage = bytes.damage ?? (head.length === 0 && end?.value ? damaged(end.value.message) : undefined);
  return {
    source,
    compression,
    ...(size === undefined ? {} : { size }),
    head,
    format,
    ...(damage === undefined ? {} : { damage }),
    urls,
    close: bytes.close,
    async *blocks(blockOptions) {
      if (format === undefined) return {};
      if (fd !== undefined && size !== undefined && compression === "none" && canSplit(format)) {
        await raw.return();
        yield* rangesOf(fd, size, blockOptions);
        return {};
      }
      blockOptions.onBytes?.(bytesRead);
      onBytes = blockOptions.onBytes;
      const cutter = createCutter(format, urls, blockOptions);
      let offset = head.length;
      try {
        yield* cutter.push(head);
        while (end === undefined) {
          const next = await decompressed.next();
          if (next.done === true) end = next;
          else {
            offset += next.value.length;
            yield* cutter.push(next.value);
          }
        }
      } finally {
        // Who stops early leaves an open standard input behind, and that keeps the process alive.
        await decompressed.return(undefined);
        await raw.return();
      }
      const cutEnd = yield* cutter.end();
      const broken = end.value ?? cutEnd;
      const found = bytes.damage ?? (broken && damaged(broken.message));
      return found === undefined ? {} : { damage: { ...found, offset } };
    },
  };
}

export const canSplit = (format: CaptureFormat): boolean =>
  format.cut === "lines" && format.sessionMarker === undefined;

async function* rest(first: readonly Buffer[], iterator: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield* first;
  for (;;) {
    const { value, done } = await iterator.next();
    if (done === true) return;
    yield value;
  }
}

async function* rangesOf(fd: number, size: number, options: BlockOptions): AsyncGenerator<Block, void> {
  for (let offset = 0; offset < size; offset += options.rangeBytes) {
    const to = Math.min(offset + options.rangeBytes, size);
    yield { offset, session: createSession(), content: { kind: "range", fd, to, size } };
    options.onBytes?.(to - offset);
  }
}

interface Cutter {
  /** The blocks that are whole now. The bytes are the cutter's from here on. */
  push(bytes: Buffer): Iterable<Block>;
  end(): Generator<Block, { message: string } | undefined>;
}

function createCutter(format: CaptureFormat, urls: Readonly<Record<string, string>>, options: BlockOptions): Cutter {
  if (format.cut === "har") return createHarBlocks(urls, options);
  return format.cut === "dialogue" ? createDialogueBlocks(options) : createLineBlocks(format, options);
}

const clone = (session: Session): Session => ({ connection: session.connection, urls: { ...session.urls } });

const join = (buffers: BlockBuffers, parts: readonly Buffer[], length: number): Uint8Array => {
  const bytes = buffers.take(length);
  let position = 0;
  for (const part of parts) {
    bytes.set(part, position);
    position += part.length;
  }
  return bytes;
};

/** Whole lines, about a megabyte at a time. */
function createLineBlocks(format: CaptureFormat, options: BlockOptions): Cutter {
  let parts: Buffer[] = [];
  let held = 0;
  let offset = 0;
  let dropping = 0;
  let session = createSession();

  const block = (bytes: Uint8Array): Block => {
    const before = clone(session);
    if (format.sessionMarker !== undefined) session = advance(format, format.sessionMarker, bytes, session, options);
    const made: Block = { offset, session: before, content: { kind: "bytes", bytes } };
    offset += bytes.length;
    return made;
  };
  const tooLong = (): Block => {
    const made: Block = { offset, session: clone(session), content: { kind: "too-long", length: dropping } };
    offset += dropping;
    dropping = 0;
    return made;
  };
  return {
    *push(bytes) {
      let piece = bytes;
      if (dropping > 0) {
        const newline = piece.indexOf(0x0a);
        if (newline < 0) {
          dropping += piece.length;
          return;
        }
        dropping += newline + 1;
        yield tooLong();
        piece = piece.subarray(newline + 1);
      }
      if (held + piece.length < BLOCK_BYTES) {
        if (piece.length > 0) parts.push(piece);
        held += piece.length;
        return;
      }
      const newline = piece.lastIndexOf(0x0a);
      if (newline >= 0) {
        yield block(join(options.buffers, [...parts, piece.subarray(0, newline + 1)], held + newline + 1));
        parts = newline + 1 < piece.length ? [piece.subarray(newline + 1)] : [];
        held = piece.length - newline - 1;
      } else {
        parts.push(piece);
        held += piece.length;
      }
      if (held <= Math.max(options.maxLine, BLOCK_BYTES)) return;
      // The whole lines that are held come before the one that is too long.
      const all = Buffer.concat(parts, held);
      const last = all.lastIndexOf(0x0a);
      if (last >= 0) yield block(join(options.buffers, [all.subarray(0, last + 1)], last + 1));
      dropping = held - last - 1;
      parts = [];
      held = 0;
    },
    *end() {
      if (dropping > 0) yield tooLong();
      if (held > 0) yield block(join(options.buffers, parts, held));
      parts = [];
      held = 0;
      return undefined;
    },
  };
}

/** The session behind a block: only lines with the marker can change it. */
function advance(
  format: CaptureFormat,
  marker: string,
  bytes: Uint8Array,
  before: Session,
  options: BlockOptions,
): Session {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const session = clone(before);
  const record = createRecord();
  for (let found = buffer.indexOf(marker); found >= 0; ) {
    const start = found === 0 ? 0 : buffer.lastIndexOf(0x0a, found - 1) + 1;
    const newline = buffer.indexOf(0x0a, found);
    const end = newline < 0 ? buffer.length : newline;
    format.read(buffer, start, end, record, session, options.read);
    found = buffer.indexOf(marker, end);
  }
  return session;
}

function createDialogueBlocks(options: BlockOptions): Cutter {
  const parts: Buffer[] = [];
  let held = 0;
  return {
    push(bytes) {
      if (held <= MAX_DIALOGUE) parts.push(bytes);
      held += bytes.length;
      return [];
    },
    *end() {
      if (held > MAX_DIALOGUE) return { message: `A dialogue of ${held} bytes is too large; at most ${MAX_DIALOGUE}.` };
      if (held > 0)
        yield {
          offset: 0,
          session: createSession(),
          content: { kind: "bytes", bytes: join(options.buffers, parts, held) },
        };
      return undefined;
    },
  };
}

/** Messages of an HTTP archive as lines `line offset entry json`. */
function createHarBlocks(urls: Readonly<Record<string, string>>, options: BlockOptions): Cutter {
  const session: Session = { connection: "0", urls: { ...urls } };
  let parts: Buffer[] = [];
  let held = 0;
  let total = 0;
  const ready: Block[] = [];
  const flush = (): void => {
    if (held > 0)
      ready.push({
        offset: total,
        session: clone(session),
        content: { kind: "bytes", bytes: join(options.buffers, parts, held) },
      });
    parts = [];
    held = 0;
  };
  const sink: HarSink = {
    url(entry, url) {
      if (/^wss?:/.test(url)) session.urls[String(entry)] = url;
    },
    message(entry, json, line, offset) {
      // Line feeds in JSON stand between its tokens only.
      for (let index = json.indexOf(0x0a); index >= 0; index = json.indexOf(0x0a, index)) json[index] = 0x20;
      const head = Buffer.from(`${line} ${offset} ${entry} `);
      parts.push(head, json, Buffer.from("\n"));
      held += head.length + json.length + 1;
      if (held >= BLOCK_BYTES) flush();
    },
    tooLong(line, offset, length) {
      flush();
      ready.push({ offset, session: clone(session), content: { kind: "too-long", length, line } });
    },
  };
  const cutter = createHarCutter(options.maxLine, sink);
  return {
    *push(bytes) {
      cutter.push(total === 0 && bytes.subarray(0, 3).equals(BOM) ? bytes.subarray(3) : bytes);
      total += bytes.length;
      yield* ready.splice(0);
    },
    *end() {
      flush();
      yield* ready.splice(0);
      return cutter.end() ? undefined : { message: "The HTTP archive ends too early." };
    },
  };
}

async function readHarUrls(bytes: SourceBytes, compression: Compression): Promise<Record<string, string>> {
  const urls: Record<string, string> = {};
  const cutter = createHarCutter(0, {
    url(entry, url) {
      if (/^wss?:/.test(url)) urls[String(entry)] = url;
    },
    message() {},
    tooLong() {},
  });
  for await (const piece of decompress(bytes.read(), compression)) cutter.push(piece);
  return urls;
}

/** The first records of a capture, in the way in which its blocks hold them: for deciding the product line. */
export function headBlock(capture: OpenCapture, maxLine: number): { bytes: Buffer; session: Session } {
  const { format, head, urls } = capture;
  if (format?.cut !== "har") return { bytes: head, session: createSession() };
  const parts: Buffer[] = [];
  let session = createSession();
  const cutter = createHarBlocks(urls, {
    maxLine,
    rangeBytes: 0,
    buffers: createBlockBuffers(),
    read: { envelope: { payload: [], time: [], direction: [] } },
  });
  for (const { content, session: at } of cutter.push(head)) {
    if (content.kind === "bytes") parts.push(Buffer.from(content.bytes));
    session = at;
  }
  for (const { content, session: at } of cutter.end()) {
    if (content.kind === "bytes") parts.push(Buffer.from(content.bytes));
    session = at;
  }
  return { bytes: Buffer.concat(parts), session };
}

/** For the error about an unknown format. */
export const firstLineOf = (head: Buffer): string => firstLines(head)[0] ?? "";
