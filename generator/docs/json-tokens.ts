/** Tokens of JSON as people write it on documentation pages, by jsonc-parser's scanner. */

import { createScanner } from "jsonc-parser";
import type { JsonPlace, Repair } from "./json-node.js";

export type JsonTokenKind =
  | "{"
  | "}"
  | "["
  | "]"
  | ","
  | ":"
  | "string"
  | "number"
  | "true"
  | "false"
  | "null"
  | "comment"
  | "elision"
  | "word"
  | "invalid"
  | "end";

export interface JsonToken extends JsonPlace {
  readonly kind: JsonTokenKind;
  readonly offset: number;
  readonly end: number;
  /** The page's text of it. */
  readonly source: string;
  /** Decoded, for a string. */
  readonly value: string;
  /** What had to be mended to read this token. */
  readonly repair?: Omit<Repair, "line" | "column">;
}

/** jsonc-parser's SyntaxKind and ScanError are ambient const enums, which isolated modules cannot read: these are their numbers. */
const KINDS: Readonly<Record<number, JsonTokenKind>> = {
  1: "{",
  2: "}",
  3: "[",
  4: "]",
  5: ",",
  6: ":",
  7: "null",
  8: "true",
  9: "false",
  10: "string",
  11: "number",
  12: "comment",
  13: "comment",
  17: "end",
};
const LINE_BREAK = 14;
const TRIVIA = 15;
const NO_ERROR = 0;
const UNEXPECTED_END_OF_STRING = 2;

const PYTHON: Readonly<Record<string, "true" | "false" | "null">> = { True: "true", False: "false", None: "null" };

/** A key whose closing quote is on the next line: `{"⏎    realtimeInterval":` */
const BROKEN_KEY = /"\s*\n\s*([A-Za-z_]\w*)"/y;
const SINGLE_QUOTED = /'([^'\\\n]*)'/y;
const WORD = /[A-Za-z_$][\w$]*/y;
const DOTS = /\.{2,}|\u2026+/y;

export function readJsonTokens(text: string, start: JsonPlace): JsonToken[] {
  const scanner = createScanner(text, false);
  const placeOf = createPlaces(text, start);
  const tokens: JsonToken[] = [];
  const push = (kind: JsonTokenKind, offset: number, end: number, value = "", repair?: JsonToken["repair"]): void => {
    const source = text.slice(offset, end);
    tokens.push({ kind, offset, end, source, value, ...placeOf(offset), ...(repair ? { repair } : {}) });
  };
  const match = (pattern: RegExp, offset: number): RegExpExecArray | null => {
    pattern.lastIndex = offset;
    return pattern.exec(text);
  };
  for (;;) {
    const syntax: number = scanner.scan();
    if (syntax === TRIVIA || syntax === LINE_BREAK) continue;
    const offset = scanner.getTokenOffset();
    const end = offset + scanner.getTokenLength();
    const error: number = scanner.getTokenError();
    const kind = KINDS[syntax];
    if (kind !== undefined && error === NO_ERROR) {
      push(kind, offset, end, kind === "string" ? scanner.getTokenValue() : "");
      if (kind === "end") return tokens;
      continue;
    }
    const brokenKey = error === UNEXPECTED_END_OF_STRING ? match(BROKEN_KEY, offset) : null;
    const mended = brokenKey ?? match(SINGLE_QUOTED, offset);
    if (mended) {
      const value = mended[1] ?? "";
      const repairKind = brokenKey ? "stray-text-in-key" : "single-quoted-string";
      push("string", offset, offset + mended[0].length, value, {
        kind: repairKind,
        before: mended[0].replace(/\n/g, "\\n"),
        after: JSON.stringify(value),
      });
    } else {
      const dots = match(DOTS, offset);
      const word = dots ? null : match(WORD, offset);
      const found = dots ?? word;
      if (found) {
        const source = found[0];
        const python = Object.hasOwn(PYTHON, source) ? PYTHON[source] : undefined;
        push(
          dots ? "elision" : (python ?? "word"),
          offset,
          offset + source.length,
          source,
          python ? { kind: "python-literal", before: source, after: python } : undefined,
        );
      } else {
        push("invalid", offset, Math.max(end, offset + 1));
      }
    }
    const last = tokens.at(-1);
    if (last) scanner.setPosition(last.end);
  }
}

function createPlaces(text: string, start: JsonPlace): (offset: number) => JsonPlace {
  const starts = [0];
  for (let index = text.indexOf("\n"); index >= 0; index = text.indexOf("\n", index + 1)) starts.push(index + 1);
  let line = 0;
  // Tokens come in order, so the line only grows.
  return (offset) => {
    while (line + 1 < starts.length && (starts[line + 1] ?? 0) <= offset) line += 1;
    const column = offset - (starts[line] ?? 0) + 1;
    return { line: start.line + line, column: line === 0 ? start.column + column - 1 : column };
  };
}
