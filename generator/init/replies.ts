/** What the server answers, how an answer finds its request, and where it says why it refused. */

import { sectionOf } from "../derive/evidence.js";
import { isObject } from "../schema/is-object.js";
import type { Json } from "../schema/json-schema.js";
import { escapePointer } from "../schema/pointer.js";
import { type Claim, type Draft, found, guessed, missing, type Place } from "./claim.js";
import { headingName, type PageReading, placeOfMessage } from "./messages.js";
import { ID, listMember, sourceOf } from "./requests.js";
import type { Answer, Request } from "./roles.js";

type Members = Readonly<Record<string, unknown>>;
type Match = Record<string, Json>;

export interface Success {
  readonly pointer: Draft;
  readonly value: Draft;
}

export interface ProposedReplies {
  readonly replies: readonly Draft[];
  /** Name of the answer to a ping. */
  readonly pong?: string;
  readonly success?: Success;
  readonly correlation: Draft;
  readonly reason?: Draft;
  readonly hasId: boolean;
}

const REASON = /^(?:ret_?)?(?:msg|message)$|^(?:reason|error_?(?:msg|message)|err_?msg)$/i;

export function proposeReplies(
  answers: readonly Answer[],
  requests: readonly Request[],
  readings: readonly PageReading[],
): ProposedReplies {
  const of = (kind: Answer["kind"]): Answer[] => answers.filter((answer) => answer.kind === kind);
  const acks = of("ack");
  const pongs = repliesOf(of("pong"), "pong", readings, requests);
  const auths =
    of("auth").length > 0 ? repliesOf(of("auth"), "auth-reply", readings, requests) : authByHand(acks, requests);
  const acked = repliesOf(acks, "subscribe-ack", readings, requests);
  const errors =
    of("error").length > 0 ? repliesOf(of("error"), "request-error", readings, requests) : errorByHand(acks);
  // A verdict of two words tells a refusal before the rest; a code tells success before the rest.
  const isFlag = acks.every(({ value, verdict }) => verdict === undefined || typeof value[verdict] === "boolean");
  const [first, second] = isFlag || of("error").length > 0 ? [errors, acked] : [acked, errors];
  const reason = acks.concat(of("auth")).flatMap((answer) => reasonOf(answer) ?? [])[0];
  const success = successOf(of("auth")[0]) ?? assumedSuccess(acks);
  const hasId = acks.some(({ value }) => Object.keys(value).some((key) => ID.test(key)));
  return {
    replies: [...pongs, ...auths, ...first, ...second],
    ...(pongs.length > 0 && { pong: "pong" }),
    ...(success && { success }),
    correlation: correlationOf(acks, requests),
    ...(reason && { reason }),
    hasId,
  };
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  pong: "Answer to a ping.",
  "auth-reply": "Answer to an authentication message.",
  "subscribe-ack": "Answer to a subscription or its end.",
  "request-error": "Answer to a request that failed.",
};

const KINDS: Readonly<Record<string, string>> = {
  pong: "pong",
  "auth-reply": "auth",
  "subscribe-ack": "ack",
  "request-error": "error",
};

/** One reply a match: `pong`, `pong-2`. Frames of code blocks are named as examples, those of prose become a schema. */
function repliesOf(
  answers: readonly Answer[],
  name: string,
  readings: readonly PageReading[],
  requests: readonly Request[],
): Draft[] {
  const groups = new Map<string, Answer[]>();
  for (const answer of answers) {
    const key = JSON.stringify(matchOf(answer, requests));
    groups.set(key, [...(groups.get(key) ?? []), answer]);
  }
  return [...groups.values()].flatMap((own, index): Draft[] => {
    const [first] = own;
    if (!first) return [];
    const place = placeOfMessage(first);
    const examples = own.flatMap((answer) => exampleOf(answer, readings) ?? []);
    const isShown = examples.length > 0;
    return [
      {
        name: index === 0 ? name : `${name}-${index + 1}`,
        kind: KINDS[name] ?? "ack",
        description: DESCRIPTIONS[name] ?? "Answer.",
        match: guessOrFind(matchOf(first, requests), place, answers.length > 1 && groups.size > 1),
        ...(isShown
          ? { examples: found(examples, place, "the page shows it") }
          : {
              schema: found(schemaOf(first.value, ""), place, "the text shows it"),
              byHand: "The page shows it in its text only.",
            }),
        source: sourceOf(first),
      },
    ];
  });
}

