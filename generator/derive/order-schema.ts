/** Keywords in the order in which people read them: what it is, which values it has, what lies below, and why last. */

import { isObject } from "../schema/is-object.js";
import type { Json, JsonSchema } from "../schema/json-schema.js";

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
  "x-forms",
  "x-source",
  "$defs",
];

const RANK = new Map<string, number>(ORDER.map((keyword, index) => [keyword, index]));
/** Their members have names of the wire, and the order of the wire. */
const NAMED = new Set(["properties", "$defs"]);
const LISTS = new Set(["anyOf", "oneOf", "prefixItems"]);

export function orderSchema(schema: JsonSchema): JsonSchema {
  const rankOf = (keyword: string): number => RANK.get(keyword) ?? ORDER.length;
  const entries = Object.entries(schema).sort(([a], [b]) => rankOf(a) - rankOf(b));
  return Object.fromEntries(
    entries.map(([keyword, value]) => [keyword, orderBelow(keyword, value as Json)]),
  ) as JsonSchema;
}

function orderBelow(keyword: string, value: Json): Json {
  // What is no schema is refused elsewhere, in words.
  const ordered = (inner: unknown): Json => (isObject(inner) ? (orderSchema(inner) as Json) : (inner as Json));
  if (NAMED.has(keyword) && isObject(value))
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, ordered(inner)]));
  if (LISTS.has(keyword) && Array.isArray(value)) return value.map(ordered);
  return keyword === "items" ? ordered(value) : value;
}
