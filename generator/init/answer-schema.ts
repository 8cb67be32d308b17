/** The schema of an answer that no code block shows, from a text or from an answer like it. */

import { isObject } from "../schema/is-object.js";
import type { Json } from "../schema/json-schema.js";
import { escapePointer } from "../schema/pointer.js";
import { type Match, type Members, REASON } from "./answer-members.js";
import { isOpenValue } from "./messages.js";
import { ID } from "./topic-text.js";

export type ObjectSchema = Record<string, Json>;

/** What all of the answers have is required. `match`: what stands in every one of them. */
export function schemaOfAnswers(answers: readonly Members[], match: Match): ObjectSchema {
  const members = membersOfAll(answers);
  const required = Object.keys(members).filter((key) => answers.every((answer) => Object.hasOwn(answer, key)));
  return { ...schemaOf(members, match), required };
}

/** Each member as the first of the answers has it. */
export const membersOfAll = (answers: readonly Members[]): Members =>
  Object.fromEntries(answers.toReversed().flatMap((answer) => Object.entries(answer)));

export const schemaOf = (value: Members, match: Match): ObjectSchema => nodeOf(value, "", match) as ObjectSchema;

function nodeOf(value: unknown, pointer: string, match: Match): Json {
  const key = pointer.split("/").at(-1) ?? "";
  const words = pointer === "" ? {} : { description: wordsFor(key) };
  const constant = match[pointer];
  if (constant !== undefined && !isObject(constant)) return { const: constant, ...words };
  if (isOpenValue(value)) return { type: ["string", "integer"], ...words };
  if (Array.isArray(value)) {
    const types = [...new Set(value.map(typeOf))];
    const [type] = types;
    const isPlain = types.length === 1 && type !== undefined && !["object", "array"].includes(type);
    return { type: "array", items: isPlain ? { type } : {}, ...words };
  }
  if (!isObject(value)) return { type: typeOf(value), ...words };
  const properties = Object.entries(value).map(([name, inner]): [string, Json] => [
    name,
    nodeOf(inner, `${pointer}/${escapePointer(name)}`, match),
  ]);
  return { type: "object", required: Object.keys(value), properties: Object.fromEntries(properties), ...words };
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return Array.isArray(value) ? "array" : typeof value;
}

const WORDS: readonly (readonly [member: RegExp, words: string])[] = [
  [/^(?:success|ok)$/i, "Whether the request was accepted."],
  [REASON, "Reason of a refusal."],
  [/^conn_?id$/i, "Id of the connection."],
  [/^request$/i, "The request that is answered."],
  [/^op$/i, "What the request asked for."],
  [ID, "Id of the request."],
];

const wordsFor = (key: string): string => WORDS.find(([member]) => member.test(key))?.[1] ?? "Member of the answer.";
