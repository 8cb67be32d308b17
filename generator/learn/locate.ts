/** Which type describes each place of a message. */

import { escapePointer } from "../schema/pointer.js";
import { partsOf, type ValueType } from "../spec/value-type.js";

/** By pointer into the message; `*` for array indexes. Of branches that are told apart by value, the last one with parts. */
export function locateTypes(form: ValueType): Map<string, ValueType> {
  const found = new Map<string, ValueType>();
  const visit = (type: ValueType, pointer: string): void => {
    if (!found.has(pointer)) found.set(pointer, type);
    if (type.kind === "choice" && type.keyword !== "type") {
      for (const branch of type.branches.filter(hasParts)) {
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

const hasParts = (type: ValueType): boolean =>
  (type.kind === "object" && type.members.length > 0) ||
  (type.kind === "list" && type.items.kind !== "any") ||
  type.kind === "tuple";
