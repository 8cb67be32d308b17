/** The message in a line of JavaScript that sends one: `ws.send('{…}')`, `ws.send(JSON.stringify({…}))` and the like. */

import type { ArrayExpression, CallExpression, Expression, ObjectExpression, Property } from "acorn";
import { parse } from "acorn";
import type { JsonMember, JsonNode, JsonPlace, Repair } from "./json-node.js";
import { createPlaceOf, type PlaceOf, readPlacedJson } from "./tolerant-json.js";

export interface EmbeddedMessage {
  readonly value: JsonNode;
  readonly repairs: readonly Repair[];
  /** Without their `//`, in page order. */
  readonly comments: readonly EmbeddedComment[];
  /** Where the call starts. */
  readonly place: JsonPlace;
}

export interface EmbeddedComment {
  readonly text: string;
  /** 1-based line of the page. */
  readonly line: number;
}

/**
 * Undefined if the code is anything but one such call with a literal message. Never throws. `start` is the place of the
 * code's first character.
 */
export function readEmbeddedMessage(code: string, start: JsonPlace): EmbeddedMessage | undefined {
  const placeOf = createPlaceOf(code, start);
  const comments: EmbeddedComment[] = [];
  const call = parseCall(code, (text, offset) => comments.push({ text, line: placeOf(offset).line }));
  const argument = call && readArgument(call);
  if (!call || !argument) return undefined;
  const message = readMessage(argument, code, placeOf);
  return message && { ...message, comments, place: placeOf(call.start) };
}

type Message = Pick<EmbeddedMessage, "value" | "repairs">;

function parseCall(code: string, onComment: (text: string, offset: number) => void): CallExpression | undefined {
  try {
    const program = parse(code, {
      ecmaVersion: "latest",
      onComment: (_isBlock, text, offset) => onComment(text.replace(/\s+/g, " ").trim(), offset),
    });
    const statements = program.body.filter((statement) => statement.type !== "EmptyStatement");
    const [statement] = statements;
    if (statements.length !== 1 || statement?.type !== "ExpressionStatement") return undefined;
    return statement.expression.type === "CallExpression" ? statement.expression : undefined;
  } catch {
    // A SyntaxError, or a RangeError for code that is nested too deeply: either way no such call.
    return undefined;
  }
}

/** The only argument of `anything.send(…)`. */
function readArgument(call: CallExpression): Expression | undefined {
  return nameOf(call.callee)?.endsWith(".send") ? onlyArgument(call) : undefined;
}

function onlyArgument(call: CallExpression): Expression | undefined {
  const [argument] = call.arguments;
  return call.arguments.length === 1 && argument?.type !== "SpreadElement" ? argument : undefined;
}

/** `ws.send` for the expression `ws.send`. */
function nameOf(callee: CallExpression["callee"]): string | undefined {
  if (callee.type !== "MemberExpression" || callee.computed || callee.property.type !== "Identifier") return undefined;
  const object = callee.object.type === "Identifier" ? callee.object.name : "";
  return `${object}.${callee.property.name}`;
}

function readMessage(argument: Expression, code: string, placeOf: PlaceOf): Message | undefined {
  if (argument.type === "CallExpression") {
    const name = nameOf(argument.callee);
    const literal = name === "JSON.stringify" || name === "json.dumps" ? onlyArgument(argument) : undefined;
    if (literal?.type !== "ObjectExpression" && literal?.type !== "ArrayExpression") return undefined;
    return readObjectLiteral(literal, code, placeOf);
  }
  const text = readText(argument);
  if (text === undefined) return undefined;
  const offsets = readOffsets(code.slice(argument.start + 1, argument.end - 1));
  const place: PlaceOf = (offset) => placeOf(argument.start + 1 + (offsets[offset] ?? offset));
  const { value, repairs } = readPlacedJson(text, place);
  return value && { value, repairs };
}

function readText(argument: Expression): string | undefined {
  if (argument.type === "Literal") return typeof argument.value === "string" ? argument.value : undefined;
  if (argument.type !== "TemplateLiteral" || argument.expressions.length > 0) return undefined;
  return argument.quasis[0]?.value.cooked ?? undefined;
}

