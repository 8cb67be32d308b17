/** One connection that stays: a socket session, and another one when it ends. What flows over it is the client's affair. */

import { ClientError, type Closed } from "./client-error.js";
import { createPauses, type Pauses } from "./pauses.js";
import { createDeferred, createTimer, type Deferred, now, throwLater } from "./platform.js";
import { nextAttempt, type ReconnectOptions } from "./reconnect.js";
import { createSocketSession, type EndpointOptions, type SessionEnd, type SocketSession } from "./socket-session.js";

export type ConnectionState =
  /** Not opened yet. */
  | "idle"
  | "connecting"
  | "authenticating"
  /** Open, authenticated where that is asked for. */
  | "ready"
  /** Between two attempts. */
  | "waiting"
  /** By `close()`; or until `connect()`, because the first authentication failed, or the exchange said so. */
  | "closed";

export interface StateChange {
  readonly connection: string;
  readonly state: ConnectionState;
  readonly previous: ConnectionState;
  /** With `waiting` and `closed`: how the last socket ended. */
  readonly closed?: Closed;
  /** With `waiting`: until the next attempt, ms. */
  readonly delayMs?: number;
  /** With `closed`: why it is not tried again, unless it was by `close()`. */
  readonly error?: ClientError;
}

export interface ConnectionOptions extends EndpointOptions {
  /** False: never. */
  readonly reconnect: ReconnectOptions | false;
  readonly onState: (change: StateChange) => void;
}

export interface Connection {
  readonly state: ConnectionState;
  /** Opens it, unless it is or was. Rejects where it is closed. */
  ready(): Promise<void>;
  /** The same, and opens it again where something else than `close()` has closed it. */
  connect(): Promise<void>;
  /** What keeps it from being ready; undefined where nothing does. */
  obstacle(): Obstacle | undefined;
  /** Sends a text, if there is a socket to send it on. */
  send(text: string): void;
  /** The answer to the authentication; `refusal` only where it was refused. */
  authenticated(refusal?: string): void;
  /** A pong has come. */
  alive(): void;
  /** It may be dead: nothing came for a while. */
  isSuspect(): boolean;
  /** Answers may wait unread: reading is paused, or was less than so many ms ago. */
  isHeldBack(ms: number): boolean;
  /** Leaves the socket as it is and opens another, after the usual wait. */
  restart(reason: string): void;
  /** Stops reading from the network, where the socket can, until all who asked for it have resumed. */
  pause(by: object): void;
  resume(by: object): void;
  close(): Promise<void>;
}

export interface Obstacle {
  readonly text: string;
  /** How the last attempt ended. */
  readonly closed?: Closed;
}

/** Where it is, and what there is only there. */
type Phase =
  | { readonly state: "idle" | "closed" }
  | { readonly state: "connecting" | "authenticating"; readonly session: SocketSession }
  | { readonly state: "ready"; readonly session: SocketSession; readonly since: number }
  | { readonly state: "waiting"; readonly skip: () => void };

interface Life {
  readonly options: ConnectionOptions;
  phase: Phase;
  /** `close()` was called. */
  isClosing: boolean;
  /** How the last socket ended, if it was not ready since. */
  closed?: Closed;
  /** It was ready at some time. */
  wasReady: boolean;
  readonly pauses: Pauses;
  /** Of the current attempt or the next one. */
  ready: Deferred<void>;
  finished: Deferred<void>;
}

export function createConnection(options: ConnectionOptions): Connection {
  const life: Life = {
    options,
    phase: { state: "idle" },
    isClosing: false,
    wasReady: false,
    pauses: createPauses(),
    ready: createDeferred(),
    finished: createDeferred(),
  };
  const { pauses } = life;
  const session = (): SocketSession | undefined => sessionOf(life.phase);
  return {
    get state() {
      return life.phase.state;
    },
    ready() {
      if (life.phase.state === "idle") begin(life);
      return life.ready.promise;
    },
    connect() {
      if (life.phase.state === "idle" || (life.phase.state === "closed" && !life.isClosing)) begin(life);
      return life.ready.promise;
    },
    obstacle: () => obstacle(life),
    send: (text) => session()?.send(text),
    authenticated: (refusal) => session()?.authenticated(refusal),
    alive: () => session()?.alive(),
    isSuspect: () => session()?.isSuspect() ?? true,
    restart: (reason) => session()?.abort(reason),
    pause(by) {
      pauses.add(by);
      session()?.pause();
    },
    resume(by) {
      if (pauses.remove(by)) session()?.resume();
    },
    isHeldBack: (ms) => pauses.includesSince(now() - ms),
    close() {
      if (!life.isClosing) close(life);
      return life.finished.promise;
    },
  };
}

