/**
 * No example shows the field of a row.
 *
 *     # Tick
 *
 *     | Parameter | Type | Comments |
 *     |---|---|---|
 *     | price | string | Price |
 *     | volume | string | Volume |
 *
 *     ```json
 *     { "topic": "tick.ABC", "data": { "price": "1.5" } }
 *     ```
 *
 * line 6  table-only  volume
 *   claim     table: volume (string)
 *   evidence  no example has it
 *   decision  optional, with the type of the table
 *   confidence  likely
 */

import { rowRule } from "../rule.js";

export const tableOnly = rowRule("table-only", (row, { fieldsOfRow }) => {
  if (fieldsOfRow.get(row)?.length !== 0) return [];
  const claim = `table: ${row.name} (${row.type})`;
  return [
    { claim, evidence: "no example has it", decision: "optional, with the type of the table", confidence: "likely" },
  ];
});
