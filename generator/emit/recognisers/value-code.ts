/**
 * Code that proves a value from its bytes, no blanks between its tokens: it moves `p` behind the value, or returns -1.
 * One function for each kind of object; its keys are expected in the order of the schema, which is the order of the
 * wire, and taken in any other.
 */

import { isPlain } from "../../schema/plain-text.js";
import {
  areApart,
  type ChoiceType,
  jsonKindsOf,
  type ListType,
  type ObjectType,
  shapeOf,
  type TextType,
  type TupleType,
  type ValueType,
} from "../../spec/value-type.js";
import { bytesAt, firstByteIs } from "./literal-bytes.js";

export interface ValueCode {
  /** Name of a function `(B, V, p)` that proves a value of this type from its first byte. */
  functionFor(type: ValueType, reserved?: readonly string[]): string;
  /** All functions so far. */
  readonly functions: readonly string[];
  /** Names that the functions use of runtime/json-bytes. */
  readonly used: ReadonlySet<string>;
}

export interface ValueCodeOptions {
  /** Makes names that no other part of the module has. */
  readonly fresh: (prefix: string) => string;
  /** Functions of the module by what they prove: topics of one line share many shapes. */
  readonly known: Map<string, string>;
}

const FAIL = "return -1;";
const SIGNATURE = "(B: Uint8Array, V: DataView, p: number): number";
/** Bits of one mask. */
const BITS = 30;

