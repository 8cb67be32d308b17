/** What a line file says has to fit together: names exist, slots are defined, files and types do not collide. A fault stands where it has to be mended. */

import { describe, expect, it } from "vitest";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import { ownSchema } from "../../generator/host/own-schema.js";
import { readLineFile } from "../../generator/spec/read-line-file.js";
import { madeUpFiles } from "../emit/made-up-lines.js";

const GOOD = { shop: madeUpFiles().get("shop/line.yaml") ?? "", pair: madeUpFiles().get("pair/line.yaml") ?? "" };

function read(source: string) {
  const report = createReport();
  const file = readLineFile(source, "x/line.yaml", ownSchema("line"), report);
  return { file, faults: report.diagnostics };
}

/** The line file with texts replaced. */
function changed(line: keyof typeof GOOD, edits: readonly (readonly [from: string, to: string])[]): string {
  return edits.reduce((source, [from, to]) => {
    if (!source.includes(from)) throw new Error(`nothing to change: ${from}`);
    return source.replace(from, () => to);
  }, GOOD[line]);
}

type Edit = readonly [from: string, to: string];
/** `→` marks the place of each fault, in their order; after that what each says, and what to do about the first. */
type Case = readonly [
  rule: string,
  line: keyof typeof GOOD,
  edits: readonly Edit[],
  messages: readonly string[],
  fix: string,
];

const PONG =
  "- { name: pong, kind: pong, description: Answer to a ping., match: { /op: pong }, schema: {}, byHand: A test.";