const guessOrFind = (match: Match, place: Place, isOneOfSeveral: boolean): Claim =>
  isOneOfSeveral
    ? guessed(match, place, "do these members tell it from the other answers?")
    : found(match, place, "the page shows it");

/** What tells an answer: the words that it repeats of a ping or of credentials, its verdict and its type. */
function matchOf({ value, kind, verdict }: Answer, requests: readonly Request[]): Match {
  const verb = requests.find(({ action }) => action !== "ping" || true)?.member;
  if (kind === "pong") {
    for (const [pointer, text] of wordsIn(value))
      if (/\/(?:op|event|method|type|action|channel|cmd)$/i.test(pointer) && /^p[io]ng$/i.test(String(text)))
        return { [pointer]: text };
    const own = Object.keys(value).find((key) => /^pong$/i.test(key));
    if (own !== undefined) return { [`/${escapePointer(own)}`]: {} };
    const [word] = wordsIn(value).filter(([, text]) => /^pong$/i.test(String(text)));
    return word ? { [word[0]]: word[1] } : {};
  }
  const match: Match = {};
  if (verdict !== undefined && kind !== "auth") match[`/${escapePointer(verdict)}`] = value[verdict] as Json;
  if (kind === "auth") {
    const [word] = wordsIn(value).filter(([, text]) => /^(?:auth|login|logon|sign_?in)/i.test(String(text)));
    return word ? { [word[0]]: word[1] } : verdict === undefined ? {} : { [`/${escapePointer(verdict)}`]: {} };
  }
  const type = Object.entries(value).find(
    ([key, text]) => /^type$/i.test(key) && /^[A-Z]+(?:_[A-Z]+)+$/.test(String(text)),
  );
  if (type) return { [`/${escapePointer(type[0])}`]: type[1] as Json };
  const repeated = wordsIn(value).find(
    ([pointer]) => verb !== undefined && pointer.endsWith(`/${escapePointer(verb)}`),
  );
  if (kind === "ack" && repeated && typeof value[verdict ?? ""] === "boolean") match[repeated[0]] = {};
  return match;
}

/** Scalars of a message and of the objects in it, by pointer. */
function wordsIn(value: Members, above = "", depth = 0): [pointer: string, value: Json][] {
  return Object.entries(value).flatMap(([key, inner]): [string, Json][] => {
    const pointer = `${above}/${escapePointer(key)}`;
    if (isObject(inner)) return depth < 3 ? wordsIn(inner, pointer, depth + 1) : [];
    return Array.isArray(inner) ? [] : [[pointer, inner as Json]];
  });
}

/** Where the line file finds the code block: the n-th below its heading. */
function exampleOf({ fence, headings, page }: Answer, readings: readonly PageReading[]): Json | undefined {
  const heading = headings.at(-1);
  const reading = readings.find((other) => other.page === page);
  if (!fence || !heading || !reading) return undefined;
  const fences = sectionOf(page, heading).filter((block) => {
    const kind = block.kind === "fence" ? reading.readings.get(block)?.kind : undefined;
    return kind === "json" || kind === "request";
  });
  const own = reading.readings.get(fence);
  const index = fences.indexOf(fence);
  // Further messages of a block cannot be named.
  if (index < 0 || own?.kind !== "json") return undefined;
  return { heading: headingName(heading), fence: index + 1 };
}

/** The schema of an answer that no code block shows. */
function schemaOf(value: unknown, key: string, constants: Match = {}, pointer = ""): Json {
  const description = key === "" ? {} : { description: wordsFor(key) };
  if (pointer in constants) return { const: constants[pointer] ?? null, ...description };
  if (Array.isArray(value)) {
    const types = [...new Set(value.map((item) => typeOf(item)))];
    const items =
      types.length === 1 && types[0] !== "object" ? { items: { type: types[0] ?? "string" } } : { items: {} };
    return { type: "array", ...(value.length > 0 ? items : { items: {} }), ...description };
  }
  if (isObject(value)) {
    const properties = Object.entries(value).map(([name, inner]): [string, Json] => [
      name,
      schemaOf(inner, name, constants, `${pointer}/${escapePointer(name)}`),
    ]);
    return { type: "object", required: Object.keys(value), properties: Object.fromEntries(properties), ...description };
  }
  return { type: typeOf(value), ...description };
}

