/** State that follows a topic: it starts with a snapshot, and after a gap asks for another. */

import { ClientError } from "./client-error.js";
import type { Call } from "./emitter.js";
import type { Keeper } from "./order-book.js";
import { createDeferred, createTimer, now } from "./platform.js";

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
  readonly topic: string;
  readonly call: Call;
  /** Changes without a snapshot for this long, ms: it is asked for anew. */
  readonly timeoutMs: number;
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
  /** The subscription failed or ended: there is nothing to follow any more. */
  fail(error: ClientError): void;
  readonly closed: boolean;
}

/** A gap right after a gap waits: a feed that never fits must not become a storm of subscriptions. */
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

export function createLive<View>({
  topic,
  call,
  timeoutMs,
  keeper,
  onGap,
  renew,
  close,
}: LiveOptions<View>): LiveState<View> {
  const ready = createDeferred<View>();
  const timer = createTimer();
  let listeners: readonly ((live: Live<View>) => void)[] = [];
  let renewedAt = Number.NEGATIVE_INFINITY;
  let waitMs = 0;
  let broken = false;
  let closed = false;
  let isReady = false;
  /** Since when changes come and no snapshot. */
  let waitingSince: number | undefined;

  const notify = (): void => {
    for (const listener of listeners) call(listener, live);
  };
  const scheduleRenewal = (): void => {
    const quiet = now() - renewedAt;
    waitMs = quiet > LONGEST_WAIT_MS ? 0 : Math.min(Math.max(waitMs * 2, FIRST_WAIT_MS), LONGEST_WAIT_MS);
    timer.set(Math.max(waitMs - quiet, 0), () => {
      renewedAt = now();
      broken = false;
      renew();
    });
  };
  const breakUp = (reason: string): void => {
    if (broken || closed) return;
    broken = true;
    waitingSince = undefined;
    keeper.reset();
    // Before anybody else is asked: what follows must not depend on them.
    scheduleRenewal();
    onGap(reason);
    notify();
  };
  const end = (error: ClientError): void => {
    closed = true;
    timer.clear();
    keeper.reset();
    ready.reject(error);
    notify();
    listeners = [];
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
      listeners = [];
      end(new ClientError("closed", `"${topic}" is not followed any more.`, { topic }));
      return close();
    },
  };
  return {
    live,
    push(form, message) {
      // Between a gap and the new subscription nothing can be trusted, a snapshot neither: it may be the old one, repeated.
      if (broken || closed) return;
      const applied = keeper.apply(form, message);
      if (applied.kind === "waiting") {
        waitingSince ??= now();
        if (now() - waitingSince > timeoutMs) breakUp(`no snapshot came within ${timeoutMs} ms`);
        return;
      }
      waitingSince = undefined;
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
      waitingSince = undefined;
      keeper.reset();
      notify();
    },
    fail(error) {
      if (!closed) end(error);
    },
    get closed() {
      return closed;
    },
  };
}
