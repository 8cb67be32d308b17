/**
 * The type in the table is not the type of the example.
 *
 *     # Tick
 *
 *     | Parameter | Type | Comments |
 *     |---|---|---|
 *     | price | string | Price |
 *
 *     ```json
 *     { "topic": "tick.ABC", "data": { "price": 1.5 } }
 *     ```
 *
 * line 5, other line 8  type-conflict  /data/price
 *   claim     table: string
 *   evidence  example: 1.5 (number)
 *   decision  number: the example stands
 *   confidence  guess
 */

import { typeConfidence } from "../../confidence.js";
import { saysTypes } from "../../row-claim.js";
import { showValue, typesOf } from "../../shape.js";
import { rowRule } from "../rule.js";

export const typeConflict = rowRule("type-conflict", (row, match) => {
  const field = match.fieldsOfRow.get(row)?.[0];
  // A misnamed row is one defect: its type goes with its name.
  if (!field || !saysTypes(row.table) || match.nearNames.has(row)) return [];
  const shown = typesOf(field.shape);
  const confidence = typeConfidence(row.type, shown);
  if (confidence === "certain") return [];
  const types = shown.join(" or ");
  return [
    {
      field: field.pointer,
      claim: `table: ${row.type || "no type"}`,
      otherLine: field.shape.place.line,
      evidence: `example: ${showValue(field.shape)} (${types})`,
      decision: `${types}: the example stands`,
      confidence,
    },
  ];
});
