/** One message a line, as it was received. Requests among them are told by their own shape. */

import { setFrame } from "./bytes.js";
import type { FormatDefinition } from "./format.js";

export const ndjson: FormatDefinition = {
  name: "ndjson",
  title: 'one bare message a line: {"topic":"trade.ABC",…}',
  detect: ([first]) => first !== undefined && /^[{[]/.test(first),
  read(_bytes, start, end, record, session) {
    record.direction = "unknown";
    record.time = undefined;
    record.connection = session.connection;
    setFrame(record, start, end);
  },
};
