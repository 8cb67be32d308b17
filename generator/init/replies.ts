/** What the server answers, and where an answer says that credentials were accepted, or why a request was refused. */

import { sectionOf } from "../derive/evidence.js";
import type { Json } from "../schema/json-schema.js";
import { escapePointer } from "../schema/pointer.js";
import { groupBy } from "../text/group-by.js";
import { matchOf, REASON, scalarsOf } from "./answer-members.js";
import { schemaOfAnswers } from "./answer-schema.js";
import { assumedAuthReply, assumedErrorReply } from "./assumed-replies.js";
import { type Draft, found, guessed } from "./claim.js";
import { type Connection, namedBy } from "./connections.js";
import { correlationOf } from "./correlation.js";
import { headingName, type PageReading, placeOfMessage } from "./messages.js";
import { type RequestId, sourceOf } from "./requests.js";
import type { Answer, Request } from "./roles.js";
import { ID } from "./topic-text.js";

/** What the answer to credentials has where they were accepted. */
export interface Success {
  readonly pointer: Draft;
  readonly value: Draft;
}

export interface ProposedReplies {
  readonly replies: readonly Draft[];
  /** Name of the answer to a ping; absent if no page shows one. */
  readonly pong?: string;
  readonly success?: Success;
  readonly correlation: Draft;
  readonly reason?: Draft;
}

export function proposeReplies(
  answers: readonly Answer[],
  requests: readonly Request[],
  readings: readonly PageReading[],
  connections: readonly Connection[],
): ProposedReplies {
  const of = (kind: Answer["kind"]): Answer[] => answers.filter((answer) => answer.kind === kind);
  const [acks, auths, refusals] = [of("ack"), of("auth"), of("error")];
  const subscribing = requests.find(({ action }) => action === "subscribe");
  const shown = (name: ReplyName, own: readonly Answer[]): Draft[] =>
    shownReplies(name, own, subscribing?.member, { readings, connections });
  const pongs = shown("pong", of("pong"));
  const authReplies =
    auths.length > 0
      ? shown("auth-reply", auths)
      : assumedAuthReply(
          acks[0],
          requests.find(({ action }) => action === "auth"),
        );
  const acked = shown("subscribe-ack", acks);
  const errors = refusals.length > 0 ? shown("request-error", refusals) : assumedErrorReply(acks, subscribing);
  // The first match decides: `success: false` before what only has a type, code 0 before any code.
  const isFlag = acks.every(({ value, verdict }) => verdict === undefined || typeof value[verdict] === "boolean");
  const reason = reasonOf([...acks, ...auths, ...refusals]);
  const success = successOf(auths[0]) ?? assumedSuccess(acks);
  return {
    replies: [
      ...pongs,
      ...authReplies,
      ...(isFlag || refusals.length > 0 ? [...errors, ...acked] : [...acked, ...errors]),
    ],
    ...(pongs.length > 0 && { pong: "pong" }),
    ...(success && { success }),
    correlation: correlationOf(acks, requests, refusals),
    ...(reason && { reason }),
  };
}

/** Do answers repeat an id of the request? */
export const repeatId = (answers: readonly Answer[]): boolean =>
  answers.some(({ kind, value }) => kind === "ack" && Object.keys(value).some((key) => ID.test(key)));

/** The id of a request for topics, where answers repeat it. */
export function requestIdOf(requests: readonly Request[], answers: readonly Answer[]): RequestId | undefined {
  const asking = repeatId(answers) ? requests.filter(({ action }) => action === "subscribe") : [];
  const [found] = asking.flatMap(({ value }) => Object.entries(value).filter(([key]) => ID.test(key)));
  return found && { member: found[0], example: found[1] };
}

const REPLIES = {
  pong: { kind: "pong", description: "Answer to a ping." },
  "auth-reply": { kind: "auth", description: "Answer to an authentication message." },
  "subscribe-ack": { kind: "ack", description: "Answer to a subscription or its end." },
  "request-error": { kind: "error", description: "Answer to a request that failed." },
} as const;

type ReplyName = keyof typeof REPLIES;

