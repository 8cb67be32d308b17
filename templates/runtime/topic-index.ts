/** The topics of a line: what a user's words mean, and which subscription a push belongs to. */

import { pathOf, valueAt } from "./pointer.js";
import type { LineProtocol, SlotValues, TopicFacts } from "./protocol.js";
import { buildRequest, type JsonValue } from "./request.js";
import { idFor, type Subscription } from "./subscription-requests.js";
import { covers, isSeveral, namesSeveral, type TopicFilters } from "./topic-filter.js";
import { fillPattern, matchPattern, parsePattern, type TopicPattern } from "./topic-pattern.js";

/** A routed frame that carries a topic. */
export interface Push {
  readonly kind: "push";
  readonly topic: string;
  readonly form: string;
  /** The topic as it was sent. */
  readonly topicText: string;
  readonly message: unknown;
}

/** What a user calls a topic. */
export interface Address {
  /** As it is subscribed to; on lines with a request for each topic, its name. */
  readonly topic: string;
  /** What its request has to say. */
  readonly values: SlotValues;
  /** Absent where the topic has one connection. */
  readonly connection?: string;
}

export interface TopicIndex {
  /** @throws TypeError if the line documents no such topic on the connection, a symbol is empty, or its request lacks a parameter. */
  subscription(address: Address): Subscription;
  /** Is it one instance, as against a filter or several symbols? */
  isSingle(subscription: Subscription): boolean;
  /** `trade`, or `book/delta`; undefined for a topic as it is subscribed to. */
  named(
    target: string,
    connection?: string,
  ): { readonly facts: TopicFacts; readonly connection: string; readonly form?: string } | undefined;
  /** @throws TypeError if pushes do not carry what was asked for, so that nothing says whose they are. */
  ensureTold(subscription: Subscription): void;
  /** By the topic alone: the same for every push of one topic. */
  coversTopic(subscription: Subscription, push: Push): boolean;
  /** By what the message repeats of its request: two subscriptions to one topic may differ in nothing else. */
  coversInstance(subscription: Subscription, message: unknown): boolean;
}

