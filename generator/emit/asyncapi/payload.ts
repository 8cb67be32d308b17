/**
 * A type as AsyncAPI's own schema language has it: JSON Schema of draft 07, in which a tuple is a list of `items`. Definitions become components, so
 * that tools give them the names that the TypeScript package has.
 */

import type { ValueType } from "../../spec/value-type.js";
import { DECIMAL_PATTERNS } from "../schemas/published-schema.js";

/** Name of the component of a definition, or undefined for what has no name. */
export type ComponentOf = (type: ValueType) => string | undefined;

/** What a type is, whoever refers to it. */
export function payloadSchema(type: ValueType, componentOf: ComponentOf): object {
  const part = (inner: ValueType): object => {
    const component = componentOf(inner);
    return component === undefined ? payloadSchema(inner, componentOf) : { $ref: `#/components/schemas/${component}` };
  };
  return { ...keywordsOf(type, part), ...wordsOf(type) };
}

function keywordsOf(type: ValueType, part: (inner: ValueType) => object): object {
  switch (type.kind) {
    case "any":
      return {};
    case "null":
    case "boolean":
      return { type: type.kind };
    case "constant":
      return { const: type.value };
    case "text":
      return {
        type: "string",
        ...(type.format !== undefined && { pattern: DECIMAL_PATTERNS[type.format] }),
        ...documented(type, "string"),
      };
    case "number":
      return {
        type: type.whole ? "integer" : "number",
        ...(type.unsafe && { format: "int64" }),
        ...documented(type, "number"),
      };
    case "list":
      return {
        type: "array",
        items: part(type.items),
        ...(type.minItems > 0 && { minItems: type.minItems }),
        ...(type.maxItems !== undefined && { maxItems: type.maxItems }),
      };
    case "tuple": {
      const { length } = type.items;
      return { type: "array", items: type.items.map(part), additionalItems: false, minItems: length, maxItems: length };
    }
    case "object": {
      const required = type.members.filter((member) => member.required).map(({ name }) => name);
      return {
        type: "object",
        ...(required.length > 0 && { required }),
        properties: Object.fromEntries(type.members.map(({ name, type: inner }) => [name, part(inner)])),
      };
    }
    case "choice":
      return { [type.keyword === "oneOf" ? "oneOf" : "anyOf"]: type.branches.map(part) };
  }
}

/** Enums are open: `enum` would refuse a value that the documentation has not heard of. */
function documented(type: ValueType & { readonly kind: "text" | "number" }, kind: "string" | "number"): object {
  const values = (type.enum?.values ?? []).filter((value) => typeof value === kind);
  return values.length === 0 ? {} : { examples: values, "x-documented-values": values };
}

function wordsOf({ description, title, deprecated, unit, scale, confidence }: ValueType): object {
  const words = description ?? title;
  return {
    ...(words !== undefined && { description: words }),
    ...(deprecated && { deprecated }),
    ...(unit !== undefined && { "x-unit": unit }),
    ...(scale !== undefined && { "x-scale": scale }),
    ...(confidence !== undefined && { "x-confidence": confidence }),
  };
}
