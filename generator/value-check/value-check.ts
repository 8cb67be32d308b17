/**
 * JavaScript that checks parsed values, as a careful person would write it by hand: each member is read once, the first fault ends it. Type guards
 * and the clean check of `validate` are the same code under two policies. Every text of a schema enters the code through `literal`.
 */

import { literal } from "../code/code.js";
import { valuesLike } from "../schema/enum-values.js";
import { escapePointer } from "../schema/pointer.js";
import {
  areApart,
  type ChoiceType,
  type ListType,
  type Member,
  type NumberType,
  type ObjectType,
  shapeOf,
  type TextType,
  type TupleType,
  type ValueType,
} from "../spec/value-type.js";

/**
 * What a value has to be besides valid. The code of a strict check counts the members that it finds in `total`, and has to be run with `total` and
 * `seen` in its scope.
 */
export interface StrictPolicy {
  /** Index in `seen` of what may be there or not: a member, or the items of a list. Pointers have `*` for items. */
  readonly fieldAt: (pointer: string) => number | undefined;
  /** A name for a constant that is made once. */
  readonly constant: (value: ReadonlySet<unknown>) => string;
}

export interface ValueCheck {
  /** An expression that says whether the value of this name is one of the type. */
  check(type: ValueType, name: string): string;
  readonly functions: readonly string[];
  /** Names that the code uses of runtime/decimal. */
  readonly used: ReadonlySet<string>;
}

/** The code while it is being written. */
interface CheckCode {
  readonly strict: StrictPolicy | undefined;
  readonly functions: string[];
  readonly used: Set<string>;
  /** Names of functions by what they check. */
  readonly known: Map<string, string>;
}

/** Without a policy: valid, nothing else. With one: no member that is not described, known values only, no number that JSON.parse rounds. */
export function createValueCheck(strict?: StrictPolicy): ValueCheck {
  const code: CheckCode = { strict, functions: [], used: new Set(), known: new Map() };
  const { functions, used } = code;
  return { check: (type, name) => condition(code, type, name, ""), functions, used };
}

function condition(code: CheckCode, type: ValueType, name: string, pointer: string): string {
  switch (type.kind) {
    case "any":
      return "true";
    case "null":
      return `${name} === null`;
    case "boolean":
      return `typeof ${name} === "boolean"`;
    case "constant":
      return `${name} === ${literal(type.value)}`;
    case "text":
      return textCondition(code, type, name);
    case "number":
      return numberCondition(code, type, name);
    case "choice":
      return choiceCondition(code, type, name, pointer);
    case "object":
      return `${functionOf(code, type, pointer, objectBody)}(${name})`;
    case "list":
      return `${functionOf(code, type, pointer, listBody)}(${name})`;
    case "tuple":
      return `${functionOf(code, type, pointer, tupleBody)}(${name})`;
  }
}

const FORMATS = { decimal: "isDecimal", "decimal-or-empty": "isDecimalOrEmpty" } as const;

function textCondition(code: CheckCode, type: TextType, name: string): string {
  const conditions = [`typeof ${name} === "string"`];
  if (type.format !== undefined) {
    code.used.add(FORMATS[type.format]);
    conditions.push(`${FORMATS[type.format]}(${name})`);
  }
  if (code.strict && type.enum) conditions.push(...isDocumented(code.strict, valuesLike(type.enum, "string"), name));
  return conditions.join(" && ");
}

function numberCondition({ strict }: CheckCode, type: NumberType, name: string): string {
  if (!strict) return `Number.is${type.whole ? "Integer" : "Finite"}(${name})`;
  // Above 2^53 JSON.parse may have rounded, and the text has to be looked at.
  const kind = type.whole
    ? `Number.isSafeInteger(${name})`
    : `typeof ${name} === "number" && ${name} < 9007199254740992 && ${name} > -9007199254740992`;
  return [kind, ...(type.enum ? isDocumented(strict, valuesLike(type.enum, "number"), name) : [])].join(" && ");
}

/** More documented values than these are looked up. */
const MAX_COMPARED = 4;

/** A list of none says nothing about values of this kind. */
function isDocumented(strict: StrictPolicy, values: readonly (string | number)[], name: string): string[] {
  if (values.length === 0) return [];
  if (values.length > MAX_COMPARED) return [`${strict.constant(new Set(values))}.has(${name})`];
  return [`(${values.map((value) => `${name} === ${literal(value)}`).join(" || ")})`];
}

function choiceCondition(code: CheckCode, { keyword, branches }: ChoiceType, name: string, pointer: string): string {
  const checks = branches.map((branch) => condition(code, branch, name, pointer));
  if (areApart(branches)) return anyOf(checks);
  if (code.strict) return keyword === "oneOf" ? UNDECIDED : anyOf(checks.map(countedOnlyIf));
  return keyword === "oneOf" ? exactlyOneOf(checks) : anyOf(checks);
}

const anyOf = (checks: readonly string[]): string => `(${checks.join(" || ")})`;
const exactlyOneOf = (checks: readonly string[]): string =>
  `${checks.map((check) => `(${check} ? 1 : 0)`).join(" + ")} === 1`;
