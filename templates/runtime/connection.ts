/**
 * One connection that stays: it opens the socket, authenticates, keeps it alive, and opens a new one when it ends. What flows over it is the
 * client's affair.
 */

import { ClientError } from "./client-error.js";
import {
  createDeferred,
  createTimer,
  type Deferred,
  now,
  platform,
  type Socket,
  type WebSocketConstructor,
} from "./platform.js";
import {
  type Closed,
  type ReconnectDecision,
  type ReconnectOptions,
  reconnectAfter,
  reconnectDelay,
} from "./reconnect.js";

export type ConnectionState =
  /** Not opened yet. */
  | "idle"
  | "connecting"
  | "authenticating"
  /** Open, authenticated where that is asked for. */
  | "ready"
  /** Between two attempts. */
  | "waiting"
  /** For good: by `close()`, by an authentication that was refused, or because the exchange said so. */
  | "closed";

export interface StateChange {
  readonly connection: string;
  readonly state: ConnectionState;
  readonly previous: ConnectionState;
  /** With `waiting` and `closed`: how the last socket ended. */
  readonly closed?: Closed;
  /** With `waiting`: until the next attempt, ms. */
  readonly delayMs?: number;
  /** With `closed`: why it is not tried again. */
  readonly error?: ClientError;
}

export interface ConnectionOptions {
  readonly name: string;
  readonly WebSocket: WebSocketConstructor;
  /** Made anew for each attempt: its query may carry a signature that expires. */
  readonly url: () => string | Promise<string>;
  /** The authentication message, where this connection wants one. */
  readonly authenticate?: () => Promise<string>;
  readonly heartbeat?: {
    readonly text: () => string;
    readonly intervalMs: number;
    /** The connection is dead if nothing shows that it lives for this long after a ping, ms. */
    readonly timeoutMs: number;
    readonly liveness: "any-frame" | "pong";
  };
  /** False: never. */
  readonly reconnect: ReconnectOptions | false;
  /** For the handshake, for authentication and for the closing handshake, each, ms. */
  readonly timeoutMs: number;
  readonly onData: (data: unknown) => void;
  readonly onState: (change: StateChange) => void;
}

export interface Connection {
  readonly state: ConnectionState;
  /** Opens it if it is idle. Rejects once it is closed for good. */
  ready(): Promise<void>;
  /** Sends a text, if there is a socket to send it on. */
  send(text: string): void;
  /** The answer to the authentication; `reason` only where it was refused. */
  authenticated(reason?: string): void;
  /** A pong has come. */
  alive(): void;
  /** Answers may wait unread: reading is paused, or was less than so many ms ago. */
  isHeldBack(ms: number): boolean;
  /** Leaves the socket as it is and opens another, after the usual wait. */
  restart(reason: string): void;
  /** Stops reading from the network, where the socket can, until all who asked for it have resumed. */
  pause(by: object): void;
  resume(by: object): void;
  close(): Promise<void>;
}

interface End extends Closed {
  readonly error?: ClientError;
}

