/** Objects with their members, and what nests in them: records, lists, objects in lists. */

import type { JsonSchema, Presence, TypeName } from "../../schema/json-schema.js";
import type { TopicEvidence } from "../evidence.js";
import type { GlossaryEntry } from "../glossary.js";
import { inferFromRow, typesOfWord } from "../infer-value.js";
import { isInRecord, parentOf, type TopicMatch, withoutLists } from "../match-rows.js";
import type { RowClaim } from "../row-claim.js";
import { isOnlyNull, type Shape, typesOf } from "../shape.js";
import { containerOf, define } from "./definitions.js";
import { type Member, memberOf, parentKey, rowAt, rowOfKey, wordsFor } from "./member.js";
import { presenceOf } from "./presence.js";
import { constantAt, scalarItem, scalarSchema, tupleOf, tupleSchema } from "./scalar-schema.js";
import type { Place, TopicDraft } from "./topic-draft.js";
import { firstWords, remarksOf, tableRemarksOf } from "./words.js";

export function objectSchema(draft: TopicDraft, place: Place, shape: Shape): JsonSchema {
  return objectOf(propertiesOf(draft, place, shape));
}

function objectOf(properties: readonly Property[]): JsonSchema {
  const required = properties.filter(({ presence }) => presence === undefined).map(({ key }) => key);
  return {
    type: "object",
    ...(required.length > 0 ? { required } : {}),
    properties: Object.fromEntries(
      properties.map(({ key, schema, presence }) => [key, presence ? { ...schema, "x-presence": presence } : schema]),
    ),
  };
}

interface Property {
  readonly key: string;
  readonly schema: JsonSchema;
  /** Why it may be missing; undefined: it is required. */
  readonly presence: Presence | undefined;
}

/** What the examples of the form show, then what only other forms show of the record, then what only the table has. */
function propertiesOf(draft: TopicDraft, place: Place, shape: Shape): Property[] {
  const { match, record, context } = draft;
  const isRecord = match.records.get(place.form)?.has(place.pointer) === true;
  // What is deleted is named by its key alone.
  const isWhole = isRecord && containerOf(place.pointer) !== context.exchange.records.deleted;
  const left = isWhole && place.form === "delta" ? [...record.members].filter(([key]) => !shape.members.has(key)) : [];
  const isPartial = left.length > 0;
  const inRecord = isInRecord({ form: place.form, parent: place.pointer }, match.records);
  const shown = [...shape.members].map(([key, seen]): Property => {
    const merged = isRecord ? record.members.get(key)?.shape : undefined;
    const member = memberOf(draft, { object: place, key, row: rowAt(match, place, key), seen, merged });
    const schema = memberSchema(draft, member);
    const isUnshown = match.unshown.includes(place.form);
    const appearance = { isUnshown, isAlways: seen.present === shape.objects, inRecord, isPartial };
    return { key, schema, presence: presenceOf(match.evidence, member, schema, appearance) };
  });
  const missing = left.map(([key, seen]): Property => {
    const member = memberOf(draft, { object: place, key, row: rowOfKey(match, key), seen });
    return { key, schema: memberSchema(draft, member), presence: "delta" };
  });
  return [...shown, ...missing, ...unseenRows(match, place, isWhole).map((row) => tableOnlyProperty(draft, row))];
}

/** Rows of members that no example shows: of a table that nests those of this object, of another one those of the record. */
function unseenRows({ evidence, fieldsOfRow, places }: TopicMatch, { pointer }: Place, isWhole: boolean): RowClaim[] {
  const here = withoutLists(pointer);
  return evidence.rows.filter((row) => {
    if (fieldsOfRow.get(row)?.length !== 0) return false;
    const at = places.get(row);
    return at === undefined ? isWhole : parentOf(at) === here;
  });
}

/** Rows right below the member that another row names. */
const rowsBelow = ({ evidence, places }: TopicMatch, member: string): RowClaim[] =>
  evidence.rows.filter((row) => places.has(row) && parentOf(places.get(row) ?? "") === member);

function tableOnlyProperty(draft: TopicDraft, row: RowClaim): Property {
  const { name: key, type } = row;
  const { line } = row.row;
  const place = draft.match.places.get(row);
  const words = wordsFor(draft, key, row, place === undefined ? undefined : parentKey(place));
  const value = withRowsBelow(
    draft,
    inferFromRow({ key, entry: words, comment: row.comment.text, typeWord: type }),
    row,
  );
  const remarks = tableRemarksOf(draft, { key, words, row }, value, line);
  return { key, schema: { ...value, ...remarks, "x-lines": { table: line } }, presence: "table-only" };
}

