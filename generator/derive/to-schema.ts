/** From what rows and examples say of a topic to its JSON Schema. */

import type { FormsKeyword, JsonSchema, Presence, SourceLines } from "../schema/json-schema.js";
import { escapePointer } from "../schema/pointer.js";
import { referenceTo } from "../schema/reference.js";
import { selectorPointer } from "../spec/line-file.js";
import { slotNames } from "../topic/pattern.js";
import type { UnlistedValue } from "./defects/context.js";
import { type EnumReading, type EnumSection, enumFor } from "./enums.js";
import type { RowClaim } from "./evidence.js";
import { type Glossary, type GlossaryEntry, lookUp } from "./glossary.js";
import { describe, inferFromTypeWord, inferScalar } from "./infer-value.js";
import type { TopicMatch } from "./match-rows.js";
import { mergeShapes, type Shape, typesOf } from "./shape.js";

export interface SchemaContext {
  readonly line: string;
  /** Topic path below the line: `trade`, `v1/trade`. */
  readonly path: string;
  readonly glossary: Glossary;
  readonly enums: readonly EnumSection[];
  /** Page words instead of ours, for a user's private build. */
  readonly docText: boolean;
  /** Members without a description, by pointer. */
  readonly undescribed: { readonly key: string; readonly line: number }[];
  /** Example values that the documented ones lack. */
  readonly unlisted: UnlistedValue[];
}

export function topicSchema(match: TopicMatch, context: SchemaContext): JsonSchema {
  const { entry, page, heading } = match.evidence;
  const builder = createBuilder(match, context);
  const forms: Record<string, { def: string; value?: string }> = {};
  const roots = new Map<string, JsonSchema>();
  for (const [form, shape] of match.forms) {
    roots.set(form, builder.root(form, shape));
    const value = entry.forms?.values[form];
    forms[form] = { def: form, ...(value === undefined ? {} : { value }) };
  }
  const refs = Object.values(forms).map(({ def }) => ({ $ref: referenceTo(def) }));
  const formsKeyword: FormsKeyword = {
    ...(refs.length > 1 && entry.forms ? { discriminator: entry.forms.discriminator } : {}),
    forms,
  };
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `urn:wireloom:${context.line}:${context.path.replaceAll("/", ":")}`,
    title: entry.topics[0] ?? entry.name,
    description: entry.description,
    "x-forms": formsKeyword,
    "x-source": { page: page.path, heading: heading.raw },
    "x-lines": { heading: heading.line },
    ...(refs.length === 1 ? refs[0] : { oneOf: refs }),
    $defs: { ...Object.fromEntries(roots), ...Object.fromEntries(builder.defs) },
  };
}

/** Containers whose items are the record itself, so that their type is `<Topic>Item`. */
const RECORD_CONTAINERS = new Set(["data", "result", "order_book", "orderBook", "update", "insert"]);

interface Builder {
  readonly defs: ReadonlyMap<string, JsonSchema>;
  root(form: string, shape: Shape): JsonSchema;
}

