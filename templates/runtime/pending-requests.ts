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
  /** The first request that the answer agrees with; it is pending no longer. */
  take(correlation: readonly string[]): Request | undefined;
  list(): Request[];
  readonly size: number;
  /** None of them is waited for any more. */
  clear(): void;
}

interface Pending<Request> {
  readonly request: Request;
  readonly correlation: readonly string[];
  readonly timer: Timer;
}

export function createPendingRequests<Request>(options: PendingRequestsOptions<Request>): PendingRequests<Request> {
  const { timeoutMs, isHeldBack, onTimeout } = options;
  const all = new Set<Pending<Request>>();
  const remove = (pending: Pending<Request>): void => {
    pending.timer.clear();
    all.delete(pending);
  };
  const watch = (pending: Pending<Request>): void =>
    pending.timer.set(timeoutMs, () => {
      if (isHeldBack(timeoutMs)) return watch(pending);
      remove(pending);
      onTimeout(pending.request);
    });
  return {
    add(request, correlation) {
      const pending = { request, correlation, timer: createTimer() };
      all.add(pending);
      watch(pending);
    },
    take(correlation) {
      for (const pending of all) {
        if (!agrees(pending.correlation, correlation)) continue;
        remove(pending);
        return pending.request;
      }
      return undefined;
    },
    list: () => [...all].map(({ request }) => request),
    get size() {
      return all.size;
    },
    clear() {
      for (const pending of [...all]) remove(pending);
    },
  };
}
