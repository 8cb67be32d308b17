/** What pages say of the exchange, whichever the line. */

import { describe, expect, it } from "vitest";
import { placeholderStyle, proposeExchange, saidOf } from "../../generator/init/exchange.js";
import { json, readingOf } from "./pages.js";

const exchangeOf = (...texts: string[]) =>
  proposeExchange(
    texts.map((text) => readingOf(text)),
    undefined,
  );
const of = (...messages: unknown[]) => exchangeOf(`# Tide\n\n${json(...messages)}`);

it.each([
  ["wss://stream.harbor.example/ws", "harbor"],
  ["wss://My-Harbor.example/ws", "my-harbor"],
  ["wss://harbor:8080/ws", "harbor"],
  ["wss://api.4harbor.example", "harbor"],
])("%s is of %s", (url, name) => {
  expect(exchangeOf(`# Connect\n\nUse ${url}`)).toMatchObject({ name, package: `@wireloom/${name}` });
});

it("is called an exchange where no endpoint says more", () => {
  expect(of({ topic: "tide", x: 1 })).toMatchObject({ name: "exchange", title: "Exchange" });
});

it("has the members that name topics, the most frequent first", () => {
  expect(of({ topic: "a", x: 1 }, { channel: "b", x: 1 }, { channel: "c", x: 1 }).topicMembers).toEqual([
    "channel",
    "topic",
  ]);
  expect(of({ x: 1 }).topicMembers).toEqual(["topic"]);
});

describe("quotes of symbols", () => {
  const quotes = (...symbols: string[]) => of(...symbols.map((symbol) => ({ topic: "tide", symbol, x: 1 }))).symbols;

  it.each([
    [
      ["BTC-EUR", "ETH_EUR", "SOL/USD"],
      ["EUR", "USD"],
    ],
    [["BTCUSDT", "ETHUSDT"], ["USDT"]],
    [["BTCUSDT"], []],
    [["btc-eur"], []],
    [["BTC-EUR-PERP"], []],
  ])("of %j are %j", (symbols, expected) => {
    expect(quotes(...symbols)).toEqual({ members: ["symbol"], quotes: expected });
  });
});

it("has the members of requests and answers that say what and how", () => {
  const read = of(
    { op: "subscribe", args: ["tide"] },
    { ping: 1 },
    { success: true, conn_id: "1", op: "subscribe" },
    { topic: "tide", x: 1 },
  );
  expect(read.requests).toEqual({ members: ["op"], parameters: [] });
  expect(read.answers).toEqual({ members: ["success"], connection: "conn_id" });
  expect(of({ success: true }).answers).toEqual({ members: ["success"] });
});

it("has where requests for one topic have what tells its instances apart", () => {
  const ask = { event: "sub", topic: "tide", symbol: "A", params: { depth: 5 } };
  expect(of(ask, ask).requests.parameters).toEqual(["/symbol", "/params"]);
  expect(of({ ...ask, args: ["tide"] }).requests.parameters).toEqual([]);
});

describe("records", () => {
  it("stand below the member that most pushes have them in, and in lists further down", () => {
    const delta = { topic: "tide", data: { delete: [{ id: 1 }], update: [{ id: 2 }], note: "x", list: [1] } };
    expect(of(delta, { topic: "tide", data: [{ id: 1 }] }, { topic: "wave", rows: [{ id: 1 }] }).records).toEqual({
      payload: "data",
      containers: ["update"],
      deleted: "delete",
    });
  });

  it("are none where pushes have no objects", () => {
    expect(of({ topic: "tide", x: 1 }).records).toEqual({ containers: [] });
  });
});

it.each([
  [["t(:a) t(:b) t(:c)"], { written: "t(:key)", prefixes: [] }],
  [["t(:a)", "t(:b) k(:c) t(:d)"], { written: "t(:key)", prefixes: [] }],
  [["t(:a) t(:b)"], undefined],
  [["(:a) (:b) (:c)"], undefined],
])("keys in place of texts, in %j: %j", (sources, style) => {
  expect(placeholderStyle(sources)).toEqual(style);
});

it("a file for people has no empty list of repositories or of what is copied", () => {
  const exchange = of({ topic: "tide", x: 1 });
  expect(Object.keys(saidOf(exchange))).not.toEqual(expect.arrayContaining(["repositories"]));
  expect(saidOf({ ...exchange, repositories: { harbor: { web: "https://harbor.example" } } })).toHaveProperty(
    "repositories",
  );
  expect(Object.keys(saidOf(exchange))).not.toContain("copied");
});
