/** Names of types: as the topics are called, none twice, and none that the package or the language has. */

import { describe, expect, it } from "vitest";
import { nameTopics, pascalName, type TopicToName } from "../../generator/spec/names.js";

describe("a name in Pascal case", () => {
  it.each([
    ["trade", "Trade"],
    ["order-book", "OrderBook"],
    ["user.openapi.perp.order", "UserOpenapiPerpOrder"],
    ["orderBookL2_25", "OrderBookL2_25"],
    ["candle_v2_ext", "CandleV2Ext"],
    ["a1_b2", "A1B2"],
    ["__a__b__", "AB"],
    ["5m", "_5m"],
    ["5_10", "_5_10"],
    ["", ""],
  ])("of %j is %j", (text, name) => expect(pascalName(text)).toBe(name));
});

describe("names of the types of topics", () => {
  const topic = (name: string, more: Partial<TopicToName> = {}): TopicToName => ({
    prefix: "",
    name,
    forms: ["push"],
    defs: ["push", "item"],
    ...more,
  });
  const forms = { forms: ["snapshot", "delta"], defs: ["snapshot", "delta", "item"] };

  it("a single form is the message; of several each has its name, and the message is all of them", () => {
    expect(nameTopics([topic("trade"), topic("book2", forms)], [])).toEqual([
      { baseName: "Trade", messageType: "TradeMessage", typeNames: { push: "TradeMessage", item: "TradeItem" } },
      {
        baseName: "Book2",
        messageType: "Book2Message",
        typeNames: { snapshot: "Book2Snapshot", delta: "Book2Delta", item: "Book2Item" },
      },
    ]);
  });

  it("have the connection in front, where topics repeat", () => {
    const [first, second] = nameTopics([topic("trade", { prefix: "V1" }), topic("trade", { prefix: "V2" })], []);
    expect([first?.messageType, second?.messageType]).toEqual(["V1TradeMessage", "V2TradeMessage"]);
  });

  it.each([
    ["a reply", ["TradeMessage"], "Trade2"],
    ["an enum in other letters", ["TRADETOPIC"], "Trade2"],
    ["two of them", ["TradeMessage", "Trade2Topic"], "Trade3"],
    ["none", ["Trade"], "Trade"],
  ])("move on where the name is taken by %s", (_, taken, baseName) => {
    const [named] = nameTopics([topic("trade")], taken);
    expect(named).toMatchObject({ baseName, messageType: `${baseName}Message` });
    expect(named?.typeNames).toEqual({ push: `${baseName}Message`, item: `${baseName}Item` });
  });

  it("move on where two topics would share one, and where a definition is called like another type", () => {
    const [first, second] = nameTopics([topic("a-b", { defs: ["push", "message", "topic"] }), topic("aB")], []);
    expect(first?.typeNames).toEqual({ push: "ABMessage", message: "ABMessage2", topic: "ABTopic2" });
    expect(second).toMatchObject({ baseName: "AB2", typeNames: { push: "AB2Message", item: "AB2Item" } });
  });

  it("are none that the package has: a topic of the name `Book` would make its type `BookTopic`", () => {
    expect(nameTopics([topic("book")], [])[0]?.baseName).toBe("Book2");
  });
});
