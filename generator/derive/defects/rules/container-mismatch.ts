/**
 * A topic is shown as a bare object, where those of its connection are arrays: its `selector` says `array-items`.
 *
 *     # Tick
 *
 *     ```json
 *     { "topic": "tick.ABC", "price": "1.5" }
 *     ```
 *
 * line 4  container-mismatch
 *   claim     the other topics of the connection push arrays
 *   evidence  the example is a bare object
 *   decision  as shown; the router takes both
 */

import { topicRule } from "../rule.js";

export const containerMismatch = topicRule("container-mismatch", ({ evidence }) => {
  const root = evidence.examples[0]?.node;
  if (!root || root.kind === "array" || evidence.entry.selector?.container !== "array-items") return [];
  return [
    {
      line: root.line,
      claim: "the other topics of the connection push arrays",
      evidence: "the example is a bare object",
      decision: "as shown; the router takes both",
    },
  ];
});
