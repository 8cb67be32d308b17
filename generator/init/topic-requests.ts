/** How a client asks for one topic at a time: a request for each, with slots for what differs. */

import type { EnumSection } from "../derive/enums.js";
import { isObject } from "../schema/is-object.js";
import type { Json } from "../schema/json-schema.js";
import { escapePointer } from "../schema/pointer.js";
import { slotNames } from "../topic/pattern.js";
import { scalarsOf } from "./answer-members.js";
import { type Claim, type Draft, dataOf, found, guessed, missing } from "./claim.js";
import { placeOfMessage } from "./messages.js";
import { linkedSlot } from "./patterns.js";
import { type RequestId, requestId, sourceOf, withAt } from "./requests.js";
import type { Request } from "./roles.js";
import type { TopicSection } from "./sections.js";
import { describeSlot } from "./slots.js";
import { fits, hasSlots, ID, subjectOf } from "./topic-text.js";

export interface TopicRequest {
  readonly draft: Draft;
  /** By parameter, where the request has it. */
  readonly pointers: ReadonlyMap<string, string>;
  /** Slots of topics that stand in it. */
  readonly slots: readonly {
    readonly name: string;
    readonly values: readonly string[];
    readonly example: string;
    readonly source: string;
  }[];
}

/** What a request is written from. */
export interface RequestContext {
  /** The topic, as pushes name it. */
  readonly patterns: readonly string[];
  /** Absent where answers repeat none. */
  readonly id: RequestId | undefined;
  readonly enums: readonly EnumSection[];
}

/** Names what is asked for, under the names that the field has for it. */
const TOPIC_KEY = /^(?:topic|channel|stream|feed|event|name)s?$/i;

const isInstrument = (key: string): boolean => subjectOf(key) === "symbol";

export function topicRequest(
  request: Request,
  section: TopicSection,
  { patterns, id, enums }: RequestContext,
): TopicRequest {
  const parameters: Record<string, Draft> = {};
  const pointers = new Map<string, string>();
  const slots: TopicRequest["slots"][number][] = [];
  const pushed = section.pushes.map(({ topic }) => topic);
  const place = placeOfMessage(request);
  const addSlot = (name: string, example: string): void => {
    const linked = enums.find(
      ({ names, values }) => names.includes(name) && values.some(({ value }) => String(value) === example),
    );
    parameters[name] = { type: "string", description: describeSlot(name) };
    slots.push({
      name,
      example,
      values: linked?.values.map(({ value }) => String(value)) ?? [],
      source: linked?.values[0]?.source ?? "",
    });
  };
  /** The topic, with slots as pushes have them, or with one for what stands behind its name; undefined for another text. */
  const writeTopic = (text: string): Json | undefined => {
    const pattern = patterns.find((own) => hasSlots(own) && fits(own, text));
    if (pattern !== undefined) {
      for (const name of slotNames(pattern)) parameters[name] = { type: "string", description: describeSlot(name) };
      return pattern;
    }
    const topic = pushed.find((name) => text === name || text.startsWith(name));
    if (topic === undefined || (text !== topic && !/^[_.@:-]./.test(text.slice(topic.length)))) return undefined;
    const rest = text.slice(topic.length + 1);
    const slot = rest === "" ? undefined : linkedSlot(rest, section, enums);
    if (slot === undefined) return text;
    addSlot(slot, rest);
    return `${text.slice(0, topic.length + 1)}{${slot}}`;
  };
  const write = (value: unknown, key: string, pointer: string): Json => {
    if (isObject(value))
      return Object.fromEntries(
        Object.entries(value).flatMap(([name, inner]): [string, Json][] =>
          pointer === "" && ID.test(name) ? [] : [[name, write(inner, name, `${pointer}/${escapePointer(name)}`)]],
        ),
      );
    // One item stands for the others: each topic has a request of its own.
    if (Array.isArray(value)) return value.slice(0, 1).map((item) => write(item, key, `${pointer}/0`));
    if (pointer === `/${escapePointer(request.member)}`) {
      parameters[key] = { type: "string", description: "What to do." };
      return `{${key}}`;
    }
    const text = String(value);
    const topic = typeof value === "string" ? writeTopic(text) : undefined;
    if (topic !== undefined) return topic;
    if (isInstrument(key)) {
      parameters.symbol = { type: "string", description: "Instrument." };
      pointers.set("symbol", pointer);
      return "{symbol}";
    }
    const slot = typeof value === "string" ? linkedSlot(value, section, enums) : undefined;
    if (slot !== undefined) {
      addSlot(slot, text);
      pointers.set(slot, pointer);
      return `{${slot}}`;
    }
    if (!/^[A-Za-z][A-Za-z0-9_]{0,99}$/.test(key) || TOPIC_KEY.test(key)) return value as Json;
    const type =
      typeof value === "boolean"
        ? "boolean"
        : typeof value === "number"
          ? Number.isInteger(value)
            ? "integer"
            : "number"
          : "string";
    // A switch may be left out; the page shows it as it is without one.
    const isSwitch = typeof value === "boolean";
    if (!isSwitch) pointers.set(key, pointer);
    parameters[key] = {
      type: guessed(type, place, isSwitch ? "may it be left out?" : "what may it be?"),
      description: `Parameter ${key}.`,
      ...(isSwitch && { optional: true, default: value }),
    };
    return `{${key}}`;
  };
  const written = write(request.value, "", "");
  if (id) parameters.id = requestId(id.example);
  const message = found(id ? withAt(written, [id.member], "{id}") : written, place, "the page shows it");
  return { draft: { message, parameters, source: sourceOf(request) }, pointers, slots };
}

