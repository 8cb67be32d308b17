/** The records of one block, wherever its bytes are. */

import type { Block } from "./blocks.js";
import type { Damage } from "./damage.js";
import type { CaptureFormat } from "./format.js";
import { createLineSplitter, type FileRange, firstLineOf, type LineSink, readRange } from "./lines.js";

export interface BlockProgress {
  /** The next record begins on this line of the capture, 1-based. */
  at(line: number): void;
  /** The next record is the last one and has no end. */
  unterminated(): void;
}

/** Hands every record of a block to the sink: lines, or what stands for them. Tells what could not be read. */
export function readBlock(
  { content, offset }: Block,
  format: CaptureFormat,
  { maxLine, window }: { maxLine: number; window: Buffer },
  sink: LineSink,
  progress: BlockProgress,
): Damage | undefined {
  if (content.kind === "too-long") {
    if (content.line !== undefined) progress.at(content.line);
    sink.tooLong(offset, content.length);
  } else if (content.kind === "bytes") {
    const bytes = Buffer.from(content.bytes.buffer, content.bytes.byteOffset, content.bytes.byteLength);
    if (format.cut === "dialogue") readDialogue(bytes, sink, progress);
    else {
      const splitter = createLineSplitter(maxLine, sink, offset);
      // Through the window, because that is where the sink is fast.
      for (let at = 0; at < bytes.length; at += window.length)
        splitter.push(window.subarray(0, bytes.copy(window, 0, at, at + window.length)));
      progress.unterminated();
      splitter.end();
    }
  } else {
    const range: FileRange = { fd: content.fd, from: offset, to: content.to, size: content.size };
    const start = firstLineOf(range, window);
    if (start >= content.to) return range.damage;
    const splitter = createLineSplitter(maxLine, sink, start);
    if (readRange(range, start, window, splitter)) {
      progress.unterminated();
      splitter.end();
    }
    // A line of which the rest could not be read is not told from a wrong one: it counts as not read.
    return range.damage;
  }
  return undefined;
}

/** Records of a dialogue begin at a mark; each is handed on as if it were a line. */
function readDialogue(bytes: Buffer, sink: LineSink, progress: BlockProgress): void {
  let open: { start: number; end: number; line: number } | undefined;
  const close = (): void => {
    if (!open) return;
    progress.at(open.line);
    sink.line(bytes, open.start, open.end, open.start);
    open = undefined;
  };
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline;
    const mark = bytes[start];
    if (mark === 0x3c || mark === 0x3d || mark === 0x3e) {
      close();
      open = { start, end, line };
    } else if (mark === 0x23 || !open) close();
    else open = { ...open, end };
    start = end + 1;
  }
  close();
}
