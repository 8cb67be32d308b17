/** Reads a schema file into the normal form. What the vocabulary cannot say about it is found here: each fault with its place and what to do. */

import { suggest } from "../diagnostics/suggest.js";
import type { EnumKeyword, JsonSchema, TypeName } from "../schema/json-schema.js";
import { escapePointer } from "../schema/pointer.js";
import { definitionOf } from "../schema/reference.js";
import { isFreeTypeName } from "../schema/type-name.js";
import type { LinesAt } from "./source-map.js";
import { notesOf } from "./type-notes.js";
import type {
  ChoiceType,
  ConstantType,
  ListType,
  Member,
  ObjectType,
  TupleType,
  TypeNotes,
  ValueType,
} from "./value-type.js";

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
  const definitions: Readonly<Record<string, JsonSchema>> = root.$defs ?? {};
  const reader: Reader = { definitions, fault, linesAt, read: new Map(), open: [], size: NOTHING };
  const types = new Map(Object.keys(definitions).map((name) => [name, definition(reader, name).type]));
  // What the root refers to are definitions as well: other readers of the file begin there.
  const roots = [
    { schema: root, pointer: "" },
    ...(["anyOf", "oneOf"] as const).flatMap((keyword) =>
      (root[keyword] ?? []).map((schema, index) => ({ schema, pointer: `/${keyword}/${index}` })),
    ),
  ];
  for (const { schema, pointer } of roots)
    if (schema.$ref !== undefined) reference(reader, schema, schema.$ref, { pointer, level: 0 });
  return types;
}

/** What was read so far of a schema file. */
interface Reader {
  readonly definitions: Readonly<Record<string, JsonSchema>>;
  readonly fault: (fault: SchemaFault) => void;
  /** Where the pages say it. */
  readonly linesAt: LinesAt;
  /** By name. */
  readonly read: Map<string, Definition>;
  /** Names of the definitions that are being read: one that comes again refers to itself. */
  readonly open: string[];
  /** So far, of the definition that is being read. */
  size: Size;
}

interface Definition {
  readonly type: ValueType;
  readonly size: Size;
}

/** What a definition stands for, references followed. */
interface Size {
  readonly places: number;
  /** Levels of the message. */
  readonly depth: number;
}

const notesAt = ({ linesAt }: Reader, schema: JsonSchema, pointer: string): TypeNotes =>
  notesOf(schema, pointer, linesAt(pointer));

const NOTHING: Size = { places: 0, depth: 0 };

/** Where a node stands. */
interface Place {
  /** Into the schema file. */
  readonly pointer: string;
  /** Of the message, within the definition. */
  readonly level: number;
}

const below = ({ pointer, level }: Place, segments: string): Place => ({ pointer: `${pointer}/${segments}`, level });
const inside = ({ pointer, level }: Place): Place => ({ pointer, level: level + 1 });

function grow(reader: Reader, { places, depth }: Size): void {
  reader.size = { places: reader.size.places + places, depth: Math.max(reader.size.depth, depth) };
}

function definition(reader: Reader, name: string): Definition {
  const before = reader.read.get(name);
  if (before) return before;
  const pointer = `/$defs/${escapePointer(name)}`;
  if (name === "$id")
    reader.fault({ pointer, atName: true, message: 'A definition cannot have the name "$id".', fix: "Rename it." });
  const outer = reader.size;
  reader.size = NOTHING;
  reader.open.push(name);
  const type = { ...node(reader, reader.definitions[name] ?? {}, { pointer, level: 0 }), definition: name };
  reader.open.pop();
  const read = { type, size: boundedSize(reader, pointer) };
  reader.read.set(name, read);
  reader.size = outer;
  return read;
}

/** What refers to a definition that is too large is too large as well: only the smallest is told, and counts as nothing afterwards. */
function boundedSize({ size, fault }: Reader, pointer: string): Size {
  const { places, depth } = size;
  if (places <= MAX_PLACES && depth <= MAX_TYPE_DEPTH) return size;
  const message =
    depth > MAX_TYPE_DEPTH
      ? `References followed, it nests deeper than ${MAX_TYPE_DEPTH} levels.`
      : `References followed, it has more than ${MAX_PLACES} places.`;
  fault({ pointer, message, fix: `${DEEP} Refer to fewer definitions from within definitions.` });
  return NOTHING;
}

