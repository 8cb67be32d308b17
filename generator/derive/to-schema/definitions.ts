/** Nested objects become definitions of their own, which get their name from the place where they stand first. */

import type { JsonSchema } from "../../schema/json-schema.js";
import { referenceTo } from "../../schema/reference.js";
import type { ExchangeFile } from "../../spec/exchange-file.js";
import type { Place, TopicDraft } from "./topic-draft.js";

/** A reference to the definition, which is new unless one of the same content is there. */
export function define({ definitions, match, context }: TopicDraft, place: Place, schema: JsonSchema): JsonSchema {
  const same = [...definitions].find(([, definition]) => contentOf(definition) === contentOf(schema));
  if (same) return { $ref: referenceTo(same[0]) };
  const isForm = (name: string): boolean => match.forms.has(name) || match.unshown.includes(name);
  const wanted = definitionName(place.pointer, context.exchange);
  let name = wanted;
  for (let number = 1; definitions.has(name) || isForm(name); number += 1) {
    name = `${place.form}_${wanted}${number === 1 ? "" : number}`;
  }
  definitions.set(name, schema);
  return { $ref: referenceTo(name) };
}

/** What says of a node where it comes from, and not what it is. */
const WORDS = new Set(["x-source", "x-lines", "x-enum", "x-confidence"]);

/** Two definitions are the same if only the places of their evidence differ. */
function contentOf(schema: JsonSchema): string {
  return JSON.stringify(schema, (key, value: unknown) => {
    // A member may have the name of a keyword.
    const isWords = key === "description" && typeof value === "string";
    return isWords || WORDS.has(key) ? undefined : value;
  });
}

function definitionName(pointer: string, { records }: ExchangeFile): string {
  const key = containerOf(pointer);
  if (!pointer.endsWith("/*")) return key;
  // The record itself: its type is `<Topic>Item`.
  if (["", records.payload, ...records.containers].includes(key)) return "item";
  return key === records.deleted ? `${key}_item` : key;
}

/** The member that a value stands in, past the lists between them: `data` of `/data/<any>`. */
export const containerOf = (pointer: string): string =>
  pointer
    .split("/")
    .filter((segment) => segment !== "*")
    .at(-1) ?? "";
