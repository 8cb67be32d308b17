/** Tables against examples: types, names, fields that one of both lacks. */

import { describeRule } from "./rule-cases.js";

const ROW = "| price | string | Price |";

describeRule("type-conflict", {
  "the same type": { edits: [["1.5", '"1.5"']], finds: [] },
  "another word for the same type": { edits: [["string", "double"]], finds: [] },
  "null, which is no type": { edits: [["1.5", "null"]], finds: [] },
  "two types in two examples": {
    more: '\n```json\n{ "data": { "price": "1.5" } }\n```\n',
    finds: [
      {
        line: 5,
        topic: "tick",
        field: "/data/price",
        claim: "table: string",
        otherLine: 8,
        evidence: 'example: "1.5" (string or number)',
        decision: "string or number: the example stands",
      },
    ],
  },
  "a word that is no type": { edits: [["string", "member"]], finds: [{ line: 5, claim: "table: member" }] },
  "no word": { edits: [["| string |", "| |"]], finds: [{ line: 5, claim: "table: no type" }] },
  "an object, a list, a boolean": {
    edits: [
      ["1.5", '{ "a": 1 }, "list": [1], "flag": true'],
      [ROW, `${ROW}\n| list | string | List |\n| flag | string | Flag |`],
    ],
    finds: [
      { line: 5, field: "/data/price", otherLine: 10, evidence: "example: an object (object)" },
      { line: 6, field: "/data/list", otherLine: 10, evidence: "example: an array (array)" },
      { line: 7, field: "/data/flag", otherLine: 10, evidence: "example: true (boolean)" },
    ],
  },
  "a name that is wrong: its type goes with it": { edits: [['"price"', '"PRICE"']], finds: [] },
  "a field that no example shows": { edits: [['"price"', '"other"']], finds: [] },
});

describeRule("name-mismatch", {
  "the same name": { edits: [["lastPrice", "last_price"]], finds: [] },
  "names that have nothing in common": { edits: [["lastPrice", "volume"]], finds: [] },
  "a word less": {
    edits: [["lastPrice", "price"]],
    finds: [
      {
        line: 5,
        topic: "tick",
        field: "/data/last_price",
        claim: "table: price (string)",
        decision: "last_price: the example's name and type stand; paired by a word less",
      },
    ],
  },
  "of an envelope member, which is never a typo of a row": {
    edits: [["lastPrice", "Topic"]],
    finds: [],
  },
});

describeRule("table-only", {
  "an example has it": {
    edits: [
      ["volume |", "price_2 |"],
      ['"1.5"', '"1.5", "price_2": "2"'],
    ],
    finds: [],
  },
  "another name for a field of the example": {
    edits: [
      ["volume", "PRICE_"],
      ['"1.5"', '"1.5", "price_": "2"'],
    ],
    finds: [],
  },
  "a name that another row has": { edits: [["| volume", "| price"]], finds: [] },
  "by name and type": {
    edits: [["volume | string", "count | number"]],
    finds: [{ line: 6, topic: "tick", field: "count", claim: "table: count (number)" }],
  },
});

describeRule("example-only", {
  "a row names it": { edits: [[ROW, `${ROW}\n| volume | string | Volume |`]], finds: [] },
  "a topic without a table documents nothing": {
    edits: [["| Parameter | Type | Comments |\n|---|---|---|\n| price | string | Price |\n\n", ""]],
    finds: [],
  },
  "once for a name, where it stands first": {
    edits: [
      ['"3"', '"3", "more": { "volume": "4" }'],
      [ROW, `${ROW}\n| more | object | More |`],
    ],
    finds: [{ line: 9, topic: "tick", field: "/data/volume" }],
  },
  "what says which message it is belongs to the envelope": {
    setting: { topic: { selector: { pointer: "/data/volume", container: "object" } } },
    finds: [],
  },
});

describeRule("envelope-undocumented", {
  "a row names it": { edits: [[ROW, `${ROW}\n| data | object | Payload |`]], finds: [] },
  "a topic without a table documents nothing": {
    edits: [["| Parameter | Type | Comments |\n|---|---|---|\n| price | string | Price |\n\n", ""]],
    finds: [],
  },
  "each member by itself": {
    edits: [['"data"', '"topic": "tick.ABC", "data"']],
    finds: [
      { line: 8, topic: "tick", field: "/data", claim: "example: an object" },
      { line: 8, topic: "tick", field: "/topic", claim: 'example: "tick.ABC"' },
    ],
  },
  "what says which message it is, in a message without an envelope": {
    edits: [['{ "data": { "price": "1.5" } }', '{ "topic": "tick.ABC", "price": "1.5" }']],
    finds: [{ line: 8, field: "/topic" }],
  },
});
