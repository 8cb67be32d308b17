/**
 * The comment of a row says that the member is always empty, and the example has a value.
 *
 *     # Tick
 *
 *     | Parameter | Type | Comments |
 *     |---|---|---|
 *     | price | string | Return null string |
 *
 *     ```json
 *     { "topic": "tick.ABC", "data": { "price": "1.5" } }
 *     ```
 *
 * line 8, other line 5  value-contradicts-comment  /data/price
 *   claim     table: always the empty string
 *   evidence  example: "1.5"
 *   decision  a decimal or the empty string
 */

import { textOf } from "../example-values.js";
import { memberRule } from "../rule.js";

export const valueContradictsComment = memberRule("value-contradicts-comment", ({ member }, { evidence }) => {
  const row = evidence.rows.find(({ name }) => name === member.key);
  if (!row || !/return null string/i.test(row.comment.text) || textOf(member.value) === "") return [];
  const claim = "table: always the empty string";
  return [{ otherLine: row.row.line, claim, decision: "a decimal or the empty string" }];
});
