/** When a state that was lost may be asked for anew: at once as long as that is rare, and never in a storm. */

import { now } from "./platform.js";

export interface RenewalOptions {
  /** So many at once, and so many a minute from then on. Default 10. */
  readonly perMinute?: number;
  /** The longest wait for one, ms. Default 5,000. */
  readonly maxWaitMs?: number;
}

export interface RenewalBudget {
  /** Spends one renewal; how long it has to wait, ms. */
  spend(): number;
  /** What the last one brought was good for a while: it counts no longer. */
  refund(): void;
}

export function createRenewalBudget({ perMinute = 10, maxWaitMs = 5000 }: RenewalOptions = {}): RenewalBudget {
  const msEach = 60_000 / perMinute;
  // Below zero are those that wait.
  const least = -maxWaitMs / msEach;
  let left = perMinute;
  let at = now();
  return {
    spend() {
      left = Math.min(left + (now() - at) / msEach, perMinute);
      at = now();
      left = Math.max(left - 1, least);
      return left < 0 ? -left * msEach : 0;
    },
    refund() {
      left = Math.min(left + 1, perMinute);
    },
  };
}
