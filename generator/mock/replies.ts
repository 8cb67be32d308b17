/** The answers of the exchange, in the form that each line documents. */

import { randomUUID } from "node:crypto";
import { placesOf } from "../../templates/runtime/correlation.js";
import { pathOf, valueAt } from "../../templates/runtime/pointer.js";
import type { Json } from "../schema/json-schema.js";
import { escapePointer, segmentsOf } from "../schema/pointer.js";
import { type Correlation, type Reply, topicListPointer } from "../spec/line-file.js";
import type { LineSpec, ReplySpec } from "../spec/spec.js";
import { setAt, typeAt } from "./edit.js";
import { createRandom } from "./random.js";
import { sampleOf } from "./values.js";

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

/** `connection`: where they are sent. */
export function createReplies(line: LineSpec, connection: string): Replies {
  const { file } = line;
  const { correlation, reason } = file;
  const repeated = repeatedMembers(correlation);
  const list = topicListPointer(file);
  const { connection: id } = line.exchange.answers;
  const named = id === undefined ? {} : { [id]: randomUUID() };
  const context = { random: createRandom(1), now: Date.now, named };
  const here = line.replies.filter(({ reply }) => reply.connections?.includes(connection) ?? true);
  /** Of several kinds of acknowledgement, the one that repeats what the request asks to be done. */
  const find = (kind: Reply["kind"], request: Json = null): ReplySpec | undefined => {
    const own = here.filter(({ reply }) => reply.kind === kind);
    const actions = line.exchange.requests.members.map((member) => at(request, `/${escapePointer(member)}`));
    const repeats = ({ reply }: ReplySpec): boolean =>
      Object.values(reply.match).some((value) => typeof value === "string" && actions.includes(value));
    return own.find(repeats) ?? own[0];
  };
  const hasLists = (kind: Reply["kind"]): boolean => {
    const spec = find(kind);
    return correlation.by === "id" && spec !== undefined && typeAt(spec.type, correlation.success) !== undefined;
  };
  const fates = (kind: Reply["kind"], accepted: Json, failed: Json): Record<string, Json> =>
    correlation.by === "id" && hasLists(kind) ? { [correlation.success]: accepted, [correlation.failed]: failed } : {};

  /** A reply by its schema, its match and its correlation. */
  const build = (kind: Reply["kind"], request: Json, members: Readonly<Record<string, Json>>): Json => {
    const spec = find(kind, request);
    const message = spec ? sampleOf(spec.type, context) : {};
    const fixed = Object.entries(spec?.reply.match ?? {}).filter(
      ([, value]) => typeof value !== "object" || value === null,
    );
    for (const [pointer, value] of fixed) place(message, pointer, value as Json);
    if (reason && spec && typeAt(spec.type, reason.pointer)) setAt(message, reason.pointer, "");
    for (const { request: asked, reply: pointer } of repeated) {
      // An echo has members that the request left out: `args: null` of a ping.
      const value =
        correlation.by === "echo"
          ? ({ ...(at(message, pointer) as object | undefined), ...(request as object) } as Json)
          : at(request, asked);
      // A pong does not repeat that a ping was asked for.
      if (value !== undefined && !fixed.some(([own]) => own === pointer)) place(message, pointer, value);
    }
    for (const [pointer, value] of Object.entries(members)) place(message, pointer, value);
    // The first match decides what a reply is: a flag that makes it an earlier one is turned.
    for (const { reply } of line.replies.slice(0, spec ? line.replies.indexOf(spec) : 0))
      for (const [pointer, value] of Object.entries(reply.match))
        if (typeof value === "boolean" && at(message, pointer) === value && !fixed.some(([own]) => own === pointer))
          place(message, pointer, !value);
    return message;
  };
  const success = file.authentication?.success;
  return {
    pong: (request) => build("pong", request, {}),
    authenticated: (request) => build("auth", request, success ? { [success.pointer]: success.value } : {}),
    refused: (request, why) =>
      build("error", request, {
        ...(reason ? { [reason.pointer]: why } : {}),
        ...fates("error", [], at(request, list ?? "") ?? []),
      }),
    refusedAuthentication: (request, why) =>
      build("auth", request, {
        ...(success ? { [success.pointer]: typeof success.value === "boolean" ? !success.value : "fail" } : {}),
        ...(reason ? { [reason.pointer]: why } : {}),
      }),
    acknowledged: (request, accepted, failed) => build("ack", request, fates("ack", [...accepted], [...failed])),
    isByTopic: hasLists("ack"),
  };
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

const at = (message: Json, pointer: string): Json | undefined => valueAt(message, pathOf(pointer)) as Json | undefined;

/** Sets a member, making the objects on the way to it. */
function place(message: Json, pointer: string, value: Json): void {
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
