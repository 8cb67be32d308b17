/**
 * A symbol ends in another currency than the line's symbols do, by the example of its `symbol` slot: here SHELLPRLT.
 *
 *     # Tick
 *
 *     ```json
 *     { "topic": "tick.SHELLPRLT", "data": { "symbol": "SHELLPRL" } }
 *     ```
 *
 * line 4  value-foreign-symbol  /data/symbol
 *   claim     contracts of this line end in PRLT
 *   evidence  example: "SHELLPRL"
 *   decision  a sample value; nothing follows from it
 */

import { textOf } from "../example-values.js";
import { memberRule } from "../rule.js";

export const valueForeignSymbol = memberRule("value-foreign-symbol", ({ member }, _match, { exchange, file }) => {
  const { members, quotes } = exchange.symbols;
  if (!members.includes(member.key)) return [];
  const wanted = quoteOf(file.slots.symbol?.example, quotes);
  const shown = quoteOf(textOf(member.value), quotes);
  if (wanted === undefined || shown === undefined || wanted === shown) return [];
  return [{ claim: `contracts of this line end in ${wanted}`, decision: "a sample value; nothing follows from it" }];
});

/** The longest that the symbol ends in. */
const quoteOf = (symbol = "", quotes: readonly string[]): string | undefined =>
  quotes
    .filter((quote) => symbol.endsWith(quote) && /^[A-Z0-9]+$/.test(symbol.slice(0, -quote.length)))
    .sort((a, b) => b.length - a.length)[0];
