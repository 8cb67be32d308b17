/** Dialogues as people write them for tests: `>` sent, `<` received, `=` pushed, each with JSON over one or more lines; `#` comments. */

import { setFrame, skipBlanks } from "./bytes.js";
import type { CaptureFormat } from "./format.js";

const SENT = 0x3e;

export const dialogue: CaptureFormat = {
  name: "dialogue",
  title: "dialogue: > sent, < received, = pushed, JSON over several lines",
  cut: "dialogue",
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
    if (body === end || !/[<>=]/.test(String.fromCharCode(bytes[start] ?? 0))) record.kind = "none";
    else setFrame(record, body, end);
  },
};
