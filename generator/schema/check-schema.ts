/**
 * Is a schema one that Wireloom can read? The vocabulary says which keywords there are and what they take; what no
 * JSON Schema can say is said here: references that lead somewhere and come to an end, names that can be types, members
 * that are described. What passes, every emitter can read.
 */

import type { ErrorObject } from "ajv/dist/2020.js";
import { suggest } from "../diagnostics/suggest.js";
import { ownSchema } from "../host/own-schema.js";
import { errorsOf } from "../host/schema-check.js";
import { BROKEN_TEXT, findBrokenText } from "./broken-text.js";
import type { JsonSchema } from "./json-schema.js";
import { escapePointer, segmentsOf } from "./pointer.js";
import { defAt, defOfRef, MAX_SCHEMA_DEPTH } from "./resolve.js";
import { isFreeTypeName } from "./type-name.js";

export interface SchemaFault {
  /** JSON pointer to what is wrong. */
  readonly pointer: string;
  /** The place is the member's name, not its value. */
  readonly atName?: boolean;
  readonly message: string;
  readonly fix: string;
}

/** Each level of a schema is at most four of JSON: `properties`, a name, `anyOf`, an index. */
const MAX_JSON_DEPTH = 4 * MAX_SCHEMA_DEPTH;
/** References followed, a message has that many places; ours have some hundred. */
const MAX_PLACES = 20_000;

/** Nothing: it is one. Faults of one kind hide those of the next, which need it to hold. */
export function checkSchema(schema: unknown): SchemaFault[] {
  const stages = [depthFaults, textFaults, vocabularyFaults, referenceFaults, memberFaults, sizeFaults];
  for (const stage of stages) {
    const faults = stage(schema as JsonSchema);
    if (faults.length > 0) return faults;
  }
  return [];
}

const pointerOf = (path: readonly (string | number)[]): string =>
  path.map((key) => `/${escapePointer(String(key))}`).join("");

/** Without recursion: what is too deep for the other stages ends here. */
function depthFaults(schema: unknown): SchemaFault[] {
  let level: [string, unknown][] = [["", schema]];
  for (let depth = 0; level.length > 0; depth += 1) {
    const [first] = level;
    if (depth > MAX_JSON_DEPTH && first) {
      const message = `The schema nests deeper than ${MAX_SCHEMA_DEPTH} levels.`;
      return [{ pointer: first[0], message, fix: "No message is nested that deep: describe fewer levels." }];
    }
    level = level.flatMap(([pointer, value]) =>
      typeof value === "object" && value !== null
        ? Object.entries(value).map(([key, inner]): [string, unknown] => [`${pointer}/${escapePointer(key)}`, inner])
        : [],
    );
  }
  return [];
}

const textFaults = (schema: unknown): SchemaFault[] =>
  findBrokenText(schema).map(({ path, atName }) => ({ pointer: pointerOf(path), atName, ...BROKEN_TEXT }));

function vocabularyFaults(schema: unknown): SchemaFault[] {
  const errors = errorsOf(ownSchema("vocabulary"), schema);
  // A choice that fits in no branch fails in each of them, and then as a whole: the deepest fault is the one that was
  // meant.
  const places = new Map<string, ErrorObject>();
  for (const error of errors) {
    if (errors.some(({ instancePath }) => instancePath.startsWith(`${error.instancePath}/`))) continue;
    const key =
      error.keyword === "additionalProperties" ? `${error.instancePath} ${nameIn(error)}` : error.instancePath;
    if (!places.has(key)) places.set(key, error);
  }
  return [...places.values()].map(explain);
}

const nameIn = ({ params }: ErrorObject): string => String(params.additionalProperty);

