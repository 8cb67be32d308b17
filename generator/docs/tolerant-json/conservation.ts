/**
 * No repair may invent, change or drop a literal: the text is read a second time for its literals alone, without regard to its structure. Shares
 * nothing with the tokens, on purpose.
 */

import type { JsonNode } from "../json-node.js";
import { type Fault, writeLiteral } from "./draft.js";
import { decodeString, lengthAt, matchAt } from "./source-text.js";

/** `value`: with every member, also those whose key comes again. */
export function checkLiterals(value: JsonNode, text: string): Fault | undefined {
  const found = literalsOf(value);
  const raw = readLiterals(text);
  const index = raw.findIndex(({ literal }, at) => literal !== found[at]);
  if (index < 0 && raw.length === found.length) return undefined;
  const at = index < 0 ? raw.at(-1) : raw[index];
  return { message: "The repaired value does not hold the literals of the text.", offset: at?.offset ?? 0 };
}

/** Strings (also keys) as JSON writes them, numbers as the page writes them, `true`, `false`, `null`; in page order. */
export function literalsOf(node: JsonNode): string[] {
  const literals: string[] = [];
  const stack: (JsonNode | string)[] = [node];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (typeof next === "string") literals.push(next);
    else if (next.kind === "object") {
      for (const { key, value } of next.members.toReversed()) stack.push(value, JSON.stringify(key));
    } else if (next.kind === "array") {
      for (const item of next.items.toReversed()) stack.push(item);
    } else literals.push(writeLiteral(next));
  }
  return literals;
}

interface RawLiteral {
  readonly literal: string;
  readonly offset: number;
}

function readLiterals(text: string): RawLiteral[] {
  const literals: RawLiteral[] = [];
  for (let offset = 0; offset < text.length; ) {
    const character = text[offset] ?? "";
    const number = matchAt(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y, text, offset);
    const word = matchAt(/[A-Za-z_$][\w$-]*/y, text, offset);
    if (character === '"' || character === "'") {
      const end = findQuote(text, offset + 1, character);
      literals.push({ literal: readRawString(text.slice(offset + 1, end), character), offset });
      offset = end + 1;
    } else if (number !== undefined) {
      literals.push({ literal: number, offset });
      offset += number.length;
    } else if (word !== undefined) {
      const end = offset + word.length;
      literals.push({ literal: colonFollows(text, end) ? JSON.stringify(word) : readRawWord(word), offset });
      offset = end;
    } else offset = commentEnd(text, offset) ?? offset + 1;
  }
  return literals;
}

/** Where the comment that begins here ends; undefined where none begins. */
function commentEnd(text: string, start: number): number | undefined {
  if (text.startsWith("//", start)) return start + lengthAt(/[^\r\n]*/y, text, start);
  if (!text.startsWith("/*", start)) return undefined;
  const end = text.indexOf("*/", start + 2);
  return end < 0 ? text.length : end + 2;
}

/** Behind blanks and comments. */
function colonFollows(text: string, start: number): boolean {
  let offset: number | undefined = start;
  let blanks = start;
  for (; offset !== undefined; offset = commentEnd(text, blanks)) blanks = offset + lengthAt(/\s*/y, text, offset);
  return text[blanks] === ":";
}

function findQuote(text: string, start: number, quote: string): number {
  for (let index = start; index < text.length; index += 1) {
    if (text[index] === "\\") index += 1;
    else if (text[index] === quote) return index;
  }
  return text.length;
}

function readRawString(inner: string, quote: string): string {
  const isPadded = quote === '"' && /[\u0000-\u001f]/.test(inner);
  const source = isPadded ? inner.trim() : inner;
  const json = quote === '"' ? source : source.replace(/\\[\s\S]|"/g, (part) => SINGLE_QUOTED[part] ?? part);
  const value = decodeString(`"${json}"`);
  if (value === undefined) return `damaged ${source}`;
  return JSON.stringify(isPadded ? value.trim() : value);
}

const SINGLE_QUOTED: Readonly<Record<string, string>> = { "\\'": "'", '"': '\\"' };

function readRawWord(word: string): string {
  const python: Readonly<Record<string, string>> = { True: "true", False: "false", None: "null" };
  return Object.hasOwn(python, word) ? (python[word] ?? word) : word;
}
