/** What a schema says, whichever way it is written: references followed, types listed. */

import { invariant } from "../diagnostics/diagnostic.js";
import type { EnumKeyword, JsonSchema, TypeName } from "./json-schema.js";

/** Deeper than any schema of the dialect, where 24 definitions may refer to each other and each have 24 levels; one that refers to itself ends here. */
export const MAX_SCHEMA_DEPTH = 700;

/** `item` of `#/$defs/item`: the only form of reference in the dialect. */
export function defOfRef(ref: string): string {
  invariant(ref.startsWith("#/$defs/"), `reference ${JSON.stringify(ref)} does not point into $defs`);
  return decodeURIComponent(ref.slice("#/$defs/".length)).replaceAll("~1", "/").replaceAll("~0", "~");
}

/** Follows a reference; keywords beside it only describe. */
export function resolve(schema: JsonSchema, root: JsonSchema): JsonSchema {
  let current = schema;
  for (let steps = 0; current.$ref !== undefined && steps < MAX_SCHEMA_DEPTH; steps += 1)
    current = root.$defs?.[defOfRef(current.$ref)] ?? {};
  return current;
}

/** The types that `type` names; none: any. */
export const declaredTypes = ({ type }: JsonSchema): readonly TypeName[] =>
  type === undefined ? [] : typeof type === "string" ? [type] : type;

/** The same, and `object` for what has properties and no type. */
export const typesOf = (schema: JsonSchema): readonly TypeName[] =>
  schema.type === undefined && schema.properties ? ["object"] : declaredTypes(schema);

/** The documented values of one JavaScript type. Some lists name words where the wire has numbers: those say nothing about numbers. */
export function valuesLike(keyword: EnumKeyword, type: "string"): string[];
export function valuesLike(keyword: EnumKeyword, type: "number"): number[];
export function valuesLike(keyword: EnumKeyword, type: string): unknown[];
export function valuesLike({ values }: EnumKeyword, type: string): unknown[] {
  return values.map(({ value }) => value).filter((value) => typeof value === type);
}

/** What decides validity, references followed: the same for two schemas that mean the same. */
export function shapeOf(schema: JsonSchema | false | undefined, root: JsonSchema, depth = 0): unknown {
  if (!schema || depth > MAX_SCHEMA_DEPTH) return schema;
  const {
    type,
    const: prescribed,
    format,
    required,
    minItems,
    maxItems,
    items,
    prefixItems,
    oneOf,
    anyOf,
    properties,
  } = resolve(schema, root);
  const inner = (each: JsonSchema | false | undefined): unknown => shapeOf(each, root, depth + 1);
  return {
    type,
    prescribed,
    format,
    required,
    minItems,
    maxItems,
    items: inner(items),
    prefixItems: prefixItems?.map(inner),
    oneOf: oneOf?.map(inner),
    anyOf: anyOf?.map(inner),
    properties: properties && Object.entries(properties).map(([name, each]) => [name, inner(each)]),
  };
}
