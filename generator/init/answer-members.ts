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

/** Scalars of a message and of the objects in it, by pointer; with `lists`, those of the first item of each list too. */
export function scalarsOf(value: Members, { lists = false } = {}): [pointer: string, value: Json][] {
  const inside = (inner: unknown, pointer: string, depth: number): [string, Json][] => {
    if (Array.isArray(inner)) return lists && inner.length > 0 ? inside(inner[0], `${pointer}/0`, depth + 1) : [];
    if (!isObject(inner)) return [[pointer, inner as Json]];
    if (depth > MAX_DEPTH) return [];
    return Object.entries(inner).flatMap(([key, own]) => inside(own, `${pointer}/${escapePointer(key)}`, depth + 1));
  };
  return inside(value, "", 0);
}

const MAX_DEPTH = 3;

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
  const outcome = verdictPointer === undefined ? {} : { [verdictPointer]: outcomeOf(value[verdict ?? ""], kind) };
  if (type) return kind === "error" ? { ...outcome, [type.pointer]: type.text } : { [type.pointer]: type.text };
  const repeated = member === undefined ? undefined : repeatedAt(value, member);
  const isFlag = verdict !== undefined && typeof value[verdict] === "boolean";
  return kind === "ack" && isFlag && repeated !== undefined ? { ...outcome, [repeated]: {} } : outcome;
}

/** What stands for the outcome: a refusal has any code or words, and a result that is no scalar is there or not. */
function outcomeOf(said: unknown, kind: Answer["kind"]): Json {
  if (typeof said === "object" && said !== null) return {};
  return kind === "error" && typeof said !== "boolean" && !/^(?:error|failed)$/i.test(String(said))
    ? {}
    : (said as Json);
}
