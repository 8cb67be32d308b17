/** What wscat and websocat show: `> ` was sent, `< ` was received, the rest are bare messages or words of the tool. */

import { isBlank, setFrame, skipBlanks } from "./bytes.js";
import type { FormatDefinition } from "./format.js";

const SENT = 0x3e;
const RECEIVED = 0x3c;

export const terminalLog: FormatDefinition = {
  name: "terminal",
  title: "log of wscat or websocat: > sent | < received | {…}",
  detect: (lines) =>
    lines.some((line) => /^[<>] ?[[{]/.test(line)) ||
    (/^Connected \(press/.test(lines[0] ?? "") && lines.every((line) => !line.startsWith("="))),
  read(bytes, start, end, record, session) {
    const mark = bytes[start];
    record.connection = session.connection;
    record.time = undefined;
    record.direction = mark === SENT ? "sent" : mark === RECEIVED ? "received" : "unknown";
    const body = skipBlanks(bytes, mark === SENT || mark === RECEIVED ? start + 1 : start, end);
    const first = bytes[body];
    const isJson = first === 0x7b || first === 0x5b;
    // "Connected (press CTRL+C to quit)", "Disconnected", "error: …": of the tool, not of the wire.
    if (mark !== SENT && mark !== RECEIVED && !isJson)
      record.kind = /^Connected/.test(word(bytes, start)) ? "open" : "none";
    else if (body === end || isBlank(first)) record.kind = "none";
    else setFrame(record, body, end);
  },
};

const word = (bytes: Buffer, start: number): string => bytes.toString("latin1", start, start + 9);
