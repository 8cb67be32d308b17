/**
 * What one connection is subscribed to: requests by the line's grammar, answers matched with them, and the same again after a reconnect. Requests
 * that are made in one turn of the event loop are sent together.
 */

import { ClientError } from "./client-error.js";
import type { Obstacle } from "./connection.js";
import { createCorrelation, tells } from "./correlation.js";
import { createPendingRequests, type PendingRequests } from "./pending-requests.js";
import { createDeferred, createTimer, type Deferred, now, platform, type Timer } from "./platform.js";
import type { LineProtocol } from "./protocol.js";
import { buildRequest, type JsonValue } from "./request.js";
import {
  createAnswerReader,
  groupWishes,
  idFor,
  isAutomatic,
  overLimit,
  type Reply,
  requestFor,
  type Subscription,
  type Wish,
} from "./subscription-requests.js";
import {
  ACTIVE,
  isAlone,
  isEstablished,
  NEW,
  proven,
  renewed,
  requested,
  type SubscriptionState,
  unanswered,
  wantedAgain,
  wantedAlone,
} from "./subscription-state.js";

export interface SubscriptionsOptions {
  readonly connection: string;
  readonly protocol: LineProtocol;
  readonly timeoutMs: number;
  readonly send: (text: string) => void;
  /** The subscription is gone: it was refused, at first or again after a reconnect, or not answered. */
  readonly onRefused: (subscription: Subscription, error: ClientError) => void;
  /** What was asked for cannot be told from the answers: leaves the connection for another one. */
  readonly restart: (reason: string) => void;
  /** What keeps the connection from being ready. */
  readonly obstacle: () => Obstacle | undefined;
  /** Answers may wait unread since so many ms: their time does not count. */
  readonly isHeldBack: (ms: number) => boolean;
}

export interface Subscriptions {
  keys(): string[];
  has(key: string): boolean;
  /** Settles with the answer; the same promise for the same key. */
  add(subscription: Subscription): Promise<void>;
  /** Settles with the answer; at once if there is nothing to end. */
  remove(key: string): Promise<void>;
  removeAll(): Promise<void>;
  /** Ends it and asks for it again: a new snapshot comes. */
  renew(key: string): void;
  /** Requests wait for their answers. */
  readonly isWaiting: boolean;
  /** Data came: what it belongs to stands, whatever becomes of the acknowledgement. */
  observe(belongsTo: (subscription: Subscription) => boolean): void;
  /** The connection is ready: asks for all of it. */
  start(): void;
  /** The socket is gone. */
  stop(): void;
  /** The connection is gone for good. */
  end(error: ClientError): void;
  /** A reply came, maybe to a request of ours. `reason`: why it refuses, where it says so. */
  onReply(reply: Reply, reason: string): void;
}

/** One subscription that somebody wants. */
interface Entry {
  readonly subscription: Subscription;
  readonly answer: Deferred<void>;
  /** The user's promise: it waits until `endsAt` and no longer, connected or not. */
  readonly deadline: Timer;
  readonly endsAt: number;
  state: SubscriptionState;
}

/** One subscription that nobody wants any more, or not as it is. */
interface Leaving extends Wish {
  /** Never rejected: what is not answered is left all the same. */
  readonly answer: Deferred<void>;
}

type Request =
  | { readonly action: "subscribe"; readonly entries: readonly Entry[] }
  | { readonly action: "unsubscribe"; readonly leaving: readonly Leaving[] };

/** What is kept of the subscriptions of one connection. */
interface Registry {
  readonly options: SubscriptionsOptions;
  /** What somebody wants, by key. */
  readonly entries: Map<string, Entry>;
  /** To be unsubscribed from with the next flush. */
  leaving: readonly Leaving[];
  readonly pending: PendingRequests<Request>;
  readonly correlation: ReturnType<typeof createCorrelation>;
  readonly readAnswer: ReturnType<typeof createAnswerReader>;
  /** Of the last request. */
  id: number;
  /**
   * Whether answers say which request they answer. Ids are repeated by some connections and not by others: until one has been, and where none is,
   * there is one request at a time.
   */
  answers: "untried" | "telling" | "anonymous";
  phase: { readonly kind: "stopped" | "started" } | { readonly kind: "ended"; readonly error: ClientError };
  isFlushScheduled: boolean;
}

