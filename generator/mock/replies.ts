/** The answers of the exchange: as the pages show them, and where no page does, by the schema of the reply. */

import { randomUUID } from "node:crypto";
import { pathOf, valueAt } from "../../templates/runtime/pointer.js";
import { isObject } from "../schema/is-object.js";
import type { Json } from "../schema/json-schema.js";
import { escapePointer, segmentsOf } from "../schema/pointer.js";
import type { DocumentedReply } from "../spec/dialogues.js";
import { type LineFile, type Reply, topicListPointer } from "../spec/line-file.js";
import type { LineSpec, ReplySpec } from "../spec/spec.js";
import type { ValueType } from "../spec/value-type.js";
import { typeAt, typed } from "./edit.js";
import { unixTime } from "./values.js";

export interface Replies {
  pong(request: Json): Json;
  authenticated(request: Json): Json;
  /** `reason`: why it was refused. */
  refused(request: Json, reason: string): Json;
  refusedAuthentication(request: Json, reason: string): Json;
  /** Topics by their fate: lines that answer topic by topic say both. */
  acknowledged(request: Json, accepted: readonly string[], failed: readonly string[]): Json;
  /** Of one request it accepts some topics and refuses others. */
  readonly isByTopic: boolean;
}

export interface RepliesOptions {
  readonly line: LineSpec;
  /** Where they are sent. */
  readonly connection: string;
  /** Of the line; none: all replies are made from their schemas. */
  readonly documented: readonly DocumentedReply[];
  readonly now: () => number;
}

interface Answer {
  readonly kind: Reply["kind"];
  readonly request: Json;
  readonly isAccepted: boolean;
  /** By pointer: what this answer says, whatever the form. */
  readonly members: Readonly<Record<string, Json>>;
}

export function createReplies({ line, connection, documented, now }: RepliesOptions): Replies {
  const { file } = line;
  const { correlation } = file;
  const list = topicListPointer(file);
  const connectionId = randomUUID();
  const find = (kind: Reply["kind"]): ReplySpec | undefined =>
    line.replies.find(({ reply }) => reply.kind === kind && (reply.connections?.includes(connection) ?? true));
  const shownFor = ({ reply }: ReplySpec): DocumentedReply | undefined => {
    const own = documented.filter((each) => each.reply === reply.name);
    return own.find(({ connections }) => connections.includes(connection)) ?? own[0];
  };
  const hasFates = (kind: Reply["kind"]): boolean => {
    const spec = find(kind);
    return correlation.by === "id" && spec !== undefined && typeAt(spec.type, correlation.success) !== undefined;
  };
  const fates = (kind: Reply["kind"], accepted: Json, failed: Json): Record<string, Json> =>
    correlation.by === "id" && hasFates(kind) ? { [correlation.success]: accepted, [correlation.failed]: failed } : {};

  /** No page shows a refusal: it has those members of what the page shows instead that its schema knows. */
  const likeAnAck = ({ type, reply }: ReplySpec, { request }: Answer): Record<string, Json> => {
    const ack = reply.kind === "error" ? find("ack") : undefined;
    const shown = ack && shownFor(ack);
    const message = shown ? asShown(shown, request, file) : {};
    return Object.fromEntries(Object.entries(message).filter(([name]) => typeAt(type, `/${escapePointer(name)}`)));
  };
  const setConnection = (message: Json, { type }: ReplySpec, shown: DocumentedReply | undefined): void => {
    const { connection: name } = line.exchange.answers;
    if (name === undefined) return;
    const pointer = `/${escapePointer(name)}`;
    const has = shown ? at(message, pointer) !== undefined : typeAt(type, pointer) !== undefined;
    if (has) place(message, { [pointer]: connectionId });
  };
  const setClock = (message: Json, { type }: ReplySpec, shown: DocumentedReply | undefined): void => {
    for (const { pointer, unit } of file.serverTime ?? []) {
      if (at(message, pointer) === undefined || (shown && Object.hasOwn(shown.repeats, pointer))) continue;
      // Of a list the schema knows the items.
      const item = typeAt(type, pointer) ?? typeAt(type, pointer.replace(/\/\d+$/, "/*"));
      place(message, { [pointer]: typed(String(unixTime(now(), unit)), item) });
    }
  };

  const build = (answer: Answer): Json => {
    const spec = find(answer.kind);
    if (!spec) return {};
    const shown = shownFor(spec);
    const message = shown
      ? asShown(shown, answer.request, file)
      : { ...smallest(spec.type, answer.isAccepted), ...likeAnAck(spec, answer) };
    place(message, saidBy(spec.reply));
    place(message, correlationOf(spec, shown, answer.request, message, file));
    setConnection(message, spec, shown);
    setClock(message, spec, shown);
    place(message, answer.members);
    setApart(message, spec, line);
    return message;
  };
  const success = file.authentication?.success;
  return {
    pong: (request) => build({ kind: "pong", request, isAccepted: true, members: {} }),
    authenticated: (request) =>
      build({
        kind: "auth",
        request,
        isAccepted: true,
        members: success ? { [success.pointer]: success.value } : {},
      }),
    refused: (request, why) =>
      build({
        kind: "error",
        request,
        isAccepted: false,
        members: {
          ...reasonOf(find("error"), why, file),
          ...(typeof at(request, list ?? "") === "object" ? fates("error", [], at(request, list ?? "") ?? []) : {}),
        },
      }),
    refusedAuthentication: (request, why) =>
      build({
        kind: "auth",
        request,
        isAccepted: false,
        members: {
          ...(success ? { [success.pointer]: typeof success.value === "boolean" ? !success.value : "fail" } : {}),
          ...reasonOf(find("auth"), why, file),
        },
      }),
    acknowledged: (request, accepted, failed) =>
      build({
        kind: "ack",
        request,
        isAccepted: true,
        members: accepted.length + failed.length > 0 ? fates("ack", [...accepted], [...failed]) : {},
      }),
    isByTopic: hasFates("ack"),
  };
}

