/**
 * Adapter: types of the spec -> what json-schema-to-typescript 16.0.0 compiles correctly.
 *
 * - It turns `prefixItems` into `never[]` (json-schema-to-typescript#543): tuples become labelled tuple types.
 * - It executes `tsType` and `tsEnumNames`: the result is built keyword by keyword, nothing is copied, and the only `tsType`
 *   values are made here from code.ts helpers and allocated names.
 * - It duplicates a type for each `$ref` with siblings and rewrites type names (`x1a` -> `X1A`): a reference
 *   becomes the allocated name.
 * - It keeps properties in plain objects: each gets an alias (`p0`, `p1`, …), so that `__proto__` or `*\/` never reaches it.
 */

import { literal } from "../../code/code.js";
import { invariant } from "../../diagnostics/diagnostic.js";
import { isIdentifierName } from "../../schema/identifier.js";
import type { EnumKeyword } from "../../schema/json-schema.js";
import type { ObjectType, TupleType, ValueType } from "../../spec/value-type.js";

export interface LowerOptions {
  /** What to compile, in order; each becomes one member of the root, `t0`, `t1`, … */
  readonly roots: readonly ValueType[];
  /** TypeScript name of a definition. */
  readonly typeNameOf: (definition: string) => string;
  /** Members that hold the topic of the message. */
  readonly topicMembers?: ReadonlySet<ValueType>;
  /** Their type. */
  readonly topicType?: string;
}

export interface LoweredMember {
  readonly name: string;
  readonly type: ValueType;
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

export function lowerTypes(options: LowerOptions): Lowered {
  const members: LoweredMember[] = [];
  const enums = new Set<string>();

  /** Of what is part of a definition: another definition is its name. */
  const lowerPart = (type: ValueType): CompilerSchema =>
    type.definition === undefined ? lower(type) : { tsType: options.typeNameOf(type.definition) };

  const lower = (type: ValueType): CompilerSchema => {
    if (options.topicType !== undefined && options.topicMembers?.has(type)) return { tsType: options.topicType };
    switch (type.kind) {
      case "any":
        return { tsType: "unknown" };
      case "null":
      case "boolean":
        return { type: type.kind };
      case "constant":
        return { tsType: literal(type.value) };
      case "text":
        return type.enum ? lowerEnum(type.enum) : { type: "string" };
      case "number":
        return type.enum ? lowerEnum(type.enum) : { type: type.whole ? "integer" : "number" };
      case "choice":
        return { anyOf: type.branches.map(lowerPart) };
      case "list":
        return { type: "array", items: lowerPart(type.items) };
      case "tuple":
        return lowerTuple(type);
      case "object":
        return lowerObject(type);
    }
  };

  const lowerEnum = ({ name }: EnumKeyword): CompilerSchema => {
    invariant(isIdentifierName(name), `enum name ${JSON.stringify(name)} is no identifier`);
    enums.add(name);
    return { tsType: name };
  };

  const lowerObject = (type: ObjectType): CompilerSchema => {
    if (type.members.length === 0) return { tsType: "Record<string, unknown>" };
    const properties: Record<string, CompilerSchema> = {};
    const required: string[] = [];
    for (const member of type.members) {
      const alias = `p${members.push({ name: member.name, type: member.type }) - 1}`;
      properties[alias] = lowerPart(member.type);
      if (member.required) required.push(alias);
    }
    // Objects are open on the wire; an index signature in the type would hide misspelt names.
    return { type: "object", properties, required, additionalProperties: false };
  };

  const lowerTuple = (type: TupleType): CompilerSchema => {
    const items = type.items.map(lowerPart);
    const { length } = items;
    const labelled = type.items.map(({ title }, index) => {
      const text = typeText(items[index] ?? {});
      return text === undefined || title === undefined || !isIdentifierName(title) ? undefined : `${title}: ${text}`;
    });
    if (labelled.every((item) => item !== undefined)) return { tsType: `[${labelled.join(", ")}]` };
    return { type: "array", items, additionalItems: false, minItems: length, maxItems: length };
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

/** The type in one word, if it has one. */
function typeText(schema: CompilerSchema): string | undefined {
  if (schema.tsType !== undefined) return schema.tsType;
  if (schema.type === "integer") return "number";
  if (schema.type !== undefined && schema.type !== "object" && schema.type !== "array") return schema.type;
  const alternatives = schema.anyOf?.map(typeText);
  if (alternatives === undefined || alternatives.includes(undefined)) return undefined;
  return alternatives.join(" | ");
}
