/**
 * A comment beside a request names other symbols than the request.
 *
 *     # Tick
 *
 *     ```javascript
 *     // ticks of SANDPRLT
 *     ws.send('{"op": "subscribe", "args": ["tick.SHELLPRLT"]}');
 *     ```
 *
 * line 4  request-text-mismatch
 *   claim     comment: SANDPRLT
 *   evidence  request: tick.SHELLPRLT
 *   decision  the request stands
 */

import { escapePointer } from "../../../schema/pointer.js";
import type { ExchangeFile } from "../../../spec/exchange-file.js";
import { nodeAt } from "../../evidence.js";
import { textOf } from "../example-values.js";
import { topicsSent } from "../requests.js";
import { type Finding, fenceRule } from "../rule.js";

export const requestTextMismatch = fenceRule("request-text-mismatch", (reading, { exchange, file }) => {
  if (reading.kind !== "request") return [];
  const { node, comments } = reading;
  const named = exchange.symbols.members.map((member) => textOf(nodeAt(node, `/${escapePointer(member)}`)) ?? "");
  const sent = [...topicsSent(node, exchange, file), ...named].join(" ").trim();
  return comments.flatMap(({ text, line }): Finding[] => {
    const symbols = (text.match(/\b[A-Z]{4,}\b/g) ?? []).filter((word) => isSymbol(word, exchange.symbols));
    const wrong = symbols.filter((symbol) => !new RegExp(`\\b${symbol}\\b`).test(sent));
    if (wrong.length === 0) return [];
    const claim = `comment: ${wrong.join(", ")}`;
    return [{ line, claim, evidence: `request: ${sent}`, decision: "the request stands" }];
  });
});

/** A coin of three to five letters and a quote. */
const isSymbol = (word: string, { quotes }: ExchangeFile["symbols"]): boolean =>
  quotes.some((quote) => word.endsWith(quote) && /^[A-Z]{3,5}$/.test(word.slice(0, -quote.length)));
