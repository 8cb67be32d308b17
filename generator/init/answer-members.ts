/** Members of answers: what they repeat of a request, and what tells an answer from the others. */

import { isObject } from "../schema/is-object.js";
import type { Json } from "../schema/json-schema.js";
import { escapePointer } from "../schema/pointer.js";
import type { Answer } from "./roles.js";

export type Members = Readonly<Record<string, unknown>>;

/** What must stand at each pointer; `{}` is anything. */
export type Match = Record<string, Json>;

/** Why a request was refused. */
export const REASON = /^(?:ret_?)?(?:msg|message)$|^(?:reason|error_?(?:msg|message)|err_?msg)$/i;

/** Says what kind of message it is, wherever it stands. */
const KIND_MEMBER = /\/(?:op|event|method|type|action|channel|cmd)$/i;

/** Scalars of a message and of the objects in it, by pointer. */
export function scalarsOf(value: Members, above = "", depth = 0): [pointer: string, value: Json][] {
  return Object.entries(value).flatMap(([key, inner]): [string, Json][] => {
    const pointer = `${above}/${escapePointer(key)}`;
    if (isObject(inner)) return depth < 3 ? scalarsOf(inner, pointer, depth + 1) : [];
    return Array.isArray(inner) ? [] : [[pointer, inner as Json]];
  });
}

/** Where an answer repeats a member of its request. */
export const repeatedAt = (value: Members, member: string): string | undefined =>
  scalarsOf(value).find(([pointer]) => pointer.endsWith(`/${escapePointer(member)}`))?.[0];

/** A member that says in capitals what the message is: `COMMAND_RESP`. */
export function typeMember(value: Members): { readonly pointer: string; readonly text: string } | undefined {
  const isType = ([key, text]: [string, unknown]): boolean =>
    /^type$/i.test(key) && /^[A-Z]+(?:_[A-Z]+)+$/.test(String(text));
  const [key, text] = Object.entries(value).find(isType) ?? [];
  return key === undefined ? undefined : { pointer: `/${escapePointer(key)}`, text: String(text) };
}

/** `member`: the one of requests that says what to do. */
export function matchOf({ value, kind, verdict }: Answer, member: string | undefined): Match {
  const scalars = scalarsOf(value);
  const saying = (words: RegExp): Match | undefined => {
    const own = scalars.filter(([, text]) => words.test(String(text)));
    const [pointer, text] = own.find(([at]) => KIND_MEMBER.test(at)) ?? own[0] ?? [];
    return pointer === undefined || text === undefined ? undefined : { [pointer]: text };
  };
  const verdictPointer = verdict === undefined ? undefined : `/${escapePointer(verdict)}`;
  if (kind === "pong") {
    const name = Object.keys(value).find((key) => /^pong$/i.test(key));
    return name === undefined ? (saying(/^p[io]ng$/i) ?? {}) : { [`/${escapePointer(name)}`]: {} };
  }
  if (kind === "auth")
    return saying(/^(?:auth|login|logon|sign_?in)/i) ?? (verdictPointer === undefined ? {} : { [verdictPointer]: {} });
  const type = typeMember(value);
  const outcome =
    verdict === undefined || verdictPointer === undefined ? {} : { [verdictPointer]: value[verdict] as Json };
  if (type) return kind === "error" ? { ...outcome, [type.pointer]: type.text } : { [type.pointer]: type.text };
  const repeated = member === undefined ? undefined : repeatedAt(value, member);
  const isFlag = verdict !== undefined && typeof value[verdict] === "boolean";
  return kind === "ack" && isFlag && repeated !== undefined ? { ...outcome, [repeated]: {} } : outcome;
}
