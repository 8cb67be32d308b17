/**
 * Table and example name a field differently.
 *
 *     # Tick
 *
 *     | Parameter | Type | Comments |
 *     |---|---|---|
 *     | lastPrice | string | Price |
 *
 *     ```json
 *     { "topic": "tick.ABC", "data": { "last_price": "1.5" } }
 *     ```
 *
 * line 5, other line 8  name-mismatch  /data/last_price
 *   claim     table: lastPrice (string)
 *   evidence  example: last_price = "1.5" (string)
 *   decision  last_price: the example's name and type stand; paired by letter case or underscores
 *   confidence  likely
 */

import { rowConfidence } from "../../confidence.js";
import { showValue, typesOf } from "../../shape.js";
import { rowRule } from "../rule.js";

export const nameMismatch = rowRule("name-mismatch", (row, match) => {
  const near = match.nearNames.get(row);
  const field = match.fieldsOfRow.get(row)?.[0];
  if (!near || !field) return [];
  const { key, pointer, shape } = field;
  return [
    {
      field: pointer,
      claim: `table: ${row.name} (${row.type})`,
      otherLine: shape.place.line,
      evidence: `example: ${key} = ${showValue(shape)} (${typesOf(shape).join(" or ")})`,
      decision: `${key}: the example's name and type stand; paired by ${near.rule}`,
      confidence: rowConfidence(row, near.confidence, typesOf(shape)),
    },
  ];
});
