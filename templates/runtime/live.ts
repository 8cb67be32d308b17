/** State that follows a topic: it starts with a snapshot, and after a gap asks for another. */

import type { ClientError } from "./client-error.js";
import type { Keeper } from "./order-book.js";
import { createDeferred, createTimer } from "./platform.js";

export interface Live<View> {
  /** As of the last message, immutable. Undefined before the first snapshot, and from a gap or a lost connection to the next snapshot. */
  readonly current: View | undefined;
  /** Settles with the first snapshot, or as the subscription does. */
  readonly ready: Promise<View>;
  /** Calls the listener after each change, and when the state is lost. Returns what removes it. */
  onChange(listener: (live: Live<View>) => void): () => void;
  /** Stops following. Ends the subscription if nothing else uses it. */
  close(): Promise<void>;
}

export interface LiveOptions<View> {
  readonly keeper: Keeper<View>;
  readonly onGap: (reason: string) => void;
  /** Subscribes anew. */
  readonly renew: () => void;
  readonly close: () => Promise<void>;
}

export interface LiveState<View> {
  readonly live: Live<View>;
  push(form: string, message: unknown): void;
  /** What is held is wrong from now on. */
  break(reason: string): void;
  /** The connection is gone. */
  lose(): void;
  /** The subscription failed. */
  fail(error: ClientError): void;
}

/** A gap right after a gap waits: a feed that never fits must not become a storm of subscriptions. */
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

export function createLive<View>({ keeper, onGap, renew, close }: LiveOptions<View>): LiveState<View> {
  const ready = createDeferred<View>();
  const timer = createTimer();
  let listeners: readonly ((live: Live<View>) => void)[] = [];
  let renewedAt = Number.NEGATIVE_INFINITY;
  let waitMs = 0;
  let broken = false;
  let closed = false;
  let isReady = false;

  const notify = (): void => {
    for (const listener of listeners) listener(live);
  };
  const scheduleRenewal = (): void => {
    const quiet = Date.now() - renewedAt;
    waitMs = quiet > LONGEST_WAIT_MS ? 0 : Math.min(Math.max(waitMs * 2, FIRST_WAIT_MS), LONGEST_WAIT_MS);
    timer.set(Math.max(waitMs - quiet, 0), () => {
      renewedAt = Date.now();
      broken = false;
      renew();
    });
  };
  const breakUp = (reason: string): void => {
    if (broken || closed) return;
    broken = true;
    keeper.reset();
    onGap(reason);
    notify();
    scheduleRenewal();
  };
  const live: Live<View> = {
    get current() {
      return broken || closed ? undefined : keeper.view();
    },
    ready: ready.promise,
    onChange(listener) {
      listeners = [...listeners, listener];
      return () => {
        listeners = listeners.filter((other) => other !== listener);
      };
    },
    close() {
      if (closed) return Promise.resolve();
      closed = true;
      timer.clear();
      keeper.reset();
      listeners = [];
      return close();
    },
  };
  return {
    live,
    push(form, message) {
      // Between a gap and the new subscription nothing can be trusted, a snapshot neither: it may be the old one, repeated.
      if (broken || closed) return;
      const applied = keeper.apply(form, message);
      if (applied.kind === "gap") breakUp(applied.reason);
      else if (applied.kind === "applied") {
        const view = isReady ? undefined : keeper.view();
        if (view) {
          isReady = true;
          ready.resolve(view);
        }
        notify();
      }
    },
    break: breakUp,
    lose() {
      if (closed) return;
      // The new connection subscribes anew anyway.
      timer.clear();
      broken = false;
      keeper.reset();
      notify();
    },
    fail(error) {
      timer.clear();
      ready.reject(error);
    },
  };
}
