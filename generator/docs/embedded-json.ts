/** The message in a line of JavaScript that sends one: `ws.send('{…}')`, `ws.send(JSON.stringify({…}))` and the like. */

import { type CallExpression, type Expression, parse } from "acorn";
import type { JsonNode, JsonPlace, Repair } from "./json-node.js";
import { readObjectLiteral, readText } from "./object-literal.js";
import { createPlaceOf, type PlaceOf } from "./place-of.js";
import { readPlacedJson } from "./tolerant-json/read.js";

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
