/** From tokens to a value: which brackets, commas and quotes the page forgot, and which it has too many. */

import type { RepairKind } from "../json-node.js";
import {
  type Draft,
  type DraftArray,
  type DraftMember,
  type DraftObject,
  type Edit,
  type Fault,
  type Literal,
  writeLiteral,
} from "./draft.js";
import { oneLine } from "./source-text.js";
import type { Token } from "./tokens.js";

/** Containers inside containers. JSON.parse takes more, the schema compiler and validators do not. */
export const MAX_DEPTH = 200;

export interface Structure {
  /** Absent where there is a problem, or no value. */
  readonly root?: Draft;
  /** In page order. */
  readonly members: readonly DraftMember[];
  readonly edits: readonly Edit[];
  readonly problem?: Fault;
}

interface Reading {
  readonly text: string;
  readonly tokens: readonly Token[];
  /** Index of the token that is taken. */
  at: number;
  previous: Token | undefined;
  /** Containers that are open. */
  readonly stack: Frame[];
  root: Draft | undefined;
  readonly members: DraftMember[];
  readonly edits: Edit[];
}

interface Frame {
  readonly container: DraftObject | DraftArray;
  /** What stands before the next item. */
  separator: "start" | "item" | "comma" | "elision";
  comma?: Token;
  /** A key whose value comes next. */
  member: DraftMember | undefined;
}

export function readStructure(text: string, tokens: readonly Token[]): Structure {
  const reading: Reading = {
    text,
    tokens,
    at: 0,
    previous: undefined,
    stack: [],
    root: undefined,
    members: [],
    edits: [],
  };
  const { members, edits } = reading;
  for (let token = tokens[0]; token; token = tokens[reading.at]) {
    const problem = takeToken(reading, token);
    if (problem) return { members, edits, problem };
    reading.previous = tokens[reading.at];
    reading.at += 1;
  }
  return { members, edits, ...(reading.root && { root: reading.root }) };
}

function takeToken(reading: Reading, token: Token): Fault | undefined {
  if (token.kind === "unreadable") return faultAt(token, token.value);
  if (token.kind === "end") return takeEnd(reading);
  const frame = reading.stack.at(-1);
  if (!frame) return takeOutside(reading, token);
  if (frame.member) return takeMemberValue(reading, token, frame.member);
  switch (token.kind) {
    case "elision":
      return takeElision(reading, token, frame);
    case ",":
      return takeComma(token, frame);
    case ":":
      return faultAt(token, "A colon has no key before it.");
    case "}":
    case "]":
      return takeCloser(reading, token);
    default:
      return takeItem(reading, token, frame);
  }
}

/** Where the page is cut off, everything that stands open is closed. */
function takeEnd(reading: Reading): Fault | undefined {
  const { stack, previous } = reading;
  const frame = stack.at(-1);
  if (!frame || !previous) return undefined;
  if (frame.member) return faultAt(previous, `The text ends before the value of ${JSON.stringify(frame.member.key)}.`);
  // The last digits may be missing too.
  if (previous.kind === "number" && previous.end === reading.text.length)
    return faultAt(previous, "The text ends in a number.");
  closeAbove(reading, 0, previous, (closer) => `${oneLine(previous.source)}${closer}`);
  return undefined;
}

function takeOutside(reading: Reading, token: Token): Fault | undefined {
  if (token.kind === "elision") {
    repair(reading, "elision", token, "");
    return undefined;
  }
  return reading.root
    ? faultAt(token, `${describe(token)} stands after the end of the value.`)
    : takeValue(reading, token);
}

function takeMemberValue(reading: Reading, token: Token, { key }: DraftMember): Fault | undefined {
  if (isScalar(token) || token.kind === "{" || token.kind === "[") return takeValue(reading, token);
  return faultAt(token, `${JSON.stringify(key)} has no value.`);
}

function takeElision(reading: Reading, token: Token, frame: Frame): undefined {
  repair(reading, "elision", token, "");
  if (frame.container.kind === "array") frame.container.elided = true;
  frame.separator = "elision";
}

function takeComma(token: Token, frame: Frame): Fault | undefined {
  if (frame.separator === "start" || frame.separator === "comma")
    return faultAt(token, "A comma has no item before it.");
  frame.separator = "comma";
  frame.comma = token;
  return undefined;
}

function takeCloser(reading: Reading, token: Token): Fault | undefined {
  const kind = token.kind === "}" ? "object" : "array";
  const depth = reading.stack.findLastIndex(({ container }) => container.kind === kind);
  if (depth < 0) return faultAt(token, `${describe(token)} closes nothing.`);
  closeAbove(reading, depth + 1, token, (closer) => `${closer} ${token.source}`);
  const frame = reading.stack.pop();
  if (frame) close(reading, frame, token.end);
  return undefined;
}

/** An item of an array, or a key and its colon. */
function takeItem(reading: Reading, token: Token, frame: Frame): Fault | undefined {
  const isKey = reading.tokens[reading.at + 1]?.kind === ":" && isKeyToken(token);
  const { container } = frame;
  if (isKey && container.kind === "array") return takeKeyInArray(reading, token);
  const fault = takeGap(reading, token, frame);
  if (fault) return fault;
  if (container.kind === "array") return takeValue(reading, token);
  if (!isKey) return faultAt(token, `${describe(token)} stands where a key is expected.`);
  takeKey(reading, token, frame, container);
  return undefined;
}

