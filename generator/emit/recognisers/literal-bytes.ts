/** Conditions on the bytes `B` at `p`, with the view `V` on them. */

import type { JsonKind } from "../../spec/value-type.js";

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

/** A condition that holds if a value of the kind may begin at the position. */
export function firstByteIs(kind: JsonKind, position = "p"): string {
  const byte = `B[${position}]`;
  switch (kind) {
    case "string":
      return `${byte} === 34`;
    case "object":
      return `${byte} === 123`;
    case "array":
      return `${byte} === 91`;
    case "null":
      return `${byte} === 110`;
    case "boolean":
      return `${byte} === 116 || ${byte} === 102`;
    case "number":
      return `${byte} === 45 || (V.getUint8(${position}) >= 48 && V.getUint8(${position}) <= 57)`;
  }
}
