/** Values for a type, near misses of them and what has nothing to do with it; and the many ways to write a value as JSON. */

import type { Random } from "../../generator/mock/random.js";
import { valuesLike } from "../../generator/schema/resolve.js";
import type { ListType, NumberType, ObjectType, TextType, ValueType } from "../../generator/spec/value-type.js";
import { mutate } from "../recognise/mutations.js";
import { HOSTILE_NAMES, PLAIN_NAMES, SCALARS } from "./dialect.js";

export type Value = string | number | boolean | null | Value[] | { [name: string]: Value };

const oneOf = <T>(random: Random, items: readonly T[]): T => items[random.integer(items.length)] as T;
const chance = (random: Random, share: number): boolean => random.next() < share;
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** A value of the type, unless a `oneOf` has it otherwise. */
export function conforming(type: ValueType, random: Random): Value {
  switch (type.kind) {
    case "object":
      return conformingObject(type, random);
    case "list":
      return conformingList(type, random);
    case "tuple":
      return type.items.map((item) => conforming(item, random));
    case "text":
      return conformingText(type, random);
    case "number":
      return conformingNumber(type, random);
    case "boolean":
      return chance(random, 0.5);
    case "null":
      return null;
    case "any":
      return anyValue(random, 3);
    case "constant":
      return type.value;
    case "choice":
      return conforming(oneOf(random, type.branches), random);
  }
}

function conformingObject({ members }: ObjectType, random: Random): Value {
  const there = members.filter(({ required }) => required || chance(random, 0.6));
  return Object.fromEntries(there.map(({ name, type }) => [name, conforming(type, random)]));
}

function conformingList({ items, minItems, maxItems = Infinity }: ListType, random: Random): Value {
  return times(minItems + random.integer(Math.min(maxItems - minItems, 3) + 1), () => conforming(items, random));
}

const DECIMALS: readonly string[] = ["0", "-0", "1.50", "-12", "0012.3", "99999999999999999999.000000000001"];

function conformingText({ format, enum: keyword }: TextType, random: Random): Value {
  const known = keyword ? valuesLike(keyword, "string") : [];
  if (known.length > 0 && chance(random, 0.8)) return oneOf(random, known);
  if (format === "decimal-or-empty" && chance(random, 0.2)) return "";
  if (format !== undefined) return oneOf(random, DECIMALS);
  return oneOf(random, TEXTS);
}

const TEXTS: readonly string[] = SCALARS.filter((value) => typeof value === "string");
const NUMBERS: readonly number[] = SCALARS.filter((value) => typeof value === "number");

function conformingNumber({ whole, enum: keyword }: NumberType, random: Random): Value {
  const known = (keyword ? valuesLike(keyword, "number") : []).filter((value) => !whole || Number.isInteger(value));
  if (known.length > 0 && chance(random, 0.8)) return oneOf(random, known);
  if (chance(random, 0.3)) return oneOf(random, whole ? NUMBERS.filter(Number.isInteger) : NUMBERS);
  const number = random.integer(2_000_000) - 1_000_000;
  return whole ? number : number / oneOf(random, [1, 2, 8, 1000]);
}

/** Any JSON. */
export function anyValue(random: Random, levels: number): Value {
  const kind = random.integer(levels === 0 ? 6 : 10);
  if (kind < 6) return oneOf(random, SCALARS);
  if (kind < 8) return times(random.integer(3), () => anyValue(random, levels - 1));
  return Object.fromEntries(times(random.integer(4), () => [anyName(random), anyValue(random, levels - 1)]));
}

/** Messages have names that schemas may not have: half a character is one. */
const ANY_NAMES: readonly string[] = [...HOSTILE_NAMES, "\ud800"];
const anyName = (random: Random): string => oneOf(random, chance(random, 0.5) ? PLAIN_NAMES : ANY_NAMES);

/** The value with one change in a random place of it. */
export function nearMiss(value: Value, random: Random): Value {
  const inner = typeof value === "object" && value !== null ? Object.keys(value) : [];
  if (inner.length > 0 && chance(random, 0.75)) {
    const name = oneOf(random, inner);
    if (Array.isArray(value))
      return value.map((item, index) => (String(index) === name ? nearMiss(item, random) : item));
    const members = Object.entries(value as { [name: string]: Value });
    return Object.fromEntries(members.map(([key, member]) => [key, key === name ? nearMiss(member, random) : member]));
  }
  if (Array.isArray(value) && chance(random, 0.7)) return otherItems(value, random);
  if (typeof value === "object" && value !== null && !Array.isArray(value) && chance(random, 0.7))
    return otherMembers(value, random);
  if (typeof value === "number" && chance(random, 0.6))
    return oneOf(random, [value + 1, value + 0.5, -value, String(value), value * 10]);
  if (typeof value === "string" && chance(random, 0.6))
    return oneOf(random, ["", `${value}0`, value.slice(1), Number(value) || 0, `${value}.`, `-${value}`]);
  return chance(random, 0.7) ? oneOf(random, SCALARS) : anyValue(random, 2);
}

