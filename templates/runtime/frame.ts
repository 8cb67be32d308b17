/** From the text of a frame to what it is: a push, a reply or unknown. Total: never throws, whatever comes. */

import { type LargeIntegers, parseExactly } from "./exact-json.js";
import { valueAt } from "./pointer.js";
import { type ClosedSlots, firstSegment, matchPattern, parsePattern, type TopicPattern } from "./topic-pattern.js";

export interface PushFrameOf<Connection extends string, Topic extends string, Form extends string, Message> {
  readonly kind: "push";
  readonly connection: Connection;
  /** Name of the topic: `candle` for `candle.1.ABC`. */
  readonly topic: Topic;
  readonly form: Form;
  /** The topic as it was sent. */
  readonly topicText: string;
  /** What stood in the slots of the topic. */
  readonly slots: Readonly<Record<string, string>>;
  /** Parsed, not validated: `validateFrame` proves the type. */
  readonly message: Message;
}

export interface ReplyFrameOf<Kind extends ReplyKind, Reply extends string, Message> {
  readonly kind: Kind;
  /** Name of the reply in the line's protocol. */
  readonly reply: Reply;
  readonly message: Message;
}

export type ReplyKind = "ack" | "pong" | "auth" | "error";

export interface UnknownFrame {
  readonly kind: "unknown";
  readonly reason: UnknownReason;
  /** The frame as it came. */
  readonly text: string;
}

export type UnknownReason =
  /** The text is no JSON. */
  | "not-json"
  /** The JSON is no object and no array of objects. */
  | "not-an-object"
  /** No reply of the line, and nothing that names a topic. */
  | "no-topic"
  /** A topic that the line does not document on this connection. */
  | "unknown-topic"
  /** A known topic in a form that is not documented. */
  | "unknown-form"
  /** A client did not parse it: see its option `maxFrameLength`. `text` is its begin. */
  | "too-long";

export interface ParseOptions {
  /** How integers beyond 2^53 - 1 come, which are rounded without it: `true` for `bigint`, "text" for the text of their digits. */
  readonly bigint?: LargeIntegers;
}

export interface LineRoutes {
  /** The first whose match holds decides. */
  readonly replies: readonly ReplyRoute[];
  readonly topics: readonly TopicRoute[];
  /** Closed slots and what may stand in them. */
  readonly slots: ClosedSlots;
}

export interface ReplyRoute {
  readonly name: string;
  readonly kind: ReplyKind;
  /** Path to a member and what must stand there; absent value: anything. */
  readonly match: readonly { readonly path: readonly string[]; readonly value?: string | number | boolean | null }[];
}

export interface TopicRoute {
  readonly name: string;
  /** Where it is pushed: the same messages on each. */
  readonly connections: readonly string[];
  readonly topics: readonly string[];
  /** Path to the value that names the topic. */
  readonly selector: readonly string[];
  /** Path to the value that tells the forms apart; absent with one form. */
  readonly discriminator?: readonly string[];
  /** Form by that value. With one form: its name under the empty string. */
  readonly forms: Readonly<Record<string, string>>;
}

interface CompiledTopic extends TopicRoute {
  /** By connection; those of a frame whose connection is not told: under undefined. */
  readonly patterns: ReadonlyMap<string | undefined, readonly TopicPattern[]>;
  readonly selectorKey: string;
  readonly formOf: ReadonlyMap<string | undefined, string>;
}

type AnyFrame = PushFrameOf<string, string, string, unknown> | ReplyFrameOf<ReplyKind, string, unknown> | UnknownFrame;

