/**
 * The comment of a row belongs to another field. The exchange file lists comments that its pages were seen to repeat.
 *
 *     # Tick
 *
 *     | Parameter | Type | Comments |
 *     |---|---|---|
 *     | order_type | string | Conditional order type |
 *
 *     ```json
 *     { "topic": "tick.ABC", "data": { "order_type": "Limit" } }
 *     ```
 *
 * line 5  description-copied  /data/order_type
 *   claim     comment key Conditional order type
 *   evidence  the field is the type of the order itself
 *   decision  described in our own words
 */

import type { CopiedComment } from "../../../spec/exchange-file.js";
import { matchesPhrase } from "../../../text/phrase.js";
import type { TopicMatch } from "../../match-rows.js";
import type { RowClaim } from "../../row-claim.js";
import { rowRule } from "../rule.js";

export const descriptionCopied = rowRule("description-copied", (row, match, { exchange, file }) => {
  const copied = exchange.copied.find(
    ({ comment, belongs }) => matchesPhrase(comment, row.comment.text) && !isRight(belongs, row, match, file.line),
  );
  if (!copied) return [];
  return [
    {
      field: match.fieldsOfRow.get(row)?.[0]?.pointer ?? row.name,
      claim: `comment key ${row.comment.placeholders[0]?.key ?? row.comment.text}`,
      evidence: copied.because,
      decision: "described in our own words",
    },
  ];
});

/** Does the comment describe the field of this row? */
function isRight(
  { field, beside, notBeside, notLines, single }: CopiedComment["belongs"],
  row: RowClaim,
  match: TopicMatch,
  line: string,
): boolean {
  const hasAny = (keys: readonly string[]): boolean => match.fields.some(({ key }) => keys.includes(key));
  const isList = (match.fieldsOfRow.get(row)?.[0]?.shape.arrays ?? 0) > 0;
  return (
    (field === undefined || matchesPhrase(field, row.name)) &&
    (beside === undefined || hasAny(beside)) &&
    (notBeside === undefined || !hasAny(notBeside)) &&
    (notLines === undefined || !notLines.includes(line)) &&
    (single !== true || !isList)
  );
}
