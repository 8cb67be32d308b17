/** Kinds of values as statistics count them, in the words of the dialect and in those of people. */

import type { DecimalFormat, TypeName } from "../schema/json-schema.js";

export interface WireTypes {
  /** The most frequent first. */
  readonly types: readonly TypeName[];
  /** Of text. */
  readonly format: DecimalFormat | undefined;
}

const TYPE_OF: Readonly<Record<string, TypeName>> = {
  string: "string",
  decimal: "string",
  "empty string": "string",
  integer: "integer",
  number: "number",
  "a number beyond 1e308": "number",
  boolean: "boolean",
  object: "object",
  array: "array",
  null: "null",
};

export function wireTypes(kinds: Readonly<Record<string, number>>): WireTypes {
  const frequent = Object.entries(kinds).sort((a, b) => b[1] - a[1]);
  const all = new Set(frequent.flatMap(([kind]) => TYPE_OF[kind] ?? []));
  // A number goes for an integer too.
  const types = [...all].filter((type) => type !== "integer" || !all.has("number"));
  const isText = kinds.string !== undefined || kinds.decimal === undefined;
  return { types, format: isText ? undefined : kinds["empty string"] === undefined ? "decimal" : "decimal-or-empty" };
}

const WORDS: Readonly<Record<string, string>> = {
  string: "text",
  decimal: "decimal text",
  "empty string": "empty text",
  array: "a list",
  boolean: "true or false",
  integer: "an integer",
  number: "a number with a fraction",
  object: "an object",
};

export const kindWords = (kind: string): string => WORDS[kind] ?? kind;
