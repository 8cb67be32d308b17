/** A line whose topics are on several connections: what its page about connecting and its order book ask of a client. */

import { expect, it } from "vitest";
import type { Exchange } from "../../generator/mock/exchange.js";
import { type AnyClient, until } from "./clients.js";
import { startInMemory } from "./memory-exchange.js";

type Level = readonly [price: string, size: string];

const LEVELS = 200;
const bids = Array.from({ length: LEVELS }, (_, index): Level => [`${1000 - index}.50`, "1"]);
const asks = Array.from({ length: LEVELS }, (_, index): Level => [`${1001 + index}.50`, "2"]);

const bookMessage = (type: "snapshot" | "delta", u: number, b: readonly Level[], a: readonly Level[]): string =>
  JSON.stringify({
    topic: "orderbook.200.BTCUSDT",
    type,
    ts: 1672304484978,
    data: { s: "BTCUSDT", b, a, u, seq: u },
    cts: 1672304484976,
  });

const pushTo = (exchange: Exchange, connection: string, text: string): void => {
  for (const session of exchange.sessions()) if (session.connection === connection) session.push(text);
};

async function withClient(act: (client: AnyClient, exchange: Exchange, sent: unknown[]) => Promise<void>) {
  const sent: unknown[] = [];
  const { client, exchange } = await startInMemory(
    "v5",
    {},
    {
      onFrame: ({ direction, connection, text }) => {
        if (direction === "received") sent.push({ connection, ...(JSON.parse(text) as object) });
      },
    },
  );
  await act(client, exchange, sent);
  await client.close();
  exchange.close();
}

it("a book of 200 levels holds them after a delta: size 0 removes, a new price is put in, a known one changes", async () => {
  await withClient(async (client, exchange) => {
    const gaps: unknown[] = [];
    client.events.on("gap", (gap) => gaps.push(gap));
    const book = client.book("linear", "orderbook.200.BTCUSDT");
    await book.ready;
    // A snapshot replaces what the book has, whatever its number: 1 follows a restart of the exchange.
    pushTo(exchange, "linear", bookMessage("snapshot", 1, bids, asks));
    await until(() => book.current?.sequence === 1, "the snapshot");
    const gone: Level = [bids[0]?.[0] ?? "", "0"];
    pushTo(exchange, "linear", bookMessage("delta", 2, [gone, ["800.5", "7"], ["999.50", "3.25"]], []));
    await until(() => book.current?.sequence === 2, "the delta");
    const changed = [
      ...bids.slice(1).map(([price, size]) => [price, price === "999.50" ? "3.25" : size]),
      ["800.5", "7"],
    ];
    expect(book.current?.bids.map(({ price, size }) => [price, size])).toEqual(changed);
    expect(book.current?.asks.map(({ price, size }) => [price, size])).toEqual(asks);
    expect(gaps).toEqual([]);
  });
});

it("one text is another topic on another connection, and each client call says on which", async () => {
  await withClient(async (client, exchange) => {
    const received: [string, string[]][] = [];
    const listen = (connection: string) =>
      client.subscribe(connection, "tickers.BTCUSDT", (message: { data: object }) => {
        received.push([connection, Object.keys(message.data)]);
      });
    await Promise.all([listen("linear"), listen("spot")]);
    exchange.tick();
    await until(() => new Set(received.map(([connection]) => connection)).size === 2, "a push on both");
    const members = (connection: string): string[] => received.findLast(([from]) => from === connection)?.[1] ?? [];
    // By the page's tables: funding is of contracts, `usdIndexPrice` of pairs.
    expect(members("linear")).toContain("fundingRate");
    expect([members("spot").includes("fundingRate"), members("spot").includes("usdIndexPrice")]).toEqual([false, true]);
    expect(() => client.subscribe("private", "tickers.BTCUSDT")).toThrow(/not on private/);
    expect(() => client.subscribe("option", "kline.5.BTCUSDT")).toThrow(/not on option/);
  });
});

it("spot takes ten topics a request, the others as many as there are", async () => {
  await withClient(async (client, _, sent) => {
    const topics = Array.from({ length: 12 }, (_, index) => `publicTrade.COIN${index}USDT`);
    await Promise.all(
      ["linear", "spot"].flatMap((connection) => topics.map((topic) => client.subscribe(connection, topic))),
    );
    const sizes = (wanted: string): number[] =>
      (sent as { connection: string; op: string; args: string[] }[])
        .filter(({ connection, op }) => connection === wanted && op === "subscribe")
        .map(({ args }) => args.length);
    expect([sizes("linear"), sizes("spot")]).toEqual([[12], [10, 2]]);
  });
});

it("option answers topic by topic, the others refuse a request as a whole and are asked again for each", async () => {
  await withClient(async (client, exchange) => {
    exchange.setFaults([{ fault: "refuse", topic: "publicTrade.DOGE" }]);
    const ask = (connection: string) =>
      Promise.allSettled(["publicTrade.BTC", "publicTrade.DOGE"].map((topic) => client.subscribe(connection, topic)));
    for (const connection of ["option", "linear"]) {
      const outcomes = await ask(connection);
      expect(
        outcomes.map(({ status }) => status),
        connection,
      ).toEqual(["fulfilled", "rejected"]);
    }
  });
});

it("a topic that pushes nothing is subscribed to like any other", async () => {
  await withClient(async (client, exchange, sent) => {
    await client.subscribe("private", "dcp.future");
    expect(sent.at(-1)).toMatchObject({ connection: "private", op: "subscribe", args: ["dcp.future"] });
    expect(exchange.sessions().flatMap((session) => session.subscriptions())).toEqual([]);
    expect(client.subscriptions()).toEqual(["dcp.future"]);
  });
});
