/**
 * A comment beside a request names other symbols than the request.
 *
 *     # Tick
 *
 *     ```javascript
 *     // ticks of ETHUSDT
 *     ws.send('{"op": "subscribe", "args": ["tick.BTCUSDT"]}');
 *     ```
 *
 * line 4  request-text-mismatch
 *   claim     comment: ETHUSDT
 *   evidence  request: tick.BTCUSDT
 *   decision  the request stands
 */

import { nodeAt } from "../../evidence.js";
import { textOf } from "../example-values.js";
import { topicsSent } from "../requests.js";
import { type Finding, fenceRule } from "../rule.js";

export const requestTextMismatch = fenceRule("request-text-mismatch", (reading) => {
  if (reading.kind !== "request") return [];
  const { node, comments } = reading;
  const sent = [...topicsSent(node), textOf(nodeAt(node, "/symbol")) ?? ""].join(" ").trim();
  return comments.flatMap(({ text, line }): Finding[] => {
    const symbols: string[] = text.match(/\b[A-Z]{3,5}(?:USDT?|PERP)\b/g) ?? [];
    const wrong = symbols.filter((symbol) => !new RegExp(`\\b${symbol}\\b`).test(sent));
    if (wrong.length === 0) return [];
    const claim = `comment: ${wrong.join(", ")}`;
    return [{ line, claim, evidence: `request: ${sent}`, decision: "the request stands" }];
  });
});
