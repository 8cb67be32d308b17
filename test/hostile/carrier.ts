/**
 * A whole input of `derive`: the toy line of the other tests, and around it one of each thing that people and exchanges
 * write.
 */

import { parse } from "yaml";
import { LINE_YAML } from "../derive/pages.js";
import { EXCHANGE_YAML } from "../toy-exchange.js";

export interface Carrier {
  /** Texts of the page, by where they stand. */
  readonly page: Record<keyof typeof PAGE_TEXTS, string>;
  readonly locale: Record<keyof typeof LOCALE_TEXTS, string>;
  readonly enums: Record<keyof typeof ENUM_TEXTS, string>;
  /** The files that people write, as data. YAML takes JSON, and JSON can say every text. */
  exchange: unknown;
  line: unknown;
  glossary: unknown;
  overlay: unknown;
  overlayFile: string;
  /** Name of the line's folder. */
  folder: string;
  /** `derive --doc-text`. */
  docText: boolean;
}

const PAGE_TEXTS = {
  heading: "Tick",
  prose: "Ticks of one contract.",
  quote: "Not for machines.",
  hidden: "nothing",
  header: "Parameter",
  name: "price",
  type: "number",
  comment: "Side of the taker",
  anchor: "side",
  code: "Open",
  placeholder: "text_name",
  "name of a row that no example shows": "onlyHere",
  "fifth cell": "more",
  "name in an HTML table": "fee",
  "type in an HTML table": "string",
  "comment in an HTML table": "Fee",
  label: "json",
  "value of the topic": "tick.ABC",
  "key of the message": "extra",
  "key of a record": "price",
  "key of a nested object": "inner",
  "key of a nested list": "parts",
  "string value": "1.5",
  "enum value": "Buy",
  "comment in an example": "of the taker",
  "bare word in an example": "2",
  "bare key in an example": "size",
  "topic of a request": "tick.ABC",
  "other fence": "print(1)",
  "key of an answer": "note",
  "value of an answer": "subscribe",
  "heading that nothing names": "Skipped",
};

const LOCALE_TEXTS = { key: "text_lot", name: "lot", comment: "Lots. Buy, Sell" };

const ENUM_TEXTS = { heading: "Side (side/tick_direction)", code: "side", value: "Sell", prose: "Values of the side." };

/** How a text stands inside a JSON string. */
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

export function renderPage(texts: Carrier["page"]): string {
  const json = (place: keyof typeof PAGE_TEXTS): string => inJson(texts[place]);
  return `# ${texts.heading}

${texts.prose}

> ${texts.quote}

<!-- ${texts.hidden} -->

| ${texts.header} | Type | Comments |
|---|---|---|
| ${texts.name} | string | Price |
| size | ${texts.type} | Size |
| <a href="#${texts.anchor}">side</a> | string | ${texts.comment} |
| status | string | \`${texts.code}\` or \`Closed\` |
| %{${texts.placeholder}} | string | %{text_lot} |
| ${texts["name of a row that no example shows"]} | string | Nowhere else |
| note | string | Note | ${texts["fifth cell"]} |
| inner | object | Inner |
| parts | array | Parts |

<table>
<tr><th>Parameter</th><th>Type</th><th>Comments</th></tr>
<tr><td>${texts["name in an HTML table"]}</td><td>${texts["type in an HTML table"]}</td><td>${texts["comment in an HTML table"]}</td></tr>
</table>

\`\`\`${texts.label}
{
  "topic": "${json("value of the topic")}",
  "${json("key of the message")}": 1,
  "data": [{
    "${json("key of a record")}": "${json("string value")}", ${texts["bare key in an example"]}: ${texts["bare word in an example"]},
    "side": "${json("enum value")}", // ${texts["comment in an example"]}
    "status": "Open", "lot": "1", "note": "x", "fee": "0.1", "order_time": 1650000000000,
    "${json("key of a nested object")}": { "id": 1 }, "${json("key of a nested list")}": [{ "id": 2, "pair": [["1", "2"]] }]
  }]
}
\`\`\`

\`\`\`python
ws.send('{"op": "subscribe", "args": ["${json("topic of a request")}"]}')
\`\`\`

\`\`\`shell
${texts["other fence"]}
\`\`\`

# Answer

\`\`\`json
{ "success": true, "${json("key of an answer")}": "", "request": { "op": "${json("value of an answer")}", "args": ["tick.ABC"] } }
\`\`\`

# ${texts["heading that nothing names"]}

Nothing to read.

# Book

| Parameter | Type | Comments |
|---|---|---|
| price | string | Price |
| size | string | Size |
| side | string | Side |

\`\`\`json
{ "topic": "book.ABC", "type": "snapshot", "data": [{ "price": "1", "size": "2", "side": "Buy" }], "seq": 1 }
\`\`\`

\`\`\`json
{ "topic": "book.ABC", "type": "delta", "data": { "delete": [{ "price": "1", "side": "Buy" }], "update": [], "insert": [{ "price": "1", "size": "2", "side": "Buy" }] }, "seq": 2 }
\`\`\`
`;
}

