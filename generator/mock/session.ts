/** One client's connection to the mock exchange: the dialogue of its line, and the faults that are asked for. */

import { matchPattern } from "../../templates/runtime/topic-pattern.js";
import type { Json } from "../schema/json-schema.js";
import type { DocumentedReply } from "../spec/dialogues.js";
import { entryOf, patternsOn } from "../spec/line-view.js";
import type { RequestFacts, RequestReader } from "../spec/read-request.js";
import type { LineSpec, TopicSpec } from "../spec/spec.js";
import { checkCredentials } from "./credentials.js";
import type { FaultPlan } from "./faults.js";
import { createHoldings, type Holdings } from "./holdings.js";
import { instancesOf } from "./instances.js";
import type { Market } from "./market.js";
import { createOutbox, type Outbox } from "./outbox.js";
import { planPush } from "./push-plan.js";
import { createReplies, type Replies } from "./replies.js";
import { createForgivingReader } from "./request-reader.js";
import type { LoggedFrame, MockCredentials, ServerSocket, Session } from "./session-types.js";

export interface SessionOptions {
  readonly line: LineSpec;
  readonly connection: string;
  readonly number: number;
  readonly socket: ServerSocket;
  /** Authenticated by the query of the URL. */
  readonly authenticated: boolean;
  readonly credentials: MockCredentials;
  readonly market: Market | undefined;
  /** Answers of the line, as its pages show them. */
  readonly documented: readonly DocumentedReply[];
  readonly now: () => number;
  readonly faults: FaultPlan;
  readonly onFrame: ((frame: LoggedFrame) => void) | undefined;
  /** Something was subscribed to. */
  readonly onSubscribe: (session: Session) => void;
}

interface Dialogue {
  readonly options: SessionOptions;
  readonly session: Session;
  /** Of the connection. */
  readonly topics: readonly TopicSpec[];
  readonly readRequest: RequestReader;
  readonly replies: Replies;
  readonly outbox: Outbox;
  readonly holdings: Holdings;
  isAuthenticated: boolean;
  /** Pushes so far, those that faults swallowed among them. */
  pushes: number;
  /** A push that a fault kept back. */
  late: string | undefined;
  /** Ends a connection that stays silent. */
  idle: NodeJS.Timeout | undefined;
}

type Log = (frame: Pick<LoggedFrame, "direction" | "text" | "push" | "fault">) => void;

