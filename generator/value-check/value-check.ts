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

const FORMATS = { decimal: "isDecimal", "decimal-or-empty": "isDecimalOrEmpty" } as const;
/** More documented values than these are looked up. */
const MAX_COMPARED = 4;

/** Without a policy: valid, nothing else. With one: no member that is not described, known values only, no number that JSON.parse rounds. */
export function createValueCheck(strict?: StrictPolicy): ValueCheck {
  const functions: string[] = [];
  const used = new Set<string>();
  const known = new Map<string, string>();

  const check = (type: ValueType, name: string, pointer: string): string => {
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
        return text(type, name);
      case "number":
        return number(type, name);
      case "choice":
        return choice(type, name, pointer);
      case "object":
        return `${functionOf(type, pointer, (own) => objectFunction(own, type, pointer))}(${name})`;
      case "list":
        return `${functionOf(type, pointer, (own) => listFunction(own, type, pointer))}(${name})`;
      case "tuple":
        return `${functionOf(type, pointer, (own) => tupleFunction(own, type, pointer))}(${name})`;
    }
  };

  const text = (type: TextType, name: string): string => {
    const conditions = [`typeof ${name} === "string"`];
    if (type.format !== undefined) {
      used.add(FORMATS[type.format]);
      conditions.push(`${FORMATS[type.format]}(${name})`);
    }
    if (strict && type.enum) conditions.push(...documented(valuesLike(type.enum, "string"), name));
    return conditions.join(" && ");
  };

  const number = (type: NumberType, name: string): string => {
    if (!strict) return `Number.is${type.whole ? "Integer" : "Finite"}(${name})`;
    // Above 2^53 JSON.parse may have rounded, and the text has to be looked at.
    const kind = type.whole
      ? `Number.isSafeInteger(${name})`
      : `typeof ${name} === "number" && ${name} < 9007199254740992 && ${name} > -9007199254740992`;
    return [kind, ...(type.enum ? documented(valuesLike(type.enum, "number"), name) : [])].join(" && ");
  };

  /** A list of none says nothing about values of this kind. */
  const documented = (values: readonly (string | number)[], name: string): string[] => {
    if (values.length === 0 || !strict) return [];
    if (values.length > MAX_COMPARED) return [`${strict.constant(new Set(values))}.has(${name})`];
    return [`(${values.map((value) => `${name} === ${literal(value)}`).join(" || ")})`];
  };

  const choice = ({ keyword, branches }: ChoiceType, name: string, pointer: string): string => {
    const apart = areApart(branches);
    const checks = branches.map((branch) => check(branch, name, pointer));
    if (apart || (keyword !== "oneOf" && !strict)) return `(${checks.join(" || ")})`;
    // What a branch has counted before it failed does not count; of several that hold the strict check cannot tell.
    if (strict) return keyword === "oneOf" ? "false" : `(${checks.map(counted).join(" || ")})`;
    return `${checks.map((each) => `(${each} ? 1 : 0)`).join(" + ")} === 1`;
  };

  const counted = (condition: string): string => `((before) => ${condition} || ((total = before), false))(total)`;

  /** The same shape is one function; a strict check has its own for each place, because fields are marked by their place. */
  const functionOf = (type: ValueType, pointer: string, write: (name: string) => string): string => {
    const key = strict ? `${pointer} ${shapeOf(type)}` : String(shapeOf(type));
    const before = known.get(key);
    if (before !== undefined) return before;
    const name = `is${known.size}`;
    known.set(key, name);
    functions.push(write(name));
    return name;
  };

  const objectFunction = (own: string, { members }: ObjectType, pointer: string): string => {
    const lines = members.map(({ name, required, type }, index) => {
      const value = `p${index}`;
      if (!strict && !required && type.kind === "any") return "";
      const read = `v[${literal(name)}]`;
      // What every object inherits is no member of the message.
      const member = name in Object.prototype ? `Object.hasOwn(v, ${literal(name)}) ? ${read} : undefined` : read;
      const below = `${pointer}/${escapePointer(name)}`;
      const holds = check(type, value, below);
      // A branch that takes anything takes what is not there.
      const lacks = required && takesAnything(type) ? `${value} === undefined || ` : "";
      return `  const ${value} = ${member};\n${memberLine(value, required, holds, below, lacks)}`;
    });
    const count = strict && members.length > 0;
    const head = count ? `  let n = ${members.filter(({ required }) => required).length};\n` : "";
    // Members are counted, because looking each of them up by its name takes longer. An object without described members takes any.
    const tail = count ? "  total += n;\n  for (const _ in v) n--;\n  if (n !== 0) return false;\n" : "";
    return `function ${own}(v) {\n  if (typeof v !== "object" || v === null || Array.isArray(v)) return false;\n${head}${lines.join("")}${tail}  return true;\n}\n`;
  };

  const memberLine = (value: string, required: boolean, holds: string, pointer: string, lacks: string): string => {
    const fails = holds === "true" ? undefined : `!(${holds})`;
    if (required)
      return `  if (${fails === undefined ? `${value} === undefined` : `${lacks}${fails}`}) return false;\n`;
    if (!strict) return fails === undefined ? "" : `  if (${value} !== undefined && ${fails}) return false;\n`;
    const test = fails === undefined ? "" : ` if (${fails}) return false;`;
    return `  if (${value} !== undefined) { n++; ${mark(pointer)}${test} }\n`;
  };

  const mark = (pointer: string): string => {
    const index = strict?.fieldAt(pointer);
    return index === undefined ? "" : `seen[${index}] = 1;`;
  };

  const listFunction = (own: string, { items, minItems, maxItems }: ListType, pointer: string): string => {
    const limits = [
      ...(minItems === 0 ? [] : [`v.length < ${minItems}`]),
      ...(maxItems === undefined ? [] : [`v.length > ${maxItems}`]),
    ];
    const below = `${pointer}/*`;
    const rest = check(items, "item", below);
    const marked = mark(below);
    return [
      `function ${own}(v) {\n  if (!Array.isArray(v)${limits.map((limit) => ` || ${limit}`).join("")}) return false;\n`,
      marked === "" ? "" : `  if (v.length > 0) ${marked}\n`,
      rest === "true"
        ? ""
        : `  for (let index = 0; index < v.length; index += 1) {\n    const item = v[index];\n    if (!(${rest})) return false;\n  }\n`,
      "  return true;\n}\n",
    ].join("");
  };

  const tupleFunction = (own: string, { items }: TupleType, pointer: string): string => {
    const below = `${pointer}/*`;
    const marked = mark(below);
    const checks = items.map((item, index) => check(item, `v[${index}]`, below)).filter((each) => each !== "true");
    return [
      `function ${own}(v) {\n  if (!Array.isArray(v) || v.length !== ${items.length}) return false;\n`,
      marked === "" ? "" : `  ${marked}\n`,
      ...checks.map((each) => `  if (!(${each})) return false;\n`),
      "  return true;\n}\n",
    ].join("");
  };

  return { check: (type, name) => check(type, name, ""), functions, used };
}

const takesAnything = (type: ValueType): boolean =>
  type.kind === "any" || (type.kind === "choice" && type.branches.some(takesAnything));
