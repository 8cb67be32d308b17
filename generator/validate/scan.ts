/**
 * Values in the bytes of a line: each function takes the position of a value's first byte and gives the one behind its last, or -1 for whatever
 * is not plainly that value. Never past a line end: control bytes are in no value. Outside of the bytes every comparison is false.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
/** 2^53 has 16 digits and begins with a 9: what has 16 and begins lower is below it. Microseconds since 1970 are such numbers. */
const MAX_DIGITS = 16;

/** ASCII without escapes: what such text means needs no decoding. */
export function scanString(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== QUOTE) return -1;
  for (let at = start + 1; ; at += 1) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) return at + 1;
    if (!(byte >= 0x20 && byte < 0x7f) || byte === BACKSLASH) return -1;
  }
}

/** Text that is a decimal number, as `format: decimal` has it. */
export function scanDecimal(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== QUOTE) return -1;
  const first = bytes[start + 1] === MINUS ? start + 2 : start + 1;
  let at = skipDigits(bytes, first);
  if (at === first) return -1;
  if (bytes[at] === POINT) {
    const fraction = at + 1;
    at = skipDigits(bytes, fraction);
    if (at === fraction) return -1;
  }
  return bytes[at] === QUOTE ? at + 1 : -1;
}

export function scanDecimalOrEmpty(bytes: Uint8Array, start: number): number {
  return bytes[start] === QUOTE && bytes[start + 1] === QUOTE ? start + 2 : scanDecimal(bytes, start);
}

/** A JSON number without fraction and exponent, surely below 2^53. What follows is the caller's to compare. */
export function scanInteger(bytes: Uint8Array, start: number): number {
  const first = bytes[start] === MINUS ? start + 1 : start;
  const end = skipDigits(bytes, first);
  if (end === first || end - first > MAX_DIGITS) return -1;
  if (end - first === MAX_DIGITS && (bytes[first] as number) >= NINE) return -1;
  // JSON has no leading zeros.
  return bytes[first] === ZERO && end - first > 1 ? -1 : end;
}

/** A JSON number without exponent, surely below 2^53. */
export function scanNumber(bytes: Uint8Array, start: number): number {
  const end = scanInteger(bytes, start);
  if (end < 0 || bytes[end] !== POINT) return end;
  const last = skipDigits(bytes, end + 1);
  return last === end + 1 ? -1 : last;
}

function skipDigits(bytes: Uint8Array, start: number): number {
  let at = start;
  for (; ; at += 1) {
    const byte = bytes[at] as number;
    if (!(byte >= ZERO && byte <= NINE)) return at;
  }
}

/**
 * The number between two positions, a JSON number or the inside of a decimal text; NaN if its digits make 2^53 or more. Exact: integers below
 * 2^53 and powers of ten up to 22 are doubles without error, and one division rounds once, as Number() does.
 */
export function numberAt(bytes: Uint8Array, start: number, end: number): number {
  let at = bytes[start] === MINUS ? start + 1 : start;
  if (end - at > MAX_DIGITS + 1) return NaN;
  let mantissa = 0;
  let digits = 0;
  let scale = -1;
  for (; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte === POINT) scale = 0;
    else {
      mantissa = mantissa * 10 + (byte - ZERO);
      digits += 1;
      if (scale >= 0) scale += 1;
    }
  }
  if (digits > MAX_DIGITS || mantissa > Number.MAX_SAFE_INTEGER) return NaN;
  const value = scale > 0 ? mantissa / (POWERS[scale] as number) : mantissa;
  return bytes[start] === MINUS ? -value : value;
}

const POWERS: readonly number[] = Array.from({ length: MAX_DIGITS + 1 }, (_, power) => 10 ** power);
