/** Types of topics as text: `trade.${string}`, `candle.${"1" | "3"}.${string}`. */

import type { LineFile } from "../../spec/line-file.js";
import { slotsOf } from "../../spec/topic-slots.js";
import { literal, templateText } from "../code.js";

export function topicTypeText(pattern: string, slots: LineFile["slots"]): string {
  if (slotsOf(pattern).length === 0) return literal(pattern);
  const parts = pattern.split(/(\{[A-Za-z_]\w*\})/).map((part) => {
    const slot = /^\{(\w+)\}$/.exec(part)?.[1];
    if (slot === undefined) return templateText(part);
    const values = Object.hasOwn(slots, slot) ? slots[slot]?.values : undefined;
    return values === undefined ? "${string}" : `\${${values.map((value) => literal(value)).join(" | ")}}`;
  });
  return `\`${parts.join("")}\``;
}
