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

import { pointerOf } from "../../../schema/pointer.js";
import { rowRule } from "../rule.js";

export const tableDuplicateRow = rowRule("table-duplicate-row", (row, { evidence, fieldsOfRow }) => {
  const before = evidence.rows.slice(0, evidence.rows.indexOf(row));
  // What nests in another member is another one, whatever it is called.
  const earlier = before.findLast(({ path }) => pointerOf(path) === pointerOf(row.path));
  if (!earlier) return [];
  const isPaired = fieldsOfRow.get(row)?.[0] !== fieldsOfRow.get(earlier)?.[0];
  const decision = isPaired ? "each is paired with its own field" : "both speak of the same field";
  return [{ otherLine: earlier.row.line, claim: "an earlier row", evidence: "the same name again", decision }];
});
