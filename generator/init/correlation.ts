/** How an answer finds its request: it repeats all of it, its id, or some of its members. */

import { isObject } from "../schema/is-object.js";
import type { Json } from "../schema/json-schema.js";
import { escapePointer } from "../schema/pointer.js";
import { type Members, scalarsOf } from "./answer-members.js";
import { type Draft, found, guessed, missing } from "./claim.js";
import { placeOfMessage } from "./messages.js";
import { topicList } from "./requests.js";
import type { Answer, Request } from "./roles.js";
import { ID } from "./topic-text.js";

export function correlationOf(
  acks: readonly Answer[],
  requests: readonly Request[],
  refusals: readonly Answer[] = [],
): Draft {
  const asking = requests.filter(({ action }) => action === "subscribe");
  const [request] = asking;
  const [ack] = acks;
  if (!ack || !request) return missing("how an answer finds its request: no page shows both");
  const place = placeOfMessage(ack);
  const echo = Object.entries(ack.value).find(([, inner]) => isObject(inner) && request.member in inner)?.[0];
  if (echo !== undefined && topicList(request) !== undefined)
    return { by: "echo", pointer: found(`/${escapePointer(echo)}`, place, "the answer repeats the request there") };
  return byId(acks, asking) ?? byMembers(ack, acks, refusals, asking);
}

/** Where answers have the id that requests have, and say which topics they are about. */
function byId(acks: readonly Answer[], asking: readonly Request[]): Draft | undefined {
  const [ack] = acks;
  const id = acks.flatMap(({ value }) => Object.keys(value)).find((key) => ID.test(key));
  if (!ack || id === undefined) return undefined;
  const lists = acks.flatMap(({ value }) => listPointers(value));
  const accepted = lists.find((pointer) => /succe|accept|ok|subscribed/i.test(pointer));
  const refused = lists.find((pointer) => /fail|refus|reject|error|invalid/i.test(pointer));
  if (accepted === undefined || refused === undefined || !asking.some(({ value }) => id in value)) return undefined;
  const place = placeOfMessage(ack);
  return {
    by: "id",
    pointer: found(`/${escapePointer(id)}`, place, "requests and answers have it"),
    success: found(accepted, place, "the answer lists topics there"),
    failed: found(refused, place, "the answer lists topics there"),
  };
}

function byMembers(
  ack: Answer,
  acks: readonly Answer[],
  refusals: readonly Answer[],
  asking: readonly Request[],
): Draft {
  const place = placeOfMessage(ack);
  const sent = asking.flatMap(({ value }) => scalarsOf(value, ITEMS));
  // Switches come back in other words.
  const switches = new Set(sent.flatMap(([pointer, value]) => (typeof value === "boolean" ? [pointer] : [])));
  const pointers = [...new Set(sent.map(([pointer]) => pointer))].filter((pointer) => !switches.has(pointer));
  // What an answer lists may be all that was ever asked for.
  const answered = acks.flatMap(({ value }) => scalarsOf(value));
  const refused = refusals.flatMap(({ value }) => scalarsOf(value));
  const valuesAt = (pointer: string): string[] =>
    sent.flatMap(([at, value]) => (at === pointer ? [String(value)] : []));
  // What says in a request what to do may say in an answer what kind of message it is.
  const actions = new Set(asking.map(({ member }) => `/${escapePointer(member)}`));
  const isAnswered = (pointer: string): boolean =>
    answered.some(([at, value]) => at === pointer && (!actions.has(at) || valuesAt(pointer).includes(String(value))));
  /** Where answers have it elsewhere: a member of that name with a value that requests have, in refusals too. */
  const elsewhere = (pointer: string): string | undefined => {
    const isSent = (value: Json): boolean => valuesAt(pointer).includes(String(value));
    return answered.find(
      ([at, value]) =>
        nameIn(at) === nameIn(pointer) &&
        isSent(value) &&
        refused.every(([other, said]) => other !== at || isSent(said)),
    )?.[0];
  };
  const repeated = pointers.flatMap((pointer): Json[] => {
    if (isAnswered(pointer)) return [pointer];
    const reply = elsewhere(pointer);
    return reply === undefined ? [] : [{ request: pointer, reply }];
  });
  if (repeated.length === 0)
    return guessed({ by: "order" }, place, "answers repeat nothing of their request: does it wait for the one before?");
  const id = repeated.find((member) => typeof member === "string" && ID.test(nameIn(member) ?? ""));
  const hasId = ({ value }: Answer): boolean => scalarsOf(value).some(([at]) => at === id);
  if (id !== undefined && [...acks, ...refusals].every(hasId))
    return { by: "members", pointers: found([id], place, "requests and all of their answers have it") };
  // Requests of other topics have other parameters, which their answers repeat as well.
  const isPerTopic = asking.every((request) => topicList(request) === undefined && !hasLists(request.value));
  return {
    by: "members",
    pointers: guessed(
      isPerTopic ? pointers : repeated,
      place,
      "the answer repeats these members of its request: all of them?",
    ),
  };
}

/** Of a list, its first item. */
const ITEMS = { lists: true } as const;

/** The member of a pointer, which may lead to an item of a list. */
const nameIn = (pointer: string): string | undefined => pointer.split("/").findLast((key) => !/^\d+$/.test(key));

const hasLists = (value: Members): boolean =>
  Object.values(value).some((inner) => Array.isArray(inner) || (isObject(inner) && hasLists(inner)));

/** Lists in a message and in the objects of its root. */
const listPointers = (value: Members, above = ""): string[] =>
  Object.entries(value).flatMap(([key, inner]) => {
    const pointer = `${above}/${escapePointer(key)}`;
    if (Array.isArray(inner)) return [pointer];
    return isObject(inner) && above === "" ? listPointers(inner, pointer) : [];
  });
