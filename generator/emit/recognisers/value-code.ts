/**
 * Code that proves a value from its bytes, no blanks between its tokens: it moves `p` behind the value, or returns -1.
 * One function for each kind of object; its keys are expected in the order of the schema, which is the order of the
 * wire, and taken in any other.
 */

import { isPlain } from "../../schema/plain-text.js";
import {
  areApart,
  type ChoiceType,
  type ConstantType,
  jsonKindsOf,
  type ListType,
  type Member,
  type ObjectType,
  shapeOf,
  type TextType,
  type TupleType,
  type ValueType,
} from "../../spec/value-type.js";
import { bytesAt, firstByteIs } from "./literal-bytes.js";
import { type RecogniserCode, runtimeName } from "./recogniser-code.js";

const FAIL = "return -1;";
const SIGNATURE = "(B: Uint8Array, V: DataView, p: number): number";

/**
 * Name of a function `(B, V, p)` that proves a value of the type from its first byte. `reserved`: keys that must not be in an object, because with them
 * it would be something else.
 */
export const functionFor = (code: RecogniserCode, type: ValueType, reserved: readonly string[] = []): string =>
  type.kind === "object" ? objectFunction(code, type, reserved) : valueFunction(code, type);

function valueCode(code: RecogniserCode, type: ValueType): string {
  switch (type.kind) {
    case "any":
      return step(`${runtimeName(code, "skipValue")}(B, V, p, 0)`);
    case "null":
      return `if (${bytesAt("null")}) p += 4; else ${FAIL}`;
    case "boolean":
      return `if (${bytesAt("true")}) p += 4; else if (${bytesAt("false")}) p += 5; else ${FAIL}`;
    case "number":
      return step(`${runtimeName(code, type.whole ? "skipInteger" : "skipNumber")}(B, p)`);
    case "text":
      return textCode(code, type);
    case "constant":
      return constantCode(code, type);
    case "choice":
      return choiceCode(code, type);
    case "list":
      return listCode(code, type);
    case "tuple":
      return tupleCode(code, type);
    case "object":
      return step(`${objectFunction(code, type, [])}(B, V, p)`);
  }
}

const step = (next: string): string => `p = ${next}; if (p < 0) ${FAIL}`;

function textCode(code: RecogniserCode, { format }: TextType): string {
  if (format === "decimal") return step(`${runtimeName(code, "skipDecimal")}(B, p)`);
  if (format === "decimal-or-empty") return step(`${runtimeName(code, "skipDecimalOrEmpty")}(B, p)`);
  return step(`${runtimeName(code, "skipText")}(B, V, p)`);
}

function constantCode(code: RecogniserCode, { value }: ConstantType): string {
  const text = JSON.stringify(value);
  if (typeof value === "string" && !isPlain(value)) return FAIL;
  if (typeof value === "number" && !Number.isSafeInteger(value)) return FAIL;
  // Another number may begin like this one.
  const end =
    typeof value === "number" ? ` if (${runtimeName(code, "skipInteger")}(B, p) !== p + ${text.length}) ${FAIL}` : "";
  return `if (!(${bytesAt(text)})) ${FAIL}${end} p += ${text.length};`;
}

/** Told apart by their first byte; what is not, is tried one after the other. */
function choiceCode(code: RecogniserCode, { keyword, branches }: ChoiceType): string {
  if (areApart(branches)) {
    const cases = branches.map((branch) => {
      const begins = jsonKindsOf(branch)
        .map((kind) => firstByteIs(kind))
        .join(" || ");
      return `if (${begins}) { ${valueCode(code, branch)} }`;
    });
    return `${cases.join(" else ")} else ${FAIL}`;
  }
  // With `oneOf` a second branch that holds would make it wrong, and -1 does not say that it does not.
  if (keyword === "oneOf") return FAIL;
  const attempt = code.fresh("t");
  const [first, ...others] = branches.map((branch) => `${functionFor(code, branch)}(B, V, p)`);
  const tries = others.map((each) => `if (${attempt} < 0) ${attempt} = ${each}; `).join("");
  return `{ let ${attempt} = ${first}; ${tries}if (${attempt} < 0) ${FAIL} p = ${attempt}; }`;
}

function tupleCode(code: RecogniserCode, { items }: TupleType): string {
  const parts = items.map(
    (item, index) => `if (B[p] !== ${index === 0 ? 91 : 44}) ${FAIL} p += 1; ${valueCode(code, item)}`,
  );
  return `${parts.join(" ")} if (B[p] !== 93) ${FAIL} p += 1;`;
}