/** One reply a match: `pong`, `pong-2`. Code blocks are named as examples; answers in the words of a page become a schema. */
function shownReplies(
  name: ReplyName,
  answers: readonly Answer[],
  member: string | undefined,
  { readings, connections }: { readonly readings: readonly PageReading[]; readonly connections: readonly Connection[] },
): Draft[] {
  const groups = groupBy(answers, (answer) => JSON.stringify(matchOf(answer, member)));
  return [...groups.values()].flatMap((own, index): Draft[] => {
    const [first] = own;
    if (!first) return [];
    const place = placeOfMessage(first);
    const match = matchOf(first, member);
    const examples = own.flatMap((answer) => exampleOf(answer, readings) ?? []);
    return [
      {
        name: index === 0 ? name : `${name}-${index + 1}`,
        ...REPLIES[name],
        match:
          groups.size > 1
            ? guessed(match, place, "does it tell this answer from the others?")
            : found(match, place, "the page shows it"),
        ...sentOn(own, connections),
        ...(examples.length > 0
          ? { examples: found(examples, place, "the page shows it") }
          : {
              schema: found(
                schemaOfAnswers(
                  own.map(({ value }) => value),
                  match,
                ),
                place,
                "the text shows it",
              ),
              byHand: "The page shows it in its text only.",
            }),
        source: sourceOf(first),
      },
    ];
  });
}

/** Tabs, or the words right above, say which connections send an answer. */
function sentOn(answers: readonly Answer[], connections: readonly Connection[]): Record<string, Draft> {
  const each = answers.map(({ tabs, label }) => {
    const own = namedBy(tabs.map((tab) => `${tab.value} ${tab.label}`).join(" "), connections);
    const [, access] = /\b(public|private) (?:channels?|topics?|streams?)/i.exec(label) ?? [];
    return own.length > 0 ? own : connections.filter((connection) => connection.access === access?.toLowerCase());
  });
  const names = connections
    .filter((connection) => each.some((own) => own.includes(connection)))
    .map(({ name }) => name);
  const [first] = answers;
  if (!first || names.length === 0 || names.length === connections.length) return {};
  return { connections: guessed(names, placeOfMessage(first), "the examples name these: are they all?") };
}

/** Where derive finds the code block: the n-th below its heading. Further messages of a block have no such name. */
function exampleOf({ fence, headings, page }: Answer, readings: readonly PageReading[]): Json | undefined {
  const heading = headings.at(-1);
  const reading = readings.find((other) => other.page === page);
  if (!fence || !heading || reading?.readings.get(fence)?.kind !== "json") return undefined;
  const fences = sectionOf(page, heading).filter((block) => {
    const kind = block.kind === "fence" ? reading.readings.get(block)?.kind : undefined;
    return kind === "json" || kind === "request";
  });
  return { heading: headingName(heading), fence: fences.indexOf(fence) + 1 };
}

function successOf(auth: Answer | undefined): Success | undefined {
  if (auth?.verdict === undefined) return undefined;
  const place = placeOfMessage(auth);
  const why = "the answer to credentials shows it";
  return {
    pointer: found(`/${escapePointer(auth.verdict)}`, place, why),
    value: found(auth.value[auth.verdict] as Json, place, why),
  };
}

function assumedSuccess(acks: readonly Answer[]): Success | undefined {
  const ack = acks.find(({ value, verdict }) => verdict !== undefined && value[verdict] === true);
  if (ack?.verdict === undefined) return undefined;
  const why = "no page shows the answer to credentials: does it say so at the same place?";
  return { pointer: guessed(`/${escapePointer(ack.verdict)}`, placeOfMessage(ack), why), value: true };
}

/** At the root of an answer, or in what says that it failed. */
function reasonOf(answers: readonly Answer[]): Draft | undefined {
  for (const answer of answers) {
    const isError = (pointer: string): boolean => answer.kind === "error" && pointer === `/${answer.verdict}`;
    const [pointer] =
      scalarsOf(answer.value).find(([at]) => REASON.test(at.slice(1)) || /^\/error\/(?:msg|message)$/i.test(at)) ??
      scalarsOf(answer.value).find(([at, said]) => isError(at) && typeof said === "string" && /\s/.test(said)) ??
      [];
    if (pointer === undefined) continue;
    return {
      pointer: found(pointer, placeOfMessage(answer), "a member of that name"),
      source: sourceOf(answer),
    };
  }
  return undefined;
}
