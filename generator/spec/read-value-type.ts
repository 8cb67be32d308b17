/** Reads a schema file into the normal form. What the vocabulary cannot say about it is found here: each fault with its place and what to do. */

import { suggest } from "../diagnostics/suggest.js";
import type { EnumKeyword, JsonSchema, TypeName } from "../schema/json-schema.js";
import { escapePointer } from "../schema/pointer.js";
import { definitionOf } from "../schema/reference.js";
import { isFreeTypeName } from "../schema/type-name.js";
import type { LinesAt } from "./source-map.js";
import type { ValueType } from "./value-type.js";

export interface SchemaFault {
  /** JSON pointer into the schema file. */
  readonly pointer: string;
  /** The place is the member's name, not its value. */
  readonly atName?: boolean;
  readonly message: string;
  readonly fix: string;
}

/** Levels of a message: JSON of the wire has fewer than ten. */
export const MAX_TYPE_DEPTH = 24;
/** References followed, a message has that many places; ours have some hundred. Definitions that use another twice double with every step. */
const MAX_PLACES = 20_000;
const DEEP = "Describe as many levels as the messages have.";

/** By the names of the definitions. `root` fits the vocabulary. */
export function readDefinitions(
  root: JsonSchema,
  fault: (fault: SchemaFault) => void,
  linesAt: LinesAt,
): ReadonlyMap<string, ValueType> {
  const reader = createReader(root, fault, linesAt);
  const types = new Map(Object.keys(root.$defs ?? {}).map((name) => [name, reader.definition(name)]));
  // What the root refers to are definitions as well: other readers of the file begin there.
  if (root.$ref !== undefined) reader.reference(root, root.$ref, "", 0);
  for (const keyword of ["anyOf", "oneOf"] as const)
    for (const [index, branch] of (root[keyword] ?? []).entries())
      if (branch.$ref !== undefined) reader.reference(branch, branch.$ref, `/${keyword}/${index}`, 0);
  return types;
}

/** What a definition stands for, references followed. */
interface Size {
  readonly places: number;
  /** Levels of the message. */
  readonly depth: number;
}

interface Reader {
  definition(name: string): ValueType;
  reference(schema: JsonSchema, target: string, pointer: string, level: number): ValueType;
}