export function createSubscriptions(options: SubscriptionsOptions): Subscriptions {
  const { protocol, timeoutMs, isHeldBack } = options;
  const onTimeout = (request: Request): void => onUnanswered(registry, request);
  const registry: Registry = {
    options,
    entries: new Map(),
    leaving: [],
    pending: createPendingRequests({ timeoutMs, isHeldBack, onTimeout }),
    correlation: createCorrelation(protocol.correlation),
    readAnswer: createAnswerReader(protocol.correlation),
    id: 0,
    answers: firstImpression(protocol.correlation),
    phase: { kind: "stopped" },
    isFlushScheduled: false,
  };
  const { entries, pending } = registry;
  return {
    keys: () => [...entries.keys()],
    has: (key) => entries.has(key),
    add: (subscription) => add(registry, subscription),
    remove: (key) => remove(registry, key),
    removeAll: () => removeAll(registry),
    renew(key) {
      const entry = entries.get(key);
      if (entry && !isAutomatic(entry.subscription)) renew(registry, entry);
    },
    get isWaiting() {
      return pending.size > 0;
    },
    observe(belongsTo) {
      for (const request of pending.list())
        if (request.action === "subscribe")
          for (const entry of request.entries)
            if (entry.state.kind === "requested" && !entry.state.proven && belongsTo(entry.subscription))
              entry.state = proven(entry.state);
    },
    start() {
      registry.phase = { kind: "started" };
      flush(registry);
    },
    stop: () => stop(registry),
    end: (error) => end(registry, error),
    onReply: (reply, reason) => onReply(registry, reply, reason),
  };
}

function firstImpression({ by }: LineProtocol["correlation"]): Registry["answers"] {
  if (by === "order") return "anonymous";
  return by === "id" ? "untried" : "telling";
}

// ---- What is wanted ----

function add(registry: Registry, subscription: Subscription): Promise<void> {
  const { entries, phase, options } = registry;
  if (phase.kind === "ended") {
    options.onRefused(subscription, phase.error);
    return rejected(phase.error);
  }
  const known = entries.get(subscription.key);
  if (known) return known.answer.promise;
  const { topic, connection } = subscription;
  const topics = [...entries.values()].map((entry) => entry.subscription.topic);
  const limit = overLimit(options.protocol.subscription, connection, topics, topic);
  if (limit !== undefined) {
    const text = `The subscription to "${topic}" is one too many: ${limit}.`;
    const error = new ClientError("refused", text, { connection, topic });
    options.onRefused(subscription, error);
    return rejected(error);
  }
  const entry: Entry = {
    subscription,
    answer: createDeferred(),
    deadline: createTimer(),
    endsAt: now() + options.timeoutMs,
    state: NEW,
  };
  entries.set(subscription.key, entry);
  setDeadline(registry, entry);
  scheduleFlush(registry);
  return entry.answer.promise;
}

/** While it is requested, its request has a time limit of its own. */
function setDeadline(registry: Registry, entry: Entry): void {
  entry.deadline.set(Math.max(entry.endsAt - now(), 0), () => {
    if (entry.state.kind === "wanted") refuse(registry, entry, timeoutError(registry, entry));
  });
}

function remove(registry: Registry, key: string): Promise<void> {
  const entry = registry.entries.get(key);
  if (!entry) return Promise.resolve();
  forget(registry, entry);
  return isHeldByExchange(registry, entry) ? leave(registry, entry) : Promise.resolve();
}

async function removeAll(registry: Registry): Promise<void> {
  const { entries, options, pending } = registry;
  const all = [...entries.values()];
  for (const entry of all) forget(registry, entry);
  const held = all.filter((entry) => isHeldByExchange(registry, entry));
  if (held.length === 0) return;
  const grammar = options.protocol.subscription;
  if (grammar.form === "args" && grammar.unsubscribeAll && maySend(registry)) {
    const leaving = held.map(leavingOf);
    const message = buildRequest(grammar.unsubscribeAll, { id: idFor(grammar.unsubscribeAll, nextId(registry)) });
    send(registry, { action: "unsubscribe", leaving }, message);
    await Promise.all(leaving.map(({ answer }) => answer.promise));
    return;
  }
  for (const entry of held) void leave(registry, entry);
  const underWay = pending.list().flatMap((request) => (request.action === "unsubscribe" ? request.leaving : []));
  await Promise.all([...underWay, ...registry.leaving].map(({ answer }) => answer.promise));
}

