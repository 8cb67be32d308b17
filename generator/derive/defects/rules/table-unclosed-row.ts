/**
 * A row lacks its closing pipe.
 *
 *     # Tick
 *
 *     | Parameter | Type | Comments |
 *     |---|---|---|
 *     | price | string | Price
 *
 *     ```json
 *     { "topic": "tick.ABC", "data": { "price": "1.5" } }
 *     ```
 *
 * line 5  table-unclosed-row  price
 *   claim     a row ends with a pipe
 *   evidence  it does not
 *   decision  read to the end of the line
 */

import { rowRule } from "../rule.js";

export const tableUnclosedRow = rowRule("table-unclosed-row", ({ row }) => {
  const isHtml = /^<tr\b/i.test(row.source);
  if (isHtml || row.source.trimEnd().endsWith("|")) return [];
  return [{ claim: "a row ends with a pipe", evidence: "it does not", decision: "read to the end of the line" }];
});
