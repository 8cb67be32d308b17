/** Requests that wait for their answers, each with a time limit. */

import { agrees } from "./correlation.js";
import { createTimer, type Timer } from "./platform.js";

export interface PendingRequestsOptions<Request> {
  readonly timeoutMs: number;
  /** Answers may wait unread since so many ms: their time does not count. */
  readonly isHeldBack: (ms: number) => boolean;
  /** The request is not answered in time, and is pending no longer. */
  readonly onTimeout: (request: Request) => void;
}

export interface PendingRequests<Request> {
  /** `correlation`: what the answer has to agree with. */
  add(request: Request, correlation: readonly string[]): void;
  /** The request that the answer agrees with is pending no longer. */
  take(correlation: readonly string[]): Taken<Request>;
  list(): Request[];
  readonly size: number;
  /** None of them is waited for any more. */
  clear(): void;
}

export type Taken<Request> =
  | { readonly kind: "answered"; readonly request: Request }
  /** It answers nothing that is waited for. */
  | { readonly kind: "none" }
  /** It may be the answer to several that asked for different things. */
  | { readonly kind: "ambiguous" };

interface Pending<Request> {
  readonly request: Request;
  readonly correlation: readonly string[];
  readonly timer: Timer;
}

/** An exchange that answers nothing must not fill the memory. */
const MAX_LATE = 100;

export function createPendingRequests<Request>(options: PendingRequestsOptions<Request>): PendingRequests<Request> {
  const { timeoutMs, isHeldBack, onTimeout } = options;
  const all = new Set<Pending<Request>>();
  /** Not waited for any more; their answers may still come. */
  const late = new Set<Pending<Request>>();
  const remove = (pending: Pending<Request>): void => {
    pending.timer.clear();
    all.delete(pending);
    late.delete(pending);
  };
  const watch = (pending: Pending<Request>): void =>
    pending.timer.set(timeoutMs, () => {
      if (isHeldBack(timeoutMs)) return watch(pending);
      remove(pending);
      if (late.size < MAX_LATE) late.add(pending);
      onTimeout(pending.request);
    });
  return {
    add(request, correlation) {
      const pending = { request, correlation, timer: createTimer() };
      all.add(pending);
      watch(pending);
    },
    take(correlation) {
      const agreeing = [...all, ...late].filter((pending) => agrees(pending.correlation, correlation));
      const [first] = agreeing;
      if (!first) return { kind: "none" };
      const asked = String(first.correlation);
      if (agreeing.some((pending) => String(pending.correlation) !== asked)) return { kind: "ambiguous" };
      const isAwaited = all.has(first);
      remove(first);
      return isAwaited ? { kind: "answered", request: first.request } : { kind: "none" };
    },
    list: () => [...all].map(({ request }) => request),
    get size() {
      return all.size;
    },
    clear() {
      for (const pending of [...all, ...late]) remove(pending);
    },
  };
}
