/** What a schema says about a value that decides nothing, as the normal form has it. */

import type { JsonSchema, SourceLines } from "../schema/json-schema.js";
import type { TypeNotes } from "./value-type.js";

export function notesOf(schema: JsonSchema, pointer: string, lines: SourceLines | undefined): TypeNotes {
  const { title, description, deprecated } = schema;
  const {
    "x-kind": meaning,
    "x-unit": unit,
    "x-scale": scale,
    "x-source": source,
    "x-presence": presence,
    "x-condition": condition,
    "x-confidence": confidence,
  } = schema;
  return {
    pointer,
    sources: source === undefined && lines === undefined ? [] : [{ ...source, ...(lines && { lines }) }],
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(deprecated !== undefined && { deprecated }),
    ...(meaning !== undefined && { meaning }),
    ...(unit !== undefined && { unit }),
    ...(scale !== undefined && { scale }),
    ...(presence !== undefined && { presence }),
    ...(condition !== undefined && { condition }),
    ...(confidence !== undefined && { confidence }),
  };
}
