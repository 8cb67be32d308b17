/** Where in a schema file the fields of its messages are described: a message pointer to a path into the file. */

import type { JsonSchema } from "../schema/json-schema.js";
import { escapePointer, segmentsOf } from "../schema/pointer.js";
import { partsOf, type ValueType } from "../spec/value-type.js";

export interface Location {
  /** Path of the schema node, from the file's root. */
  readonly path: readonly string[];
  readonly schema: JsonSchema;
}

/** Every described place of a form; `*` for array indexes. `file`: the schema file that the type was read from. */
export function locateFields(form: ValueType, file: JsonSchema): Map<string, Location> {
  const found = new Map<string, Location>();
  const visit = (type: ValueType, pointer: string): void => {
    if (!found.has(pointer)) found.set(pointer, locationOf(type, file));
    if (type.kind === "choice" && type.keyword !== "type") {
      // The branch with members describes what lies below.
      for (const branch of type.branches.filter(hasInner)) {
        found.delete(pointer);
        visit(branch, pointer);
      }
      return;
    }
    for (const { segment, type: part } of partsOf(type))
      visit(part, segment === undefined ? pointer : `${pointer}/${segment === "*" ? "*" : escapePointer(segment)}`);
  };
  visit(form, "");
  return found;
}

function locationOf({ pointer }: ValueType, file: JsonSchema): Location {
  const path = segmentsOf(pointer);
  const schema = path.reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], file) as JsonSchema;
  return { path, schema };
}

const hasInner = (type: ValueType): boolean =>
  (type.kind === "object" && type.members.length > 0) ||
  (type.kind === "list" && type.items.kind !== "any") ||
  type.kind === "tuple";
