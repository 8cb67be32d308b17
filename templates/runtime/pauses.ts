/** Who wants a connection to stop reading, and since when it reads again: what came meanwhile says nothing about the exchange. */

import { now } from "./platform.js";

export interface Pauses {
  add(by: object): void;
  /** True if nobody wants to pause any more. */
  remove(by: object): boolean;
  /** Reading is paused, or was at some time after that one. */
  includesSince(time: number): boolean;
}

export function createPauses(): Pauses {
  const pausing = new Set<object>();
  let resumedAt = Number.NEGATIVE_INFINITY;
  return {
    add(by) {
      pausing.add(by);
    },
    remove(by) {
      pausing.delete(by);
      if (pausing.size > 0) return false;
      resumedAt = now();
      return true;
    },
    includesSince: (time) => pausing.size > 0 || resumedAt > time,
  };
}
