/**
 * A member around the payload is in no row.
 *
 *     # Tick
 *
 *     | Parameter | Type | Comments |
 *     |---|---|---|
 *     | price | string | Price |
 *
 *     ```json
 *     { "data": { "price": "1.5" } }
 *     ```
 *
 * line 8  envelope-undocumented  /data
 *   claim     example: an object
 *   evidence  no table row names it
 *   decision  required where every example has it
 */

import { topicRule } from "../rule.js";
import { undocumentedFields } from "../undocumented-fields.js";

export const envelopeUndocumented = topicRule("envelope-undocumented", (match, context) =>
  undocumentedFields(match, context.topics).envelope.map((finding) => ({
    ...finding,
    decision: "required where every example has it",
  })),
);