const typeOf = (value: unknown): string =>
  value === null
    ? "null"
    : Array.isArray(value)
      ? "array"
      : typeof value === "number"
        ? Number.isInteger(value)
          ? "integer"
          : "number"
        : typeof value;

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:success|ok)$/i, "Whether the request was accepted."],
  [REASON, "Reason of a refusal."],
  [/^conn_?id$/i, "Id of the connection."],
  [/^request$/i, "The request that is answered."],
  [/^op$/i, "What the request asked for."],
  [ID, "Id of the request."],
];

const wordsFor = (key: string): string => WORDS.find(([name]) => name.test(key))?.[1] ?? "Member of the answer.";

/** No page shows the answer to credentials: it is assumed to have the shape of the answer to a subscription. */
function authByHand(acks: readonly Answer[], requests: readonly Request[]): Draft[] {
  const [ack] = acks;
  const auth = requests.find(({ action }) => action === "auth");
  if (!ack || !auth) return [];
  const word = auth.value[auth.member] as Json;
  const repeated = wordsIn(ack.value).find(([pointer]) => pointer.endsWith(`/${escapePointer(auth.member)}`));
  if (!repeated) return [];
  const match = { [repeated[0]]: word };
  const place = placeOfMessage(ack);
  return [
    {
      name: "auth-reply",
      kind: "auth",
      description: DESCRIPTIONS["auth-reply"] ?? "",
      match: guessed(match, place, "no page shows the answer to credentials"),
      schema: guessed(
        withoutVerdict(schemaOf(ack.value, "", match), ack),
        place,
        "it is assumed to have the shape of the answer to a subscription",
      ),
      byHand:
        "No page shows the answer to an authentication message; it is assumed to have the shape of the answer to a subscription.",
      source: "by hand",
    },
  ];
}

/** Arguments of credentials are a key, a time and a signature. */
function withoutVerdict(schema: Json, { value }: Answer): Json {
  if (!isObject(schema) || !isObject(schema.properties)) return schema;
  const echoed = Object.entries(value).find(([, inner]) => isObject(inner));
  if (!echoed) return schema;
  const [name, inner] = echoed;
  const list = Object.entries(inner as Members).find(([, own]) => Array.isArray(own))?.[0];
  const own = schema.properties[name];
  if (list === undefined || !isObject(own) || !isObject(own.properties)) return schema;
  const properties = {
    ...own.properties,
    [list]: {
      type: "array",
      items: { type: ["string", "integer"] },
      description: "What was sent: key, expiry, signature.",
    },
  };
  return { ...schema, properties: { ...schema.properties, [name]: { ...own, properties } } } as Json;
}

/** No page shows a refusal: it is assumed to have the members of the answer that it shows. */
function errorByHand(acks: readonly Answer[]): Draft[] {
  const [ack] = acks;
  if (!ack || ack.verdict === undefined) return [];
  const verdict = `/${escapePointer(ack.verdict)}`;
  const isFlag = typeof ack.value[ack.verdict] === "boolean";
  const place = placeOfMessage(ack);
  const schema = schemaOf(ack.value, "", isFlag ? { [verdict]: false } : {});
  const required = [
    ack.verdict,
    ...Object.keys(ack.value).filter((key) => isFlag && (REASON.test(key) || /^conn_?id$/i.test(key))),
  ];
  const order = Object.keys(ack.value).filter((key) => required.includes(key));
  return [
    {
      name: "request-error",
      kind: "error",
      description: DESCRIPTIONS["request-error"] ?? "",
      match: guessed({ [verdict]: isFlag ? false : {} }, place, "no page shows a refusal"),
      schema: guessed(
        relaxed({ ...(schema as Record<string, Json>), required: order }),
        place,
        "it is assumed to have members of the answer that the page shows",
      ),
      byHand: "No page shows a refusal; it is assumed to have the members of the successful answer.",
      source: "by hand",
    },
  ];
}

/** A refusal repeats any request: what it has in lists is open. */
function relaxed(schema: Record<string, Json>): Json {
  const properties = Object.entries(isObject(schema.properties) ? schema.properties : {}).map(
    ([name, own]): [string, Json] => {
      if (!isObject(own) || !isObject(own.properties)) return [name, own as Json];
      const inner = Object.entries(own.properties).map(([key, value]): [string, Json] => {
        const isList = isObject(value) && value.type === "array";
        return [key, isList ? ({ ...value, type: ["array", "null"], items: {} } as Json) : (value as Json)];
      });
      const required = Object.entries(own.properties).flatMap(([key, value]) =>
        isObject(value) && value.type === "string" ? [key] : [],
      );
      const { required: _, ...rest } = own as Record<string, Json>;
      return [name, { ...rest, ...(required.length > 0 && { required }), properties: Object.fromEntries(inner) }];
    },
  );
  return { ...schema, properties: Object.fromEntries(properties) };
}

