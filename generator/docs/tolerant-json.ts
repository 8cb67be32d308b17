/**
 * Reads hand-written JSON token by token and records every repair. A repair changes punctuation only: the literals of the
 * value are those of the text, which a second, separate reading of the text confirms.
 */

import { createScanner } from "jsonc-parser";
import type { JsonArray, JsonMember, JsonNode, JsonObject, JsonPlace, Repair, RepairKind } from "./json-node.js";

export interface TolerantJson {
  /** Absent if there is a problem, or if the text holds nothing but blanks, comments and elisions. */
  readonly value?: JsonNode;
  /** In page order; with a problem, those before it. */
  readonly repairs: readonly Repair[];
  readonly problem?: JsonProblem;
}

export interface JsonProblem extends JsonPlace {
  readonly message: string;
}

/** Where an offset of a text stands on the page. */
export type PlaceOf = (offset: number) => JsonPlace;

/** Containers inside containers. JSON.parse takes more, the schema compiler and validators do not. */
const MAX_DEPTH = 200;

/** Never throws. `start` is the place of the text's first character. */
export function readTolerantJson(text: string, start: JsonPlace): TolerantJson {
  return readPlacedJson(text, createPlaceOf(text, start));
}

/** As `readTolerantJson`, for a text that does not stand on the page character by character. */
export function readPlacedJson(text: string, placeOf: PlaceOf): TolerantJson {
  const { tokens, comments } = readTokens(text);
  const draft = readDraft(text, tokens);
  const edits: Edit[] = [...comments.map((comment) => commentEdit(text, comment)), ...draft.edits];
  let problem = draft.problem;
  let value: JsonNode | undefined;
  if (draft.root && !problem) {
    attachComments(text, comments, draft.members);
    const complete = buildNode(draft.root, placeOf, (object) => object.members);
    problem = checkLiterals(literalsOf(complete), readLiterals(text));
    value = buildNode(draft.root, placeOf, (object) => {
      const { kept, dropped } = splitDuplicates(object.members);
      edits.push(...dropped.map(([member, winner]) => duplicateEdit(text, member, winner)));
      return kept;
    });
  }
  const end = problem?.offset ?? Number.POSITIVE_INFINITY;
  const repairs = edits
    .filter((edit) => edit.offset <= end)
    .sort((a, b) => a.offset - b.offset)
    .map(({ kind, offset, before, after }): Repair => ({ kind, ...placeOf(offset), before, after }));
  if (problem) return { repairs, problem: { message: problem.message, ...placeOf(problem.offset) } };
  return value ? { value, repairs } : { repairs };
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

/** The value as JSON.parse would give it: `__proto__` is a property of its own, numbers are rounded to doubles. */
export function jsonNodeToValue(node: JsonNode): unknown {
  switch (node.kind) {
    case "object": {
      const value = {};
      for (const member of node.members) {
        Object.defineProperty(value, member.key, {
          value: jsonNodeToValue(member.value),
          configurable: true,
          enumerable: true,
          writable: true,
        });
      }
      return value;
    }
    case "array":
      return node.items.map(jsonNodeToValue);
    case "number":
      return Number(node.text);
    case "null":
      return null;
    default:
      return node.value;
  }
}

export function createPlaceOf(text: string, start: JsonPlace): PlaceOf {
  const lineStarts = [0];
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === "\n" || (text[index] === "\r" && text[index + 1] !== "\n")) lineStarts.push(index + 1);
  }
  return (offset) => {
    let low = 0;
    for (let high = lineStarts.length - 1; low < high; ) {
      const middle = Math.ceil((low + high) / 2);
      if ((lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const column = offset - (lineStarts[low] ?? 0);
    return { line: start.line + low, column: low === 0 ? start.column + column : column + 1 };
  };
}

// Tokens

type TokenKind = "{" | "}" | "[" | "]" | "," | ":" | "string" | "number" | "word" | "elision" | "unreadable" | "end";

interface Token {
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

interface Comment {
  readonly start: number;
  readonly end: number;
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

function readTokens(text: string): { tokens: Token[]; comments: Comment[] } {
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
  const tailStart = lineEnd + (matchAt(/\s*/y, text, lineEnd)?.length ?? 0);
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

// Structure

type Draft = DraftObject | DraftArray | DraftLiteral;

interface DraftObject {
  readonly kind: "object";
  readonly start: number;
  end: number;
  readonly holder: DraftMember | DraftArray | undefined;
  readonly members: DraftMember[];
}

interface DraftArray {
  readonly kind: "array";
  readonly start: number;
  end: number;
  readonly holder: DraftMember | DraftArray | undefined;
  readonly items: Draft[];
  elided: boolean;
}

interface DraftLiteral {
  readonly kind: "literal";
  readonly start: number;
  readonly end: number;
  readonly literal: Literal;
}

type Literal =
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "null" };

interface DraftMember {
  readonly kind: "member";
  readonly key: string;
  readonly keyStart: number;
  readonly object: DraftObject;
  value: Draft | undefined;
  comment?: string;
}

interface Edit {
  readonly kind: RepairKind;
  readonly offset: number;
  readonly before: string;
  readonly after: string;
}

interface Fault {
  readonly message: string;
  readonly offset: number;
}

interface DraftReading {
  readonly root?: Draft;
  /** In page order. */
  readonly members: readonly DraftMember[];
  readonly edits: readonly Edit[];
  readonly problem?: Fault;
}

interface Frame {
  readonly container: DraftObject | DraftArray;
  /** What stands before the next item. */
  separator: "start" | "item" | "comma" | "elision";
  comma?: Token;
  /** A key whose value comes next. */
  member: DraftMember | undefined;
}

const WORDS: ReadonlyMap<string, Literal> = new Map<string, Literal>([
  ["true", { kind: "boolean", value: true }],
  ["false", { kind: "boolean", value: false }],
  ["null", { kind: "null" }],
  ["True", { kind: "boolean", value: true }],
  ["False", { kind: "boolean", value: false }],
  ["None", { kind: "null" }],
]);

function readDraft(text: string, tokens: readonly Token[]): DraftReading {
  const edits: Edit[] = [];
  const members: DraftMember[] = [];
  const stack: Frame[] = [];
  let root: Draft | undefined;
  let previous: Token | undefined;

  const repair = (kind: RepairKind, token: Token, after: string): void => {
    edits.push({ kind, offset: token.start, before: oneLine(token.source), after });
  };
  const fail = (message: string, token: Token): DraftReading => ({
    members,
    edits,
    problem: { message, offset: token.start },
  });

  const place = (draft: Draft): void => {
    const frame = stack.at(-1);
    if (!frame) root = draft;
    else if (frame.container.kind === "array") frame.container.items.push(draft);
    else if (frame.member) {
      frame.member.value = draft;
      frame.member = undefined;
    }
    if (frame) frame.separator = "item";
  };

  /** Answers with what is wrong, if something is. */
  const takeValue = (token: Token): string | undefined => {
    if (token.kind === "{" || token.kind === "[") {
      if (stack.length === MAX_DEPTH) return `The value is nested more than ${MAX_DEPTH} levels deep.`;
      const frame = stack.at(-1);
      const common = {
        start: token.start,
        end: text.length,
        holder: frame?.member ?? (frame?.container.kind === "array" ? frame.container : undefined),
      };
      const container: DraftObject | DraftArray =
        token.kind === "{"
          ? { kind: "object", ...common, members: [] }
          : { kind: "array", ...common, items: [], elided: false };
      place(container);
      stack.push({ container, separator: "start", member: undefined });
      return undefined;
    }
    if (token.padded) return "A string that is no key has a line break or control character in it.";
    const literal = readLiteral(token);
    if (!literal) return `${describe(token)} is no JSON value.`;
    if (token.kind === "string" && token.source.startsWith("'")) {
      repair("single-quoted-string", token, JSON.stringify(token.value));
    }
    if (token.kind === "word" && token.value !== writeLiteral(literal)) {
      repair("python-literal", token, writeLiteral(literal));
    }
    place({ kind: "literal", start: token.start, end: token.end, literal });
    return undefined;
  };

  const takeKey = (token: Token, object: DraftObject, frame: Frame): void => {
    const written = JSON.stringify(token.value);
    if (token.kind === "word") repair("unquoted-key", token, written);
    else if (token.source.startsWith("'")) repair("single-quoted-string", token, written);
    else if (token.padded) repair("stray-text-in-key", token, written);
    frame.member = { kind: "member", key: token.value, keyStart: token.start, object, value: undefined };
    object.members.push(frame.member);
    members.push(frame.member);
  };

  const takeSeparator = (frame: Frame, token: Token): string | undefined => {
    if (frame.separator !== "item" || !previous) return undefined;
    // `01`, `1x` or `"a"b"` is one damaged literal rather than two with a comma missing.
    if (!token.afterGap && isScalar(previous) && isScalar(token)) return `${describe(token)} adjoins another value.`;
    repair("missing-comma", previous, `${oneLine(previous.source)},`);
    return undefined;
  };

  const close = (frame: Frame, end: number): void => {
    if (frame.separator === "comma" && frame.comma) repair("trailing-comma", frame.comma, "");
    frame.container.end = end;
  };

  /** Closes what stands open above `depth`, because `token` belongs to what is below. */
  const closeAbove = (depth: number, token: Token, write: (closer: string) => string): void => {
    for (let frame = stack.at(-1); frame && stack.length > depth; frame = stack.at(-1)) {
      stack.pop();
      close(frame, previous?.end ?? token.start);
      const isArray = frame.container.kind === "array";
      repair(isArray ? "unclosed-array" : "unclosed-object", token, write(isArray ? "]" : "}"));
    }
  };

  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (!token) break;
    if (token.kind === "unreadable") return fail(token.value, token);
    let frame = stack.at(-1);
    if (token.kind === "end") {
      if (!frame || !previous) break;
      if (frame.member) return fail(`The text ends before the value of ${JSON.stringify(frame.member.key)}.`, previous);
      // The last digits may be missing too.
      if (previous.kind === "number" && previous.end === text.length)
        return fail("The text ends in a number.", previous);
      const last = previous;
      closeAbove(0, last, (closer) => `${oneLine(last.source)}${closer}`);
      break;
    }
    if (!frame) {
      if (token.kind === "elision") repair("elision", token, "");
      else if (root) return fail(`${describe(token)} stands after the end of the value.`, token);
      else {
        const wrong = takeValue(token);
        if (wrong) return fail(wrong, token);
      }
    } else if (frame.member) {
      const wrong = isScalar(token) || token.kind === "{" || token.kind === "[" ? takeValue(token) : "no value";
      if (wrong === "no value") return fail(`${JSON.stringify(frame.member.key)} has no value.`, token);
      if (wrong) return fail(wrong, token);
    } else if (token.kind === "elision") {
      repair("elision", token, "");
      if (frame.container.kind === "array") frame.container.elided = true;
      frame.separator = "elision";
    } else if (token.kind === ",") {
      if (frame.separator === "start" || frame.separator === "comma")
        return fail("A comma has no item before it.", token);
      frame.separator = "comma";
      frame.comma = token;
    } else if (token.kind === ":") {
      return fail("A colon has no key before it.", token);
    } else if (token.kind === "}" || token.kind === "]") {
      const kind = token.kind === "}" ? "object" : "array";
      const depth = stack.findLastIndex((open) => open.container.kind === kind);
      if (depth < 0) return fail(`${describe(token)} closes nothing.`, token);
      closeAbove(depth + 1, token, (closer) => `${closer} ${token.source}`);
      const closed = stack.pop();
      if (closed) close(closed, token.end);
    } else {
      const isKey = tokens[index + 1]?.kind === ":" && isKeyToken(token);
      if (isKey && frame.container.kind === "array") {
        const depth = stack.findLastIndex((open) => open.container.kind === "object");
        const object = stack[depth];
        // An empty array before a key is rather an object in the wrong brackets.
        const isUnclosed = stack.slice(depth + 1).every((open) => open.separator !== "start");
        if (!object || !isUnclosed) return fail(`${describe(token)} is a key, but stands in an array.`, token);
        // The comma before the key separates it from the array, and is not a trailing one.
        for (const open of stack.slice(depth + 1)) if (open.separator === "comma") open.separator = "elision";
        closeAbove(depth + 1, token, (closer) => `${closer}, ${oneLine(token.source)}`);
        object.separator = "comma";
        frame = object;
      }
      const wrong = takeSeparator(frame, token);
      if (wrong) return fail(wrong, token);
      if (frame.container.kind === "array") {
        const unreadable = takeValue(token);
        if (unreadable) return fail(unreadable, token);
      } else {
        if (!isKey) return fail(`${describe(token)} stands where a key is expected.`, token);
        takeKey(token, frame.container, frame);
        index += 1;
      }
    }
    previous = tokens[index];
  }
  return root ? { root, members, edits } : { members, edits };
}

function readLiteral(token: Token): Literal | undefined {
  if (token.kind === "string") return { kind: "string", value: token.value };
  if (token.kind === "number") return { kind: "number", text: token.value };
  return token.kind === "word" ? WORDS.get(token.value) : undefined;
}

function isScalar(token: Token): boolean {
  return token.kind === "string" || token.kind === "number" || token.kind === "word";
}

function isKeyToken(token: Token): boolean {
  if (token.kind === "string") return true;
  return token.kind === "word" && !WORDS.has(token.value) && /^[A-Za-z_$][\w$-]*$/.test(token.value);
}

function describe(token: Token): string {
  const source = oneLine(token.source);
  return source.length > 40 ? `${source.slice(0, 40)}…` : source;
}

function commentEdit(text: string, comment: Comment): Edit {
  const before = oneLine(text.slice(comment.start, comment.end));
  return { kind: "comment", offset: comment.start, before, after: "" };
}

function duplicateEdit(text: string, member: DraftMember, winner: DraftMember): Edit {
  const write = ({ keyStart, value }: DraftMember): string => oneLine(text.slice(keyStart, value?.end));
  return { kind: "duplicate-key", offset: member.keyStart, before: write(member), after: write(winner) };
}

/** Each key once, as its last occurrence; the earlier ones with the one that wins. */
function splitDuplicates(members: readonly DraftMember[]): {
  kept: DraftMember[];
  dropped: [DraftMember, DraftMember][];
} {
  const last = new Map(members.map((member) => [member.key, member]));
  const kept: DraftMember[] = [];
  const dropped: [DraftMember, DraftMember][] = [];
  for (const member of members) {
    const winner = last.get(member.key) ?? member;
    if (winner === member) kept.push(member);
    else dropped.push([member, winner]);
  }
  return { kept, dropped };
}

/** A comment at the end of a line goes to the member of that line. */
function attachComments(text: string, comments: readonly Comment[], members: readonly DraftMember[]): void {
  let index = 0;
  let lineStart = 0;
  for (const comment of comments) {
    if (matchAt(/[^\S\r\n]*(?:[\r\n]|$)/y, text, comment.end) === undefined) continue;
    lineStart = Math.max(lineStart, text.lastIndexOf("\n", comment.start - 1) + 1);
    while ((members[index]?.keyStart ?? Number.POSITIVE_INFINITY) < comment.start) index += 1;
    const member = ownerOf(members[index - 1], comment, lineStart);
    if (member && comment.text !== "") member.comment = comment.text;
  }
}

/** In `"x": {"a": 1}, // text` the text is about `x`; in `{"a": 1}, // text` it is about an item, so about no member. */
function ownerOf(last: DraftMember | undefined, comment: Comment, lineStart: number): DraftMember | undefined {
  let member = last;
  while (member && member.keyStart >= lineStart) {
    let container: DraftObject | DraftArray = member.object;
    const isInline = (open: DraftObject | DraftArray): boolean => open.start >= lineStart && open.end <= comment.start;
    if (!isInline(container)) return member;
    while (container.holder?.kind === "array") {
      container = container.holder;
      if (!isInline(container)) return undefined;
    }
    member = container.holder;
  }
  return undefined;
}

/** Recursive: drafts are at most `MAX_DEPTH` deep. */
function buildNode(
  draft: Draft,
  placeOf: PlaceOf,
  membersOf: (object: DraftObject) => readonly DraftMember[],
): JsonNode {
  const place = placeOf(draft.start);
  if (draft.kind === "literal") return { ...draft.literal, ...place };
  if (draft.kind === "array") {
    const items = draft.items.map((item) => buildNode(item, placeOf, membersOf));
    return { kind: "array", items, elided: draft.elided, ...place } satisfies JsonArray;
  }
  const members = membersOf(draft).flatMap(({ key, keyStart, value, comment }): JsonMember[] => {
    if (!value) return [];
    const node = buildNode(value, placeOf, membersOf);
    return [{ key, keyPlace: placeOf(keyStart), value: node, ...(comment === undefined ? {} : { comment }) }];
  });
  return { kind: "object", members, ...place } satisfies JsonObject;
}

// Conservation of literals

interface RawLiteral {
  readonly literal: string;
  readonly offset: number;
}

function checkLiterals(found: readonly string[], raw: readonly RawLiteral[]): Fault | undefined {
  const index = raw.findIndex(({ literal }, at) => literal !== found[at]);
  if (index < 0 && raw.length === found.length) return undefined;
  const at = index < 0 ? raw.at(-1) : raw[index];
  return { message: "The repaired value does not hold the literals of the text.", offset: at?.offset ?? 0 };
}

/** Every literal of the text without regard to its structure. Shares nothing with the scanner above, on purpose. */
function readLiterals(text: string): RawLiteral[] {
  const literals: RawLiteral[] = [];
  let offset = 0;
  while (offset < text.length) {
    const character = text[offset] ?? "";
    if (text.startsWith("//", offset)) {
      offset += matchAt(/[^\r\n]*/y, text, offset)?.length ?? 2;
    } else if (text.startsWith("/*", offset)) {
      const end = text.indexOf("*/", offset + 2);
      offset = end < 0 ? text.length : end + 2;
    } else if (character === '"' || character === "'") {
      const end = findQuote(text, offset + 1, character);
      literals.push({ literal: readRawString(text.slice(offset + 1, end), character), offset });
      offset = end + 1;
    } else {
      const number = matchAt(/-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y, text, offset);
      const word = number ?? matchAt(/[A-Za-z_$][\w$-]*/y, text, offset);
      if (number !== undefined) literals.push({ literal: number, offset });
      else if (word !== undefined) {
        const isKey = matchAt(/\s*:/y, skipComments(text, offset + word.length), 0) !== undefined;
        literals.push({ literal: isKey ? JSON.stringify(word) : readRawWord(word), offset });
      }
      offset += Math.max(word?.length ?? 1, 1);
    }
  }
  return literals;
}

function skipComments(text: string, start: number): string {
  let offset = start;
  for (;;) {
    const skipped = matchAt(/\s*(?:\/\/[^\r\n]*|\/\*)/y, text, offset);
    if (skipped === undefined) break;
    offset += skipped.length;
    if (skipped.endsWith("/*")) {
      const end = text.indexOf("*/", offset);
      offset = end < 0 ? text.length : end + 2;
    }
  }
  const colon = offset + (matchAt(/\s*/y, text, offset)?.length ?? 0);
  return text.slice(colon, colon + 1);
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

// Text

function writeLiteral(literal: Literal): string {
  if (literal.kind === "string") return JSON.stringify(literal.value);
  if (literal.kind === "number") return literal.text;
  return literal.kind === "null" ? "null" : String(literal.value);
}

function decodeString(json: string): string | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}

function isClean(text: string): boolean {
  return !/[\u0000-\u001f]/.test(text);
}

function oneLine(source: string): string {
  return /[\r\n]/.test(source)
    ? source
        .split(/\r\n?|\n/)
        .map((line) => line.trim())
        .filter((line, index) => index === 0 || line !== "")
        .join(" ")
    : source;
}

/** The text that a sticky pattern matches at an offset. */
function matchAt(pattern: RegExp, text: string, offset: number): string | undefined {
  pattern.lastIndex = offset;
  return pattern.exec(text)?.[0];
}
