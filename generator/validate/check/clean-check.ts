/**
 * Compiles a form into one function that knows the messages without any finding: valid, no undocumented member, known enum values, no number that
 * JSON.parse rounds. Its "no" means "look closer" (explain.ts), not "invalid".
 *
 * Ajv cannot say this at the price: with `additionalProperties: false` it compares each key with each name.
 */

import { isDecimal, isDecimalOrEmpty } from "../../../templates/runtime/decimal.js";
import type { FieldIndex } from "../../spec/fields.js";
import type { ValueType } from "../../spec/value-type.js";
import { createValueCheck } from "../../value-check/value-check.js";

/**
 * Negative: not clean. Else how many members all described objects of the message have, so that a text with more of them has some twice. `seen[i]` is
 * set to 1 if field i of the form is there and need not be.
 */
export type CleanCheck = (message: unknown, seen: Uint8Array) => number;

export function compileCleanCheck(type: ValueType, { byPointer }: FieldIndex): CleanCheck {
  const constants: unknown[] = [];
  const code = createValueCheck({
    fieldAt: (pointer) => byPointer.get(pointer)?.index,
    constant: (value) => `c[${constants.push(value) - 1}]`,
  });
  const holds = code.check(type, "message");
  const source = `"use strict";
let total = 0;
let seen;
${code.functions.join("")}
return (message, marks) => {
  total = 0;
  seen = marks;
  return ${holds} ? total : -1;
};`;
  const make = new Function("c", "isDecimal", "isDecimalOrEmpty", source) as (...inputs: unknown[]) => CleanCheck;
  return make(constants, isDecimal, isDecimalOrEmpty);
}
