/** The packed package in a stranger's strict ESM project, with no Ajv and nothing else anywhere near. */

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { compileProject } from "../compile.js";

const COMPILER_OPTIONS = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  target: "es2022",
  lib: ["es2022"],
  types: [],
  module: "nodenext",
  moduleResolution: "nodenext",
};

const MAIN = `import { type Frame, isTradeMessage, parseFrame, type PayloadOf, Side, type Topic, topicOf, validateFrame } from "@wireloom/bybit/linear";
import { ClientError, LinearClient } from "@wireloom/bybit/linear/client";
import { recognise as recogniseByScript } from "@wireloom/bybit/linear/recognise";
import { loadRecogniser } from "@wireloom/bybit/linear/recognise-wasm";
import { type TradeMessage, validateTrade } from "@wireloom/bybit/linear/trade";
import type { V1DepthMessage } from "@wireloom/bybit/spot/v1/depth";
import { parseFrame as parseSpot } from "@wireloom/bybit/spot";
import { SpotClient } from "@wireloom/bybit/spot/client";
import { CopyTradingClient, protocol } from "@wireloom/bybit/copy-trading/client";
import * as bybit from "@wireloom/bybit";

declare const console: { log(text: string): void };

// A topic knows its payload.
const candle: PayloadOf<"candle.1.BTCUSDT"> = {
  topic: "candle.1.BTCUSDT",
  data: [{ start: 1, end: 2, open: 1, close: 1, high: 1, low: 1, volume: "1", turnover: "1", confirm: true, cross_seq: 1, timestamp: 1 }],
  timestamp_e6: 1,
};

/** Answers every subscription, then pushes a candle. */
class Exchange {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  constructor(readonly url: string) {
    queueMicrotask(() => this.onopen?.());
  }
  send(text: string): void {
    sent.push(text);
    const request: unknown = JSON.parse(text);
    const reply = (value: unknown): void => queueMicrotask(() => this.onmessage?.({ data: JSON.stringify(value) }));
    reply({ success: true, ret_msg: "", conn_id: "1", request });
    reply(candle);
  }
  close(code: number): void {
    queueMicrotask(() => this.onclose?.({ code, reason: "" }));
  }
}
declare function queueMicrotask(run: () => void): void;
const sent: string[] = [];
const recognise = await loadRecogniser();
const bytes = Uint8Array.from(JSON.stringify(candle), (character) => character.charCodeAt(0));
const client = new LinearClient({ WebSocket: Exchange, validation: { check: validateFrame, mode: "throw", recognise } });
const opens: number[] = [];
const candles = client.messages(topicOf("candle.{interval}.{symbol}", { interval: "1", symbol: "BTCUSDT" }));
await client.subscribe("candle.1.BTCUSDT", (message) => opens.push(message.data[0]?.open ?? 0));
for await (const message of candles) {
  opens.push(message.data[0]?.close ?? 0);
  break;
}
client.on("orderBookL2_25/delta", (message) => message.data.insert[0]?.price);
const failure: ClientError["code"] = "timeout";
void failure;

// Compiled, never called.
export function refused(): void {
  // @ts-expect-error no such topic
  client.subscribe("candles.1.BTCUSDT", () => undefined);
  // @ts-expect-error no such interval
  client.subscribe("candle.7.BTCUSDT", () => undefined);
  // @ts-expect-error v2 takes one symbol a request
  spot.subscribe("v2/trade", { symbol: ["BTCUSDT", "ETHUSDT"] });
  // @ts-expect-error a trade is no order book
  client.book("trade.BTCUSDT");
  // @ts-expect-error no such form
  client.on("trade/delta", () => undefined);
}
// @ts-expect-error no such topic either
const wrong: Topic = "trades.BTCUSDT";
// @ts-expect-error a price is a string on this line
const price = (message: TradeMessage): number | undefined => message.data[0]?.price;

// Levels are labelled pairs.
const level = (message: V1DepthMessage): [price: string, size: string] | undefined => message.data[0]?.b[0];

// Enums are open and have constants.
const side: TradeMessage["data"][number]["side"] = Side.Buy;
const later: TradeMessage["data"][number]["side"] = "SomethingNew";

// Filters of copy trading.
const copy = new CopyTradingClient({ WebSocket: Exchange });
await copy.subscribe("trade.BTCUSD|XRPUSD", (message) => message.data[0]?.price.toFixed());
copy.book("orderBookL2_25.BTCUSD").current?.bids[0]?.price.length;
const spot = new SpotClient({ WebSocket: Exchange, timeoutMs: 1 });
await spot.subscribe("v2/kline", { symbol: "BTCUSDT", interval: "1m" }, (message) => message.data.c).catch((error: ClientError) => opens.push(error.code.length));
await Promise.all([client.close(), copy.close(), spot.close()]);

// Every frame is one of the kinds, every push one of the topics and forms.
function nameOf(frame: Frame): string {
  switch (frame.kind) {
    case "ack":
    case "auth":
    case "error":
    case "pong":
      return frame.reply;
    case "unknown":
      return frame.reason;
    case "push":
      switch (frame.topic) {
        case "orderBookL2_25":
        case "orderBook_200":
          switch (frame.form) {
            case "snapshot":
              return String(frame.message.data.order_book.length);
            case "delta":
              return String(frame.message.data.delete.length);
            default:
              return never(frame);
          }
        case "instrument_info":
        case "trade":
        case "candle":
        case "liquidation":
        case "position":
        case "execution":
        case "order":
        case "stop_order":
        case "wallet":
          return frame.topic;
        default:
          return never(frame);
      }
    default:
      return never(frame);
  }
}
function never(value: never): string {
  return String(value);
}

const bad = validateTrade({ topic: "trade.BTCUSDT", data: [{ symbol: "BTCUSDT" }] });
const standard = validateTrade["~standard"].validate({});
void [wrong, price, level, side, later, protocol.line];
console.log(JSON.stringify({
  opens,
  sent,
  bad: bad.valid ? [] : bad.issues.map(({ pointer, keyword, source }) => [pointer, keyword, source?.line ?? 0]),
  standard: "vendor" in validateTrade["~standard"] && !(standard instanceof Promise) ? standard.issues?.length : 0,
  names: ["{", "[]", '{"topic":"__proto__"}', '{"topic":"constructor.x"}', '{"topic":"trade.BTCUSDT","data":[]}'].map((text) => nameOf(parseFrame(text))),
  recognised: [recognise, recogniseByScript].map((each) => [each(bytes, 0, bytes.length), each(bytes, 1, bytes.length) ?? "ask"]),
  guards: [isTradeMessage, bybit.linear.isTradeMessage].map((is) => is({ topic: "trade.BTCUSDT", data: [] })),
  spot: parseSpot('{"topic":"trade","data":[]}', "v1").kind,
}));
`;

