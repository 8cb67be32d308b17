/**
 * A field of the payload is in no row.
 *
 *     # Tick
 *
 *     | Parameter | Type | Comments |
 *     |---|---|---|
 *     | price | string | Price |
 *
 *     ```json
 *     { "topic": "tick.ABC", "data": { "price": "1.5", "volume": "3" } }
 *     ```
 *
 * line 8  example-only  /data/volume
 *   claim     example: "3"
 *   evidence  no table row names it
 *   decision  optional, with the type of the example
 *   confidence  likely
 */

import { topicRule } from "../rule.js";
import { undocumentedFields } from "../undocumented-fields.js";

export const exampleOnly = topicRule("example-only", (match, context) =>
  undocumentedFields(match, context.topics).payload.map(({ confidence = "likely", ...finding }) => ({
    ...finding,
    decision: confidence === "guess" ? "optional, with any value" : "optional, with the type of the example",
    confidence,
  })),
);
