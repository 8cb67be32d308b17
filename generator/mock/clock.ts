/** The time at the exchange: the real one, or one that a test sets. */

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  wait(ms: number): Promise<void>;
}

export const REAL_CLOCK: Clock = {
  now: () => Date.now(),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

export interface ManualClock extends Clock {
  /** Who waits for a time up to this one goes on. It never goes back. */
  set(time: number): void;
}

export function createManualClock(begin: number): ManualClock {
  let time = begin;
  let waiting: { readonly until: number; readonly resolve: () => void }[] = [];
  return {
    now: () => time,
    wait: (ms) =>
      ms <= 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiting.push({ until: time + ms, resolve });
          }),
    set(next) {
      time = Math.max(time, next);
      const due = waiting.filter(({ until }) => until <= time);
      waiting = waiting.filter(({ until }) => until > time);
      for (const { resolve } of due) resolve();
    },
  };
}
