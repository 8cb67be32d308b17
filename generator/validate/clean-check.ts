/**
 * Compiles a form into one function that knows the messages without any finding: valid, no undocumented member, known enum values,
 * no number that JSON.parse rounds. Its "no" means "look closer" (explain.ts), not "invalid".
 *
 * Ajv cannot say this at the price: with `additionalProperties: false` it compares each key with each name. Counting the members that were
 * found against the members that are there takes one loop. Every text of a schema enters the code through `literal`.
 */

import { isDecimal, isDecimalOrEmpty } from "../../templates/runtime/decimal.js";
import { literal } from "../emit/code.js";
import { areApart } from "../emit/recognisers/literal-bytes.js";
import type { JsonSchema, TypeName } from "../schema/json-schema.js";
import { escapePointer } from "../schema/pointer.js";
import { declaredTypes, MAX_SCHEMA_DEPTH, resolve, valuesLike } from "../schema/resolve.js";
import type { FieldIndex } from "./fields.js";

/**
 * Negative: not clean. Else about how many members all objects of the message have, so that a text with more of them has some twice.
 * `seen[i]` is set to 1 if field i of the form is there.
 */
export type CleanCheck = (message: unknown, seen: Uint8Array) => number;

export function compileCleanCheck(schema: JsonSchema, root: JsonSchema, { byPointer }: FieldIndex): CleanCheck {
  const constants: unknown[] = [];
  let names = 0;
  const fresh = (prefix: string): string => `${prefix}${names++}`;
  const constant = (value: unknown): string => `c[${constants.push(value) - 1}]`;

  /** Statements that return -1 unless `value` (a variable) is clean. */
  const emit = (node: JsonSchema | false | undefined, value: string, pointer: string, depth: number): string => {
    if (node === undefined) return "";
    if (node === false || depth > MAX_SCHEMA_DEPTH) return "return -1;\n";
    const own = resolve(node, root);
    const alternatives = own.anyOf ?? own.oneOf;
    if (alternatives) return emitAlternatives(alternatives, own.oneOf !== undefined, value, pointer, depth);
    if (own.const !== undefined) {
      if (own.const !== null && typeof own.const === "object") return "return -1;\n";
      return `if (${value} !== ${literal(own.const)}) return -1;\n`;
    }
    const types = declaredTypes(own);
    const [only] = types;
    if (types.length === 1 && only !== undefined) return emitType(own, only, value, pointer, depth);
    if (types.length === 0) return own.properties ? emitType(own, "object", value, pointer, depth) : "";
    const branches = types.map(
      (type) => `if (${isOfType(type, value)}) {\n${emitBody(own, type, value, pointer, depth)}}`,
    );
    return `${branches.join(" else ")} else return -1;\n`;
  };

  const emitType = (own: JsonSchema, type: TypeName, value: string, pointer: string, depth: number): string =>
    `if (!(${isOfType(type, value)})) return -1;\n${emitBody(own, type, value, pointer, depth)}`;

  const emitBody = (own: JsonSchema, type: TypeName, value: string, pointer: string, depth: number): string => {
    if (type === "object") return emitObject(own, value, pointer, depth);
    if (type === "array") return emitArray(own, value, pointer, depth);
    const checks: string[] = [];
    if (type === "string" && own.format !== undefined)
      checks.push(`if (!${own.format === "decimal" ? "isDecimal" : "isDecimalOrEmpty"}(${value})) return -1;\n`);
    const values = own["x-enum"] ? valuesLike(own["x-enum"], type === "integer" ? "number" : type) : [];
    if (values.length > 0)
      checks.push(
        values.length <= 4
          ? `if (${values.map((item) => `${value} !== ${literal(item as string | number)}`).join(" && ")}) return -1;\n`
          : `if (!${constant(new Set(values))}.has(${value})) return -1;\n`,
      );
    return checks.join("");
  };

  const emitObject = (schema: JsonSchema, value: string, pointer: string, depth: number): string => {
    const entries = Object.entries(schema.properties ?? {});
    // An object without documented members takes any.
    if (entries.length === 0) return "";
    const count = fresh("n");
    const required = new Set(schema.required);
    const missing = [...required].filter((name) => !Object.hasOwn(schema.properties ?? {}, name));
    const code = [`let ${count} = ${entries.filter(([name]) => required.has(name)).length};\n`];
    for (const name of missing) code.push(`if (!Object.hasOwn(${value}, ${literal(name)})) return -1;\n`);
    for (const [name, property] of entries) {
      const member = fresh("v");
      const below = `${pointer}/${escapePointer(name)}`;
      const check = emit(property, member, below, depth + 1);
      const read = `${value}[${literal(name)}]`;
      // What every object inherits is no member of the message.
      const own = name in Object.prototype ? `Object.hasOwn(${value}, ${literal(name)}) ? ${read} : undefined` : read;
      code.push(`const ${member} = ${own};\n`);
      if (required.has(name)) code.push(`if (${member} === undefined) return -1;\n${check}`);
      else {
        const index = byPointer.get(below)?.index ?? 0;
        code.push(`if (${member} !== undefined) {\n${count}++;\nseen[${index}] = 1;\n${check}}\n`);
      }
    }
    const key = fresh("k");
    code.push(`total += ${count};\nfor (const ${key} in ${value}) ${count}--;\nif (${count} !== 0) return -1;\n`);
    return code.join("");
  };

  const emitArray = (own: JsonSchema, value: string, pointer: string, depth: number): string => {
    const prefix = own.prefixItems ?? [];
    const code: string[] = [];
    if (own.minItems !== undefined) code.push(`if (${value}.length < ${own.minItems}) return -1;\n`);
    const most = own.items === false ? prefix.length : own.maxItems;
    if (most !== undefined) code.push(`if (${value}.length > ${most}) return -1;\n`);
    for (const [position, item] of prefix.entries()) {
      const name = fresh("v");
      const check = emit(item, name, `${pointer}/*`, depth + 1);
      code.push(`if (${value}.length > ${position}) {\nconst ${name} = ${value}[${position}];\n${check}}\n`);
    }
    const field = byPointer.get(`${pointer}/*`);
    if (field) code.push(`if (${value}.length > 0) seen[${field.index}] = 1;\n`);
    if (own.items !== false && own.items !== undefined) {
      const [index, name] = [fresh("i"), fresh("v")];
      const check = emit(own.items, name, `${pointer}/*`, depth + 1);
      if (check !== "")
        code.push(
          `for (let ${index} = ${prefix.length}; ${index} < ${value}.length; ${index}++) {\nconst ${name} = ${value}[${index}];\n${check}}\n`,
        );
    }
    return code.join("");
  };

  /** One branch is clean, and for `oneOf` no other can hold: their kinds are all different. */
  const emitAlternatives = (
    branches: readonly JsonSchema[],
    exclusive: boolean,
    value: string,
    pointer: string,
    depth: number,
  ): string => {
    if (exclusive && !areApart(branches, root)) return "return -1;\n";
    const calls = branches.map((branch) => {
      const parameter = fresh("v");
      return `((${parameter}) => {\n${emit(branch, parameter, pointer, depth + 1)}return 0;\n})(${value}) === 0`;
    });
    return `if (!(${calls.join(" || ")})) return -1;\n`;
  };

  const body = emit(schema, "message", "", 0);
  const source = `"use strict";\nreturn (message, seen) => {\nlet total = 0;\n${body}return total;\n};`;
  const make = new Function("c", "isDecimal", "isDecimalOrEmpty", source) as (...inputs: unknown[]) => CleanCheck;
  return make(constants, isDecimal, isDecimalOrEmpty);
}

/** Integers are safe, numbers below 2^53: above, JSON.parse may have rounded, and the text has to be looked at. */
function isOfType(type: TypeName, value: string): string {
  switch (type) {
    case "object":
      return `typeof ${value} === "object" && ${value} !== null && !Array.isArray(${value})`;
    case "array":
      return `Array.isArray(${value})`;
    case "integer":
      return `Number.isSafeInteger(${value})`;
    case "number":
      return `typeof ${value} === "number" && ${value} < 9007199254740992 && ${value} > -9007199254740992`;
    case "null":
      return `${value} === null`;
    default:
      return `typeof ${value} === ${literal(type)}`;
  }
}
