/** A line whose slots stand inside words, from its page to its client: every reader of topics on the way takes them. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { derive } from "../../generator/commands/derive.js";
import { generate } from "../../generator/commands/generate.js";
import { startMock } from "../../generator/commands/mock.js";
import { validate } from "../../generator/commands/validate.js";
import { exitCodeOf } from "../../generator/diagnostics/diagnostic.js";
import type { AnyClient } from "../client/clients.js";
import { QUICK, until } from "../client/clients.js";
import { compileProject } from "../compile.js";
import type { Frame, Result } from "../conformance/generated-package.js";
import type { Recognise } from "../recognise/differential.js";
import { EXCHANGE_YAML } from "../toy-exchange.js";

const LINE = `line: toy
title: Toy
description: A line for tests.
pages: [{ page: toy/page.md, reader: markdown }]
connections:
  public: { access: public, description: Public data., endpoints: { mainnet: ["wss://toy.example/ws"] }, source: by hand }
subscription:
  form: args
  subscribe: { message: { method: SUBSCRIBE, params: "{topics}" }, parameters: { topics: { type: "string[]", description: Topics. } }, source: by hand }
  unsubscribe: { message: { method: UNSUBSCRIBE, params: "{topics}" }, parameters: { topics: { type: "string[]", description: Topics. } }, source: by hand }
replies:
  - name: ack
    kind: ack
    description: Answer to a request.
    match: { /method: {} }
    schema: { type: object, required: [method], properties: { method: { type: string, description: What was asked. } } }
    byHand: The page shows none.
    source: by hand
correlation: { by: members, pointers: [/method] }
limits: []
slots:
  symbol: { description: Symbol., example: BTC, source: by hand }
  levels: { description: Levels., values: ["5", "20"], example: "20", source: by hand }
  interval: { description: Interval., values: [1m, 1h], example: 1m, source: by hand }
topics:
  - { name: trade, description: Trades., connection: public, heading: Trade, topics: ["{symbol}@trade"] }
  - { name: depth, description: Levels., connection: public, heading: Depth, topics: ["depth{levels}.{symbol}"] }
  - { name: kline, description: Candles., connection: public, heading: Kline, topics: ["{symbol}@kline_{interval}"] }
skip: []
`;

const section = (heading: string, topic: string): string => `# ${heading}

| Parameter | Type | Comments |
|---|---|---|
| topic | string | Topic |
| price | string | Price |

\`\`\`json
{ "topic": "${topic}", "price": "1.5" }
\`\`\`

`;

/** Topic as it is sent: what it is, and what stands in its slots. */
const TOPICS: Readonly<Record<string, { readonly topic: string; readonly slots: Readonly<Record<string, string>> }>> = {
  "BTC@trade": { topic: "trade", slots: { symbol: "BTC" } },
  "depth5.ETH": { topic: "depth", slots: { levels: "5", symbol: "ETH" } },
  "depth20.a@trade": { topic: "depth", slots: { levels: "20", symbol: "a@trade" } },
  "BTC-PERP@kline_1h": { topic: "kline", slots: { symbol: "BTC-PERP", interval: "1h" } },
};
const OTHERS = [
  "@trade",
  "BTC@trades",
  "B.C@trade",
  "depth7.BTC",
  "depth5",
  "depth.BTC",
  "BTC@kline_2m",
  "BTC@kline_",
  "trade",
];

const messageOf = (topic: string): string => JSON.stringify({ topic, price: "1.5" });

/** The entries of the line together. */
interface ToyModule {
  readonly parseFrame: (text: string) => Frame;
  readonly validateFrame: (frame: Frame) => Result;
  readonly recognise: Recognise;
  readonly topicOf: (pattern: string, values: Readonly<Record<string, string>>) => string;
  readonly ToyClient: new (options: unknown) => AnyClient;
}

let root = "";
let toy: ToyModule;
let recogniseWasm: Recognise;
const below = (...path: string[]): string => join(root, ...path);

function write(path: string, text: string): string {
  mkdirSync(join(below(path), ".."), { recursive: true });
  writeFileSync(below(path), text);
  return below(path);
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "wireloom-topics-"));
  write("schemas/exchange.yaml", EXCHANGE_YAML);
  write("schemas/toy/line.yaml", LINE);
  write(
    "docs/toy/page.md",
    section("Trade", "BTC@trade") + section("Depth", "depth5.BTC") + section("Kline", "BTC@kline_1m"),
  );
  const options = { schemas: below("schemas") };
  expect(exitCodeOf((await derive({ ...options, docs: below("docs") })).diagnostics)).toBe(0);
  expect((await generate({ ...options, out: below("package") })).diagnostics).toEqual([]);
  write("package/src/use.ts", USE);
  expect(compileProject(below("package"))).toEqual([]);
  const load = (name: string): Promise<unknown> => import(pathToFileURL(below("package/dist/toy", name)).href);
  toy = Object.assign({}, ...(await Promise.all(["index.js", "client.js", "recognise.js"].map(load)))) as ToyModule;
  recogniseWasm = await (
    (await load("recognise-wasm.js")) as { loadRecogniser(): Promise<Recognise> }
  ).loadRecogniser();
}, 120_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Of a user's topics: what the package's types take, and what they refuse. */
const USE = `import { type PayloadOf, type SubscribeTopic, type Topic, topicOf } from "./toy/index.js";
import type { DepthMessage } from "./toy/depth.js";
import type { KlineMessage } from "./toy/kline.js";
export const taken: readonly (Topic & SubscribeTopic)[] = ${JSON.stringify(Object.keys(TOPICS))};
export const filled: "depth20.BTC" = topicOf("depth{levels}.{symbol}", { levels: "20", symbol: "BTC" });
export const asked: \`\${string}@kline_1h\` = topicOf("{symbol}@kline_{interval}", { symbol: "BTC", interval: "1h" });
export const depth = (message: PayloadOf<"depth5.BTC">): DepthMessage => message;
export const kline = (message: PayloadOf<"BTC@kline_1m">): KlineMessage => message;
// @ts-expect-error no such number of levels
export const levels: Topic = "depth7.BTC";
// @ts-expect-error no such interval
export const interval: Topic = "BTC@kline_2m";
// @ts-expect-error no such topic
export const other: SubscribeTopic = "BTC@trades";
// @ts-expect-error no such interval
topicOf("{symbol}@kline_{interval}", { symbol: "BTC", interval: "2m" });
`;