export const renderLocale = ({ key, name, comment }: Carrier["locale"]): string =>
  `en:\n  text_name: ${JSON.stringify(name)}\n  ${JSON.stringify(key)}: ${JSON.stringify(comment)}\n`;

export const renderEnums = ({ heading, code, value, prose }: Carrier["enums"]): string =>
  `# Enums\n\n## ${heading}\n\n${prose}\n\n* \`Buy\`\n* \`${value}\`\n\n## Status (\`${code}\`)\n\n* \`Open\`\n* \`Closed\`\n`;

const template = (message: unknown, parameters: object): object => ({ message, parameters, source: "by hand" });
const topics = { topics: { type: "string[]", description: "Topics." } };

const toyExchange = (): unknown => ({
  ...(parse(EXCHANGE_YAML) as object),
  repositories: {
    toy: { web: "https://toy.example/docs", git: "https://toy.example/docs.git", revision: "main" },
    short: "https://toy.example/short",
  },
  // Not as one of the hostile texts looks.
  placeholders: { written: "%{key}", prefixes: ["name_", "text_"] },
});

function toyLine(): unknown {
  const line = parse(LINE_YAML) as Record<string, unknown>;
  return {
    ...line,
    pages: [{ page: "toy/page.md", reader: "slate", locale: "toy/locale.yml", enums: ["toy/enums.md"] }],
    connections: {
      ...(line.connections as object),
      private: {
        access: "private",
        description: "Private data.",
        endpoints: { mainnet: ["wss://toy.example/private"] },
        source: "by hand",
      },
    },
    authentication: {
      connections: ["private"],
      methods: ["message", "query"],
      algorithm: "hmac-sha256",
      encoding: "hex",
      payload: "GET/{expires}",
      success: { pointer: "/success", value: true },
      expires: { unit: "ms", marginMs: 1000, source: "by hand" },
      query: "?key={apiKey}&expires={expires}&signature={signature}",
      request: template(
        { op: "auth", args: ["{apiKey}", "{expires}", "{signature}"], fixed: "text" },
        {
          apiKey: { type: "string", description: "Key.", default: "none" },
          expires: { type: "integer", description: "Expiry." },
          signature: { type: "string", description: "Signature." },
        },
      ),
      source: "by hand",
    },
    heartbeat: { request: template({ op: "ping" }, {}), reply: "pong", intervalMs: 20000, source: "by hand" },
    subscription: {
      form: "args",
      subscribe: template({ op: "subscribe", args: "{topics}" }, topics),
      unsubscribe: template({ op: "unsubscribe", args: "{topics}" }, topics),
      filters: { separator: "|", wildcard: "*", source: "by hand" },
    },
    replies: [
      {
        name: "pong",
        kind: "pong",
        description: "Answer to a ping.",
        match: { "/request/op": "ping" },
        schema: {
          type: "object",
          required: ["request"],
          properties: {
            request: { type: "object", description: "The request.", properties: { op: { const: "ping" } } },
            again: { $ref: "#/$defs/subscribe-ack" },
            code: { type: "string", "x-enum": { name: "Code", values: ["ok"] } },
          },
        },
        byHand: "No page shows it.",
        source: "by hand",
      },
      {
        name: "subscribe-ack",
        kind: "ack",
        description: "Answer to a subscription.",
        match: { "/success": true },
        examples: [{ heading: "Answer", fence: 1 }],
        source: "Answer",
      },
    ],
    reason: { pointer: "/ret_msg", source: "by hand" },
    limits: [{ name: "connections", value: 5, unit: "minute", source: "by hand" }],
    slots: {
      symbol: { description: "Symbol.", example: "ABC", source: "by hand" },
      depth: { description: "Depth.", values: ["25", "200"], example: "25", source: "by hand" },
    },
    topics: [
      {
        name: "tick",
        description: "Ticks.",
        connection: "public",
        heading: "Tick",
        topics: ["tick.{symbol}", "tick.{depth}.{symbol}"],
        subscribe: ["tick.{symbol}"],
        constraints: ["One symbol."],
        secrets: ["/data/*/note"],
        pushIntervalMs: 100,
      },
      {
        name: "book",
        description: "Book.",
        connection: "public",
        heading: "Book",
        topics: ["book.{symbol}"],
        forms: { discriminator: "/type", values: { snapshot: "snapshot", delta: "delta" } },
        key: ["price", "side"],
        sequence: { pointer: "/seq", source: "by hand" },
        book: {
          layout: "records",
          snapshot: "/data",
          delete: "/data/delete",
          update: "/data/update",
          insert: "/data/insert",
          price: "price",
          size: "size",
          side: "side",
          bid: "Buy",
          ask: "Sell",
        },
        records: { key: ["price"], snapshot: "/data", update: "/data/update" },
      },
    ],
    skip: [{ heading: "Skipped", reason: "Prose." }],
  };
}

