/** Where the documentation states each rule, by pointer with `*` for array indexes: what a validator's issue names. */

import type { Json, JsonSchema } from "../../schema/json-schema.js";
import { escapePointer } from "../../schema/pointer.js";
import { defAt, defOfRef } from "../../schema/resolve.js";

/** Value of `Provenance` in templates/runtime/validator.ts. */
export function provenanceOf(schema: JsonSchema, root: JsonSchema): Json {
  const page = root["x-source"]?.page ?? "";
  const lines = new Map<string, number>();
  const notes = new Map<string, Json>();

  const record = (source: JsonSchema["x-source"], pointer: string): void => {
    const line = source?.table ?? source?.example ?? source?.heading;
    if (line !== undefined && !lines.has(pointer)) lines.set(pointer, line);
    const note = Object.entries({
      page: source?.page === page ? undefined : source?.page,
      overlay: source?.overlay,
      byHand: source?.byHand,
      rule: source?.rule,
    }).filter((entry): entry is [string, string] => entry[1] !== undefined);
    if (note.length > 0 && !notes.has(pointer)) notes.set(pointer, Object.fromEntries(note));
  };

  const visit = (node: JsonSchema | false | undefined, pointer: string, open: readonly string[]): void => {
    if (!node) return;
    record(node["x-source"], pointer);
    if (node.$ref !== undefined) {
      const def = defOfRef(node.$ref);
      if (!open.includes(def)) visit(defAt(root, def), pointer, [...open, def]);
      return;
    }
    for (const alternative of [...(node.oneOf ?? []), ...(node.anyOf ?? [])]) visit(alternative, pointer, open);
    for (const item of node.prefixItems ?? []) visit(item, `${pointer}/*`, open);
    visit(node.items, `${pointer}/*`, open);
    for (const [name, property] of Object.entries(node.properties ?? {})) {
      visit(property, `${pointer}/${escapePointer(name)}`, open);
    }
  };

  visit(schema, "", []);
  return { page, lines: Object.fromEntries(lines), ...(notes.size > 0 && { notes: Object.fromEntries(notes) }) };
}
