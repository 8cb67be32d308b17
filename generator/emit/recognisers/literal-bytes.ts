/** Conditions on the bytes `B` at `p`, with the view `V` on them. */

import type { Json, JsonSchema, TypeName } from "../../schema/json-schema.js";
import { resolve, typesOf } from "../../schema/resolve.js";

/** Four bytes are compared at a time. A condition that holds if the ASCII `text` stands at `p + offset`. */
export function bytesAt(text: string, position = "p", offset = 0): string {
  const bytes = [...Buffer.from(text, "latin1")];
  const at = (index: number): string => (index + offset === 0 ? position : `${position} + ${index + offset}`);
  const four = (index: number): string => {
    const word = bytes.slice(index, index + 4).reduce((sum, byte, place) => sum | (byte << (8 * place)), 0);
    return `V.getInt32(${at(index)}, true) === ${word}`;
  };
  if (bytes.length < 4) return bytes.map((byte, index) => `B[${at(index)}] === ${byte}`).join(" && ");
  const conditions: string[] = [];
  let index = 0;
  for (; index + 4 <= bytes.length; index += 4) conditions.push(four(index));
  // The last ones together with some that were compared already.
  if (index < bytes.length) conditions.push(four(bytes.length - 4));
  return conditions.join(" && ");
}

/** ASCII that JSON writes in one way only. */
export const isPlain = (text: string): boolean => /^[ !#-[\]-~]*$/.test(text);

/** Types that the first byte tells apart: a number goes for an integer too. */
export const byFirstByte = (types: readonly TypeName[]): readonly TypeName[] =>
  types.includes("number") ? types.filter((type) => type !== "integer") : types;

/** The types of a schema, a number for an integer; every type where it prescribes none. */
export function firstTypes(schema: JsonSchema, root: JsonSchema): readonly TypeName[] {
  const { const: prescribed, ...own } = resolve(schema, root);
  const branches = own.anyOf ?? own.oneOf;
  if (branches) return [...new Set(branches.flatMap((branch) => firstTypes(branch, root)))];
  const types = prescribed === undefined ? typesOf(own) : [typeOfValue(prescribed)];
  return types.length === 0 ? ALL : [...new Set(types.map((type) => (type === "integer" ? "number" : type)))];
}

const ALL: readonly TypeName[] = ["object", "array", "string", "number", "boolean", "null"];

const typeOfValue = (value: Json): TypeName =>
  value === null
    ? "null"
    : Array.isArray(value)
      ? "array"
      : (typeof value as "object" | "string" | "number" | "boolean");

/** Does the first byte tell which of the schemas a value could have? */
export function areApart(schemas: readonly JsonSchema[], root: JsonSchema): boolean {
  const types = schemas.flatMap((schema) => firstTypes(schema, root));
  return new Set(types).size === types.length;
}

/** A condition that holds if a value of the type may begin at `p`. */
export function firstByteIs(type: TypeName): string {
  switch (type) {
    case "string":
      return "B[p] === 34";
    case "object":
      return "B[p] === 123";
    case "array":
      return "B[p] === 91";
    case "null":
      return "B[p] === 110";
    case "boolean":
      return "B[p] === 116 || B[p] === 102";
    default:
      return "B[p] === 45 || (V.getUint8(p) >= 48 && V.getUint8(p) <= 57)";
  }
}
