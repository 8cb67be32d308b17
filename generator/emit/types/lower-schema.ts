/**
 * Dialect adapter: 2020-12 as Wireloom writes it -> what json-schema-to-typescript 16.0.0 compiles correctly.
 *
 * - It turns `prefixItems` into `never[]` (json-schema-to-typescript#543): tuples become labelled tuple types.
 * - It executes `tsType` and `tsEnumNames`: the result is built keyword by keyword, nothing is copied, and the only `tsType`
 *   values are made here from code.ts helpers and allocated names.
 * - It duplicates a type for each `$ref` with siblings and rewrites type names (`x1a` -> `X1A`): a reference
 *   becomes the allocated name.
 * - It keeps properties in plain objects: each gets an alias (`p0`, `p1`, …), so that `__proto__` or `*\/` never reaches it.
 */

import { invariant } from "../../diagnostics/diagnostic.js";
import { isIdentifierName } from "../../schema/identifier.js";
import type { JsonSchema, TypeName } from "../../schema/json-schema.js";
import { defOfRef } from "../../schema/resolve.js";
import { literal } from "../code.js";

export interface LowerOptions {
  /** What to compile, in order; each becomes one member of the root, `t0`, `t1`, … */
  readonly roots: readonly JsonSchema[];
  /** TypeScript name of a `$defs` entry. */
  readonly typeNameOf: (def: string) => string;
  /** Property schemas that hold the topic of the message. */
  readonly topicMembers?: ReadonlySet<JsonSchema>;
  /** Their type. */
  readonly topicType?: string;
}

export interface LoweredMember {
  readonly name: string;
  readonly schema: JsonSchema;
}

export interface Lowered {
  /** An object with one required member per root. */
  readonly schema: CompilerSchema;
  /** Member `p7` of the compiled types is `members[7]`. */
  readonly members: readonly LoweredMember[];
  /** Names of the enums that are mentioned, sorted. */
  readonly enums: readonly string[];
}

/** The part of json-schema-to-typescript's input that this adapter writes. */
export interface CompilerSchema {
  tsType?: string;
  type?: "object" | "array" | "string" | "number" | "integer" | "boolean" | "null";
  properties?: Record<string, CompilerSchema>;
  required?: string[];
  additionalProperties?: false;
  items?: CompilerSchema | CompilerSchema[];
  additionalItems?: CompilerSchema | false;
  minItems?: number;
  maxItems?: number;
  anyOf?: CompilerSchema[];
}

export function lowerSchema(options: LowerOptions): Lowered {
  const members: LoweredMember[] = [];
  const enums = new Set<string>();

  const lower = (schema: JsonSchema): CompilerSchema => {
    if (schema.$ref !== undefined) return { tsType: options.typeNameOf(defOfRef(schema.$ref)) };
    if (options.topicType !== undefined && options.topicMembers?.has(schema)) return { tsType: options.topicType };
    if (schema["x-enum"] !== undefined) return lowerEnum(schema, schema["x-enum"].name);
    if (schema.const !== undefined) return { tsType: literal(schema.const) };
    const alternatives = schema.oneOf ?? schema.anyOf;
    if (alternatives !== undefined) return { anyOf: alternatives.map(lower) };
    const types = schema.type ?? guessType(schema);
    if (types === undefined) return { tsType: "unknown" };
    if (typeof types === "string") return lowerType(schema, types);
    return { anyOf: types.map((type) => lowerType(schema, type)) };
  };

  const lowerEnum = (schema: JsonSchema, name: string): CompilerSchema => {
    invariant(isIdentifierName(name), `enum name ${JSON.stringify(name)} is no identifier`);
    enums.add(name);
    return { tsType: Array.isArray(schema.type) && schema.type.includes("null") ? `${name} | null` : name };
  };

  const lowerType = (schema: JsonSchema, type: TypeName): CompilerSchema => {
    if (type === "object") return lowerObject(schema);
    if (type === "array") return schema.prefixItems === undefined ? lowerArray(schema) : lowerTuple(schema);
    return { type };
  };

  const lowerObject = (schema: JsonSchema): CompilerSchema => {
    const entries = Object.entries(schema.properties ?? {});
    if (entries.length === 0) return { tsType: "Record<string, unknown>" };
    const required = new Set(schema.required);
    const properties: Record<string, CompilerSchema> = {};
    const requiredAliases: string[] = [];
    for (const [name, property] of entries) {
      const alias = `p${members.push({ name, schema: property }) - 1}`;
      properties[alias] = lower(property);
      if (required.has(name)) requiredAliases.push(alias);
    }
    // Objects are open on the wire; an index signature in the type would hide misspelt names.
    return { type: "object", properties, required: requiredAliases, additionalProperties: false };
  };

  const lowerArray = (schema: JsonSchema): CompilerSchema => {
    if (schema.items === false) return { tsType: "[]" };
    return { type: "array", items: lower(schema.items ?? {}) };
  };

  const lowerTuple = (schema: JsonSchema): CompilerSchema => {
    const prefix = schema.prefixItems ?? [];
    const items = prefix.map(lower);
    const closed = schema.items === false || schema.maxItems === prefix.length;
    const minItems = Math.min(schema.minItems ?? 0, prefix.length);
    const labelled = prefix.map((item, index) => {
      const type = typeText(items[index] ?? {});
      if (type === undefined || item.title === undefined || !isIdentifierName(item.title)) return undefined;
      return `${item.title}${index < minItems ? "" : "?"}: ${type}`;
    });
    if (closed && labelled.every((item) => item !== undefined)) return { tsType: `[${labelled.join(", ")}]` };
    if (closed) return { type: "array", items, additionalItems: false, minItems, maxItems: prefix.length };
    return { type: "array", items, additionalItems: lower(schema.items || {}), minItems };
  };

  const properties = Object.fromEntries(options.roots.map((root, index) => [`t${index}`, lower(root)]));
  const schema: CompilerSchema = {
    type: "object",
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  };
  return { schema, members, enums: [...enums].sort() };
}

function guessType(schema: JsonSchema): TypeName | undefined {
  if (schema.properties !== undefined) return "object";
  if (schema.items !== undefined || schema.prefixItems !== undefined) return "array";
  return undefined;
}

/** The type in one word, if it has one. */
function typeText(schema: CompilerSchema): string | undefined {
  if (schema.tsType !== undefined) return schema.tsType;
  if (schema.type === "integer") return "number";
  if (schema.type !== undefined && schema.type !== "object" && schema.type !== "array") return schema.type;
  const alternatives = schema.anyOf?.map(typeText);
  if (alternatives === undefined || alternatives.includes(undefined)) return undefined;
  return alternatives.join(" | ");
}
