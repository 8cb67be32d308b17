/** Tokens of hand-written JSON. jsonc-parser scans what is JSON; what a page may mean besides is looked for around it. */

import { createScanner } from "jsonc-parser";
import { decodeString, lengthAt, matchAt } from "./source-text.js";

export type TokenKind =
  | "{"
  | "}"
  | "["
  | "]"
  | ","
  | ":"
  | "string"
  | "number"
  | "word"
  | "elision"
  | "unreadable"
  | "end";

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
  readonly source: string;
  /** Decoded for a string, the source for a number or word, the reason for an unreadable token. */
  readonly value: string;
  /** True if a blank, line break or comment stands before it. */
  readonly afterGap: boolean;
  /** A string with line breaks or tabs just inside its quotes: can be read as a key, `value` is trimmed. */
  readonly padded: boolean;
}

export interface Comment {
  readonly start: number;
  readonly end: number;
  /** Without its marks, on one line. */
  readonly text: string;
}

// jsonc-parser declares its enums as ambient const enums, which isolated modules cannot refer to.
const PUNCTUATION: Readonly<Record<number, TokenKind>> = { 1: "{", 2: "}", 3: "[", 4: "]", 5: ",", 6: ":" };
const WORD_TOKENS: readonly number[] = [7, 8, 9];
const STRING_TOKEN = 10;
const NUMBER_TOKEN = 11;
const COMMENT_TOKENS: readonly number[] = [12, 13];
const BLANK_TOKENS: readonly number[] = [14, 15];
const END_TOKEN = 17;
const STRING_END_EXPECTED = 2;
const SCAN_FAULTS: Readonly<Record<number, string>> = {
  1: "The comment is not closed.",
  2: "The string is not closed on its line.",
  3: "The number is not complete.",
  4: "The string has a damaged \\u escape.",
  5: "The string has an escape that JSON does not know.",
  6: "The string has a control character in it.",
};
const CONTROL_CHARACTER = 6;

/** The last token is `end`, or `unreadable` where the text cannot be read on. */
export function readTokens(text: string): { tokens: Token[]; comments: Comment[] } {
  const scanner = createScanner(text, false);
  const tokens: Token[] = [];
  const comments: Comment[] = [];
  let afterGap = false;
  const add = (kind: TokenKind, start: number, end: number, value?: string, padded = false): void => {
    const source = text.slice(start, end);
    tokens.push({ kind, start, end, source, value: value ?? source, afterGap, padded });
    afterGap = false;
    if (end !== scanner.getPosition()) scanner.setPosition(end);
  };
  for (;;) {
    const position = scanner.getPosition();
    const ahead = readAhead(text, position);
    if (ahead) {
      add(ahead.kind, position, ahead.end, ahead.value);
      if (ahead.kind === "unreadable") return { tokens, comments };
      continue;
    }
    const found: number = scanner.scan();
    const start = scanner.getTokenOffset();
    const end = Math.min(scanner.getPosition(), text.length);
    const fault: number = scanner.getTokenError();
    const punctuation = PUNCTUATION[found];
    if (found === END_TOKEN) {
      add("end", start, start);
      return { tokens, comments };
    }
    if (BLANK_TOKENS.includes(found)) afterGap = true;
    else if (COMMENT_TOKENS.includes(found) && fault === 0) {
      comments.push({ start, end, text: readCommentText(text.slice(start, end)) });
      afterGap = true;
    } else if (punctuation) add(punctuation, start, end);
    else if (WORD_TOKENS.includes(found)) add("word", start, end);
    else if (found === STRING_TOKEN && fault === 0) add("string", start, end, scanner.getTokenValue());
    else if (found === NUMBER_TOKEN && fault === 0) add("number", start, end);
    else {
      const token = rescan(text, start, end, fault, scanner.getTokenValue());
      add(token.kind, start, token.end, token.value, token.padded);
      if (token.kind === "unreadable") return { tokens, comments };
    }
  }
}

interface Rescanned {
  readonly kind: TokenKind;
  readonly end: number;
  readonly value: string;
  readonly padded?: boolean;
}

/** What the scanner would take for the start of a word that reaches to the next punctuation. */
function readAhead(text: string, start: number): Rescanned | undefined {
  const dots = matchAt(/\.{3,}|…+/y, text, start);
  if (dots) return { kind: "elision", end: start + dots.length, value: dots };
  if (text[start] !== "'") return undefined;
  const quoted = readSingleQuoted(text, start);
  if (quoted) return { kind: "string", ...quoted };
  const value = "The single-quoted string is not closed on its line, or has a wrong escape.";
  return { kind: "unreadable", end: start + 1, value };
}

/** What the scanner calls damaged or unknown but a page may mean. */
function rescan(text: string, start: number, end: number, fault: number, value: string): Rescanned {
  if (text[start] === '"') {
    if (fault === STRING_END_EXPECTED) {
      const padded = readBrokenKey(text, start, end);
      if (padded) return padded;
    }
    if (fault === CONTROL_CHARACTER && isClean(text.slice(start + 1, end - 1).trim())) {
      return { kind: "string", end, value: value.trim(), padded: true };
    }
  }
  const numberBeforeDots = matchAt(/-?(?:0|[1-9]\d*)(?=\.{3})/y, text, start);
  if (numberBeforeDots) {
    return { kind: "number", end: start + numberBeforeDots.length, value: numberBeforeDots };
  }
  if (fault !== 0) return { kind: "unreadable", end, value: SCAN_FAULTS[fault] ?? "The text is not readable." };
  const word = text.slice(start, end);
  return { kind: "word", end, value: word };
}

/** `"` line break `name":`, or `"name` line break `":`. Only a colon behind it tells that it is a key. */
function readBrokenKey(text: string, start: number, lineEnd: number): Rescanned | undefined {
  const head = text.slice(start + 1, lineEnd).trim();
  const tailStart = lineEnd + lengthAt(/\s*/y, text, lineEnd);
  const tail = matchAt(/[^"\\{}[\],:\r\n]*/y, text, tailStart) ?? "";
  const close = tailStart + tail.length;
  if (text[close] !== '"' || matchAt(/\s*:/y, text, close + 1) === undefined) return undefined;
  if (head !== "" && tail !== "") return undefined;
  const key = head + tail.trim();
  if (key === "" || !isClean(key) || /[\\{}[\],:]/.test(key)) return undefined;
  return { kind: "string", end: close + 1, value: key, padded: true };
}

function readSingleQuoted(text: string, start: number): { end: number; value: string } | undefined {
  let json = "";
  for (let index = start + 1; index < text.length; index += 1) {
    const character = text[index] ?? "";
    if (character === "'") {
      const value = decodeString(`"${json}"`);
      return value === undefined ? undefined : { end: index + 1, value };
    }
    if (character === "\\") {
      index += 1;
      json += text[index] === "'" ? "'" : `\\${text[index] ?? ""}`;
    } else json += character === '"' ? '\\"' : character;
  }
  return undefined;
}

function readCommentText(source: string): string {
  const inner = source.startsWith("//") ? source.replace(/^\/\/+/, "") : source.slice(2, -2);
  return inner.replace(/\s+/g, " ").trim();
}

const isClean = (text: string): boolean => !/[\u0000-\u001f]/.test(text);
