/**
 * Text stands where a number belongs, by the meaning that our words give the member: here `price` is a price.
 *
 *     # Tick
 *
 *     ```json
 *     { "topic": "tick.ABC", "data": { "price": "UNKNOWN" } }
 *     ```
 *
 * line 4  value-not-a-number  /data/price
 *   claim     a price by its meaning
 *   evidence  example: "UNKNOWN"
 *   decision  string without a format
 */

import { kindAt } from "../example-values.js";
import { memberRule } from "../rule.js";

const NUMERIC_KINDS = new Set<unknown>(["price", "quantity", "amount", "ratio"]);

export const valueNotANumber = memberRule("value-not-a-number", (at, match, context) => {
  const { value } = at.member;
  if (value.kind !== "string" || value.value === "" || /^-?\d/.test(value.value)) return [];
  const kind = kindAt(at, match, context);
  if (!NUMERIC_KINDS.has(kind)) return [];
  return [{ claim: `${kind === "amount" ? "an" : "a"} ${kind} by its meaning`, decision: "string without a format" }];
});
