/** The TSDoc text of a type or property: what it is, how to read it, and why it is claimed. */

import type { Presence } from "../../schema/json-schema.js";
import type { ValueType } from "../../spec/value-type.js";

const PRESENCE: Readonly<Record<Presence, string>> = {
  "example-only": "Optional: an example shows it, the table does not list it.",
  "table-only": "Optional: the table lists it, no example shows it.",
  conditional: "Optional: present under a condition.",
  delta: "Optional: a delta carries what changed.",
  "some-examples": "Optional: some examples lack it.",
};

/** `fallback` describes what has no description of its own; `page`: that of the schema, where a source names no other. */
export function typeDoc(type: ValueType, page: string | undefined, fallback = "Not described."): string {
  const notes = notesOf(type);
  const source = sourceText(type, page);
  return [
    type.description ?? type.title ?? fallback,
    ...(notes.length + (source === undefined ? 0 : 1) > 0 || type.deprecated ? [""] : []),
    ...notes,
    // After the notes: TSDoc counts all that follows a block tag as the tag's text.
    ...(type.deprecated ? ["@deprecated It may be missing or go away."] : []),
    ...(source === undefined ? [] : [source]),
  ].join("\n");
}

function notesOf(type: ValueType): string[] {
  const notes: string[] = [];
  // Unit and scale are part of the description: derive writes them there.
  const { presence, condition, sources } = type;
  const [source] = sources;
  if (has(type, isDecimal)) notes.push("A decimal number as text.");
  if (has(type, isDecimalOrEmpty)) notes.push("A decimal number as text, or empty.");
  if (has(type, isUnsafe)) notes.push("Can pass 2^53 - 1; JSON.parse rounds such values.");
  if (presence !== undefined) notes.push(PRESENCE[presence]);
  if (condition !== undefined) notes.push(`Condition: ${condition}`);
  if (source?.overlay !== undefined) notes.push(`Corrected by hand: ${source.overlay}`);
  if (source?.byHand !== undefined) notes.push(`Written by hand: ${source.byHand}`);
  if (source?.rule !== undefined) notes.push(`Conflicting claims, decided by: ${source.rule}`);
  return notes;
}

const isDecimal = (type: ValueType): boolean => type.kind === "text" && type.format === "decimal";
const isDecimalOrEmpty = (type: ValueType): boolean => type.kind === "text" && type.format === "decimal-or-empty";
const isUnsafe = (type: ValueType): boolean => type.kind === "number" && type.unsafe;

/** Of the type itself, or of one in its list of types. */
const has = (type: ValueType, test: (type: ValueType) => boolean): boolean =>
  type.kind === "choice" && type.keyword === "type" ? type.branches.some(test) : test(type);

function sourceText({ sources: [source] }: ValueType, schemaPage: string | undefined): string | undefined {
  const page = source?.page ?? schemaPage;
  const line = source?.table ?? source?.example ?? source?.heading;
  if (source === undefined || page === undefined) return undefined;
  // What was written by hand stands on no page.
  if (source.byHand !== undefined && line === undefined) return undefined;
  return line === undefined ? `Source: ${page}` : `Source: ${page}:${line}`;
}
