/**
 * The fields of one message stand in several tables.
 *
 *     # Tick
 *
 *     | Parameter | Type | Comments |
 *     |---|---|---|
 *     | topic | string | Topic |
 *
 *     | Parameter | Type | Comments |
 *     |---|---|---|
 *     | price | string | Price |
 *
 *     ```json
 *     { "topic": "tick.ABC", "data": { "price": "1.5" } }
 *     ```
 *
 * line 7, other line 3  table-split
 *   claim     1 row in the first table
 *   evidence  1 row in this one
 *   decision  read as one table
 */

import { counted } from "../../../text/words.js";
import { topicRule } from "../rule.js";

export const tableSplit = topicRule("table-split", ({ evidence }) => {
  const [first, ...more] = evidence.tables;
  return more.map((table) => ({
    line: table.line,
    ...(first && { otherLine: first.line }),
    claim: `${counted(first?.rows.length ?? 0, "row")} in the first table`,
    evidence: `${counted(table.rows.length, "row")} in this one`,
    decision: "read as one table",
  }));
});
