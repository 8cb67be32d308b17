/**
 * A row has more or fewer cells than its header.
 *
 *     # Tick
 *
 *     | Parameter | Type | Comments |
 *     |---|---|---|
 *     | price | string | USD | Price |
 *
 *     ```json
 *     { "topic": "tick.ABC", "data": { "price": "1.5" } }
 *     ```
 *
 * line 5  table-cell-count  price
 *   claim     3 columns
 *   evidence  4 cells
 *   decision  first cells are name and type, the last is the comment
 */

import { rowRule } from "../rule.js";

export const tableCellCount = rowRule("table-cell-count", ({ row, table }) => {
  const width = table.header.length;
  const { length } = row.cells;
  if (length === width) return [];
  const decision = "first cells are name and type, the last is the comment";
  return [{ claim: `${width} columns`, evidence: `${length} cells`, decision }];
});
