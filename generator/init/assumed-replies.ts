/** Answers that no page shows: they are assumed to be like the one that it shows, for a person to check. */

import { isObject } from "../schema/is-object.js";
import type { Json } from "../schema/json-schema.js";
import { escapePointer } from "../schema/pointer.js";
import { type Match, type Members, REASON, repeatedAt, typeMember } from "./answer-members.js";
import { membersOfAll, type ObjectSchema, schemaOf } from "./answer-schema.js";
import { type Draft, guessed } from "./claim.js";
import { placeOfMessage } from "./messages.js";
import type { Answer, Request } from "./roles.js";
import { ID } from "./topic-text.js";

/** The answer to credentials, with the shape of the answer to a subscription. */
export function assumedAuthReply(ack: Answer | undefined, auth: Request | undefined): Draft[] {
  if (!ack || !auth) return [];
  const word = auth.value[auth.member] as Json;
  const repeated = repeatedAt(ack.value, auth.member);
  const type = typeMember(ack.value);
  if (repeated === undefined && !type) return [];
  // `COMMAND_RESP` answers a command: `AUTH_RESP` may answer credentials.
  const match: Match =
    repeated === undefined
      ? { [type?.pointer ?? ""]: (type?.text ?? "").replace(/^[A-Z]+/, String(word).toUpperCase()) }
      : { [repeated]: word };
  const place = placeOfMessage(ack);
  const kept = Object.entries(ack.value).filter(
    ([key, value]) => isEcho(value, auth) || !(isObject(value) || ID.test(key)),
  );
  const schema = schemaOf(Object.fromEntries(kept), match);
  return [
    {
      name: "auth-reply",
      kind: "auth",
      description: "Answer to an authentication message.",
      match: guessed(match, place, "no page shows the answer to credentials"),
      schema: guessed(
        mapEcho(schema, ack.value, auth, () => ARGUMENTS),
        place,
        "is the answer like that to a subscription?",
      ),
      byHand:
        "No page shows the answer to credentials; it is assumed to have the shape of the answer to a subscription.",
      source: "by hand",
    },
  ];
}

const ARGUMENTS: Json = {
  type: "array",
  items: { type: ["string", "integer"] },
  description: "What was sent: key, expiry, signature.",
};

/** A refusal, with the members of the answers that are shown, of which it has the verdict and the reason. */
export function assumedErrorReply(acks: readonly Answer[], request: Request | undefined): Draft[] {
  const [ack] = acks;
  if (ack?.verdict === undefined) return [];
  const alike = acks.filter(
    ({ value, verdict: own }) => own === ack.verdict && !typeMember(value) === !typeMember(ack.value),
  );
  const members = membersOfAll(alike.map(({ value }) => value));
  const verdict = `/${escapePointer(ack.verdict)}`;
  const isFlag = typeof ack.value[ack.verdict] === "boolean";
  const type = typeMember(ack.value);
  const match: Match = { [verdict]: isFlag ? false : {}, ...(type && { [type.pointer]: type.text }) };
  const place = placeOfMessage(ack);
  const always = (key: string): boolean =>
    key === ack.verdict ||
    `/${escapePointer(key)}` === type?.pointer ||
    (isFlag && !type && (REASON.test(key) || /^conn_?id$/i.test(key)));
  const schema = mapEcho(schemaOf(members, match), members, request, ({ description }) => ({
    type: ["array", "null"],
    items: {},
    ...(description !== undefined && { description }),
  }));
  return [
    {
      name: "request-error",
      kind: "error",
      description: "Answer to a request that failed.",
      match: guessed(match, place, "no page shows a refusal"),
      schema: guessed(
        { ...schema, required: Object.keys(ack.value).filter(always) },
        place,
        "which members does a refusal have?",
      ),
      byHand: "No page shows a refusal; it is assumed to have the members of the successful answer.",
      source: "by hand",
    },
  ];
}

/** The member that repeats a request. */
const isEcho = (value: unknown, request: Request): boolean => isObject(value) && request.member in value;

/** The schema with other lists in what repeats a request: any request may stand there. */
function mapEcho(
  schema: ObjectSchema,
  value: Members,
  request: Request | undefined,
  listOf: (schema: Readonly<Record<string, Json>>) => Json,
): ObjectSchema {
  const properties = Object.entries(schema.properties as Readonly<Record<string, Json>>).map(
    ([name, node]): [string, Json] => {
      if (!request || !isEcho(value[name], request) || !isObject(node) || !isObject(node.properties))
        return [name, node];
      const inner = Object.entries(node.properties as Readonly<Record<string, Json>>).map(
        ([key, own]): [string, Json] => [
          key,
          isObject(own) && own.type === "array" ? listOf(own as Readonly<Record<string, Json>>) : own,
        ],
      );
      const isAuth = request.action === "auth";
      const required = isAuth
        ? node.required
        : inner.flatMap(([key, own]) => (isObject(own) && own.type === "string" ? [key] : []));
      return [name, { ...node, required, properties: Object.fromEntries(inner) } as Json];
    },
  );
  return { ...schema, properties: Object.fromEntries(properties) };
}
