/** One socket from its URL to its end: the handshake, authentication, the heartbeat, the closing handshake, each in its time. */

import { ClientError, type Closed } from "./client-error.js";
import { messageOf, refusalOf } from "./handshake.js";
import { createHeartbeat, type Heartbeat, type HeartbeatOptions } from "./heartbeat.js";
import {
  createDeferred,
  createTimer,
  type Deferred,
  type Socket,
  type Timer,
  throwLater,
  type WebSocketConstructor,
} from "./platform.js";

export interface EndpointOptions {
  /** Of the connection. */
  readonly name: string;
  readonly WebSocket: WebSocketConstructor;
  /** Made anew for each attempt: its query may carry a signature that expires. */
  readonly url: () => string | Promise<string>;
  /** The URL carries the authentication: a handshake that is refused as unauthorized refuses that. */
  readonly isSigned?: boolean;
  /** The authentication message, where this connection wants one. */
  readonly authenticate?: () => Promise<string>;
  readonly heartbeat?: HeartbeatOptions;
  /** For the handshake, for authentication and for the closing handshake, each, ms. */
  readonly timeoutMs: number;
  readonly onData: (data: unknown) => void;
  /** Is shown every frame first. `isSecret`: it authenticates, or may repeat what does. */
  readonly tap?: ((direction: "in" | "out", data: unknown, isSecret: boolean) => void) | undefined;
}

export interface SessionOptions extends EndpointOptions {
  readonly onStep: (step: "authenticating" | "ready") => void;
  /** Frames may wait unread since then. */
  readonly isHeldBackSince: (time: number) => boolean;
}

/** How it ended. */
export interface SessionEnd extends Closed {
  /** Why every other attempt would end in the same way. */
  readonly final?: ClientError;
}

export interface SocketSession {
  /** Nothing is heard of the socket from then on. */
  readonly ended: Promise<SessionEnd>;
  open(): void;
  /** Sends a text, if there is a socket to send it on. */
  send(text: string): void;
  /** The answer to the authentication; `refusal` only where it was refused. */
  authenticated(refusal?: string): void;
  /** A pong has come. */
  alive(): void;
  /** It may be dead: nothing came for a while. */
  isSuspect(): boolean;
  pause(): void;
  resume(): void;
  /** By the closing handshake, where there is somebody to close it with. */
  close(): void;
  /** At once: the socket is left as it is. */
  abort(reason: string): void;
}

interface Session {
  readonly options: SessionOptions;
  step: "opening" | "authenticating" | "ready" | "closing" | "ended";
  socket?: Socket;
  /** Limits the step. */
  readonly timer: Timer;
  readonly heartbeat: Heartbeat | undefined;
  readonly ended: Deferred<SessionEnd>;
}

/** A close that is not answered sooner never will be. */
const LONGEST_CLOSE_MS = 2000;

export function createSocketSession(options: SessionOptions): SocketSession {
  const { isHeldBackSince } = options;
  const session: Session = {
    options,
    step: "opening",
    timer: createTimer(),
    heartbeat:
      options.heartbeat &&
      createHeartbeat(options.heartbeat, {
        send: (text) => send(session, text),
        isHeldBackSince,
        onDead: (reason) => breakOff(session, reason),
      }),
    ended: createDeferred(),
  };
  return {
    ended: session.ended.promise,
    open() {
      // Only a bug of ours rejects.
      open(session).catch(throwLater);
    },
    send: (text) => send(session, text),
    authenticated: (refusal) => authenticated(session, refusal),
    alive: () => session.heartbeat?.onPong(),
    isSuspect: () => session.heartbeat?.isSuspect() ?? false,
    pause: () => session.socket?.pause?.(),
    resume: () => session.socket?.resume?.(),
    close: () => close(session),
    abort: (reason) => breakOff(session, reason),
  };
}