export interface TopicGrammar {
  readonly requests: readonly Request[];
  /** By topic: its connections, where its request has its parameters, and its pushes. */
  readonly topics: readonly {
    readonly connections: readonly string[];
    readonly pointers: ReadonlyMap<string, string>;
    readonly section: TopicSection;
  }[];
}

export function topicSubscription({ requests, topics }: TopicGrammar): Draft {
  const [subscribe, unsubscribe] = [
    requests.find(({ action }) => action === "subscribe"),
    requests.find(({ action }) => action === "unsubscribe"),
  ];
  if (!subscribe)
    return {
      form: "event",
      member: missing("no page shows a request for a topic"),
      subscribe: missing("nor its word"),
      unsubscribe: missing("nor the word that ends it"),
    };
  const word = (request: Request): Claim =>
    found(String(request.value[request.member]), placeOfMessage(request), "a request has it");
  const several = severalSymbols(requests);
  const pointer = several && pointerOfSymbol(several.value, "");
  const taking = [
    ...new Set(
      topics.filter(({ pointers }) => pointers.get("symbol") === pointer).flatMap(({ connections }) => connections),
    ),
  ];
  const asking = new Set(
    topics.filter(({ pointers }) => pointers.has("symbol")).flatMap(({ connections }) => connections),
  );
  const instance = instancesOf(topics);
  return {
    form: "event",
    member: found(subscribe.member, placeOfMessage(subscribe), "its value says what to do"),
    subscribe: word(subscribe),
    unsubscribe: unsubscribe ? word(unsubscribe) : missing("no page shows the word that ends a subscription"),
    ...(several && {
      symbolSeparator: found(",", placeOfMessage(several), "a request joins several symbols so"),
      ...(taking.length < asking.size && {
        symbolSeparatorConnections: guessed(
          taking,
          placeOfMessage(several),
          "whose requests have the symbol at the same place",
        ),
      }),
    }),
    ...(instance && { instance }),
    source: sourceOf(subscribe),
  };
}

const severalSymbols = (requests: readonly Request[]): Request | undefined =>
  requests.find(({ value }) => JSON.stringify(value).match(/"[A-Z0-9]+,[A-Z0-9]+"/) !== null);

function pointerOfSymbol(value: unknown, pointer: string): string | undefined {
  if (!isObject(value)) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const own = isInstrument(key)
      ? `${pointer}/${escapePointer(key)}`
      : pointerOfSymbol(inner, `${pointer}/${escapePointer(key)}`);
    if (own !== undefined) return own;
  }
  return undefined;
}

/** Where pushes have what requests say: at the same place, else at the nearest of that name. */
function instancesOf(topics: TopicGrammar["topics"]): Draft | undefined {
  const instance = new Map<string, Set<string>>();
  for (const { pointers, section } of topics)
    for (const [name, pointer] of pointers) {
      const isSame = section.pushes.some(({ value }) => has(value, pointer.split("/").slice(1)));
      const at = isSame ? pointer : repeatedAt(name, section);
      if (at !== undefined) instance.set(name, (instance.get(name) ?? new Set()).add(at));
    }
  return draftOfInstances(instance, topics[0]?.section);
}

function draftOfInstances(
  pointers: ReadonlyMap<string, ReadonlySet<string>>,
  section: TopicSection | undefined,
): Draft | undefined {
  if (pointers.size === 0 || !section) return undefined;
  const place = { page: section.page.path, line: section.heading.line };
  const why = "pushes repeat it there: in every message?";
  return Object.fromEntries([...pointers].map(([name, own]) => [name, guessed([...own], place, why)]));
}

/** Of topics in a list: where pushes say what stands in slots of what was asked for, if they do not repeat that. */
export function askedInstances(
  topics: readonly { readonly draft: Readonly<Record<string, Draft>>; readonly section: TopicSection }[],
): { readonly instance?: Draft } {
  const pointers = new Map<string, Set<string>>();
  for (const { draft, section } of topics)
    for (const slot of slotNames(JSON.stringify(dataOf(draft.subscribe ?? [])))) {
      const at = repeatedAt(slot, section);
      if (at !== undefined) pointers.set(slot, (pointers.get(slot) ?? new Set()).add(at));
    }
  const instance = draftOfInstances(pointers, topics[0]?.section);
  return instance === undefined ? {} : { instance };
}

/** The nearest member of all pushes that is called as the slot, or says which instrument they are about. */
export function repeatedAt(slot: string, { pushes }: TopicSection): string | undefined {
  const isNamed = (key: string): boolean => key === slot || subjectOf(key) === slot;
  const [first = [], ...others] = pushes.map(({ value }) =>
    (isObject(value) ? scalarsOf(value, { lists: true }) : [])
      .map(([pointer]) => pointer)
      .filter((pointer) => isNamed(pointer.split("/").at(-1) ?? "")),
  );
  const depth = (pointer: string): number => pointer.split("/").length;
  return first
    .filter((pointer) => others.every((pointers) => pointers.includes(pointer)))
    .toSorted((a, b) => depth(a) - depth(b))[0];
}

const has = (value: unknown, [key, ...rest]: readonly string[]): boolean =>
  key === undefined || (isObject(value) && Object.hasOwn(value, key) && has(value[key], rest));
