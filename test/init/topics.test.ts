/** Topics: their patterns and slots, forms, keys, books and records. */

import { describe, expect, it } from "vitest";
import { inferTopic, stemOf, topicName } from "../../generator/init/topic-text.js";
import { json, lineOf, SMALLEST, topicOf } from "./pages.js";

describe("slots of a topic that the wire shows", () => {
  it.each([
    ["trade.BTC-EUR", { data: [{ symbol: "BTC-EUR" }] }, "trade.{symbol}"],
    ["btcusdt@trade", { s: "BTCUSDT" }, "{symbol}@trade"],
    ["candle.5.BTC_EUR", { data: { market: "BTC_EUR" } }, "candle.5.{symbol}"],
    ["insurance.BTC", { data: [{ currency: "BTC" }] }, "insurance.{coin}"],
    ["candle.1.BTCUSDT", { data: [{ open: 1 }] }, "candle.1.{symbol}"],
    ["position", { data: [{ symbol: "BTC-EUR" }] }, "position"],
    ["trade", { data: [{ symbol: "trade" }] }, "trade"],
    ["trade.BTC-EUR-PERP", { data: { symbol: "BTC-EUR" } }, "trade.{symbol}-PERP"],
  ])("%s", (wire, message, text) => {
    expect(inferTopic(wire, message).text).toBe(text);
  });
});

describe("names of topics", () => {
  it.each([
    ["trade.{symbol}", "trade"],
    ["book_200.100ms.{symbol}", "book_200"],
    ["{symbol}@trade", "trade"],
    ["{symbol}@candle_{period}", "candle"],
    ["user.open.order", "user.open.order"],
    ["../../etc/{x}", "etc"],
    ["{symbol}", "topic"],
  ])("%s", (pattern, name) => {
    expect(topicName(pattern)).toBe(name);
  });

  it("has the same stem for every instrument", () => {
    expect(stemOf("tickers.BTCUSDT")).toBe(stemOf("tickers.BTC-6JAN23-17500-C"));
  });
});

const push = (topic: string, data: unknown = { symbol: "BTC-EUR", level: "1.5" }) => ({ topic, data });

describe("topics of a section", () => {
  it("has the pattern that the words write", () => {
    expect(topicOf(`**Topic:** \`tide.{depth}.{symbol}\`\n\n${json(push("tide.5.BTC-EUR"))}`).topics).toEqual([
      "tide.{depth}.{symbol}",
    ]);
  });

  it("reads angle brackets as slots", () => {
    expect(topicOf(`Stream: \`<symbol>@tide\`\n\n${json(push("BTC-EUR@tide"))}`).topics).toEqual(["{symbol}@tide"]);
  });

  it("gathers what is written out in a slot, called as the member that has such values", () => {
    const text = `All: \`tide\`. Parts: \`tide.sea\`, \`tide.river\`.\n\n${json(push("tide", [{ water: "sea", level: "1" }]))}`;
    const file = lineOf([`# Connect\n${SMALLEST}\n## Tide\n\n${text}`]);
    expect(file.topics[0]?.topics).toEqual(["tide", "tide.{water}"]);
    expect(file.slots.water).toMatchObject({ values: ["sea", "river"], example: "sea" });
  });

  it("asks in a shorter way for what is pushed", () => {
    const text = json({ op: "subscribe", args: ["tide"] }, push("tide.BTC-EUR"));
    expect(topicOf(text)).toMatchObject({ topics: ["tide.{symbol}"], subscribe: ["tide", "tide.{symbol}"] });
  });

  it("says where the topic stands, in a push that names it elsewhere than most", () => {
    const other = `## Wind\n\n${json({ op: "subscribe", args: ["wind"] }, { feed: "wind", data: [1] })}`;
    const tides = ["tide", "wave"].map((name) => `## ${name}\n\n${json(push(`${name}.BTC-EUR`))}`).join("\n");
    const { topics } = lineOf([`# Connect\n${SMALLEST}\n${tides}\n${other}`]);
    expect(topics.map(({ name, selector }) => [name, selector])).toEqual([
      ["tide", undefined],
      ["wave", undefined],
      ["wind", { pointer: "/feed", container: "object" }],
    ]);
  });
});

describe("pushes that say what kind of event they are", () => {
  const event = { e: "tideUpdate", E: 1700000000000, s: "BTC-EUR", level: "1.5" };

  it("is asked for as the section writes it", () => {
    const file = lineOf([`# Connect\n${SMALLEST}\n## Tide\n\n**Stream Name:** \\<symbol\\>@tide\n\n${json(event)}`]);
    expect(file.topics).toMatchObject([{ topics: ["tideUpdate"], subscribe: ["{symbol}@tide"] }]);
    expect(Object.keys(file.slots)).toEqual(["symbol"]);
  });
});

