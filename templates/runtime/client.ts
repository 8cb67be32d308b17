/** What the clients of all lines share: the calls of a user, each for the connection that its topic belongs to. */

import { ClientError } from "./client-error.js";
import type { ClientEvents, ClientOptions, LineRuntime, Signal } from "./client-options.js";
import type { ConnectionState } from "./connection.js";
import { membership } from "./consumers.js";
import { createEmitter, type Emitter } from "./emitter.js";
import { type Link, openLink, type Routable } from "./link.js";
import type { Live } from "./live.js";
import { createMessageCheck } from "./message-check.js";
import type { Messages, MessagesOptions } from "./message-queue.js";
import { createOrderBook, type Keeper, type OrderBook } from "./order-book.js";
import { createClockNs, createDeferred, createTimer } from "./platform.js";
import { follow, type Reader, readMessages } from "./readers.js";
import { createRecords, type Records } from "./records.js";
import type { RenewalOptions } from "./renewal-budget.js";
import { createReplyReader } from "./reply-effect.js";
import { createServerClock } from "./server-clock.js";
import type { Subscription } from "./subscription-requests.js";
import { type Address, createTopicIndex, type Push, type TopicIndex } from "./topic-index.js";
import { createUserCalls, type UserCalls } from "./user-calls.js";

export interface ClientCore<Frame> {
  readonly events: Pick<Emitter<ClientEvents<Frame>>, "on">;
  state(connection: string): ConnectionState;
  connect(connection: string): Promise<void>;
  subscribe(address: Address, handler?: Handler): Promise<SubscriptionHandle>;
  unsubscribe(address: Address): Promise<void>;
  unsubscribeAll(): Promise<void>;
  subscriptions(): string[];
  /** `connection`: absent where the topic has one. */
  on(target: string, handler: Handler, connection?: string): () => void;
  messages<T>(address: Address, options: MessagesOptions): Messages<T>;
  book<T>(address: Address): Live<OrderBook<T>>;
  records<R, T>(address: Address): Live<Records<R, T>>;
  close(): Promise<void>;
}

/** One call of `subscribe`. */
export interface SubscriptionHandle {
  /** As it was asked for. */
  readonly topic: string;
  /** Ends its handler, and the subscription if nothing else uses it: then it settles with the answer of the exchange. */
  end(): Promise<void>;
}

type Handler = (message: never) => void;

interface Client {
  readonly index: TopicIndex;
  readonly calls: UserCalls<never>;
  /** For each handshake and for each answer of the exchange, ms. */
  readonly timeoutMs: number;
  readonly renewals: RenewalOptions | undefined;
  readonly openLink: (connection: string) => Link;
  /** Opened so far, by the name of the connection. */
  readonly links: Map<string, Link>;
  readonly signal: Signal | undefined;
  /** `close()` was called; settles when everything is closed. */
  closing?: Promise<void>;
}

const TIMEOUT_MS = 10_000;

export function createClient<Frame extends Routable>(
  line: LineRuntime<Frame>,
  options: ClientOptions<Frame>,
): ClientCore<Frame> {
  const { validation, signal, renewals, timeoutMs = TIMEOUT_MS } = options;
  const events = createEmitter<ClientEvents<Frame>>();
  const calls = createUserCalls(events);
  const index = createTopicIndex(line.protocol, line.topics);
  const check = createMessageCheck(validation, calls);
  const clock = createServerClock(line.protocol.serverTime);
  const readReply = createReplyReader(line.protocol);
  const context = { line, options, timeoutMs, index, calls, check, clock, clockNs: createClockNs(), readReply };
  const links = new Map<string, Link>();
  const open = (name: string): Link => openLink(context, name);
  const client: Client = { index, calls, timeoutMs, renewals, openLink: open, links, signal };
  const closeIt = (): Promise<void> => close(client, closeIt);
  signal?.addEventListener("abort", closeIt);
  if (signal?.aborted) client.closing = Promise.resolve();
  return {
    events,
    state: (connection) => links.get(connection)?.connection.state ?? (client.closing ? "closed" : "idle"),
    connect: (connection) => watched(connect(client, connection)),
    subscribe: (address, handler) => watched(subscribe(client, address, handler)),
    unsubscribe: (address) => watched(unsubscribe(client, address)),
    unsubscribeAll: () => watched(unsubscribeAll(client)),
    subscriptions: () => [...links.values()].flatMap(({ subscriptions }) => subscriptions.keys()),
    on: (target, handler, connection) => listen(client, target, connection, handler),
    messages: (address, how) => messages(client, address, how),
    book: (address) => book(client, address),
    records: (address) => records(client, address),
    close: closeIt,
  };
}

const closedError = (): ClientError => new ClientError("closed", "The client is closed.");

function ensureOpen({ closing }: Client): void {
  if (closing) throw closedError();
}

/** @throws TypeError if there is no WebSocket class, or no such connection. */
function linkOf({ openLink: open, links }: Client, name: string): Link {
  const known = links.get(name);
  if (known) return known;
  const link = open(name);
  links.set(name, link);
  return link;
}

function connect(client: Client, name: string): Promise<void> {
  const { closing, timeoutMs, calls } = client;
  if (closing) return Promise.reject(closedError());
  const { connection } = linkOf(client, name);
  const { promise, resolve, reject } = createDeferred<void>();
  const limit = createTimer();
  connection.connect().then(resolve, reject).finally(limit.clear);
  limit.set(timeoutMs, () => {
    const { text = "", closed } = connection.obstacle() ?? {};
    const message = `The connection "${name}" is not ready after ${timeoutMs} ms: ${text}.`;
    const error = new ClientError("timeout", message, { connection: name, closed });
    reject(error);
    calls.report(error);
  });
  return promise;
}

