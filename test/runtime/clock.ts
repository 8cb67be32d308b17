/** A clock that only the test moves, in the place of the platform's. */

import { afterEach, beforeEach, vi } from "vitest";

/** For each test of the file. Microtasks and I/O run as always. */
export function useStoppedClock(): void {
  beforeEach(() => {
    vi.useFakeTimers({
      toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance", "Date"],
    });
  });
  afterEach(() => {
    vi.useRealTimers();
  });
}

/** Runs what waits in microtasks: everything that does not wait for the clock, a socket or a thread. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Moves the clock, and runs what follows from that. */
export async function pass(ms: number): Promise<void> {
  vi.advanceTimersByTime(ms);
  await settled();
}

/** Timers that are set. */
export const timers = (): number => vi.getTimerCount();

/** What became of a promise so far. */
export async function outcome(promise: Promise<unknown>): Promise<string> {
  let found = "pending";
  promise.then(
    () => {
      found = "fulfilled";
    },
    (error: { code?: string }) => {
      found = error.code ?? "rejected";
    },
  );
  await settled();
  return found;
}
