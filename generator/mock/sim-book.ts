/** A random order book around a price: it is never crossed, has as many levels as it is to have, and its changes always fit. */

import { priceText } from "./price-path.js";
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
  /** The best ones first. */
  levels(): SimLevel[];
  /** Changes the book, and tells how: at least one level. */
  advance(middle: number): SimChanges;
}

type Side = Map<number, string>;

/** `depth`: levels a side; `middle`: the price, in ticks. The best bid is one tick below it, the best ask one above. */
export function createSimBook(random: Random, depth: number, middle: number): SimBook {
  const sides: Record<SimLevel["side"], Side> = { bid: new Map(), ask: new Map() };
  const size = (): string => String(1 + random.integer(100_000));
  const outward = { bid: -1, ask: 1 } as const;
  const level = (side: SimLevel["side"], [tick, amount]: readonly [number, string]): SimLevel => ({
    side,
    price: priceText(tick),
    size: amount,
  });
  /** The levels from the best to the worst. */
  const ranked = (side: SimLevel["side"]): number[] => [...sides[side].keys()].sort((a, b) => (a - b) * outward[side]);
  const settle = (side: SimLevel["side"], price: number): void => {
    const levels = sides[side];
    const best = price + outward[side];
    for (const tick of levels.keys()) if ((tick - best) * outward[side] < 0) levels.delete(tick);
    if (!levels.has(best)) levels.set(best, size());
    const ticks = ranked(side);
    for (const tick of ticks.slice(depth)) levels.delete(tick);
    let worst = ticks.at(-1) ?? best;
    while (levels.size < depth) {
      worst += outward[side] * (1 + random.integer(3));
      levels.set(worst, size());
    }
  };
  const change = (side: SimLevel["side"], price: number): void => {
    const levels = sides[side];
    const known = random.pick([...levels.keys()]);
    if (known !== undefined && random.next() < 0.5) {
      if (random.next() < 0.3) levels.delete(known);
      else levels.set(known, size());
    } else levels.set(price + outward[side] * (1 + random.integer(depth * 3)), size());
  };
  for (const side of ["bid", "ask"] as const) settle(side, middle);
  return {
    levels: () =>
      (["bid", "ask"] as const).flatMap((side) =>
        ranked(side).map((tick) => level(side, [tick, sides[side].get(tick) ?? "0"])),
      ),
    advance(price) {
      const before = { bid: new Map(sides.bid), ask: new Map(sides.ask) };
      for (let count = 1 + random.integer(4); count > 0; count -= 1) change(random.next() < 0.5 ? "bid" : "ask", price);
      for (const side of ["bid", "ask"] as const) settle(side, price);
      const changes = { delete: [] as SimLevel[], update: [] as SimLevel[], insert: [] as SimLevel[] };
      for (const side of ["bid", "ask"] as const) {
        for (const [tick] of before[side]) if (!sides[side].has(tick)) changes.delete.push(level(side, [tick, "0"]));
        for (const [tick, amount] of sides[side])
          if (!before[side].has(tick)) changes.insert.push(level(side, [tick, amount]));
          else if (before[side].get(tick) !== amount) changes.update.push(level(side, [tick, amount]));
      }
      return changes.delete.length + changes.update.length + changes.insert.length > 0 ? changes : this.advance(price);
    },
  };
}
