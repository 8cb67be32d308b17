/** Comments of rows against the names and values beside them. */

import { describe, expect, it } from "vitest";
import { OWN_EXCHANGE } from "../../real-docs.js";
import { deriveToy, type Setting } from "../toy.js";
import { describeRule } from "./rule-cases.js";

describeRule("description-unit", {
  "the unit of the example": { edits: [["1650000000000", "1650000000"]], finds: [] },
  "milliseconds, and the example has seconds": {
    edits: [
      ["in seconds", "in milliseconds"],
      ["1650000000000", "1650000000"],
    ],
    finds: [
      {
        line: 5,
        topic: "tick",
        field: "/data/time",
        claim: "comment: ms",
        otherLine: 8,
        evidence: "example: s",
        decision: "s: the example stands",
      },
    ],
  },
  "in capitals": { edits: [["in seconds", "In Seconds"]], finds: [{ claim: "comment: s" }] },
  "a millisecond timestamp": {
    edits: [
      ["Time in seconds", "Millisecond timestamp"],
      ["1650000000000", "1650000000"],
    ],
    finds: [{ claim: "comment: ms" }],
  },
  "in brackets": {
    edits: [
      ["Time in seconds", "Time (ms)"],
      ["1650000000000", "1650000000"],
    ],
    finds: [{ claim: "comment: ms" }],
  },
  "no unit in the comment": { edits: [[" in seconds", ""]], finds: [] },
  "no time in the example": { edits: [["1650000000000", "7"]], finds: [] },
  "no example": { edits: [['"time"', '"other"']], finds: [] },
});

describeRule("description-scale", {
  "the power of the name": { edits: [["10^8", "10^4"]], finds: [] },
  "no power in the comment": { edits: [["10^8", "ten thousand"]], finds: [] },
  "a name without a scale": {
    edits: [
      ["| price_e4", "| price"],
      ['"price_e4"', '"price"'],
    ],
    finds: [
      { line: 5, topic: "tick", field: "/data/price", evidence: "name: price", decision: "unscaled: the name stands" },
    ],
  },
  "a name in camel case": {
    edits: [
      ["| price_e4", "| priceE4"],
      ['"price_e4"', '"priceE4"'],
    ],
    finds: [{ decision: "10^4: the name stands" }],
  },
  "a digit that is no scale": {
    edits: [
      ["| price_e4", "| price_4"],
      ['"price_e4"', '"price_4"'],
    ],
    finds: [{ decision: "unscaled: the name stands" }],
  },
  "a scale that is not at the end": {
    edits: [
      ["| price_e4", "| price_e4_old"],
      ['"price_e4"', '"price_e4_old"'],
    ],
    finds: [{ decision: "unscaled: the name stands" }],
  },
  "of a row that no example shows": { edits: [['"price_e4"', '"size"']], finds: [{ field: "price_e4" }] },
});

describeRule("description-copied", {
  "a comment of its own": { edits: [["Conditional order type", "Order type"]], finds: [] },
  "the field that it belongs to": { edits: [["| order_type", "| stop_order_type"]], finds: [] },
  "the field that it belongs to, in camel case": { edits: [["| order_type", "| stopOrderType"]], finds: [] },
  "in a comment that goes on, in small letters": {
    edits: [["Conditional order type", "The conditional order type, if any"]],
    finds: [{ line: 5, topic: "tick", field: "/data/order_type" }],
  },
  "of a row that no example shows": { edits: [['"order_type"', '"side"']], finds: [{ field: "order_type" }] },
  "behind a placeholder": {
    edits: [["| Conditional order type |", "| {{text_type}} |"]],
    setting: { locale: { text_type: "Conditional order type" } },
    finds: [{ claim: "comment key text_type" }],
  },
});

