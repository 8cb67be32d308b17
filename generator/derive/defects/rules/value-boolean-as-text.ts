/**
 * A yes or no, or nothing, is written as text; or as a number, where our words for the member say that it is a flag.
 *
 *     # Tick
 *
 *     ```json
 *     { "topic": "tick.ABC", "data": { "confirm": "True" } }
 *     ```
 *
 * line 4  value-boolean-as-text  /data/confirm
 *   claim     a yes or no by its meaning
 *   evidence  example: "True"
 *   decision  string, as shown
 */

import { kindAt } from "../example-values.js";
import { isParameter } from "../requests.js";
import { memberRule } from "../rule.js";

export const valueBooleanAsText = memberRule("value-boolean-as-text", (at, match, context) => {
  const { value } = at.member;
  // It echoes what the client sent; requests have their own rule.
  if (isParameter(at.pointer, context.exchange)) return [];
  // A word in the place of a documented one is told as that.
  if (context.unlisted.some(({ field, line }) => field === at.pointer && line === value.line)) return [];
  const asText = value.kind === "string" && /^(?:true|false|none)$/i.test(value.value);
  const asNumber = value.kind === "number" && kindAt(at, match, context) === "flag";
  return asText || asNumber ? [{ claim: "a yes or no by its meaning", decision: `${value.kind}, as shown` }] : [];
});