export function createTopicIndex(
  { line, slots, subscription: grammar }: LineProtocol,
  topics: Readonly<Record<string, TopicFacts>>,
): TopicIndex {
  const separator = (grammar.form === "event" ? grammar.symbolSeparator : undefined) ?? ",";
  const filters = grammar.form === "args" ? grammar.filters : undefined;
  const instance = Object.entries(grammar.instance ?? {}).map(([name, pointers]) => ({
    name,
    paths: pointers.map(pathOf),
  }));
  const requested = Object.values(topics).flatMap((facts) =>
    facts.connections.map((connection) => ({
      facts,
      connection,
      patterns: (facts.subscribe ?? facts.topics).map((pattern) => parsePattern(pattern, slots, connection)),
      pushed: facts.topics.map((pattern) => parsePattern(pattern, slots, connection)),
    })),
  );
  const pushedBy = ({ facts, connection }: Place): readonly TopicPattern[] =>
    requested.find((each) => each.facts === facts && each.connection === connection)?.pushed ?? [];

  /** What was asked for by one of several symbols. Letter case counts only where the documentation lists what may stand there: `1m`, `1M`. */
  const isAmong = (name: string, wanted: JsonValue, given: string): boolean => {
    const same = Object.hasOwn(slots, name) ? identity : lowerCase;
    return String(wanted)
      .split(separator)
      .some((text) => same(text) === same(given));
  };

  /** `connections`: where there is a topic of this text. */
  const find = (topic: string, asked: string | undefined): Pick<TopicFacts, "connections"> & { facts: TopicFacts } => {
    if (grammar.form === "event") {
      const named = own(topics, topic);
      if (named) return { facts: named, connections: named.connections };
    }
    const matches = requested.filter(({ patterns }) => patterns.some((pattern) => matchPattern(pattern, topic)));
    const found = matches.find(({ connection }) => asked === undefined || connection === asked) ?? matches[0];
    if (!found || grammar.form === "event") throw new TypeError(`${line} documents no topic "${topic}".`);
    const { facts } = found;
    return { facts, connections: matches.filter((match) => match.facts === facts).map(({ connection }) => connection) };
  };
  /** Of a topic that is a text: what stands in its slots. */
  const slotsOf = (topic: string, { facts, connection }: Place): Readonly<Record<string, string>> => {
    const there = requested.find((each) => each.facts === facts && each.connection === connection);
    return there?.patterns.map((pattern) => matchPattern(pattern, topic)).find((found) => found !== undefined) ?? {};
  };
  const isRepeated = (topic: string, place: Place, values: Readonly<Record<string, string>>): boolean =>
    place.facts.topics.length === 0 ||
    pushedBy(place).some((pattern) =>
      covers(
        topic,
        fillPattern(pattern, (slot) => values[slot] ?? "x"),
        filters,
      ),
    );
  return {
    subscription({ topic, values: given, connection: asked }) {
      const { facts, connections } = find(topic, asked);
      const connection = connectionOf(topic, connections, asked);
      if (grammar.form === "args" && !filters && namesSeveral(topic))
        throw new TypeError(`On ${line} a topic names one symbol: "${topic}".`);
      ensureFilled(topic, given, filters);
      if (grammar.form === "args") {
        const place = { facts, connection };
        const values = slotsOf(topic, place);
        return { key: topic, topic, ...place, values, isRepeated: isRepeated(topic, place, values) };
      }
      const values = Object.fromEntries(
        Object.entries(given).map(([name, value]) => [name, Array.isArray(value) ? value.join(separator) : value]),
      );
      const template = own(grammar.requests, topic);
      if (!template) return { key: topic, topic, facts, connection, values, isRepeated: false };
      // Two that make one request are one, whatever the order of their parameters and however defaults are written.
      const request = buildRequest(template, {
        ...values,
        [grammar.member]: grammar.subscribe,
        id: idFor(template, 0),
      });
      const key = `${topic} ${JSON.stringify(request)}`;
      return { key, topic, facts, connection, values, isRepeated: false };
    },
    isSingle({ topic, values }) {
      if (grammar.form === "event") return !String(values.symbol ?? "").includes(separator);
      return !filters || !isSeveral(topic, filters);
    },
    ensureTold({ topic, facts, connection, values, isRepeated: isTold }) {
      if (grammar.form === "event" || isTold) return;
      const pushed = pushedBy({ facts, connection }).flatMap(slotsIn);
      const told = new Set([...instance.map(({ name }) => name), ...pushed]);
      if (Object.keys(values).every((name) => told.has(name))) return;
      throw new TypeError(
        `Pushes of "${topic}" do not carry what was asked for: listen to them by their name, "${facts.name}".`,
      );
    },
    named(target, asked) {
      const facts = own(topics, target);
      if (facts) return { facts, connection: connectionOf(target, facts.connections, asked) };
      const slash = target.lastIndexOf("/");
      const form = target.slice(slash + 1);
      const ofForm = slash < 0 ? undefined : own(topics, target.slice(0, slash));
      if (!ofForm?.forms.includes(form)) return undefined;
      return { facts: ofForm, connection: connectionOf(target, ofForm.connections, asked), form };
    },
    coversTopic({ facts, connection, topic, values, isRepeated: isTold }, push) {
      if (isTold) return covers(topic, push.topicText, filters);
      if (facts.name !== push.topic) return false;
      const pushed = pushedBy({ facts, connection });
      const found = pushed.map((pattern) => matchPattern(pattern, push.topicText)).find((each) => each !== undefined);
      return Object.entries(found ?? {}).every(([name, text]) => isAmong(name, values[name] ?? text, text));
    },
    coversInstance({ values, isRepeated: isTold }, message) {
      if (isTold) return true;
      for (const { name, paths } of instance) {
        const wanted = values[name];
        if (wanted === undefined || wanted === null) continue;
        const given = paths.map((path) => valueAt(message, path)).find((value) => value !== undefined);
        // What is neither text nor number says nothing: validation has something to say about it.
        if (typeof given !== "string" && typeof given !== "number") continue;
        if (!isAmong(name, wanted, String(given))) return false;
      }
      return true;
    },
  };
}

/** A topic on one of its connections. */
type Place = Pick<Subscription, "facts" | "connection">;

const identity = (text: string): string => text;
const lowerCase = (text: string): string => text.toLowerCase();

const slotsIn = ({ parts }: TopicPattern): string[] => parts.flatMap((part) => ("slot" in part ? [part.slot] : []));

/** @throws TypeError if the topic is not pushed there, or on several connections of which none was named. */
function connectionOf(topic: string, connections: readonly string[], asked: string | undefined): string {
  const [only, ...others] = connections;
  if (asked !== undefined && connections.includes(asked)) return asked;
  if (asked === undefined && only !== undefined && others.length === 0) return only;
  throw new TypeError(
    `"${topic}" is pushed on ${connections.join(", ")}${asked === undefined ? ": say on which" : `, not on ${asked}`}.`,
  );
}

/** @throws TypeError if something of it is an empty text. */
function ensureFilled(topic: string, values: SlotValues, filters: TopicFilters | undefined): void {
  const last = topic.slice(topic.lastIndexOf(".") + 1);
  if (filters && last.split(filters.separator).includes(""))
    throw new TypeError(`The topic "${topic}" has an empty symbol.`);
  for (const [name, value] of Object.entries(values)) {
    const texts: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (texts.length === 0 || texts.includes("")) throw new TypeError(`"${topic}" needs a value for "${name}".`);
  }
}

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