async function open(session: Session): Promise<void> {
  const { timeoutMs } = session.options;
  limit(session, timeoutMs, `no handshake within ${timeoutMs} ms`);
  const url = await urlOf(session);
  // A signer may take longer than its attempt.
  if (url === undefined || session.step !== "opening") return;
  const socket = openSocket(session, url);
  if (!socket) return;
  let lastError = "";
  session.socket = socket;
  socket.binaryType = "arraybuffer";
  socket.onopen = () => onOpen(session);
  socket.onmessage = ({ data }) => {
    session.options.tap?.("in", data, session.step === "authenticating");
    session.heartbeat?.onFrame();
    session.options.onData(data);
  };
  socket.onerror = (event) => {
    lastError = messageOf(event);
    // Some platforms, Node 22 and 24 among them, let no `close` follow the error of a handshake.
    if (session.step === "opening") breakOff(session, lastError || "the handshake failed");
  };
  socket.on?.("unexpected-response", (_, response) => onRefused(session, refusalOf(response)));
  socket.onclose = ({ code, reason }) => end(session, { code: code ?? 1006, reason: reason || lastError });
}

function send({ socket, options }: Session, text: string, isSecret = false): void {
  if (!socket) return;
  options.tap?.("out", text, isSecret);
  socket.send(text);
}

function onRefused(session: Session, closed: Closed): void {
  const { name, isSigned } = session.options;
  const isUnauthorized = isSigned === true && (closed.status === 401 || closed.status === 403);
  const text = `The exchange refused the authentication: ${closed.reason}`;
  const error = isUnauthorized && new ClientError("authentication", text, { connection: name });
  end(session, error ? { ...closed, error } : closed);
}

async function urlOf(session: Session): Promise<string | undefined> {
  const { name, url } = session.options;
  try {
    return await url();
  } catch (cause) {
    if (cause instanceof ClientError) end(session, { code: 1006, reason: cause.message, error: cause });
    else endForGood(session, new ClientError("closed", String(cause), { connection: name, cause }));
    return undefined;
  }
}

function openSocket(session: Session, url: string): Socket | undefined {
  const { name, WebSocket } = session.options;
  try {
    return new WebSocket(url) as Socket;
  } catch {
    // What the class says of the URL may repeat its query, which holds the signature.
    const text = `The WebSocket class refuses the URL ${url.replace(/\?.*$/s, "")}.`;
    endForGood(session, new ClientError("closed", text, { connection: name }));
    return undefined;
  }
}

function onOpen(session: Session): void {
  const { authenticate } = session.options;
  if (session.step !== "opening") return;
  session.timer.clear();
  session.heartbeat?.start();
  if (authenticate) startAuthentication(session, authenticate);
  else setStep(session, "ready");
}

function startAuthentication(session: Session, authenticate: () => Promise<string>): void {
  const { timeoutMs } = session.options;
  limit(session, timeoutMs, `no authentication reply within ${timeoutMs} ms`);
  setStep(session, "authenticating");
  // The signer may take longer than this step.
  authenticate().then(
    (text) => session.step === "authenticating" && send(session, text, true),
    (cause: Error) => session.step === "authenticating" && refuse(session, cause.message, cause),
  );
}

function authenticated(session: Session, refusal?: string): void {
  if (session.step !== "authenticating") return;
  session.timer.clear();
  if (refusal === undefined) setStep(session, "ready");
  else refuse(session, `The exchange refused the authentication: ${refusal}`);
}

function refuse(session: Session, message: string, cause?: Error): void {
  const about = { connection: session.options.name, cause };
  const error = cause instanceof ClientError ? cause : new ClientError("authentication", message, about);
  end(session, { code: 1000, reason: "authentication failed", error });
}

function setStep(session: Session, step: "authenticating" | "ready"): void {
  session.step = step;
  session.options.onStep(step);
}

function limit(session: Session, ms: number, reason: string): void {
  session.timer.set(ms, () => breakOff(session, reason));
}

function close(session: Session): void {
  if (session.step === "opening") end(session, { code: 1000, reason: "" });
  if (session.step === "ended") return;
  session.step = "closing";
  session.heartbeat?.stop();
  // A half-open socket never answers a close, so that it is waited for only so long.
  limit(session, Math.min(session.options.timeoutMs, LONGEST_CLOSE_MS), "the close was not answered");
  session.socket?.close(1000, "");
}

const endForGood = (session: Session, error: ClientError): void =>
  end(session, { code: 1006, reason: error.message, final: error });

const breakOff = (session: Session, reason: string): void => end(session, { code: 1006, reason });

function end(session: Session, how: SessionEnd): void {
  const { socket } = session;
  if (session.step === "ended") return;
  session.step = "ended";
  session.timer.clear();
  session.heartbeat?.stop();
  delete session.socket;
  if (socket) abandon(socket);
  session.ended.resolve(how);
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
