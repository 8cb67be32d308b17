/** Small parts of reading records from bytes. */

import { isObject } from "../schema/is-object.js";
import { parseJson } from "../text/parse-json.js";
import type { CaptureRecord } from "./format.js";

export const SPACE = 0x20;
const TAB = 0x09;
const CR = 0x0d;
const LF = 0x0a;
const ZERO = 0x30;
const NINE = 0x39;

export const isBlank = (byte: number | undefined): boolean =>
  byte === SPACE || byte === TAB || byte === CR || byte === LF;

export function skipBlanks(bytes: Buffer, start: number, end: number): number {
  let index = start;
  while (index < end && isBlank(bytes[index])) index += 1;
  return index;
}

/** End of the digits that begin at `start`. */
export function skipDigits(bytes: Buffer, start: number, end: number): number {
  let index = start;
  for (; index < end; index += 1) {
    const byte = bytes[index] as number;
    if (byte < ZERO || byte > NINE) break;
  }
  return index;
}

/** The frame is the bytes from `start` to `end`. */
export function setFrame(record: CaptureRecord, start: number, end: number): void {
  record.kind = "frame";
  record.start = start;
  record.end = end;
  record.text = undefined;
}

export function setText(record: CaptureRecord, text: string): void {
  record.kind = "frame";
  record.text = text;
}

/** A payload that its envelope holds as text or as JSON. */
export function setPayload(record: CaptureRecord, payload: unknown): void {
  if (typeof payload === "string") {
    setText(record, payload);
    return;
  }
  try {
    setText(record, JSON.stringify(payload));
  } catch {
    // JSON.stringify recurses: 100,000 brackets are too many.
    setDamaged(record, "The payload nests too deep.");
  }
}

export function setDamaged(record: CaptureRecord, reason: string): void {
  record.kind = "damaged";
  record.reason = reason;
}

/** A JSON object, or undefined. */
export function parseObject(text: string): Record<string, unknown> | undefined {
  const value = parseJson(text);
  return isObject(value) ? value : undefined;
}

/** Own members only: `__proto__` in a capture is a key like others. */
export function firstMember(object: Record<string, unknown>, keys: readonly string[]): unknown {
  for (const key of keys) if (Object.hasOwn(object, key)) return object[key];
  return undefined;
}

/**
 * A time of any usual form as milliseconds since 1970: a number in s, ms, µs or ns by its size, or an ISO date.
 * The bounds: 1e11 s is the year 5138, 1e11 ms is 1973.
 */
export function toMilliseconds(value: unknown): number | undefined {
  const number = typeof value === "number" ? value : typeof value === "string" && value !== "" ? Number(value) : NaN;
  if (Number.isFinite(number)) {
    if (number <= 0) return undefined;
    if (number < 1e11) return number * 1e3;
    if (number < 1e14) return number;
    return number < 1e17 ? number / 1e3 : number / 1e6;
  }
  const parsed = typeof value === "string" ? Date.parse(value) : NaN;
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** `toString("latin1")` without its checks of the arguments, which cost a tenth of what the copy does. */
export const latin1 = (bytes: Buffer, start: number, end: number): string =>
  (bytes as Buffer & { latin1Slice(start: number, end: number): string }).latin1Slice(start, end);
