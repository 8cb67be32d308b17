/** One client's connection to the mock exchange: the dialogue of its line, and the faults that are asked for. */

import { createHmac, timingSafeEqual } from "node:crypto";
import type { WebSocket } from "ws";
import { pathOf, valueAt } from "../../templates/runtime/pointer.js";
import { signedText } from "../../templates/runtime/signature.js";
import { covers } from "../../templates/runtime/topic-filter.js";
import { matchPattern } from "../../templates/runtime/topic-pattern.js";
import type { Json } from "../schema/json-schema.js";
import { entryOf } from "../spec/line-view.js";
import { createRequestReader, type RequestFacts } from "../spec/read-request.js";
import type { LineSpec, TopicSpec } from "../spec/spec.js";
import type { FaultPlan } from "./faults.js";
import type { Instance } from "./feed.js";
import { instancesOf } from "./instances.js";
import type { Market } from "./market.js";
import { createReplies } from "./replies.js";
import type { LoggedFrame, MockCredentials, Session } from "./session-types.js";

export interface SessionOptions {
  readonly line: LineSpec;
  readonly connection: string;
  readonly number: number;
  readonly socket: WebSocket;
  /** Authenticated by the query of the URL. */
  readonly authenticated: boolean;
  readonly credentials: MockCredentials;
  readonly market: Market | undefined;
  readonly faults: FaultPlan;
  readonly onFrame: ((frame: LoggedFrame) => void) | undefined;
  /** Something was subscribed to. */
  readonly onSubscribe: (session: Session) => void;
}

interface Held {
  readonly topic: TopicSpec;
  /** The topic as it was asked for. */
  readonly text: string;
  readonly instances: readonly Instance[];
  readonly end: () => void;
}

const OVERSIZED_BYTES = 20 * 1024 * 1024;

