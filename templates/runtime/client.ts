/** What the clients of all lines share: connections, subscriptions, and the way of a frame to its readers. */

import { type AuthenticationOptions, authenticationMessage, authenticationQuery } from "./authentication.js";
import { ClientError } from "./client-error.js";
import { type Connection, type ConnectionState, createConnection, type StateChange } from "./connection.js";
import { type Call, createEmitter, type Emitter } from "./emitter.js";
import type { ReplyKind, UnknownFrame } from "./frame.js";
import { createLive, type Live, type LiveState } from "./live.js";
import { createMessageQueue, type Messages, type MessagesOptions } from "./message-queue.js";
import { createOrderBook, type Keeper, type OrderBook } from "./order-book.js";
import { platform, type WebSocketConstructor } from "./platform.js";
import { pathOf, valueAt } from "./pointer.js";
import type { LineProtocol, SlotValues, TopicFacts } from "./protocol.js";
import type { ReconnectOptions } from "./reconnect.js";
import { createRecords, type Records } from "./records.js";
import { buildRequest } from "./request.js";
import type { Credentials } from "./signature.js";
import { createSubscriptions, type Subscription, type Subscriptions } from "./subscriptions.js";
import { createTopicIndex, type Push } from "./topic-index.js";
import type { ValidationIssue } from "./validator.js";

export interface ClientOptions<Frame, Network extends string = string> {
  /** Default: the first that the line documents. */
  readonly network?: Network;
  /** The URL to connect to, instead of the documented one: a mock exchange, a proxy. */
  readonly url?: string | ((connection: string) => string);
  /** For private connections. */
  readonly credentials?: Credentials;
  readonly authentication?: AuthenticationOptions;
  /** Default: the platform's. Node 20 has none: pass the one of the `ws` package. */
  readonly WebSocket?: WebSocketConstructor;
  readonly heartbeat?: {
    /** Default: the line's. */
    readonly intervalMs?: number;
    /** The connection is dead without a sign of life for this long after a ping, ms. Default 10,000. */
    readonly timeoutMs?: number;
  };
  /** False: a connection that ends is not opened again. */
  readonly reconnect?: ReconnectOptions | false;
  /** For each handshake and for each answer of the exchange, ms. Default 10,000. */
  readonly timeoutMs?: number;
  readonly validation?: ValidationOptions<Frame>;
  /** Longer frames are not parsed but reported as unknown, in UTF-16 units. Default 16 million. */
  readonly maxFrameLength?: number;
  /** Closes the client. */
  readonly signal?: Signal;
}