export function createConnection(options: ConnectionOptions): Connection {
  const { name, timeoutMs } = options;
  let state: ConnectionState = "idle";
  let closing = false;
  let socket: Socket | undefined;
  let endSession: ((end: End) => void) | undefined;
  let skipWait: (() => void) | undefined;
  let readyAt = 0;
  let lastFrameAt = 0;
  let lastPongAt = 0;
  const pausedBy = new Set<object>();
  let resumedAt = Number.NEGATIVE_INFINITY;
  let ready: Deferred<void> = createDeferred();
  const finished = createDeferred<void>();
  const stepTimer = createTimer();
  const heartbeatTimer = createTimer();

  const setState = (next: ConnectionState, more: Partial<StateChange> = {}): void => {
    const previous = state;
    state = next;
    if (next === "ready") {
      readyAt = now();
      ready.resolve();
    } else if (previous === "ready") ready = createDeferred();
    options.onState({ connection: name, state: next, previous, ...more });
  };

  const run = async (): Promise<void> => {
    let attempt = 0;
    for (;;) {
      readyAt = 0;
      setState("connecting");
      const end = await session();
      const decision = decide(end);
      const { code, reason } = end;
      if (decision instanceof ClientError) return finish({ code, reason }, decision);
      if (decision === "stop" || options.reconnect === false) return finish({ code, reason }, end.error);
      const sound = readyAt > 0 && now() - readyAt >= (options.reconnect.stableMs ?? 10_000);
      attempt = sound ? 0 : attempt + 1;
      const delayMs = reconnectDelay(Math.max(attempt - 1, 0), decision, options.reconnect);
      setState("waiting", { closed: { code, reason }, delayMs });
      if (!closing) {
        await new Promise<void>((resolve) => {
          skipWait = resolve;
          stepTimer.set(delayMs, resolve);
        });
        stepTimer.clear();
      }
      if (closing) return finish({ code, reason });
    }
  };

  const decide = (end: End): ReconnectDecision | ClientError => {
    if (closing || end.error || options.reconnect === false) return "stop";
    try {
      return (options.reconnect.decide ?? reconnectAfter)(end);
    } catch (cause) {
      return new ClientError("handler", "`reconnect.decide` threw.", { connection: name, cause });
    }
  };

  const finish = (closed: Closed, error?: ClientError): void => {
    const failure =
      error ??
      new ClientError(
        "closed",
        `The connection "${name}" is closed${closing ? "." : ` (${closed.code} ${closed.reason}).`}`,
        {
          connection: name,
        },
      );
    ready.reject(failure);
    setState("closed", { closed, ...(closing ? {} : { error: failure }) });
    // Who asks from now on is told at once.
    ready.reject(failure);
    finished.resolve();
  };

  /** From the URL to the end of one socket. */
  const session = async (): Promise<End> => {
    const ended = createDeferred<End>();
    endSession = ended.resolve;
    stepTimer.set(timeoutMs, () => ended.resolve({ code: 1006, reason: `no handshake within ${timeoutMs} ms` }));
    const opened = await openSocket(ended);
    const end = await ended.promise;
    stepTimer.clear();
    heartbeatTimer.clear();
    socket = undefined;
    endSession = undefined;
    if (opened) abandon(opened);
    return end;
  };

  const openSocket = async (ended: Deferred<End>): Promise<Socket | undefined> => {
    let url: string | undefined;
    try {
      // A signer may take its time, or never come back.
      url = await Promise.race([options.url(), ended.promise.then(() => undefined)]);
    } catch (error) {
      // What cannot be signed will not be by trying again.
      const failure =
        error instanceof ClientError
          ? error
          : new ClientError("closed", String(error), { connection: name, cause: error });
      ended.resolve({ code: 1006, reason: failure.message, error: failure });
    }
    if (url === undefined || closing) {
      ended.resolve({ code: 1000, reason: "" });
      return undefined;
    }
    let opened: Socket;
    try {
      opened = new options.WebSocket(url) as Socket;
    } catch {
      // What the class says of the URL may repeat its query, which holds the signature.
      const message = `The WebSocket class refuses the URL ${url.replace(/\?.*$/s, "")}.`;
      ended.resolve({ code: 1006, reason: message, error: new ClientError("closed", message, { connection: name }) });
      return undefined;
    }
    socket = opened;
    let lastError = "";
    opened.binaryType = "arraybuffer";
    opened.onopen = () => {
      if (closing) return;
      lastFrameAt = now();
      startHeartbeat();
      startAuthentication();
    };
    opened.onmessage = ({ data }) => {
      lastFrameAt = now();
      options.onData(data);
    };
    opened.onerror = ({ message }) => {
      lastError = message ?? "";
    };
    opened.onclose = ({ code, reason }) => ended.resolve({ code: code ?? 1006, reason: reason || lastError });
    return opened;
  };

  const startAuthentication = (): void => {
    stepTimer.clear();
    if (!options.authenticate) {
      setState("ready");
      return;
    }
    const own = socket;
    setState("authenticating");
    stepTimer.set(timeoutMs, () =>
      endSession?.({ code: 1006, reason: `no authentication reply within ${timeoutMs} ms` }),
    );
    options.authenticate().then(
      (text) => {
        // The signer may take longer than its socket lives.
        if (own === socket) own?.send(text);
      },
      (error: unknown) => {
        if (own === socket && error instanceof Error) refuse(error);
      },
    );
  };

  const refuse = (cause: Error): void => {
    const error =
      cause instanceof ClientError
        ? cause
        : new ClientError("authentication", cause.message, { connection: name, cause });
    endSession?.({ code: 1000, reason: "authentication failed", error });
  };

  const startHeartbeat = (): void => {
    const { heartbeat } = options;
    if (!heartbeat) return;
    const { intervalMs, liveness } = heartbeat;
    const limit = Math.min(heartbeat.timeoutMs, intervalMs);
    const beat = (): void => {
      const sentAt = now();
      socket?.send(heartbeat.text());
      heartbeatTimer.set(limit, () => {
        // What is held back by a pause cannot show that it lives.
        const seenAt =
          pausedBy.size > 0 || resumedAt >= sentAt ? sentAt : liveness === "pong" ? lastPongAt : lastFrameAt;
        if (seenAt < sentAt) endSession?.({ code: 1006, reason: `no sign of life within ${limit} ms of a ping` });
        else heartbeatTimer.set(Math.max(intervalMs - limit, 0), beat);
      });
    };
    heartbeatTimer.set(intervalMs, beat);
  };

  return {
    get state() {
      return state;
    },
    ready() {
      if (state === "idle" && !closing) {
        // Not before the caller has what this returns. Only a bug of ours rejects.
        run().catch((error: unknown) =>
          platform.queueMicrotask(() => {
            throw error;
          }),
        );
      }
      return ready.promise;
    },
    send(text) {
      socket?.send(text);
    },
    authenticated(reason) {
      if (closing || state !== "authenticating") return;
      stepTimer.clear();
      if (reason === undefined) setState("ready");
      else
        refuse(
          new ClientError("authentication", `The exchange refused the authentication: ${reason}`, { connection: name }),
        );
    },
    alive() {
      lastPongAt = now();
    },
    restart(reason) {
      endSession?.({ code: 1006, reason });
    },
    pause(by) {
      pausedBy.add(by);
      socket?.pause?.();
    },
    resume(by) {
      pausedBy.delete(by);
      if (pausedBy.size > 0) return;
      resumedAt = now();
      socket?.resume?.();
    },
    isHeldBack: (ms) => pausedBy.size > 0 || now() - resumedAt < ms,
    close() {
      if (!closing) {
        closing = true;
        skipWait?.();
        const end = endSession;
        if (state === "idle") finish({ code: 1000, reason: "" });
        else if (state === "connecting") end?.({ code: 1000, reason: "" });
        else if (end) {
          // A half-open socket never answers a close, so that it is waited for only so long.
          heartbeatTimer.clear();
          stepTimer.set(Math.min(timeoutMs, 2000), () => end({ code: 1006, reason: "the close was not answered" }));
          socket?.close(1000, "");
        }
      }
      return finished.promise;
    },
  };
}

/** Nothing more is heard of it. An error handler stays: the `ws` package throws errors that nobody handles. */
function abandon(socket: Socket): void {
  socket.onopen = null;
  socket.onmessage = null;
  socket.onclose = null;
  socket.onerror = () => {};
  try {
    if (socket.terminate) socket.terminate();
    else socket.close();
  } catch {
    // Browsers throw on sockets that are still connecting.
  }
}
