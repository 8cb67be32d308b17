/**
 * The comment of a row belongs to another field. The pages were seen to reuse the comments of this list.
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

import type { TopicMatch } from "../../match-rows.js";
import type { RowClaim } from "../../row-claim.js";
import { rowRule } from "../rule.js";

export const descriptionCopied = rowRule("description-copied", (row, match, { file }) => {
  const copied = REUSED.find(
    ({ comment, belongs }) => comment.test(row.comment.text) && !belongs(row, match, file.title),
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

interface ReusedComment {
  readonly comment: RegExp;
  /** Whether it describes the field of this row. */
  readonly belongs: (row: RowClaim, match: TopicMatch, lineTitle: string) => boolean;
  readonly because: string;
}

const hasField = (match: TopicMatch, ...keys: string[]): boolean => match.fields.some(({ key }) => keys.includes(key));

const REUSED: readonly ReusedComment[] = [
  {
    comment: /conditional order type/i,
    belongs: ({ name }) => /stop_?order_?type/i.test(name),
    because: "the field is the type of the order itself",
  },
  {
    comment: /\b24-hour\b/i,
    belongs: (_, match) => !hasField(match, "confirm"),
    because: "the field is of one candle, not of 24 hours",
  },
  {
    comment: /quantity in USD$/i,
    belongs: (_, __, title) => !/USDT/.test(title),
    because: "contracts of this line are sized in the coin",
  },
  {
    comment: /was Created/i,
    belongs: (_, match) => hasField(match, "order_status", "orderStatus"),
    because: "the message has no order and no order status",
  },
  {
    comment: /^End timestamp/i,
    belongs: ({ name }) => name === "end",
    because: "the field is the time of the last trade in the candle",
  },
  {
    comment: /^Transaction qty/i,
    belongs: ({ name }) => /exec/i.test(name),
    because: "the field is the quantity of the order",
  },
  {
    comment: /^Position qty/i,
    belongs: (_, match) => hasField(match, "entry_price", "entryPrice"),
    because: "the message has no position",
  },
  {
    comment: /^Wallet balance/i,
    belongs: (_, match) => !hasField(match, "currency"),
    because: "the field is the insurance fund of the coin",
  },
  {
    comment: /^Best (?:bid|ask) price, quantity/i,
    belongs: (row, match) => (match.fieldsOfRow.get(row)?.[0]?.shape.arrays ?? 0) === 0,
    because: "the field is a list of levels, not the best one",
  },
];
