/** Raw recordings of cryptofeed: `url <-> time` opens, `url <- time: text` was sent, `time: text` was received. */

import { isBlank, latin1, SPACE, setDamaged, setFrame, skipBlanks, skipDigits } from "./bytes.js";
import type { FormatDefinition } from "./format.js";

const COLON = 0x3a;
const POINT = 0x2e;
const OPENED = /^(\S+) <-> (\d+(?:\.\d+)?)\s*$/;
const SENT = /^(\S+) (<-|->) (\d+(?:\.\d+)?): /;
/** What was asked of such an address, and what it answered, is no frame of a socket. */
const HTTP = /^https?:/i;

export const cryptofeedRaw: FormatDefinition = {
  name: "cryptofeed-raw",
  title: "cryptofeed raw text: url <-> time | url <- time: sent | time: received",
  sessionMarker: " <-> ",
  detect: (lines) => lines.some((line) => OPENED.test(line) || /^\d{9,11}\.\d+: [[{]/.test(line) || SENT.test(line)),
  read(bytes, start, end, record, session) {
    const whole = skipDigits(bytes, start, end);
    const stop = bytes[whole] === POINT ? skipDigits(bytes, whole + 1, end) : whole;
    if (stop > start && bytes[stop] === COLON) {
      record.direction = "received";
      record.time = Number(latin1(bytes, start, stop)) * 1e3;
      record.connection = session.connection;
      setFrame(record, bytes[stop + 1] === SPACE ? stop + 2 : stop + 1, end);
      return;
    }
    const head = bytes.toString("latin1", start, Math.min(end, start + 2048));
    const opened = OPENED.exec(head);
    if (opened && HTTP.test(opened[1] ?? "")) {
      record.kind = "other";
      return;
    }
    if (opened) {
      // The first line opens connection 1; each later one is a reconnect or the next connection.
      if (Object.hasOwn(session.urls, session.connection)) session.connection = String(Number(session.connection) + 1);
      session.urls[session.connection] = opened[1] ?? "";
      record.kind = "open";
      record.connection = session.connection;
      record.time = Number(opened[2]) * 1e3;
      return;
    }
    const sent = SENT.exec(head);
    if (sent) {
      const [, url = "", arrow, time] = sent;
      record.connection = session.connection;
      record.time = Number(time) * 1e3;
      record.direction = "sent";
      if (arrow === "->" || HTTP.test(url)) record.kind = "other";
      else setFrame(record, start + sent[0].length, end);
      return;
    }
    if (isBlank(bytes[start]) && skipBlanks(bytes, start, end) === end) record.kind = "none";
    else setDamaged(record, "The line is neither `url <-> time`, `url <- time: text` nor `time: text`.");
  },
};
