/** A connection of a client, what it is subscribed to, and who listens: the way of a frame to its readers. */

import { ClientError } from "./client-error.js";
import type { ClientOptions, LineRuntime } from "./client-options.js";
import { type Connection, createConnection, type StateChange } from "./connection.js";
import { setUpConnection } from "./connection-setup.js";
import { type Consumers, createConsumers } from "./consumers.js";
import type { ReplyKind, UnknownFrame } from "./frame.js";
import type { MessageCheck } from "./message-check.js";
import { platform } from "./platform.js";
import { createRepeatCheck, type RepeatCheck } from "./repeats.js";
import type { ReplyEffect, ReplyFrame } from "./reply-effect.js";
import type { ServerClock } from "./server-clock.js";
import { createSubscriptions, type Subscriptions } from "./subscriptions.js";
import type { Push, TopicIndex } from "./topic-index.js";
import type { UserCalls } from "./user-calls.js";

/** A frame that was parsed. */
export interface Routable {
  readonly kind: string;
}

/** What the connections of one client share. */
export interface LinkContext<Frame> {
  readonly line: LineRuntime<Frame>;
  readonly options: ClientOptions<Frame>;
  /** For each handshake and for each answer of the exchange, ms. */
  readonly timeoutMs: number;
  readonly index: TopicIndex;
  readonly calls: UserCalls<Frame>;
  readonly check: MessageCheck<Frame>;
  /** Of the exchange. */
  readonly clock: ServerClock;
  /** Nanoseconds since 1970. */
  readonly clockNs: () => bigint;
  readonly readReply: (reply: ReplyFrame, isAuthenticating: boolean) => ReplyEffect;
}

export interface Link {
  readonly connection: Connection;
  readonly subscriptions: Subscriptions;
  readonly consumers: Consumers;
  /** Who holds a subscription by `subscribe`, by its key: it ends with the last of them, or by `unsubscribe`. */
  readonly held: Map<string, Set<object>>;
  /** Undefined where nothing can be told to have come before. */
  readonly isRepeat: RepeatCheck | undefined;
  /** Its sockets can stop reading from the network. */
  readonly canPause: boolean;
  /** No push has come since it was connected. */
  isFresh: boolean;
}

const MAX_FRAME_LENGTH = 16_000_000;
/** Of a frame that is too long, that much is shown. */
const SHOWN_LENGTH = 1024;

/** It is connected when somebody asks for that. */
export function openLink<Frame extends Routable>(context: LinkContext<Frame>, name: string): Link {
  const { line, options, timeoutMs, index, calls, check, clock } = context;
  const setup = setUpConnection(line.protocol, options, name, clock);
  const consumers = createConsumers(index, (push, data) => check(push as Frame & Push, data, name));
  const held = new Map<string, Set<object>>();
  const subscriptions = createSubscriptions({
    connection: name,
    protocol: line.protocol,
    timeoutMs,
    send: (text) => connection.send(text),
    onRefused({ key }, error) {
      held.delete(key);
      consumers.refuse(key, error);
      consumers.end(key, error);
      calls.report(error);
    },
    restart: (reason) => connection.restart(reason),
    obstacle: () => connection.obstacle(),
    isHeldBack: (ms) => connection.isHeldBack(ms),
  });
  const connection = createConnection({
    ...setup,
    name,
    timeoutMs,
    reconnect: options.reconnect ?? {},
    tap: tapOf(context, name),
    onData: (data) => receive(context, link, name, data),
    onState(change) {
      onState(link, change);
      calls.emit("state", change);
      const error = change.error ?? change.closed?.error;
      if (error) calls.report(error);
    },
  });
  const isRepeat = createRepeatCheck(Object.values(line.topics));
  const canPause = "pause" in setup.WebSocket.prototype;
  const link: Link = { connection, subscriptions, consumers, held, canPause, isRepeat, isFresh: true };
  return link;
}

function tapOf<Frame>({ options: { tap }, calls, clockNs }: LinkContext<Frame>, connection: string) {
  if (!tap) return undefined;
  return (direction: "in" | "out", data: unknown, isSecret: boolean): void =>
    calls.call(tap, { connection, direction, data, timeNs: clockNs(), isSecret });
}

function onState(link: Link, { connection, state, previous, error }: StateChange): void {
  const { subscriptions, consumers } = link;
  if (state === "connecting") link.isFresh = true;
  if (state === "ready") subscriptions.start();
  else if (previous === "ready" || previous === "closed") {
    subscriptions.stop();
    consumers.lose();
  }
  if (state !== "closed") return;
  const reason = error ?? new ClientError("closed", `The connection "${connection}" is closed.`, { connection });
  subscriptions.end(reason);
  if (error) consumers.refuseAll(error);
  consumers.endAll(reason);
}

function receive<Frame extends Routable>(context: LinkContext<Frame>, link: Link, name: string, data: unknown): void {
  const { line, options, calls } = context;
  const text = typeof data === "string" ? data : decode(data);
  if (text.length > (options.maxFrameLength ?? MAX_FRAME_LENGTH)) {
    const shown = text.slice(0, SHOWN_LENGTH);
    calls.emit("unknown", { kind: "unknown", reason: "too-long", text: shown, connection: name });
    return;
  }
  const frame = line.parse(text, name);
  if (frame.kind === "push") onPush(context, link, frame as unknown as Push, data);
  else if (frame.kind === "unknown") {
    const { reason, text: given } = frame as unknown as UnknownFrame;
    // An answer to the authentication in a form that nobody documents may repeat the key and the signature.
    const shown = link.connection.state === "authenticating" ? "" : given;
    calls.emit("unknown", { kind: "unknown", reason, text: shown, connection: name });
  } else onReply(context, link, frame);
}

function onPush<Frame>(context: LinkContext<Frame>, link: Link, push: Push, data: unknown): void {
  const { index, clock, calls } = context;
  const { subscriptions, consumers, isRepeat } = link;
  if (link.isFresh) {
    link.isFresh = false;
    clock.observe(push.message);
  }
  if (subscriptions.isWaiting)
    subscriptions.observe((each) => index.coversTopic(each, push) && index.coversInstance(each, push.message));
  if (isRepeat?.(push)) calls.emit("repeated", { topic: push.topicText });
  else consumers.deliver(push, data);
}

function onReply<Frame extends Routable>(context: LinkContext<Frame>, link: Link, frame: Frame): void {
  const { calls, readReply, clock } = context;
  const { connection, subscriptions } = link;
  const reply = frame as unknown as ReplyFrame;
  const { action, isShown } = readReply(reply, connection.state === "authenticating");
  switch (action.kind) {
    case "alive":
      clock.observe(reply.message);
      connection.alive();
      break;
    case "authentication":
      connection.authenticated(action.refusal);
      break;
    case "answer":
      subscriptions.onReply({ message: reply.message, isError: action.isError }, action.reason);
      break;
    case "none":
      break;
  }
  if (isShown) calls.emit("reply", frame as Extract<Frame, { readonly kind: ReplyKind }>);
}

function decode(data: unknown): string {
  return data instanceof ArrayBuffer ? new platform.TextDecoder().decode(data) : "";
}