function createBuilder(match: TopicMatch, context: SchemaContext): Builder {
  const { evidence } = match;
  const { entry } = evidence;
  const defs = new Map<string, JsonSchema>();
  const fieldAt = new Map(match.fields.map((field) => [`${field.form} ${field.pointer}`, field]));
  const tableOnly = evidence.rows.filter((row) => (match.fieldsOfRow.get(row) ?? []).length === 0);
  const recordShape = mergeRecords(match);

  const hoist = (name: string, form: string, schema: JsonSchema): JsonSchema => {
    const same = [...defs].find(([, known]) => contentOf(known) === contentOf(schema));
    if (same) return { $ref: referenceTo(same[0]) };
    let free = name;
    for (let round = 0; defs.has(free) || match.forms.has(free); round += 1) {
      free = `${form}_${name}${round === 0 ? "" : round + 1}`;
    }
    defs.set(free, schema);
    return { $ref: referenceTo(free) };
  };

  const object = (form: string, shape: Shape, pointer: string): JsonSchema => {
    const isRecord = match.records.get(form)?.has(pointer) ?? false;
    const container = containerOf(pointer);
    const own = shape.members;
    // A partial record: its example shows fewer of the table's fields than another form does.
    const missing =
      isRecord && container !== "delete"
        ? [...recordShape.members].filter(([key]) => !own.has(key) && isDocumented(key))
        : [];
    const partial = isRecord && form === "delta" && missing.length > 0;
    const properties: Record<string, JsonSchema> = {};
    const required: string[] = [];
    const define = (key: string, schema: JsonSchema, presence: Presence | undefined): void => {
      const value = presence === undefined ? schema : { ...schema, "x-presence": presence };
      Object.defineProperty(properties, key, { value, enumerable: true, configurable: true, writable: true });
      if (presence === undefined) required.push(key);
    };
    for (const [key, member] of own) {
      const inner = `${pointer}/${escapePointer(key)}`;
      const field = fieldAt.get(`${form} ${inner}`);
      const row = field && match.rowOf.get(field);
      const merged = isRecord ? (recordShape.members.get(key)?.shape ?? member.shape) : member.shape;
      const place = { form, pointer: inner, key, row, comments: member.comments, first: member.shape.place.line };
      const schema = property(place, member.shape, merged);
      const inRecord = isRecord || isBelowRecord(form, pointer);
      define(key, schema, presenceOf(schema, row, member.present === shape.objects, inRecord, partial, key));
    }
    if (partial) {
      for (const [key, member] of missing) {
        const row = evidence.rows.find((candidate) => namesKey(candidate, key));
        const inner = `${pointer}/${escapePointer(key)}`;
        const place = { form, pointer: inner, key, row, comments: member.comments, first: member.shape.place.line };
        define(key, property(place, member.shape, member.shape), "delta");
      }
    }
    if (isRecord && container !== "delete") {
      for (const row of tableOnly) {
        const glossed = gloss(row.name, undefined, row);
        const schema = inferFromTypeWord(row.type, row.name, glossed);
        define(
          row.name,
          withWords({ ...schema, "x-lines": { table: row.row.line } }, row.name, glossed, row, row.row.line),
          "table-only",
        );
      }
    }
    return { type: "object", ...(required.length > 0 ? { required } : {}), properties };
  };

  const isBelowRecord = (form: string, pointer: string): boolean =>
    [...(match.records.get(form) ?? [])].some((record) => pointer.startsWith(`${record}/`) || pointer === record);

  const namesKey = (row: RowClaim, key: string): boolean =>
    (match.fieldsOfRow.get(row) ?? []).some((field) => field.key === key);
  const isDocumented = (key: string): boolean =>
    evidence.rows.some((row) => namesKey(row, key)) || match.fields.some((field) => field.key === key);

  const presenceOf = (
    schema: JsonSchema,
    row: RowClaim | undefined,
    always: boolean,
    inRecord: boolean,
    partial: boolean,
    key: string,
  ): Presence | undefined => {
    if (entry.key?.includes(key) && inRecord) return undefined;
    if (partial) return "delta";
    if (!always) return "some-examples";
    if (inRecord && !row && evidence.rows.length > 0 && schema.const === undefined) return "example-only";
    if (schema["x-condition"] !== undefined) return "conditional";
    return undefined;
  };

  interface Place {
    readonly form: string;
    readonly pointer: string;
    readonly key: string;
    readonly row: RowClaim | undefined;
    readonly comments: readonly string[];
    readonly first: number;
  }

  const property = (place: Place, shape: Shape, merged: Shape): JsonSchema => {
    const { form, pointer, key, row } = place;
    const glossed = gloss(key, parentKey(pointer), row);
    const value = valueSchema(place, shape, merged, glossed);
    const lines: SourceLines = {
      ...(row ? { table: row.row.line } : {}),
      example: shape.place.line,
      ...value["x-lines"],
    };
    const condition = conditionOf(row, glossed);
    const deprecated =
      glossed?.deprecated === true ||
      /^\(?deprecated/i.test(row?.comment.text ?? "") ||
      place.comments.some((comment) => /depr[ei]ci?ated/i.test(comment));
    const isObject = value.$ref !== undefined || (value.type === "object" && value.properties !== undefined);
    const words = withWords(
      {
        ...value,
        ...(deprecated ? { deprecated } : {}),
        ...(condition ? { "x-condition": condition } : {}),
        ...(row && match.nearNames.has(row) ? { "x-source": { rule: "name-mismatch" } } : {}),
        "x-lines": lines,
      },
      key,
      glossed,
      row,
      place.first,
    );
    return isObject && value.type === "object" ? hoisted(pointer, form, words) : words;
  };

  /** A nested object becomes a definition of its own, its description stays with the property. */
  const hoisted = (pointer: string, form: string, schema: JsonSchema): JsonSchema => {
    const { description, "x-source": source, "x-lines": lines, deprecated, "x-condition": condition, ...body } = schema;
    const { $ref } = hoist(defName(pointer), form, { ...body, ...(description ? { description } : {}) });
    return {
      ...($ref ? { $ref } : {}),
      ...(description ? { description } : {}),
      ...(deprecated ? { deprecated } : {}),
      ...(condition ? { "x-condition": condition } : {}),
      ...(source ? { "x-source": source } : {}),
      ...(lines ? { "x-lines": lines } : {}),
    };
  };

  const valueSchema = (place: Place, shape: Shape, merged: Shape, glossed: GlossaryEntry | undefined): JsonSchema => {
    const { form, pointer, key, row } = place;
    const constant = constantAt(form, pointer);
    if (constant !== undefined) return { const: constant };
    const types = typesOf(merged);
    if (types.length === 1 && types[0] === "object") return object(form, shape, pointer);
    if (types.includes("array")) {
      const items = shape.items ?? merged.items ?? itemsElsewhere(pointer);
      const array: JsonSchema = {
        type: "array",
        ...(items ? { items: itemOf(form, items, `${pointer}/*`, key, glossed) } : {}),
      };
      const emptyText = types.includes("string") || /empty string/i.test(row?.comment.text ?? "");
      return emptyText ? { anyOf: [array, { const: "" }] } : array;
    }
    const scalar = inferScalar({
      key,
      shape: merged,
      entry: glossed,
      comment: row?.comment.text ?? "",
      typeWord: row?.type ?? "",
    });
    const reading = enumOf(place, merged, scalar);
    return reading ? { ...scalar, "x-enum": reading.keyword, "x-lines": { values: reading.sources } } : scalar;
  };

  const itemOf = (
    form: string,
    items: Shape,
    pointer: string,
    key: string,
    glossed: GlossaryEntry | undefined,
  ): JsonSchema => {
    if (items.objects > 0) {
      return hoist(defName(pointer), form, {
        ...object(form, items, pointer),
        description: `One entry of ${key || "the message"}.`,
      });
    }
    const [length] = [...items.lengths];
    if (items.arrays > 0 && items.items && items.lengths.size === 1 && length !== undefined && length > 0) {
      const inner = inferScalar({
        key,
        shape: items.items,
        entry: { text: "", kind: "quantity" },
        comment: "",
        typeWord: "",
      });
      const { type, format } = inner;
      const position = (index: number): JsonSchema => ({
        ...(type ? { type } : {}),
        ...(format ? { format } : {}),
        ...(glossed?.tuple?.[index] ? { title: glossed.tuple[index] } : {}),
      });
      return {
        type: "array",
        prefixItems: Array.from({ length }, (_, index) => position(index)),
        items: false,
        minItems: length,
        maxItems: length,
      };
    }
    const { type, format } = inferScalar({ key, shape: items, entry: glossed, comment: "", typeWord: "" });
    return { ...(type ? { type } : {}), ...(format ? { format } : {}) };
  };

  /** An array that is empty in this form and filled in another one: the USDC snapshot before the first change. */
  const itemsElsewhere = (pointer: string): Shape | undefined =>
    match.fields.find((field) => field.pointer === pointer && field.shape.items)?.shape.items;

  const constantAt = (form: string, pointer: string): string | undefined => {
    if (entry.forms && pointer === entry.forms.discriminator) return entry.forms.values[form];
    const selector = selectorPointer(entry);
    if (pointer !== selector && pointer !== `/*${selector}`) return undefined;
    const [only, ...more] = entry.topics;
    return only !== undefined && more.length === 0 && slotNames(only).length === 0 ? only : undefined;
  };

  const enumOf = (place: Place, merged: Shape, scalar: JsonSchema): EnumReading | undefined => {
    const kind = scalar["x-kind"];
    if (scalar.format !== undefined || kind === "timestamp" || kind === "id" || kind === "sequence") return undefined;
    if (scalar.type !== "string" && scalar.type !== "integer" && scalar.type !== "number") return undefined;
    if (kind !== undefined && kind !== "code" && kind !== "flag" && kind !== "text") return undefined;
    const reading = enumFor(
      {
        line: context.line,
        topic: entry.name,
        key: place.key,
        parent: parentKey(place.pointer),
        row: place.row,
        page: evidence.page.path,
        observed: [
          ...merged.strings.map(({ value, line }) => ({ value, line })),
          // Beyond what a number holds there is no value to list.
          ...merged.numbers
            .map(({ text, line }) => ({ value: Number(text), line }))
            .filter(({ value }) => Number.isFinite(value)),
        ],
        comments: place.comments,
      },
      context.enums,
    );
    for (const { value, line } of reading?.unlisted ?? []) {
      const known = context.unlisted.some((other) => other.line === line && other.page === evidence.page.path);
      const documented = (reading?.keyword.values ?? []).filter((other) => other !== value);
      if (!known) {
        const { pointer } = place;
        context.unlisted.push({ page: evidence.page.path, topic: entry.name, field: pointer, value, line, documented });
      }
    }
    return reading;
  };

  const gloss = (key: string, parent: string | undefined, row: RowClaim | undefined): GlossaryEntry | undefined =>
    lookUp(
      context.glossary,
      { line: context.line, topic: context.path, field: key, ...(parent ? { parent } : {}) },
      row?.comment.placeholders.map((placeholder) => placeholder.key),
    );

  const withWords = (
    schema: JsonSchema,
    key: string,
    glossed: GlossaryEntry | undefined,
    row: RowClaim | undefined,
    line: number,
  ): JsonSchema => {
    const text = context.docText && row && row.comment.text !== "" ? row.comment.text : glossed?.text;
    if (text === undefined) {
      context.undescribed.push({ key, line });
      return schema;
    }
    return { ...schema, description: describe(schema, text) };
  };

  return {
    defs,
    root(form, shape) {
      const description = `${entry.description} ${FORM_TEXT[form] ?? ""}`.trim();
      if (shape.objects > 0) return { ...object(form, shape, ""), description };
      return {
        type: "array",
        ...(shape.items ? { items: itemOf(form, shape.items, "/*", "", undefined) } : {}),
        description,
      };
    },
  };
}

const FORM_TEXT: Readonly<Record<string, string>> = {
  snapshot: "The whole state.",
  delta: "What changed since the last message.",
};

const containerOf = (pointer: string): string =>
  pointer
    .split("/")
    .filter((segment) => segment !== "*")
    .at(-1) ?? "";

function parentKey(pointer: string): string | undefined {
  const segments = pointer.split("/").filter((segment) => segment !== "*" && segment !== "");
  return segments.at(-2);
}

function defName(pointer: string): string {
  const key = containerOf(pointer);
  if (!pointer.endsWith("/*")) return key;
  if (key === "" || RECORD_CONTAINERS.has(key)) return "item";
  return key === "delete" ? "delete_item" : key;
}

/** Two definitions are the same if only the places of their evidence differ. */
function contentOf(schema: JsonSchema): string {
  return JSON.stringify(schema, (key, value: unknown) =>
    key === "x-source" || key === "x-lines" || key === "x-enum" || key === "description" ? undefined : value,
  );
}

/** All records of all forms as one: a delta's fields have the types that the snapshot shows. */
function mergeRecords(match: TopicMatch): Shape {
  const found: Shape[] = [];
  const visit = (form: string, shape: Shape, pointer: string): void => {
    if (match.records.get(form)?.has(pointer)) found.push(shape);
    for (const [key, member] of shape.members) visit(form, member.shape, `${pointer}/${escapePointer(key)}`);
    if (shape.items) visit(form, shape.items, `${pointer}/*`);
  };
  for (const [form, shape] of match.forms) visit(form, shape, "");
  const [first, ...rest] = found;
  const none: Shape = {
    objects: 0,
    members: new Map(),
    arrays: 0,
    lengths: new Set(),
    strings: [],
    numbers: [],
    booleans: [],
    nulls: [],
    place: { line: 1, column: 1 },
  };
  return rest.reduce(mergeShapes, first ?? none);
}

function conditionOf(row: RowClaim | undefined, glossed: GlossaryEntry | undefined): string | undefined {
  if (glossed?.condition) return glossed.condition;
  const conditional = /not returned|only returned|not have this key/i.test(row?.comment.text ?? "");
  return conditional ? "Not in every message." : undefined;
}
