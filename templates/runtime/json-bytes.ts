/**
 * JSON in bytes, without making values of it. Each function takes the position of a value's first byte and gives the one behind its last, or -1 for
 * whatever is not plainly that value: text with escapes or beyond ASCII, exponents, integers that a double may not hold. -1 never says "wrong", only
 * "ask somebody who parses".
 *
 * `view` is over the same bytes as `bytes`. Four bytes are read at once, so that up to three behind a value are looked at; nothing follows from them.
 */

const QUOTE = 0x22;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
/** 2^53 has 16 digits and begins with a 9: what has 16 and begins lower is below it. Microseconds since 1970 are such numbers. */
const MAX_DIGITS = 16;
/** Of a number that is no integer: far from what a double cannot hold. */
const MAX_LENGTH = 300;
const MAX_DEPTH = 64;

/** Text: printable ASCII without escapes. */
export function skipText(bytes: Uint8Array, view: DataView, start: number): number {
  if (bytes[start] !== QUOTE) return -1;
  let at = start + 1;
  for (;;) {
    // A quote, a backslash, a control byte or one above ASCII sets the high bit of its byte; the lowest such bit is exact.
    const four = view.getInt32(at, true);
    const quote = four ^ 0x22222222;
    const slash = four ^ 0x5c5c5c5c;
    const found =
      (((quote - 0x01010101) & ~quote) | ((slash - 0x01010101) & ~slash) | ((four - 0x20202020) & ~four) | four) &
      0x80808080;
    if (found !== 0) {
      at += (31 - Math.clz32(found & -found)) >> 3;
      return bytes[at] === QUOTE ? at + 1 : -1;
    }
    at += 4;
  }
}

export function skipInteger(bytes: Uint8Array, start: number): number {
  const first = bytes[start] === MINUS ? start + 1 : start;
  return endOfInteger(bytes, first, skipDigits(bytes, first));
}

export function skipNumber(bytes: Uint8Array, start: number): number {
  const first = bytes[start] === MINUS ? start + 1 : start;
  const whole = skipDigits(bytes, first);
  if (bytes[whole] !== POINT) return endOfInteger(bytes, first, whole);
  if (whole === first || (bytes[first] === ZERO && whole - first > 1)) return -1;
  const end = skipDigits(bytes, whole + 1);
  if (end === whole + 1 || end - start > MAX_LENGTH) return -1;
  return isNumberByte(bytes[end]) ? -1 : end;
}

/** `end`, if the digits before it are an integer that a double holds. */
function endOfInteger(bytes: Uint8Array, first: number, end: number): number {
  if (end === first || end - first > MAX_DIGITS) return -1;
  if (end - first === MAX_DIGITS && (bytes[first] as number) >= NINE) return -1;
  // JSON has no leading zeros; a fraction or an exponent may make another number of it.
  if (bytes[first] === ZERO && end - first > 1) return -1;
  return isNumberByte(bytes[end]) ? -1 : end;
}

/** Text that is a decimal number, as `isDecimal` has it. */
export function skipDecimal(bytes: Uint8Array, start: number): number {
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

export const skipDecimalOrEmpty = (bytes: Uint8Array, start: number): number =>
  bytes[start] === QUOTE && bytes[start + 1] === QUOTE ? start + 2 : skipDecimal(bytes, start);

function skipDigits(bytes: Uint8Array, start: number): number {
  let at = start;
  for (;;) {
    const byte = bytes[at] as number;
    if (!(byte >= ZERO && byte <= NINE)) return at;
    at += 1;
  }
}

/** `.`, `e`, `E`, `+`, `-`: what stands behind an integer and belongs to it. */
const isNumberByte = (byte: number | undefined): boolean =>
  byte === POINT || byte === 0x65 || byte === 0x45 || byte === 0x2b || byte === MINUS;

/** Space, tab, line feed, carriage return. */
function skipBlank(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isBlank(bytes[at])) at += 1;
  return at;
}

const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;

/** Any value, blanks between its parts allowed. */
export function skipValue(bytes: Uint8Array, view: DataView, start: number, depth: number): number {
  if (depth > MAX_DEPTH) return -1;
  switch (bytes[start]) {
    case QUOTE:
      return skipText(bytes, view, start);
    case 0x7b: {
      let at = skipBlank(bytes, start + 1);
      if (bytes[at] === 0x7d) return at + 1;
      for (;;) {
        at = skipMember(bytes, view, at, depth + 1);
        if (at < 0) return -1;
        at = skipBlank(bytes, at);
        if (bytes[at] === 0x7d) return at + 1;
        if (bytes[at] !== 0x2c) return -1;
        at = skipBlank(bytes, at + 1);
      }
    }
    case 0x5b: {
      let at = skipBlank(bytes, start + 1);
      if (bytes[at] === 0x5d) return at + 1;
      for (;;) {
        at = skipValue(bytes, view, at, depth + 1);
        if (at < 0) return -1;
        at = skipBlank(bytes, at);
        if (bytes[at] === 0x5d) return at + 1;
        if (bytes[at] !== 0x2c) return -1;
        at = skipBlank(bytes, at + 1);
      }
    }
    case 0x74:
      return bytes[start + 1] === 0x72 && bytes[start + 2] === 0x75 && bytes[start + 3] === 0x65 ? start + 4 : -1;
    case 0x66:
      return bytes[start + 1] === 0x61 &&
        bytes[start + 2] === 0x6c &&
        bytes[start + 3] === 0x73 &&
        bytes[start + 4] === 0x65
        ? start + 5
        : -1;
    case 0x6e:
      return bytes[start + 1] === 0x75 && bytes[start + 2] === 0x6c && bytes[start + 3] === 0x6c ? start + 4 : -1;
    default:
      return skipNumber(bytes, start);
  }
}

