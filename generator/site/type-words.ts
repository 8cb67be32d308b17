/** What a value is, in few words: `list of objects`, `decimal as text, or null`. */

import type { ValueType } from "../spec/value-type.js";

export function typeWords(type: ValueType): string {
  switch (type.kind) {
    case "object":
      return "object";
    case "list":
      return `list of ${plural(type.items)}${lengthWords(type)}`;
    case "tuple":
      return `tuple of ${type.items.length}`;
    case "text":
      if (type.format === undefined) return "text";
      return type.format === "decimal" ? "decimal as text" : "decimal as text, or empty";
    case "number":
      return type.whole ? "integer" : "number";
    case "boolean":
    case "null":
      return type.kind;
    case "any":
      return "anything";
    case "constant":
      return `always ${JSON.stringify(type.value)}`;
    case "choice":
      return [...new Set(type.branches.map(typeWords))].join(" or ");
  }
}

const PLURALS: Readonly<Partial<Record<ValueType["kind"], string>>> = {
  object: "objects",
  list: "lists",
  tuple: "tuples",
  boolean: "booleans",
  any: "anything",
};

function plural(type: ValueType): string {
  if (type.kind === "text") return type.format === undefined ? "texts" : "decimals as text";
  if (type.kind === "number") return type.whole ? "integers" : "numbers";
  return PLURALS[type.kind] ?? typeWords(type);
}

function lengthWords({ minItems, maxItems }: { readonly minItems: number; readonly maxItems?: number }): string {
  if (minItems === 0) return maxItems === undefined ? "" : `, ${maxItems} at most`;
  if (maxItems === undefined) return `, ${minItems} at least`;
  return minItems === maxItems ? `, ${minItems} each` : `, ${minItems} to ${maxItems}`;
}
