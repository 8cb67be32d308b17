/**
 * Exchanges that nobody has seen, with pages of the kinds that the field has: from `init` over `derive` and `generate` to a client on loopback. What a
 * person fills in is in the table, and no more than that.
 */

import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../real-docs.js";
import { type MadeExchanges, type MadeLine, makeExchanges, type Pages } from "./exchanges.js";

const docs = join(ROOT, "test/fixtures/exchanges");

interface Style extends Omit<Pages, "docs" | "folder"> {
  readonly style: string;
  /** What a client asks for, and what of that stands in the pushes that it gets. */
  readonly asks: readonly (readonly [ask: readonly [string, ...unknown[]], pushed: object])[];
}

const STYLES: readonly Style[] = [
  {
    style: "arguments that are objects, repeated by answers and pushes",
    line: "quay",
    asks: [
      [["trades", { symbol: "BTC-USDT" }], { arg: { channel: "trades", instId: "BTC-USDT" } }],
      [["trades", { symbol: "ETH-USDT" }], { arg: { channel: "trades", instId: "ETH-USDT" } }],
      [["candle1m", { symbol: "ETH-USDT" }], { arg: { channel: "candle1m", instId: "ETH-USDT" } }],
      [["books", { symbol: "BTC-USDT" }], { arg: { channel: "books", instId: "BTC-USDT" } }],
    ],
  },
  {
    style: "streams by name, wrapped, with comments in place of tables",
    line: "wharf",
    asks: [
      [["btcusdt@aggTrade"], { stream: "btcusdt@aggTrade" }],
      [["bnbusdt@kline_1M"], { stream: "bnbusdt@kline_1M" }],
    ],
  },
  {
    style: "streams by name, whose pushes name the event and the symbol",
    line: "pier",
    asks: [
      [["btcusdt@trade"], { e: "trade", s: "btcusdt" }],
      [["bnbusdt@trade"], { e: "trade", s: "bnbusdt" }],
      [["bnbusdt@bookTicker"], { e: "bookTicker", s: "bnbusdt" }],
    ],
  },
  {
    style: "methods with parameters, snapshots and updates",
    line: "beacon",
    asks: [
      [["book", { symbol: "BTC/USD" }], { channel: "book", data: [{ symbol: "BTC/USD" }] }],
      [["trade", { symbol: "ETH/USD" }], { channel: "trade", data: [{ symbol: "ETH/USD" }] }],
    ],
  },
  {
    style: "JSON-RPC",
    line: "tidal",
    asks: [
      [["ticker.BTC-PERPETUAL.100ms"], { params: { channel: "ticker.BTC-PERPETUAL.100ms" } }],
      [["trades.ETH-PERPETUAL.100ms"], { params: { channel: "trades.ETH-PERPETUAL.100ms" } }],
    ],
  },
  {
    style: "messages that say their type and product",
    line: "lantern",
    asks: [
      [["ticker", { symbol: "BTC-USD" }], { type: "ticker", product_id: "BTC-USD" }],
      [["ticker", { symbol: "ETH-USD" }], { type: "ticker", product_id: "ETH-USD" }],
      [["matches", { symbol: "ETH-USD" }], { type: "matches", product_id: "ETH-USD" }],
    ],
  },
];

let made: MadeExchanges;

beforeAll(async () => {
  made = await makeExchanges(STYLES.map(({ line, edits = [] }) => ({ docs, folder: `${line}-docs`, line, edits })));
}, 120_000);

afterAll(() => made?.end());

it("makes packages that a strict compiler takes", () => {
  expect(made.compilerErrors).toEqual([]);
});

describe.each(STYLES)("$style", ({ line, asks }) => {
  const own = (): MadeLine => made.lines.get(line) as MadeLine;

  it.each(asks)("pushes %j to a client that asks for it", async (ask, pushed) => {
    const messages = own().client.messages(...ask);
    const { value } = await messages.next();
    await messages.return();
    expect(value).toMatchObject(pushed);
    expect(own().isValid(value)).toBe(true);
  });

  it("keeps the messages of several subscriptions apart, each by an answer of its own", async () => {
    const { client } = own();
    const seen = asks.map((): unknown[] => []);
    const handles = await Promise.all(
      asks.map(([ask], index) => client.subscribe(...ask, (message: unknown) => seen[index]?.push(message))),
    );
    await expect.poll(() => seen.every((messages) => messages.length > 1)).toBe(true);
    await Promise.all(handles.map((handle) => handle.end()));
    expect(client.subscriptions()).toEqual([]);
    for (const [index, [, pushed]] of asks.entries())
      for (const message of seen[index] ?? []) expect(message).toMatchObject(pushed);
  });
});
