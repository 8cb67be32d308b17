/** What several examples of the same thing show together: every kind of value seen at a place, and how often. */

import type { JsonBoolean, JsonNode, JsonNull, JsonNumber, JsonPlace, JsonString } from "../docs/json-node.js";
import { escapePointer } from "../schema/pointer.js";

export interface Shape {
  /** How many objects stood here. */
  readonly objects: number;
  readonly members: ReadonlyMap<string, MemberShape>;
  /** How many arrays stood here. */
  readonly arrays: number;
  /** All items of all arrays; absent if every array was empty. */
  readonly items?: Shape;
  /** Lengths of the arrays that had no elision. */
  readonly lengths: ReadonlySet<number>;
  readonly strings: readonly JsonString[];
  readonly numbers: readonly JsonNumber[];
  readonly booleans: readonly JsonBoolean[];
  readonly nulls: readonly JsonNull[];
  /** First value seen. */
  readonly place: JsonPlace;
}

export interface MemberShape {
  readonly shape: Shape;
  /** In how many of the objects it was. */
  readonly present: number;
  readonly comments: readonly string[];
}

export const NOTHING_SHOWN: Shape = {
  objects: 0,
  members: new Map(),
  arrays: 0,
  lengths: new Set(),
  strings: [],
  numbers: [],
  booleans: [],
  nulls: [],
  place: { line: 1, column: 1 },
};

/** `nodes` must not be empty. Depth is bounded by the reader that made them. */
export function shapeOf(nodes: readonly JsonNode[]): Shape {
  const objects = nodes.filter((node) => node.kind === "object");
  const arrays = nodes.filter((node) => node.kind === "array");
  const byKey = new Map<string, { values: JsonNode[]; comments: string[] }>();
  for (const object of objects) {
    for (const { key, value, comment } of object.members) {
      const seen = byKey.get(key) ?? { values: [], comments: [] };
      seen.values.push(value);
      if (comment) seen.comments.push(comment);
      byKey.set(key, seen);
    }
  }
  const items = arrays.flatMap((array) => array.items);
  return {
    objects: objects.length,
    members: new Map(
      [...byKey].map(([key, { values, comments }]) => [
        key,
        { shape: shapeOf(values), present: values.length, comments },
      ]),
    ),
    arrays: arrays.length,
    ...(items.length > 0 ? { items: shapeOf(items) } : {}),
    lengths: new Set(arrays.filter((array) => !array.elided).map((array) => array.items.length)),
    strings: nodes.filter((node) => node.kind === "string"),
    numbers: nodes.filter((node) => node.kind === "number"),
    booleans: nodes.filter((node) => node.kind === "boolean"),
    nulls: nodes.filter((node) => node.kind === "null"),
    place: nodes[0] ?? NOTHING_SHOWN.place,
  };
}

/** One member of one form of a topic, by its pointer with array indexes folded: `/data/<any>/price`. */
export interface Field {
  readonly form: string;
  readonly pointer: string;
  readonly parent: string;
  readonly key: string;
  readonly shape: Shape;
}

export function fieldsOf(form: string, root: Shape): Field[] {
  const fields: Field[] = [];
  const visit = (shape: Shape, parent: string): void => {
    for (const [key, { shape: inner }] of shape.members) {
      const pointer = `${parent}/${escapePointer(key)}`;
      fields.push({ form, pointer, parent, key, shape: inner });
      visit(inner, pointer);
    }
    if (shape.items) visit(shape.items, `${parent}/*`);
  };
  visit(root, "");
  return fields;
}

export type JsonType = "object" | "array" | "string" | "number" | "boolean" | "null";

export function typesOf(shape: Shape): JsonType[] {
  const types: JsonType[] = [];
  if (shape.objects > 0) types.push("object");
  if (shape.arrays > 0) types.push("array");
  if (shape.strings.length > 0) types.push("string");
  if (shape.numbers.length > 0) types.push("number");
  if (shape.booleans.length > 0) types.push("boolean");
  if (shape.nulls.length > 0) types.push("null");
  return types;
}

/** Nothing but null was seen: a value has a type that no example shows. */
export const isOnlyNull = (shape: Shape): boolean => shape.nulls.length > 0 && typesOf(shape).length === 1;

/** The value as the page shows it, short enough for a defect row. */
export function showValue(shape: Shape): string {
  const scalar = shape.strings[0] ?? shape.numbers[0] ?? shape.booleans[0];
  if (scalar?.kind === "string") return JSON.stringify(scalar.value);
  if (scalar?.kind === "number") return scalar.text;
  if (scalar?.kind === "boolean") return String(scalar.value);
  return shape.arrays > 0 ? "an array" : shape.objects > 0 ? "an object" : "null";
}

/** What both show together. */
export function mergeShapes(first: Shape, second: Shape): Shape {
  const members = new Map(first.members);
  for (const [key, member] of second.members) {
    const earlier = members.get(key);
    members.set(key, earlier ? mergeMembers(earlier, member) : member);
  }
  const items = first.items && second.items ? mergeShapes(first.items, second.items) : (first.items ?? second.items);
  return {
    objects: first.objects + second.objects,
    members,
    arrays: first.arrays + second.arrays,
    ...(items ? { items } : {}),
    lengths: new Set([...first.lengths, ...second.lengths]),
    strings: [...first.strings, ...second.strings],
    numbers: [...first.numbers, ...second.numbers],
    booleans: [...first.booleans, ...second.booleans],
    nulls: [...first.nulls, ...second.nulls],
    place: first.place,
  };
}

const mergeMembers = (first: MemberShape, second: MemberShape): MemberShape => ({
  shape: mergeShapes(first.shape, second.shape),
  present: first.present + second.present,
  comments: [...first.comments, ...second.comments],
});
