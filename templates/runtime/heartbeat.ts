/** Pings at intervals, and whether something shows after each of them that the connection is alive. */

import { createTimer, now } from "./platform.js";

export interface HeartbeatOptions {
  /** The ping. */
  readonly text: () => string;
  /** A ping at least so often, whatever comes, ms. */
  readonly intervalMs: number;
  /** A ping as well when nothing came for this long, ms. */
  readonly quietMs: number;
  /** The connection is dead if nothing shows that it lives for this long after a ping, ms. */
  readonly timeoutMs: number;
  /** What shows it: a pong, or any frame. */
  readonly liveness: "any-frame" | "pong";
}

export interface HeartbeatLink {
  readonly send: (text: string) => void;
  /** Signs of life may wait unread since then. */
  readonly isHeldBackSince: (time: number) => boolean;
  readonly onDead: (reason: string) => void;
}

export interface Heartbeat {
  start(): void;
  stop(): void;
  onFrame(): void;
  onPong(): void;
  /** Nothing came for so long that a ping was due. */
  isSuspect(): boolean;
}

export function createHeartbeat(options: HeartbeatOptions, link: HeartbeatLink): Heartbeat {
  const { intervalMs, liveness } = options;
  const quietMs = Math.min(options.quietMs, intervalMs);
  const limit = Math.min(options.timeoutMs, intervalMs);
  const timer = createTimer();
  /** The last frame, the last pong and the last ping, by `now()`. */
  let heardAt = now();
  let pongAt = Number.NEGATIVE_INFINITY;
  let pingedAt = heardAt;
  const dueAt = (): number => Math.min(Math.max(heardAt, pingedAt) + quietMs, pingedAt + intervalMs);
  const waitForNext = (): void =>
    timer.set(Math.max(dueAt() - now(), 0), () => (now() < dueAt() ? waitForNext() : ping()));
  const ping = (): void => {
    pingedAt = now();
    link.send(options.text());
    timer.set(limit, () => {
      const aliveAt = liveness === "pong" ? pongAt : heardAt;
      if (aliveAt >= pingedAt || link.isHeldBackSince(pingedAt)) waitForNext();
      else link.onDead(`no sign of life within ${limit} ms of a ping`);
    });
  };
  return {
    start() {
      heardAt = now();
      pingedAt = heardAt;
      waitForNext();
    },
    stop: timer.clear,
    onFrame() {
      heardAt = now();
    },
    onPong() {
      pongAt = now();
      heardAt = pongAt;
    },
    isSuspect: () => now() - heardAt >= quietMs,
  };
}
