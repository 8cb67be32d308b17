/**
 * The text tells of deltas, and the page shows one message only. Or the line file names a form, and the page shows the other one only.
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
 *   confidence  guess
 */

import { counted } from "../../../text/words.js";
import { topicRule } from "../rule.js";

export const missingForm = topicRule("missing-form", ({ evidence, forms, unshown }) => {
  const hidden = unshown.map((form) => ({
    line: evidence.heading.line,
    claim: `there is a ${form}`,
    evidence: `no example of it, ${counted(evidence.examples.length, "example")} of ${[...forms.keys()].join(", ")}`,
    decision:
      evidence.rows.length > 0
        ? "the form has the members of the table, none of them required"
        : "the form exists, and its members may have any value",
    confidence: "guess" as const,
  }));
  const told = evidence.prose.find(({ text, quoted }) => !quoted && /\bdelta messages?\b/i.test(text));
  const isAlwaysDelta = evidence.rows.some(({ comment }) => /\balways delta\b/i.test(comment.text));
  if (!told || isAlwaysDelta || forms.size + unshown.length > 1) return hidden;
  return [
    {
      line: told.line,
      claim: "the text tells of a first message and of deltas",
      evidence: counted(evidence.examples.length, "example"),
      decision: "one form for both, as they share their members",
      confidence: "guess",
    },
  ];
});