/** `project`: an empty folder outside of the repository, where nothing resolves to its node_modules; `installed`: the package. */
export function describeAlone(project: () => string, installed: () => string): void {
  let complaints: unknown;
  beforeAll(() => {
    mkdirSync(join(project(), "node_modules/@wireloom"), { recursive: true });
    cpSync(installed(), join(project(), "node_modules/@wireloom/bybit"), { recursive: true });
    writeFileSync(join(project(), "package.json"), JSON.stringify({ type: "module", private: true }));
    writeFileSync(
      join(project(), "tsconfig.json"),
      JSON.stringify({ compilerOptions: COMPILER_OPTIONS, files: ["main.ts"] }),
    );
    writeFileSync(join(project(), "main.ts"), MAIN);
    complaints = compileProject(project());
  });

  it("brings nothing along: npm has installed no package for it", () => {
    const lock = JSON.parse(readFileSync(join(installed(), "../../.package-lock.json"), "utf8")) as {
      packages: Record<string, Record<string, unknown>>;
    };
    const entry = lock.packages["node_modules/@wireloom/bybit"];
    expect(entry).toBeDefined();
    for (const kind of ["dependencies", "peerDependencies", "optionalDependencies", "bundleDependencies"])
      expect(entry?.[kind], kind).toBeUndefined();
    expect(readdirSync(installed())).not.toContain("node_modules");
  });

  it("compiles under strict settings, library types included", () => {
    expect(complaints).toEqual([]);
  });

  it("runs as ES modules", () => {
    const printed = execFileSync(process.execPath, ["main.js"], { cwd: project(), encoding: "utf8" });
    const result = JSON.parse(printed) as Record<string, unknown>;
    expect(result).toEqual({
      // By the handler and by the loop; the last is the length of "timeout": that exchange does not speak spot.
      opens: [1, 1, 7],
      sent: [
        '{"op":"subscribe","args":["candle.1.BTCUSDT"]}',
        '{"op":"subscribe","args":["trade.BTCUSD|XRPUSD"]}',
        '{"op":"subscribe","args":["orderBookL2_25.BTCUSD"]}',
        '{"topic":"kline","event":"sub","params":{"symbol":"BTCUSDT","binary":false,"klineType":"1m"}}',
        // Not answered, but it may have been accepted.
        '{"topic":"kline","event":"cancel","params":{"symbol":"BTCUSDT","binary":false,"klineType":"1m"}}',
      ],
      // tick_direction is the first member that is missing; its row is line 452 of the page.
      bad: [["/data/0/tick_direction", "required", 452]],
      standard: 1,
      names: ["not-json", "not-an-object", "unknown-topic", "unknown-topic", "trade"],
      recognised: [
        ["candle/push", "ask"],
        ["candle/push", "ask"],
      ],
      guards: [true, true],
      spot: "push",
    });
  });
}
