/**
 * The comment of a row states another power of ten than the field's name.
 *
 *     # Tick
 *
 *     | Parameter | Type | Comments |
 *     |---|---|---|
 *     | price_e4 | number | Price times 10^8 |
 *
 *     ```json
 *     { "topic": "tick.ABC", "data": { "price_e4": 15000 } }
 *     ```
 *
 * line 5  description-scale  /data/price_e4
 *   claim     comment: 10^8
 *   evidence  name: price_e4
 *   decision  10^4: the name stands
 */

import { rowRule } from "../rule.js";

export const descriptionScale = rowRule("description-scale", (row, match) => {
  const claimed = /10\^(\d)/.exec(row.comment.text)?.[1];
  const named = /(?:_e|E)(\d)$/.exec(row.name)?.[1];
  if (!claimed || claimed === named) return [];
  return [
    {
      field: match.fieldsOfRow.get(row)?.[0]?.pointer ?? row.name,
      claim: `comment: 10^${claimed}`,
      evidence: `name: ${row.name}`,
      decision: named ? `10^${named}: the name stands` : "unscaled: the name stands",
    },
  ];
});
