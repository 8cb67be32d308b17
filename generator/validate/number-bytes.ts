/** Numbers out of the bytes of a line, without a text in between. */

const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
/** 2^53 has 16 digits. */
const MAX_DIGITS = 16;

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