/** Of several branches that hold the strict check cannot tell: somebody else has to look. */
const UNDECIDED = "false";
/** What a branch has counted before it failed does not count. */
const countedOnlyIf = (check: string): string => `((before) => ${check} || ((total = before), false))(total)`;

/** The same shape is one function; a strict check has its own for each place, because fields are marked by their place. */
function functionOf<Type extends ValueType>(
  code: CheckCode,
  type: Type,
  pointer: string,
  body: (code: CheckCode, type: Type, pointer: string) => string,
): string {
  const key = code.strict ? `${pointer} ${shapeOf(type)}` : String(shapeOf(type));
  const before = code.known.get(key);
  if (before !== undefined) return before;
  const name = `is${code.known.size}`;
  code.known.set(key, name);
  code.functions.push(`function ${name}(v) {\n${body(code, type, pointer)}  return true;\n}\n`);
  return name;
}

function objectBody(code: CheckCode, { members }: ObjectType, pointer: string): string {
  const lines = members.map((member, index) => memberLines(code, member, `p${index}`, pointer));
  // An object without described members takes any.
  const counts = code.strict !== undefined && members.length > 0;
  return [
    '  if (typeof v !== "object" || v === null || Array.isArray(v)) return false;\n',
    counts ? `  let n = ${members.filter(({ required }) => required).length};\n` : "",
    ...lines,
    // Members are counted, because looking each of them up by its name takes longer.
    counts ? "  total += n;\n  for (const _ in v) n--;\n  if (n !== 0) return false;\n" : "",
  ].join("");
}

/** Reads a member into the variable `value` and checks it. */
function memberLines(code: CheckCode, { name, required, type }: Member, value: string, object: string): string {
  if (!code.strict && !required && type.kind === "any") return "";
  const read = `v[${literal(name)}]`;
  // What every object inherits is no member of the message.
  const member = name in Object.prototype ? `Object.hasOwn(v, ${literal(name)}) ? ${read} : undefined` : read;
  const pointer = `${object}/${escapePointer(name)}`;
  const holds = condition(code, type, value, pointer);
  const line = required
    ? requiredMember(value, holds, takesAnything(type))
    : optionalMember(code, value, holds, pointer);
  return `  const ${value} = ${member};\n${line}`;
}

/** True for a condition that nothing fails. */
const isVoid = (holds: string): boolean => holds === "true";

/** `takesNone`: the condition takes what is not there. */
function requiredMember(value: string, holds: string, takesNone: boolean): string {
  const lacks = takesNone ? `${value} === undefined` : "";
  const fails = isVoid(holds) ? "" : `!(${holds})`;
  return `  if (${[lacks, fails].filter((each) => each !== "").join(" || ")}) return false;\n`;
}

function optionalMember(code: CheckCode, value: string, holds: string, pointer: string): string {
  if (code.strict) {
    const test = isVoid(holds) ? "" : ` if (!(${holds})) return false;`;
    return `  if (${value} !== undefined) { n++; ${mark(code.strict, pointer)}${test} }\n`;
  }
  return isVoid(holds) ? "" : `  if (${value} !== undefined && !(${holds})) return false;\n`;
}

function mark({ fieldAt }: StrictPolicy, pointer: string): string {
  const index = fieldAt(pointer);
  return index === undefined ? "" : `seen[${index}] = 1;`;
}

const markItems = ({ strict }: CheckCode, pointer: string): string => (strict ? mark(strict, pointer) : "");

function listBody(code: CheckCode, { items, minItems, maxItems }: ListType, pointer: string): string {
  const limits = [
    ...(minItems === 0 ? [] : [` || v.length < ${minItems}`]),
    ...(maxItems === undefined ? [] : [` || v.length > ${maxItems}`]),
  ];
  const below = `${pointer}/*`;
  const holds = condition(code, items, "item", below);
  const marked = markItems(code, below);
  return [
    `  if (!Array.isArray(v)${limits.join("")}) return false;\n`,
    marked === "" ? "" : `  if (v.length > 0) ${marked}\n`,
    isVoid(holds)
      ? ""
      : `  for (let index = 0; index < v.length; index += 1) {\n    const item = v[index];\n    if (!(${holds})) return false;\n  }\n`,
  ].join("");
}

function tupleBody(code: CheckCode, { items }: TupleType, pointer: string): string {
  const below = `${pointer}/*`;
  const marked = markItems(code, below);
  const checks = items.map((item, index) => condition(code, item, `v[${index}]`, below));
  return [
    `  if (!Array.isArray(v) || v.length !== ${items.length}) return false;\n`,
    marked === "" ? "" : `  ${marked}\n`,
    ...checks.filter((holds) => !isVoid(holds)).map((holds) => `  if (!(${holds})) return false;\n`),
  ].join("");
}

const takesAnything = (type: ValueType): boolean =>
  type.kind === "any" || (type.kind === "choice" && type.branches.some(takesAnything));
