/**
 * A value is the same as its scaled twin: one of both is off by the power of ten in the twin's name.
 *
 *     # Tick
 *
 *     ```json
 *     { "topic": "tick.ABC", "data": { "price": "15000", "price_e4": "15000" } }
 *     ```
 *
 * line 4, other line 4  scale-contradiction  /data/price
 *   claim     price_e4: "15000"
 *   evidence  example: "15000"
 *   decision  type and names as shown; the figure of the unscaled field is not trusted
 */

import { show, textOf } from "../example-values.js";
import { memberRule } from "../rule.js";

export const scaleContradiction = memberRule("scale-contradiction", ({ member, owner }) => {
  const { key, value } = member;
  const twin = owner.members.find(
    (other) => other.key.startsWith(key) && /^(?:_e|E)\d$/.test(other.key.slice(key.length)),
  );
  const text = textOf(value);
  // Zero is zero at every scale.
  if (!twin || text === undefined || text === "0" || textOf(twin.value) !== text) return [];
  const claim = `${twin.key}: ${show(twin.value)}`;
  return [
    {
      otherLine: twin.value.line,
      claim,
      decision: "type and names as shown; the figure of the unscaled field is not trusted",
    },
  ];
});
