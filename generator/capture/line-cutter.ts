/** Blocks of whole lines, about a megabyte at a time. */

import { BLOCK_BYTES, type Block, type CutOptions, type Cutter, createParts, takeBytes } from "./blocks.js";
import { createRecord } from "./format.js";
import type { CaptureFormat, ReadOptions } from "./formats.js";
import { copySession, type Session } from "./session.js";

const LF = 0x0a;

export function createLineCutter(format: CaptureFormat, read: ReadOptions, options: CutOptions): Cutter {
  const maxTail = Math.max(options.maxLine, BLOCK_BYTES);
  const lines = createParts();
  /** Of a line that has no end yet. */
  const tail = createParts();
  /** Bytes of a line that is too long to be kept. */
  let dropped = 0;
  let offset = 0;
  let session = copySession(options.session);

  const linesBlock = (): Block => {
    const bytes = takeBytes(lines, options.buffers);
    const block: Block = { offset, session: copySession(session), content: { kind: "bytes", bytes } };
    session = sessionBehind(bytes, session, format, read);
    offset += bytes.length;
    return block;
  };
  const tooLongBlock = (): Block => {
    const block: Block = { offset, session: copySession(session), content: { kind: "too-long", length: dropped } };
    offset += dropped;
    dropped = 0;
    return block;
  };
  return {
    *push(bytes) {
      let piece = bytes;
      if (dropped > 0) {
        const newline = piece.indexOf(LF);
        dropped += newline < 0 ? piece.length : newline;
        if (newline < 0) return;
        yield tooLongBlock();
        offset += 1;
        piece = piece.subarray(newline + 1);
      }
      const end = piece.lastIndexOf(LF) + 1;
      if (end > 0) lines.add(...tail.take(), piece.subarray(0, end));
      tail.add(piece.subarray(end));
      if (lines.length >= BLOCK_BYTES || (lines.length > 0 && tail.length > maxTail)) yield linesBlock();
      if (tail.length <= maxTail) return;
      dropped = tail.length;
      tail.take();
    },
    *end() {
      if (dropped > 0) yield tooLongBlock();
      lines.add(...tail.take());
      if (lines.length > 0) yield linesBlock();
      return undefined;
    },
  };
}

/** Only lines with the format's marker can change a session. */
function sessionBehind(bytes: Uint8Array, before: Session, format: CaptureFormat, read: ReadOptions): Session {
  const { sessionMarker: marker } = format;
  if (marker === undefined) return before;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const session = copySession(before);
  const record = createRecord();
  for (let found = buffer.indexOf(marker); found >= 0; ) {
    const start = found === 0 ? 0 : buffer.lastIndexOf(LF, found - 1) + 1;
    const newline = buffer.indexOf(LF, found);
    const end = newline < 0 ? buffer.length : newline;
    format.read(buffer, start, end, record, session, read);
    found = buffer.indexOf(marker, end);
  }
  return session;
}
