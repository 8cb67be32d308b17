/** What a user calls a topic, and where it is: by its text or its name, and by the connection where there are several. */

import { describe, expect, it } from "vitest";
import type { LineProtocol } from "../../templates/runtime/protocol.js";
import { createTopicIndex } from "../../templates/runtime/topic-index.js";
import { BY_TOPIC, ECHOING, facts } from "./protocols.js";

const LEVELS = facts("levels", { connections: ["near", "far"], forms: ["snapshot", "delta"] });
const QUOTE = facts("quote", { connections: ["near"] });
const FAR_QUOTE = facts("farQuote", { connections: ["far"], topics: ["quote.{symbol}"] });
const WALLET = facts("wallet", { connections: ["account"], topics: ["wallet"] });
const GUARD = facts("guard", { connections: ["account"], topics: [], subscribe: ["guard.{symbol}"], forms: [] });
const TOPICS = { levels: LEVELS, quote: QUOTE, farQuote: FAR_QUOTE, wallet: WALLET, guard: GUARD };

const index = createTopicIndex(ECHOING, TOPICS);
const at = (topic: string, connection?: string) =>
  index.subscription({ topic, values: {}, ...(connection === undefined ? {} : { connection }) });

describe("a topic by its text", () => {
  it("has the connection that was said, of those that push it", () => {
    expect(at("levels.BTC", "far")).toMatchObject({ facts: LEVELS, connection: "far", key: "levels.BTC" });
    expect(at("levels.BTC", "near")).toMatchObject({ facts: LEVELS, connection: "near" });
  });

  it("needs none where one connection pushes it", () => {
    expect(at("wallet")).toMatchObject({ facts: WALLET, connection: "account" });
    expect(at("guard.BTC")).toMatchObject({ facts: GUARD, connection: "account" });
  });

  it("is the one of its connection where another connection has the same text", () => {
    expect([at("quote.BTC", "near").facts, at("quote.BTC", "far").facts]).toEqual([QUOTE, FAR_QUOTE]);
  });

  it.each([
    ["several connections push it and none is said", "levels.BTC", undefined, /near, far: say on which/],
    ["it is pushed elsewhere", "wallet", "near", /pushed on account, not on near/],
    ["the connection is none of the line", "levels.BTC", "nowhere", /near, far, not on nowhere/],
    ["the line has no such topic", "trades.BTC", "near", /no topic "trades.BTC"/],
  ])("is refused where %s", (_, topic, connection, message) => {
    expect(() => at(topic, connection)).toThrow(TypeError);
    expect(() => at(topic, connection)).toThrow(message);
  });
});

describe("a slot that takes other values on another connection", () => {
  const slots = { levels: { near: ["1", "50"], far: ["25", "50"] } };
  const DEPTH = facts("depth", { connections: ["near", "far"], topics: ["depth.{levels}.{symbol}"] });
  const { subscription } = createTopicIndex({ ...ECHOING, slots }, { depth: DEPTH });
  const ask = (topic: string, connection?: string) =>
    subscription({ topic, values: {}, ...(connection === undefined ? {} : { connection }) }).connection;

  it("is a topic where the value is taken, and needs no connection where one takes it", () => {
    expect([ask("depth.25.BTC", "far"), ask("depth.50.BTC", "near"), ask("depth.1.BTC")]).toEqual([
      "far",
      "near",
      "near",
    ]);
  });

  it.each([
    ["depth.25.BTC", "near", '"depth.25.BTC" is pushed on far, not on near.'],
    ["depth.50.BTC", undefined, '"depth.50.BTC" is pushed on near, far: say on which.'],
    ["depth.7.BTC", "near", 'documents no topic "depth.7.BTC".'],
  ])("refuses %s on %s at once", (topic, connection, message) => {
    expect(() => ask(topic, connection)).toThrow(TypeError);
    expect(() => ask(topic, connection)).toThrow(message);
  });
});

describe("a topic by its name", () => {
  it("is there, whole or in one form, on the connection that was said", () => {
    expect(index.named("levels", "far")).toEqual({ facts: LEVELS, connection: "far" });
    expect(index.named("levels/delta", "near")).toEqual({ facts: LEVELS, connection: "near", form: "delta" });
    expect(index.named("wallet")).toEqual({ facts: WALLET, connection: "account" });
  });

  it("is none in a form that it does not have, or as it is subscribed to", () => {
    expect([index.named("levels/push", "near"), index.named("levels.BTC", "near"), index.named("other")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("is refused on another connection, and on none of several", () => {
    expect(() => index.named("wallet", "near")).toThrow(/not on near/);
    expect(() => index.named("levels")).toThrow(/say on which/);
    expect(() => index.named("levels/delta", "account")).toThrow(/not on account/);
  });
});

describe("what was asked for", () => {
  const filters = { separator: "|", wildcard: "*" };
  const filtering = { ...ECHOING, subscription: { ...ECHOING.subscription, filters } } as LineProtocol;
  const TRADE = facts("trade", { subscribe: ["trade", "trade.{symbol}"] });
  const STREAM = facts("stream", { topics: ["stream"], subscribe: ["{symbol}@stream"] });
  const KIND = facts("kind", { topics: ["kind.{interval}"], subscribe: ["kind.{symbol}.{interval}"] });
  const told = createTopicIndex(filtering, { trade: TRADE, stream: STREAM, kind: KIND, guard: GUARD });
  const ensure = (topic: string) => told.ensureTold(told.subscription({ topic, values: {} }));

  it.each(["trade", "trade.BTC", "trade.BTC|ETH", "trade.*", "guard.BTC"])("is told by the pushes of %s", (topic) => {
    expect(() => ensure(topic)).not.toThrow();
  });

  it.each(["btc@stream", "kind.BTC.1m"])("is not told by those of %s: nobody could say whose they are", (topic) => {
    expect(() => ensure(topic)).toThrow(/listen to them by their name, "(?:stream|kind)"/);
  });
});

it("a line with a request for each topic knows them by their names alone", () => {
  const byTopic = createTopicIndex(BY_TOPIC, { trade: facts("trade") });
  expect(byTopic.subscription({ topic: "trade", values: { symbol: "BTC" } }).connection).toBe("public");
  expect(() => byTopic.subscription({ topic: "trade.BTC", values: {} })).toThrow(/no topic "trade.BTC"/);
});
