/** Values of examples against their names, their neighbours and our words for them. */

import { describeRule } from "./rule-cases.js";

describeRule("scale-contradiction", {
  "off by the power of ten": { edits: [['"price": "15000"', '"price": "1.5"']], finds: [] },
  "zero at both": {
    edits: [
      ['"price": "15000"', '"price": "0"'],
      ['_e4": "15000"', '_e4": "0"'],
    ],
    finds: [],
  },
  "as number and as text": {
    edits: [['"price": "15000"', '"price": 15000']],
    finds: [
      {
        line: 4,
        topic: "tick",
        field: "/data/price",
        otherLine: 4,
        claim: 'price_e4: "15000"',
        evidence: "example: 15000",
      },
    ],
  },
  "in camel case": { edits: [["price_e4", "priceE4"]], finds: [{ otherLine: 4, claim: 'priceE4: "15000"' }] },
  "a twin of another name": { edits: [["price_e4", "last_price_e4"]], finds: [] },
  "a name that goes on otherwise": { edits: [["price_e4", "price_ex"]], finds: [] },
  "a name that goes on behind the scale": { edits: [["price_e4", "price_e45"]], finds: [] },
  "objects, which have no scale": {
    edits: [
      ['"15000"', "{}"],
      ['"15000"', "{}"],
    ],
    finds: [],
  },
});

describeRule("value-not-a-number", {
  "a number as text": { edits: [["UNKNOWN", "1.5"]], finds: [] },
  "a negative one": { edits: [["UNKNOWN", "-1.5"]], finds: [] },
  nothing: { edits: [["UNKNOWN", ""]], finds: [] },
  "a number": { edits: [['"UNKNOWN"', "1.5"]], finds: [] },
  "a minus alone": { edits: [["UNKNOWN", "-"]], finds: [{ line: 4, topic: "tick", field: "/data/price" }] },
  "a word behind a digit's place": { edits: [["UNKNOWN", "about 5"]], finds: [{ evidence: 'example: "about 5"' }] },
  "an amount": { setting: { words: { price: { kind: "amount" } } }, finds: [{ claim: "an amount by its meaning" }] },
  "a quantity": {
    setting: { words: { price: { kind: "quantity" } } },
    finds: [{ claim: "a quantity by its meaning" }],
  },
  "a ratio": { setting: { words: { price: { kind: "ratio" } } }, finds: [{ claim: "a ratio by its meaning" }] },
  "a code": { setting: { words: { price: { kind: "code" } } }, finds: [] },
  "the words of the topic before those of the name": {
    setting: { words: { price: { kind: "price" }, "toy/tick/price": { kind: "text" } } },
    finds: [],
  },
  "no words": { setting: {}, finds: [] },
});

describeRule("value-boolean-as-text", {
  "a boolean": { edits: [['"True"', "true"]], finds: [] },
  "another text": { edits: [["True", "Truely"]], finds: [] },
  "a text that ends so": { edits: [["True", "Untrue"]], finds: [] },
  false: { edits: [["True", "false"]], finds: [{ line: 4, topic: "tick", field: "/data/confirm" }] },
  "nothing, in a word": { edits: [["True", "None"]], finds: [{ decision: "string, as shown" }] },
  "a number, by its meaning": {
    edits: [['"True"', "1"]],
    setting: { words: { confirm: { kind: "flag" } } },
    finds: [{ evidence: "example: 1", decision: "number, as shown" }],
  },
  "a number of another meaning": {
    edits: [['"True"', "1"]],
    setting: { words: { confirm: { kind: "code" } } },
    finds: [],
  },
  "a boolean of that meaning": {
    edits: [['"True"', "true"]],
    setting: { words: { confirm: { kind: "flag" } } },
    finds: [],
  },
  "what repeats the request": {
    edits: [['"data": { "confirm"', '"params": { "confirm"']],
    finds: [],
  },
});

