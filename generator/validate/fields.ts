/** The documented fields and array items of a form, numbered along the schema: which of them the traffic has shown is one byte each. */

import type { JsonSchema } from "../schema/json-schema.js";
import { escapePointer } from "../schema/pointer.js";
import { MAX_SCHEMA_DEPTH, resolve } from "../schema/resolve.js";

export interface Field {
  readonly index: number;
  /** With `*` for array indexes. */
  readonly pointer: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
  /** Index of the object or array that has it; -1: the message. */
  readonly parent: number;
}

export interface FieldIndex {
  readonly fields: readonly Field[];
  readonly byPointer: ReadonlyMap<string, Field>;
}

export function indexFields(schema: JsonSchema, root: JsonSchema): FieldIndex {
  const fields: Field[] = [];
  const byPointer = new Map<string, Field>();
  const visit = (node: JsonSchema | false | undefined, pointer: string, parent: number, depth: number): void => {
    if (!node || depth > MAX_SCHEMA_DEPTH) return;
    const resolved = resolve(node, root);
    for (const branch of [...(resolved.oneOf ?? []), ...(resolved.anyOf ?? [])])
      visit(branch, pointer, parent, depth + 1);
    const place = (own: string, property: JsonSchema, required: boolean): number => {
      const known = byPointer.get(own);
      if (known) return known.index;
      const field = { index: fields.length, pointer: own, schema: property, required, parent };
      fields.push(field);
      byPointer.set(own, field);
      return field.index;
    };
    const items = [...(resolved.prefixItems ?? []), ...(resolved.items ? [resolved.items] : [])];
    for (const item of items) visit(item, `${pointer}/*`, place(`${pointer}/*`, item, false), depth + 1);
    for (const [name, property] of Object.entries(resolved.properties ?? {})) {
      const own = `${pointer}/${escapePointer(name)}`;
      visit(property, own, place(own, property, resolved.required?.includes(name) ?? false), depth + 1);
    }
  };
  visit(schema, "", -1, 0);
  return { fields, byPointer };
}