describe("documented values of a slot", () => {
  const values = (text: string, topic: string) =>
    lineOf([`# Connect\n${SMALLEST}\n## Tide\n\n${text}\n\n${json(push(topic))}`]).slots;

  it.each([
    ["a line", "Supported periods: 1 5 15", "tide.5.BTC-EUR", { period: ["1", "5", "15"] }],
    ["bullets", "Available periods:\n\n* `1m` `5m`\n* `1h`", "tide.5m.BTC-EUR", { period: ["1m", "5m", "1h"] }],
    [
      "levels",
      "**Topic:** `tide.{depth}.{symbol}`\n\nLevel 1 data: 10ms\n\nLevel 50 data: 20ms",
      "tide.50.BTC-EUR",
      { depth: ["1", "50"] },
    ],
    ["a list that lacks what a message shows", "Supported periods: 1 5", "tide.15.BTC-EUR", {}],
  ])("%s", (_, text, topic, expected) => {
    const closed = Object.entries(values(text, topic)).flatMap(([name, slot]) =>
      slot.values ? [[name, slot.values]] : [],
    );
    expect(Object.fromEntries(closed)).toEqual(expected);
  });
});

describe("forms", () => {
  const forms = (first: string, second: string) =>
    topicOf(json({ ...push("tide.BTC-EUR"), type: first }, { ...push("tide.BTC-EUR"), type: second })).forms;

  it.each([
    ["snapshot", "delta"],
    ["NEW", "CHANGE"],
    ["partial", "update"],
  ])("%s and %s", (snapshot, delta) => {
    expect(forms(snapshot, delta)).toEqual({ discriminator: "/type", values: { snapshot, delta } });
  });

  it("is one form where the words say nothing of a whole and its change", () => {
    expect(forms("Buy", "Sell")).toBeUndefined();
  });

  it("takes the second form from the table", () => {
    const table = "| Field | Type | Comment |\n|---|---|---|\n| type | string | `snapshot`, `delta` |\n";
    expect(topicOf(`${json({ ...push("tide.BTC-EUR"), type: "delta" })}\n${table}`).forms?.values).toEqual({
      snapshot: "snapshot",
      delta: "delta",
    });
  });
});

describe("books", () => {
  const level = { price: "1", symbol: "BTC-EUR", side: "Buy" };
  const records = json(
    {
      topic: "tide.BTC-EUR",
      type: "snapshot",
      seq: 1,
      data: [
        { ...level, size: 2 },
        { ...level, side: "Sell", size: 3 },
      ],
    },
    {
      topic: "tide.BTC-EUR",
      type: "delta",
      seq: 2,
      data: { delete: [level], update: [{ ...level, size: 1 }], insert: [{ ...level, size: 1 }] },
    },
  );

  it("has one record a level", () => {
    expect(topicOf(records)).toMatchObject({
      key: ["price", "symbol", "side"],
      sequence: { pointer: "/seq" },
      book: {
        layout: "records",
        snapshot: "/data",
        delete: "/data/delete",
        price: "price",
        size: "size",
        side: "side",
        bid: "Buy",
        ask: "Sell",
      },
    });
  });

  it("has a list a side", () => {
    const data = { s: "BTC-EUR", bids: [["1.5", "2"]], asks: [["1.6", "1"]], u: 7 };
    expect(topicOf(json({ topic: "tide.BTC-EUR", data }))).toMatchObject({
      book: { layout: "sides", bids: "/data/bids", asks: "/data/asks" },
      sequence: { pointer: "/data/u" },
    });
  });

  it("takes no pairs of words for levels", () => {
    expect(topicOf(json(push("tide.BTC-EUR", { bids: [["a", "b"]], asks: [["c", "d"]] }))).book).toBeUndefined();
  });
});

describe("records of an account", () => {
  const page = (topic: string, record: unknown) =>
    lineOf([
      `# Connect\n\nPublic: wss://harbor.example/ws\n\nPrivate: wss://harbor.example/private\n${SMALLEST.replace(/^Endpoint.*$/m, "")}\n## Private topics\n\n### Own\n\n${json({ topic, data: [record] })}`,
    ]).topics[0]?.records;

  it.each([
    ["order", { order_id: "1", symbol: "BTC-EUR" }, { key: ["order_id"], update: "/data" }],
    ["myTradeOrder", { orderId: "1", symbol: "BTC-EUR" }, { key: ["orderId"], update: "/data" }],
    ["position", { symbol: "BTC-EUR", position_idx: 1 }, { key: ["symbol", "position_idx"], update: "/data" }],
    ["execution", { exec_id: "1", order_id: "1" }, undefined],
  ])("%s", (topic, record, expected) => {
    expect(page(topic, record)).toEqual(expected);
  });
});

describe("how often", () => {
  it.each([
    ["Push frequency: **100ms**", 100],
    ["Pushed at a frequency of 2s.", 2000],
    ["Push frequency: real-time", undefined],
    ["Push frequency: 10ms or 20ms", undefined],
    ["Push frequency: 1-60s", undefined],
  ])("%s", (text, expected) => {
    expect(topicOf(`${text}\n\n${json(push("tide.BTC-EUR"))}`).pushIntervalMs).toBe(expected);
  });

  it("is a word of the topic", () => {
    expect(topicOf(json(push("tide.250ms.BTC-EUR"))).pushIntervalMs).toBe(250);
  });
});