const CASES: readonly Case[] = [
  [
    "a connection that authenticates exists",
    "shop",
    [["connections: [private]", "connections: [→privat]"]],
    ['There is no connection "privat".'],
    'Did you mean "private"?',
  ],
  [
    "a connection that has limits exists",
    "shop",
    [["  filters: {", "  connectionLimits: { publik: →{ topics: 9 } }\n  filters: {"]],
    ['There is no connection "publik".'],
    'Did you mean "public"?',
  ],
  [
    "a connection that takes several symbols exists",
    "pair",
    [["Connections: [v1]", "Connections: [v1, →v3]"]],
    ['There is no connection "v3".'],
    'Did you mean "v1"?',
  ],
  [
    "the connection of a topic exists",
    "shop",
    [["connection: public, heading: Candle", "connection: →market, heading: Candle"]],
    ['There is no connection "market".'],
    "Use one of: public, private.",
  ],
  [
    "the reply to a ping exists",
    "shop",
    [["reply: pong", "reply: →nothin"]],
    ['There is no reply "nothin".'],
    'Did you mean "nothing"?',
  ],
  [
    "replies have names of their own",
    "shop",
    [["name: limit", "name: →pong"]],
    ['Two replies are called "pong".'],
    "Rename one.",
  ],
  [
    "a reply is derived or written by hand, not both",
    "shop",
    [[PONG, `- →${PONG.slice(2).replace("schema", "examples: [{ heading: H, fence: 1 }], schema")}`]],
    ['The reply "pong" needs either `examples`, or `schema` with `byHand`.'],
    "Name the documented frame, or write its schema and say why by hand.",
  ],
  [
    "a reply that is written by hand says why",
    "shop",
    [[PONG, `- →${PONG.slice(2).replace(", byHand: A test.", "")}`]],
    ['The reply "pong" needs either `examples`, or `schema` with `byHand`.'],
    "Name the documented frame, or write its schema and say why by hand.",
  ],
  [
    "the type of a reply is none of the language",
    "shop",
    [["name: limit", "name: →error"]],
    ['The type of the reply "error" would be Error, which is taken by the package or the language.'],
    "Choose another name: `pong`, `subscribe-ack`.",
  ],
  [
    "nor the client",
    "shop",
    [["name: limit", "name: →shop-client"]],
    ['The type of the reply "shop-client" would be ShopClient, which is taken by the package or the language.'],
    "Choose another name: `pong`, `subscribe-ack`.",
  ],
  [
    "nor that of another reply, letter case aside",
    "shop",
    [
      ["name: auth-reply", "name: →auth-reply"],
      ["name: limit", "name: →au-threply"],
    ],
    [
      'The type of the reply "auth-reply" would be AuthReply, which is taken by the reply "au-threply".',
      'The type of the reply "au-threply" would be AuThreply, which is taken by the reply "auth-reply".',
    ],
    "Choose another name: `pong`, `subscribe-ack`.",
  ],
  [
    "a schema by hand is one of the dialect",
    "shop",
    [[PONG, PONG.replace("schema: {}", "schema: { type: object, properties: { op: { type: →strin } } }")]],
    ['The schema of the reply "pong", at "properties.op.type": "strin" is not known here.'],
    'Did you mean "string"?',
  ],
  [
    "a schema by hand is closed",
    "shop",
    [[PONG, PONG.replace("schema: {}", "schema: { →tsType: evil }")]],
    [
      'The schema of the reply "pong", at "tsType": The keyword "tsType" may not stand here, with a node that has no type.',
    ],
    "schemas/vocabulary.schema.json says what may stand where.",
  ],
  [
    "topics of one folder have files of their own",
    "shop",
    [["name: account", "name: →Order"]],
    ['The file of "Order" is taken by "order".'],
    "Choose another name: letter case does not count on every disk.",
  ],
  [
    "a module of the package keeps its file",
    "shop",
    [["name: account", "name: →Control"]],
    ['The file of "Control" is taken by the package or the system.'],
    "Choose another name: letter case does not count on every disk.",
  ],
  [
    "a device keeps its name, with an ending too",
    "shop",
    [["name: account", "name: →lpt1.x"]],
    ['The file of "lpt1.x" is taken by the package or the system.'],
    "Choose another name: letter case does not count on every disk.",
  ],
  [
    "records have a snapshot where the topic has that form",
    "shop",
    [["records: { key: [id], update: /data }", "records: { key: [id], snapshot: →/all, update: /data }"]],
    ['The topic "order" has no form "snapshot" for its records.'],
    "Name the form below `forms`, or leave `snapshot` out.",
  ],
  [
    "a topic has a request, where each has its own",
    "pair",
    [
      ["    subscribe: []\n", ""],
      ["  - name: ticket", "  - →name: ticket"],
    ],
    ['The topic "ticket" has no request.'],
    "Add `request`, or `subscribe: []` if nothing has to be sent for it.",
  ],
  [
    "a request has a slot for what to do",
    "pair",
    [
      ['message: { topic: depth, event: "{event}"', "message: →{ topic: depth, event: sub"],
      [
        "parameters: { event: { type: string, description: What to do. }, symbol: { type: string, description: One. } }\n      source: by hand\n  - name: ticket",
        "parameters: { symbol: { type: string, description: One. } }\n      source: by hand\n  - name: ticket",
      ],
    ],
    ['The request has no slot at "event".'],
    'Write `event: "{event}"` into the message.',
  ],
  [
    "and nothing besides in that place",
    "pair",
    [['message: { topic: depth, event: "{event}"', 'message: →{ topic: depth, event: "x{event}"']],
    ['The request has no slot at "event".'],
    'Write `event: "{event}"` into the message.',
  ],
  [
    "a method of authentication has what it needs: a query",
    "shop",
    [
      ["methods: [message, query]", "methods: →[message, query]"],
      ['  query: "?api_key={apiKey}&expires={expires}&signature={signature}"\n', ""],
    ],
    ['The method "query" needs the member "query".'],
    'Add "query", or remove the method.',
  ],
  [
    "a request",
    "pair",
    [["methods: [query]", "methods: →[query, message]"]],
    ['The method "message" needs the member "request".'],
    'Add "request", or remove the method.',
  ],
  [
    "a signature that is computed has an encoding",
    "shop",
    [["algorithm: hmac-sha256\n  encoding: hex", "algorithm: →ed25519"]],
    ['The algorithm "ed25519" needs the member "encoding".'],
    'Add "encoding": hex or base64.',
  ],
  [
    "a signature by a function has none",
    "shop",
    [["algorithm: hmac-sha256", "algorithm: →function"]],
    ['A signature by a function takes no "encoding".'],
    "Remove it.",
  ],
  [
    "what is signed has the values of a signature's making",
    "shop",
    [["payload: GET/realtime{expires}", "payload: →GET/realtime{signature}"]],
    ['The slot "{signature}" is no value of an authentication.'],
    "Use one of: apiKey, expires.",
  ],
  [
    "and a query has the signature besides",
    "pair",
    [['query: "?api_key={apiKey}', 'query: →"?api_key={apikey}']],
    ['The slot "{apikey}" is no value of an authentication.'],
    'Did you mean "apiKey"?',
  ],
  [
    "a slot that is undefined in two topics is told of both",
    "shop",
    [
      ['[order, "order.{symbol}"]', '[order, →"order.{contract}"]'],
      ['subscribe: ["order.{symbol}"]', 'subscribe: [→"order.{contract}"]'],
    ],
    ['The slot "{contract}" is not defined.', 'The slot "{contract}" is not defined.'],
    "Use one of: symbol, interval. Or define it below `slots`.",
  ],
  [
    "two slots that are undefined in one topic are two faults",
    "shop",
    [['[order, "order.{symbol}"]', '[order, →→"order.{contract}.{kind}"]']],
    ['The slot "{contract}" is not defined.', 'The slot "{kind}" is not defined.'],
    "Use one of: symbol, interval. Or define it below `slots`.",
  ],
  [
    "a value that no slot takes is told once, in however many topics the slot stands",
    "shop",
    [["example: BTC,", "example: →B.C,"]],
    ['"B.C" cannot stand in {symbol} of "candle.{interval}.{symbol}": a dot ends every slot.'],
    "Correct the value, or write the topic with other slots.",
  ],
  [
    "an authentication request is read like others",
    "shop",
    [
      ['"{signature}"] }', '"{signature}", "{more}"] }'],
      ["message: { op: auth", "message: →{ op: auth"],
    ],
    ['The slot "{more}" of the request has no parameter.'],
    "Describe it below `parameters`.",
  ],
  [
    "and that of a topic",
    "pair",
    [
      [
        'message: { topic: depth, event: "{event}", params: { symbol: "{symbol}"',
        'message: →{ topic: depth, event: "{event}", params: { symbol: "{symbol}", more: ["{more}"]',
      ],
    ],
    ['The slot "{more}" of the request has no parameter.'],
    "Describe it below `parameters`.",
  ],
  [
    "and the one that ends all subscriptions",
    "shop",
    [["{ op: unsubscribeAll }", '→{ op: "{all}" }']],
    ['The slot "{all}" of the request has no parameter.'],
    "Describe it below `parameters`.",
  ],
  // What the schema of line files says.
  [
    "a choice by a member",
    "shop",
    [["by: echo", "by: →ecko"]],
    ['"correlation.by" must be echo or id or members or order.'],
    'Did you mean "echo"?',
  ],
  [
    "a choice without the member that chooses",
    "shop",
    [["correlation: { by: echo, pointer: /request }", "correlation: →{ pointer: /request }"]],
    ['"correlation" lacks the member "by".'],
    'Add "by".',
  ],
  [
    "a member of another branch",
    "shop",
    [["by: echo, pointer: /request", "by: echo, pointer: /request, →pointers: [/a]"]],
    ['"correlation" has a member "pointers" that does not exist.'],
    'Did you mean "pointer"?',
  ],
  [
    "a member that the branch lacks",
    "shop",
    [["correlation: { by: echo, pointer: /request }", "correlation: →{ by: members }"]],
    ['"correlation" lacks the member "pointers".'],
    'Add "pointers".',
  ],
  [
    "one of two words",
    "shop",
    [["liveness: pong", "liveness: →pung"]],
    ['"heartbeat.liveness" must be any-frame or pong.'],
    'Did you mean "pong"?',
  ],
  [
    "two faults are two",
    "shop",
    [
      ["liveness: pong", "liveness: →pung"],
      ["value: 5", "value: →five"],
    ],
    ['"heartbeat.liveness" must be any-frame or pong.', '"limits.0.value" must be number.'],
    'Did you mean "pong"?',
  ],
];

