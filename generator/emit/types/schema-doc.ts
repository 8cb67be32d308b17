/** The TSDoc text of a type or property: what it is, how to read it, and why it is claimed. */

import type { JsonSchema, Presence } from "../../schema/json-schema.js";

const PRESENCE: Readonly<Record<Presence, string>> = {
  "example-only": "Optional: an example shows it, the table does not list it.",
  "table-only": "Optional: the table lists it, no example shows it.",
  conditional: "Optional: present under a condition.",
  delta: "Optional: a delta carries what changed.",
  "some-examples": "Optional: some examples lack it.",
};

/** `fallback` describes what has no description of its own. */
export function schemaDoc(schema: JsonSchema, root: JsonSchema, fallback = "Not described."): string {
  const notes = schemaNotes(schema);
  const source = sourceText(schema, root);
  return [
    schema.description ?? schema.title ?? fallback,
    ...(notes.length + (source === undefined ? 0 : 1) > 0 || schema.deprecated ? [""] : []),
    ...notes,
    // After the notes: TSDoc counts all that follows a block tag as the tag's text.
    ...(schema.deprecated ? ["@deprecated It may be missing or go away."] : []),
    ...(source === undefined ? [] : [source]),
  ].join("\n");
}

function schemaNotes(schema: JsonSchema): string[] {
  const notes: string[] = [];
  // Unit and scale are part of the description: derive writes them there.
  const { "x-presence": presence, "x-condition": condition } = schema;
  const source = schema["x-source"];
  if (schema.format === "decimal") notes.push("A decimal number as text.");
  if (schema.format === "decimal-or-empty") notes.push("A decimal number as text, or empty.");
  if (schema["x-unsafe-integer"]) notes.push("Can pass 2^53 - 1; JSON.parse rounds such values.");
  if (presence !== undefined) notes.push(PRESENCE[presence]);
  if (condition !== undefined) notes.push(`Condition: ${condition}`);
  if (source?.overlay !== undefined) notes.push(`Corrected by hand: ${source.overlay}`);
  if (source?.byHand !== undefined) notes.push(`Written by hand: ${source.byHand}`);
  if (source?.rule !== undefined) notes.push(`Conflicting claims, decided by: ${source.rule}`);
  return notes;
}

function sourceText(schema: JsonSchema, root: JsonSchema): string | undefined {
  const source = schema["x-source"];
  const page = source?.page ?? root["x-source"]?.page;
  const line = source?.table ?? source?.example ?? source?.heading;
  if (source === undefined || page === undefined) return undefined;
  // What was written by hand stands on no page.
  if (source.byHand !== undefined && line === undefined) return undefined;
  return line === undefined ? `Source: ${page}` : `Source: ${page}:${line}`;
}
