/** How a client asks for one topic at a time: a request for each, with slots for what differs. */

import type { EnumSection } from "../derive/enums.js";
import { isObject } from "../schema/is-object.js";
import type { Json } from "../schema/json-schema.js";
import { escapePointer } from "../schema/pointer.js";
import { type Claim, type Draft, found, guessed, missing } from "./claim.js";
import { placeOfMessage } from "./messages.js";
import { linkedSlot } from "./patterns.js";
import { sourceOf } from "./requests.js";
import type { Request } from "./roles.js";
import type { TopicSection } from "./sections.js";
import { describeSlot } from "./slots.js";

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

const SYMBOL = /^(?:symbol|s|inst(?:rument)?_?id|market|pair)$/i;

export function topicRequest(request: Request, section: TopicSection, enums: readonly EnumSection[]): TopicRequest {
  const parameters: Record<string, Draft> = {};
  const pointers = new Map<string, string>();
  const slots: TopicRequest["slots"][number][] = [];
  const pushed = section.pushes.map(({ topic }) => topic);
  const place = placeOfMessage(request);
  const addSlot = (name: string, example: string): void => {
    const linked = enums.find(
      ({ names, values }) => names.includes(name) && values.some(({ value }) => String(value) === example),
    );
    parameters[name] = {
      type: "string",
      description: describeSlot(name),
    };
    slots.push({
      name,
      example,
      values: linked?.values.map(({ value }) => String(value)) ?? [],
      source: linked?.values[0]?.source ?? "",
    });
  };
  const write = (value: unknown, key: string, pointer: string): Json => {
    if (isObject(value))
      return Object.fromEntries(
        Object.entries(value).map(([name, inner]) => [name, write(inner, name, `${pointer}/${escapePointer(name)}`)]),
      );
    if (key === request.member) {
      parameters[key] = { type: "string", description: "What to do." };
      return `{${key}}`;
    }
    const text = String(value);
    const topic = pushed.find((name) => text === name || text.startsWith(name));
    if (
      topic !== undefined &&
      typeof value === "string" &&
      (text === topic || /^[_.@:-]./.test(text.slice(topic.length)))
    ) {
      const rest = text.slice(topic.length + 1);
      const slot = rest === "" ? undefined : linkedSlot(rest, section, enums);
      if (slot === undefined) return value;
      addSlot(slot, rest);
      return `${text.slice(0, topic.length + 1)}{${slot}}`;
    }
    if (SYMBOL.test(key)) {
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
    if (!/^[A-Za-z][A-Za-z0-9_]{0,99}$/.test(key)) return value as Json;
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
  const message = found(write(request.value, "", ""), place, "the page shows it");
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
    const own = SYMBOL.test(key)
      ? `${pointer}/${escapePointer(key)}`
      : pointerOfSymbol(inner, `${pointer}/${escapePointer(key)}`);
    if (own !== undefined) return own;
  }
  return undefined;
}

/** Where pushes have what requests say. */
function instancesOf(topics: TopicGrammar["topics"]): Draft | undefined {
  const instance = new Map<string, Set<string>>();
  for (const { pointers, section } of topics)
    for (const [name, pointer] of pointers) {
      const isRepeated = section.pushes.some(({ value }) => has(value, pointer.split("/").slice(1)));
      if (isRepeated) instance.set(name, (instance.get(name) ?? new Set()).add(pointer));
    }
  if (instance.size === 0) return undefined;
  const [first] = topics;
  const place = first && { page: first.section.page.path, line: first.section.heading.line };
  return Object.fromEntries(
    [...instance].map(([name, own]) => [name, guessed([...own], place, "pushes repeat it there: in every message?")]),
  );
}

const has = (value: unknown, [key, ...rest]: readonly string[]): boolean =>
  key === undefined || (isObject(value) && Object.hasOwn(value, key) && has(value[key], rest));