function createReader(root: JsonSchema, fault: (fault: SchemaFault) => void, linesAt: LinesAt): Reader {
  const definitions: Readonly<Record<string, JsonSchema>> = root.$defs ?? {};
  const known = new Map<string, ValueType>();
  /** Definitions that are being read: one that comes again refers to itself. */
  const open: string[] = [];
  /** Of the definition that is being read, with all that it refers to; and of those that were read. */
  let size: Size = { places: 0, depth: 0 };
  const sizes = new Map<string, Size>();

  const definition = (name: string): ValueType => {
    const before = known.get(name);
    if (before) return before;
    const pointer = `/$defs/${escapePointer(name)}`;
    if (name === "$id")
      fault({ pointer, atName: true, message: 'A definition cannot have the name "$id".', fix: "Rename it." });
    const outer = size;
    size = { places: 0, depth: 0 };
    open.push(name);
    const type = { ...read(definitions[name] ?? {}, pointer, 0), definition: name };
    open.pop();
    known.set(name, type);
    reportSize(pointer);
    sizes.set(name, size);
    size = outer;
    return type;
  };

  /** What refers to a definition that is too large is too large as well: only the smallest is told. */
  const reportSize = (pointer: string): void => {
    const { places, depth } = size;
    if (places <= MAX_PLACES && depth <= MAX_TYPE_DEPTH) return;
    const message =
      depth > MAX_TYPE_DEPTH
        ? `References followed, it nests deeper than ${MAX_TYPE_DEPTH} levels.`
        : `References followed, it has more than ${MAX_PLACES} places.`;
    fault({ pointer, message, fix: `${DEEP} Refer to fewer definitions from within definitions.` });
    size = { places: 0, depth: 0 };
  };

  const grow = (places: number, depth: number): void => {
    size = { places: size.places + places, depth: Math.max(size.depth, depth) };
  };

  const reference = (schema: JsonSchema, target: string, pointer: string, level: number): ValueType => {
    const name = definitionOf(target);
    const none: ValueType = { kind: "any", ...notesOf(schema, pointer, linesAt) };
    const at = `${pointer}/$ref`;
    if (name === undefined || !Object.hasOwn(definitions, name)) {
      const message = `${JSON.stringify(target)} leads to no definition of this file.`;
      fault({ pointer: at, message, fix: suggest(name ?? target, Object.keys(definitions)) });
      return none;
    }
    if (open.includes(name)) {
      const way = [...open.slice(open.indexOf(name)), name].map((each) => JSON.stringify(each)).join(" → ");
      fault({ pointer: at, message: `The reference leads back to where it starts: ${way}.`, fix: DEEP });
      return none;
    }
    if (open.length > MAX_TYPE_DEPTH) {
      fault({ pointer: at, message: `References go more than ${MAX_TYPE_DEPTH} definitions deep.`, fix: DEEP });
      return none;
    }
    const type = definition(name);
    const own = sizes.get(name);
    if (own) grow(own.places, level + own.depth);
    const { sources, pointer: _, ...words } = notesOf(schema, pointer, linesAt);
    return { ...type, ...words, sources: [...sources, ...type.sources] };
  };

  /** `level`: of the message, within the definition. */
  const read = (schema: JsonSchema, pointer: string, level: number): ValueType => {
    const notes = notesOf(schema, pointer, linesAt);
    grow(1, level);
    if (schema.$ref !== undefined) return reference(schema, schema.$ref, pointer, level);
    if (schema.const !== undefined)
      return { kind: "constant", ...notes, value: schema.const as string | number | boolean | null };
    for (const keyword of ["anyOf", "oneOf"] as const) {
      const branches = schema[keyword];
      if (branches)
        return { kind: "choice", ...notes, keyword, branches: listed(branches, `${pointer}/${keyword}`, level) };
    }
    if (typeof schema.type === "string") return ofType(schema, schema.type, pointer, level);
    if (schema.type === undefined) return { kind: "any", ...notes };
    if (new Set(schema.type).size < schema.type.length)
      fault({ pointer: `${pointer}/type`, message: "A type is listed twice.", fix: "List each type once." });
    // A number goes for an integer too.
    const types = schema.type.filter((type) => type !== "integer" || !schema.type?.includes("number"));
    const branches = types.map((type) => ofType(schema, type, pointer, level));
    const [only] = branches;
    return branches.length === 1 && only ? only : { kind: "choice", ...notes, keyword: "type", branches };
  };

  const listed = (schemas: readonly JsonSchema[], pointer: string, level: number): ValueType[] =>
    schemas.map((schema, index) => read(schema, `${pointer}/${index}`, level));

  const ofType = (schema: JsonSchema, type: TypeName, pointer: string, level: number): ValueType => {
    const notes = notesOf(schema, pointer, linesAt);
    switch (type) {
      case "object":
        return { kind: "object", ...notes, members: members(schema, pointer, level + 1) };
      case "array":
        return array(schema, pointer, level + 1);
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

  const members = (schema: JsonSchema, pointer: string, level: number) => {
    const properties: Readonly<Record<string, JsonSchema>> = schema.properties ?? {};
    const required = schema.required ?? [];
    for (const [index, name] of required.entries()) {
      const at = `${pointer}/required/${index}`;
      if (!Object.hasOwn(properties, name))
        fault({
          pointer: at,
          message: `${JSON.stringify(name)} is required and not described.`,
          fix: `${suggest(name, Object.keys(properties))} Or describe it in \`properties\`.`,
        });
      else if (required.indexOf(name) !== index)
        fault({ pointer: at, message: `${JSON.stringify(name)} is required twice.`, fix: "Name it once." });
    }
    return Object.entries(properties).map(([name, property]) => ({
      name,
      required: required.includes(name),
      type: read(property, `${pointer}/properties/${escapePointer(name)}`, level),
    }));
  };

  const array = (schema: JsonSchema, pointer: string, level: number): ValueType => {
    const notes = notesOf(schema, pointer, linesAt);
    const { minItems = 0, maxItems, prefixItems } = schema;
    if (prefixItems) {
      if (minItems !== prefixItems.length || maxItems !== prefixItems.length)
        fault({
          pointer,
          message: `A tuple of ${prefixItems.length} items has minItems ${minItems} and maxItems ${maxItems}.`,
          fix: "Both say the number of its items.",
        });
      return { kind: "tuple", ...notes, items: listed(prefixItems, `${pointer}/prefixItems`, level) };
    }
    if (maxItems !== undefined && minItems > maxItems)
      fault({
        pointer: `${pointer}/maxItems`,
        message: `No list has at least ${minItems} and at most ${maxItems} items.`,
        fix: "Correct one of the two.",
      });
    return {
      kind: "list",
      ...notes,
      // The vocabulary has `false` beside prefixItems only.
      items: read(schema.items || {}, `${pointer}/items`, level),
      minItems,
      ...(maxItems !== undefined && { maxItems }),
    };
  };

  const enumOf = (schema: JsonSchema, pointer: string): { readonly enum?: EnumKeyword } => {
    const keyword = schema["x-enum"];
    if (!keyword) return {};
    if (!isFreeTypeName(keyword.name))
      fault({
        pointer: `${pointer}/x-enum/name`,
        message: `${JSON.stringify(keyword.name)} cannot be the name of a type.`,
        fix: "A capital letter, then letters and digits: `OrderStatus`. Names of the package and of the language are taken.",
      });
    return { enum: keyword };
  };

  return { definition, reference };
}

function notesOf(schema: JsonSchema, pointer: string, linesAt: LinesAt) {
  const { title, description, deprecated } = schema;
  const {
    "x-kind": meaning,
    "x-unit": unit,
    "x-scale": scale,
    "x-source": source,
    "x-presence": presence,
    "x-condition": condition,
  } = schema;
  const lines = linesAt(pointer);
  return {
    pointer,
    sources: source === undefined && lines === undefined ? [] : [{ ...source, ...(lines && { lines }) }],
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
