/**
 * Made-up lines that have, between them, everything a line file can say, read as `generate` reads them. What tests demand of their package
 * follows from these texts.
 *
 * `shop` subscribes by a list of topics, and one connection has all public topics. `pair` has a request for each topic, and its connections use the
 * same topic names. `mart` subscribes by a list, and its topics are on several connections. `zero` has nothing that may be left out.
 */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readLineFiles } from "../../generator/commands/line-files.js";
import { createReport, type Diagnostic } from "../../generator/diagnostics/diagnostic.js";
import type { JsonSchema } from "../../generator/schema/json-schema.js";
import { EXCHANGE_FILE } from "../../generator/spec/exchange-file.js";
import { loadSpec } from "../../generator/spec/load-spec.js";
import type { LineSpec, Spec } from "../../generator/spec/spec.js";
import { EXCHANGE_YAML } from "../toy-exchange.js";

const SHOP = `line: shop
title: Shop
description: A line for tests.
pages: [{ page: shop/page.md, reader: markdown }]
connections:
  public:
    access: public
    description: Market data.
    endpoints: { mainnet: ["wss://shop.example/public", "wss://mirror.example/public"], testnet: ["wss://test.shop.example/public"] }
    source: by hand
  private: { access: private, description: Account data., endpoints: { mainnet: ["wss://shop.example/private"] }, source: by hand }
authentication:
  connections: [private]
  methods: [message, query]
  algorithm: hmac-sha256
  encoding: hex
  payload: GET/realtime{expires}
  success: { pointer: /success, value: true }
  expires: { unit: ms, marginMs: 1500, source: by hand }
  request:
    message: { op: auth, args: ["{apiKey}", "{expires}", "{signature}"] }
    parameters:
      apiKey: { type: string, description: Key. }
      expires: { type: integer, description: End. }
      signature: { type: string, description: Signature. }
    source: by hand
  query: "?api_key={apiKey}&expires={expires}&signature={signature}"
  source: by hand
heartbeat:
  request:
    message: { op: ping, time: "{time}" }
    parameters: { time: { type: integer, description: Now., optional: true, default: 0 } }
    source: by hand
  reply: pong
  intervalMs: 20000
  timeoutMs: 30000
  liveness: pong
  source: by hand
subscription:
  form: args
  subscribe: { message: { op: subscribe, args: "{topics}" }, parameters: { topics: { type: "string[]", description: Topics. } }, source: by hand }
  unsubscribe: { message: { op: unsubscribe, args: "{topics}" }, parameters: { topics: { type: "string[]", description: Topics. } }, source: by hand }
  unsubscribeAll: { message: { op: unsubscribeAll }, parameters: {}, source: by hand }
  maxTopics: 10
  filters: { separator: "|", wildcard: "*", source: by hand }
replies:
  - { name: pong, kind: pong, description: Answer to a ping., match: { /op: pong }, schema: {}, byHand: A test., source: by hand }
  - { name: auth-reply, kind: auth, description: Answer to credentials., match: { /request/op: auth }, schema: {}, byHand: A test., source: by hand }
  - { name: limit, kind: error, description: Too many requests., match: { /code: 10 }, schema: {}, byHand: A test., source: by hand }
  - { name: nothing, kind: ack, description: Nothing to say., match: { /result: null }, schema: {}, byHand: A test., source: by hand }
  - { name: failure, kind: error, description: A refusal., match: { /success: false }, schema: {}, byHand: A test., source: by hand }
  - { name: ack, kind: ack, description: Answer to a request., match: { /success: true, /request/op: {} }, schema: {}, byHand: A test., source: by hand }
correlation: { by: echo, pointer: /request }
reason: { pointer: /ret_msg, source: by hand }
limits: [{ name: connections, value: 5, unit: per address, source: by hand }]
slots:
  symbol: { description: Contract., example: BTC, source: by hand }
  interval: { description: Length of a candle., values: ["1", "60"], example: "1", source: by hand }
topics:
  - { name: candle, description: Candles., connection: public, heading: Candle, topics: ["candle.{interval}.{symbol}"], pushIntervalMs: 1000 }
  - name: levels
    description: Levels.
    connection: public
    heading: Levels
    topics: ["levels.{symbol}"]
    forms: { discriminator: /type, values: { snapshot: snap, delta: delta } }
    exclusive: true
    sequence: { pointer: /seq, source: by hand }
    book:
      layout: records
      snapshot: /data
      delete: /data/gone
      update: /data/changed
      insert: /data/fresh
      price: price
      size: size
      side: side
      bid: Buy
      ask: Sell
  - name: position
    description: Positions.
    connection: private
    heading: Position
    topics: [position]
    forms: { discriminator: /type, values: { snapshot: snapshot, delta: delta } }
    records: { key: [symbol], snapshot: /data/result, update: /data/update }
  - name: order
    description: Orders.
    connection: private
    heading: Order
    topics: [order, "order.{symbol}"]
    subscribe: ["order.{symbol}"]
    records: { key: [id], update: /data }
  - name: account
    description: Balances.
    connection: private
    heading: Account
    topics: [account]
    selector: { pointer: /e, container: array-items }
skip: []
`;

