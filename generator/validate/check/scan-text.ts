/** What JSON.parse does not tell of a text: how deep it nests, and which keys an object has twice. */

/** `keys`: about how many members the parsed text has. Few texts need the whole look: those with other spaces, or with `":` in a value. */
export function hasKeyTwice(text: string, keys: number): boolean {
  let colons = 0;
  for (let at = text.indexOf('":'); at >= 0; at = text.indexOf('":', at + 2)) colons += 1;
  return colons !== keys && scanText(text).duplicates.length > 0;
}

export interface TextFacts {
  readonly depth: number;
  /** Keys that come twice in one object, at most 10. */
  readonly duplicates: readonly string[];
}

/** `text` is valid JSON. Iterative: 100,000 brackets are a depth, not a stack. */
export function scanText(text: string): TextFacts {
  let depth = 0;
  let deepest = 0;
  const duplicates: string[] = [];
  // Keys of the open objects; arrays have none. Beyond the limit only the depth matters.
  const keys: (Set<string> | undefined)[] = [];
  for (let index = 0; index < text.length; index += 1) {
    switch (text.charCodeAt(index)) {
      case 0x22: {
        const end = endOfString(text, index);
        const open = keys[depth - 1];
        if (open !== undefined && isKey(text, end)) {
          const key = text.slice(index, end + 1);
          if (open.has(key) && duplicates.length < 10) duplicates.push(unquote(key));
          open.add(key);
        }
        index = end;
        break;
      }
      case 0x7b:
      case 0x5b:
        if (depth < MAX_DEPTH) keys[depth] = text.charCodeAt(index) === 0x7b ? new Set() : undefined;
        depth += 1;
        if (depth > deepest) deepest = depth;
        break;
      case 0x7d:
      case 0x5d:
        depth -= 1;
        break;
      default:
    }
  }
  return { depth: deepest, duplicates };
}

/** Deeper than any documented message by far; walkers of parsed messages recurse. */
export const MAX_DEPTH = 64;

/** Each takes some hundred bytes once it is parsed. */
export const MAX_VALUES = 524_288;
/**
 * V8 keeps one copy of each name, found by a hash that is made of no more characters than these: names that are longer are told apart one by one, and
 * a message takes the longer the more of them have come.
 */
export const LONGEST_NAME = 16_383;

export type TooHeavy = "too-many-values" | "name-too-long";

/** Why a text takes far more memory or time parsed than as text: nobody parses it. Linear, and it need not be JSON. */
export function whyTooHeavy(text: string): TooHeavy | undefined {
  // Most frames are: they are not looked at.
  if (text.length <= LONGEST_NAME) return undefined;
  let values = 0;
  for (let index = 0; index < text.length; index += 1) {
    switch (text.charCodeAt(index)) {
      case 0x22: {
        const end = endOfString(text, index);
        if (end - index > LONGEST_NAME + 1 && isKey(text, end)) return "name-too-long";
        index = end;
        break;
      }
      case 0x7b:
      case 0x5b:
      case 0x2c:
        values += 1;
        break;
      default:
    }
    if (values > MAX_VALUES) return "too-many-values";
  }
  return undefined;
}

function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x5c) index += 1;
    else if (code === 0x22) return index;
  }
  return text.length;
}

function isKey(text: string, end: number): boolean {
  let index = end + 1;
  while (text.charCodeAt(index) <= 0x20) index += 1;
  return text.charCodeAt(index) === 0x3a;
}

/** `"a"` and `"\u0061"` are one key for JSON.parse; that nobody writes. */
const unquote = (key: string): string => key.slice(1, -1);