function obstacle({ phase: { state }, closed }: Life): Obstacle | undefined {
  if (state === "ready") return undefined;
  if (closed) {
    const text = closed.error?.message ?? (closed.reason || `closed with ${closed.code}`);
    return { text: text.replace(/\.$/, ""), closed };
  }
  return { text: state === "authenticating" ? "no authentication reply came" : "no handshake was made" };
}

const sessionOf = (phase: Phase): SocketSession | undefined => ("session" in phase ? phase.session : undefined);

function begin(life: Life): void {
  if (life.phase.state === "closed") {
    life.ready = createDeferred();
    life.finished = createDeferred();
  }
  // Only a bug of ours rejects.
  run(life).catch(throwLater);
}

async function run(life: Life): Promise<void> {
  let failed = 0;
  for (;;) {
    const { end, readyForMs } = await runSession(life);
    const { final, ...closed } = end;
    life.closed = closed;
    if (life.isClosing || final) return finish(life, closed, final);
    const next = decide(life, closed, { failed, readyForMs, wasReady: life.wasReady });
    if (next instanceof ClientError) return finish(life, closed, next);
    if (next.kind === "none") return finish(life, closed, closed.error);
    failed = next.failed;
    await wait(life, closed, next.delayMs);
    if (life.isClosing) return finish(life, closed);
  }
}

async function runSession(life: Life): Promise<{ end: SessionEnd; readyForMs: number | undefined }> {
  const { options, pauses } = life;
  const session = createSocketSession({
    ...options,
    isHeldBackSince: pauses.includesSince,
    onStep: (step) => enter(life, step === "ready" ? { state: step, session, since: now() } : { state: step, session }),
  });
  enter(life, { state: "connecting", session });
  session.open();
  const end = await session.ended;
  return { end, readyForMs: life.phase.state === "ready" ? now() - life.phase.since : undefined };
}

function decide(
  { options }: Life,
  closed: Closed,
  attempts: Parameters<typeof nextAttempt>[1],
): ReturnType<typeof nextAttempt> | ClientError {
  try {
    return nextAttempt(closed, attempts, options.reconnect);
  } catch (cause) {
    return new ClientError("handler", "`reconnect.decide` threw.", { connection: options.name, cause });
  }
}

async function wait(life: Life, closed: Closed, delayMs: number): Promise<void> {
  const over = createDeferred<void>();
  const timer = createTimer();
  timer.set(delayMs, over.resolve);
  enter(life, { state: "waiting", skip: over.resolve }, { closed, delayMs });
  await over.promise;
  timer.clear();
}

function enter(life: Life, phase: Phase, more: Pick<StateChange, "closed" | "delayMs" | "error"> = {}): void {
  const previous = life.phase.state;
  life.phase = phase;
  if (phase.state === "ready") {
    life.wasReady = true;
    delete life.closed;
    life.ready.resolve();
  } else if (previous === "ready") life.ready = createDeferred();
  life.options.onState({ connection: life.options.name, state: phase.state, previous, ...more });
}

function finish(life: Life, closed: Closed, cause?: ClientError): void {
  const { name } = life.options;
  const how = life.isClosing ? "." : ` (${closed.code} ${closed.reason}).`;
  const error = cause ?? new ClientError("closed", `The connection "${name}" is closed${how}`, { connection: name });
  life.ready.reject(error);
  enter(life, { state: "closed" }, { closed, ...(life.isClosing ? {} : { error }) });
  // Who asks from now on is told at once.
  life.ready.reject(error);
  life.finished.resolve();
}

function close(life: Life): void {
  const { phase } = life;
  life.isClosing = true;
  if (phase.state === "idle") finish(life, { code: 1000, reason: "" });
  else if (phase.state === "waiting") phase.skip();
  else sessionOf(phase)?.close();
}
