/** What a page says as a whole: forms, containers, heartbeats, placeholders. */

import { describeRule } from "./rule-cases.js";
import { SETTINGS } from "./rule-pages.js";

const FORMS = { forms: { discriminator: "/type", values: { snapshot: "s", delta: "d" } } };

describeRule("missing-form", {
  "a table that says what all messages are": {
    edits: [["```json", "| Field | Type | Comment |\n|---|---|---|\n| type | string | Always `delta` |\n\n```json"]],
    finds: [],
  },
  "no word of deltas": { edits: [["delta messages", "changes"]], finds: [] },
  "both forms are shown": {
    setting: { topic: FORMS },
    edits: [['"topic": "tick.ABC"', '"type": "s"']],
    more: '\n```json\n{ "type": "d", "data": { "price": "1.6" } }\n```\n',
    finds: [],
  },
  "the line file has a form that no example shows": {
    setting: { topic: FORMS },
    edits: [['"topic": "tick.ABC"', '"type": "s"']],
    finds: [{ line: 1, topic: "tick", claim: "there is a delta", evidence: "no example of it, 1 example of snapshot" }],
  },
  "two examples of one form": {
    more: '\n```json\n{ "topic": "tick.ABC", "data": { "price": "1.6" } }\n```\n',
    finds: [{ line: 3, topic: "tick", field: "", evidence: "2 examples" }],
  },
  "a single message, in capitals": { edits: [["delta messages", "Delta Message"]], finds: [{ line: 3 }] },
  "in a quote": { edits: [["The first", "> The first"]], finds: [] },
});

describeRule("container-mismatch", {
  "an array": {
    edits: [['{ "topic": "tick.ABC", "price": "1.5" }', '[{ "topic": "tick.ABC", "price": "1.5" }]']],
    finds: [],
  },
  "a connection of objects": {
    setting: { topic: { selector: { pointer: "/topic", container: "object" } } },
    finds: [],
  },
  "no selector": { setting: {}, finds: [] },
  "the first example counts": {
    more: '\n```json\n[{ "topic": "tick.ABC", "price": "1.5" }]\n```\n',
    finds: [{ line: 4, topic: "tick", field: "" }],
  },
});

describeRule("number-contradiction-pong", {
  "the same time": { edits: [["1650000060000", "1650000000000"]], finds: [] },
  "no ping": { edits: [['"ping"', '"time"']], finds: [] },
  "no pong": { edits: [['"pong"', '"time"']], finds: [] },
  "a ping that a program sends": {
    edits: [['{ "ping": 1650000000000 }', "ws.send('{\"ping\": 1650000000000}');"]],
    finds: [{ line: 8, topic: "", field: "/pong", otherLine: 4, claim: "ping: 1650000000000" }],
  },
  "the first of each": {
    more: '\n```json\n{ "ping": 1 }\n```\n\n```json\n{ "pong": 2 }\n```\n',
    finds: [{ line: 8, evidence: "pong: 1650000060000" }],
  },
  "as text": { edits: [["1650000060000", '"1650000000000"']], finds: [] },
});

describeRule("number-contradiction-ping-interval", {
  "the pace of the text": { edits: [["30", "20"]], finds: [] },
  "a line without a heartbeat": { setting: {}, finds: [] },
  "a sleep": {
    edits: [["ws.run_forever(ping_interval=30)", "    time.sleep(30)"]],
    finds: [{ line: 4, topic: "", field: "", evidence: "sample code: time.sleep(30)" }],
  },
  faster: { edits: [["30", "19"]], finds: [{ evidence: "sample code: ws.run_forever(ping_interval=19)" }] },
  "another number": { edits: [["ping_interval", "ping_timeout"]], finds: [] },
  "a name that ends alike": { edits: [["ping_interval", "my_ping_interval"]], finds: [] },
  "another module's sleep": { edits: [["ws.run_forever(ping_interval=30)", "mytime.sleep(30)"]], finds: [] },
  "a name for the number": { edits: [["=30", "=PACE"]], finds: [] },
  "once a page, and the first that differs": {
    edits: [["ws.", "# ticks\nws.run_forever(ping_interval=20)\nws."]],
    more: "\n```python\nws.run_forever(ping_interval=25)\n```\n",
    finds: [{ line: 6, claim: "text: a ping every 20 s", decision: "20 s: the text stands" }],
  },
});

const NONE = SETTINGS["placeholder-unresolved"];

describeRule("placeholder", {
  texts: {
    edits: [
      ["{{text_price}}", "Price"],
      ["{{text_size}}", "Size"],
    ],
    finds: [],
  },
  "one placeholder in several places: headings, text, heads and cells of tables": {
    edits: [
      ["# Tick", "# Tick\n\n## {{a}}\n\n{{a}} and {{a}}"],
      ["| Type |", "| {{a}} |"],
    ],
    setting: { locale: { a: "A", text_price: "Price" } },
    finds: [{ line: 3, topic: "", field: "", claim: "6 texts stand behind 3 placeholders", decision: "5 resolved" }],
  },
  "what is hidden counts, and needs no text": {
    edits: [
      ["| price | string | {{text_price}} |\n", ""],
      ["{{text_size}}", "Size"],
    ],
    more: "\n<!-- {{a}} and\n{{b_2}} -->\n",
    finds: [{ claim: "2 texts stand behind 2 placeholders", decision: "2 resolved" }],
  },
  "in code it is none": {
    edits: [
      ["{{text_price}}", "Price"],
      ["{{text_size}}", "Size"],
    ],
    more: '\n```json\n{ "topic": "{{a}}" }\n```\n',
    finds: [],
  },
});

describeRule("placeholder-unresolved", {
  "the locale has it": { setting: { locale: { name_price: "price" } }, finds: [] },
  hidden: {
    edits: [["| {{name_price}}", "| price"]],
    setting: NONE ?? {},
    more: "\n<!-- {{a}} -->\n",
    finds: [],
  },
  "each of them, and not those that have a text": {
    edits: [["| Price |", "| {{text_price}} {{known}} |"]],
    setting: { locale: { known: "Known" } },
    finds: [
      { line: 5, topic: "", field: "", claim: "{{name_price}}", decision: "read as price" },
      { line: 5, topic: "", field: "", claim: "{{text_price}}", decision: "read as price" },
    ],
  },
});