const PAIR = `line: pair
title: Pair
description: Another line for tests.
pages: [{ page: pair/page.md, reader: markdown }]
connections:
  v1: { access: public, folder: v1, description: First version., endpoints: { mainnet: ["wss://pair.example/v1"] }, source: by hand }
  v2: { access: public, folder: v2, description: Second version., endpoints: { mainnet: ["wss://pair.example/v2"] }, source: by hand }
  private: { access: private, folder: private, description: One account., endpoints: { mainnet: ["wss://pair.example/private"] }, source: by hand }
authentication:
  connections: [private]
  methods: [query]
  algorithm: hmac-sha256
  encoding: hex
  payload: GET/realtime{expires}
  success: { pointer: /auth, value: success }
  expires: { unit: ms, marginMs: 1000, source: by hand }
  query: "?api_key={apiKey}&expires={expires}&signature={signature}"
  source: by hand
heartbeat:
  request: { message: { ping: "{time}" }, parameters: { time: { type: integer, description: Now. } }, source: by hand }
  reply: pong
  intervalMs: 15000
  source: by hand
subscription:
  form: event
  member: event
  subscribe: sub
  unsubscribe: cancel
  symbolSeparator: ","
  symbolSeparatorConnections: [v1]
  instance: { symbol: [/symbol, /params/symbol] }
  source: by hand
replies:
  - { name: pong, kind: pong, description: Answer to a ping., match: { /pong: {} }, schema: {}, byHand: A test., source: by hand }
  - { name: ack, kind: ack, description: Answer to a request., match: { /code: "0" }, schema: {}, byHand: A test., source: by hand }
  - { name: refusal, kind: error, description: A refusal., match: { /code: {} }, schema: {}, byHand: A test., source: by hand }
correlation: { by: members, pointers: [/topic, /event] }
limits: []
slots:
  symbol: { description: Pair., example: BTC, source: by hand }
  interval: { description: Length of a candle., values: [1m, 1h], example: 1m, source: by hand }
topics:
  - name: trade
    description: Trades.
    connection: v1
    heading: Trade
    topics: [trade]
    request:
      message: { topic: trade, event: "{event}", symbol: "{symbol}", params: { binary: "{binary}", limit: "{limit}", ratio: "{ratio}", tags: "{tags}", interval: "{interval}" } }
      parameters:
        event: { type: string, description: What to do. }
        symbol: { type: string, description: One or more. }
        binary: { type: boolean, description: Compressed., optional: true, default: false }
        limit: { type: integer, description: How many. }
        ratio: { type: number, description: Share. }
        tags: { type: "string[]", description: Words. }
        interval: { type: string, description: Length. }
      source: by hand
  - name: trade
    description: Trades, second version.
    connection: v2
    heading: Trade 2
    topics: [trade]
    request:
      message: { topic: trade, event: "{event}", params: { symbol: "{symbol}" } }
      parameters: { event: { type: string, description: What to do. }, symbol: { type: string, description: One. } }
      source: by hand
  - name: depth
    description: Levels.
    connection: v2
    heading: Depth
    topics: [depth]
    book: { layout: sides, bids: /data/b, asks: /data/a, instance: /params/symbol, whole: /f }
    request:
      message: { topic: depth, event: "{event}", params: { symbol: "{symbol}" } }
      parameters: { event: { type: string, description: What to do. }, symbol: { type: string, description: One. } }
      source: by hand
  - name: ticket
    description: Executions.
    connection: private
    heading: Ticket
    topics: [ticket]
    subscribe: []
    selector: { pointer: /e, container: array-items }
    records: { key: [id], update: /* }
skip: []
`;

