/** Collector files of hftbacktest: nanoseconds since 1970, a space, the message. */

import { latin1, SPACE, setDamaged, setFrame, skipBlanks, skipDigits } from "./bytes.js";
import type { FormatDefinition } from "./format.js";

export const hftbacktest: FormatDefinition = {
  name: "hftbacktest",
  title: "hftbacktest collector: 1618677786511000000 {…}",
  detect: ([first]) => first !== undefined && /^\d{16,20} [[{]/.test(first),
  read(bytes, start, end, record, session) {
    const stop = skipDigits(bytes, start, end);
    if (stop === start || bytes[stop] !== SPACE) {
      if (skipBlanks(bytes, start, end) === end) record.kind = "none";
      else setDamaged(record, "The line does not begin with nanoseconds and a space.");
      return;
    }
    record.direction = "received";
    record.connection = session.connection;
    record.time = Number(latin1(bytes, start, stop)) / 1e6;
    setFrame(record, stop + 1, end);
  },
};