describe("comments that the exchange file of the shipped spec lists", () => {
  const because = (comment: string, message: string, setting?: Setting, name = "x"): string[] =>
    deriveToy(
      `# Tick\n\n| Parameter | Type | Comments |\n|---|---|---|\n| ${name} | string | ${comment} |\n\n\`\`\`json\n{ "data": ${message} }\n\`\`\`\n`,
      { exchange: OWN_EXCHANGE, ...setting },
    )
      .defects.filter(({ code }) => code === "description-copied")
      .map(({ evidence }) => evidence);
  const inUsdt: Setting = { line: { line: "linear" } };

  type Case = [
    what: string,
    comment: string,
    message: string,
    found: string[],
    setting?: Setting | undefined,
    name?: string,
  ];
  const CASES: Case[] = [
    ["24-hour", "24-hour volume", '{ "x": "1", "confirm": true }', ["the field is of one candle, not of 24 hours"]],
    ["24-hour, of no candle", "24-hour volume", '{ "x": "1" }', []],
    ["124-hour", "124-hour volume", '{ "x": "1", "confirm": true }', []],
    [
      "quantity in USD",
      "Order quantity in USD",
      '{ "x": "1" }',
      ["contracts of this line are sized in the coin"],
      inUsdt,
    ],
    ["quantity in USD, of a line in USD", "Order quantity in USD", '{ "x": "1" }', []],
    ["quantity in USDT", "Order quantity in USDT", '{ "x": "1" }', [], inUsdt],
    [
      "order_status was Created",
      "When the order_status was Created",
      '{ "x": "1" }',
      ["the message has no order and no order status"],
    ],
    ["a position was created, which has no order status", "When the position was created", '{ "x": "1" }', []],
    ["was Created, of an order", "When the order_status was Created", '{ "x": "1", "order_status": "New" }', []],
    ["was Created, in camel case", "When the order_status was Created", '{ "x": "1", "orderStatus": "New" }', []],
    ["End timestamp", "End timestamp of it", '{ "x": 1 }', ["the field is the time of the last trade in the candle"]],
    ["End timestamp, of the end", "End timestamp of it", '{ "end": 1 }', [], undefined, "end"],
    ["no End timestamp", "The End timestamp", '{ "x": 1 }', []],
    ["Transaction qty", "Transaction qty", '{ "x": 1 }', ["the field is the quantity of the order"]],
    ["Transaction qty, of an execution", "Transaction qty", '{ "exec_qty": 1 }', [], undefined, "exec_qty"],
    ["Transaction qty, in camel case", "Transaction qty", '{ "lastExecQty": 1 }', [], undefined, "lastExecQty"],
    ["no Transaction qty", "A transaction qty", '{ "x": 1 }', []],
    ["Position qty", "Position qty", '{ "x": 1 }', ["the message has no position"]],
    ["Position qty, of a position", "Position qty", '{ "x": 1, "entry_price": "1" }', []],
    ["Position qty, in camel case", "Position qty", '{ "x": 1, "entryPrice": "1" }', []],
    ["no Position qty", "My position qty", '{ "x": 1 }', []],
    [
      "Wallet balance",
      "Wallet balance",
      '{ "x": 1, "currency": "BTC" }',
      ["the field is the insurance fund of the coin"],
    ],
    ["Wallet balance, of a wallet", "Wallet balance", '{ "x": 1 }', []],
    ["no Wallet balance", "The wallet balance", '{ "x": 1, "currency": "BTC" }', []],
    [
      "Best bid",
      "Best bid price, quantity",
      '{ "x": [["1", "2"]] }',
      ["the field is a list of levels, not the best one"],
    ],
    [
      "Best ask",
      "Best ask price, quantity",
      '{ "x": [["1", "2"]] }',
      ["the field is a list of levels, not the best one"],
    ],
    ["Best bid, of the best one", "Best bid price, quantity", '{ "x": "1" }', []],
    ["Best bid, of a field that no example shows", "Best bid price, quantity", '{ "y": "1" }', []],
    ["no Best bid", "The best bid price, quantity", '{ "x": [["1", "2"]] }', []],
  ];

  it.each<Case>(CASES)("%s", (_, comment, message, found, setting, name) => {
    expect(because(comment, message, setting, name)).toEqual(found);
  });

  it.each<Case>(CASES)("%s, in capitals", (_, comment, message, found, setting, name) => {
    expect(because(comment.toUpperCase(), message, setting, name)).toEqual(found);
  });
});