const MART = `line: mart
title: Mart
description: A third line for tests.
pages: [{ page: mart/page.md, reader: markdown }]
connections:
  near: { access: public, description: One market., endpoints: { mainnet: ["wss://mart.example/near"] }, source: by hand }
  far: { access: public, description: Another market., endpoints: { mainnet: ["wss://mart.example/far"] }, source: by hand }
  account: { access: public, description: One account., endpoints: { mainnet: ["wss://mart.example/account"] }, source: by hand }
subscription:
  form: args
  subscribe: { message: { op: subscribe, id: "{id}", args: "{topics}" }, parameters: { id: { type: string, description: Id. }, topics: { type: "string[]", description: Topics. } }, source: by hand }
  unsubscribe: { message: { op: unsubscribe, id: "{id}", args: "{topics}" }, parameters: { id: { type: string, description: Id. }, topics: { type: "string[]", description: Topics. } }, source: by hand }
  maxTopics: { far: 1 }
  silent:
    - { name: guard, description: Watches the connection., connection: account, topics: ["guard.{interval}"], source: by hand }
replies:
  - { name: lists, kind: ack, description: Answer to a request on far., match: { /type: DONE, /ok: {} }, connections: [far], schema: {}, byHand: A test., source: by hand }
  - { name: ack, kind: ack, description: Answer to a request., match: { /ok: {} }, schema: {}, byHand: A test., source: by hand }
correlation: { by: id, pointer: /id, success: /done, failed: /left }
limits: []
slots:
  symbol: { description: Contract., example: BTC, source: by hand }
  interval: { description: Length., values: ["1", "60"], example: "1", source: by hand }
  levels: { description: Levels a side., values: { near: ["1", "50"], far: ["25", "50"] }, example: "25", source: by hand }
topics:
  - name: ladder
    description: Levels.
    connections: [near, far]
    heading: Book
    topics: ["book.{symbol}"]
    forms: { discriminator: /type, values: { snapshot: snapshot, delta: delta } }
    sequence: { pointer: /data/u, source: by hand }
    book: { layout: sides, bids: /data/b, asks: /data/a }
  - { name: quote, description: Quotes., connection: near, heading: Quote, topics: ["quote.{symbol}"] }
  - name: farQuote
    description: Quotes of the other market.
    connection: far
    heading: Far quote
    topics: ["quote.{symbol}"]
    records: { key: [symbol], update: /data }
  - { name: wallet, description: Balances., connection: account, heading: Wallet, topics: [wallet] }
  - { name: depth, description: Some levels., connections: [near, far], heading: Depth, topics: ["depth.{levels}.{symbol}"] }
skip: []
`;

const ZERO = `line: zero
title: Zero
description: A line with nothing that may be left out.
pages: [{ page: zero/page.md, reader: markdown }]
connections:
  public: { access: public, description: Market data., endpoints: { mainnet: ["wss://zero.example/"] }, source: by hand }
subscription:
  form: args
  subscribe: { message: { op: subscribe, args: "{topics}" }, parameters: { topics: { type: "string[]", description: Topics. } }, source: by hand }
  unsubscribe: { message: { op: unsubscribe, args: "{topics}" }, parameters: { topics: { type: "string[]", description: Topics. } }, source: by hand }
replies: []
correlation: { by: echo, pointer: /request }
limits: []
slots:
  symbol: { description: Contract., example: BTC, source: by hand }
topics:
  - { name: tick, description: Prices., connection: public, heading: Tick, topics: ["tick.{symbol}"] }
skip: []
`;

