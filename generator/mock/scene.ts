/** What a message of one topic shows: its symbol, its prices of now, its candle, and what the account just did. */

import type { LineSpec, TopicSpec } from "../spec/spec.js";
import { type Account, createAccount, type Fill } from "./account.js";
import { createPricePath, type PricePath } from "./price-path.js";

/** What a subscription asked for: the topic as pushes name it, and what else they repeat. */
export interface Instance {
  readonly topicText: string;
  /** By slot or parameter: the symbol, the interval. */
  readonly values: Readonly<Record<string, string>>;
}

/** Of one mock: all its symbols. */
export interface World {
  now(): number;
  /** How far the market has come. */
  step(): number;
  pathOf(symbol: string): PricePath;
  accountOf(symbol: string): Account;
}

export function createWorld(seed: number, now: () => number, step: () => number): World {
  const paths = new Map<string, PricePath>();
  const accounts = new Map<string, Account>();
  const pathOf = (symbol: string): PricePath => {
    const path = paths.get(symbol) ?? createPricePath(seed, symbol);
    paths.set(symbol, path);
    return path;
  };
  return {
    now,
    step,
    pathOf,
    accountOf(symbol) {
      const account = accounts.get(symbol) ?? createAccount(seed, pathOf(symbol));
      accounts.set(symbol, account);
      return account;
    },
  };
}

/** Prices are in ticks. */
export interface Scene {
  readonly now: number;
  readonly prices: Readonly<Record<PriceRole, number>>;
  /** Of the candle, ms; absent where the topic has no interval. */
  readonly candle?: { readonly start: number; readonly end: number };
  /** On topics of an account. */
  readonly fill?: Fill;
}

export type PriceRole = "last" | "open" | "high" | "low" | "bid" | "ask";

/** The scenes of one topic, one after the other. */
export function createScenes(line: LineSpec, topic: TopicSpec, { values }: Instance, world: World): () => Scene {
  const symbol = values.symbol ?? line.file.slots.symbol?.example ?? "";
  const path = world.pathOf(symbol);
  const length = values.interval === undefined ? undefined : intervalMs(values.interval);
  let start = Number.NaN;
  let [opened, high, low] = [path.at(0), path.at(0), path.at(0)];
  let seen = 0;
  let filled = -1;
  return () => {
    const [now, step] = [world.now(), world.step()];
    if (length !== undefined && Math.floor(now / length) * length !== start) {
      if (!Number.isNaN(start)) {
        seen = step;
        opened = path.at(step);
        high = opened;
        low = opened;
      }
      start = Math.floor(now / length) * length;
    }
    for (; seen <= step; seen += 1) {
      high = Math.max(high, path.at(seen));
      low = Math.min(low, path.at(seen));
    }
    // No fill is told twice on one topic.
    filled = Math.max(step, filled + 1);
    const fill = topic.access === "private" ? world.accountOf(symbol).fillAt(filled) : undefined;
    const last = fill?.price ?? path.at(step);
    return {
      now,
      prices: { last, open: opened, high, low, bid: last - 1, ask: last + 1 },
      ...(length === undefined ? {} : { candle: { start, end: start + length } }),
      ...(fill ? { fill } : {}),
    };
  };
}

const MINUTE_MS = 60_000;
const UNITS_MS: Readonly<Record<string, number>> = {
  "": MINUTE_MS,
  s: 1000,
  m: MINUTE_MS,
  h: 60 * MINUTE_MS,
  d: 1440 * MINUTE_MS,
  w: 10_080 * MINUTE_MS,
  M: 43_200 * MINUTE_MS,
};

/** `5`, `1h`, `D`: minutes where no unit stands there. */
export function intervalMs(interval: string): number {
  const [, count, unit = ""] = /^(\d*)(\D*)$/.exec(interval) ?? [];
  return (Number(count) || 1) * (UNITS_MS[unit] ?? UNITS_MS[unit.toLowerCase()] ?? MINUTE_MS);
}

/** Levels a side: a slot `depth`, else a number behind the topic's first word, else what the line file says of it. */
export function depthOf(topic: TopicSpec, { topicText, values }: Instance): number {
  const named = values.depth ?? /\D(\d+)$/.exec(topicText.split(".")[0] ?? "")?.[1];
  return Number(named ?? /(\d+) levels/.exec(topic.description)?.[1] ?? 25);
}
