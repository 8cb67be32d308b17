/** One market: every topic that shows a symbol shows the same price, and messages contradict neither themselves nor each other. */

import { describe, expect, it } from "vitest";
import { createGeneratedFeed, type Feed } from "../../generator/mock/feed.js";
import { instancesOf } from "../../generator/mock/instances.js";
import { createWorld, depthOf, intervalMs } from "../../generator/mock/scene.js";
import type { LineSpec, TopicSpec } from "../../generator/spec/spec.js";
import { exampleTopic } from "../../generator/topic/pattern.js";
import { loadLineSpec, loadPackage } from "../conformance/generated-package.js";
import { LINES } from "../real-docs.js";

/** A market that goes on by `step`, at a time that is set. */
function createTown(line: string, seed = 1) {
  const spec = loadLineSpec(line);
  const clock = { now: 1_700_000_000_000, step: 0 };
  const world = createWorld(
    seed,
    () => clock.now,
    () => clock.step,
  );
  const feed = (name: string, text: string, connection?: string): Feed => {
    const topic = spec.topics.find(
      (each) => each.name === name && (connection === undefined || each.connections.includes(connection)),
    ) as TopicSpec;
    const [instance] = instancesOf(spec, topic, text, new Map());
    if (!instance) throw new Error(`no instance of ${text}`);
    return createGeneratedFeed(spec, topic, instance, seed, world);
  };
  return { feed, clock, advance: () => (clock.step += 1) };
}

// biome-ignore lint/suspicious/noExplicitAny: messages of many types are looked into.
type Message = any;
const next = (feed: Feed): Message => feed.next();

describe("prices", () => {
  it("book, trades, tickers and candles of a symbol agree at every step", () => {
    const { feed, advance } = createTown("v5");
    const feeds = {
      trade: feed("publicTrade", "publicTrade.BTCUSDT"),
      ticker: feed("tickers", "tickers.BTCUSDT", "linear"),
      candle: feed("kline", "kline.1.BTCUSDT"),
      book: feed("orderbook", "orderbook.1.BTCUSDT"),
    };
    const [bids, asks] = [new Set<string>(), new Set<string>()];
    const apply = ({ data }: Message): void => {
      for (const [price, size] of data.b) size === "0" ? bids.delete(price) : bids.add(price);
      for (const [price, size] of data.a) size === "0" ? asks.delete(price) : asks.add(price);
    };
    apply(feeds.book.first()[0]);
    for (let step = 0; step < 300; step += 1) {
      advance();
      apply(next(feeds.book));
      const price = Number(next(feeds.trade).data[0].p);
      const ticker = (feeds.ticker.first()[0] as Message).data;
      const [[bid], [ask]] = [[...bids].map(Number), [...asks].map(Number)];
      expect([bids.size, asks.size]).toEqual([1, 1]);
      expect([Number(ticker.lastPrice), Number(ticker.bid1Price), Number(ticker.ask1Price)]).toEqual([price, bid, ask]);
      expect(Number(next(feeds.candle).data[0].close)).toBe(price);
      expect(bid).toBeLessThan(price);
      expect(ask).toBeGreaterThan(price);
    }
  });

  it("symbols go ways of their own", () => {
    const { feed, advance } = createTown("v5");
    const path = (symbol: string): string[] => {
      const trades = feed("publicTrade", `publicTrade.${symbol}`);
      return Array.from({ length: 20 }, () => {
        advance();
        return next(trades).data[0].p;
      });
    };
    expect(path("BTCUSDT")).not.toEqual(path("ETHUSDT"));
  });

  it("a topic is the same for the same seed, whatever else is subscribed to", () => {
    const play = (others: readonly string[]): unknown[] => {
      const { feed, advance } = createTown("linear");
      const more = others.map((text) => feed(text.split(".")[0] ?? "", text));
      const book = feed("orderBookL2_25", "orderBookL2_25.BTCUSDT");
      return Array.from({ length: 20 }, () => {
        advance();
        for (const other of more) other.next();
        return book.next();
      });
    };
    expect(play(["trade.BTCUSDT", "candle.1.ETHUSDT", "orderBookL2_25.ETHUSDT"])).toEqual(play([]));
  });
});

describe.each([
  ["linear", "candle", "candle.5.BTCUSDT", 300],
  ["v5", "kline", "kline.60.BTCUSDT", 3600],
  ["usdc-perpetual", "candle", "candle.D.BTCPERP", 86_400],
] as const)("candles of %s", (line, name, text, seconds) => {
  it("low <= open, close <= high; one open and a range that only grows until the next candle begins", () => {
    const { feed, clock, advance } = createTown(line);
    const candles = feed(name, text);
    const toMs = (time: number | string): number => (String(time).length <= 10 ? Number(time) * 1000 : Number(time));
    let before: Message;
    for (let step = 0; step < 400; step += 1) {
      advance();
      clock.now += (seconds * 1000) / 50;
      const [candle] = next(candles).data;
      const [open, high, low, close] = [candle.open, candle.high, candle.low, candle.close].map(Number) as [
        number,
        number,
        number,
        number,
      ];
      expect([low <= open, low <= close, open <= high, close <= high]).toEqual([true, true, true, true]);
      expect(toMs(candle.end) - toMs(candle.start)).toBe(seconds * 1000);
      expect(clock.now - toMs(candle.start)).toBeGreaterThanOrEqual(0);
      expect(clock.now).toBeLessThan(toMs(candle.end));
      if (before && before.start === candle.start) {
        expect(Number(before.open)).toBe(open);
        expect(Number(before.high)).toBeLessThanOrEqual(high);
        expect(Number(before.low)).toBeGreaterThanOrEqual(low);
      }
      before = candle;
    }
  });
});

