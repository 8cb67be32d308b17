/** From the text of a frame to what it is: a push, a reply or unknown. Total: never throws, whatever comes. */

import { compilePattern, matchPattern, type TopicPattern } from "./topic-pattern.js";

export interface PushFrameOf<Connection extends string, Topic extends string, Form extends string, Message> {
  readonly kind: "push";
  readonly connection: Connection;
  /** Name of the topic: `candle` for `candle.1.BTCUSDT`. */
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
  | "unknown-form";

export interface LineRoutes {
  /** The first whose match holds decides. */
  readonly replies: readonly ReplyRoute[];
  readonly topics: readonly TopicRoute[];
  /** Closed slots and what may stand in them. */
  readonly slots: Readonly<Record<string, readonly string[]>>;
}

export interface ReplyRoute {
  readonly name: string;
  readonly kind: ReplyKind;
  /** Path to a member and what must stand there; absent value: anything. */
  readonly match: readonly { readonly path: readonly string[]; readonly value?: string | number | boolean | null }[];
}

export interface TopicRoute {
  readonly name: string;
  readonly connection: string;
  readonly topics: readonly string[];
  /** Path to the value that names the topic. */
  readonly selector: readonly string[];
  /** Path to the value that tells the forms apart; absent with one form. */
  readonly discriminator?: readonly string[];
  /** Form by that value. With one form: its name under the empty string. */
  readonly forms: Readonly<Record<string, string>>;
}

interface CompiledTopic extends TopicRoute {
  readonly patterns: readonly TopicPattern[];
  readonly formOf: ReadonlyMap<unknown, string>;
}

type AnyFrame = PushFrameOf<string, string, string, unknown> | ReplyFrameOf<ReplyKind, string, unknown> | UnknownFrame;

/** Routes frames of one line. With a connection, only its topics are looked at. */
export function createRouter(routes: LineRoutes): (text: string, connection?: string) => AnyFrame {
  const slots = new Map(Object.entries(routes.slots).map(([name, values]) => [name, new Set(values)]));
  // By first segment: a line has a dozen topics, a frame looks at one or two.
  const byFirst = new Map<string, CompiledTopic[]>();
  const selectors = new Map<string, readonly string[]>();
  for (const topic of routes.topics) {
    const patterns = topic.topics.map((pattern) => compilePattern(pattern, slots));
    const compiled = { ...topic, patterns, formOf: new Map<unknown, string>(Object.entries(topic.forms)) };
    selectors.set(topic.selector.join("/"), topic.selector);
    for (const first of new Set(topic.topics.map(firstSegment))) {
      byFirst.set(first, [...(byFirst.get(first) ?? []), compiled]);
    }
  }
  return (text, connection) => {
    let message: unknown;
    try {
      message = JSON.parse(text);
    } catch {
      return unknown("not-json", text);
    }
    const first = Array.isArray(message) ? (message[0] as unknown) : message;
    if (typeof first !== "object" || first === null) return unknown("not-an-object", text);
    const reply = Array.isArray(message) ? undefined : routes.replies.find((route) => fits(route, first));
    if (reply) return { kind: reply.kind, reply: reply.name, message };
    let named = false;
    let known = false;
    for (const selector of selectors.values()) {
      const topicText = memberAt(first, selector);
      if (typeof topicText !== "string") continue;
      named = true;
      for (const topic of byFirst.get(firstSegment(topicText)) ?? []) {
        if (topic.selector !== selector && topic.selector.join("/") !== selector.join("/")) continue;
        if (connection !== undefined && topic.connection !== connection) continue;
        for (const pattern of topic.patterns) {
          const found = matchPattern(pattern, topicText);
          if (!found) continue;
          known = true;
          const form = topic.formOf.get(topic.discriminator ? memberAt(message, topic.discriminator) : "");
          if (form === undefined) continue;
          return {
            kind: "push",
            connection: topic.connection,
            topic: topic.name,
            form,
            topicText,
            slots: found,
            message,
          };
        }
      }
    }
    return unknown(known ? "unknown-form" : named ? "unknown-topic" : "no-topic", text);
  };
}

function unknown(reason: UnknownReason, text: string): UnknownFrame {
  return { kind: "unknown", reason, text };
}

function fits(route: ReplyRoute, message: object): boolean {
  return route.match.every(({ path, value }) => {
    const found = memberAt(message, path);
    return value === undefined ? found !== undefined : found === value;
  });
}

/** Own members only: a topic may be called `constructor`. */
function memberAt(root: unknown, path: readonly string[]): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

function firstSegment(topic: string): string {
  const end = topic.indexOf(".");
  return end < 0 ? topic : topic.slice(0, end);
}