function close(client: Client, onAbort: () => void): Promise<void> {
  const { links, signal } = client;
  client.closing ??= Promise.all([...links.values()].map(({ connection }) => connection.close())).then(() => {
    signal?.removeEventListener("abort", onAbort);
  });
  return client.closing;
}

// ---- Subscriptions ----

/** @throws TypeError if the line documents no such topic, or a handler could not be told whose the pushes are. */
function subscribe(client: Client, address: Address, handler?: Handler): Promise<SubscriptionHandle> {
  const { index, calls, closing } = client;
  const subscription = index.subscription(address);
  if (handler) index.ensureTold(subscription);
  if (closing) return Promise.reject(closedError());
  const link = linkOf(client, subscription.connection);
  const remove =
    handler &&
    link.consumers.add({
      ...membership(subscription),
      deliver: ({ message }) => calls.call(handler, message as never),
    });
  const { key, topic } = subscription;
  const letGo = hold(link, key);
  const handle: SubscriptionHandle = {
    topic,
    end() {
      remove?.();
      letGo();
      return watched(release(client, link, key));
    },
  };
  return ask(link, subscription).then(
    () => handle,
    (error: unknown) => {
      remove?.();
      letGo();
      throw error;
    },
  );
}

/** Keeps a subscription until what it returns is called. */
function hold({ held }: Link, key: string): () => void {
  const holder = {};
  const holders = held.get(key) ?? new Set();
  held.set(key, holders.add(holder));
  return () => {
    holders.delete(holder);
    if (holders.size === 0 && held.get(key) === holders) held.delete(key);
  };
}

/** Ends a subscription that nothing uses. */
async function release({ closing }: Client, { held, consumers, subscriptions }: Link, key: string): Promise<void> {
  if (!closing && !held.has(key) && !consumers.isUsed(key)) await subscriptions.remove(key);
}

function ask({ connection, subscriptions }: Link, subscription: Subscription): Promise<void> {
  const answer = subscriptions.add(subscription);
  // It is the subscription that tells what becomes of it; a connection that fails refuses all of its subscriptions.
  void connection.ready().catch(() => {});
  return answer;
}

/** @throws TypeError if the line documents no such topic. */
function unsubscribe({ index, links }: Client, address: Address): Promise<void> {
  const { key, topic, connection } = index.subscription(address);
  const link = links.get(connection);
  if (!link) return Promise.resolve();
  link.held.delete(key);
  const answer = link.subscriptions.remove(key);
  link.consumers.end(key, new ClientError("closed", `The subscription to "${topic}" ended.`, { topic }));
  return answer;
}

async function unsubscribeAll({ links }: Client): Promise<void> {
  const answers = [...links.values()].map(({ held, subscriptions, consumers }) => {
    held.clear();
    const answer = subscriptions.removeAll();
    consumers.endAll(new ClientError("closed", "All subscriptions ended."));
    return answer;
  });
  await Promise.all(answers);
}

// ---- Readers ----

function listen(client: Client, target: string, connection: string | undefined, handler: Handler): () => void {
  ensureOpen(client);
  const { index, calls } = client;
  const deliver = ({ message }: Push): void => calls.call(handler, message as never);
  const named = index.named(target, connection);
  if (named) return linkOf(client, named.connection).consumers.add({ ...named, deliver });
  const covers = index.subscription({ topic: target, values: {}, ...(connection === undefined ? {} : { connection }) });
  return linkOf(client, covers.connection).consumers.add({ facts: covers.facts, covers, deliver });
}

function messages<T>(client: Client, address: Address, options: MessagesOptions): Messages<T> {
  ensureOpen(client);
  const subscription = client.index.subscription(address);
  const reader = readerOf(client, subscription);
  if (options.whenFull === "block" && !reader.link.canPause)
    throw new TypeError('whenFull: "block" needs a WebSocket class that can pause, like the one of the ws package.');
  return readMessages(reader, options);
}

function book<T>(client: Client, address: Address): Live<OrderBook<T>> {
  const subscription = client.index.subscription(address);
  const { book: layout, sequence, forms } = subscription.facts;
  if (!layout) throw new TypeError(`"${address.topic}" is no order book.`);
  const isAlwaysWhole = layout.layout === "sides" && layout.whole === undefined && !forms.includes("delta");
  return live(client, subscription, createOrderBook<T>(layout, sequence), !isAlwaysWhole);
}

function records<R, T>(client: Client, address: Address): Live<Records<R, T>> {
  const subscription = client.index.subscription(address);
  const { records: layout, sequence } = subscription.facts;
  if (!layout) throw new TypeError(`"${address.topic}" has no records with a key.`);
  return live(client, subscription, createRecords<R, T>(layout, sequence), layout.snapshot !== undefined);
}

function live<View>(
  client: Client,
  subscription: Subscription,
  keeper: Keeper<View>,
  hasSnapshot: boolean,
): Live<View> {
  ensureOpen(client);
  if (!client.index.isSingle(subscription))
    throw new TypeError(`"${subscription.topic}" is several topics at once: what they hold cannot be kept as one.`);
  return follow(readerOf(client, subscription), keeper, hasSnapshot);
}

function readerOf(client: Client, subscription: Subscription): Reader {
  const { calls, timeoutMs, renewals, index } = client;
  index.ensureTold(subscription);
  const link = linkOf(client, subscription.connection);
  const { key } = subscription;
  return {
    subscription,
    link,
    calls,
    timeoutMs,
    renewals,
    subscribe: () => ask(link, subscription),
    release: () => release(client, link, key),
  };
}

/** Who does not wait for the promise is told by events; an "unhandled rejection" would end the process besides. */
function watched<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
