/**
 * A field name is wrapped in an HTML link.
 *
 *     # Tick
 *
 *     | Parameter | Type | Comments |
 *     |---|---|---|
 *     | <a href="#price">price</a> | string | Price |
 *
 *     ```json
 *     { "topic": "tick.ABC", "data": { "price": "1.5" } }
 *     ```
 *
 * line 5  table-name-anchor  price
 *   claim     <a href="#price">price</a>
 *   evidence  the name alone is the field
 *   decision  read as price
 */

import { rowRule } from "../rule.js";

export const tableNameAnchor = rowRule("table-name-anchor", ({ name, nameCell }) => {
  if (!/<a\b/i.test(nameCell.raw)) return [];
  return [{ claim: nameCell.raw, evidence: "the name alone is the field", decision: `read as ${name}` }];
});
