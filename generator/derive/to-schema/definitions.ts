/** Nested objects become definitions of their own, which get their name from the place where they stand first. */

import type { JsonSchema } from "../../schema/json-schema.js";
import { referenceTo } from "../../schema/reference.js";
import type { Place, TopicDraft } from "./topic-draft.js";

/** A reference to the definition, which is new unless one of the same content is there. */
export function define({ definitions, match }: TopicDraft, place: Place, schema: JsonSchema): JsonSchema {
  const same = [...definitions].find(([, definition]) => contentOf(definition) === contentOf(schema));
  if (same) return { $ref: referenceTo(same[0]) };
  const isForm = (name: string): boolean => match.forms.has(name) || match.unshown.includes(name);
  const wanted = definitionName(place.pointer);
  let name = wanted;
  for (let number = 1; definitions.has(name) || isForm(name); number += 1) {
    name = `${place.form}_${wanted}${number === 1 ? "" : number}`;
  }
  definitions.set(name, schema);
  return { $ref: referenceTo(name) };
}

/** Two definitions are the same if only the places of their evidence differ. */
function contentOf(schema: JsonSchema): string {
  return JSON.stringify(schema, (key, value: unknown) => {
    // A member may have the name of a keyword.
    const isWords = key === "description" && typeof value === "string";
    return isWords || key === "x-source" || key === "x-lines" || key === "x-enum" ? undefined : value;
  });
}

/** Containers whose items are the record itself, so that their type is `<Topic>Item`. */
const RECORD_CONTAINERS = new Set(["", "data", "result", "order_book", "orderBook", "update", "insert"]);

function definitionName(pointer: string): string {
  const key = containerOf(pointer);
  if (!pointer.endsWith("/*")) return key;
  if (RECORD_CONTAINERS.has(key)) return "item";
  return key === "delete" ? "delete_item" : key;
}

/** The member that a value stands in, past the lists between them: `data` of `/data/<any>`. */
export const containerOf = (pointer: string): string =>
  pointer
    .split("/")
    .filter((segment) => segment !== "*")
    .at(-1) ?? "";
