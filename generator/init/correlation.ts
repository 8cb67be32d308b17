/** How an answer finds its request: it repeats all of it, its id, or some of its members. */

import { isObject } from "../schema/is-object.js";
import { escapePointer } from "../schema/pointer.js";
import { type Members, scalarsOf } from "./answer-members.js";
import { type Draft, found, guessed, missing } from "./claim.js";
import { placeOfMessage } from "./messages.js";
import { ID, listMember } from "./requests.js";
import type { Answer, Request } from "./roles.js";

export function correlationOf(acks: readonly Answer[], requests: readonly Request[]): Draft {
  const asking = requests.filter(({ action }) => action === "subscribe");
  const [request] = asking;
  const [ack] = acks;
  if (!ack || !request) return missing("how an answer finds its request: no page shows both");
  const place = placeOfMessage(ack);
  const echo = Object.entries(ack.value).find(([, inner]) => isObject(inner) && request.member in inner)?.[0];
  if (echo !== undefined && listMember(request) !== undefined)
    return { by: "echo", pointer: found(`/${escapePointer(echo)}`, place, "the answer repeats the request there") };
  return byId(acks, asking) ?? byMembers(ack, acks, asking);
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

function byMembers(ack: Answer, acks: readonly Answer[], asking: readonly Request[]): Draft {
  const place = placeOfMessage(ack);
  const sent = asking.flatMap(({ value }) => scalarsOf(value));
  // Switches come back in other words.
  const switches = new Set(sent.flatMap(([pointer, value]) => (typeof value === "boolean" ? [pointer] : [])));
  const pointers = [...new Set(sent.map(([pointer]) => pointer))].filter((pointer) => !switches.has(pointer));
  const answered = new Set(acks.flatMap(({ value }) => scalarsOf(value)).map(([pointer]) => pointer));
  const shared = pointers.filter((pointer) => answered.has(pointer));
  if (shared.length === 0) return missing("how an answer finds its request: they have no member in common", place);
  // Requests of other topics have other parameters, which their answers repeat as well.
  const isPerTopic = asking.every((request) => listMember(request) === undefined);
  return {
    by: "members",
    pointers: guessed(
      isPerTopic ? pointers : shared,
      place,
      "the answer repeats these members of its request: all of them?",
    ),
  };
}

/** Lists in a message and in the objects of its root. */
const listPointers = (value: Members, above = ""): string[] =>
  Object.entries(value).flatMap(([key, inner]) => {
    const pointer = `${above}/${escapePointer(key)}`;
    if (Array.isArray(inner)) return [pointer];
    return isObject(inner) && above === "" ? listPointers(inner, pointer) : [];
  });
