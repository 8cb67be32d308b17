/** The documented fields and array items of a form, numbered along its type: which of them the traffic has shown is one byte each. */

import { escapePointer } from "../schema/pointer.js";
import type { ValueType } from "./value-type.js";

export interface Field {
  readonly index: number;
  /** With `*` for array indexes. */
  readonly pointer: string;
  /** Of the branches of a choice that have it, the first one's. */
  readonly type: ValueType;
  readonly required: boolean;
  /** Index of the object or array that has it; -1: the message. */
  readonly parent: number;
}

export interface FieldIndex {
  readonly fields: readonly Field[];
  readonly byPointer: ReadonlyMap<string, Field>;
}

export function indexFields(type: ValueType): FieldIndex {
  const fields: Field[] = [];
  const byPointer = new Map<string, Field>();
  const place = (pointer: string, part: ValueType, required: boolean, parent: number): void => {
    const known = byPointer.get(pointer);
    const field = known ?? { index: fields.length, pointer, type: part, required, parent };
    if (!known) {
      fields.push(field);
      byPointer.set(pointer, field);
    }
    visit(part, pointer, field.index);
  };
  const visit = (node: ValueType, pointer: string, parent: number): void => {
    switch (node.kind) {
      case "choice":
        for (const branch of node.branches) visit(branch, pointer, parent);
        return;
      case "list":
        place(`${pointer}/*`, node.items, false, parent);
        return;
      case "tuple":
        for (const item of node.items) place(`${pointer}/*`, item, false, parent);
        return;
      case "object":
        for (const { name, required, type: member } of node.members)
          place(`${pointer}/${escapePointer(name)}`, member, required, parent);
        return;
      case "text":
      case "number":
      case "boolean":
      case "null":
      case "any":
      case "constant":
        return;
    }
  };
  visit(type, "", -1);
  return { fields, byPointer };
}
