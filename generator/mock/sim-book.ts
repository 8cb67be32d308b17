/** A random order book that is never crossed and whose changes always fit. */

import type { Random } from "./random.js";

export interface SimLevel {
  readonly side: "bid" | "ask";
  /** Decimals. */
  readonly price: string;
  readonly size: string;
}

export interface SimChanges {
  readonly delete: readonly SimLevel[];
  readonly update: readonly SimLevel[];
  readonly insert: readonly SimLevel[];
}

export interface SimBook {
  levels(): SimLevel[];
  /** Changes the book, and tells how: at least one level. */
  advance(): SimChanges;
}

const MIDDLE = 30_000;
const STEP = 0.5;

/** `depth`: levels a side. */
export function createSimBook(random: Random, depth: number): SimBook {
  const size = (): string => String(1 + random.integer(100_000));
  // By ticks from the middle, so that the sides cannot meet.
  const sides = { bid: new Map<number, string>(), ask: new Map<number, string>() };
  for (const levels of [sides.bid, sides.ask])
    for (let tick = 1 + random.integer(3); levels.size < depth; tick += 1 + random.integer(3)) levels.set(tick, size());
  const level = (side: "bid" | "ask", tick: number, amount: string): SimLevel => ({
    side,
    price: (MIDDLE + (side === "bid" ? -tick : tick) * STEP).toFixed(1),
    size: amount,
  });
  return {
    levels: () =>
      (["bid", "ask"] as const).flatMap((side) => [...sides[side]].map(([tick, amount]) => level(side, tick, amount))),
    advance() {
      const changes = { delete: [] as SimLevel[], update: [] as SimLevel[], insert: [] as SimLevel[] };
      const touched = new Set<string>();
      for (let count = 1 + random.integer(4); count > 0; count -= 1) {
        const side = random.next() < 0.5 ? "bid" : "ask";
        const levels = sides[side];
        const known = random.pick([...levels.keys()]) ?? 1;
        const tick = random.next() < 0.5 ? known : 1 + random.integer(depth * 3);
        // One message says one thing about a level.
        if (touched.has(`${side} ${tick}`)) continue;
        touched.add(`${side} ${tick}`);
        const amount = size();
        if (!levels.has(tick)) {
          if (levels.size >= depth * 2) continue;
          levels.set(tick, amount);
          changes.insert.push(level(side, tick, amount));
        } else if (random.next() < 0.3 && levels.size > depth / 2) {
          levels.delete(tick);
          changes.delete.push(level(side, tick, "0"));
        } else {
          levels.set(tick, amount);
          changes.update.push(level(side, tick, amount));
        }
      }
      return changes.delete.length + changes.update.length + changes.insert.length > 0 ? changes : this.advance();
    },
  };
}