const text: JsonSchema = { type: "string" };
const decimal: JsonSchema = { type: "string", format: "decimal" };
const integer: JsonSchema = { type: "integer" };
const object = (properties: Record<string, JsonSchema>, required = Object.keys(properties)): JsonSchema => ({
  type: "object",
  required,
  properties,
});
const listOf = (items: JsonSchema): JsonSchema => ({ type: "array", items });
const tuple = (...prefixItems: JsonSchema[]): JsonSchema => ({
  type: "array",
  prefixItems,
  items: false,
  minItems: prefixItems.length,
  maxItems: prefixItems.length,
});
const reference = (name: string): JsonSchema => ({ $ref: `#/$defs/${name}` });

/** A topic's schema: forms by name, the value of the discriminator for each, and what else they refer to. */
function topicSchema(
  forms: Record<string, { readonly schema: JsonSchema; readonly value?: string }>,
  others: Record<string, JsonSchema> = {},
  discriminator?: string,
): JsonSchema {
  const named = Object.entries(forms);
  return {
    "x-forms": {
      ...(discriminator !== undefined && { discriminator }),
      forms: Object.fromEntries(
        named.map(([name, { value }]) => [name, { def: name, ...(value !== undefined && { value }) }]),
      ),
    },
    "x-source": { page: "made-up/page.md", heading: "Trade" },
    oneOf: named.map(([name]) => reference(name)),
    $defs: { ...Object.fromEntries(named.map(([name, { schema }]) => [name, schema])), ...others },
  };
}

const push = (schema: JsonSchema, others: Record<string, JsonSchema> = {}): JsonSchema =>
  topicSchema({ push: { schema } }, others);

const SIDE = { name: "Side", values: ["Buy", "Sell"] };
const level = object({ price: decimal, side: { ...text, "x-enum": SIDE }, size: { type: "number" } }, [
  "price",
  "side",
]);

const SHOP_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  candle: push(object({ topic: text, data: listOf(reference("item")), code: { const: 10 } }, ["topic", "data"]), {
    item: object({ open: decimal, close: decimal, confirm: { type: "boolean" }, end: integer }, ["open", "close"]),
  }),
  levels: topicSchema(
    {
      snapshot: {
        schema: object({ topic: text, type: { const: "snap" }, seq: integer, data: listOf(reference("level")) }),
        value: "snap",
      },
      delta: {
        schema: object({
          topic: text,
          type: { const: "delta" },
          seq: integer,
          data: object({
            gone: listOf(reference("level")),
            changed: listOf(reference("level")),
            fresh: listOf(reference("level")),
          }),
        }),
        value: "delta",
      },
    },
    { level },
    "/type",
  ),
  position: topicSchema(
    {
      snapshot: {
        schema: object({
          topic: text,
          type: { const: "snapshot" },
          data: object({ result: listOf(reference("row")) }),
        }),
        value: "snapshot",
      },
      delta: {
        schema: object({ topic: text, type: { const: "delta" }, data: object({ update: listOf(reference("row")) }) }),
        value: "delta",
      },
    },
    { row: object({ symbol: text, size: integer }) },
    "/type",
  ),
  order: push(object({ topic: text, data: listOf(reference("row")) }), {
    row: object({ id: text, status: { type: ["integer", "null"] } }),
  }),
  account: push(listOf(reference("event")), { event: object({ e: text, balance: decimal }) }),
  control: {
    $defs: {
      pong: object({ op: { const: "pong" }, time: integer }, ["op"]),
      "auth-reply": object({ success: { type: "boolean" }, request: object({ op: { const: "auth" } }) }),
      limit: object({ code: integer, ret_msg: text }, ["code"]),
      nothing: object({ result: { type: "null" } }),
      failure: object({ success: { const: false }, ret_msg: text, request: object({ op: text }, []) }, ["success"]),
      ack: object({ success: { const: true }, request: object({ op: text, args: listOf(text) }, ["op"]) }),
    },
  },
};

const trade = object({ price: decimal, buyer: { type: "boolean" } });

