/**
 * HTTP archives of Chrome and Playwright: `log.entries[]._webSocketMessages[]`. The cutter makes of each message a line
 * `line offset entry json`, and of each entry that is no socket one without JSON; an entry's URL stands in the session under the entry's number.
 */

import { parseObject, SPACE, setDamaged, setText, skipDigits, toMilliseconds } from "./bytes.js";
import type { FormatDefinition } from "./format.js";
import { createHarCutter, readHarUrls } from "./har-cutter.js";
import { directionOf } from "./ndjson-envelope.js";

const TEXT_OPCODE = 1;
const BINARY_OPCODE = 2;

export const har: FormatDefinition = {
  name: "har",
  title: "HTTP archive with _webSocketMessages (Chrome, Playwright)",
  cut: { createCutter: createHarCutter, readAhead: readHarUrls, isPlaced: true },
  detect: (lines) => /^\{\s*("log"|$)/.test(lines[0] ?? "") && /"log"\s*:/.test(lines.slice(0, 3).join("\n")),
  read(bytes, start, end, record) {
    const numbers: number[] = [];
    let index = start;
    for (let count = 0; count < 3; count += 1) {
      const stop = skipDigits(bytes, index, end);
      numbers.push(Number(bytes.toString("latin1", index, stop)));
      index = bytes[stop] === SPACE ? stop + 1 : stop;
    }
    const [line = 0, offset = 0, entry = 0] = numbers;
    record.place = { line, offset };
    record.connection = String(entry);
    if (index === end) {
      record.kind = "other";
      return;
    }
    const message = parseObject(bytes.toString("utf8", index, end));
    if (!message) {
      setDamaged(record, "The message is not a JSON object.");
      return;
    }
    record.direction = directionOf(message.type);
    record.time = toMilliseconds(message.time);
    if (message.opcode === BINARY_OPCODE) record.kind = "binary";
    else if (message.opcode !== undefined && message.opcode !== TEXT_OPCODE) record.kind = "none";
    else if (typeof message.data === "string") setText(record, message.data);
    else setDamaged(record, "The message has no text in data.");
  },
};
