/** What the exchange sends to one client, and when: late where it is told so, never once the connection is frozen. */

import type { ServerSocket } from "./session-types.js";

export interface OutgoingFrame {
  readonly text: string;
  /** A push, as against an answer. */
  readonly push: boolean;
  /** The fault that made or changed it. */
  readonly fault?: string;
}

export interface Outbox {
  send(frame: OutgoingFrame): void;
  /** Unless the connection ends before. */
  later(ms: number, run: () => void): void;
  /** Nothing goes out any more, and nothing is read. */
  freeze(): void;
  readonly isFrozen: boolean;
  /** The connection has ended. */
  clear(): void;
}

export interface OutboxOptions {
  readonly socket: ServerSocket;
  /** Each frame is held back for so long, ms. */
  readonly delayMs: number;
  readonly onSent: (frame: OutgoingFrame) => void;
}

export function createOutbox({ socket, delayMs, onSent }: OutboxOptions): Outbox {
  const timers = new Set<NodeJS.Timeout>();
  let isFrozen = false;
  const later = (ms: number, run: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
  };
  const write = (frame: OutgoingFrame): void => {
    if (isFrozen || socket.readyState !== socket.OPEN) return;
    onSent(frame);
    socket.send(frame.text);
  };
  return {
    send(frame) {
      if (delayMs > 0) later(delayMs, () => write(frame));
      else write(frame);
    },
    later,
    freeze() {
      isFrozen = true;
      socket.pause();
    },
    get isFrozen() {
      return isFrozen;
    },
    clear() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
