/** Tables as tables: cells, pipes, links in names, words for types, names that stand twice. */

import { describeRule } from "./rule-cases.js";

describeRule("table-split", {
  "one table": { edits: [["\n| Parameter | Type | Comments |\n|---|---|---|\n| price", "| price"]], finds: [] },
  "a third one": {
    edits: [["```json", "| Name | Type |\n|---|---|\n| size | string |\n\n```json"]],
    finds: [
      { line: 7, topic: "tick", field: "", otherLine: 3 },
      { line: 11, topic: "tick", field: "", otherLine: 3 },
    ],
  },
  "the table of another section": {
    edits: [
      [
        "\n| Parameter | Type | Comments |\n|---|---|---|\n| price",
        "\n# Other\n\n| Parameter | Type | Comments |\n|---|---|---|\n| price",
      ],
      ["```json", "# More\n\n```json"],
    ],
    finds: [],
  },
});

describeRule("table-cell-count", {
  "as many cells as columns": { edits: [[" USD |", ""]], finds: [] },
  "a cell too few": {
    edits: [[" USD | Price |", ""]],
    finds: [{ line: 5, topic: "tick", field: "price", claim: "3 columns", evidence: "2 cells" }],
  },
  "a pipe that is escaped": { edits: [["USD | Price", "USD \\| Price"]], finds: [] },
});

describeRule("table-unclosed-row", {
  "with its pipe": { edits: [["| Price\n", "| Price |\n"]], finds: [] },
  "with blanks behind its pipe": { edits: [["| Price\n", "| Price |  \n"]], finds: [] },
  "a row of an HTML table has none to miss": {
    edits: [
      [
        "| Parameter | Type | Comments |\n|---|---|---|\n| price | string | Price\n",
        "<table>\n<tr><th>Name</th><th>Type</th></tr>\n<tr><td>price</td><td>string</td></tr>\n</table>\n",
      ],
    ],
    finds: [],
  },
  "a link is no HTML table": {
    edits: [["| price | string | Price", '<a href="#p">price</a> | string | Price']],
    finds: [{ line: 5 }],
  },
});

describeRule("table-name-anchor", {
  "the name alone": { edits: [['<a href="#price">price</a>', "price"]], finds: [] },
  "a link in the comment": {
    edits: [
      ['<a href="#price">price</a>', "price"],
      ["| Price |", '| <a href="#p">Price</a> |'],
    ],
    finds: [],
  },
  "other markup": { edits: [['<a href="#price">price</a>', "<abbr>price</abbr>"]], finds: [] },
  "in capitals": {
    edits: [["<a href", "<A HREF"]],
    finds: [{ line: 5, topic: "tick", field: "price", decision: "read as price" }],
  },
});

describeRule("table-type-word", {
  "a type": { edits: [["member", "string"]], finds: [] },
  "a type in capitals": { edits: [["member", "STRING"]], finds: [] },
  "the name of something that every object has": {
    edits: [["member", "constructor"]],
    finds: [{ claim: "type constructor" }],
  },
  "no word": { edits: [["member", " "]], finds: [{ line: 5, topic: "tick", field: "price", claim: "type missing" }] },
});

describeRule("table-duplicate-row", {
  "what nests in a member of its name": {
    edits: [["| price | string | Last", "| > price | string | Last"]],
    finds: [],
  },
  "another name": { edits: [["| price | string | Last", "| last_price | string | Last"]], finds: [] },
  "both speak of the same field, as there is no other": {
    edits: [['"last_price"', '"other"']],
    finds: [
      {
        line: 6,
        topic: "tick",
        field: "price",
        otherLine: 5,
        claim: "an earlier row",
        decision: "both speak of the same field",
      },
    ],
  },
  "three times: each names the one before it": {
    edits: [["\n\n```json", "\n| price | string | Third |\n\n```json"]],
    finds: [
      { line: 6, otherLine: 5, claim: "an earlier row" },
      { line: 7, otherLine: 6, claim: "an earlier row" },
    ],
  },
});

describeRule("table-ambiguous-row", {
  "at one level": { edits: [['"seq": "7", "data": { "seq"', '"data": { "seq"']], finds: [] },
  "in a record, and in an object inside of it": {
    edits: [
      ['"seq": "7", "data": { "seq": "7",', '"data": { "seq": "7", "price": { "seq": "8" },'],
      [', "price": "1.5" }', " }"],
    ],
    finds: [{ line: 5, topic: "tick", field: "seq", evidence: "/data/seq, /data/price/seq" }],
  },
  "in records beside each other": {
    edits: [
      [
        '"seq": "7", "data": { "seq": "7", "price": "1.5" }',
        '"data": { "update": [{ "seq": "7" }], "insert": [{ "seq": "7", "price": "1.5" }] }',
      ],
    ],
    finds: [],
  },
  "in a list of objects of one record, once": {
    edits: [
      ['"seq": "7", "data": { "seq": "7", "price": "1.5" }', '"data": { "price": [{ "seq": "7" }, { "seq": "8" }] }'],
    ],
    finds: [],
  },
  "in messages of two forms, once in each": {
    setting: { topic: { forms: { discriminator: "/type", values: { snapshot: "s", delta: "d" } } } },
    edits: [
      [
        '"topic": "tick.ABC", "seq": "7", "data": { "seq": "7", "price": "1.5" } }',
        '"type": "s", "seq": "7" }\n```\n\n```json\n{ "type": "d", "data": { "seq": "7", "price": "1.5" } }',
      ],
    ],
    finds: [],
  },
});