/** What no example shows from within has the members that the table has below it. */
function withRowsBelow(draft: TopicDraft, value: JsonSchema, row: RowClaim | undefined): JsonSchema {
  const place = row && draft.match.places.get(row);
  const below = place === undefined ? [] : rowsBelow(draft.match, place);
  if (below.length === 0) return value;
  const object = objectOf(below.map((inner) => tableOnlyProperty(draft, inner)));
  return value.type === "array" ? { ...value, items: object } : object;
}

/** A nested object becomes a definition of its own, its description stands at both. */
function memberSchema(draft: TopicDraft, member: Member): JsonSchema {
  const value = valueSchema(draft, member);
  const remarks = remarksOf(draft, member, value);
  if (value.type !== "object") return { ...value, ...remarks };
  const { description } = remarks;
  return { ...define(draft, member, { ...value, ...(description ? { description } : {}) }), ...remarks };
}

function valueSchema(draft: TopicDraft, member: Member): JsonSchema {
  const constant = constantAt(draft, member);
  if (constant !== undefined) return { const: constant };
  if (isOnlyNull(member.merged)) return nullableSchema(draft, member);
  const types = typesOf(member.merged);
  if (types.length === 1 && types[0] === "object") return objectSchema(draft, member, member.shape);
  return types.includes("array") ? arraySchema(draft, member) : scalarSchema(draft, member);
}

/** What examples show as null only: what its row says, or null. Where no row has a type for it, anything. */
function nullableSchema(draft: TopicDraft, { key, row, words }: Member): JsonSchema {
  const said = inferFromRow({ key, entry: words, comment: row?.comment.text ?? "", typeWord: row?.type ?? "" });
  const value = withRowsBelow(draft, said, row);
  if (value.type === undefined) return { ...value, "x-confidence": "guess" };
  return value === said ? { ...value, type: [said.type as TypeName, "null"] } : { anyOf: [value, { type: "null" }] };
}

function arraySchema(draft: TopicDraft, member: Member): JsonSchema {
  const { form, pointer, key, row, words, shape, merged } = member;
  const items = shape.items ?? merged.items ?? itemsElsewhere(draft, pointer);
  const place = { form, pointer: `${pointer}/*` };
  const array = items
    ? { type: "array" as const, items: itemSchema(draft, place, key, items, words) }
    : withPositions(draft, withRowsBelow(draft, { type: "array" }, row), key, words?.tuple);
  const isText = merged.strings.length > 0 || /empty string/i.test(row?.comment.text ?? "");
  return isText ? { anyOf: [array, { const: "" }] } : array;
}

/** An array that is empty in this form and filled in another one: a snapshot before the first change. */
const itemsElsewhere = ({ match }: TopicDraft, pointer: string): Shape | undefined =>
  match.fields.find((field) => field.pointer === pointer && field.shape.items)?.shape.items;

/** The items of a list of which no example shows any have the positions that the table has. */
function withPositions(
  { match }: TopicDraft,
  array: JsonSchema,
  key: string,
  labels: readonly string[] | undefined,
): JsonSchema {
  const rows = match.evidence.positions.filter(({ name }) => name === key);
  const isWhole = rows.length > 0 && rows.every(({ position }, index) => position === index);
  if (array.items !== undefined || !isWhole) return array;
  const positions = rows.map(({ type }): JsonSchema => {
    const [word] = typesOfWord(type) ?? [];
    return word === undefined ? {} : { type: word };
  });
  return { ...array, items: tupleOf(positions, labels ?? labelsOf(match.evidence, key)) };
}

/** What rows such as `b[0]` call the positions of a list. */
function labelsOf({ positions }: TopicEvidence, key: string): string[] {
  const labels: string[] = [];
  for (const { name, position, comment } of positions)
    if (name === key && position !== undefined) labels[position] ??= firstWords(comment.text).replace(/\.$/, "");
  return labels;
}

/** `key`: the member that holds the list; empty if the message itself is one. */
export function itemSchema(
  draft: TopicDraft,
  place: Place,
  key: string,
  items: Shape,
  words: GlossaryEntry | undefined,
): JsonSchema {
  if (items.objects > 0) {
    const description = `One entry of ${key || "the message"}.`;
    return define(draft, place, { ...objectSchema(draft, place, items), description });
  }
  const [length, ...others] = items.lengths;
  if (items.items && length && others.length === 0) {
    const labels = words?.tuple ?? labelsOf(draft.match.evidence, key);
    return tupleSchema(key, items.items, length, labels);
  }
  return scalarItem(key, items, words);
}