function otherItems(items: readonly Value[], random: Random): Value {
  const item = items[random.integer(items.length)] ?? oneOf(random, SCALARS);
  const at = random.integer(items.length + 1);
  return chance(random, 0.5)
    ? [...items.slice(0, at), item, ...items.slice(at)]
    : items.filter((_, index) => index !== at);
}

function otherMembers(object: { [name: string]: Value }, random: Random): Value {
  const members = Object.entries(object);
  const at = random.integer(members.length);
  const changed = ((): [string, Value][] => {
    switch (random.integer(3)) {
      case 0:
        return members.filter((_, index) => index !== at);
      case 1:
        return [...members, [anyName(random), anyValue(random, 2)]];
      default:
        return members.map(([name, member], index) => [index === at ? anyName(random) : name, member]);
    }
  })();
  return Object.fromEntries(changed);
}

/** How a text is written otherwise than JSON.stringify would: each a share of the places where it could be. */
interface Style {
  readonly blanks: number;
  readonly order: number;
  readonly doubled: number;
  readonly escapes: number;
  readonly numbers: number;
}

const COMPACT: Style = { blanks: 0, order: 0, doubled: 0, escapes: 0, numbers: 0 };
const STYLES: readonly Style[] = [
  COMPACT,
  { ...COMPACT, order: 1 },
  { ...COMPACT, blanks: 0.5 },
  { ...COMPACT, blanks: 0.2, order: 0.5 },
  { ...COMPACT, doubled: 0.2 },
  { ...COMPACT, escapes: 0.2 },
  { ...COMPACT, numbers: 0.3 },
  { blanks: 0.1, order: 0.5, doubled: 0.05, escapes: 0.05, numbers: 0.05 },
];

function write(value: Value, style: Style, random: Random): string {
  const blank = (): string => (chance(random, style.blanks) ? oneOf(random, [" ", "  ", "\t", "\n", "\r\n"]) : "");
  const token = (text: string): string => blank() + text + blank();
  const visit = (each: Value): string => {
    if (typeof each === "string") return token(writeText(each, style, random));
    if (typeof each === "number") return token(writeNumber(each, style, random));
    if (typeof each !== "object" || each === null) return token(String(each));
    if (Array.isArray(each)) return token(`[${each.length === 0 ? blank() : each.map(visit).join(",")}]`);
    const members = Object.entries(each).map(
      ([name, member]) => `${token(writeText(name, style, random))}:${visit(member)}`,
    );
    if (chance(random, style.order)) members.reverse();
    if (members.length > 0 && chance(random, style.doubled)) {
      const name = JSON.stringify(oneOf(random, Object.keys(each)));
      members.splice(random.integer(members.length + 1), 0, `${name}:${JSON.stringify(anyValue(random, 1))}`);
    }
    return token(`{${members.length === 0 ? blank() : members.join(",")}}`);
  };
  return visit(value);
}

function writeText(text: string, style: Style, random: Random): string {
  if (!chance(random, style.escapes)) return JSON.stringify(text);
  const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return `"${text.replace(/./gs, (unit) => (/["\\\u0000-\u001f\ud800-\udfff]/.test(unit) || chance(random, 0.5) ? escaped(unit) : unit))}"`;
}

function writeNumber(number: number, style: Style, random: Random): string {
  const plain = JSON.stringify(number);
  if (!chance(random, style.numbers)) return plain;
  const dotted = plain.includes(".") || plain.includes("e") ? plain : `${plain}.0`;
  return oneOf(random, [
    dotted,
    `${dotted}00`.replace(/(e.*)00$/, "$1"),
    plain.includes("e") ? plain : `${plain}e0`,
    plain.includes("e") ? plain : `${plain}0E-1`.replace(/\.(\d*)0E-1$/, ".$1E0"),
    Object.is(number, 0) || Object.is(number, -0) ? "-0" : plain,
    "1e400",
    "-1e400",
    "9007199254740991",
    "9007199254740993",
    "-123456789012345678901234567890",
    `${"1".repeat(400)}.5`,
  ]);
}

const deepText = (random: Random): string => {
  const levels = oneOf(random, [10, 62, 63, 64, 65, 66, 70]);
  return chance(random, 0.5)
    ? "[".repeat(levels) + "]".repeat(levels)
    : `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
};

/** Bytes that a socket could bring where a message of the type is expected. */
export function messageText(type: ValueType, random: Random): Buffer {
  const fits = conforming(type, random);
  const kind = random.next();
  if (kind < 0.35) return Buffer.from(write(fits, oneOf(random, STYLES), random));
  if (kind < 0.45) return Buffer.from(JSON.stringify(fits));
  if (kind < 0.75)
    return Buffer.from(write(nearMiss(fits, random), chance(random, 0.6) ? COMPACT : oneOf(random, STYLES), random));
  if (kind < 0.8) return Buffer.from(write(nearMiss(nearMiss(fits, random), random), COMPACT, random));
  if (kind < 0.85) return Buffer.from(write(anyValue(random, 3), oneOf(random, STYLES), random));
  if (kind < 0.88)
    return Buffer.from(
      JSON.stringify(fits).replace(
        /^\{/,
        `{"deep":${deepText(random)}${Object.keys(fits ?? {}).length > 0 ? "," : ""}`,
      ),
    );
  return mutate(JSON.stringify(fits), random);
}