function successOf(auth: Answer | undefined): Success | undefined {
  if (auth?.verdict === undefined) return undefined;
  const place = placeOfMessage(auth);
  return {
    pointer: found(`/${escapePointer(auth.verdict)}`, place, "the answer to credentials shows it"),
    value: found(auth.value[auth.verdict] as Json, place, "the answer to credentials shows it"),
  };
}

function assumedSuccess(acks: readonly Answer[]): Success | undefined {
  const ack = acks.find(({ value, verdict }) => verdict !== undefined && value[verdict] === true);
  if (ack?.verdict === undefined) return undefined;
  const place = placeOfMessage(ack);
  return {
    pointer: guessed(
      `/${escapePointer(ack.verdict)}`,
      place,
      "no page shows the answer to credentials: does it say so at the same place?",
    ),
    value: true,
  };
}

function reasonOf(answer: Answer): Draft | undefined {
  const member = Object.keys(answer.value).find((key) => REASON.test(key));
  if (member === undefined) return undefined;
  return {
    pointer: found(`/${escapePointer(member)}`, placeOfMessage(answer), "a member of that name"),
    source: sourceOf(answer),
  };
}

/** The whole request in a member; its id with lists of topics; or members that both have. */
function correlationOf(acks: readonly Answer[], requests: readonly Request[]): Draft {
  const [request] = requests.filter(({ action }) => action === "subscribe");
  const [ack] = acks;
  if (!ack || !request) return missing("how an answer finds its request: no page shows both");
  const place = placeOfMessage(ack);
  const echoed = Object.entries(ack.value).find(
    ([, inner]) => isObject(inner) && request.member in inner && !ID.test(request.member),
  );
  if (echoed && isObject(echoed[1]) && listMember({ ...request, value: echoed[1] }) !== undefined)
    return {
      by: "echo",
      pointer: found(`/${escapePointer(echoed[0])}`, place, "the answer repeats the request there"),
    };
  const id = acks.flatMap(({ value }) => Object.keys(value)).find((key) => ID.test(key));
  const lists = acks.flatMap((answer) => topicLists(answer.value));
  const accepted = lists.find(({ pointer }) => /succe|accept|ok|subscribed/i.test(pointer))?.pointer;
  const refused = lists.find(({ pointer }) => /fail|refus|reject|error|invalid/i.test(pointer))?.pointer;
  const isSent = id !== undefined && requests.some(({ value, action }) => action === "subscribe" && id in value);
  if (
    id !== undefined &&
    isSent &&
    accepted !== undefined &&
    refused !== undefined &&
    acks.every(({ value }) => id in value)
  )
    return {
      by: "id",
      pointer: found(`/${escapePointer(id)}`, place, "requests and answers have it"),
      success: found(accepted, place, "a list of topics"),
      failed: found(refused, place, "a list of topics"),
    };
  const sent = requests.filter(({ action }) => action === "subscribe").flatMap(({ value }) => wordsIn(value));
  const switches = new Set(sent.filter(([, value]) => typeof value === "boolean").map(([pointer]) => pointer));
  const answered = new Set(acks.flatMap(({ value }) => wordsIn(value)).map(([pointer]) => pointer));
  const shared = [...new Set(sent.map(([pointer]) => pointer))].filter(
    (pointer) => answered.has(pointer) && !switches.has(pointer),
  );
  if (shared.length === 0) return missing("how an answer finds its request: they have no member in common", place);
  // Other topics have other parameters; an answer has them where its request had them.
  const parameters =
    request && listMember(request) === undefined
      ? [...new Set(sent.map(([pointer]) => pointer))].filter((pointer) => !switches.has(pointer))
      : shared;
  return { by: "members", pointers: guessed(parameters, place, "the answer repeats these members of its request") };
}

const topicLists = (value: Members, above = ""): { pointer: string }[] =>
  Object.entries(value).flatMap(([key, inner]) => {
    const pointer = `${above}/${escapePointer(key)}`;
    if (Array.isArray(inner)) return [{ pointer }];
    return isObject(inner) && above === "" ? topicLists(inner, pointer) : [];
  });
