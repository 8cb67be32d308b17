/** What a symbol costs, step by step: one path, whatever topics look at it. Prices are counted in ticks. */

import { createRandom, seedOf } from "./random.js";

export interface PricePath {
  /** The last price, in ticks. */
  at(step: number): number;
}

/** Price of one tick. */
export const TICK = 0.5;

const MIDDLE = 60_000;
const WIDTH = 5000;

/** In the form that decimals have on the wire. */
export const priceText = (ticks: number): string => (ticks * TICK).toFixed(1);

export function createPricePath(seed: number, symbol: string): PricePath {
  const random = createRandom(seedOf(seed, symbol));
  const steps = [MIDDLE + random.integer(WIDTH)];
  return {
    at(step) {
      while (steps.length <= step) {
        const last = steps.at(-1) ?? MIDDLE;
        const move = random.integer(7) - 3;
        // It turns back at its borders.
        steps.push(Math.abs(last + move - MIDDLE) > WIDTH ? last - move : last + move);
      }
      return steps[step] ?? MIDDLE;
    },
  };
}
