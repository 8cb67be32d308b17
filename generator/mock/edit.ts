/** Setting members of a message by pointer. */

import type { Json } from "../schema/json-schema.js";
import { segmentsOf } from "../schema/pointer.js";
import { indexFields } from "../spec/fields.js";
import { jsonKindsOf, type ValueType } from "../spec/value-type.js";

/** Sets what stands at the pointer; `*` is every item. Nothing happens where the message has no such place. */
export function setAt(message: Json, pointer: string, value: Json): void {
  const path = segmentsOf(pointer);
  const last = path.at(-1);
  if (last === undefined) return;
  const visit = (node: unknown, depth: number): void => {
    if (typeof node !== "object" || node === null) return;
    const key = path[depth] as string;
    if (key === "*" && Array.isArray(node)) for (const item of node) visit(item, depth + 1);
    else if (depth === path.length - 1) (node as Record<string, Json>)[key] = value;
    else if (Object.hasOwn(node, key)) visit((node as Record<string, unknown>)[key], depth + 1);
  };
  visit(message, 0);
}

/** The type of what stands at the pointer. */
export const typeAt = (type: ValueType, pointer: string): ValueType | undefined =>
  indexFields(type).byPointer.get(pointer)?.type;

/** A number as the type wants it: as text, or as it is. */
export const typed = (number: string, type: ValueType | undefined): Json =>
  type && jsonKindsOf(type).includes("string") ? number : Number(number);