const isHeldByExchange = ({ phase }: Registry, { state, subscription }: Entry): boolean =>
  phase.kind === "started" && state.kind !== "wanted" && !isAutomatic(subscription);

const leavingOf = ({ subscription, state }: Entry): Leaving => ({
  subscription,
  alone: isAlone(state),
  answer: createDeferred(),
});

/** Sent with the others of this turn; settles with their answer. */
function leave(registry: Registry, entry: Entry): Promise<void> {
  const leaving = leavingOf(entry);
  registry.leaving = [...registry.leaving, leaving];
  scheduleFlush(registry);
  return leaving.answer.promise;
}

function forget({ entries, options: { connection } }: Registry, entry: Entry): void {
  const { topic, key } = entry.subscription;
  entries.delete(key);
  entry.deadline.clear();
  // Whoever has an answer already keeps it.
  const text = `The subscription to "${topic}" ended before its answer.`;
  entry.answer.reject(new ClientError("closed", text, { connection, topic }));
}

function renew(registry: Registry, entry: Entry): void {
  if (entry.state.kind === "active") void leave(registry, entry);
  entry.state = renewed(entry.state);
}

function accept(registry: Registry, entry: Entry): void {
  const { state } = entry;
  entry.state = ACTIVE;
  entry.deadline.clear();
  entry.answer.resolve();
  if (state.kind === "requested" && state.renewLater) renew(registry, entry);
}

function refuse({ entries, options }: Registry, entry: Entry, error: ClientError): void {
  entry.deadline.clear();
  entries.delete(entry.subscription.key);
  entry.answer.reject(error);
  options.onRefused(entry.subscription, error);
}

// ---- Requests ----

function scheduleFlush(registry: Registry): void {
  if (registry.isFlushScheduled) return;
  registry.isFlushScheduled = true;
  platform.queueMicrotask(() => {
    registry.isFlushScheduled = false;
    if (registry.phase.kind === "started") flush(registry);
  });
}

const maySend = ({ answers, pending }: Registry): boolean => answers === "telling" || pending.size === 0;

function flush(registry: Registry): void {
  unsubscribe(registry);
  const wanted = [...registry.entries.values()].filter(({ state }) => state.kind === "wanted");
  const automatic = wanted.filter(({ subscription }) => isAutomatic(subscription));
  for (const entry of automatic) accept(registry, entry);
  subscribe(
    registry,
    wanted.filter((entry) => !automatic.includes(entry)),
  );
}

function unsubscribe(registry: Registry): void {
  const grammar = registry.options.protocol.subscription;
  for (const leaving of groupWishes(grammar, registry.leaving)) {
    if (!maySend(registry)) return;
    registry.leaving = registry.leaving.filter((each) => !leaving.includes(each));
    const subscriptions = leaving.map(({ subscription }) => subscription);
    const message = requestFor(grammar, "unsubscribe", subscriptions, nextId(registry));
    send(registry, { action: "unsubscribe", leaving }, message);
  }
}

function subscribe(registry: Registry, all: readonly Entry[]): void {
  const grammar = registry.options.protocol.subscription;
  const wishes = all.map((entry) => ({ entry, subscription: entry.subscription, alone: isAlone(entry.state) }));
  for (const group of groupWishes(grammar, wishes)) {
    if (!maySend(registry)) return;
    const entries = group.map(({ entry }) => entry);
    for (const entry of entries) entry.state = requested(entry.state);
    const subscriptions = group.map(({ subscription }) => subscription);
    const message = requestFor(grammar, "subscribe", subscriptions, nextId(registry));
    send(registry, { action: "subscribe", entries }, message);
  }
}

function nextId(registry: Registry): number {
  registry.id += 1;
  return registry.id;
}

