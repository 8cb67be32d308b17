/** The parts that an answer of the exchange is put together of. */

import { placesOf } from "../../templates/runtime/correlation.js";
import { pathOf, valueAt } from "../../templates/runtime/pointer.js";
import { isObject } from "../schema/is-object.js";
import type { Json } from "../schema/json-schema.js";
import { segmentsOf } from "../schema/pointer.js";
import type { DocumentedReply } from "../spec/dialogues.js";
import type { Correlation, LineFile, Reply } from "../spec/line-file.js";
import type { LineSpec, ReplySpec } from "../spec/spec.js";
import type { ValueType } from "../spec/value-type.js";
import { typeAt } from "./edit.js";

/** The message of the page, with what it repeats taken from this request. What the page's request had and this one lacks is left out. */
export function asShown(
  { message: page, request: pageRequest, repeats }: DocumentedReply,
  request: Json,
  { subscription }: LineFile,
): Record<string, Json> {
  const message = structuredClone(page) as Record<string, Json>;
  // Requests of several connections say the same at several places.
  const places = subscription.form === "event" ? Object.values(subscription.instance ?? {}) : [];
  for (const [pointer, from] of Object.entries(repeats)) {
    const others = places.find((pointers) => pointers.includes(from)) ?? [];
    const value = [from, ...others].map((each) => at(request, each)).find((each) => each !== undefined);
    const documented = at(page, pointer);
    if (isObject(documented) && isObject(value)) {
      // An echo has members that the request left out: `args: null` of a ping.
      const added = Object.entries(documented).filter(([key]) => !Object.hasOwn(pageRequest as object, key));
      place(message, { [pointer]: { ...Object.fromEntries(added), ...value } as Json });
    } else if (value !== undefined)
      place(message, { [pointer]: typeof documented === "string" && !isObject(value) ? String(value) : value });
    else if (at(pageRequest, from) !== undefined) remove(message, pointer);
  }
  return message;
}

/** What makes the message this reply. */
export const saidBy = ({ match }: Reply): Record<string, Json> =>
  Object.fromEntries(
    Object.entries(match).flatMap(([pointer, value]) =>
      typeof value !== "object" || value === null ? [[pointer, value]] : [],
    ),
  );

/** What the schema requires: flags say whether the request was accepted, texts are empty. */
export function smallest(type: ValueType, isAccepted: boolean): Record<string, Json> {
  return type.kind === "object"
    ? Object.fromEntries(
        type.members.filter(({ required }) => required).map((member) => [member.name, least(member.type, isAccepted)]),
      )
    : {};
}

function least(type: ValueType, isAccepted: boolean): Json {
  switch (type.kind) {
    case "object":
      return smallest(type, isAccepted);
    case "constant":
      return type.value;
    case "boolean":
      return isAccepted;
    case "text":
      return "";
    case "number":
      return 0;
    case "list":
    case "tuple":
      return [];
    case "choice":
      return type.branches[0] ? least(type.branches[0], isAccepted) : null;
    case "any":
    case "null":
      return null;
  }
}

function repeatedMembers(correlation: Correlation): { readonly request: string; readonly reply: string }[] {
  switch (correlation.by) {
    case "members":
      return correlation.pointers.map(placesOf);
    case "order":
      return [];
    default:
      return [placesOf(correlation.pointer)];
  }
}

/** What tells the client whose answer it is, where the reply has a member for it and the request a value. */
export function correlationOf(
  { type, reply }: ReplySpec,
  shown: DocumentedReply | undefined,
  request: Json,
  message: Json,
  { correlation }: LineFile,
): Record<string, Json> {
  return Object.fromEntries(
    repeatedMembers(correlation).flatMap(({ request: from, reply: pointer }): [string, Json][] => {
      // A ping has no arguments, and its echo may have `null` for them.
      const value =
        correlation.by === "echo"
          ? ({ ...(at(message, pointer) as object | undefined), ...(request as object) } as Json)
          : at(request, from);
      const isSaid = Object.hasOwn(reply.match, pointer) && typeof reply.match[pointer] !== "object";
      const isDone = shown !== undefined && Object.hasOwn(shown.repeats, pointer);
      // What repeats its request has all that is asked for, whether the page shows it or not.
      const has = typeAt(type, pointer) !== undefined || (correlation.by === "members" && reply.kind !== "pong");
      return value === undefined || isSaid || isDone || !has ? [] : [[pointer, value]];
    }),
  );
}

/** Why it was refused, where the reply has a place for it. */
export function reasonOf(spec: ReplySpec | undefined, why: string, { reason }: LineFile): Record<string, Json> {
  if (!reason) return {};
  const pointers = [reason.pointer, ...(reason.others ?? [])];
  const pointer = pointers.find((each) => spec && typeAt(spec.type, each)) ?? reason.pointer;
  return { [pointer]: why };
}

/** The first match decides what a reply is: what would make it an earlier one is changed. */
export function setApart(message: Json, spec: ReplySpec, { replies }: LineSpec): void {
  const isSaid = (pointer: string): boolean => typeof (spec.reply.match[pointer] ?? {}) !== "object";
  for (const { reply } of replies.slice(0, replies.indexOf(spec)))
    for (const [pointer, value] of Object.entries(reply.match)) {
      if (at(message, pointer) !== value || isSaid(pointer)) continue;
      if (typeof value === "boolean") place(message, { [pointer]: !value });
      else if (typeof value === "string" && /^\d+$/.test(value))
        place(message, { [pointer]: String(Number(value) + 1) });
    }
}

export const at = (message: Json, pointer: string): Json | undefined =>
  valueAt(message, pathOf(pointer)) as Json | undefined;

/** Sets members by their pointers, making the objects on the way to them. */
export function place(message: Json, members: Readonly<Record<string, Json>>): void {
  for (const [pointer, value] of Object.entries(members)) {
    const path = segmentsOf(pointer);
    let node = message as Record<string, Json>;
    for (const segment of path.slice(0, -1)) {
      const inner = Object.hasOwn(node, segment) ? node[segment] : undefined;
      if (typeof inner !== "object" || inner === null) node[segment] = {};
      node = node[segment] as Record<string, Json>;
    }
    const last = path.at(-1);
    if (last !== undefined) node[last] = value;
  }
}

function remove(message: Json, pointer: string): void {
  const path = segmentsOf(pointer);
  const parent = valueAt(message, path.slice(0, -1));
  const last = path.at(-1);
  if (isObject(parent) && last !== undefined) delete (parent as Record<string, Json>)[last];
}
