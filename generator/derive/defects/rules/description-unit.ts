/**
 * The comment of a row states another unit of time than the example has.
 *
 *     # Tick
 *
 *     | Parameter | Type | Comments |
 *     |---|---|---|
 *     | time | number | Time in seconds |
 *
 *     ```json
 *     { "topic": "tick.ABC", "data": { "time": 1650000000000 } }
 *     ```
 *
 * line 5, other line 8  description-unit  /data/time
 *   claim     comment: s
 *   evidence  example: ms
 *   decision  ms: the example stands
 */

import { timeUnitOf } from "../../infer-value.js";
import { rowRule } from "../rule.js";

export const descriptionUnit = rowRule("description-unit", (row, match) => {
  const field = match.fieldsOfRow.get(row)?.[0];
  const claimed = unitIn(row.comment.text);
  const shown = field && timeUnitOf(field.shape, row.name);
  if (!claimed || !shown || claimed === shown) return [];
  return [
    {
      field: field.pointer,
      claim: `comment: ${claimed}`,
      otherLine: field.shape.place.line,
      evidence: `example: ${shown}`,
      decision: `${shown}: the example stands`,
    },
  ];
});

function unitIn(comment: string): string | undefined {
  if (/in milliseconds|millisecond timestamp|\(ms\)/i.test(comment)) return "ms";
  return /in seconds/i.test(comment) ? "s" : undefined;
}
