/**
 * Says everything that a message does otherwise than documented: all violations at once, where the generated validators stop at the first.
 * They agree on what is valid (test/validate/agreement.test.ts holds them together). Runs for messages that the clean check refused.
 */

import { isDecimal, isDecimalOrEmpty } from "../../../templates/runtime/decimal.js";
import { type Path, valueAt } from "../../../templates/runtime/pointer.js";
import type { Severity } from "../../diagnostics/diagnostic.js";
import { loadLater } from "../../host/load-later.js";
import { valuesLike } from "../../schema/enum-values.js";
import { isObject } from "../../schema/is-object.js";
import type { EnumKeyword } from "../../schema/json-schema.js";
import { escapePointer } from "../../schema/pointer.js";
import type { FieldIndex } from "../../spec/fields.js";
import type {
  ChoiceType,
  ListType,
  Member,
  ObjectType,
  TextType,
  TupleType,
  ValueType,
} from "../../spec/value-type.js";
import { kindOf, shortValue } from "./value-words.js";

const losslessJson = loadLater<typeof import("lossless-json")>("lossless-json");

/** One value of a message against the schema. */
export interface Violation {
  /** Stable, kebab-case: what kind of deviation. */
  readonly code: string;
  readonly severity: Severity;
  /** JSON Schema keyword behind it, or the name of our own rule. */
  readonly keyword: string;
  /** `*` for array indexes: the same fault in each item is one finding. */
  readonly pointer: string;
  readonly expected: string;
  /** What came, as a kind, so that it groups; for a closed list the value itself. */
  readonly got: string;
  /** Path to the value in this message. */
  readonly path: Path;
}

/** A value and where it stands; `pointer` has `*` for array indexes. */
interface Visit {
  readonly value: unknown;
  readonly pointer: string;
  readonly path: Path;
  readonly found: Violation[];
}

/** What one message needs besides. */
interface Context {
  readonly fields: FieldIndex;
  readonly seen: Uint8Array;
  /** What there is to say of a number that JSON.parse may have rounded. */
  readonly explainRounded: (pointer: string, path: Path) => Violation[];
}

/** `text`: the frame, for numbers that JSON.parse rounds. `seen`: as for the clean check. */
export function explain(
  message: unknown,
  text: string,
  type: ValueType,
  fields: FieldIndex,
  seen: Uint8Array,
): Violation[] {
  const violations: Violation[] = [];
  const context: Context = { fields, seen, explainRounded: roundedIn(text) };
  visit(type, { value: message, pointer: "", path: [], found: violations }, context);
  return violations;
}

function visit(type: ValueType, at: Visit, context: Context): void {
  const { value } = at;
  if (!accepts(type, value)) {
    addError(at, "other-type", "type", describe(type), kindBeside([type], value));
    return;
  }
  switch (type.kind) {
    case "any":
    case "null":
    case "boolean":
      return;
    case "constant":
      if (type.value !== value) addError(at, "other-constant", "const", JSON.stringify(type.value), shortValue(value));
      return;
    case "text":
      visitText(type, String(value), at);
      return;
    case "number":
      if (Math.abs(Number(value)) >= 2 ** 53) at.found.push(...context.explainRounded(at.pointer, at.path));
      if (type.enum) visitEnum(type.enum, valuesLike(type.enum, "number"), at);
      return;
    case "choice":
      visitChoice(type, at, context);
      return;
    case "list":
      visitList(type, value as readonly unknown[], at, context);
      return;
    case "tuple":
      visitTuple(type, value as readonly unknown[], at, context);
      return;
    case "object":
      visitObject(type, value as Record<string, unknown>, at, context);
  }
}

const addError = (at: Visit, code: string, keyword: string, expected: string, got = kindOf(at.value)): void => {
  const { pointer, path, found } = at;
  if (found.length < 2 * MOST_VIOLATIONS)
    found.push({ code, severity: "error", keyword, pointer, expected, got, path });
};

