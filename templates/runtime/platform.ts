/** The globals that browsers, Node and other platforms share. Declared here, so that the package compiles without "dom" and without Node's types. */

interface Globals {
  setTimeout(run: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
  queueMicrotask(run: () => void): void;
  readonly WebSocket?: WebSocketConstructor;
  readonly performance: { now(): number; readonly timeOrigin: number };
  readonly process?: { readonly hrtime?: { readonly bigint?: () => bigint } };
  readonly TextDecoder: new () => { decode(bytes: ArrayBuffer): string };
}

export const platform = globalThis as unknown as Globals;

/** Milliseconds of a clock that nobody sets. */
export const now = (): number => platform.performance.now();

/** Nanoseconds since 1970, by a clock that nobody sets. */
export const createClockNs = (): (() => bigint) => {
  const hrtime = platform.process?.hrtime?.bigint;
  const { performance } = platform;
  const epochMs = performance.timeOrigin + now();
  const epochNs = BigInt(Math.round(epochMs * 1e6));
  if (!hrtime) return () => epochNs + BigInt(Math.round((performance.timeOrigin + now() - epochMs) * 1e6));
  const begin = hrtime();
  return () => epochNs + hrtime() - begin;
};

/** What nobody is left to be told of ends up where uncaught errors do. */
export function throwLater(error: unknown): void {
  platform.queueMicrotask(() => {
    throw error;
  });
}

/**
 * A WebSocket class: the platform's own, or the one of the `ws` package. It is used through `binaryType`, `send`, `close` and the four `on…`
 * handlers; `terminate`, `pause`, `resume` and the event `unexpected-response` are used where a class has them.
 */
export type WebSocketConstructor = new (url: string) => object;

export interface Socket {
  binaryType: string;
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onerror: ((event: SocketError) => void) | null;
  onclose: ((event: { readonly code?: number; readonly reason?: string }) => void) | null;
  send(text: string): void;
  close(code?: number, reason?: string): void;
  terminate?(): void;
  pause?(): void;
  resume?(): void;
  on?(
    event: "unexpected-response",
    listener: (request: { destroy?(): void }, response: HandshakeResponse) => void,
  ): unknown;
}

export interface SocketError {
  readonly message?: string;
  readonly error?: { readonly code?: string; readonly errors?: readonly { readonly message?: string }[] };
}

/** The HTTP response to a handshake that was refused. */
export interface HandshakeResponse {
  readonly statusCode?: number;
  readonly statusMessage?: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** One timer that can be set again; nothing is left behind once it is cleared. */
export interface Timer {
  set(ms: number, run: () => void): void;
  clear(): void;
}

export function createTimer(): Timer {
  let timer: unknown;
  const clear = (): void => {
    if (timer !== undefined) platform.clearTimeout(timer);
    timer = undefined;
  };
  return {
    set(ms, run) {
      clear();
      timer = platform.setTimeout(() => {
        timer = undefined;
        run();
      }, ms);
    },
    clear,
  };
}

export interface Deferred<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
  reject(error: Error): void;
}

/** Its rejection is never "unhandled": who does not wait for it hears of it by an event. */
export function createDeferred<T>(): Deferred<T> {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((accept, refuse) => {
    resolve = accept;
    reject = refuse;
  });
  promise.catch(() => {});
  return { promise, resolve, reject };
}
