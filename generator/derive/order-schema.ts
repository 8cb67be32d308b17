/** Keywords in the order in which people read them: what it is, which values it has, what lies below, and why last. */

import type { JsonSchema } from "../schema/json-schema.js";
import { mapNodes } from "../schema/map-nodes.js";

const ORDER: readonly (keyof JsonSchema)[] = [
  "$schema",
  "$id",
  "$comment",
  "title",
  "description",
  "deprecated",
  "$ref",
  "const",
  "anyOf",
  "oneOf",
  "type",
  "format",
  "x-unit",
  "x-scale",
  "x-enum",
  "minItems",
  "maxItems",
  "prefixItems",
  "items",
  "required",
  "properties",
  "x-kind",
  "x-unsafe-integer",
  "x-presence",
  "x-condition",
  "x-words",
  "x-confidence",
  "x-forms",
  "x-source",
  "$defs",
];

const RANK = new Map<string, number>(ORDER.map((keyword, index) => [keyword, index]));
export const orderSchema = (schema: JsonSchema): JsonSchema => mapNodes(schema, orderKeywords);

function orderKeywords(node: JsonSchema): JsonSchema {
  const rankOf = (keyword: string): number => RANK.get(keyword) ?? ORDER.length;
  return Object.fromEntries(Object.entries(node).sort(([a], [b]) => rankOf(a) - rankOf(b)));
}