/** The part of an AbortSignal that is used. */
interface Signal {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

export interface ValidationOptions<Frame> {
  /** `validateFrame` of the line. Passed in, so that who does not validate does not load the validators. */
  readonly check: (frame: Frame) => { readonly valid: boolean; readonly issues?: readonly ValidationIssue[] };
  /** `report`: the event `invalid`, and the message goes its way. `throw`: it goes to nobody, and `messages()` of its topic throws. */
  readonly mode: "report" | "throw";
  /** Part of the messages that is checked, from 0 to 1. Default 1: all. */
  readonly sample?: number;
  /** `recognise` of the line: messages that a socket hands over as bytes are proven from them, and `check` sees the others only. */
  readonly recognise?: (bytes: Uint8Array, start: number, end: number, connection: never) => string | undefined;
}

export interface ClientEvents<Frame> {
  /** A connection changed its state: every transition, and why. */
  readonly state: StateChange;
  /** A message that breaks its type. */
  readonly invalid: { readonly frame: Frame; readonly issues: readonly ValidationIssue[] };
  /** A frame that the line does not document. */
  readonly unknown: UnknownFrame & { readonly connection: string };
  /** Acknowledgements, pongs and errors, as they come. */
  readonly reply: Extract<Frame, { readonly kind: ReplyKind }>;
  /** A book or table does not fit its messages any more; it is subscribed to anew. */
  readonly gap: { readonly topic: string; readonly reason: string };
  /** `messages()` threw one away. */
  readonly dropped: { readonly topic: string };
  /** A subscription was refused or not answered, at first or again after a reconnect; or a handler of yours threw. */
  readonly error: ClientError;
}

export interface LineRuntime<Frame> {
  readonly protocol: LineProtocol;
  readonly topics: Readonly<Record<string, TopicFacts>>;
  readonly parse: (text: string, connection: string) => Frame;
}

/** Somebody who wants messages. */
interface Consumer {
  readonly facts: TopicFacts;
  readonly form?: string;
  /** Only what it covers; absent: every topic of `facts`. */
  readonly covers?: Subscription;
  /** The subscription that it lives with; absent: it listens, whoever subscribed. */
  readonly key?: string;
  readonly deliver: (push: Push) => void;
  /** A message of it is invalid, or the subscription or connection failed. */
  readonly refuse?: (error: ClientError) => void;
  /** The subscription ended, or the client is closed. */
  readonly end?: (error: ClientError) => void;
  /** The connection is gone; another will come. */
  readonly lose?: () => void;
}

/** A connection, what it is subscribed to, and who listens. */
interface Link {
  readonly connection: Connection;
  readonly subscriptions: Subscriptions;
  /** Consumers by the topic of a push; those of other instances are told apart by the message. */
  readonly byTopic: Map<string, readonly Consumer[]>;
  consumers: readonly Consumer[];
}

/** A stream repeats a few topics a million times. They come from outside, so their number is bounded. */
const MAX_CACHED = 1024;

export interface ClientCore<Frame> {
  readonly events: Pick<Emitter<ClientEvents<Frame>>, "on">;
  state(connection: string): ConnectionState;
  connect(connection: string): Promise<void>;
  subscribe(topic: string, values: SlotValues, handler?: (message: never) => void): Promise<void>;
  unsubscribe(topic: string, values: SlotValues): Promise<void>;
  unsubscribeAll(): Promise<void>;
  subscriptions(): string[];
  on(target: string, handler: (message: never) => void): () => void;
  messages<T>(topic: string, values: SlotValues, options: MessagesOptions): Messages<T>;
  book<T>(topic: string, values: SlotValues): Live<OrderBook<T>>;
  records<R, T>(topic: string, values: SlotValues): Live<Records<R, T>>;
  close(): Promise<void>;
}

export function createClient<Frame extends { readonly kind: string }>(
  line: LineRuntime<Frame>,
  options: ClientOptions<Frame>,
): ClientCore<Frame> {
  const { protocol } = line;
  const { timeoutMs = 10_000, maxFrameLength = 16_000_000, validation } = options;
  const events = createEmitter<ClientEvents<Frame>>();
  const links = new Map<string, Link>();
  const index = createTopicIndex(protocol, line.topics);
  const reasonPath = pathOf(protocol.reason ?? "/");
  const successPath = pathOf(protocol.authentication?.success.pointer ?? "");
  let closing: Promise<void> | undefined;
  let sampled = 0;

  // ---- Connections ----

  const linkOf = (name: string): Link => {
    const known = links.get(name);
    if (known) return known;
    const created = openLink(name);
    links.set(name, created);
    return created;
  };

  const openLink = (name: string): Link => {
    const Socket = options.WebSocket ?? platform.WebSocket;
    if (!Socket)
      throw new TypeError(
        "This platform has no WebSocket: pass a class as `WebSocket`, e.g. the one of the ws package.",
      );
    const { credentials } = options;
    const protocolAuthentication = protocol.authentication?.connections.includes(name)
      ? protocol.authentication
      : undefined;
    if (protocolAuthentication && !credentials)
      throw new TypeError(`The connection "${name}" is private: pass \`credentials\`.`);
    const method = options.authentication?.method ?? protocolAuthentication?.methods[0];
    const subscriptions = createSubscriptions({
      connection: name,
      protocol,
      timeoutMs,
      send: (text) => connection.send(text),
      onRefused({ key }, error) {
        held.delete(key);
        for (const consumer of own.consumers) if (consumer.key === key) consumer.refuse?.(error);
        end(own, error, key);
        report(error);
      },
      onSilence: () => connection.restart("the subscriptions were not answered"),
      isHeldBack: (ms) => connection.isHeldBack(ms),
    });
    const { heartbeat } = protocol;
    const connection = createConnection({
      name,
      WebSocket: Socket,
      async url() {
        const url = endpointOf(name);
        if (!protocolAuthentication || !credentials || method !== "query") return url;
        return url + (await authenticationQuery(protocolAuthentication, credentials, options.authentication ?? {}));
      },
      ...(protocolAuthentication && credentials && method === "message"
        ? {
            authenticate: () =>
              authenticationMessage(protocolAuthentication, credentials, options.authentication ?? {}),
          }
        : {}),
      ...(heartbeat
        ? {
            heartbeat: {
              text: () => JSON.stringify(buildRequest(heartbeat.request, { time: timeFor(heartbeat.request) })),
              intervalMs: options.heartbeat?.intervalMs ?? heartbeat.intervalMs,
              timeoutMs: options.heartbeat?.timeoutMs ?? 10_000,
              liveness: heartbeat.liveness,
            },
          }
        : {}),
      reconnect: options.reconnect ?? {},
      timeoutMs,
      onData: (data) => receive(own, name, data),
      onState(change) {
        const { state, previous } = change;
        if (state === "ready") subscriptions.start();
        else if (previous === "ready") {
          subscriptions.stop();
          for (const consumer of own.consumers) consumer.lose?.();
        }
        if (state === "closed") {
          const error =
            change.error ?? new ClientError("closed", `The connection "${name}" is closed.`, { connection: name });
          subscriptions.end(error);
          if (change.error) for (const consumer of own.consumers) consumer.refuse?.(change.error);
          end(own, error);
        }
        emit("state", change);
      },
    });
    const own: Link = { connection, subscriptions, byTopic: new Map(), consumers: [] };
    return own;
  };

  const endpointOf = (name: string): string => {
    const { url } = options;
    if (url !== undefined) return typeof url === "string" ? url : url(name);
    const endpoints = protocol.connections[name]?.endpoints ?? {};
    const found = endpoints[options.network ?? Object.keys(endpoints)[0] ?? ""]?.[0];
    if (found === undefined) throw new TypeError(`The connection "${name}" has no endpoint on "${options.network}".`);
    return found;
  };

  // ---- Frames ----

  const receive = (link: Link, name: string, data: unknown): void => {
    const text = typeof data === "string" ? data : decode(data);
    if (text.length > maxFrameLength) {
      const cut = text.slice(0, 1024);
      emit("unknown", { kind: "unknown", reason: "too-long", text: cut, connection: name });
      return;
    }
    const frame = line.parse(text, name);
    if (frame.kind === "push") {
      onPush(link, frame as unknown as Push, frame, data instanceof ArrayBuffer && isProven(data, name));
      return;
    }
    if (frame.kind === "unknown") {
      const { reason, text: own } = frame as unknown as UnknownFrame;
      // An answer to the authentication in a form that nobody documents may repeat the key and the signature.
      const shown = link.connection.state === "authenticating" ? "" : own;
      emit("unknown", { kind: "unknown", reason, text: shown, connection: name });
      return;
    }
    onReply(link, frame);
  };

  const onReply = (own: Link, frame: Frame): void => {
    const isAuthenticating = own.connection.state === "authenticating";
    const { kind, message } = frame as unknown as { readonly kind: ReplyKind; readonly message: unknown };
    const found = valueAt(message, reasonPath);
    const reason = typeof found === "string" ? found : "";
    const { authentication } = protocol;
    if (kind === "pong") own.connection.alive();
    else if (kind === "auth")
      own.connection.authenticated(
        valueAt(message, successPath) === authentication?.success.value ? undefined : reason || "no reason given",
      );
    else if (isAuthenticating) {
      // Before anything else was asked for, an error can only mean the authentication.
      if (kind === "error") own.connection.authenticated(reason || "no reason given");
    } else own.subscriptions.onReply(message, kind === "error", reason);
    // An answer to the authentication may repeat the key and the signature.
    if (kind !== "auth" && !isAuthenticating) emit("reply", frame as Extract<Frame, { readonly kind: ReplyKind }>);
  };

  const isProven = (data: ArrayBuffer, name: string): boolean =>
    validation?.recognise?.(new Uint8Array(data), 0, data.byteLength, name as never) !== undefined;

  const onPush = (own: Link, push: Push, frame: Frame, proven: boolean): void => {
    if (own.subscriptions.unanswered)
      own.subscriptions.observe((each) => index.coversTopic(each, push) && index.coversInstance(each, push.message));
    let consumers = own.byTopic.get(push.topicText);
    if (!consumers) {
      consumers = own.consumers.filter(
        ({ facts, covers }) => facts.name === push.topic && (!covers || index.coversTopic(covers, push)),
      );
      if (own.byTopic.size >= MAX_CACHED) own.byTopic.clear();
      own.byTopic.set(push.topicText, consumers);
    }
    if (consumers.length === 0) return;
    const invalid = validation && !proven && isSampled(validation.sample ?? 1) ? check(frame, validation) : undefined;
    for (const consumer of consumers) {
      if (consumer.form !== undefined && consumer.form !== push.form) continue;
      if (consumer.covers && !index.coversInstance(consumer.covers, push.message)) continue;
      if (invalid) consumer.refuse?.(invalid);
      else consumer.deliver(push);
    }
  };

  const isSampled = (sample: number): boolean => {
    sampled += sample;
    if (sampled < 1) return false;
    sampled -= 1;
    return true;
  };

  /** The error for readers, if the message must not reach them. */
  const check = (frame: Frame, { check: validate, mode }: ValidationOptions<Frame>): ClientError | undefined => {
    let result: ReturnType<typeof validate> = { valid: true };
    call((each) => {
      result = validate(each);
    }, frame);
    if (result.valid) return undefined;
    const { issues = [] } = result;
    emit("invalid", { frame, issues });
    if (mode === "report") return undefined;
    const topic = (frame as unknown as Push).topicText;
    const text = `A message of "${topic}" breaks its type: ${issues[0]?.message ?? ""}`;
    return new ClientError("invalid-message", text, { topic });
  };

  /** Errors of the user's code never reach the socket: they go to `error`, or out as uncaught ones where nobody listens. */
  const call: Call = (handler, value) => {
    try {
      const result: unknown = handler(value);
      if (result instanceof Promise) result.catch(onThrown);
    } catch (cause) {
      onThrown(cause);
    }
  };
  const onThrown = (cause: unknown): void => {
    const text = cause instanceof Error ? cause.message : String(cause);
    report(new ClientError("handler", `A handler threw: ${text}`, { cause }));
  };
  const emit = <E extends keyof ClientEvents<Frame>>(event: E, value: ClientEvents<Frame>[E]): void =>
    events.emit(event, value, call);

  const report = (error: ClientError): void => {
    // A refused subscription without a listener is no reason to end the process; a bug in a handler is.
    if (events.has("error")) events.emit("error", error, callLater);
    else if (error.code === "handler") throwLater(error.cause);
  };

  // ---- Consumers ----

  const addConsumer = (own: Link, consumer: Consumer): (() => void) => {
    own.consumers = [...own.consumers, consumer];
    own.byTopic.clear();
    return () => {
      own.consumers = own.consumers.filter((other) => other !== consumer);
      own.byTopic.clear();
    };
  };

  const ensureOpen = (): void => {
    if (closing) throw new ClientError("closed", "The client is closed.");
  };

  const subscribe = (subscription: Subscription): Promise<void> => {
    const own = linkOf(subscription.facts.connection);
    const answer = own.subscriptions.add(subscription);
    // It is the subscription that tells what becomes of it; a connection that fails refuses all of its subscriptions.
    void own.connection.ready().catch(() => {});
    return answer;
  };

  const isUsed = (own: Link, wanted: string): boolean => own.consumers.some(({ key }) => key === wanted);
  /** Subscriptions that the user made by `subscribe`, which end by `unsubscribe` only. */
  const held = new Set<string>();

  const release = (subscription: Subscription): Promise<void> => {
    const own = linkOf(subscription.facts.connection);
    if (closing || held.has(subscription.key) || isUsed(own, subscription.key)) return Promise.resolve();
    return own.subscriptions.remove(subscription.key);
  };

  const followTopic = <View>(subscription: Subscription, keeper: Keeper<View>, hasSnapshot: boolean): Live<View> => {
    ensureOpen();
    const { topic, key, facts } = subscription;
    if (!index.isSingle(subscription))
      throw new TypeError(`"${topic}" is several topics at once: what they hold cannot be kept as one.`);
    const link = linkOf(facts.connection);
    let remove = (): void => {};
    const state: LiveState<View> = createLive({
      topic,
      call,
      timeoutMs,
      keeper,
      onGap: (reason) => emit("gap", { topic, reason }),
      renew: () => link.subscriptions.renew(key),
      close() {
        remove();
        return release(subscription);
      },
    });
    const follow = ({ form, message }: Push): void => state.push(form, message);
    remove = addConsumer(link, {
      ...membership(subscription),
      deliver: (push) => call(follow, push),
      lose: () => call(state.lose, undefined),
      // Without that message, what is held is wrong.
      refuse: (error) => (error.code === "invalid-message" ? call(state.break, error.message) : state.fail(error)),
      end: state.fail,
    });
    const isShared = link.subscriptions.has(key);
    subscribe(subscription).then(
      () => {
        // The snapshot of a subscription that stands already has gone by.
        if (isShared && hasSnapshot && !state.closed && keeper.view() === undefined) link.subscriptions.renew(key);
      },
      (error: ClientError) => {
        remove();
        state.fail(error);
      },
    );
    return state.live;
  };

  const close = (): Promise<void> => {
    closing ??= Promise.all([...links.values()].map(({ connection }) => connection.close())).then(() => {
      options.signal?.removeEventListener("abort", close);
    });
    return closing;
  };
  options.signal?.addEventListener("abort", close);
  if (options.signal?.aborted) closing = Promise.resolve();

  return {
    events,
    state: (connection) => links.get(connection)?.connection.state ?? (closing ? "closed" : "idle"),
    connect: watched(async (connection) => {
      ensureOpen();
      await linkOf(connection).connection.ready();
    }),
    subscribe: watched(async (topic, values, handler) => {
      ensureOpen();
      const subscription = index.subscription(topic, values);
      const { connection } = subscription.facts;
      const remove =
        handler &&
        addConsumer(linkOf(connection), {
          ...membership(subscription),
          deliver: ({ message }) => call(handler, message as never),
        });
      held.add(subscription.key);
      try {
        await subscribe(subscription);
      } catch (error) {
        remove?.();
        if (!linkOf(connection).subscriptions.has(subscription.key)) held.delete(subscription.key);
        throw error;
      }
    }),
    unsubscribe: watched(async (topic, values) => {
      const { key, facts } = index.subscription(topic, values);
      const own = links.get(facts.connection);
      held.delete(key);
      if (!own) return;
      const answer = own.subscriptions.remove(key);
      end(own, new ClientError("closed", `The subscription to "${topic}" ended.`, { topic }), key);
      await answer;
    }),
    unsubscribeAll: watched(async () => {
      held.clear();
      await Promise.all(
        [...links.values()].map((own) => {
          const answer = own.subscriptions.removeAll();
          end(own, new ClientError("closed", "All subscriptions ended."));
          return answer;
        }),
      );
    }),
    subscriptions: () => [...links.values()].flatMap(({ subscriptions }) => subscriptions.keys()),
    on(target, handler) {
      ensureOpen();
      const named = index.named(target);
      const deliver = ({ message }: Push): void => call(handler, message as never);
      if (named) return addConsumer(linkOf(named.facts.connection), { ...named, deliver });
      const covers = index.subscription(target, {});
      return addConsumer(linkOf(covers.facts.connection), { facts: covers.facts, covers, deliver });
    },
    messages<T>(topic: string, values: SlotValues, { limit = 1000, whenFull = "error" }: MessagesOptions) {
      ensureOpen();
      const subscription = index.subscription(topic, values);
      const { connection } = subscription.facts;
      const own = linkOf(connection);
      const Socket = options.WebSocket ?? platform.WebSocket;
      if (whenFull === "block" && !(Socket && "pause" in Socket.prototype))
        throw new TypeError(
          'whenFull: "block" needs a WebSocket class that can pause, like the one of the ws package.',
        );
      let remove = (): void => {};
      const queue = createMessageQueue<T>({
        limit,
        whenFull,
        pause: () => own.connection.pause(subscription),
        resume: () => own.connection.resume(subscription),
        onEnd() {
          remove();
          void release(subscription);
        },
        onDrop: () => emit("dropped", { topic }),
        fullError: () =>
          new ClientError("slow-reader", `${limit} messages of "${topic}" wait for a reader that is too slow.`, {
            topic,
            connection,
          }),
      });
      remove = addConsumer(linkOf(connection), {
        ...membership(subscription),
        deliver: ({ message }) => queue.push(message as T),
        refuse: queue.end,
        end: () => queue.end(),
      });
      subscribe(subscription).catch((error: ClientError) => queue.end(error));
      return queue.messages;
    },
    book<T>(topic: string, values: SlotValues) {
      const subscription = index.subscription(topic, values);
      const { book, sequence } = subscription.facts;
      if (!book) throw new TypeError(`"${topic}" is no order book.`);
      const everWhole = book.layout === "sides" && book.whole === undefined;
      return followTopic(subscription, createOrderBook<T>(book, sequence), !everWhole);
    },
    records<R, T>(topic: string, values: SlotValues) {
      const subscription = index.subscription(topic, values);
      const { records, sequence } = subscription.facts;
      if (!records) throw new TypeError(`"${topic}" has no records with a key.`);
      return followTopic(subscription, createRecords<R, T>(records, sequence), records.snapshot !== undefined);
    },
    close,
  };

  /** Consumers of one subscription, or of all, get nothing more. */
  function end(own: Link, error: ClientError, wanted?: string): void {
    const isMeant = ({ key }: Consumer): boolean => key !== undefined && (wanted === undefined || key === wanted);
    const gone = own.consumers.filter(isMeant);
    own.consumers = own.consumers.filter((consumer) => !isMeant(consumer));
    own.byTopic.clear();
    for (const consumer of gone) consumer.end?.(error);
  }
}

const membership = (subscription: Subscription): Pick<Consumer, "facts"> & { covers: Subscription; key: string } => ({
  facts: subscription.facts,
  covers: subscription,
  key: subscription.key,
});

/** Who does not wait for the promise is told by events; an "unhandled rejection" would end the process besides. */
const watched =
  <A extends unknown[]>(run: (...args: A) => Promise<void>) =>
  (...args: A): Promise<void> => {
    const promise = run(...args);
    promise.catch(() => {});
    return promise;
  };

/** For listeners to `error`: nobody is left to tell of what they throw. */
const callLater: Call = (handler, value) => {
  try {
    handler(value);
  } catch (cause) {
    throwLater(cause);
  }
};

function decode(data: unknown): string {
  return data instanceof ArrayBuffer ? new platform.TextDecoder().decode(data) : "";
}

function throwLater(error: unknown): void {
  platform.queueMicrotask(() => {
    throw error;
  });
}

/** The time that a ping repeats, in the type that its template asks for. */
function timeFor({
  parameters,
}: {
  readonly parameters: Readonly<Record<string, { readonly type?: string }>>;
}): string | number {
  return parameters.time?.type === "string" ? String(Date.now()) : Date.now();
}
