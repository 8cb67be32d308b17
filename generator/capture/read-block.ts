/** Takes a block apart into its records, wherever its bytes are. */

import type { Block } from "./blocks.js";
import type { Damage } from "./damage.js";
import type { CaptureFormat } from "./formats.js";
import { createLineSplitter, type FileRange, firstLineOf, type LineSink, readRange } from "./lines.js";

export interface BlockProgress {
  /** The next record begins on this line of the capture, 1-based. */
  at(line: number): void;
  /** The next record is the last one and has no end. */
  unterminated(): void;
}

interface BlockLimits {
  readonly maxLine: number;
  /** Where the bytes of a file are read to, and where the sink is fast. */
  readonly window: Buffer;
}

/** Hands every record of a block to the sink: lines, or what stands for them. Tells what could not be read. */
export function readBlock(
  { content, offset }: Block,
  format: CaptureFormat,
  limits: BlockLimits,
  sink: LineSink,
  progress: BlockProgress,
): Damage | undefined {
  switch (content.kind) {
    case "too-long":
      if (content.line !== undefined) progress.at(content.line);
      sink.tooLong(offset, content.length);
      return undefined;
    case "bytes": {
      const bytes = Buffer.from(content.bytes.buffer, content.bytes.byteOffset, content.bytes.byteLength);
      if (format.cut?.readRecords) format.cut.readRecords(bytes, sink, progress.at);
      else readLines(bytes, offset, limits, sink, progress);
      return undefined;
    }
    case "range": {
      const { fd, to, size } = content;
      return readFileLines({ fd, from: offset, to, size }, limits, sink, progress);
    }
  }
}

function readLines(
  bytes: Buffer,
  offset: number,
  { maxLine, window }: BlockLimits,
  sink: LineSink,
  progress: BlockProgress,
): void {
  const splitter = createLineSplitter(maxLine, sink, offset);
  for (let at = 0; at < bytes.length; at += window.length)
    splitter.push(window.subarray(0, bytes.copy(window, 0, at, at + window.length)));
  progress.unterminated();
  splitter.end();
}

function readFileLines(
  range: FileRange,
  { maxLine, window }: BlockLimits,
  sink: LineSink,
  progress: BlockProgress,
): Damage | undefined {
  const start = firstLineOf(range, window);
  if (start >= range.to) return range.damage;
  const splitter = createLineSplitter(maxLine, sink, start);
  if (readRange(range, start, window, splitter)) {
    progress.unterminated();
    splitter.end();
  }
  // A line of which the rest could not be read is not told from a wrong one: it counts as not read.
  return range.damage;
}
