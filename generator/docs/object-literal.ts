/** An object or array literal of JavaScript, or a dict of Python, as the JSON that it stands for. */

import type { ArrayExpression, Expression, ObjectExpression, Property } from "acorn";
import type { JsonMember, JsonNode, JsonPlace, Repair } from "./json-node.js";
import type { PlaceOf } from "./place-of.js";
import { oneLine } from "./tolerant-json/source-text.js";
import { MAX_DEPTH } from "./tolerant-json/structure.js";

interface Reading {
  readonly code: string;
  readonly placeOf: PlaceOf;
  readonly repairs: Repair[];
}

/** Undefined where a part of it is no JSON value but an expression. */
export function readObjectLiteral(
  literal: ObjectExpression | ArrayExpression,
  code: string,
  placeOf: PlaceOf,
): { value: JsonNode; repairs: readonly Repair[] } | undefined {
  const repairs: Repair[] = [];
  const value = readNode(literal, 1, { code, placeOf, repairs });
  return value && { value, repairs: repairs.sort((a, b) => a.line - b.line || a.column - b.column) };
}

function readNode(node: Expression, depth: number, reading: Reading): JsonNode | undefined {
  const place = reading.placeOf(node.start);
  if (node.type === "Identifier") return readWord(node.name, place, reading);
  if (node.type !== "ObjectExpression" && node.type !== "ArrayExpression") return readScalar(node, place);
  if (depth > MAX_DEPTH) return undefined;
  if (node.type === "ObjectExpression") {
    const members = readMembers(node, depth, reading);
    return members && { kind: "object", ...place, members };
  }
  const items = node.elements.map((element) =>
    element && element.type !== "SpreadElement" ? readNode(element, depth + 1, reading) : undefined,
  );
  return items.every((item) => item !== undefined) ? { kind: "array", ...place, items, elided: false } : undefined;
}

function readMembers(object: ObjectExpression, depth: number, reading: Reading): JsonMember[] | undefined {
  const last = new Map(object.properties.map((property) => [readKey(property), property]));
  const members: JsonMember[] = [];
  for (const property of object.properties) {
    const key = readKey(property);
    if (key === undefined || property.type === "SpreadElement") return undefined;
    // Read even if dropped: an expression in it makes the whole no literal message.
    const value = readNode(property.value, depth + 1, reading);
    if (!value) return undefined;
    const keyPlace = reading.placeOf(property.key.start);
    const winner = last.get(key) ?? property;
    if (winner === property) members.push({ key, keyPlace, value });
    else {
      const write = ({ start, end }: { start: number; end: number }): string => oneLine(reading.code.slice(start, end));
      reading.repairs.push({ kind: "duplicate-key", ...keyPlace, before: write(property), after: write(winner) });
    }
  }
  return members;
}

function readKey(property: ObjectExpression["properties"][number]): string | undefined {
  if (property.type === "SpreadElement" || !isPlain(property)) return undefined;
  const { key } = property;
  if (key.type === "Identifier") return key.name;
  return key.type === "Literal" && typeof key.value === "string" ? key.value : undefined;
}

/** `key: value`, and no accessor, method or shorthand. */
const isPlain = ({ computed, shorthand, method, kind }: Property): boolean =>
  !computed && !shorthand && !method && kind === "init";

const PYTHON: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ["True", true],
  ["False", false],
  ["None", null],
]);

function readWord(name: string, place: JsonPlace, { repairs }: Reading): JsonNode | undefined {
  const value = PYTHON.get(name);
  if (value === undefined) return undefined;
  repairs.push({ kind: "python-literal", ...place, before: name, after: String(value) });
  return value === null ? { kind: "null", ...place } : { kind: "boolean", ...place, value };
}

function readScalar(node: Expression, place: JsonPlace): JsonNode | undefined {
  const number = readNumber(node);
  if (number !== undefined) return { kind: "number", ...place, text: number };
  if (node.type === "Literal" && node.raw === "null") return { kind: "null", ...place };
  if (node.type === "Literal" && typeof node.value === "boolean")
    return { kind: "boolean", ...place, value: node.value };
  const text = readText(node);
  return text === undefined ? undefined : { kind: "string", ...place, value: text };
}

/** JSON's own numbers as they are written; `0x10`, `1_000` and `1n` are no JSON. */
function readNumber(node: Expression): string | undefined {
  const operand = node.type === "UnaryExpression" && node.operator === "-" ? node.argument : node;
  if (operand.type !== "Literal" || typeof operand.value !== "number") return undefined;
  const text = `${operand === node ? "" : "-"}${operand.raw ?? ""}`;
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text) ? text : undefined;
}

/** What a string says, or a template without expressions. */
export function readText(node: Expression): string | undefined {
  if (node.type === "Literal") return typeof node.value === "string" ? node.value : undefined;
  if (node.type !== "TemplateLiteral" || node.expressions.length > 0) return undefined;
  return node.quasis[0]?.value.cooked ?? undefined;
}
