/**
 * An example has a value that the documented values of its field lack.
 *
 *     # Tick
 *
 *     | Parameter | Type | Comments |
 *     |---|---|---|
 *     | side | string | Side. Buy, Sell |
 *
 *     ```json
 *     { "topic": "tick.ABC", "data": { "side": "Long" } }
 *     ```
 *
 * line 8  value-not-in-enum  /data/side
 *   claim     documented: Buy, Sell
 *   evidence  example: "Long"
 *   decision  left out of the open list of values, unless an overlay accepts it
 */

import { type DefectRule, toDefect } from "../rule.js";

export const valueNotInEnum: DefectRule = ({ unlisted }) =>
  unlisted.map(({ value, documented, documentedAt: _, ...place }) =>
    toDefect("value-not-in-enum", place, {
      claim: `documented: ${documented.join(", ")}`,
      evidence: `example: ${JSON.stringify(value)}`,
      decision: "left out of the open list of values, unless an overlay accepts it",
    }),
  );
