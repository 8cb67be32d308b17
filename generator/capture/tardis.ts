/** Raw feeds of tardis.dev: an ISO date with up to seven decimals, a space, the message. A blank line is a disconnect. */

import { isBlank, latin1, SPACE, setDamaged, setFrame, skipBlanks } from "./bytes.js";
import type { FormatDefinition } from "./format.js";

const LINE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z? [[{]/;
/** Shortest date and the longest that this reads: `2021-04-17T16:43:06` and nine decimals with a Z. */
const MIN_DATE = 19;
const MAX_DATE = 32;

export const tardis: FormatDefinition = {
  name: "tardis",
  title: "tardis.dev raw feed: 2021-04-17T16:43:06.5110000Z {…}",
  readsBlankLines: true,
  detect: ([first]) => first !== undefined && LINE.test(first),
  read(bytes, start, end, record, session) {
    record.connection = session.connection;
    if (skipBlanks(bytes, start, end) === end) {
      record.kind = "open";
      record.time = undefined;
      return;
    }
    const space = bytes.indexOf(SPACE, start + MIN_DATE);
    const stop = space < 0 || space > Math.min(end, start + MAX_DATE) ? start : space;
    // Date.parse reads three decimals of a second and refuses none of the rest.
    const time = stop === start ? NaN : Date.parse(latin1(bytes, start, stop));
    if (Number.isNaN(time) || isBlank(bytes[stop + 1])) {
      setDamaged(record, "The line does not begin with a date and a space.");
      return;
    }
    record.direction = "received";
    record.time = time;
    setFrame(record, stop + 1, end);
  },
};