function reference(reader: Reader, schema: JsonSchema, target: string, { pointer, level }: Place): ValueType {
  const notes = notesAt(reader, schema, pointer);
  const name = readableName(reader, target, `${pointer}/$ref`);
  if (name === undefined) return { kind: "any", ...notes };
  const { type, size } = definition(reader, name);
  grow(reader, { places: size.places, depth: level + size.depth });
  const { sources, pointer: _, ...words } = notes;
  return { ...type, ...words, sources: [...sources, ...type.sources] };
}

/** The definition that a reference leads to, if it can be read. */
function readableName({ definitions, open, fault }: Reader, target: string, pointer: string): string | undefined {
  const name = definitionOf(target);
  if (name === undefined || !Object.hasOwn(definitions, name)) {
    const message = `${JSON.stringify(target)} leads to no definition of this file.`;
    fault({ pointer, message, fix: suggest(name ?? target, Object.keys(definitions)) });
    return undefined;
  }
  if (open.includes(name)) {
    const way = [...open.slice(open.indexOf(name)), name].map((each) => JSON.stringify(each)).join(" → ");
    fault({ pointer, message: `The reference leads back to where it starts: ${way}.`, fix: DEEP });
    return undefined;
  }
  if (open.length > MAX_TYPE_DEPTH) {
    fault({ pointer, message: `References go more than ${MAX_TYPE_DEPTH} definitions deep.`, fix: DEEP });
    return undefined;
  }
  return name;
}

function node(reader: Reader, schema: JsonSchema, place: Place): ValueType {
  const notes = notesAt(reader, schema, place.pointer);
  grow(reader, { places: 1, depth: place.level });
  if (schema.$ref !== undefined) return reference(reader, schema, schema.$ref, place);
  if (schema.const !== undefined) return { kind: "constant", ...notes, value: schema.const as ConstantType["value"] };
  for (const keyword of ["anyOf", "oneOf"] as const) {
    const branches = schema[keyword];
    if (branches)
      return { kind: "choice", ...notes, keyword, branches: nodes(reader, branches, below(place, keyword)) };
  }
  if (schema.type === undefined) return { kind: "any", ...notes };
  if (schema.enum !== undefined) return closedList(reader, schema, schema.enum, place);
  return typeof schema.type === "string"
    ? ofType(reader, schema, schema.type, place)
    : ofTypes(reader, schema, schema.type, place);
}

const nodes = (reader: Reader, schemas: readonly JsonSchema[], place: Place): ValueType[] =>
  schemas.map((schema, index) => node(reader, schema, below(place, String(index))));

/** What an overlay closed: a choice of constants, which every reader of the normal form knows already. */
function closedList(
  reader: Reader,
  schema: JsonSchema,
  values: readonly ConstantType["value"][],
  place: Place,
): ChoiceType {
  const types = [schema.type ?? []].flat();
  for (const [index, value] of values.entries())
    if (!types.some((type) => isOfType(value, type)))
      reader.fault({
        pointer: `${place.pointer}/enum/${index}`,
        message: `${JSON.stringify(value)} is no ${types.join(" or ")}, so it is never valid.`,
        fix: "Take it out of the list, or correct the type.",
      });
  const notes = notesAt(reader, schema, place.pointer);
  const branches = [...new Set(values)].map(
    (value, index): ConstantType => ({
      kind: "constant",
      pointer: `${place.pointer}/enum/${index}`,
      sources: [],
      value,
    }),
  );
  return { kind: "choice", ...notes, keyword: "anyOf", branches, ...enumOf(reader, schema, place) };
}

function isOfType(value: ConstantType["value"], type: TypeName): boolean {
  if (type === "null") return value === null;
  return type === "integer" ? Number.isInteger(value) : typeof value === type;
}

/** A list of types is a choice between them. */
function ofTypes(reader: Reader, schema: JsonSchema, listed: readonly TypeName[], place: Place): ValueType {
  if (new Set(listed).size < listed.length)
    reader.fault({ pointer: `${place.pointer}/type`, message: "A type is listed twice.", fix: "List each type once." });
  // A number goes for an integer too.
  const types = listed.filter((type) => type !== "integer" || !listed.includes("number"));
  const branches = types.map((type) => ofType(reader, schema, type, place));
  const [only] = branches;
  if (branches.length === 1 && only) return only;
  return { kind: "choice", ...notesAt(reader, schema, place.pointer), keyword: "type", branches };
}

