/**
 * The text tells of deltas, and the page shows one message only.
 *
 *     # Tick
 *
 *     The first message is a snapshot, later ones are delta messages.
 *
 *     ```json
 *     { "topic": "tick.ABC", "data": { "price": "1.5" } }
 *     ```
 *
 * line 3  missing-form
 *   claim     the text tells of a first message and of deltas
 *   evidence  1 example
 *   decision  one form for both, as they share their members
 */

import { counted } from "../../../text/words.js";
import { topicRule } from "../rule.js";

export const missingForm = topicRule("missing-form", ({ evidence, forms }) => {
  const told = evidence.prose.find(({ text, quoted }) => !quoted && /\bdelta messages?\b/i.test(text));
  if (!told || forms.size > 1) return [];
  return [
    {
      line: told.line,
      claim: "the text tells of a first message and of deltas",
      evidence: counted(evidence.examples.length, "example"),
      decision: "one form for both, as they share their members",
    },
  ];
});
