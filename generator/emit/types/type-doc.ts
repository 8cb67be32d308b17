/** The TSDoc text of a type or property: what it is, how to read it, and why it is claimed. */

import type { Presence } from "../../schema/json-schema.js";
import type { ValueType } from "../../spec/value-type.js";

const PRESENCE: Readonly<Record<Presence, string>> = {
  "example-only": "Optional: an example shows it, the table does not list it.",
  "table-only": "Optional: the table lists it, no example shows it.",
  conditional: "Optional: present under a condition.",
  delta: "Optional: a delta carries what changed.",
  "some-examples": "Optional: some examples lack it.",
  unseen: "Optional: documented, and never seen on the wire.",
};

interface DocOptions {
  /** Describes what has no description of its own. */
  readonly fallback?: string | undefined;
  /** Where the documentation describes it, as `docPlace` has it. */
  readonly place?: string | undefined;
}

export function typeDoc(type: ValueType, { fallback = "Not described.", place }: DocOptions = {}): string {
  // Tags behind the notes: TSDoc counts all that follows a block tag as the tag's text.
  const notes = [
    ...notesOf(type),
    ...(type.deprecated ? ["@deprecated It may be missing or go away."] : []),
    ...(place === undefined ? [] : [`@see ${place}`]),
  ];
  return [type.description ?? type.title ?? fallback, ...(notes.length > 0 ? [""] : []), ...notes].join("\n");
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
