/** Types of values, written short. */

import type { EnumKeyword } from "../../../generator/schema/json-schema.js";
import type {
  ChoiceType,
  ListType,
  NumberType,
  ObjectType,
  TextType,
  TupleType,
  TypeNotes,
  ValueType,
} from "../../../generator/spec/value-type.js";

const NOTES: TypeNotes = { pointer: "", sources: [] };

export const any: ValueType = { ...NOTES, kind: "any" };
export const nothing: ValueType = { ...NOTES, kind: "null" };
export const boolean: ValueType = { ...NOTES, kind: "boolean" };
export const constant = (value: string | number | boolean | null): ValueType => ({ ...NOTES, kind: "constant", value });
export const text = (options: Pick<TextType, "format" | "enum"> = {}): ValueType => ({
  ...NOTES,
  kind: "text",
  ...options,
});
export const number = (options: Partial<Pick<NumberType, "whole" | "enum">> = {}): ValueType => ({
  ...NOTES,
  kind: "number",
  whole: false,
  unsafe: false,
  ...options,
});
export const integer = number({ whole: true });
export const list = (items: ValueType, minItems = 0, maxItems?: number): ListType => ({
  ...NOTES,
  kind: "list",
  items,
  minItems,
  ...(maxItems === undefined ? {} : { maxItems }),
});
export const tuple = (...items: readonly ValueType[]): TupleType => ({ ...NOTES, kind: "tuple", items });
export const choice = (keyword: ChoiceType["keyword"], ...branches: readonly ValueType[]): ChoiceType => ({
  ...NOTES,
  kind: "choice",
  keyword,
  branches,
});
/** A name that ends in `?` is that of a member that may be missing. */
export const object = (members: Readonly<Record<string, ValueType>>): ObjectType => ({
  ...NOTES,
  kind: "object",
  members: Object.entries(members).map(([name, type]) => ({
    name: name.replace(/\?$/, ""),
    required: !name.endsWith("?"),
    type,
  })),
});
export const words = (...values: readonly (string | number)[]): EnumKeyword => ({
  name: "side",
  values,
});
