/**
 * The type of a row is a word that no schema language has, or is missing.
 *
 *     # Tick
 *
 *     | Parameter | Type | Comments |
 *     |---|---|---|
 *     | price | member | Price |
 *
 *     ```json
 *     { "topic": "tick.ABC", "data": { "price": "1.5" } }
 *     ```
 *
 * line 5  table-type-word  price
 *   claim     type member
 *   evidence  no such type
 *   decision  the example decides
 */

import { typesOfWord } from "../../infer-value.js";
import { saysTypes } from "../../row-claim.js";
import { rowRule } from "../rule.js";

export const tableTypeWord = rowRule("table-type-word", ({ type, table }) => {
  if (typesOfWord(type) || !saysTypes(table)) return [];
  return [{ claim: `type ${type || "missing"}`, evidence: "no such type", decision: "the example decides" }];
});
