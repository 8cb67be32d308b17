/** Time that passes as fast as the process has nothing else to do: what waits for minutes is tested in milliseconds, and always in the same way. */

import { afterEach, beforeEach, vi } from "vitest";

/**
 * For each test of a file: timers, `performance.now` and `Date` belong to a clock that goes to its next timer whenever everything has settled. I/O
 * and threads do not stop it: whoever waits for those in such a test finds that long time has passed.
 */
export function useVirtualTime(): void {
  let isRunning = false;
  const run = async (): Promise<void> => {
    while (isRunning) {
      await turn();
      vi.advanceTimersToNextTimer();
    }
  };
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance", "Date"] });
    isRunning = true;
    void run();
  });
  afterEach(async () => {
    isRunning = false;
    await turn();
    vi.useRealTimers();
  });
}

/** Of the event loop: all microtasks have run. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