describe("a line file whose parts do not fit together", () => {
  it("starts from good ones", () => {
    for (const source of Object.values(GOOD)) expect(read(source).faults).toEqual([]);
  });

  it.each(CASES)("%s", (_, line, edits, messages, fix) => {
    const marked = changed(line, edits);
    const { file, faults } = read(marked.replaceAll("→", ""));
    const places = marked
      .split("\n")
      .flatMap((text, index) => [...text.matchAll(/→/g)].map((match, before) => [index + 1, match.index - before + 1]));
    expect(faults.map(({ message }) => message)).toEqual(messages);
    expect(faults.map((fault) => [fault.line, fault.column])).toEqual(places);
    expect(faults[0]).toMatchObject({ code: "config/line-file", severity: "error", fix });
    expect(file).toBeUndefined();
  });

  it.each<[string, keyof typeof GOOD, readonly Edit[]]>([
    [
      "replies by hand that refer to each other",
      "shop",
      [[PONG, PONG.replace("schema: {}", 'schema: { $ref: "#/$defs/ack" }')]],
    ],
    ["a topic that is called nearly like a device", "shop", [["name: account", "name: console"]]],
    ["a topic that is called like a module of a folder", "pair", [["name: ticket", "name: trade"]]],
    ["a payload with the key", "shop", [["payload: GET/realtime{expires}", 'payload: "{apiKey}{expires}"']]],
    ["a slot in two places of a request", "shop", [['time: "{time}"', 'time: "{time}", again: "{time}"']]],
  ])("takes %s", (_, line, edits) => expect(read(changed(line, edits)).faults).toEqual([]));

  it("is told the first fifty faults", () => {
    const replies = Array.from(
      { length: 60 },
      () => `  ${PONG.replace(", byHand: A test.", "")}, source: by hand }\n`,
    ).join("");
    expect(read(changed("shop", [["replies:\n", `replies:\n${replies}`]])).faults).toHaveLength(50);
  });
});