function send({ pending, correlation, options }: Registry, request: Request, message: JsonValue): void {
  pending.add(request, correlation.request(message));
  options.send(JSON.stringify(message));
}

// ---- Answers ----

function onReply(registry: Registry, reply: Reply, reason: string): void {
  const correlation = registry.correlation.reply(reply.message);
  const taken = registry.pending.take(correlation);
  if (taken.kind === "none") return;
  if (taken.kind === "ambiguous") {
    registry.answers = "anonymous";
    registry.options.restart("an answer does not say which request it answers");
    return;
  }
  if (registry.answers === "untried") registry.answers = tells(correlation) ? "telling" : "anonymous";
  const { request } = taken;
  if (request.action === "subscribe") onAnswer(registry, request.entries, reply, reason);
  else settle(request.leaving);
  scheduleFlush(registry);
}

function onAnswer(registry: Registry, entries: readonly Entry[], reply: Reply, reason: string): void {
  const answer = registry.readAnswer(
    reply,
    entries.map(({ subscription }) => subscription.topic),
  );
  const current = entries.filter((entry) => isCurrent(registry, entry));
  if (answer.kind === "refused-together") {
    for (const entry of current) entry.state = wantedAlone(entry.state);
    return;
  }
  for (const entry of current) {
    if (answer.refused.has(entry.subscription.topic)) refuse(registry, entry, refusal(registry, entry, reason));
    else accept(registry, entry);
  }
}

/** It may have been removed since it was asked for, and another one may have taken its place. */
const isCurrent = ({ entries }: Registry, entry: Entry): boolean => entries.get(entry.subscription.key) === entry;

function onUnanswered(registry: Registry, request: Request): void {
  scheduleFlush(registry);
  if (request.action === "unsubscribe") settle(request.leaving);
  else for (const entry of request.entries) if (!giveUpWaiting(registry, entry)) return;
}

/** False if the connection was given up as well. */
function giveUpWaiting(registry: Registry, entry: Entry): boolean {
  const fate = isCurrent(registry, entry) ? unanswered(entry.state) : "ignore";
  if (fate === "accept") accept(registry, entry);
  if (fate === "refuse") {
    // It may have been accepted all the same.
    void leave(registry, entry);
    refuse(registry, entry, timeoutError(registry, entry));
  }
  if (fate === "reconnect") registry.options.restart("the subscriptions were not answered");
  return fate !== "reconnect";
}

function settle(leaving: readonly Leaving[]): void {
  for (const { answer } of leaving) answer.resolve();
}

// ---- The connection ----

function stop(registry: Registry): void {
  const { pending, entries, leaving } = registry;
  registry.phase = { kind: "stopped" };
  for (const request of pending.list()) if (request.action === "unsubscribe") settle(request.leaving);
  pending.clear();
  settle(leaving);
  registry.leaving = [];
  for (const entry of entries.values()) {
    if (!isEstablished(entry.state)) setDeadline(registry, entry);
    entry.state = wantedAgain(entry.state);
  }
}

function end(registry: Registry, error: ClientError): void {
  registry.phase = { kind: "ended", error };
  for (const { deadline, answer } of registry.entries.values()) {
    deadline.clear();
    answer.reject(error);
  }
  registry.entries.clear();
}

// ---- Errors ----

function timeoutError({ options }: Registry, { subscription: { topic } }: Entry): ClientError {
  const { connection, timeoutMs } = options;
  const { text: why, closed } = options.obstacle() ?? {};
  const text = `No answer to the subscription to "${topic}" within ${timeoutMs} ms${why === undefined ? "" : `: ${why}`}.`;
  return new ClientError("timeout", text, { connection, topic, closed });
}

function refusal({ options: { connection } }: Registry, { subscription }: Entry, reason: string): ClientError {
  const { topic } = subscription;
  const text = `The exchange refused the subscription to "${topic}"${reason === "" ? "." : `: ${reason}`}`;
  return new ClientError("refused", text, { connection, topic });
}

function rejected(error: ClientError): Promise<void> {
  const promise = Promise.reject<void>(error);
  promise.catch(() => {});
  return promise;
}