const PAIR_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  "v1/trade": push(object({ topic: text, symbol: text, data: listOf(reference("trade")) }), { trade }),
  "v2/trade": push(object({ topic: text, params: object({ symbol: text }), data: reference("trade") }), { trade }),
  "v2/depth": push(
    object({
      topic: text,
      params: object({ symbol: text }),
      f: { type: "boolean" },
      data: object({ b: listOf(tuple(decimal, decimal)), a: listOf(tuple(decimal, decimal)) }),
    }),
  ),
  "private/ticket": push(listOf(reference("event")), { event: object({ e: text, id: text }) }),
  control: {
    $defs: {
      pong: object({ pong: integer }),
      ack: object({ topic: text, event: text, code: { const: "0" } }, ["code"]),
      refusal: object({ topic: text, event: text, code: text }, ["code"]),
    },
  },
};

const bookData = object({ b: listOf(tuple(decimal, decimal)), a: listOf(tuple(decimal, decimal)), u: integer });
const bookForm = (type: string): JsonSchema =>
  object({ topic: text, type: { const: type }, data: reference("levels") });

const MART_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  ladder: {
    "x-forms": {
      discriminator: "/type",
      forms: { snapshot: { def: "snapshot", value: "snapshot" }, delta: { def: "delta", value: "delta" } },
    },
    oneOf: [reference("snapshot"), reference("delta")],
    $defs: { snapshot: bookForm("snapshot"), delta: bookForm("delta"), levels: bookData },
  },
  quote: push(object({ topic: text, type: text, data: object({ bid: decimal }) })),
  farQuote: push(object({ topic: text, type: text, data: object({ symbol: text, yield: decimal }) })),
  wallet: push(object({ topic: { const: "wallet" }, data: listOf(text) })),
  depth: push(object({ topic: text, data: listOf(decimal) })),
  control: {
    $defs: {
      lists: object({
        type: { const: "DONE" },
        ok: { type: "boolean" },
        id: text,
        done: listOf(text),
        left: listOf(text),
      }),
      ack: object({ ok: { type: "boolean" }, id: text }),
    },
  },
};

const ZERO_SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  tick: push(object({ topic: text })),
  control: { $defs: {} },
};

const LINES = [
  { name: "shop", file: SHOP, schemas: SHOP_SCHEMAS },
  { name: "pair", file: PAIR, schemas: PAIR_SCHEMAS },
  { name: "mart", file: MART, schemas: MART_SCHEMAS },
  { name: "zero", file: ZERO, schemas: ZERO_SCHEMAS },
];

/** The spec folder: path to text. */
export function madeUpFiles(): Map<string, string> {
  return new Map([
    [EXCHANGE_FILE, EXCHANGE_YAML],
    ...LINES.flatMap(({ name, file, schemas }): [string, string][] => [
      [`${name}/line.yaml`, file],
      ...Object.entries(schemas).map(([path, schema]): [string, string] => {
        const $id = `urn:wireloom:${name}:${path.replaceAll("/", ":")}`;
        const whole = { $schema: "https://json-schema.org/draft/2020-12/schema", $id, ...schema };
        return [`${name}/${path}.schema.json`, JSON.stringify(whole, null, 2)];
      }),
    ]),
  ]);
}

/** Reads a spec folder as `generate` does. */
export function loadFiles(files: ReadonlyMap<string, string>): { spec: Spec; diagnostics: readonly Diagnostic[] } {
  const root = mkdtempSync(join(tmpdir(), "wireloom-lines-"));
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const report = createReport();
    const spec = loadSpec(readLineFiles(root, undefined, report), root, report);
    return { spec, diagnostics: report.diagnostics };
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** All of them; a fault of theirs is a mistake of this file. */
export function loadMadeUpSpec(): Spec {
  const { spec, diagnostics } = loadFiles(madeUpFiles());
  if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics, null, 2));
  return spec;
}

export function lineOf(spec: Spec, name: string): LineSpec {
  const line = spec.lines.find((each) => each.name === name);
  if (!line) throw new Error(`no line ${name}`);
  return line;
}
