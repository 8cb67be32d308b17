/** Compiled code that tells the kind of a value by its first byte. */

import type { JsonKind } from "../spec/value-type.js";
import { type Code, get, i32, type Local } from "./assembler.js";
import { byteAt, byteIs } from "./bytes.js";

/** A value of the kind may begin at the position. */
export function firstByteIs(p: Local, kind: JsonKind): Code {
  const one = (character: string): Code => byteIs(get(p), character.charCodeAt(0));
  switch (kind) {
    case "string":
      return one('"');
    case "object":
      return one("{");
    case "array":
      return one("[");
    case "null":
      return one("n");
    case "boolean":
      return i32.or(one("t"), one("f"));
    case "number":
      return i32.or(one("-"), i32.ltU(i32.sub(byteAt(get(p)), i32.const(0x30)), i32.const(10)));
  }
}