/** Of one message; errors have as much room again, so that no warning hides that there is one. */
const MOST_VIOLATIONS = 10_000;

/** Is the value of the type's own kind? A constant and a choice say more than a kind. */
function accepts(type: ValueType, value: unknown): boolean {
  switch (type.kind) {
    case "any":
    case "constant":
    case "choice":
      return true;
    case "null":
      return value === null;
    case "boolean":
      return typeof value === "boolean";
    case "text":
      return typeof value === "string";
    case "number":
      return type.whole ? Number.isInteger(value) : Number.isFinite(value);
    case "list":
    case "tuple":
      return Array.isArray(value);
    case "object":
      return isObject(value);
  }
}

/** A price is now with a fraction and now without: one finding, unless it is the fraction that is wrong. */
function kindBeside(types: readonly ValueType[], value: unknown): string {
  const kind = kindOf(value);
  if (kind !== "integer" && kind !== "number") return kind;
  return types.some((type) => type.kind === "number" && type.whole) ? "a number with a fraction" : "number";
}

function visitText(type: TextType, value: string, at: Visit): void {
  if (type.format !== undefined) {
    const fits = type.format === "decimal" ? isDecimal(value) : isDecimalOrEmpty(value);
    const expected = type.format === "decimal" ? "a decimal number as text" : "a decimal number as text, or empty";
    if (!fits) addError(at, "other-format", "format", expected, value === "" ? "empty string" : "other text");
  }
  if (type.enum) visitEnum(type.enum, valuesLike(type.enum, "string"), at);
}

/** A list without values of this kind says nothing about them. */
function visitEnum({ name }: EnumKeyword, known: readonly unknown[], { value, pointer, path, found }: Visit): void {
  if (known.length === 0 || known.includes(value)) return;
  const expected = `a documented value of ${name}`;
  const got = shortValue(value);
  found.push({ code: "unknown-value", severity: "warning", keyword: "x-enum", pointer, expected, got, path });
}

function visitChoice(type: ChoiceType, at: Visit, context: Context): void {
  const { keyword, branches } = type;
  if (keyword === "type") {
    const branch = branches.find((each) => accepts(each, at.value));
    if (branch) visit(branch, at, context);
    else addError(at, "other-type", "type", describe(type), kindBeside(branches, at.value));
    return;
  }
  const results = branches.map((branch) => {
    const found: Violation[] = [];
    visit(branch, { ...at, found }, context);
    return found;
  });
  const valid = results.filter((result) => result.every(({ severity }) => severity !== "error"));
  if (keyword === "oneOf" && valid.length > 1)
    addError(at, "several-alternatives", keyword, "exactly one of the documented shapes");
  else if (valid.length > 0) at.found.push(...valid.reduce((best, each) => (isLess(each, best) ? each : best)));
  else {
    // The branch that takes the value's own type is the one that was meant.
    const meant = results.filter((result) => !result.some((violation) => violation.pointer === at.pointer));
    const [only] = meant;
    if (meant.length === 1 && only) at.found.push(...only);
    else {
      const got = branches.every(({ kind }) => kind === "constant") ? shortValue(at.value) : kindOf(at.value);
      addError(at, "no-alternative", keyword, [...new Set(branches.map(describe))].join(" or "), got);
    }
  }
}

/** A number that JSON.parse rounds says nothing against a branch: the others are counted first. */
function isLess(a: readonly Violation[], b: readonly Violation[]): boolean {
  const others = (violations: readonly Violation[]): number =>
    violations.filter(({ code }) => code !== "unsafe-integer").length;
  return others(a) < others(b) || (others(a) === others(b) && a.length < b.length);
}

function visitList(
  { items, minItems, maxItems }: ListType,
  value: readonly unknown[],
  at: Visit,
  context: Context,
): void {
  const got = `${value.length} items`;
  if (value.length < minItems) addError(at, "too-few-items", "minItems", `at least ${minItems} items`, got);
  if (maxItems !== undefined && value.length > maxItems)
    addError(at, "too-many-items", "maxItems", `at most ${maxItems} items`, got);
  if (items.kind !== "any") visitItems(() => items, value, at, context);
}

