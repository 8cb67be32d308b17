/**
 * A time is the start of the epoch: nobody filled it in.
 *
 *     # Tick
 *
 *     ```json
 *     { "topic": "tick.ABC", "data": { "created_at": "1970-01-01T00:00:00Z" } }
 *     ```
 *
 * line 4  value-epoch-time  /data/created_at
 *   claim     a time of creation
 *   evidence  example: "1970-01-01T00:00:00Z"
 *   decision  a sample value; nothing follows from it
 */

import { textOf } from "../example-values.js";
import { memberRule } from "../rule.js";

export const valueEpochTime = memberRule("value-epoch-time", ({ member }) => {
  if (!textOf(member.value)?.startsWith("1970-01-01T00:00:00")) return [];
  return [{ claim: "a time of creation", decision: "a sample value; nothing follows from it" }];
});
