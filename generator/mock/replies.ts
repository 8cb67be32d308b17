/** The answers of the exchange: as the pages show them, and where no page does, by the schema of the reply. */

import { randomUUID } from "node:crypto";
import type { Json } from "../schema/json-schema.js";
import { escapePointer } from "../schema/pointer.js";
import type { DocumentedReply } from "../spec/dialogues.js";
import { type Reply, topicListPointer } from "../spec/line-file.js";
import type { LineSpec, ReplySpec } from "../spec/spec.js";
import { typeAt, typed } from "./edit.js";
import { asShown, at, correlationOf, place, reasonOf, saidBy, setApart, smallest } from "./reply-message.js";
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
  const here = line.replies.filter(({ reply }) => reply.connections?.includes(connection) ?? true);
  /** Of several kinds of acknowledgement, the one that repeats what the request asks to be done. */
  const find = (kind: Reply["kind"], request: Json = null): ReplySpec | undefined => {
    const own = here.filter(({ reply }) => reply.kind === kind);
    const actions = line.exchange.requests.members.map((member) => at(request, `/${escapePointer(member)}`));
    const repeats = ({ reply }: ReplySpec): boolean =>
      Object.values(reply.match).some((value) => typeof value === "string" && actions.includes(value));
    return own.find(repeats) ?? own[0];
  };
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
    const spec = find(answer.kind, answer.request);
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
