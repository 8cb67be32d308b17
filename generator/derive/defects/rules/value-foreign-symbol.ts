/**
 * A symbol ends in another currency than the line's symbols do, by the example of its `symbol` slot: here BTCUSDT.
 *
 *     # Tick
 *
 *     ```json
 *     { "topic": "tick.BTCUSDT", "data": { "symbol": "BTCUSD" } }
 *     ```
 *
 * line 4  value-foreign-symbol  /data/symbol
 *   claim     contracts of this line end in USDT
 *   evidence  example: "BTCUSD"
 *   decision  a sample value; nothing follows from it
 */

import { textOf } from "../example-values.js";
import { memberRule } from "../rule.js";

const SYMBOL_KEYS = new Set(["symbol", "s"]);

export const valueForeignSymbol = memberRule("value-foreign-symbol", ({ member }, _match, { file }) => {
  if (!SYMBOL_KEYS.has(member.key)) return [];
  const wanted = quoteOf(file.slots.symbol?.example);
  const shown = quoteOf(textOf(member.value));
  if (wanted === undefined || shown === undefined || wanted === shown) return [];
  return [{ claim: `contracts of this line end in ${wanted}`, decision: "a sample value; nothing follows from it" }];
});

const quoteOf = (symbol: string | undefined): string | undefined =>
  /^[A-Z0-9]+?(USDT|USD|PERP)$/.exec(symbol ?? "")?.[1];