export function createValueCode({ fresh, known }: ValueCodeOptions): ValueCode {
  const functions: string[] = [];
  const used = new Set<string>();
  const call = (name: string): string => {
    used.add(name);
    return name;
  };
  const step = (code: string): string => `p = ${code}; if (p < 0) ${FAIL}`;

  const value = (type: ValueType): string => {
    switch (type.kind) {
      case "any":
        return step(`${call("skipValue")}(B, V, p, 0)`);
      case "null":
        return `if (${bytesAt("null")}) p += 4; else ${FAIL}`;
      case "boolean":
        return `if (${bytesAt("true")}) p += 4; else if (${bytesAt("false")}) p += 5; else ${FAIL}`;
      case "number":
        return step(`${call(type.whole ? "skipInteger" : "skipNumber")}(B, p)`);
      case "text":
        return text(type);
      case "constant":
        return constant(type.value);
      case "choice":
        return choice(type);
      case "list":
        return list(type);
      case "tuple":
        return tuple(type);
      case "object":
        return step(`${objectFunction(type, [])}(B, V, p)`);
    }
  };

  const text = ({ format }: TextType): string => {
    if (format === "decimal") return step(`${call("skipDecimal")}(B, p)`);
    if (format === "decimal-or-empty") return step(`${call("skipDecimalOrEmpty")}(B, p)`);
    return step(`${call("skipText")}(B, V, p)`);
  };

  const constant = (wanted: string | number | boolean | null): string => {
    const text = JSON.stringify(wanted);
    if (typeof wanted === "string" && !isPlain(wanted)) return FAIL;
    if (typeof wanted === "number" && !Number.isSafeInteger(wanted)) return FAIL;
    const end = typeof wanted === "number" ? ` if (${call("skipInteger")}(B, p) !== p + ${text.length}) ${FAIL}` : "";
    return `if (!(${bytesAt(text)})) ${FAIL}${end} p += ${text.length};`;
  };

  /** Told apart by their first byte; what is not, is tried one after the other. */
  const choice = ({ keyword, branches }: ChoiceType): string => {
    if (areApart(branches)) {
      const cases = branches.map((branch) => {
        const begins = jsonKindsOf(branch).map(firstByteIs).join(" || ");
        return `if (${begins}) { ${value(branch)} }`;
      });
      return `${cases.join(" else ")} else ${FAIL}`;
    }
    // With `oneOf` a second branch that holds would make it wrong, and -1 does not say that it does not.
    if (keyword === "oneOf") return FAIL;
    const attempt = fresh("t");
    const [first, ...others] = branches.map((branch) => `${functionOf(branch)}(B, V, p)`);
    const tries = others.map((each) => `if (${attempt} < 0) ${attempt} = ${each}; `).join("");
    return `{ let ${attempt} = ${first}; ${tries}if (${attempt} < 0) ${FAIL} p = ${attempt}; }`;
  };

  const tuple = ({ items }: TupleType): string => {
    const code = items.map((item, index) => `if (B[p] !== ${index === 0 ? 91 : 44}) ${FAIL} p += 1; ${value(item)}`);
    return `${code.join(" ")} if (B[p] !== 93) ${FAIL} p += 1;`;
  };

  const list = ({ items, minItems, maxItems }: ListType): string => {
    const counted = minItems > 0 || maxItems !== undefined;
    const count = counted ? fresh("n") : "";
    return [
      `if (B[p] !== 91) ${FAIL} p += 1;`,
      counted ? ` let ${count} = 0;` : "",
      ` if (B[p] === 93) p += 1; else for (;;) { ${value(items)}${counted ? ` ${count} += 1;` : ""}`,
      ` if (B[p] === 44) p += 1; else if (B[p] === 93) { p += 1; break; } else ${FAIL} }`,
      counted
        ? ` if (${count} < ${minItems}${maxItems === undefined ? "" : ` || ${count} > ${maxItems}`}) ${FAIL}`
        : "",
    ].join("");
  };

  /** Any type as a function of its own. */
  const functionOf = (type: ValueType): string => {
    if (type.kind === "object") return objectFunction(type, []);
    const key = `value ${shapeOf(type)}`;
    const name = known.get(key) ?? fresh("v");
    if (!known.has(key)) {
      known.set(key, name);
      functions.push(`function ${name}${SIGNATURE} {\n  ${value(type)}\n  return p;\n}\n`);
    }
    return name;
  };

  /** `reserved`: keys that must not be there, because with them it would be something else. */
  const objectFunction = (type: ObjectType, reserved: readonly string[]): string => {
    const key = `object ${JSON.stringify([shapeOf(type), reserved])}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const name = fresh("o");
    known.set(key, name);
    const described = type.members;
    // A key that JSON can write in two ways is one that bytes cannot prove to be absent.
    if (described.some(({ name: member }) => !isPlain(member))) {
      functions.push(`function ${name}${SIGNATURE} {\n  return -1;\n}\n`);
      return name;
    }
    const masks = Math.ceil(described.length / BITS);
    const mask = (index: number): string => `s${Math.floor(index / BITS)}`;
    const bit = (index: number): number => 1 << (index % BITS);
    const next = "if (B[p] === 44) p += 1; else break;";
    const members = described.map(({ name: member, type: inner }, index) => {
      const head = `"${member}":`;
      return `      if (${bytesAt(head)}) { p += ${head.length}; if ((${mask(index)} & ${bit(index)}) !== 0) ${FAIL} ${mask(index)} |= ${bit(index)}; ${value(inner)} ${next} }\n`;
    });
    const forbidden = reserved
      .filter((each) => !described.some(({ name: member }) => member === each))
      .map((each) => `if (${bytesAt(`"${each}"`)}) ${FAIL} `);
    const required = Array.from({ length: masks }, (_, word) =>
      described.reduce(
        (sum, { required: must }, index) => (Math.floor(index / BITS) === word && must ? sum | bit(index) : sum),
        0,
      ),
    );
    const checks = required
      .map((bits, word) => (bits === 0 ? "" : `  if ((s${word} & ${bits}) !== ${bits}) ${FAIL}\n`))
      .join("");
    functions.push(
      [
        `function ${name}${SIGNATURE} {\n  if (B[p] !== 123) ${FAIL}\n  p += 1;\n`,
        Array.from({ length: masks }, (_, word) => `  let s${word} = 0;\n`).join(""),
        "  if (B[p] !== 125) {\n    for (;;) {\n      const p0 = p;\n",
        ...members,
        `      if (p === p0) { ${forbidden.join("")}${step(`${call("skipDenseMember")}(B, V, p)`)} ${next} }\n`,
        "    }\n  }\n",
        `  if (B[p] !== 125) ${FAIL}\n${checks}  return p + 1;\n}\n`,
      ].join(""),
    );
    return name;
  };

  return {
    functionFor: (type, reserved = []) => (type.kind === "object" ? objectFunction(type, reserved) : functionOf(type)),
    functions,
    used,
  };
}
