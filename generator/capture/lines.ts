/**
 * Cuts bytes at line feeds, whatever their number and length: `readline` also cuts at a lone carriage return and ends the process on a
 * line of 600 MB. A line above the limit is counted, not kept.
 */

import { readAt } from "../host/open-file.js";
import { becameShorter, type Damage, unreadable } from "./damage.js";

const LF = 0x0a;
const CR = 0x0d;

export interface LineSink {
  /** A line without its end. `offset`: of its first byte in the capture. The bytes are the caller's again afterwards. */
  line(bytes: Buffer, start: number, end: number, offset: number): void;
  /** Takes as many whole lines as it likes, from `start` on, and gives the position behind the last one. */
  many?(bytes: Buffer, start: number, offset: number): number;
  tooLong(offset: number, length: number): void;
}

export interface LineSplitter {
  push(bytes: Buffer): void;
  /** The last line, if it has no end. True if there was one. */
  end(): boolean;
  /** Offset at which the current line began. */
  readonly lineStart: number;
}

export function createLineSplitter(maxLine: number, sink: LineSink, offset = 0): LineSplitter {
  let lineStart = offset;
  const carry = createCarry(maxLine);

  /** Hands on the line that was carried. */
  const finish = (): void => {
    const { length, bytes } = carry.take();
    if (bytes) sink.line(bytes, 0, withoutReturn(bytes, 0, length), lineStart);
    else sink.tooLong(lineStart, length);
    lineStart += length;
  };
  return {
    get lineStart() {
      return lineStart;
    },
    push(bytes) {
      let start = 0;
      if (carry.length > 0) {
        const newline = bytes.indexOf(LF);
        if (newline < 0) {
          carry.add(bytes);
          return;
        }
        carry.add(bytes.subarray(0, newline));
        finish();
        lineStart += 1;
        start = newline + 1;
      }
      for (;;) {
        if (sink.many) {
          const next = sink.many(bytes, start, lineStart);
          lineStart += next - start;
          start = next;
        }
        const newline = bytes.indexOf(LF, start);
        if (newline < 0) break;
        if (newline - start > maxLine) sink.tooLong(lineStart, newline - start);
        else sink.line(bytes, start, withoutReturn(bytes, start, newline), lineStart);
        lineStart += newline + 1 - start;
        start = newline + 1;
      }
      if (start < bytes.length) carry.add(bytes.subarray(start));
    },
    end() {
      if (carry.length === 0) return false;
      finish();
      return true;
    },
  };
}

/** The start of a line whose end has not come yet; counted, but not kept, above the limit. */
function createCarry(maxLine: number) {
  let parts: Buffer[] = [];
  let length = 0;
  return {
    get length() {
      return length;
    },
    add(bytes: Buffer): void {
      length += bytes.length;
      if (length <= maxLine) parts.push(Buffer.from(bytes));
      else parts = [];
    },
    /** `bytes`: absent where the line is too long. */
    take(): { length: number; bytes?: Buffer } {
      const taken = length > maxLine ? { length } : { length, bytes: Buffer.concat(parts) };
      parts = [];
      length = 0;
      return taken;
    },
  };
}

const withoutReturn = (bytes: Buffer, start: number, end: number): number =>
  end > start && bytes[end - 1] === CR ? end - 1 : end;

export interface FileRange {
  readonly fd: number;
  /** A line belongs to the range in which it begins. */
  readonly from: number;
  readonly to: number;
  /** Bytes of the file that count, even if it grows. */
  readonly size: number;
  /** Why reading ended too early. */
  damage?: Damage;
}

/**
 * Feeds the lines of one range of a file to the splitter, which has to be made with the offset that `firstLineOf` gives. True if the file
 * ends within the range: then what the splitter still holds is its last line.
 */
export function readRange(range: FileRange, start: number, window: Buffer, splitter: LineSplitter): boolean {
  let position = start;
  while (position < range.size && splitter.lineStart < range.to) {
    const bytes = window.subarray(0, readRest(range, window, position));
    if (bytes.length === 0) break;
    // Behind the range only the rest of its last line is read.
    const inside = Math.max(range.to - position - 1, 0);
    const stop = inside < bytes.length ? bytes.indexOf(LF, inside) : -1;
    splitter.push(stop < 0 ? bytes : bytes.subarray(0, stop + 1));
    position += bytes.length;
  }
  return position >= range.size && splitter.lineStart < range.to;
}

/** Where the first line of a range begins; at or behind its end if none does. */
export function firstLineOf(range: FileRange, window: Buffer): number {
  const { from, to } = range;
  if (from === 0) return 0;
  // The line before may end just before the range. Behind the range nobody looks: a line that goes through many ranges is read once.
  for (let position = from - 1; position < to; ) {
    const length = readRest(range, window, position);
    if (length === 0) break;
    const newline = window.subarray(0, length).indexOf(LF);
    if (newline >= 0) return position + newline + 1;
    position += length;
  }
  return to;
}

/** 0 where there is nothing more to read; the range says why. */
function readRest(range: FileRange, window: Buffer, position: number): number {
  const { fd, size } = range;
  try {
    const length = readAt(fd, window.subarray(0, size - position), position);
    if (length === 0) range.damage = { ...becameShorter(size), offset: position };
    return length;
  } catch (error) {
    range.damage = { ...unreadable(error), offset: position };
    return 0;
  }
}
