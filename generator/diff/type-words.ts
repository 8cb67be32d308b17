/** A type in the words of JSON Schema, for people: `integer`, `string (decimal)`, `array of object`. */

import type { ValueType } from "../spec/value-type.js";
import { counted } from "../text/words.js";

export function typeWords(type: ValueType): string {
  switch (type.kind) {
    case "object":
    case "boolean":
    case "null":
      return type.kind;
    case "any":
      return "any value";
    case "list":
      return `array of ${typeWords(type.items)}`;
    case "tuple":
      return `array of ${counted(type.items.length, "item")}`;
    case "text":
      return type.format === undefined ? "string" : `string (${type.format})`;
    case "number":
      return type.whole ? "integer" : "number";
    case "constant":
      return JSON.stringify(type.value);
    case "choice":
      return [...new Set(type.branches.map(typeWords))].join(" or ");
  }
}
