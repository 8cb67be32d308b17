/** Reads a schema file into the normal form. What the vocabulary cannot say about it is found here: each fault with its place and what to do. */

import { isIdentifierName } from "../schema/identifier.js";
import type { EnumKeyword, JsonSchema, TypeName } from "../schema/json-schema.js";
import { escapePointer } from "../schema/pointer.js";
import type { ValueType } from "./value-type.js";

export interface SchemaFault {
  /** JSON pointer into the schema file. */
  readonly pointer: string;
  readonly message: string;
  readonly fix: string;
}

/** Levels of a message: JSON of the wire has fewer than ten. */
export const MAX_TYPE_DEPTH = 24;
/** Definitions that refer to another twice at each level double with each. */
const MAX_NODES = 50_000;
const DEEP = "Describe as many levels as messages have; what is below may be any value.";

const HALF_CHARACTER = /\p{Surrogate}/u;

/** Each level of a message is two segments: `/properties/name`. */
const depthOf = (pointer: string): number => pointer.split("/").length - 1;

/** By the names of the definitions. `root` fits the vocabulary. */
export function readDefinitions(root: JsonSchema, fault: (fault: SchemaFault) => void): ReadonlyMap<string, ValueType> {
  const reader = createReader(root, fault);
  const types = new Map(Object.keys(root.$defs ?? {}).map((name) => [name, reader.definition(name)]));
  // What the root refers to is a definition as well: other readers of the file begin there.
  if (root.$ref !== undefined) reader.reference(root, root.$ref, "");
  for (const keyword of ["anyOf", "oneOf"] as const)
    for (const [index, branch] of (root[keyword] ?? []).entries())
      if (branch.$ref !== undefined) reader.reference(branch, branch.$ref, `/${keyword}/${index}`);
  return types;
}

/** `item` of `#/$defs/item`: the only form of reference in the dialect. */
export const definitionOf = (reference: string): string =>
  reference.slice("#/$defs/".length).replaceAll("~1", "/").replaceAll("~0", "~");

interface Reader {
  definition(name: string): ValueType;
  reference(schema: JsonSchema, target: string, pointer: string): ValueType;
}