/** For each code unit of a JavaScript string, where its source stands between the quotes. */
function readOffsets(source: string): number[] {
  const offsets: number[] = [];
  const unit = /\\(?:u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[0-7]{1,3}|\r\n|[\s\S])|[\s\S]/g;
  for (const { 0: written, index } of source.matchAll(unit)) {
    if (/^\\[\r\n\u2028\u2029]/.test(written)) continue;
    offsets.push(index);
    if (written.startsWith("\\u{") && Number.parseInt(written.slice(3, -1), 16) > 0xffff) offsets.push(index);
  }
  offsets.push(source.length);
  return offsets;
}

/** As many levels as the JSON reader takes. */
const MAX_DEPTH = 200;

class NoMessage extends Error {}

function readObjectLiteral(
  literal: ObjectExpression | ArrayExpression,
  code: string,
  placeOf: PlaceOf,
): Message | undefined {
  const repairs: Repair[] = [];
  const write = (start: number, end: number): string =>
    code
      .slice(start, end)
      .split(/[\r\n]+/)
      .map((line, index) => (index === 0 ? line.trimEnd() : line.trim()))
      .join(" ");

  const readNode = (node: Expression, depth: number): JsonNode => {
    const place = placeOf(node.start);
    if (depth > MAX_DEPTH) throw new NoMessage();
    if (node.type === "ObjectExpression") {
      return { kind: "object", ...place, members: readMembers(node, depth) };
    }
    if (node.type === "ArrayExpression") {
      const items = node.elements.map((element) => {
        if (!element || element.type === "SpreadElement") throw new NoMessage();
        return readNode(element, depth + 1);
      });
      return { kind: "array", ...place, items, elided: false };
    }
    if (node.type === "Identifier") {
      const value = PYTHON.get(node.name);
      if (value === undefined) throw new NoMessage();
      repairs.push({ kind: "python-literal", ...place, before: node.name, after: String(value) });
      return value === null ? { kind: "null", ...place } : { kind: "boolean", ...place, value };
    }
    const number = readNumber(node);
    if (number !== undefined) return { kind: "number", ...place, text: number };
    if (node.type === "Literal") {
      if (node.value === null && node.raw === "null") return { kind: "null", ...place };
      if (typeof node.value === "boolean") return { kind: "boolean", ...place, value: node.value };
    }
    const text = readText(node);
    if (text === undefined) throw new NoMessage();
    return { kind: "string", ...place, value: text };
  };

  const readMembers = (object: ObjectExpression, depth: number): JsonMember[] => {
    const properties = object.properties.map((property) => {
      if (property.type === "SpreadElement") throw new NoMessage();
      return { property, key: readKey(property) };
    });
    const last = new Map(properties.map(({ property, key }) => [key, property]));
    const members: JsonMember[] = [];
    for (const { property, key } of properties) {
      // Read even if dropped: an expression in it makes the whole no literal message.
      const value = readNode(property.value, depth + 1);
      const keyPlace = placeOf(property.key.start);
      const winner = last.get(key);
      if (!winner || winner === property) members.push({ key, keyPlace, value });
      else {
        const before = write(property.start, property.end);
        repairs.push({ kind: "duplicate-key", ...keyPlace, before, after: write(winner.start, winner.end) });
      }
    }
    return members;
  };

  try {
    const value = readNode(literal, 1);
    return { value, repairs: repairs.sort((a, b) => a.line - b.line || a.column - b.column) };
  } catch (error) {
    if (error instanceof NoMessage) return undefined;
    throw error;
  }
}

const PYTHON: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ["True", true],
  ["False", false],
  ["None", null],
]);

function readKey(property: Property): string {
  const { key } = property;
  if (property.computed || property.shorthand || property.method || property.kind !== "init") throw new NoMessage();
  if (key.type === "Identifier") return key.name;
  if (key.type === "Literal" && typeof key.value === "string") return key.value;
  throw new NoMessage();
}

/** JSON's own numbers as they are written; `0x10`, `1_000` and `1n` are no JSON. */
function readNumber(node: Expression): string | undefined {
  const operand = node.type === "UnaryExpression" && node.operator === "-" ? node.argument : node;
  if (operand.type !== "Literal" || typeof operand.value !== "number") return undefined;
  const text = `${operand === node ? "" : "-"}${operand.raw ?? ""}`;
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) ? text : undefined;
}
