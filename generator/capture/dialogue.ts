/** Dialogues as people write them for tests: `>` sent, `<` received, `=` pushed, each with JSON over one or more lines; `#` comments. */

import { type CutOptions, type Cutter, createParts, takeBytes } from "./blocks.js";
import { setFrame, skipBlanks } from "./bytes.js";
import type { FormatDefinition } from "./format.js";
import type { LineSink } from "./lines.js";

const LF = 0x0a;
const COMMENT = 0x23;
const RECEIVED = 0x3c;
const PUSHED = 0x3d;
const SENT = 0x3e;
/** People write dialogues; 64 MB are none. */
const MAX_BYTES = 64 * 1024 * 1024;

export const dialogue: FormatDefinition = {
  name: "dialogue",
  title: "dialogue: > sent, < received, = pushed, JSON over several lines",
  cut: { createCutter, readRecords },
  detect: (lines) => {
    const marks = lines.filter((line) => /^[<>=] ?[[{]/.test(line));
    // With every message whole on its line and no `=`, it is what wscat prints.
    return (
      marks.length > 0 &&
      (marks.some((line) => line.startsWith("=")) || lines.some((line) => /^\s+["}\]]|^[}\]]/.test(line)))
    );
  },
  read(bytes, start, end, record, session) {
    record.connection = session.connection;
    record.time = undefined;
    record.direction = bytes[start] === SENT ? "sent" : "received";
    const body = skipBlanks(bytes, start + 1, end);
    if (body === end || !isMark(bytes[start])) record.kind = "none";
    else setFrame(record, body, end);
  },
};

const isMark = (byte: number | undefined): boolean => byte === RECEIVED || byte === PUSHED || byte === SENT;

/** One block: a line does not say whether the next one goes on with its message. */
function createCutter({ session, buffers }: CutOptions): Cutter {
  const parts = createParts();
  let length = 0;
  return {
    push(bytes) {
      if (length <= MAX_BYTES) parts.add(bytes);
      length += bytes.length;
      return [];
    },
    *end() {
      if (length > MAX_BYTES) return { message: `A dialogue of ${length} bytes is too large; at most ${MAX_BYTES}.` };
      if (length > 0) yield { offset: 0, session, content: { kind: "bytes", bytes: takeBytes(parts, buffers) } };
      return undefined;
    },
  };
}

/** A record begins at a mark, and ends where the next one or a comment begins. */
function readRecords(bytes: Buffer, sink: LineSink, at: (line: number) => void): void {
  let open: { start: number; end: number; line: number } | undefined;
  const close = (): void => {
    if (!open) return;
    at(open.line);
    sink.line(bytes, open.start, open.end, open.start);
    open = undefined;
  };
  let line = 1;
  for (let start = 0; start < bytes.length; line += 1) {
    const newline = bytes.indexOf(LF, start);
    const end = newline < 0 ? bytes.length : newline;
    if (isMark(bytes[start])) {
      close();
      open = { start, end, line };
    } else if (bytes[start] === COMMENT) close();
    else if (open) open.end = end;
    start = end + 1;
  }
  close();
}
