/** How much of the time a book is shown while messages are lost, doubled and out of order. */

import { expect, it } from "vitest";
import type { Fault } from "../../generator/mock/faults.js";
import { sleep } from "./clients.js";
import { startInMemory } from "./memory-exchange.js";
import { useVirtualTime } from "./virtual-time.js";

useVirtualTime();

const BOOKS = [
  ["linear", ["orderBookL2_25.BTCUSDT"]],
  ["usdc-perpetual", ["orderBook_200.100ms.BTCPERP"]],
  ["spot", ["v1/diffDepth", { symbol: "BTCUSDT" }]],
  ["v5", ["linear", "orderbook.50.BTCUSDT"]],
] as const;
/** One message of so many is hit, each time by another fault, and the least part of the time that the book is shown. */
const RATES = [
  [100, 0.9],
  [1000, 0.99],
] as const;

it.each(BOOKS.flatMap(([line, ask]) => RATES.map(([every, least]) => ({ line, ask, every, least }))))(
  "$line: with a fault in one message of $every, for $least of the time at least",
  async ({ line, ask: [topic, ...rest], every, least }) => {
    const names = ["sequence-gap", "out-of-order", "duplicate"] as const;
    const faults: Fault[] = names.map((fault, index) => ({
      fault,
      after: 50 + index * every,
      every: names.length * every,
    }));
    // 50 messages a second.
    const { client, exchange } = await startInMemory(line, {}, { intervalMs: 20, faults });
    const book = client.book(topic, ...rest);
    await book.ready;
    let shown = 0;
    const samples = 3000;
    for (let sample = 0; sample < samples; sample += 1) {
      await sleep(20);
      if (book.current) shown += 1;
    }
    expect(shown / samples).toBeGreaterThanOrEqual(least);
    await client.close();
    exchange.close();
  },
);