export function createSession(options: SessionOptions): Session {
  const { line, connection, number, socket, credentials, market, faults, onFrame } = options;
  const { file } = line;
  const replies = createReplies(line);
  const readRequest = createRequestReader(line, connection);
  const topics = line.topics.filter((topic) => topic.connection === connection);
  const held = new Map<string, Held>();
  const timers = new Set<NodeJS.Timeout>();
  const isPrivate = file.connections[connection]?.access === "private";
  let authenticated = options.authenticated || !isPrivate;
  let frozen = false;
  let pushes = 0;
  let late: string | undefined;
  let idle: NodeJS.Timeout | undefined;

  const later = (ms: number, run: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
  };
  const write = (text: string, push: boolean, fault?: string): void => {
    if (frozen || socket.readyState !== socket.OPEN) return;
    onFrame?.({
      line: line.name,
      connection,
      session: number,
      direction: "sent",
      text,
      push,
      ...(fault ? { fault } : {}),
    });
    socket.send(text);
  };
  const send = (text: string, push: boolean, fault?: string): void => {
    const delay = faults.standing("delay")?.ms ?? 0;
    if (delay > 0) later(delay, () => write(text, push, fault));
    else write(text, push, fault);
  };
  const reply = (message: Json): void => send(JSON.stringify(message), false);

  const push = (text: string): void => {
    pushes += 1;
    const copies = [text];
    let fault: string | undefined;
    let isLate = false;
    for (const each of faults.ofPush(pushes)) {
      switch (each.fault) {
        case "drop":
          socket.terminate();
          return;
        case "close":
          socket.close(each.code ?? 1001, each.reason ?? "");
          return;
        case "half-open":
          frozen = true;
          socket.pause();
          return;
        case "sequence-gap":
          return;
        case "duplicate":
          copies.push(text);
          fault = "duplicate";
          break;
        case "wrong-type":
          copies[0] = withWrongType(text);
          fault = "wrong-type";
          break;
        case "unknown-topic":
          send(JSON.stringify({ topic: "wireloom.unknown", e: "wireloom.unknown", data: [] }), true, "unknown-topic");
          break;
        case "oversized-frame":
          send(
            JSON.stringify({ topic: "wireloom.unknown", data: "x".repeat(each.bytes ?? OVERSIZED_BYTES) }),
            true,
            "oversized-frame",
          );
          break;
        case "out-of-order":
          isLate = true;
          break;
        default:
      }
    }
    if (isLate) {
      late = text;
      return;
    }
    for (const copy of copies) send(copy, true, fault);
    if (late !== undefined) {
      const before = late;
      late = undefined;
      send(before, true, "out-of-order");
    }
  };

  // ---- Requests ----

  const onMessage = (data: Buffer): void => {
    if (frozen) return;
    const text = data.toString();
    onFrame?.({ line: line.name, connection, session: number, direction: "received", text, push: false });
    let request: Json;
    try {
      request = JSON.parse(text) as Json;
    } catch {
      reply(replies.refused({}, "not JSON"));
      return;
    }
    const facts = readRequest(request);
    if (!facts) reply(replies.refused(request, "unknown request"));
    else if (facts.kind === "ping") {
      watch();
      if (!faults.standing("no-pong")) reply(replies.pong(request));
    } else if (facts.kind === "auth") authenticate(request);
    else if (!authenticated) reply(replies.refused(request, "not authenticated"));
    else if (facts.kind === "subscribe") subscribe(request, facts);
    else unsubscribe(request, facts);
  };

  const authenticate = (request: Json): void => {
    const problem = faults.standing("auth-failure")
      ? "refused by a fault"
      : checkCredentials(
          (request as { args?: readonly unknown[] }).args ?? [],
          file.authentication?.payload ?? "",
          credentials,
        );
    if (problem !== undefined) {
      reply(replies.refusedAuthentication(request, problem));
      return;
    }
    authenticated = true;
    reply(replies.authenticated(request));
    // Some topics need no request.
    const automatic = topics.filter((topic) => entryOf(line, topic)?.subscribe?.length === 0);
    const first = automatic.flatMap((topic) =>
      hold(topic.name, topic, instancesOf(line, topic, topic.name, new Map())),
    );
    for (const text of first) push(text);
    if (automatic.length > 0) options.onSubscribe(session);
  };

  const subscribe = (request: Json, facts: RequestFacts): void => {
    const failed = facts.topics.filter((topic) => facts.unknownTopics.includes(topic) || faults.refuses(topic));
    const accepted = facts.topics.filter((topic) => !failed.includes(topic));
    // Only lines that answer topic by topic accept a part.
    const partly = file.correlation.by === "id";
    if (failed.length > 0 && !(partly && accepted.length > 0)) {
      acknowledge(() => reply(replies.refused(request, `unknown topic ${failed[0]}`)));
      return;
    }
    const first = accepted.flatMap((text) => {
      const asked = facts.asked;
      const topic = asked ? topics.find(({ name }) => name === asked.topic.name) : topicOf(text);
      if (!topic) return [];
      const key = asked ? keyOf(topic, asked.slots) : text;
      return hold(key, topic, instancesOf(line, topic, text, asked?.slots ?? new Map()));
    });
    const data = (): void => {
      for (const text of first) push(text);
      options.onSubscribe(session);
    };
    const early = faults.standing("data-before-ack");
    if (early) data();
    acknowledge(() => {
      reply(replies.acknowledged(request, accepted, failed));
      if (!early) data();
    });
  };

  const acknowledge = (answer: () => void): void => {
    const slow = faults.standing("slow-ack")?.ms ?? 0;
    if (slow > 0) later(slow, answer);
    else answer();
  };

  const unsubscribe = (request: Json, facts: RequestFacts): void => {
    const all = facts.topics.length === 0;
    for (const [key, { topic, end }] of held) {
      const isMeant = facts.asked
        ? key === keyOf(topic, facts.asked.slots) && topic.name === facts.asked.topic.name
        : facts.topics.includes(key);
      if (!all && !isMeant) continue;
      end();
      held.delete(key);
    }
    reply(replies.acknowledged(request, facts.topics, []));
  };

  /** The first messages of what is held from now on. */
  const hold = (key: string, topic: TopicSpec, instances: readonly Instance[]): string[] => {
    held.get(key)?.end();
    const feeds = market
      ? instances.map((instance) => market.subscribe(line, topic, instance, (text) => push(text)))
      : [];
    held.set(key, {
      topic,
      text: key,
      instances,
      end() {
        for (const feed of feeds) feed.end();
      },
    });
    return feeds.flatMap(({ first }) => first);
  };

  const { subscription } = file;
  const filters = subscription.form === "args" ? subscription.filters : undefined;
  const topicOf = (text: string): TopicSpec | undefined =>
    topics.find(({ subscribe: patterns }) => patterns.some((pattern) => matchPattern(pattern, text)));

  const keyOf = (topic: TopicSpec, slots: ReadonlyMap<string, unknown>): string =>
    `${topic.name} ${JSON.stringify(Object.fromEntries([...slots].filter(([name]) => name !== (subscription.form === "event" ? subscription.member : ""))))}`;

  // ---- The connection ----

  /** The exchange closes a connection that stays silent, where the line says so. */
  const watch = (): void => {
    clearTimeout(idle);
    const limit = file.heartbeat?.timeoutMs;
    if (limit !== undefined) idle = setTimeout(() => socket.close(1000, "no ping"), limit);
  };
  const session: Session = {
    line,
    connection,
    number,
    subscriptions: () => [...held.keys()],
    wants(topic, topicText, message) {
      for (const each of held.values()) {
        if (each.topic.name !== topic) continue;
        if (
          subscription.form === "args"
            ? covers(each.text, topicText, filters)
            : each.instances.some((one) => fits(one, message))
        )
          return true;
      }
      return false;
    },
    push,
    get backlog() {
      return socket.bufferedAmount;
    },
    get open() {
      return socket.readyState === socket.OPEN;
    },
    close: (code, reason) => socket.close(code, reason),
    terminate: () => socket.terminate(),
  };
  const fits = ({ values }: Instance, message: unknown): boolean => {
    if (subscription.form !== "event") return true;
    const symbol = (subscription.instance?.symbol ?? [])
      .map((pointer) => valueAt(message, pathOf(pointer)))
      .find((value) => value !== undefined);
    return symbol === undefined || values.symbol === undefined || symbol === values.symbol;
  };

  socket.on("message", onMessage);
  socket.on("error", () => {});
  socket.on("close", () => {
    clearTimeout(idle);
    for (const timer of timers) clearTimeout(timer);
    for (const { end } of held.values()) end();
    held.clear();
  });
  watch();
  return session;
}