export function createSession(options: SessionOptions): Session {
  const { line, connection, number, socket, faults, market, onFrame } = options;
  const log: Log = (frame) => onFrame?.({ line: line.name, connection, session: number, ...frame });
  const outbox = createOutbox({
    socket,
    delayMs: faults.standing("delay")?.ms ?? 0,
    onSent: (frame) => log({ direction: "sent", ...frame }),
  });
  const push = (text: string): void => sendPush(dialogue, text);
  const holdings = createHoldings(line, market, push);
  const session: Session = {
    line,
    connection,
    number,
    subscriptions: holdings.keys,
    wants: holdings.wants,
    covers: holdings.covers,
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
  const dialogue: Dialogue = {
    options,
    session,
    topics: line.topics.filter((topic) => topic.connections.includes(connection)),
    readRequest: createForgivingReader(line, connection),
    replies: createReplies({ line, connection, documented: options.documented, now: options.now }),
    outbox,
    holdings,
    isAuthenticated: options.authenticated || line.file.connections[connection]?.access !== "private",
    pushes: 0,
    late: undefined,
    idle: undefined,
  };
  listen(dialogue, log);
  watch(dialogue);
  return session;
}

function listen(dialogue: Dialogue, log: Log): void {
  const { options, outbox, holdings } = dialogue;
  options.socket.on("message", (data) => {
    if (outbox.isFrozen) return;
    const text = data.toString();
    log({ direction: "received", text, push: false });
    onText(dialogue, text);
  });
  // A ping of the WebSocket protocol is one as well.
  options.socket.on("ping", (data) => {
    if (outbox.isFrozen) return;
    watch(dialogue);
    if (!options.faults.standing("no-pong")) options.socket.pong(data);
  });
  options.socket.on("error", () => {});
  options.socket.on("close", () => {
    clearTimeout(dialogue.idle);
    outbox.clear();
    holdings.release(() => true);
  });
}

/** The exchange closes a connection that stays silent, where the line says so. */
function watch(dialogue: Dialogue): void {
  const { line, socket } = dialogue.options;
  const limit = line.file.heartbeat?.timeoutMs;
  clearTimeout(dialogue.idle);
  if (limit !== undefined) dialogue.idle = setTimeout(() => socket.close(1000, "no ping"), limit);
}

// ---- Pushes ----

function sendPush(dialogue: Dialogue, text: string): void {
  const { options, outbox } = dialogue;
  dialogue.pushes += 1;
  const { frames, late, end } = planPush(text, options.faults.ofPush(dialogue.pushes), dialogue.late);
  dialogue.late = late;
  for (const frame of frames) outbox.send({ ...frame, push: true });
  switch (end?.kind) {
    case "drop":
      options.socket.terminate();
      break;
    case "close":
      options.socket.close(end.code, end.reason);
      break;
    case "freeze":
      outbox.freeze();
      break;
    case undefined:
      break;
  }
}

// ---- Requests ----

function onText(dialogue: Dialogue, text: string): void {
  const { readRequest, replies } = dialogue;
  let request: Json;
  try {
    request = JSON.parse(text) as Json;
  } catch {
    reply(dialogue, replies.refused({}, "not JSON"));
    return;
  }
  const facts = readRequest(request);
  if (facts) answer(dialogue, request, facts);
  else reply(dialogue, replies.refused(request, "unknown request"));
}

function answer(dialogue: Dialogue, request: Json, facts: RequestFacts): void {
  const { replies, options } = dialogue;
  if (facts.kind === "ping") {
    watch(dialogue);
    if (!options.faults.standing("no-pong")) reply(dialogue, replies.pong(request));
  } else if (facts.kind === "auth") authenticate(dialogue, request, facts);
  else if (!dialogue.isAuthenticated) reply(dialogue, replies.refused(request, "not authenticated"));
  else if (facts.kind === "subscribe") subscribe(dialogue, request, facts);
  else unsubscribe(dialogue, request, facts);
}

const reply = ({ outbox }: Dialogue, message: Json): void =>
  outbox.send({ text: JSON.stringify(message), push: false });

function authenticate(dialogue: Dialogue, request: Json, { credentials: given = new Map() }: RequestFacts): void {
  const { options, replies, topics, holdings } = dialogue;
  const { line, faults, credentials } = options;
  if (faults.standing("no-auth-reply")) return;
  const problem = faults.standing("auth-failure")
    ? "refused by a fault"
    : checkCredentials(given, line.file.authentication, credentials, options.now());
  if (problem !== undefined) {
    reply(dialogue, replies.refusedAuthentication(request, problem));
    return;
  }
  dialogue.isAuthenticated = true;
  reply(dialogue, replies.authenticated(request));
  // Some topics need no request.
  const automatic = topics.filter((topic) => entryOf(line, topic)?.subscribe?.length === 0);
  const first = automatic.flatMap((topic) =>
    holdings.hold({ topic, key: topic.name, instances: instancesOf(line, topic, topic.name, new Map()) }),
  );
  if (automatic.length > 0) deliver(dialogue, first);
}

/** The first messages of what was subscribed to. */
function deliver(dialogue: Dialogue, first: readonly string[]): void {
  for (const text of first) sendPush(dialogue, text);
  dialogue.options.onSubscribe(dialogue.session);
}

function subscribe(dialogue: Dialogue, request: Json, facts: RequestFacts): void {
  const { options, replies } = dialogue;
  const { faults } = options;
  const failed = facts.topics.filter((topic) => facts.unknownTopics.includes(topic) || faults.refuses(topic));
  const accepted = facts.topics.filter((topic) => !failed.includes(topic));
  // Only lines that answer topic by topic accept a part.
  const isPartial = replies.isByTopic && accepted.length > 0;
  if (failed.length > 0 && !isPartial) {
    acknowledge(dialogue, () => reply(dialogue, replies.refused(request, `unknown topic ${failed[0]}`)));
    return;
  }
  const begin = (): void =>
    deliver(
      dialogue,
      accepted.flatMap((text) => hold(dialogue, text, facts)),
    );
  const isEarly = faults.standing("data-before-ack") !== undefined;
  if (isEarly) begin();
  acknowledge(dialogue, () => {
    reply(dialogue, replies.acknowledged(request, accepted, failed));
    if (faults.standing("ack-twice")) reply(dialogue, replies.acknowledged(request, accepted, failed));
    // What a topic has now, not what it had when it was asked for.
    if (!isEarly) begin();
  });
}

/** The first messages of a topic, as it was asked for. */
function hold({ options, topics, holdings }: Dialogue, text: string, { asked }: RequestFacts): string[] {
  const { line, connection } = options;
  const topic = asked
    ? topics.find(({ name }) => name === asked.topic.name)
    : topics.find(({ subscribe: patterns }) =>
        patternsOn(line, patterns, connection).some((pattern) => matchPattern(pattern, text)),
      );
  if (!topic) return [];
  const key = asked ? keyOf(line, topic, asked.slots) : text;
  return holdings.hold({ topic, key, instances: instancesOf(line, topic, text, asked?.slots ?? new Map()) });
}

function acknowledge({ options, outbox }: Dialogue, send: () => void): void {
  if (options.faults.standing("no-ack")) return;
  const slow = options.faults.standing("slow-ack")?.ms ?? 0;
  if (slow > 0) outbox.later(slow, send);
  else send();
}

function unsubscribe(dialogue: Dialogue, request: Json, { topics, asked }: RequestFacts): void {
  const { holdings, replies, options } = dialogue;
  holdings.release(({ key, topic }) => {
    if (topics.length === 0) return true;
    if (!asked) return topics.includes(key);
    return topic.name === asked.topic.name && key === keyOf(options.line, topic, asked.slots);
  });
  reply(dialogue, replies.acknowledged(request, topics, []));
}

/** On lines with a request for each topic: the same for requests that differ only in what they ask to be done. */
function keyOf({ file: { subscription } }: LineSpec, topic: TopicSpec, slots: ReadonlyMap<string, unknown>): string {
  const action = subscription.form === "event" ? subscription.member : undefined;
  return `${topic.name} ${JSON.stringify(Object.fromEntries([...slots].filter(([name]) => name !== action)))}`;
}
