/**
 * Code that proves a value from its bytes: it moves `p` behind the value, or returns -1. One function for each kind of object; its keys are expected in
 * the order of the schema, which is the order of the wire, and taken in any other.
 */

import { invariant } from "../../diagnostics/diagnostic.js";
import type { JsonSchema, TypeName } from "../../schema/json-schema.js";
import { MAX_SCHEMA_DEPTH, resolve, shapeOf, typesOf } from "../../schema/resolve.js";
import { areApart, byFirstByte, bytesAt, firstByteIs, isPlain } from "./literal-bytes.js";

export interface ValueCode {
  /** Name of a function `(B, V, p)` that proves a value of this schema from its first byte. */
  functionFor(schema: JsonSchema, reserved?: readonly string[]): string;
  /** All functions so far. */
  readonly functions: readonly string[];
  /** Names that the functions use of runtime/json-bytes. */
  readonly used: ReadonlySet<string>;
}

export interface ValueCodeOptions {
  readonly root: JsonSchema;
  /** Blanks between tokens are allowed; without, one byte less to look at for each. */
  readonly spaced: boolean;
  /** Makes names that no other part of the module has. */
  readonly fresh: (prefix: string) => string;
  /** Functions of the module by what they prove: topics of one line share many shapes. */
  readonly known: Map<string, string>;
}

const FAIL = "return -1;";
const SIGNATURE = "(B: Uint8Array, V: DataView, p: number): number";
/** Bits of one mask. */
const BITS = 30;

