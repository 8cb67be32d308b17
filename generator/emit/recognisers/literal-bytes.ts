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

/** A condition that holds if a value of the kind may begin at `p`. */
export function firstByteIs(kind: JsonKind): string {
  switch (kind) {
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
    case "number":
      return "B[p] === 45 || (V.getUint8(p) >= 48 && V.getUint8(p) <= 57)";
  }
}
