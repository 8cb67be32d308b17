/**
 * A comment in an example misspells a word that means something.
 *
 *     # Tick
 *
 *     ```json
 *     { "topic": "tick.ABC" // depreciated
 *     }
 *     ```
 *
 * line 4  misspelling
 *   claim     depreciated
 *   evidence  the word for what should not be used any more is deprecated
 *   decision  read as deprecated
 */

import { fenceRule } from "../rule.js";

export const misspelling = fenceRule("misspelling", (reading) => {
  if (reading.kind !== "json") return [];
  return reading.repairs
    .filter(({ kind, before }) => kind === "comment" && /\bdepreciated\b/i.test(before))
    .map(({ line }) => ({
      line,
      claim: "depreciated",
      evidence: "the word for what should not be used any more is deprecated",
      decision: "read as deprecated",
    }));
});
