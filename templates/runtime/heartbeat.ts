/** Pings at intervals, and whether something shows after each of them that the connection is alive. */

import { createTimer, now } from "./platform.js";

export interface HeartbeatOptions {
  /** The ping. */
  readonly text: () => string;
  readonly intervalMs: number;
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
}

export function createHeartbeat(options: HeartbeatOptions, link: HeartbeatLink): Heartbeat {
  const { intervalMs, liveness } = options;
  const limit = Math.min(options.timeoutMs, intervalMs);
  const timer = createTimer();
  let aliveAt = Number.NEGATIVE_INFINITY;
  const onPong = (): void => {
    aliveAt = now();
  };
  const beat = (): void => {
    const sentAt = now();
    link.send(options.text());
    timer.set(limit, () => {
      if (aliveAt >= sentAt || link.isHeldBackSince(sentAt)) timer.set(intervalMs - limit, beat);
      else link.onDead(`no sign of life within ${limit} ms of a ping`);
    });
  };
  return {
    start: () => timer.set(intervalMs, beat),
    stop: timer.clear,
    onFrame: liveness === "any-frame" ? onPong : () => {},
    onPong,
  };
}
