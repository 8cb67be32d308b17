/** What a request of a client asks for, by the templates of its line. */

import { describe, expect, it } from "vitest";
import { createRequestReader } from "../../generator/spec/read-request.js";
import { lineOf, loadMadeUpSpec } from "../emit/made-up-lines.js";

const spec = loadMadeUpSpec();

describe("a line that subscribes by a list of topics", () => {
  const read = createRequestReader(lineOf(spec, "shop"), undefined);

  it.each<[string, unknown, unknown]>([
    [
      "subscribes",
      { op: "subscribe", args: ["levels.BTC", "order.BTC"] },
      { kind: "subscribe", topics: ["levels.BTC", "order.BTC"], unknownTopics: [] },
    ],
    [
      "names topics that nobody documents",
      { op: "subscribe", args: ["levels.BTC", "x", "candle.7.B"] },
      { kind: "subscribe", topics: ["levels.BTC", "x", "candle.7.B"], unknownTopics: ["x", "candle.7.B"] },
    ],
    // Pushes carry it, and what is subscribed to by another name is known by both.
    [
      "names what pushes carry",
      { op: "subscribe", args: ["order"] },
      { kind: "subscribe", topics: ["order"], unknownTopics: [] },
    ],
    [
      "names something else than text",
      { op: "subscribe", args: [1, "position"] },
      { kind: "subscribe", topics: ["position"], unknownTopics: [] },
    ],
    [
      "ends subscriptions",
      { op: "unsubscribe", args: ["position"] },
      { kind: "unsubscribe", topics: ["position"], unknownTopics: [] },
    ],
    ["ends all subscriptions", { op: "unsubscribeAll" }, { kind: "unsubscribe", topics: [], unknownTopics: [] }],
    [
      "has members that the template lacks",
      { op: "unsubscribeAll", more: 1 },
      { kind: "unsubscribe", topics: [], unknownTopics: [] },
    ],
    ["pings", { op: "ping", time: 5 }, { kind: "ping", topics: [], unknownTopics: [] }],
    ["leaves out what is optional", { op: "ping" }, { kind: "ping", topics: [], unknownTopics: [] }],
    [
      "authenticates",
      { op: "auth", args: ["key", 1, "signature"] },
      {
        kind: "auth",
        topics: [],
        unknownTopics: [],
        credentials: new Map<string, unknown>(Object.entries({ apiKey: "key", expires: 1, signature: "signature" })),
      },
    ],
  ])("%s", (_, message, facts) => expect(read(message)).toEqual(facts));

  it.each<[string, unknown]>([
    ["another word", { op: "sub", args: [] }],
    ["no word", { args: [] }],
    ["a member left out that must be there", { op: "subscribe" }],
    ["fewer items than the template has", { op: "auth", args: ["key", 1] }],
    ["more items than the template has", { op: "auth", args: ["key", 1, "signature", "more"] }],
    ["an object in place of a list", { op: "auth", args: { 0: "key", 1: 1, 2: "signature", length: 3 } }],
    ["a list", ["subscribe"]],
    ["a text", "subscribe"],
    ["null", null],
    ["an inherited member", Object.create({ op: "unsubscribeAll" })],
  ])("no request: %s", (_, message) => expect(read(message)).toBeUndefined());

  it("knows the topics of its connection, or of all", () => {
    const request = { op: "subscribe", args: ["levels.BTC", "position"] };
    expect(createRequestReader(lineOf(spec, "shop"), "public")(request)?.unknownTopics).toEqual(["position"]);
    expect(createRequestReader(lineOf(spec, "shop"), "private")(request)?.unknownTopics).toEqual(["levels.BTC"]);
  });
});

describe("a line with a request for each topic", () => {
  const line = lineOf(spec, "pair");
  const read = createRequestReader(line, "v1");
  const trade = {
    topic: "trade",
    event: "sub",
    symbol: "B,C",
    params: { limit: 5, ratio: 0.5, tags: [], interval: "1m" },
  };

  it("says which topic is asked for, and what stands in the slots; what is optional may be missing", () => {
    expect(read(trade)).toEqual({
      kind: "subscribe",
      topics: ["trade"],
      unknownTopics: [],
      asked: {
        topic: line.file.topics[0],
        slots: new Map<string, unknown>([
          ["event", "sub"],
          ["symbol", "B,C"],
          ["limit", 5],
          ["ratio", 0.5],
          ["tags", []],
          ["interval", "1m"],
        ]),
      },
    });
    expect(read({ ...trade, event: "cancel" })?.kind).toBe("unsubscribe");
    expect(read({ ...trade, params: { ...trade.params, binary: true } })?.asked?.slots.get("binary")).toBe(true);
  });

  it("says that a topic is unknown, where no template fits", () => {
    const { symbol: _, ...incomplete } = trade;
    for (const message of [incomplete, { ...trade, topic: "trades" }, { ...trade, params: 1 }, { event: "sub" }]) {
      const topic = (message as { topic?: string }).topic ?? "";
      expect(read(message)).toEqual({ kind: "subscribe", topics: [topic], unknownTopics: [topic] });
    }
    // The topic of another connection.
    const depth = { topic: "depth", event: "sub", params: { symbol: "B" } };
    expect(read(depth)?.unknownTopics).toEqual(["depth"]);
    expect(createRequestReader(line, "v2")(depth)?.unknownTopics).toEqual([]);
    expect(createRequestReader(line, undefined)(depth)?.unknownTopics).toEqual([]);
  });

  it("takes a message without the word of a request for none", () => {
    for (const message of [
      { ...trade, event: "get" },
      { topic: "trade" },
      [trade],
      "sub",
      null,
      Object.create({ event: "sub" }),
    ])
      expect(read(message)).toBeUndefined();
    expect(read({ ping: 5 })).toEqual({ kind: "ping", topics: [], unknownTopics: [] });
    expect(read({ ping: 5, event: "sub" })?.kind).toBe("ping");
  });
});

it("a topic whose slot takes other values on this connection is none of it", () => {
  const line = lineOf(spec, "mart");
  const topics = ["depth.1.BTC", "depth.25.BTC", "depth.50.BTC"];
  const unknownOn = (connection: string | undefined) =>
    createRequestReader(line, connection)({ op: "subscribe", id: "1", args: topics })?.unknownTopics;
  expect([unknownOn("near"), unknownOn("far"), unknownOn(undefined)]).toEqual([["depth.25.BTC"], ["depth.1.BTC"], []]);
});
