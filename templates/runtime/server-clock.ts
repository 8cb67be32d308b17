/** How far the clock of a server is ahead of this machine's, by the times that its messages carry. */

import { pathOf, valueAt } from "./pointer.js";
import type { ServerTime } from "./protocol.js";

export interface ServerClock {
  /** A message has just come. */
  observe(message: unknown): void;
  /** Server time minus the time of this machine, ms; 0 before a message has told it. */
  readonly offsetMs: number;
}

const MS = { s: 1000, ms: 1, us: 1e-3, ns: 1e-6 } as const;
/** Of the messages that count: enough for one that was quick, few enough that a clock that was set is noticed soon. */
const MEMORY = 8;
/** A message that is further off is recorded traffic, played again. */
const MAX_OFFSET_MS = 3_600_000;

export function createServerClock(times: readonly ServerTime[] = []): ServerClock {
  const readers = times.map(({ pointer, unit }) => ({ path: pathOf(pointer), ms: MS[unit] }));
  let offsets: readonly number[] = [];
  return {
    observe(message) {
      for (const { path, ms } of readers) {
        const found = valueAt(message, path);
        if (found === undefined) continue;
        const offset = Number(found) * ms - Date.now();
        if (Math.abs(offset) <= MAX_OFFSET_MS) offsets = [...offsets, offset].slice(-MEMORY);
        return;
      }
    },
    // A message is older than it says by its way: the quickest of them is the nearest to the truth.
    get offsetMs() {
      return offsets.length === 0 ? 0 : Math.max(...offsets);
    },
  };
}
