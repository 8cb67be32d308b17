/**
 * A ping and its pong are shown with different times.
 *
 *     # Heartbeat
 *
 *     ```json
 *     { "ping": 1650000000000 }
 *     ```
 *
 *     ```json
 *     { "pong": 1650000060000 }
 *     ```
 *
 * line 8, other line 4  number-contradiction  /pong
 *   claim     ping: 1650000000000
 *   evidence  pong: 1650000060000
 *   decision  a pong carries a time; it need not be the ping's
 */

import { nodeAt } from "../../evidence.js";
import { textOf } from "../example-values.js";
import { pageRule } from "../rule.js";

export const numberContradictionPong = pageRule("number-contradiction", (page, { readings }) => {
  const messages = page.blocks.flatMap((block) => {
    const reading = block.kind === "fence" ? readings.get(block) : undefined;
    return reading?.kind === "json" || reading?.kind === "request" ? [reading.node] : [];
  });
  const [ping] = messages.flatMap((node) => nodeAt(node, "/ping") ?? []);
  const [pong] = messages.flatMap((node) => nodeAt(node, "/pong") ?? []);
  if (!ping || !pong || textOf(ping) === textOf(pong)) return [];
  return [
    {
      line: pong.line,
      field: "/pong",
      otherLine: ping.line,
      claim: `ping: ${textOf(ping)}`,
      evidence: `pong: ${textOf(pong)}`,
      decision: "a pong carries a time; it need not be the ping's",
    },
  ];
});
