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
 * line 7  table-split
 *   claim     table at line 3
 *   evidence  table at line 7
 *   decision  read as one table
 */

import { topicRule } from "../rule.js";

export const tableSplit = topicRule("table-split", ({ evidence }) => {
  const [first, ...more] = evidence.tables;
  return more.map(({ line }) => ({
    line,
    claim: `table at line ${first?.line}`,
    evidence: `table at line ${line}`,
    decision: "read as one table",
  }));
});