describeRule("value-foreign-symbol", {
  "a symbol of the line": { edits: [['"SHELLPRL"', '"SANDPRLT"']], finds: [] },
  "the short name of the member": {
    edits: [['"symbol"', '"s"']],
    finds: [{ line: 4, topic: "tick", field: "/data/s" }],
  },
  "another member": { edits: [['"symbol"', '"pair"']], finds: [] },
  "a symbol that ends in nothing known": { edits: [['"SHELLPRL"', '"SHELLEUR"']], finds: [] },
  "no symbol": { edits: [['"SHELLPRL"', '"usd"']], finds: [] },
  "a line of other symbols": {
    setting: { line: { slots: { symbol: { description: "Symbol.", example: "SHELLREEF", source: "by hand" } } } },
    finds: [{ claim: "contracts of this line end in REEF" }],
  },
  "a line whose symbols end in nothing known": {
    setting: { line: { slots: { symbol: { description: "Symbol.", example: "ABC", source: "by hand" } } } },
    finds: [],
  },
  "a line without symbols": { setting: { line: { slots: {} }, topic: { topics: ["tick"] } }, finds: [] },
});

describeRule("value-epoch-time", {
  "another time": { edits: [["1970-01-01T00:00:00Z", "1970-01-02T00:00:00Z"]], finds: [] },
  "with fractions": {
    edits: [["00:00:00Z", "00:00:00.000Z"]],
    finds: [{ line: 4, topic: "tick", field: "/data/created_at" }],
  },
  "inside of a text": { edits: [["1970", "since 1970"]], finds: [] },
  "a list of nothing": { edits: [['"1970-01-01T00:00:00Z"', "[]"]], finds: [] },
});

const AT = "2020-01-12T16:59:59.000Z";
const MS = 1578848399000;

describeRule("value-time-contradiction", {
  "the same time": { edits: [["1582793344685", String(MS)]], finds: [] },
  "a minute apart": { edits: [["1582793344685", String(MS + 60_000)]], finds: [] },
  "more than a minute later": {
    edits: [["1582793344685", String(MS + 60_001)]],
    finds: [{ otherLine: 4, claim: "trade_time_ms: 2020-01-12T17:00:59.001Z" }],
  },
  "more than a minute before": {
    edits: [["1582793344685", String(MS - 60_001)]],
    finds: [{ line: 4, topic: "tick", field: "/data/timestamp" }],
  },
  "as text": { edits: [["1582793344685", '"1582793344685"']], finds: [{ evidence: `example: "${AT}"` }] },
  "in camel case": { edits: [["trade_time_ms", "tradeTimeMs"]], finds: [{ line: 4 }] },
  "of another event": { edits: [["trade_time_ms", "order_time_ms"]], finds: [] },
  "of another name": { edits: [['"timestamp"', '"created_at"']], finds: [] },
  "no time": { edits: [["2020-01-12T16:59:59.000Z", "now"]], finds: [] },
  "a number": { edits: [[`"${AT}"`, String(MS)]], finds: [] },
  "nothing beside it": { edits: [[', "trade_time_ms": 1582793344685', ""]], finds: [] },
  "an object beside it": { edits: [["1582793344685", "{}"]], finds: [] },
});

const BIDS = '[["9780", "1"], ["9790", "2"]]';