function createReader(root: JsonSchema, fault: (fault: SchemaFault) => void): Reader {
  const definitions: Readonly<Record<string, JsonSchema>> = root.$defs ?? {};
  const known = new Map<string, ValueType>();
  /** Definitions that are being read: one that comes again refers to itself. */
  const open: string[] = [];
  /** Nodes of the definition that is being read, with all that it refers to; and of those that were read. */
  let nodes = 0;
  const sizes = new Map<string, number>();

  /** Ajv writes names into pointers, where half a character cannot be written. */
  const checkName = (name: string, pointer: string): void => {
    if (HALF_CHARACTER.test(name))
      fault({ pointer, message: `The name ${JSON.stringify(name)} has half of a character.`, fix: "Write it whole." });
  };

  const definition = (name: string): ValueType => {
    const before = known.get(name);
    if (before) return before;
    const pointer = `/$defs/${escapePointer(name)}`;
    checkName(name, pointer);
    if (name === "$id")
      fault({
        pointer,
        message: 'A definition cannot have the name "$id".',
        fix: "Ajv takes it for an id: rename it.",
      });
    const outer = nodes;
    nodes = 0;
    open.push(name);
    const type = { ...read(definitions[name] ?? {}, pointer), definition: name };
    open.pop();
    known.set(name, type);
    sizes.set(name, nodes);
    if (nodes > MAX_NODES)
      fault({ pointer, message: `The definition has ${nodes} nodes.`, fix: `At most ${MAX_NODES} can be checked.` });
    nodes = outer;
    return type;
  };

  const reference = (schema: JsonSchema, target: string, pointer: string): ValueType => {
    const name = definitionOf(target);
    const none: ValueType = { kind: "any", ...notesOf(schema, pointer) };
    if (!Object.hasOwn(definitions, name)) {
      const names = Object.keys(definitions).join(", ");
      fault({ pointer, message: `There is no definition "${name}".`, fix: `Definitions: ${names || "none"}.` });
      return none;
    }
    if (open.includes(name)) {
      const way = [...open.slice(open.indexOf(name)), name].join(" to ");
      fault({ pointer, message: `The definition refers to itself: ${way}.`, fix: DEEP });
      return none;
    }
    if (open.length > MAX_TYPE_DEPTH) {
      fault({ pointer, message: `References go more than ${MAX_TYPE_DEPTH} definitions deep.`, fix: DEEP });
      return none;
    }
    const type = definition(name);
    nodes += sizes.get(name) ?? 0;
    const { sources, pointer: _, ...own } = notesOf(schema, pointer);
    return { ...type, ...own, sources: [...sources, ...type.sources] };
  };

  const read = (schema: JsonSchema, pointer: string): ValueType => {
    nodes += 1;
    const notes = notesOf(schema, pointer);
    if (depthOf(pointer) > 2 * MAX_TYPE_DEPTH) {
      fault({ pointer, message: `The schema goes more than ${MAX_TYPE_DEPTH} levels deep.`, fix: DEEP });
      return { kind: "any", ...notes };
    }
    if (schema.$ref !== undefined) return reference(schema, schema.$ref, pointer);
    if (schema.const !== undefined)
      return { kind: "constant", ...notes, value: schema.const as string | number | boolean | null };
    for (const keyword of ["anyOf", "oneOf"] as const) {
      const branches = schema[keyword];
      if (branches) return { kind: "choice", ...notes, keyword, branches: listed(branches, `${pointer}/${keyword}`) };
    }
    if (typeof schema.type === "string") return ofType(schema, schema.type, pointer);
    if (schema.type === undefined) return { kind: "any", ...notes };
    if (new Set(schema.type).size < schema.type.length)
      fault({ pointer: `${pointer}/type`, message: "A type is listed twice.", fix: "List each type once." });
    return {
      kind: "choice",
      ...notes,
      keyword: "type",
      branches: schema.type.map((type) => ofType(schema, type, pointer)),
    };
  };

  const listed = (schemas: readonly JsonSchema[], pointer: string): ValueType[] =>
    schemas.map((schema, index) => read(schema, `${pointer}/${index}`));

  const ofType = (schema: JsonSchema, type: TypeName, pointer: string): ValueType => {
    const notes = notesOf(schema, pointer);
    switch (type) {
      case "object":
        return { kind: "object", ...notes, members: members(schema, pointer) };
      case "array":
        return array(schema, pointer);
      case "string":
        return {
          kind: "text",
          ...notes,
          ...(schema.format !== undefined && { format: schema.format }),
          ...enumOf(schema, pointer),
        };
      case "integer":
      case "number":
        return {
          kind: "number",
          ...notes,
          whole: type === "integer",
          unsafe: schema["x-unsafe-integer"] === true,
          ...enumOf(schema, pointer),
        };
      case "boolean":
      case "null":
        return { kind: type, ...notes };
    }
  };

  const members = (schema: JsonSchema, pointer: string) => {
    const properties: Readonly<Record<string, JsonSchema>> = schema.properties ?? {};
    const required = schema.required ?? [];
    for (const [index, name] of required.entries()) {
      const at = `${pointer}/required/${index}`;
      if (!Object.hasOwn(properties, name))
        fault({
          pointer: at,
          message: `The required member ${JSON.stringify(name)} is not described.`,
          fix: "Describe it below properties, or take it out of required.",
        });
      else if (required.indexOf(name) !== index)
        fault({ pointer: at, message: `The member ${JSON.stringify(name)} is required twice.`, fix: "Name it once." });
    }
    return Object.entries(properties).map(([name, property]) => {
      const at = `${pointer}/properties/${escapePointer(name)}`;
      checkName(name, at);
      return { name, required: required.includes(name), type: read(property, at) };
    });
  };

  const array = (schema: JsonSchema, pointer: string): ValueType => {
    const notes = notesOf(schema, pointer);
    const { minItems = 0, maxItems, prefixItems } = schema;
    if (prefixItems) {
      if (minItems !== prefixItems.length || maxItems !== prefixItems.length)
        fault({
          pointer,
          message: `A tuple of ${prefixItems.length} items has minItems ${minItems} and maxItems ${maxItems}.`,
          fix: "Both say the number of its items.",
        });
      return { kind: "tuple", ...notes, items: listed(prefixItems, `${pointer}/prefixItems`) };
    }
    if (maxItems !== undefined && minItems > maxItems)
      fault({ pointer, message: `minItems is ${minItems} and maxItems is ${maxItems}.`, fix: "Correct one of them." });
    return {
      kind: "list",
      ...notes,
      // The vocabulary has `false` beside prefixItems only.
      items: read(schema.items || {}, `${pointer}/items`),
      minItems,
      ...(maxItems !== undefined && { maxItems }),
    };
  };

  const enumOf = (schema: JsonSchema, pointer: string): { readonly enum?: EnumKeyword } => {
    const keyword = schema["x-enum"];
    if (!keyword) return {};
    if (!isIdentifierName(keyword.name))
      fault({
        pointer: `${pointer}/x-enum/name`,
        message: `The enum's name ${JSON.stringify(keyword.name)} is no name of a type.`,
        fix: "Use letters and digits, a letter first.",
      });
    return { enum: keyword };
  };

  return { definition, reference };
}

function notesOf(schema: JsonSchema, pointer: string) {
  const { title, description, deprecated } = schema;
  const {
    "x-kind": meaning,
    "x-unit": unit,
    "x-scale": scale,
    "x-source": source,
    "x-presence": presence,
    "x-condition": condition,
  } = schema;
  return {
    pointer,
    sources: source === undefined ? [] : [source],
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(deprecated !== undefined && { deprecated }),
    ...(meaning !== undefined && { meaning }),
    ...(unit !== undefined && { unit }),
    ...(scale !== undefined && { scale }),
    ...(presence !== undefined && { presence }),
    ...(condition !== undefined && { condition }),
  };
}
