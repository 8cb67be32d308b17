/**
 * Two rows name the same field.
 *
 *     # Tick
 *
 *     | Parameter | Type | Comments |
 *     |---|---|---|
 *     | price | string | Price |
 *     | price | string | Last price |
 *
 *     ```json
 *     { "topic": "tick.ABC", "data": { "price": "1.5", "last_price": "1.6" } }
 *     ```
 *
 * line 6, other line 5  table-duplicate-row  price
 *   claim     an earlier row
 *   evidence  the same name again
 *   decision  each is paired with its own field
 */

import { rowRule } from "../rule.js";

export const tableDuplicateRow = rowRule("table-duplicate-row", (row, { evidence }) => {
  const before = evidence.rows.slice(0, evidence.rows.indexOf(row));
  const earlier = before.findLast(({ name }) => name === row.name);
  if (!earlier) return [];
  const decision = "each is paired with its own field";
  return [{ otherLine: earlier.row.line, claim: "an earlier row", evidence: "the same name again", decision }];
});