/** Why they are refused, or undefined. `args`: key, expiry in ms, signature. */
export function checkCredentials(
  [apiKey, expires, signature]: readonly unknown[],
  payload: string,
  credentials: MockCredentials,
): string | undefined {
  if (apiKey !== credentials.apiKey) return "unknown API key";
  const time = Number(expires);
  if (!Number.isFinite(time)) return "expires is no number";
  if (time < Date.now()) return "the request expired";
  const wanted = createHmac("sha256", credentials.secret)
    .update(signedText(payload, credentials.apiKey, time))
    .digest();
  const given = Buffer.from(String(signature), "hex");
  return given.length === wanted.length && timingSafeEqual(given, wanted) ? undefined : "wrong signature";
}

/** The first number or text below the root becomes an object: no documented member is one there and the other here. */
function withWrongType(text: string): string {
  const message = JSON.parse(text) as Record<string, unknown>;
  const spoil = (node: Record<string, unknown>, depth: number): boolean => {
    for (const [key, value] of Object.entries(node)) {
      if (typeof value === "object" && value !== null) {
        if (spoil(value as Record<string, unknown>, depth + 1)) return true;
      } else if (depth > 0) {
        node[key] = { wrong: true };
        return true;
      }
    }
    return false;
  };
  spoil(message, 0);
  return JSON.stringify(message);
}