/** A key in an array is one of the object around it: the bracket before it is missing. */
function takeKeyInArray(reading: Reading, token: Token): Fault | undefined {
  const { stack } = reading;
  const depth = stack.findLastIndex(({ container }) => container.kind === "object");
  const frame = stack[depth];
  const arrays = stack.slice(depth + 1);
  // An empty array before a key is rather an object in the wrong brackets.
  if (frame?.container.kind !== "object" || arrays.some(({ separator }) => separator === "start"))
    return faultAt(token, `${describe(token)} is a key, but stands in an array.`);
  // The comma before the key separates it from the array, and is not a trailing one.
  for (const open of arrays) if (open.separator === "comma") open.separator = "elision";
  closeAbove(reading, depth + 1, token, (closer) => `${closer}, ${oneLine(token.source)}`);
  takeKey(reading, token, frame, frame.container);
  return undefined;
}

/** Between two items without a comma. */
function takeGap(reading: Reading, token: Token, frame: Frame): Fault | undefined {
  const { previous } = reading;
  if (frame.separator !== "item" || !previous) return undefined;
  // `01`, `1x` or `"a"b"` is one damaged literal rather than two with a comma missing.
  if (!token.afterGap && isScalar(previous) && isScalar(token))
    return faultAt(token, `${describe(token)} adjoins another value.`);
  repair(reading, "missing-comma", previous, `${oneLine(previous.source)},`);
  return undefined;
}

function takeKey(reading: Reading, token: Token, frame: Frame, object: DraftObject): void {
  const written = JSON.stringify(token.value);
  if (token.kind === "word") repair(reading, "unquoted-key", token, written);
  else if (token.source.startsWith("'")) repair(reading, "single-quoted-string", token, written);
  else if (token.padded) repair(reading, "stray-text-in-key", token, written);
  const member: DraftMember = { kind: "member", key: token.value, keyStart: token.start, object, value: undefined };
  frame.member = member;
  object.members.push(member);
  reading.members.push(member);
  // The colon is taken with it.
  reading.at += 1;
}

function takeValue(reading: Reading, token: Token): Fault | undefined {
  if (token.kind === "{" || token.kind === "[") return openContainer(reading, token, token.kind);
  if (token.padded) return faultAt(token, "A string that is no key has a line break or control character in it.");
  const literal = readLiteral(token);
  if (!literal) return faultAt(token, `${describe(token)} is no JSON value.`);
  const written = writeLiteral(literal);
  if (token.source.startsWith("'")) repair(reading, "single-quoted-string", token, written);
  if (token.kind === "word" && token.value !== written) repair(reading, "python-literal", token, written);
  place(reading, { kind: "literal", start: token.start, end: token.end, literal });
  return undefined;
}

function openContainer(reading: Reading, { start }: Token, bracket: "{" | "["): Fault | undefined {
  const { stack, text } = reading;
  if (stack.length === MAX_DEPTH)
    return { message: `The value is nested more than ${MAX_DEPTH} levels deep.`, offset: start };
  const frame = stack.at(-1);
  const holder = frame?.member ?? (frame?.container.kind === "array" ? frame.container : undefined);
  const common = { start, end: text.length, holder };
  const container: DraftObject | DraftArray =
    bracket === "{"
      ? { kind: "object", ...common, members: [] }
      : { kind: "array", ...common, items: [], elided: false };
  place(reading, container);
  stack.push({ container, separator: "start", member: undefined });
  return undefined;
}

/** Puts a value where it belongs: behind its key, into its array, or at the root. */
function place(reading: Reading, draft: Draft): void {
  const frame = reading.stack.at(-1);
  if (!frame) {
    reading.root = draft;
    return;
  }
  if (frame.container.kind === "array") frame.container.items.push(draft);
  else if (frame.member) frame.member.value = draft;
  frame.member = undefined;
  frame.separator = "item";
}

/** Closes what stands open above `depth`, because `token` belongs to what is below. */
function closeAbove(reading: Reading, depth: number, token: Token, write: (closer: string) => string): void {
  const { stack, previous } = reading;
  for (let frame = stack.at(-1); frame && stack.length > depth; frame = stack.at(-1)) {
    stack.pop();
    close(reading, frame, previous?.end ?? token.start);
    if (frame.container.kind === "array") repair(reading, "unclosed-array", token, write("]"));
    else repair(reading, "unclosed-object", token, write("}"));
  }
}

function close(reading: Reading, { container, separator, comma }: Frame, end: number): void {
  if (separator === "comma" && comma) repair(reading, "trailing-comma", comma, "");
  container.end = end;
}

function repair({ edits }: Reading, kind: RepairKind, token: Token, after: string): void {
  edits.push({ kind, offset: token.start, before: oneLine(token.source), after });
}

const faultAt = ({ start }: Token, message: string): Fault => ({ message, offset: start });

const WORDS: ReadonlyMap<string, Literal> = new Map<string, Literal>([
  ["true", { kind: "boolean", value: true }],
  ["false", { kind: "boolean", value: false }],
  ["null", { kind: "null" }],
  ["True", { kind: "boolean", value: true }],
  ["False", { kind: "boolean", value: false }],
  ["None", { kind: "null" }],
]);

function readLiteral(token: Token): Literal | undefined {
  if (token.kind === "string") return { kind: "string", value: token.value };
  if (token.kind === "number") return { kind: "number", text: token.value };
  return token.kind === "word" ? WORDS.get(token.value) : undefined;
}

const isScalar = ({ kind }: Token): boolean => kind === "string" || kind === "number" || kind === "word";

function isKeyToken({ kind, value }: Token): boolean {
  if (kind === "string") return true;
  return kind === "word" && !WORDS.has(value) && /^[A-Za-z_$][\w$-]*$/.test(value);
}

function describe(token: Token): string {
  const source = oneLine(token.source);
  return source.length > 40 ? `${source.slice(0, 40)}…` : source;
}