function ofType(reader: Reader, schema: JsonSchema, type: TypeName, place: Place): ValueType {
  const notes = notesAt(reader, schema, place.pointer);
  switch (type) {
    case "object":
      return objectType(reader, schema, place);
    case "array":
      return schema.prefixItems
        ? tupleType(reader, schema, schema.prefixItems, place)
        : listType(reader, schema, place);
    case "string": {
      const { format } = schema;
      return { kind: "text", ...notes, ...(format !== undefined && { format }), ...enumOf(reader, schema, place) };
    }
    case "integer":
    case "number": {
      const unsafe = schema["x-unsafe-integer"] === true;
      return { kind: "number", ...notes, whole: type === "integer", unsafe, ...enumOf(reader, schema, place) };
    }
    case "boolean":
    case "null":
      return { kind: type, ...notes };
  }
}

function objectType(reader: Reader, schema: JsonSchema, place: Place): ObjectType {
  const properties: Readonly<Record<string, JsonSchema>> = schema.properties ?? {};
  const required = schema.required ?? [];
  reportRequired(reader, required, Object.keys(properties), place);
  const members = Object.entries(properties).map(([name, property]): Member => {
    const type = node(reader, property, below(inside(place), `properties/${escapePointer(name)}`));
    return { name, required: required.includes(name), type };
  });
  return { kind: "object", ...notesAt(reader, schema, place.pointer), members };
}

function reportRequired(
  { fault }: Reader,
  required: readonly string[],
  described: readonly string[],
  { pointer }: Place,
): void {
  for (const [index, name] of required.entries()) {
    const at = `${pointer}/required/${index}`;
    if (!described.includes(name))
      fault({
        pointer: at,
        message: `${JSON.stringify(name)} is required and not described.`,
        fix: `${suggest(name, described)} Or describe it in \`properties\`.`,
      });
    else if (required.indexOf(name) !== index)
      fault({ pointer: at, message: `${JSON.stringify(name)} is required twice.`, fix: "Name it once." });
  }
}

function tupleType(reader: Reader, schema: JsonSchema, prefixItems: readonly JsonSchema[], place: Place): TupleType {
  const { minItems, maxItems } = schema;
  if (minItems !== prefixItems.length || maxItems !== prefixItems.length)
    reader.fault({
      pointer: place.pointer,
      message: `A tuple of ${prefixItems.length} items has minItems ${minItems} and maxItems ${maxItems}.`,
      fix: "Both say the number of its items.",
    });
  const items = nodes(reader, prefixItems, below(inside(place), "prefixItems"));
  return { kind: "tuple", ...notesAt(reader, schema, place.pointer), items };
}

function listType(reader: Reader, schema: JsonSchema, place: Place): ListType {
  const { minItems = 0, maxItems } = schema;
  if (maxItems !== undefined && minItems > maxItems)
    reader.fault({
      pointer: `${place.pointer}/maxItems`,
      message: `No list has at least ${minItems} and at most ${maxItems} items.`,
      fix: "Correct one of the two.",
    });
  // The vocabulary has `false` beside prefixItems only.
  const items = node(reader, schema.items || {}, below(inside(place), "items"));
  const bounds = { minItems, ...(maxItems !== undefined && { maxItems }) };
  return { kind: "list", ...notesAt(reader, schema, place.pointer), items, ...bounds };
}

function enumOf({ fault }: Reader, schema: JsonSchema, { pointer }: Place): { readonly enum?: EnumKeyword } {
  const keyword = schema["x-enum"];
  if (!keyword) return {};
  if (!isFreeTypeName(keyword.name))
    fault({
      pointer: `${pointer}/x-enum/name`,
      message: `${JSON.stringify(keyword.name)} cannot be the name of a type.`,
      fix: "A capital letter, then letters and digits: `OrderStatus`. Names of the package and of the language are taken.",
    });
  return { enum: keyword };
}