/** The message of the page, with what it repeats taken from this request. What the page's request had and this one lacks is left out. */
function asShown(
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
const saidBy = ({ match }: Reply): Record<string, Json> =>
  Object.fromEntries(
    Object.entries(match).flatMap(([pointer, value]) =>
      typeof value !== "object" || value === null ? [[pointer, value]] : [],
    ),
  );

/** What the schema requires: flags say whether the request was accepted, texts are empty. */
function smallest(type: ValueType, isAccepted: boolean): Record<string, Json> {
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

/** What tells the client whose answer it is, where the reply has a member for it and the request a value. */
function correlationOf(
  { type, reply }: ReplySpec,
  shown: DocumentedReply | undefined,
  request: Json,
  message: Json,
  { correlation }: LineFile,
): Record<string, Json> {
  const pointers = correlation.by === "members" ? correlation.pointers : [correlation.pointer];
  return Object.fromEntries(
    pointers.flatMap((pointer): [string, Json][] => {
      // A ping has no arguments, and its echo may have `null` for them.
      const value =
        correlation.by === "echo"
          ? ({ ...(at(message, pointer) as object | undefined), ...(request as object) } as Json)
          : at(request, pointer);
      const isSaid = Object.hasOwn(reply.match, pointer) && typeof reply.match[pointer] !== "object";
      const isDone = shown !== undefined && Object.hasOwn(shown.repeats, pointer);
      // What repeats its request has all that is asked for, whether the page shows it or not.
      const has = typeAt(type, pointer) !== undefined || (correlation.by === "members" && reply.kind !== "pong");
      return value === undefined || isSaid || isDone || !has ? [] : [[pointer, value]];
    }),
  );
}

/** Why it was refused, where the reply has a place for it. */
function reasonOf(spec: ReplySpec | undefined, why: string, { reason }: LineFile): Record<string, Json> {
  if (!reason) return {};
  const pointers = [reason.pointer, ...(reason.others ?? [])];
  const pointer = pointers.find((each) => spec && typeAt(spec.type, each)) ?? reason.pointer;
  return { [pointer]: why };
}

/** The first match decides what a reply is: what would make it an earlier one is changed. */
function setApart(message: Json, spec: ReplySpec, { replies }: LineSpec): void {
  const isSaid = (pointer: string): boolean => typeof (spec.reply.match[pointer] ?? {}) !== "object";
  for (const { reply } of replies.slice(0, replies.indexOf(spec)))
    for (const [pointer, value] of Object.entries(reply.match)) {
      if (at(message, pointer) !== value || isSaid(pointer)) continue;
      if (typeof value === "boolean") place(message, { [pointer]: !value });
      else if (typeof value === "string" && /^\d+$/.test(value))
        place(message, { [pointer]: String(Number(value) + 1) });
    }
}

const at = (message: Json, pointer: string): Json | undefined => valueAt(message, pathOf(pointer)) as Json | undefined;

/** Sets members by their pointers, making the objects on the way to them. */
function place(message: Json, members: Readonly<Record<string, Json>>): void {
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