function explain(error: ErrorObject): SchemaFault {
  const { instancePath: pointer, keyword, params, parentSchema } = error;
  if (keyword === "additionalProperties") {
    const known = Object.keys((parentSchema as { properties?: object }).properties ?? {});
    const message = `${show(nameIn(error))} is no keyword here.`;
    const fix = suggest(nameIn(error), known);
    return { pointer: `${pointer}/${escapePointer(nameIn(error))}`, atName: true, message, fix };
  }
  const about = (parentSchema as { description?: string } | undefined)?.description;
  if (keyword === "enum") {
    const known = (params.allowedValues as unknown[]).map(String);
    return { pointer, message: `${show(error.data)} is not known here.`, fix: suggest(String(error.data), known) };
  }
  const message = `${show(error.data)} ${error.message ?? "cannot stand here"}.`;
  return { pointer, message, fix: about ?? "See schemas/vocabulary.schema.json for what may stand here." };
}

/** A value in a sentence. */
function show(value: unknown): string {
  const text = JSON.stringify(value) ?? "This";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** Every schema of a document with its pointer; the root first. Its depth is bounded. */
function* schemasOf(schema: JsonSchema, pointer = ""): Generator<readonly [string, JsonSchema]> {
  yield [pointer, schema];
  for (const [below, inner] of innerSchemas(schema)) yield* schemasOf(inner, `${pointer}${below}`);
}

/** Schemas directly below, definitions too. */
function innerSchemas(schema: JsonSchema): [string, JsonSchema][] {
  return [
    ...Object.entries(schema.$defs ?? {}).map(([name, inner]) => [`/$defs/${escapePointer(name)}`, inner] as const),
    ...placesBelow(schema),
  ].map(([pointer, inner]) => [pointer, inner]);
}

/** Schemas of what stands in a value or instead of it. */
function placesBelow(schema: JsonSchema): [string, JsonSchema][] {
  const listed = (keyword: "oneOf" | "anyOf" | "prefixItems"): [string, JsonSchema][] =>
    (schema[keyword] ?? []).map((inner, index) => [`/${keyword}/${index}`, inner]);
  return [
    ...Object.entries(schema.properties ?? {}).map(([name, inner]): [string, JsonSchema] => [
      `/properties/${escapePointer(name)}`,
      inner,
    ]),
    ...(schema.items ? [["/items", schema.items] satisfies [string, JsonSchema]] : []),
    ...listed("prefixItems"),
    ...listed("oneOf"),
    ...listed("anyOf"),
  ];
}

function referenceFaults(root: JsonSchema): SchemaFault[] {
  const faults: SchemaFault[] = [];
  const defs = Object.keys(root.$defs ?? {});
  for (const [pointer, schema] of schemasOf(root)) {
    if (pointer !== "" && schema.$defs) {
      const fix = "Move the definitions to the root of the file.";
      faults.push({ pointer: `${pointer}/$defs`, atName: true, message: "Definitions stand at the root only.", fix });
    }
    if (schema.$ref === undefined) continue;
    const def = readRef(schema.$ref);
    if (def !== undefined && defAt(root, def)) continue;
    const message = `${show(schema.$ref)} leads to no definition of this file.`;
    const fix = def === undefined ? 'Write "#/$defs/" and the name of a definition.' : suggest(def, defs);
    faults.push({ pointer: `${pointer}/$ref`, message, fix });
  }
  return faults.length > 0 ? faults : cycleFaults(root);
}

function readRef(ref: string): string | undefined {
  try {
    return defOfRef(ref);
  } catch {
    // A percent sign that escapes nothing.
    return undefined;
  }
}

/** References of one definition to others, by where they stand. */
function refsIn(schema: JsonSchema, pointer: string): { pointer: string; def: string }[] {
  const below = placesBelow(schema).flatMap(([inner, each]) => refsIn(each, `${pointer}${inner}`));
  return schema.$ref === undefined ? below : [{ pointer: `${pointer}/$ref`, def: defOfRef(schema.$ref) }, ...below];
}

/** A message has an end, so its description has one. */
function cycleFaults(root: JsonSchema): SchemaFault[] {
  const faults: SchemaFault[] = [];
  const done = new Set<string>();
  const visit = (def: string, open: readonly string[]): void => {
    for (const { pointer, def: next } of refsIn(defAt(root, def) ?? {}, `/$defs/${escapePointer(def)}`)) {
      if (open.includes(next)) {
        const way = [...open.slice(open.indexOf(next)), next].map(show).join(" → ");
        const fix = "Describe as many levels as the messages have.";
        faults.push({ pointer, message: `The reference leads back to where it starts: ${way}.`, fix });
      } else if (!done.has(next)) visit(next, [...open, next]);
    }
    done.add(def);
  };
  for (const def of Object.keys(root.$defs ?? {})) if (!done.has(def)) visit(def, [def]);
  return faults;
}

function memberFaults(root: JsonSchema): SchemaFault[] {
  const faults: SchemaFault[] = [];
  for (const [pointer, schema] of schemasOf(root)) {
    const { properties = {}, required = [], minItems = 0, maxItems = minItems, "x-enum": values } = schema;
    for (const [index, name] of required.entries()) {
      if (Object.hasOwn(properties, name)) continue;
      const message = `${show(name)} is required and not described.`;
      const fix = suggest(name, Object.keys(properties));
      faults.push({
        pointer: `${pointer}/required/${index}`,
        message,
        fix: `${fix} Or describe it in \`properties\`.`,
      });
    }
    if (maxItems < minItems) {
      const message = `No list has at least ${minItems} and at most ${maxItems} items.`;
      faults.push({ pointer: `${pointer}/maxItems`, message, fix: "Correct one of the two." });
    }
    if (values && !isFreeTypeName(values.name)) {
      const message = `${show(values.name)} cannot be the name of a type.`;
      const fix =
        "A capital letter, then letters and digits: `OrderStatus`. Names of the package and of the language are taken.";
      faults.push({ pointer: `${pointer}/x-enum/name`, message, fix });
    }
    const discriminator = schema["x-forms"]?.discriminator;
    if (discriminator !== undefined && !/^(?:\/(?:[^~/]|~[01])*)+$/.test(discriminator)) {
      const message = `${show(discriminator)} is no JSON pointer.`;
      faults.push({ pointer: `${pointer}/x-forms/discriminator`, message, fix: "Write it as in `/type`." });
    }
  }
  return faults;
}

/** References followed, how deep and how large is it? Definitions that use each other twice double with every step. */
function sizeFaults(root: JsonSchema): SchemaFault[] {
  const known = new Map<JsonSchema, { depth: number; places: number }>();
  const measure = (schema: JsonSchema): { depth: number; places: number } => {
    const before = known.get(schema);
    if (before) return before;
    const target = schema.$ref === undefined ? undefined : defAt(root, defOfRef(schema.$ref));
    const inner = placesBelow(schema).map(([, each]) => measure(each));
    const own = {
      depth: Math.max(0, target ? measure(target).depth : 0, ...inner.map(({ depth }) => depth + 1)),
      places: inner.reduce((sum, { places }) => sum + places, 1 + (target ? measure(target).places : 0)),
    };
    known.set(schema, own);
    return own;
  };
  const all = [["", root] as const, ...innerSchemas(root)].map(([pointer, schema]) => ({
    pointer,
    ...measure(schema),
  }));
  const tooLarge = all.filter(({ depth, places }) => depth > MAX_SCHEMA_DEPTH || places > MAX_PLACES);
  // What refers to it is too large as well.
  const [smallest] = tooLarge.sort((a, b) => a.places - b.places);
  if (!smallest) return [];
  const { pointer, depth } = smallest;
  const message =
    depth > MAX_SCHEMA_DEPTH
      ? `References followed, it nests deeper than ${MAX_SCHEMA_DEPTH} levels.`
      : `References followed, it has more than ${MAX_PLACES} places.`;
  return [{ pointer, message, fix: "Describe fewer levels, or refer to fewer definitions from within definitions." }];
}

/** `"$defs.item.type"`: a place as people read it. */
export const placeName = (pointer: string): string =>
  pointer === "" ? "The schema" : `"${segmentsOf(pointer).join(".").slice(0, 200)}"`;
