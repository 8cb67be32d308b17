/** The topics of a line: what a user's words mean, and which subscription a push belongs to. */

import { pathOf, valueAt } from "./pointer.js";
import type { LineProtocol, SlotValues, TopicFacts } from "./protocol.js";
import { buildRequest } from "./request.js";
import type { Subscription } from "./subscription-requests.js";
import { covers, isSeveral, namesSeveral, type TopicFilters } from "./topic-filter.js";
import { fillPattern, matchPattern, parsePattern } from "./topic-pattern.js";

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
  const instance = Object.entries(grammar.form === "event" ? grammar.instance : {}).map(([name, pointers]) => ({
    name,
    paths: pointers.map(pathOf),
  }));
  const requested = Object.values(topics).flatMap((facts) =>
    facts.connections.map((connection) => ({
      facts,
      connection,
      patterns: (facts.subscribe ?? facts.topics).map((pattern) => parsePattern(pattern, slots, connection)),
    })),
  );

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
  return {
    subscription({ topic, values: given, connection: asked }) {
      const { facts, connections } = find(topic, asked);
      const connection = connectionOf(topic, connections, asked);
      if (grammar.form === "args" && !filters && namesSeveral(topic))
        throw new TypeError(`On ${line} a topic names one symbol: "${topic}".`);
      ensureFilled(topic, given, filters);
      const values = Object.fromEntries(
        Object.entries(given).map(([name, value]) => [name, Array.isArray(value) ? value.join(separator) : value]),
      );
      const template = grammar.form === "event" ? own(grammar.requests, topic) : undefined;
      if (!template || grammar.form !== "event") return { key: topic, topic, facts, connection, values };
      // Two that make one request are one, whatever the order of their parameters and however defaults are written.
      const request = buildRequest(template, { ...values, [grammar.member]: grammar.subscribe });
      return { key: `${topic} ${JSON.stringify(request)}`, topic, facts, connection, values };
    },
    isSingle({ topic, values }) {
      if (grammar.form === "event") return !String(values.symbol ?? "").includes(separator);
      return !filters || !isSeveral(topic, filters);
    },
    ensureTold({ topic, facts, connection }) {
      if (grammar.form === "event" || facts.topics.length === 0) return;
      const there = requested.find((each) => each.facts === facts && each.connection === connection);
      const values =
        (there?.patterns ?? []).map((pattern) => matchPattern(pattern, topic)).find((found) => found !== undefined) ??
        {};
      const pushed = facts.topics.map((text) => fillPattern(parsePattern(text), (slot) => values[slot] ?? "x"));
      if (pushed.some((text) => covers(topic, text, filters))) return;
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
    coversTopic: ({ facts, topic }, push) =>
      grammar.form === "event" ? facts.name === push.topic : covers(topic, push.topicText, filters),
    coversInstance({ values }, message) {
      for (const { name, paths } of instance) {
        const wanted = values[name];
        if (wanted === undefined || wanted === null) continue;
        const given = paths.map((path) => valueAt(message, path)).find((value) => value !== undefined);
        // What is neither text nor number says nothing: validation has something to say about it.
        if (typeof given !== "string" && typeof given !== "number") continue;
        if (!String(wanted).split(separator).includes(String(given))) return false;
      }
      return true;
    },
  };
}

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