function visitTuple({ items }: TupleType, value: readonly unknown[], at: Visit, context: Context): void {
  const { length } = items;
  const got = `${value.length} items`;
  if (value.length < length) addError(at, "too-few-items", "minItems", `at least ${length} items`, got);
  if (value.length > length) addError(at, "too-many-items", "maxItems", `at most ${length} items`, got);
  visitItems((index) => items[index], value, at, context);
}

function visitItems(
  typeAt: (index: number) => ValueType | undefined,
  value: readonly unknown[],
  { pointer, path, found }: Visit,
  context: Context,
): void {
  const below = `${pointer}/*`;
  if (value.length > 0) mark(below, context);
  for (const [index, item] of value.entries()) {
    const type = typeAt(index);
    if (type) visit(type, { value: item, pointer: below, path: [...path, String(index)], found }, context);
  }
}

function visitObject({ members }: ObjectType, value: Record<string, unknown>, at: Visit, context: Context): void {
  const { pointer, path, found } = at;
  for (const { name, required } of members)
    if (required && !Object.hasOwn(value, name))
      addError(
        { ...at, pointer: `${pointer}/${escapePointer(name)}` },
        "missing-field",
        "required",
        "a value",
        "nothing",
      );
  if (members.length === 0) return;
  const types = memberTypes(members);
  for (const [name, member] of Object.entries(value)) {
    const below = `${pointer}/${escapePointer(name)}`;
    const inner = [...path, name];
    const type = types.get(name);
    if (type) {
      mark(below, context);
      visit(type, { value: member, pointer: below, path: inner, found }, context);
    } else if (found.length < MOST_VIOLATIONS) {
      const expected = "only documented fields";
      const got = kindOf(member);
      const code = "undocumented-field";
      found.push({ code, severity: "warning", keyword: "properties", pointer: below, expected, got, path: inner });
    }
  }
}

function mark(pointer: string, { fields, seen }: Context): void {
  const field = fields.byPointer.get(pointer);
  if (field) seen[field.index] = 1;
}

const typesOfMembers = new WeakMap<readonly Member[], ReadonlyMap<string, ValueType>>();

/** By name; made once for each type. */
function memberTypes(members: readonly Member[]): ReadonlyMap<string, ValueType> {
  const known = typesOfMembers.get(members) ?? new Map(members.map(({ name, type }) => [name, type]));
  typesOfMembers.set(members, known);
  return known;
}

/** JSON.parse made another number of it: 9007199254740993 ends in 2. The text is parsed once, if there is such a number. */
function roundedIn(text: string): Context["explainRounded"] {
  let exact: { readonly root: unknown } | undefined;
  return (pointer, path) => {
    exact ??= { root: parseExactly(text) };
    const digits = valueAt(exact.root, path);
    if (typeof digits !== "string" || !/^-?\d+$/.test(digits)) return [];
    const got = `an integer of ${digits.replace("-", "").length} digits`;
    const expected = "an integer below 2^53, or text";
    return [{ code: "unsafe-integer", severity: "warning", keyword: "x-unsafe-integer", pointer, expected, got, path }];
  };
}

/** With the digits of each number; undefined where a member comes twice. */
function parseExactly(text: string): unknown {
  try {
    return losslessJson().parse(text, undefined, (digits) => digits);
  } catch {
    return undefined;
  }
}

/** The types as JSON Schema names them. */
function describe(type: ValueType): string {
  switch (type.kind) {
    case "constant":
      return JSON.stringify(type.value);
    case "choice":
      return type.keyword === "type" ? type.branches.map(describe).join(" or ") : "one of the documented shapes";
    case "any":
      return "one of the documented shapes";
    case "text":
      return "string";
    case "number":
      return type.whole ? "integer" : "number";
    case "list":
    case "tuple":
      return "array";
    case "null":
    case "boolean":
    case "object":
      return type.kind;
  }
}