describe("slots inside words", () => {
  it.each(Object.entries(TOPICS))("%s is routed and proven from its bytes", (text, { topic, slots }) => {
    const frame = toy.parseFrame(messageOf(text));
    expect(frame).toMatchObject({ kind: "push", topic, form: "push", topicText: text });
    expect(frame.slots).toEqual(slots);
    expect(toy.validateFrame(frame).valid).toBe(true);
    const bytes = Buffer.from(messageOf(text));
    for (const recognise of [toy.recognise, recogniseWasm])
      for (let round = 0; round < 2; round += 1) expect(recognise(bytes, 0, bytes.length)).toBe(`${topic}/push`);
  });

  it.each(OTHERS)("%s is no topic for anyone", async (text) => {
    expect(toy.parseFrame(messageOf(text))).toMatchObject({ kind: "unknown", reason: "unknown-topic" });
    const bytes = Buffer.from(messageOf(text));
    for (const recognise of [toy.recognise, recogniseWasm]) expect(recognise(bytes, 0, bytes.length)).toBeUndefined();
    const client = new toy.ToyClient({ WebSocket });
    expect(() => client.subscribe(text)).toThrow(`toy documents no topic "${text}".`);
    await client.close();
  });

  it("are filled by topicOf", () => {
    expect(toy.topicOf("{symbol}@kline_{interval}", { symbol: "BTC", interval: "1h" })).toBe("BTC@kline_1h");
  });

  it.each([true, false])("are validated in a capture, by proofs: %s", async (fast) => {
    const frames = [...Object.keys(TOPICS), "BTC@trade", "BTC@kline_2m"].flatMap((topic, index) => [
      { time: 1_700_000_000_000 + index, direction: "received", message: { topic, price: "1.5" } },
    ]);
    const request = { method: "SUBSCRIBE", params: ["BTC@trade", "depth7.BTC"] };
    const sent = { time: 1_700_000_000_000, direction: "sent", message: request };
    const answer = { time: 1_700_000_000_000, direction: "received", message: { method: "SUBSCRIBE" } };
    const capture = write(
      "capture.ndjson",
      [sent, answer, ...frames].map((frame) => `${JSON.stringify(frame)}\n`).join(""),
    );
    const { report, diagnostics } = await validate({
      files: [capture],
      schemas: below("schemas"),
      line: "toy",
      workers: 0,
      fast,
    });
    expect(diagnostics).toEqual([]);
    expect(report?.topics.map(({ topic, messages, invalid }) => [topic, messages, invalid])).toEqual([
      ["trade", 2, 0],
      ["depth", 2, 0],
      ["kline", 1, 0],
    ]);
    expect(report?.unrouted).toMatchObject([{ reason: "unknown-topic", count: 1 }]);
    expect(report?.findings.map(({ code, first }) => [code, first.line])).toEqual([
      ["unknown-request-topic", 1],
      ["unrouted/unknown-topic", frames.length + 2],
    ]);
  });

  it("are pushed by the mock exchange, each as it was asked for", async () => {
    const mock = await startMock({ schemas: below("schemas"), line: "toy", intervalMs: 0 });
    const client = new toy.ToyClient({
      WebSocket,
      url: (connection: string) => mock.url(connection, "toy"),
      validation: { check: toy.validateFrame, mode: "throw" },
      ...QUICK,
    });
    const problems: unknown[] = [];
    for (const event of ["invalid", "unknown", "error"])
      client.events.on(event, (value) => problems.push([event, value]));
    const received: [asked: string, topic: string][] = [];
    for (const topic of Object.keys(TOPICS))
      await client.subscribe(topic, (message: { topic: string }) => received.push([topic, message.topic]));
    mock.tick();
    await until(() => received.length >= Object.keys(TOPICS).length, "a push of every topic");
    expect(received.toSorted()).toEqual(
      Object.keys(TOPICS)
        .map((topic) => [topic, topic])
        .toSorted(),
    );
    expect(problems).toEqual([]);
    await client.close();
    await mock.close();
  });
});
