/** State that follows a topic: it starts with a snapshot, and after a gap asks for another. */

import { ClientError } from "./client-error.js";
import type { Call } from "./emitter.js";
import type { Keeper } from "./order-book.js";
import { createDeferred, createTimer, type Deferred, now, type Timer } from "./platform.js";
import { createRenewalBudget, type RenewalBudget, type RenewalOptions } from "./renewal-budget.js";

export interface Live<View> {
  /** As of the last message, immutable. Undefined before the first snapshot, and from a gap or a lost connection to the next snapshot. */
  readonly current: View | undefined;
  /** How long ago a message last said what `current` shows, ms; undefined where that shows nothing. */
  readonly age: number | undefined;
  /** `current` may be out of date, or shows nothing: nothing came over the connection for a while, and a ping is not answered yet. */
  readonly isStale: boolean;
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
  readonly renewals?: RenewalOptions | undefined;
  /** The connection may be dead. */
  readonly isSuspect: () => boolean;
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

type Phase =
  /** What the keeper has is what the topic says; it may have nothing yet. */
  | { readonly kind: "following" }
  /** Changes come and no snapshot. */
  | { readonly kind: "waiting"; readonly since: number }
  /** From a gap to the new subscription. Nothing can be trusted, a snapshot neither: it may be the old one, repeated. */
  | { readonly kind: "broken" }
  | { readonly kind: "closed" };

const FOLLOWING: Phase = { kind: "following" };

interface Follower<View> {
  readonly options: LiveOptions<View>;
  readonly live: Live<View>;
  readonly ready: Deferred<View>;
  /** `ready` has its snapshot: views are not made unless somebody asks. */
  isReady: boolean;
  phase: Phase;
  listeners: readonly ((live: Live<View>) => void)[];
  readonly budget: RenewalBudget;
  /** Since when there was a state without a gap, by `now()`. */
  livingSince: number | undefined;
  /** When a message was last applied or known already, by `now()`. */
  heardAt: number | undefined;
  readonly timer: Timer;
}

/** A state that was followed for so long was worth its renewal, ms. */
const LIVED_MS = 500;

export function createLive<View>(options: LiveOptions<View>): LiveState<View> {
  const { topic, keeper } = options;
  const ready = createDeferred<View>();
  const live: Live<View> = {
    get current() {
      return isTrusted(follower) ? keeper.view() : undefined;
    },
    get age() {
      return isShown(follower) && follower.heardAt !== undefined ? now() - follower.heardAt : undefined;
    },
    get isStale() {
      return !isShown(follower) || options.isSuspect();
    },
    ready: ready.promise,
    onChange(listener) {
      follower.listeners = [...follower.listeners, listener];
      return () => {
        follower.listeners = follower.listeners.filter((other) => other !== listener);
      };
    },
    close() {
      if (follower.phase.kind === "closed") return Promise.resolve();
      follower.listeners = [];
      end(follower, new ClientError("closed", `"${topic}" is not followed any more.`, { topic }));
      return options.close();
    },
  };
  const follower: Follower<View> = {
    options,
    live,
    ready,
    isReady: false,
    phase: FOLLOWING,
    listeners: [],
    budget: createRenewalBudget(options.renewals),
    livingSince: undefined,
    heardAt: undefined,
    timer: createTimer(),
  };
  return {
    live,
    push: (form, message) => push(follower, form, message),
    break: (reason) => breakUp(follower, reason),
    lose: () => lose(follower),
    fail: (error) => end(follower, error),
    get closed() {
      return follower.phase.kind === "closed";
    },
  };
}

const isTrusted = <View>({ phase }: Follower<View>): boolean => phase.kind !== "broken" && phase.kind !== "closed";

/** There is a state to show. The view itself is not made to know that. */
const isShown = <View>(follower: Follower<View>): boolean => isTrusted(follower) && follower.livingSince !== undefined;

function push<View>(follower: Follower<View>, form: string, message: unknown): void {
  if (!isTrusted(follower)) return;
  const { keeper, timeoutMs } = follower.options;
  const applied = keeper.apply(form, message);
  if (applied.kind === "waiting") {
    const { phase } = follower;
    if (phase.kind !== "waiting") follower.phase = { kind: "waiting", since: now() };
    else if (now() - phase.since > timeoutMs) breakUp(follower, `no snapshot came within ${timeoutMs} ms`);
    return;
  }
  follower.phase = FOLLOWING;
  if (applied.kind === "gap") {
    breakUp(follower, applied.reason);
    return;
  }
  follower.heardAt = now();
  follower.livingSince ??= follower.heardAt;
  if (applied.kind !== "applied") return;
  const view = follower.isReady ? undefined : keeper.view();
  if (view) {
    follower.isReady = true;
    follower.ready.resolve(view);
  }
  notify(follower);
}

function breakUp<View>(follower: Follower<View>, reason: string): void {
  if (!isTrusted(follower)) return;
  follower.phase = { kind: "broken" };
  follower.options.keeper.reset();
  // Before anybody else is asked: what follows must not depend on them.
  scheduleRenewal(follower);
  follower.options.onGap(reason);
  notify(follower);
}

function scheduleRenewal<View>(follower: Follower<View>): void {
  const { budget, livingSince, timer, options } = follower;
  if (livingSince !== undefined && now() - livingSince >= LIVED_MS) budget.refund();
  follower.livingSince = undefined;
  timer.set(budget.spend(), () => {
    follower.phase = FOLLOWING;
    options.renew();
  });
}

/** The new connection subscribes anew anyway. */
function lose<View>(follower: Follower<View>): void {
  if (follower.phase.kind === "closed") return;
  follower.timer.clear();
  follower.phase = FOLLOWING;
  follower.livingSince = undefined;
  follower.options.keeper.reset();
  notify(follower);
}

function end<View>(follower: Follower<View>, error: ClientError): void {
  if (follower.phase.kind === "closed") return;
  follower.phase = { kind: "closed" };
  follower.timer.clear();
  follower.options.keeper.reset();
  follower.ready.reject(error);
  notify(follower);
  follower.listeners = [];
}

function notify<View>(follower: Follower<View>): void {
  for (const listener of follower.listeners) follower.options.call(listener, follower.live);
}