const GLOSSARY = {
  fields: {
    price: { text: "Price.", kind: "price", unit: "USDT", condition: "Not in every message." },
    "toy/tick/size": { text: "Size.", kind: "quantity" },
    pair: { text: "Levels.", kind: "list", tuple: ["low", "high"] },
  },
  comments: { text_lot: { text: "Lots.", kind: "quantity" } },
};

const OVERLAY = [
  {
    at: "$['$defs'].item.properties.price",
    set: { title: "Price" },
    because: "the page says so",
    evidence: "the page",
  },
];

export const createCarrier = (): Carrier => ({
  page: { ...PAGE_TEXTS },
  locale: { ...LOCALE_TEXTS },
  enums: { ...ENUM_TEXTS },
  exchange: toyExchange(),
  line: toyLine(),
  glossary: structuredClone(GLOSSARY),
  overlay: structuredClone(OVERLAY),
  overlayFile: "tick.overlay.yaml",
  folder: "toy",
  docText: false,
});

export const PAGE_PLACES = Object.keys(PAGE_TEXTS) as (keyof typeof PAGE_TEXTS)[];
export const LOCALE_PLACES = Object.keys(LOCALE_TEXTS) as (keyof typeof LOCALE_TEXTS)[];
export const ENUM_PLACES = Object.keys(ENUM_TEXTS) as (keyof typeof ENUM_TEXTS)[];

/** The event form of a subscription: connections share topic names, and each topic has its own request. */
export function toEventLine(carrier: Carrier): void {
  const line = carrier.line as Record<string, unknown>;
  const request = template(
    { topic: "tick", event: "{event}", symbol: "{symbol}", params: { binary: "{binary}" } },
    {
      event: { type: "string", description: "What to do." },
      symbol: { type: "string", description: "Symbol." },
      binary: { type: "boolean", description: "Compressed.", optional: true, default: false },
    },
  );
  const [tick, book] = line.topics as Record<string, unknown>[];
  const { subscribe: _, ...plainTick } = tick ?? {};
  carrier.line = {
    ...line,
    connections: Object.fromEntries(
      Object.entries(line.connections as Record<string, object>).map(([name, connection]) => [
        name,
        { ...connection, folder: name },
      ]),
    ),
    subscription: {
      form: "event",
      member: "event",
      subscribe: "sub",
      unsubscribe: "cancel",
      symbolSeparator: ",",
      symbolSeparatorConnections: ["public"],
      instance: { symbol: ["/symbol"] },
      source: "by hand",
    },
    topics: [
      { ...plainTick, topics: ["tick"], selector: { pointer: "/topic", container: "object" }, request },
      { ...book, request },
    ],
  };
  carrier.overlayFile = "public/tick.overlay.yaml";
}
