import { isObject } from "./is-object.js";
import type { Json, JsonSchema } from "./json-schema.js";
import { escapePointer } from "./pointer.js";

/** Their members have names of the wire, and the order of the wire. */
const NAMED = new Set(["properties", "$defs"]);
const LISTS = new Set(["anyOf", "oneOf", "prefixItems"]);

/** A schema with every node changed, inner ones first. `pointer`: to the node. What is no schema stays: it is refused elsewhere, in words. */
export function mapNodes(
  schema: JsonSchema,
  change: (node: JsonSchema, pointer: string) => JsonSchema,
  pointer = "",
): JsonSchema {
  const inner = (value: unknown, key: string): Json =>
    isObject(value) ? (mapNodes(value, change, `${pointer}/${key}`) as Json) : (value as Json);
  const below = (keyword: string, value: Json): Json => {
    if (NAMED.has(keyword) && isObject(value))
      return Object.fromEntries(
        Object.entries(value).map(([name, item]) => [name, inner(item, `${keyword}/${escapePointer(name)}`)]),
      );
    if (LISTS.has(keyword) && Array.isArray(value))
      return value.map((item, index) => inner(item, `${keyword}/${index}`));
    return keyword === "items" ? inner(value, keyword) : value;
  };
  const node = Object.entries(schema).map(([keyword, value]) => [keyword, below(keyword, value as Json)]);
  return change(Object.fromEntries(node) as JsonSchema, pointer);
}
