/**
 * Exchanges that nobody has seen, with pages of the kinds that the field has: from `init` over `derive` and `generate` to a client on loopback. What a
 * person fills in is in the table, and no more than that.
 */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { init } from "../../generator/commands/init.js";
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
    style: "topics with a slot inside of a word, and a login",
    line: "harbor",
    asks: [
      [["BTC-EUR@trade"], { channel: "BTC-EUR@trade" }],
      [["BTC-EUR@candle_5m"], { channel: "BTC-EUR@candle_5m" }],
      [["balances"], { channel: "balances" }],
    ],
  },
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

it("signs in where it has to", async () => {
  const { client } = made.lines.get("harbor") as MadeLine;
  await Promise.all([client.connect("public"), client.connect("private")]);
  expect([client.state("public"), client.state("private")]).toEqual(["ready", "ready"]);
});

it("has schemas of what pages document in tables", () => {
  const { schemas } = made.lines.get("harbor") as MadeLine;
  const schema = JSON.parse(readFileSync(join(schemas, "harbor/trade.schema.json"), "utf8"));
  const record = schema.$defs.push.properties.data.items;
  const { properties } = record.$ref ? schema.$defs[record.$ref.split("/").at(-1)] : record;
  expect(Object.keys(properties)).toEqual(["market", "price", "size", "side", "time"]);
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

it("says of pushes that begin with the number of their channel that they cannot be described, and where they are", async () => {
  const out = mkdtempSync(join(tmpdir(), "wireloom-dory-"));
  const { diagnostics, changes } = await init({ docs, pages: ["dory-docs"], out });
  rmSync(out, { recursive: true });
  expect(diagnostics.map(({ code, severity, file, line }) => [code, severity, file, line])).toEqual([
    ["init/unnamed-push", "warning", "dory-docs/channels.md", 18],
    ["init/no-topics", "error", undefined, undefined],
  ]);
  expect(changes).toEqual([]);
});