function listCode(code: RecogniserCode, { items, minItems, maxItems }: ListType): string {
  const counted = minItems > 0 || maxItems !== undefined;
  const count = counted ? code.fresh("n") : "";
  const tooMany = maxItems === undefined ? "" : ` || ${count} > ${maxItems}`;
  return [
    `if (B[p] !== 91) ${FAIL} p += 1;`,
    counted ? ` let ${count} = 0;` : "",
    ` if (B[p] === 93) p += 1; else for (;;) { ${valueCode(code, items)}${counted ? ` ${count} += 1;` : ""}`,
    ` if (B[p] === 44) p += 1; else if (B[p] === 93) { p += 1; break; } else ${FAIL} }`,
    counted ? ` if (${count} < ${minItems}${tooMany}) ${FAIL}` : "",
  ].join("");
}

/** A value that is no object, as a function of its own. */
function valueFunction(code: RecogniserCode, type: ValueType): string {
  const key = `value ${shapeOf(type)}`;
  const before = code.known.get(key);
  if (before !== undefined) return before;
  const name = code.fresh("v");
  code.known.set(key, name);
  code.functions.push(`function ${name}${SIGNATURE} {\n  ${valueCode(code, type)}\n  return p;\n}\n`);
  return name;
}

function objectFunction(code: RecogniserCode, type: ObjectType, reserved: readonly string[]): string {
  const key = `object ${JSON.stringify([shapeOf(type), reserved])}`;
  const before = code.known.get(key);
  if (before !== undefined) return before;
  const name = code.fresh("o");
  code.known.set(key, name);
  // A key that JSON can write in two ways is one that bytes cannot prove to be absent.
  const isOdd = type.members.some((member) => !isPlain(member.name));
  const body = isOdd ? `  ${FAIL}\n` : objectBody(code, type.members, reserved);
  code.functions.push(`function ${name}${SIGNATURE} {\n${body}}\n`);
  return name;
}

/** Bits of one mask: a variable that has a bit for each member that was there. */
const BITS = 30;
const mask = (index: number): string => `s${Math.floor(index / BITS)}`;
const bit = (index: number): number => 1 << (index % BITS);
/** Moves on to the next member, or leaves the loop. */
const NEXT = "if (B[p] === 44) p += 1; else break;";

function objectBody(code: RecogniserCode, members: readonly Member[], reserved: readonly string[]): string {
  const masks = Array.from({ length: Math.ceil(members.length / BITS) }, (_, index) => mask(index * BITS));
  return [
    `  if (B[p] !== 123) ${FAIL}\n  p += 1;\n`,
    ...masks.map((name) => `  let ${name} = 0;\n`),
    "  if (B[p] !== 125) {\n    for (;;) {\n      const p0 = p;\n",
    ...members.map((member, index) => `      ${memberCode(code, member, index)}\n`),
    `      if (p === p0) { ${otherMember(code, members, reserved)} }\n`,
    "    }\n  }\n",
    `  if (B[p] !== 125) ${FAIL}\n`,
    ...masks.map((name) => requiredMembers(name, members)),
    "  return p + 1;\n",
  ].join("");
}

/** Proves the member, if it is the one that stands there. A second time it fails. */
function memberCode(code: RecogniserCode, { name, type }: Member, index: number): string {
  const head = `"${name}":`;
  const seen = `if ((${mask(index)} & ${bit(index)}) !== 0) ${FAIL} ${mask(index)} |= ${bit(index)};`;
  return `if (${bytesAt(head)}) { p += ${head.length}; ${seen} ${valueCode(code, type)} ${NEXT} }`;
}

/** A member that is not described. */
function otherMember(code: RecogniserCode, members: readonly Member[], reserved: readonly string[]): string {
  const forbidden = reserved
    .filter((key) => !members.some(({ name }) => name === key))
    .map((key) => `if (${bytesAt(`"${key}"`)}) ${FAIL} `);
  return `${forbidden.join("")}${step(`${runtimeName(code, "skipDenseMember")}(B, V, p)`)} ${NEXT}`;
}

/** All required members that have their bit in this mask were there. */
function requiredMembers(name: string, members: readonly Member[]): string {
  const bits = members.reduce(
    (all, { required }, index) => (required && mask(index) === name ? all | bit(index) : all),
    0,
  );
  return bits === 0 ? "" : `  if ((${name} & ${bits}) !== ${bits}) ${FAIL}\n`;
}
