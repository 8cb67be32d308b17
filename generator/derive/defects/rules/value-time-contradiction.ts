/**
 * Two times of one object name the same event and differ by more than a minute.
 *
 *     # Tick
 *
 *     ```json
 *     { "topic": "tick.ABC", "data": { "timestamp": "2020-01-12T16:59:59.000Z", "trade_time_ms": 1582793344685 } }
 *     ```
 *
 * line 4, other line 4  value-time-contradiction  /data/timestamp
 *   claim     trade_time_ms: 2020-02-27T08:49:04.685Z
 *   evidence  example: "2020-01-12T16:59:59.000Z"
 *   decision  sample values; the units stand
 */

import { textOf } from "../example-values.js";
import { memberRule } from "../rule.js";

const TOLERANCE_MS = 60_000;

export const valueTimeContradiction = memberRule("value-time-contradiction", ({ member, owner }) => {
  const other = owner.members.find(({ key }) => /^trade_?time_?ms$/i.test(key));
  if (member.key !== "timestamp" || member.value.kind !== "string" || !other) return [];
  const first = Date.parse(member.value.value);
  const second = Number(textOf(other.value) ?? Number.NaN);
  // What is no time differs by nothing.
  if (!(Math.abs(first - second) > TOLERANCE_MS)) return [];
  const claim = `${other.key}: ${new Date(second).toISOString()}`;
  return [{ otherLine: other.value.line, claim, decision: "sample values; the units stand" }];
});
