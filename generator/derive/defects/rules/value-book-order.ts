/**
 * The levels of a book are out of order: bids descend, asks ascend, and the best bid is below the best ask. The line
 * file says by `book` which they are: here `b` and `a`.
 *
 *     # Tick
 *
 *     ```json
 *     {
 *       "topic": "tick.ABC",
 *       "data": {
 *         "b": [["9780", "1"], ["9790", "2"]],
 *         "a": [["9800", "1"], ["9810", "2"]]
 *       }
 *     }
 *     ```
 *
 * line 7  value-book-order  /data/b
 *   claim     bids descend, best price first
 *   evidence  example: an array
 *   decision  sample values; the documented order stands
 */

import type { JsonNode } from "../../../docs/json-node.js";
import { segmentsOf } from "../../../schema/pointer.js";
import { textOf } from "../example-values.js";
import { memberRule } from "../rule.js";

const DECISION = "sample values; the documented order stands";

export const valueBookOrder = memberRule("value-book-order", ({ pointer, member, owner }, { evidence }) => {
  const { book } = evidence.entry;
  if (book?.layout !== "sides" || ![book.bids, book.asks].includes(pointer)) return [];
  const prices = pricesOf(member.value);
  if (prices.length < 2) return [];
  const isBids = pointer === book.bids;
  const rises = (price: number, index: number): boolean => index === 0 || price > (prices[index - 1] ?? price);
  const falls = (price: number, index: number): boolean => index === 0 || price < (prices[index - 1] ?? price);
  if (!prices.every(isBids ? falls : rises)) {
    return [{ claim: `${isBids ? "bids descend" : "asks ascend"}, best price first`, decision: DECISION }];
  }
  const asks = pricesOf(owner.members.find(({ key }) => key === segmentsOf(book.asks).at(-1))?.value);
  const isCrossed = isBids && Math.max(...prices) >= Math.min(...asks);
  return isCrossed ? [{ claim: "the best bid is below the best ask", decision: DECISION }] : [];
});

/** The first position of each level. */
function pricesOf(node: JsonNode | undefined): number[] {
  if (node?.kind !== "array") return [];
  return node.items.flatMap((item) => (item.kind === "array" ? [Number(textOf(item.items[0]))] : []));
}