it("an interval is in minutes, or has its unit", () => {
  expect(["1", "240", "D", "W", "1m", "4h", "1d"].map((text) => intervalMs(text) / 60_000)).toEqual([
    1, 240, 1440, 10_080, 1, 240, 1440,
  ]);
});

describe("depth", () => {
  it.each([
    ["v5", "orderbook", "orderbook.1.BTCUSDT", 1],
    ["v5", "orderbook", "orderbook.200.BTCUSDT", 200],
    ["linear", "orderBookL2_25", "orderBookL2_25.BTCUSDT", 25],
    ["linear", "orderBook_200", "orderBook_200.100ms.BTCUSDT", 200],
    ["usdc-perpetual", "orderBook", "orderBook_200.100ms.BTCPERP", 200],
  ] as const)("%s %s %s has %i levels a side, after every change", (line, name, text, depth) => {
    const { feed, advance } = createTown(line);
    const book = feed(name, text);
    const sides = { bid: new Map<string, number>(), ask: new Map<string, number>() };
    const set = (side: Map<string, number>, price: string, size: number): unknown =>
      size === 0 ? side.delete(price) : side.set(price, size);
    const apply = ({ data }: Message): void => {
      for (const [price, size] of data.b ?? []) set(sides.bid, price, Number(size));
      for (const [price, size] of data.a ?? []) set(sides.ask, price, Number(size));
      const records = [data.order_book, data.orderBook, data.insert, data.update].flatMap((list) => list ?? []);
      for (const { price, side, size } of records) set(side === "Buy" ? sides.bid : sides.ask, price, Number(size));
      for (const { price, side } of data.delete ?? []) set(side === "Buy" ? sides.bid : sides.ask, price, 0);
    };
    apply(book.first()[0]);
    for (let step = 0; step < 100; step += 1) {
      expect([sides.bid.size, sides.ask.size]).toEqual([depth, depth]);
      expect(Math.max(...[...sides.bid.keys()].map(Number))).toBeLessThan(
        Math.min(...[...sides.ask.keys()].map(Number)),
      );
      advance();
      apply(next(book));
    }
  });

  it("is what the line file says where the topic does not", () => {
    const spec = loadLineSpec("spot");
    const topic = spec.topics.find(({ modulePath }) => modulePath === "v1/diffDepth") as TopicSpec;
    expect(depthOf(topic, { topicText: "diffDepth", values: {} })).toBe(200);
  });
});

it("an order leads to an execution, and that to a position of its symbol", () => {
  const { feed, advance } = createTown("v5");
  const [orders, executions, positions] = [
    feed("order", "order"),
    feed("execution", "execution"),
    feed("position", "position"),
  ];
  let held = 0;
  for (let step = 0; step < 100; step += 1) {
    const [order] = next(orders).data;
    const [execution] = next(executions).data;
    const [position] = next(positions).data;
    expect([order.symbol, execution.symbol, position.symbol]).toEqual(["BTCUSDT", "BTCUSDT", "BTCUSDT"]);
    expect(execution).toMatchObject({ orderId: order.orderId, side: order.side });
    expect([order.orderStatus, Number(order.leavesQty)]).toEqual(["Filled", 0]);
    expect([Number(order.qty), Number(order.cumExecQty)]).toEqual([
      Number(execution.execQty),
      Number(execution.execQty),
    ]);
    held += (execution.side === "Buy" ? 1 : -1) * Number(execution.execQty);
    expect(Number(position.size)).toBe(Math.abs(held));
    advance();
  }
});

describe.each(LINES)("%s", (line) => {
  it("every generated message of every topic and seed is valid", async () => {
    const { parseFrame, validateFrame } = await loadPackage(line);
    const spec: LineSpec = loadLineSpec(line);
    for (let seed = 1; seed <= 10; seed += 1)
      for (const topic of spec.topics)
        for (const pattern of topic.patterns) {
          const values = Object.fromEntries(
            Object.entries(spec.file.slots).map(([slot, { example }]) => [slot, example]),
          );
          const instance = { topicText: exampleTopic(pattern, spec.file.slots), values };
          const feed = createGeneratedFeed(spec, topic, instance, seed);
          for (const message of [...feed.first(), ...Array.from({ length: 10 }, () => feed.next())]) {
            const frame = parseFrame(JSON.stringify(message), topic.connections[0]);
            const { valid, issues } = validateFrame(frame);
            expect([topic.modulePath, frame.kind, valid, issues?.[0]?.pointer]).toEqual([
              topic.modulePath,
              "push",
              true,
              undefined,
            ]);
          }
        }
  });
});