/** A key and its value. */
function skipMember(bytes: Uint8Array, view: DataView, start: number, depth: number): number {
  let at = skipText(bytes, view, start);
  if (at < 0) return -1;
  at = skipBlank(bytes, at);
  if (bytes[at] !== 0x3a) return -1;
  return skipValue(bytes, view, skipBlank(bytes, at + 1), depth);
}

/** The same without blanks around the colon: a known key behind which there are some must not pass for an unknown one. */
export function skipDenseMember(bytes: Uint8Array, view: DataView, start: number): number {
  const at = skipText(bytes, view, start);
  return at < 0 || bytes[at] !== 0x3a ? -1 : skipValue(bytes, view, at + 1, 0);
}

/** There is no such member. */
export const ABSENT = -1;
/** The object cannot be read so far, or the member comes twice. */
export const UNCLEAR = -2;

/**
 * Where the value of a member begins, in the object at `start`. `key`: ASCII. `once`: look at the whole object, whether it comes again; else the
 * first one is the answer, and somebody else has to see to that.
 */
function findMember(bytes: Uint8Array, view: DataView, start: number, key: string, once: boolean): number {
  if (bytes[start] !== 0x7b) return ABSENT;
  let found = ABSENT;
  let at = skipBlank(bytes, start + 1);
  if (bytes[at] === 0x7d) return ABSENT;
  for (;;) {
    const end = skipText(bytes, view, at);
    if (end < 0) return UNCLEAR;
    const isIt = isText(bytes, at + 1, end - 1, key);
    at = skipBlank(bytes, end);
    if (bytes[at] !== 0x3a) return UNCLEAR;
    at = skipBlank(bytes, at + 1);
    if (isIt) {
      if (!once) return at;
      if (found !== ABSENT) return UNCLEAR;
      found = at;
    }
    at = skipValue(bytes, view, at, 0);
    if (at < 0) return UNCLEAR;
    at = skipBlank(bytes, at);
    if (bytes[at] === 0x7d) return found;
    if (bytes[at] !== 0x2c) return UNCLEAR;
    at = skipBlank(bytes, at + 1);
  }
}

/** The same through objects within objects. */
export function findPath(
  bytes: Uint8Array,
  view: DataView,
  start: number,
  path: readonly string[],
  once: boolean,
): number {
  let at = start;
  for (const key of path) {
    at = findMember(bytes, view, at, key, once);
    if (at < 0) return at;
  }
  return at;
}

/** Do the bytes between two positions spell this ASCII text? */
export function isText(bytes: Uint8Array, start: number, end: number, text: string): boolean {
  if (end - start !== text.length) return false;
  for (let index = 0; index < text.length; index += 1)
    if (bytes[start + index] !== text.charCodeAt(index)) return false;
  return true;
}

/** Bytes that must lie behind a message, so that reading four at once stays within the buffer. */
const SLACK = 4;

/** Where a recogniser reads; each has its own. */
export interface Source {
  bytes: Uint8Array;
  /** Over the same bytes. */
  view: DataView;
  start: number;
  end: number;
  /** For copies. */
  scratch: Uint8Array;
}

export function createSource(): Source {
  const scratch = new Uint8Array(0);
  return { bytes: scratch, view: new DataView(scratch.buffer), start: 0, end: 0, scratch };
}

/** Points to the bytes themselves, or to a copy where the buffer ends too soon behind them. No object is made for a buffer that comes again. */
export function prepare(source: Source, bytes: Uint8Array, start: number, end: number): void {
  let own = bytes;
  source.start = start;
  source.end = end;
  if (end + SLACK > bytes.length) {
    const length = end - start;
    if (length + SLACK > source.scratch.length) source.scratch = new Uint8Array((length + SLACK) * 2);
    own = source.scratch;
    own.set(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end));
    // What the last copy left behind does not go on with this one.
    own[length] = 0;
    source.start = 0;
    source.end = length;
  }
  const last = source.bytes;
  if (own === last) return;
  source.bytes = own;
  if (own.buffer === last.buffer && own.byteOffset === last.byteOffset) return;
  source.view = new DataView(own.buffer, own.byteOffset);
}
