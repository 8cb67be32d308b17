/**
 * Writes a capture with the mix of a real recording (an inverse order book: 93 % of its frames are deltas of two books, 7 % trades), as one bare
 * message a line. Seeded: the same bytes every time. The books are consistent, so that a validator finds nothing to report.
 */

import { closeSync, openSync, writeSync } from "node:fs";
import { createRandom } from "../dist/generator/mock/random.js";

export function writeCapture(path, megabytes, escaped = 0) {
  const random = createRandom(7).next;
  const books = [createBook("BTCUSD", 60_000, 0.5, 2, random), createBook("EOSUSD", 7.9, 0.001, 3, random)];
  const fd = openSync(path, "w");
  let sequence = 5_938_955_000;
  let time = 1_618_677_786_000_000;
  let written = 0;
  let messages = 0;
  let lines = [];
  let held = 0;
  let escapes = escaped > 0 ? 1 : Number.POSITIVE_INFINITY;
  const withEscape = (text) => {
    escapes += 1;
    return text.replace('"side":"B', '"side":"\\u0042').replace('"side":"S', '"side":"\\u0053');
  };
  const put = (message) => {
    const text = JSON.stringify(message);
    const line = `${messages * escaped >= escapes ? withEscape(text) : text}\n`;
    lines.push(line);
    held += line.length;
    messages += 1;
    if (held < 1 << 20) return;
    written += writeSync(fd, lines.join(""));
    lines = [];
    held = 0;
  };
  for (const book of books) put(book.snapshot(sequence++, time));
  while (written + held < megabytes * 1e6) {
    time += 10_000;
    sequence += 1;
    const book = books[random() < 0.5 ? 0 : 1];
    put(random() < 0.93 ? book.delta(sequence, time) : book.trade(sequence, time));
  }
  written += writeSync(fd, lines.join(""));
  closeSync(fd);
  return { bytes: written, messages };
}

const LEVELS = 25;

function createBook(symbol, middle, step, digits, random) {
  const size = () => 1 + Math.floor(random() * 150_000);
  // Ticks from the middle: bids below, asks above.
  const sides = [new Set(), new Set()];
  for (let tick = 1; sides[0].size < LEVELS; tick += 1 + Math.floor(random() * 3)) sides[0].add(tick);
  for (let tick = 1; sides[1].size < LEVELS; tick += 1 + Math.floor(random() * 3)) sides[1].add(tick);
  const level = (side, tick, withSize) => {
    const price = (middle + (side === 0 ? -tick : tick) * step).toFixed(digits);
    return {
      price,
      symbol,
      id: Math.round(Number(price) * 10_000),
      side: side === 0 ? "Buy" : "Sell",
      ...(withSize && { size: size() }),
    };
  };
  const pick = (side) => [...sides[side]][Math.floor(random() * sides[side].size)];
  return {
    snapshot: (cross_seq, timestamp_e6) => ({
      topic: `orderBookL2_25.${symbol}`,
      type: "snapshot",
      data: [0, 1].flatMap((side) => [...sides[side]].map((tick) => level(side, tick, true))),
      cross_seq,
      timestamp_e6,
    }),
    delta(cross_seq, timestamp_e6) {
      const [gone, update, insert] = [[], [], []];
      for (let count = 1 + Math.floor(random() * 4); count > 0; count -= 1) {
        const side = random() < 0.5 ? 0 : 1;
        const tick = pick(side);
        if (!update.some((other) => other.price === level(side, tick, false).price))
          update.push(level(side, tick, true));
      }
      if (random() < 0.2) {
        const side = random() < 0.5 ? 0 : 1;
        const old = pick(side);
        const fresh = 1 + Math.floor(random() * 80);
        const busy = update.some(({ price }) => price === level(side, old, false).price);
        if (!sides[side].has(fresh) && !busy) {
          sides[side].delete(old);
          sides[side].add(fresh);
          gone.push(level(side, old, false));
          insert.push(level(side, fresh, true));
        }
      }
      return {
        topic: `orderBookL2_25.${symbol}`,
        type: "delta",
        data: { delete: gone, update, insert, transactTimeE6: 0 },
        cross_seq,
        timestamp_e6,
      };
    },
    trade(cross_seq, timestamp_e6) {
      const trades = Array.from({ length: 1 + Math.floor(random() * 3) }, () => ({
        trade_time_ms: Math.floor(timestamp_e6 / 1000),
        timestamp: new Date(timestamp_e6 / 1000).toISOString(),
        symbol,
        side: random() < 0.5 ? "Buy" : "Sell",
        size: size(),
        price: Number((middle + step * Math.floor(random() * 20)).toFixed(digits)),
        tick_direction: ["PlusTick", "ZeroPlusTick", "MinusTick", "ZeroMinusTick"][Math.floor(random() * 4)],
        trade_id: `${hex(random, 8)}-${hex(random, 4)}-${hex(random, 4)}-${hex(random, 4)}-${hex(random, 12)}`,
        cross_seq,
      }));
      return { topic: `trade.${symbol}`, data: trades };
    },
  };
}

const hex = (random, length) => Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join("");
