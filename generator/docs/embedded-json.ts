/** The message inside `ws.send('…')`, `ws.send(JSON.stringify({…}))` or `ws.send(json.dumps({…}))`, by a JavaScript parser. */

import { type Comment, type Expression, type Node, type Program, parse } from "acorn";
import type { JsonMember, JsonNode, JsonPlace, Repair } from "./json-node.js";
import { readTolerantJson } from "./tolerant-json.js";

export interface EmbeddedMessage {
  readonly value: JsonNode;
  readonly repairs: readonly Repair[];
  /** Comments of the code, with their page lines. */
  readonly comments: readonly { readonly text: string; readonly line: number }[];
  /** The encoder it goes through, e.g. `JSON.stringify`, `json.dumps`; empty for a string. */
  readonly encoder: string;
}

export function readEmbeddedMessage(code: string, start: JsonPlace): EmbeddedMessage | undefined {
  const comments: Comment[] = [];
  const program = tryParse(code, comments);
  const placeOf = (node: Node, shift = 0): JsonPlace => {
    const line = node.loc?.start.line ?? 1;
    const column = (node.loc?.start.column ?? 0) + 1 + shift;
    return { line: start.line + line - 1, column: line === 1 ? start.column + column - 1 : column };
  };
  const statement = program?.body.find((node) => node.type === "ExpressionStatement");
  const call = statement?.type === "ExpressionStatement" ? statement.expression : undefined;
  if (call?.type !== "CallExpression") return undefined;
  if (call.callee.type !== "MemberExpression" || nameOf(call.callee.property) !== "send") return undefined;
  const argument = call.arguments[0];
  if (!argument || argument.type === "SpreadElement") return undefined;
  const texts = comments.map(({ value, loc }) => ({
    text: value.trim(),
    line: start.line + (loc?.start.line ?? 1) - 1,
  }));
  if (argument.type === "Literal" && typeof argument.value === "string") {
    const { value, repairs } = readTolerantJson(argument.value, placeOf(argument, 1));
    return value ? { value, repairs, comments: texts, encoder: "" } : undefined;
  }
  if (argument.type !== "CallExpression" || argument.callee.type !== "MemberExpression") return undefined;
  const inner = argument.arguments[0];
  const value = inner && inner.type !== "SpreadElement" ? toNode(inner, placeOf) : undefined;
  const encoder = `${nameOf(argument.callee.object)}.${nameOf(argument.callee.property)}`;
  return value ? { value, repairs: [], comments: texts, encoder } : undefined;
}

function tryParse(code: string, comments: Comment[]): Program | undefined {
  try {
    return parse(code, { ecmaVersion: "latest", locations: true, onComment: comments });
  } catch {
    // acorn throws SyntaxError on what is no JavaScript, and RangeError on absurd nesting: both mean "no message here".
    return undefined;
  }
}

const nameOf = (node: Node): string => ("name" in node && typeof node.name === "string" ? node.name : "");

function toNode(node: Expression, placeOf: (node: Node) => JsonPlace): JsonNode | undefined {
  const place = placeOf(node);
  if (node.type === "Literal") {
    if (typeof node.value === "string") return { kind: "string", value: node.value, ...place };
    if (typeof node.value === "number") return { kind: "number", text: node.raw ?? String(node.value), ...place };
    if (typeof node.value === "boolean") return { kind: "boolean", value: node.value, ...place };
    return node.value === null ? { kind: "null", ...place } : undefined;
  }
  if (node.type === "ArrayExpression") {
    const items = node.elements.map((item) =>
      item && item.type !== "SpreadElement" ? toNode(item, placeOf) : undefined,
    );
    return items.every((item) => item !== undefined) ? { kind: "array", items, elided: false, ...place } : undefined;
  }
  if (node.type !== "ObjectExpression") return undefined;
  const members: JsonMember[] = [];
  for (const property of node.properties) {
    if (property.type !== "Property" || property.computed) return undefined;
    const key = property.key.type === "Literal" ? String(property.key.value) : nameOf(property.key);
    const value = toNode(property.value as Expression, placeOf);
    if (!value) return undefined;
    members.push({ key, keyPlace: placeOf(property.key), value });
  }
  return { kind: "object", members, ...place };
}
