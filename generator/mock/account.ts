/** What one account does, step by step: an order that is filled at once, and the position that its fills make. */

import type { PricePath } from "./price-path.js";
import { createRandom, seedOf } from "./random.js";

export interface Fill {
  /** Ids. */
  readonly order: string;
  readonly execution: string;
  readonly isBuy: boolean;
  /** In ticks. */
  readonly price: number;
  readonly quantity: number;
  /** Of the position after it: negative where it is short. */
  readonly position: number;
}

export interface Account {
  fillAt(step: number): Fill;
}

export function createAccount(seed: number, path: PricePath): Account {
  const random = createRandom(seedOf(seed, "account"));
  const id = (): string => {
    const digits = Array.from({ length: 32 }, () => random.integer(16).toString(16)).join("");
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  };
  const fills: Fill[] = [];
  return {
    fillAt(step) {
      while (fills.length <= step) {
        const isBuy = random.integer(2) === 0;
        const quantity = 1 + random.integer(20);
        const before = fills.at(-1)?.position ?? 0;
        fills.push({
          order: id(),
          execution: id(),
          isBuy,
          price: path.at(fills.length),
          quantity,
          position: before + (isBuy ? quantity : -quantity),
        });
      }
      return fills[step] as Fill;
    },
  };
}