export function createValueCode({ root, spaced, fresh, known }: ValueCodeOptions): ValueCode {
  const functions: string[] = [];
  const used = new Set<string>();
  const call = (name: string): string => {
    used.add(name);
    return name;
  };
  const blank = spaced ? `p = ${call("skipBlank")}(B, p);` : "";
  const unknown = (): string => (spaced ? `${call("skipMember")}(B, V, p, 0)` : `${call("skipDenseMember")}(B, V, p)`);
  const step = (code: string): string => `p = ${code}; if (p < 0) ${FAIL}`;

  const value = (schema: JsonSchema | false | undefined, depth: number): string => {
    // A schema that refers to itself has no end; what nobody describes is no value to prove.
    if (!schema || depth > MAX_SCHEMA_DEPTH) return FAIL;
    const own = resolve(schema, root);
    const branches = own.anyOf ?? own.oneOf;
    if (branches) return alternatives(own, branches, depth);
    if (own.const !== undefined) return constant(own.const);
    const types = typesOf(own);
    if (types.length === 0) return step(`${call("skipValue")}(B, V, p, 0)`);
    const [only, ...others] = types;
    if (only !== undefined && others.length === 0) return typeCode(own, only, depth);
    return `${byFirstByte(types)
      .map((type) => `if (${firstByteIs(type)}) { ${typeCode(own, type, depth)} }`)
      .join(" else ")} else ${FAIL}`;
  };

  const constant = (wanted: unknown): string => {
    const text = JSON.stringify(wanted);
    if (typeof wanted === "object" && wanted !== null) return FAIL;
    if (typeof wanted === "string" && !isPlain(wanted)) return FAIL;
    if (typeof wanted === "number" && !Number.isSafeInteger(wanted)) return FAIL;
    const end = typeof wanted === "number" ? ` if (${call("skipInteger")}(B, p) !== p + ${text.length}) ${FAIL}` : "";
    return `if (!(${bytesAt(text)})) ${FAIL}${end} p += ${text.length};`;
  };

  /** Told apart by their first byte; what is not, is tried one after the other. */
  const alternatives = (own: JsonSchema, branches: readonly JsonSchema[], depth: number): string => {
    const apart = areApart(branches, root);
    // With `oneOf` a second branch that holds would make it wrong, and -1 does not say that it does not.
    if (own.oneOf && !apart) return FAIL;
    const attempt = fresh("t");
    const tries = branches.map((branch) => `${functionOf(branch, depth)}(B, V, p)`);
    return `{ let ${attempt} = ${tries[0]}; ${tries
      .slice(1)
      .map((each) => `if (${attempt} < 0) ${attempt} = ${each}; `)
      .join("")}if (${attempt} < 0) ${FAIL} p = ${attempt}; }`;
  };

  const typeCode = (own: JsonSchema, type: TypeName, depth: number): string => {
    switch (type) {
      case "string":
        if (own.format === "decimal") return step(`${call("skipDecimal")}(B, p)`);
        if (own.format === "decimal-or-empty") return step(`${call("skipDecimalOrEmpty")}(B, p)`);
        return step(`${call("skipText")}(B, V, p)`);
      case "integer":
        return step(`${call("skipInteger")}(B, p)`);
      case "number":
        return step(`${call("skipNumber")}(B, p)`);
      case "boolean":
        return `if (${bytesAt("true")}) p += 4; else if (${bytesAt("false")}) p += 5; else ${FAIL}`;
      case "null":
        return `if (${bytesAt("null")}) p += 4; else ${FAIL}`;
      case "array":
        return array(own, depth);
      default:
        return step(`${objectFunction(own, [], depth)}(B, V, p)`);
    }
  };

  const array = (own: JsonSchema, depth: number): string => {
    const prefix = own.prefixItems ?? [];
    const { minItems = 0, maxItems } = own;
    if (prefix.length > 0) {
      // Tuples of one length only: all that the documentation has.
      if (minItems !== prefix.length || (maxItems !== prefix.length && own.items !== false)) return FAIL;
      const items = prefix.map(
        (item, index) =>
          `if (B[p] !== ${index === 0 ? 91 : 44}) ${FAIL} p += 1; ${blank} ${value(item, depth + 1)} ${blank}`,
      );
      return `${items.join(" ")} if (B[p] !== 93) ${FAIL} p += 1;`;
    }
    const counted = minItems > 0 || maxItems !== undefined;
    const count = counted ? fresh("n") : "";
    const items = own.items === undefined ? step(`${call("skipValue")}(B, V, p, 0)`) : value(own.items, depth + 1);
    return [
      `if (B[p] !== 91) ${FAIL} p += 1; ${blank}`,
      counted ? ` let ${count} = 0;` : "",
      ` if (B[p] === 93) p += 1; else for (;;) { ${items} ${blank} ${counted ? `${count} += 1;` : ""}`,
      ` if (B[p] === 44) { p += 1; ${blank} } else if (B[p] === 93) { p += 1; break; } else ${FAIL} }`,
      counted
        ? ` if (${count} < ${minItems}${maxItems === undefined ? "" : ` || ${count} > ${maxItems}`}) ${FAIL}`
        : "",
    ].join("");
  };

  /** Any schema as a function of its own. */
  const functionOf = (schema: JsonSchema, depth: number): string => {
    const own = resolve(schema, root);
    if (typesOf(own).join() === "object" && !own.anyOf && !own.oneOf) return objectFunction(own, [], depth);
    const key = `value ${JSON.stringify(shapeOf(own, root, 0))}`;
    const name = known.get(key) ?? fresh("v");
    if (!known.has(key)) {
      known.set(key, name);
      functions.push(`function ${name}${SIGNATURE} {\n  ${value(own, depth)}\n  return p;\n}\n`);
    }
    return name;
  };

  /** `reserved`: keys that must not be there, because with them it would be something else. */
  const objectFunction = (own: JsonSchema, reserved: readonly string[], depth: number): string => {
    const key = `object ${JSON.stringify([shapeOf(own, root, 0), reserved])}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const name = fresh("o");
    known.set(key, name);
    const properties = Object.entries(own.properties ?? {});
    // A key that JSON can write in two ways is one that bytes cannot prove to be absent.
    if (properties.some(([property]) => !isPlain(property))) {
      functions.push(`function ${name}${SIGNATURE} {\n  return -1;\n}\n`);
      return name;
    }
    const masks = Math.ceil(properties.length / BITS);
    const mask = (index: number): string => `s${Math.floor(index / BITS)}`;
    const bit = (index: number): number => 1 << (index % BITS);
    const next = `if (B[p] === 44) { p += 1; ${blank} } else break;`;
    const members = properties.map(([property, schema], index) => {
      const head = spaced ? `"${property}"` : `"${property}":`;
      const colon = spaced ? ` ${blank} if (B[p] !== 58) ${FAIL} p += 1; ${blank}` : "";
      return `      if (${bytesAt(head)}) { p += ${head.length};${colon} if ((${mask(index)} & ${bit(index)}) !== 0) ${FAIL} ${mask(index)} |= ${bit(index)}; ${value(schema, depth + 1)} ${blank} ${next} }\n`;
    });
    const forbidden = reserved
      .filter((each) => !properties.some(([property]) => property === each))
      .map((each) => `if (${bytesAt(`"${each}"`)}) ${FAIL} `);
    const required = Array.from({ length: masks }, (_, word) =>
      properties.reduce(
        (sum, [property], index) =>
          Math.floor(index / BITS) === word && own.required?.includes(property) ? sum | bit(index) : sum,
        0,
      ),
    );
    // What is required but not described may be anything; nothing of ours has that.
    const undescribed = (own.required ?? []).some((each) => !properties.some(([property]) => property === each));
    invariant(!undescribed, `a required member has no schema: ${own.required?.join()}`);
    const checks = required
      .map((bits, word) => (bits === 0 ? "" : `  if ((s${word} & ${bits}) !== ${bits}) ${FAIL}\n`))
      .join("");
    functions.push(
      [
        `function ${name}${SIGNATURE} {\n  if (B[p] !== 123) ${FAIL}\n  p += 1; ${blank}\n`,
        Array.from({ length: masks }, (_, word) => `  let s${word} = 0;\n`).join(""),
        "  if (B[p] !== 125) {\n    for (;;) {\n      const p0 = p;\n",
        ...members,
        `      if (p === p0) { ${forbidden.join("")}${step(unknown())} ${blank} ${next} }\n`,
        "    }\n  }\n",
        `  if (B[p] !== 125) ${FAIL}\n${checks}  return p + 1;\n}\n`,
      ].join(""),
    );
    return name;
  };

  return {
    functionFor(schema, reserved = []) {
      const own = resolve(schema, root);
      return typesOf(own).join() === "object" ? objectFunction(own, reserved, 0) : functionOf(own, 0);
    },
    functions,
    used,
  };
}
