/** What the traffic shows of each field: how often it is there, as which types, with which values. */

import { isDecimal } from "../../../templates/runtime/decimal.js";
import { escapePointer } from "../../schema/pointer.js";
import { type SecretKeys, secrecyOf } from "../redact/redact.js";
import { kindOf } from "./value-words.js";

export interface FieldStats {
  /** With `*` for array indexes. */
  readonly pointer: string;
  /** Times it was there. */
  present: number;
  /** Objects (or array slots) that could have had it. */
  of: number;
  /** Kind of value -> times. `decimal`: text that is a decimal number. */
  readonly kinds: Record<string, number>;
  /** Of numbers, and of text that is a decimal number. */
  min?: number;
  max?: number;
  secret?: boolean;
  /** Value as JSON -> times, while there are few; then absent. */
  values?: Record<string, number>;
}

export type FormStats = Map<string, FieldStats>;

const MAX_FIELDS = 1000;
const MAX_VALUES = 24;
const MAX_LENGTH = 48;
const MAX_DEPTH = 64;

export function addToStats(stats: FormStats, message: unknown, secrets: SecretKeys): void {
  const visit = (value: unknown, pointer: string, secret: boolean, depth: number): void => {
    count(stats, pointer, value, secret);
    if (depth > MAX_DEPTH) return;
    if (Array.isArray(value)) for (const item of value) visit(item, `${pointer}/*`, secret, depth + 1);
    else if (typeof value === "object" && value !== null)
      for (const [key, member] of Object.entries(value))
        visit(
          member,
          `${pointer}/${escapePointer(key)}`,
          secret || secrecyOf(value, key, secrets) !== undefined,
          depth + 1,
        );
  };
  visit(message, "", false, 0);
}

function count(stats: FormStats, pointer: string, value: unknown, secret: boolean): void {
  let field = stats.get(pointer);
  if (!field) {
    if (stats.size >= MAX_FIELDS) return;
    field = { pointer, present: 0, of: 0, kinds: {}, ...(secret ? {} : { values: {} }) };
    stats.set(pointer, field);
  }
  field.present += 1;
  const decimal = typeof value === "string" && isDecimal(value);
  const kind = decimal ? "decimal" : kindOf(value);
  field.kinds[kind] = (field.kinds[kind] ?? 0) + 1;
  if (secret) {
    // What is secret in one message is in all of them.
    field.secret = true;
    delete field.values;
    delete field.min;
    delete field.max;
  }
  if (field.secret) return;
  const number = typeof value === "number" ? value : decimal ? Number(value) : undefined;
  if (number !== undefined && Number.isFinite(number)) {
    if (field.min === undefined || number < field.min) field.min = number;
    if (field.max === undefined || number > field.max) field.max = number;
  }
  if (field.values === undefined || (typeof value === "object" && value !== null)) return;
  addValue(field, JSON.stringify(value), 1);
}

function addValue(field: FieldStats, value: string, times: number): void {
  const values = field.values;
  if (values === undefined) return;
  const known = Object.hasOwn(values, value);
  if (value.length > MAX_LENGTH || (!known && Object.keys(values).length >= MAX_VALUES)) {
    delete field.values;
    return;
  }
  values[value] = ((known ? values[value] : 0) ?? 0) + times;
}

export function mergeStats(into: FormStats, others: Iterable<FieldStats>): void {
  for (const other of others) {
    const field = into.get(other.pointer);
    if (!field) {
      if (into.size < MAX_FIELDS) into.set(other.pointer, other);
      continue;
    }
    field.present += other.present;
    for (const [kind, times] of Object.entries(other.kinds)) field.kinds[kind] = (field.kinds[kind] ?? 0) + times;
    if (other.secret) {
      field.secret = true;
      delete field.min;
      delete field.max;
    }
    if (field.secret) {
      delete field.values;
      continue;
    }
    if (other.min !== undefined) field.min = Math.min(field.min ?? other.min, other.min);
    if (other.max !== undefined) field.max = Math.max(field.max ?? other.max, other.max);
    if (other.values === undefined) delete field.values;
    else for (const [value, times] of Object.entries(other.values)) addValue(field, value, times);
  }
}

/** Fills in `of`: how many objects, or array slots, there were to hold each field. */
export function finishStats(stats: FormStats, messages: number): FieldStats[] {
  for (const field of stats.values()) {
    const parent = stats.get(field.pointer.slice(0, field.pointer.lastIndexOf("/")));
    field.of =
      field.pointer === "" ? messages : (parent?.kinds[field.pointer.endsWith("/*") ? "array" : "object"] ?? 0);
  }
  return [...stats.values()];
}
