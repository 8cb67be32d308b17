/** Requests against what answers them. */

import { TOY_LINE } from "../toy.js";
import { describeRule, type RuleCase } from "./rule-cases.js";

const ANSWER_LINE = {
  ...TOY_LINE,
  replies: [
    {
      name: "ack",
      kind: "ack" as const,
      description: "Answer.",
      match: { "/success": true },
      examples: [
        { heading: "Answer", fence: 1 },
        { heading: "Answer", fence: 2 },
      ],
      source: "heading Answer",
    },
  ],
};
const { topics: _topics, pages: _pages, ...WITH_ANSWER } = ANSWER_LINE;
const answer = (...messages: string[]): string =>
  `\n# Answer\n${messages.map((message) => `\n\`\`\`json\n${message}\n\`\`\`\n`).join("")}`;

describeRule("subscribe-topic-mismatch", {
  "the same topic": { edits: [["ticks.ABC", "tick.ABC"]], finds: [] },
  "one of several topics": { edits: [['"ticks.ABC"', '"ticks.ABC", "tick.ABC"']], finds: [] },
  "none of several topics": {
    edits: [['"ticks.ABC"', '"ticks.ABC", "tick.DEF"']],
    finds: [{ line: 8, topic: "tick", field: "/topic", otherLine: 4, claim: "request: ticks.ABC, tick.DEF" }],
  },
  "an answer that names no topic": { edits: [['"topic": "tick.ABC", ', ""]], finds: [] },
  "no request": { edits: [["ws.send", "ws.show"]], finds: [] },
  "the first request counts": {
    more: '\n```javascript\nws.send(\'{"op": "subscribe", "args": ["tick.ABC"]}\');\n```\n',
    finds: [{ otherLine: 4, claim: "request: ticks.ABC" }],
  },
  "a request that names its topic in a member": {
    edits: [['"op": "subscribe", "args": ["ticks.ABC"]', '"event": "sub", "topic": "tick.ABC"']],
    finds: [],
  },
  "a request that asks for nothing": {
    edits: [['"args": ["ticks.ABC"]', '"id": 1']],
    finds: [{ otherLine: 4, claim: "request: ", evidence: "answer: tick.ABC" }],
  },
  "a reply that repeats a topic of the line": {
    edits: [["ticks.ABC", "tick.ABC"]],
    setting: { line: WITH_ANSWER },
    more: answer('{ "success": true, "request": { "op": "subscribe", "args": ["tick.ABC"] } }'),
    finds: [],
  },
  "a reply that repeats what can be asked for": {
    edits: [["ticks.ABC", "tick.ABC"]],
    setting: { line: WITH_ANSWER, topic: { subscribe: ["tick"] } },
    more: answer('{ "success": true, "request": { "op": "subscribe", "args": ["tick"] } }'),
    finds: [],
  },
  "a reply with a topic that no section documents": {
    edits: [["ticks.ABC", "tick.ABC"]],
    setting: { line: WITH_ANSWER },
    more: answer('{ "success": true, "request": { "op": "subscribe", "args": ["tick.ABC", "ticks.ABC"] } }'),
    finds: [
      {
        line: 14,
        topic: "",
        field: "/request/args/*",
        claim: "answer: ticks.ABC",
        evidence: "topics: tick.{symbol}",
        decision: "the topics that the topic sections document stand",
      },
    ],
  },
  "a slot takes the values of its list": {
    edits: [["ticks.ABC", "tick.ABC"]],
    setting: {
      line: {
        ...WITH_ANSWER,
        slots: { symbol: { description: "Symbol.", values: ["ABC"], example: "ABC", source: "by hand" } },
      },
    },
    more: answer('{ "success": true, "request": { "op": "subscribe", "args": ["tick.DEF"] } }'),
    finds: [{ claim: "answer: tick.DEF" }],
  },
  "both of two replies below one heading, once": {
    edits: [["ticks.ABC", "tick.ABC"]],
    setting: { line: WITH_ANSWER },
    more: answer('{ "request": { "args": ["one"] } }', '{ "request": { "args": ["two"] } }'),
    finds: [{ claim: "answer: one" }, { claim: "answer: two" }],
  },
  "a section that the line file does not name as a reply": {
    edits: [["ticks.ABC", "tick.ABC"]],
    more: answer('{ "request": { "args": ["one"] } }'),
    finds: [],
  },
});