describeRule("value-book-order", {
  "in order": { edits: [[BIDS, '[["9790", "2"], ["9780", "1"]]']], finds: [] },
  "bids of one price": {
    edits: [[BIDS, '[["9790", "2"], ["9790", "1"]]']],
    finds: [{ line: 7, topic: "tick", field: "/data/b" }],
  },
  "asks that fall": {
    edits: [
      [BIDS, '[["9790", "2"], ["9780", "1"]]'],
      ['[["9800", "1"], ["9810", "2"]]', '[["9810", "2"], ["9800", "1"]]'],
    ],
    finds: [{ line: 8, field: "/data/a", claim: "asks ascend, best price first" }],
  },
  "asks of one price": {
    edits: [
      [BIDS, '[["9790", "2"], ["9780", "1"]]'],
      ['["9810", "2"]', '["9800", "2"]'],
    ],
    finds: [{ line: 8, field: "/data/a", claim: "asks ascend, best price first" }],
  },
  "the best bid at the best ask": {
    edits: [[BIDS, '[["9800", "2"], ["9780", "1"]]']],
    finds: [{ line: 7, field: "/data/b", claim: "the best bid is below the best ask" }],
  },
  "bids alone": {
    edits: [
      [BIDS, '[["9790", "2"], ["9780", "1"]]'],
      [',\n    "a": [["9800", "1"], ["9810", "2"]]', ""],
    ],
    finds: [],
  },
  "one level": { edits: [[BIDS, '[["9900", "1"]]']], finds: [] },
  "a level without a price": { edits: [[BIDS, '[["9790", "1"], []]']], finds: [{ line: 7 }] },
  "a topic of which the line file says no book": { setting: {}, finds: [] },
  "lists of another name": { edits: [['"b":', '"bid":']], finds: [] },
  "no levels": { edits: [[BIDS, "[9780, 9790]"]], finds: [] },
  "no list": { edits: [[BIDS, '"9780"']], finds: [] },
  "as numbers": { edits: [[BIDS, "[[9780, 1], [9790, 2]]"]], finds: [{ claim: "bids descend, best price first" }] },
  "prices compared as numbers, not as text": { edits: [[BIDS, '[["9790", "2"], ["10", "1"]]']], finds: [] },
});

describeRule("value-contradicts-comment", {
  empty: { edits: [['"1.5"', '""']], finds: [] },
  "another comment": { edits: [["Return null string", "Price"]], finds: [] },
  "of another member": { edits: [["| price |", "| size |"]], finds: [] },
  "small letters": {
    edits: [["Return null", "always return null"]],
    finds: [{ line: 8, topic: "tick", field: "/data/price" }],
  },
  "a number": { edits: [['"1.5"', "1.5"]], finds: [{ evidence: "example: 1.5" }] },
});

describeRule("value-not-in-enum", {
  "a documented value": { edits: [["Long", "Buy"]], finds: [] },
  nothing: { edits: [["Long", ""]], finds: [] },
  "a number": {
    edits: [
      ["Side. Buy, Sell", "0-Buy, 1-Sell"],
      ['"Long"', "2"],
    ],
    finds: [{ line: 8, topic: "tick", field: "/data/side", claim: "documented: 0, 1", evidence: "example: 2" }],
  },
  "two in one line, neither of which is documented": {
    edits: [['{ "side": "Long" }', '[{ "side": "Long" }, { "side": "Short" }]']],
    finds: [
      { claim: "documented: Buy, Sell", evidence: 'example: "Long"' },
      { claim: "documented: Buy, Sell", evidence: 'example: "Short"' },
    ],
  },
  "two members in one line": {
    edits: [
      ['"Long" }', '"Long", "way": "Long" }'],
      ["Sell |\n", "Sell |\n| way | string | Way. Up, Down |\n"],
    ],
    finds: [
      { line: 9, field: "/data/side", claim: "documented: Buy, Sell" },
      { line: 9, field: "/data/way", claim: "documented: Up, Down" },
    ],
  },
  "a value of a record that two forms share, once": {
    setting: { topic: { forms: { discriminator: "/type", values: { snapshot: "s", delta: "d" } } } },
    edits: [
      [
        '"topic": "tick.ABC", "data": { "side": "Long" } }',
        '"type": "s", "data": { "side": "Long" } }\n```\n\n```json\n{ "type": "d", "data": { "update": [{ "side": "Buy" }] } }',
      ],
    ],
    finds: [{ line: 8, field: "/data/side" }],
  },
});