/** Routes frames of one line. With a connection, only its topics are looked at. */
export function createRouter(
  routes: LineRoutes,
): (text: string, connection?: string, options?: ParseOptions) => AnyFrame {
  const topics = routes.topics.map((topic): CompiledTopic => {
    const patterns = new Map(
      [undefined, ...topic.connections].map((connection) => [
        connection,
        topic.topics.map((pattern) => parsePattern(pattern, routes.slots, connection)),
      ]),
    );
    const formOf = new Map<string | undefined, string>(Object.entries(topic.forms));
    return { ...topic, patterns, selectorKey: topic.selector.join("/"), formOf };
  });
  const candidates = indexByFirstSegment(topics);
  const selectorList = [...new Map(topics.map(({ selectorKey, selector }) => [selectorKey, selector]))];
  // A stream repeats a few topics a million times. Texts come from outside, so their number is bounded.
  const caches = new Map<string | undefined, Map<string, readonly TopicMatch[]>[]>();
  const cachesOf = (connection: string | undefined): Map<string, readonly TopicMatch[]>[] => {
    const known = caches.get(connection) ?? selectorList.map(() => new Map<string, readonly TopicMatch[]>());
    if (caches.size < MAX_CACHED) caches.set(connection, known);
    return known;
  };
  const findTopic = (
    text: string,
    selector: string,
    connection: string | undefined,
    found: Map<string, readonly TopicMatch[]>,
  ): readonly TopicMatch[] => {
    const matches: TopicMatch[] = [];
    for (const topic of candidates(text)) {
      if (topic.selectorKey !== selector) continue;
      for (const pattern of topic.patterns.get(connection) ?? []) {
        const slots = matchPattern(pattern, text);
        if (slots) matches.push({ topic, slots: Object.freeze(slots) });
      }
    }
    if (found.size >= MAX_CACHED) found.clear();
    found.set(text, matches);
    return matches;
  };
  const replyKeys = [...new Set(routes.replies.map(({ match }) => match[0]?.path[0] ?? ""))];
  return (text, connection, options) => {
    let message: unknown;
    try {
      message = options?.bigint ? parseExactly(text, options.bigint) : JSON.parse(text);
    } catch {
      return unknown("not-json", text);
    }
    const isList = Array.isArray(message);
    const first = isList ? ((message as unknown[])[0] as unknown) : message;
    if (typeof first !== "object" || first === null) return unknown("not-an-object", text);
    // Most frames are pushes: the first members that replies are told by are looked for once, not once for each reply.
    if (!isList && hasAny(first, replyKeys)) {
      for (const route of routes.replies) {
        if (fitsReply(route, first)) return { kind: route.kind, reply: route.name, message };
      }
    }
    let named = false;
    let known = false;
    const found = cachesOf(connection);
    for (let index = 0; index < selectorList.length; index += 1) {
      const [selectorKey, selector] = selectorList[index] as [string, readonly string[]];
      const cached = found[index] as Map<string, readonly TopicMatch[]>;
      const topicText = textAt(first, selector);
      if (topicText === undefined) continue;
      named = true;
      const matches = cached.get(topicText) ?? findTopic(topicText, selectorKey, connection, cached);
      for (const { topic, slots } of matches) {
        known = true;
        const form = topic.formOf.get(topic.discriminator ? textAt(message, topic.discriminator) : "");
        if (form === undefined) continue;
        const over = connection ?? topic.connections[0] ?? "";
        return { kind: "push", connection: over, topic: topic.name, form, topicText, slots, message };
      }
    }
    return unknown(known ? "unknown-form" : named ? "unknown-topic" : "no-topic", text);
  };
}

const MAX_CACHED = 1024;

interface TopicMatch {
  readonly topic: CompiledTopic;
  readonly slots: Readonly<Record<string, string>>;
}

function unknown(reason: UnknownReason, text: string): UnknownFrame {
  return { kind: "unknown", reason, text };
}

/** Is a message that reply, if none before it in the line's list is? */
export function fitsReply({ match }: Pick<ReplyRoute, "match">, message: object): boolean {
  return match.every(({ path, value }) => {
    // Own members only: a topic may be called `constructor`.
    const found = valueAt(message, path);
    return value === undefined ? found !== undefined : found === value;
  });
}

function hasAny(message: object, keys: readonly string[]): boolean {
  for (const key of keys) if (key in message) return true;
  return false;
}

/** Text only, so that nothing inherited is taken for a member: no prototype of parsed JSON has text. */
function textAt(root: unknown, path: readonly string[]): string | undefined {
  let value = root;
  for (let index = 0; index < path.length; index += 1) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string, unknown>)[path[index] as string];
  }
  return typeof value === "string" ? value : undefined;
}

/** The topics, in their order, that a text may name: a line has a dozen, and the first segment leaves one or two. */
function indexByFirstSegment(topics: readonly CompiledTopic[]): (text: string) => readonly CompiledTopic[] {
  const known = topics.map((topic) => ({
    topic,
    firsts: new Set((topic.patterns.get(undefined) ?? []).map(firstSegment)),
  }));
  const startingWith = (first: string | undefined): readonly CompiledTopic[] =>
    known.filter(({ firsts }) => firsts.has(first) || firsts.has(undefined)).map(({ topic }) => topic);
  const byFirst = new Map(known.flatMap(({ firsts }) => [...firsts].map((first) => [first, startingWith(first)])));
  const others = startingWith(undefined);
  return (text) => {
    const dot = text.indexOf(".");
    return byFirst.get(dot < 0 ? text : text.slice(0, dot)) ?? others;
  };
}