const differs: RuleCase["finds"] = [
  {
    line: 8,
    topic: "tick",
    field: "/params/binary",
    otherLine: 4,
    claim: "request: false",
    evidence: 'answer: "false"',
  },
];

/** A line whose topics name their interval in the request, and whose pushes repeat it elsewhere. */
const WITH_INTERVAL: RuleCase["setting"] = {
  line: {
    subscription: {
      form: "event",
      member: "event",
      subscribe: "sub",
      unsubscribe: "cancel",
      instance: { interval: ["/params/klineType"] },
      source: "by hand",
    },
  },
  topic: { request: { message: { topic: "tick_{interval}" }, parameters: {}, source: "by hand" } },
};

describeRule("subscribe-value-mismatch", {
  "the same value of the same type": { edits: [['"false"', "false"]], finds: [] },
  "a parameter that does not come back": { edits: [['"binary": "false"', '"other": "false"']], finds: [] },
  "another symbol": {
    edits: [['"symbol": "ABC", "params": { "binary"', '"symbol": "DEF", "params": { "binary"']],
    finds: [
      ...differs,
      { line: 8, field: "/symbol", otherLine: 4, claim: 'request: "ABC"', evidence: 'answer: "DEF"' },
    ],
  },
  "a member that is no parameter": {
    edits: [
      ['"sub", ', '"sub", "id": 1, '],
      ['"topic": "tick", "symbol"', '"topic": "tick", "id": 2, "symbol"'],
    ],
    finds: differs,
  },
  "an answer that names no topic": {
    edits: [['"topic": "tick", "symbol": "ABC", "params": { "b', '"symbol": "ABC", "params": { "b']],
    finds: [],
  },
  "the interval of the topic's name, which comes back as a parameter": {
    edits: [
      ['{"topic": "tick"', '{"topic": "tick_1m"'],
      ['"binary": "false"', '"klineType": "5m"'],
    ],
    setting: WITH_INTERVAL,
    finds: [
      {
        line: 8,
        topic: "tick",
        field: "/params/klineType",
        otherLine: 4,
        claim: "request: 1m",
        evidence: 'answer: "5m"',
      },
    ],
  },
  "the same interval": {
    edits: [
      ['{"topic": "tick"', '{"topic": "tick_1m"'],
      ['"binary": "false"', '"klineType": "1m"'],
    ],
    setting: WITH_INTERVAL,
    finds: [],
  },
  "a topic without an interval": {
    edits: [['"binary": "false"', '"klineType": "1m"']],
    setting: WITH_INTERVAL,
    finds: [],
  },
  "an interval of which the line file does not say that it comes back": {
    edits: [
      ['{"topic": "tick"', '{"topic": "tick_1m"'],
      ['"binary": "false"', '"klineType": "5m"'],
    ],
    finds: [],
  },
  "a reply, which belongs to no topic": {
    edits: [['"false"', "false"]],
    setting: { line: WITH_ANSWER },
    more: answer('{ "topic": "tick", "params": { "binary": "false" }, "code": "0" }'),
    finds: [{ line: 14, topic: "", field: "/params/binary", otherLine: 4, claim: "request: false" }],
  },
  "a reply to another topic": {
    edits: [['"false"', "false"]],
    setting: { line: WITH_ANSWER },
    more: answer('{ "topic": "trade", "params": { "binary": "false" }, "code": "0" }'),
    finds: [],
  },
});

describeRule("request-text-mismatch", {
  "the symbol of the request": { edits: [["SANDPRLT", "SHELLPRLT"]], finds: [] },
  "part of the symbol of the request": { edits: [["SANDPRLT", "SHELLPRL"]], finds: [{ claim: "comment: SHELLPRL" }] },
  "no symbol": { edits: [["SANDPRLT", "Ethereum"]], finds: [] },
  "several of which one is asked for": {
    edits: [["SANDPRLT", "SHELLPRLT, SANDPRLT and WEEDREEF"]],
    more: '\n```json\n{ "topic": "tick.SHELLPRLT" }\n```\n',
    finds: [
      { line: 4, topic: "tick", field: "", claim: "comment: SANDPRLT, WEEDREEF", evidence: "request: tick.SHELLPRLT" },
    ],
  },
  "a request that names its symbol in a member": {
    edits: [['"op": "subscribe", "args": ["tick.SHELLPRLT"]', '"topic": "tick", "symbol": "SANDPRLT"']],
    finds: [],
  },
  "a comment in an example": {
    edits: [
      ["ws.send('", ""],
      ["]}');", "]}"],
    ],
    finds: [],
  },
});
