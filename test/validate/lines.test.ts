/** Which product line the frames of a capture are checked against: for each endpoint by itself, whatever stands before it and however the capture is cut. */

import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { learn } from "../../generator/commands/learn.js";
import type { ValidateReport } from "../../generator/validate/report/validate-report.js";
import { HAS_LINEAR_CAPTURE, LINEAR_CAPTURE } from "../real-docs.js";
import { type Checked, check, checkParsed, folder, ndjsonOf, put, START, trade, URL, useFolder } from "./captures.js";

useFolder();

const V5 = "wss://stream.bybit.com/v5/public/linear";
const SPOT_V1 = "wss://stream.bybit.com/spot/quote/ws/v1";
const SPOT_V2 = "wss://stream.bybit.com/spot/quote/ws/v2";
const NOBODYS = "wss://stream.elsewhere.com/ws";

/** As the pages show them. */
const v5Trade = (price = "16578.50") => ({
  topic: "publicTrade.BTCUSDT",
  type: "snapshot",
  ts: 1_672_304_486_868,
  data: [
    {
      T: 1_672_304_486_865,
      s: "BTCUSDT",
      S: "Buy",
      v: "0.001",
      p: price,
      L: "PlusTick",
      i: "20f43950-d8dd-5b31-9112-a178eb6023af",
      BT: false,
      RPI: false,
      seq: 1_783_284_617,
    },
  ],
});
const spotTrade1 = {
  symbol: "BTCUSDT",
  symbolName: "BTCUSDT",
  topic: "trade",
  params: { realtimeInterval: "24h", binary: "false" },
  data: [{ v: "929681067596857345", t: 1_625_562_619_577, p: "34924.15", q: "0.00027", m: true }],
  f: true,
  sendTime: 1_626_249_138_535,
};
const spotTrade2 = {
  params: { binary: "false", symbol: "BTCUSDT", symbolName: "BTCUSDT" },
  topic: "trade",
  data: { v: "2290000000033122060", t: 1_671_154_635_003, p: "17387.19", q: "0.025", m: false, type: "0" },
};
const usdcTrade = {
  topic: "trade.BTCPERP",
  data: [
    {
      symbol: "BTCPERP",
      tickDirection: "MinusTick",
      price: "56689.00",
      size: 0.15,
      timestamp: "2021-12-02T06:37:25.000Z",
      tradeTimeMs: "1638427045643",
      side: "Sell",
      tradeId: "bac9d230-e553-59c4-a22e-ca2dcca1467e",
    },
  ],
};
const usdcAck = {
  id: "1",
  success: true,
  conn_id: "c-1",
  data: { successTopics: ["trade.BTCPERP"], failTopics: [] },
  type: "COMMAND_RESP",
};
const binance = { e: "depthUpdate", E: 1_672_304_486_868, s: "BNBBTC", b: [], a: [] };

interface Frame {
  readonly url?: string;
  /** Default: that of its URL. */
  readonly conn?: string;
  readonly message: unknown;
}

const many = (count: number, frame: (index: number) => Frame): Frame[] =>
  Array.from({ length: count }, (_, index) => frame(index));

/** More than two blocks of any cut. */
const LONG = 20_000;

/** A recording of frames in each format that has endpoints; `http`: records before them that are no frames. */
const RECORDINGS: Readonly<Record<string, (frames: readonly Frame[], http?: string) => string>> = {
  "cryptofeed-raw": (frames, http) => {
    let open: string | undefined;
    const lines = frames.flatMap(({ url = "", message }, index) => {
      const time = START / 1000 + index / 1000;
      const opened = url === open ? [] : [`${url} <-> ${time.toFixed(3)}`];
      open = url;
      return [...opened, `${time.toFixed(3)}: ${JSON.stringify(message)}`];
    });
    const before = http === undefined ? [] : [`https://api.bybit.com/v5/market -> ${START / 1000}: ${http}`];
    return `${[...before, ...lines].join("\n")}\n`;
  },
  "cryptofeed-v2": (frames, http) => {
    const ts = (index: number): number => START / 1000 + index / 1000;
    const urls = [...new Set(frames.map(({ url }) => url))];
    const opened = urls.map((url) => ({ t: "connect", conn: url, ts: ts(0), addr: url }));
    return ndjsonOf([
      ...(http === undefined ? [] : [{ t: "http", conn: "h", ts: ts(0), data: http }]),
      ...opened,
      ...frames.map(({ url, message }, index) => ({
        t: "recv",
        conn: url,
        ts: ts(index),
        data: JSON.stringify(message),
      })),
    ]);
  },
  "ndjson-envelope": (frames) =>
    ndjsonOf(frames.map(({ url, message }, index) => ({ ts: START + index, dir: "in", url, message }))),
  har: (frames, http) => {
    const urls = [...new Set(frames.map(({ url }) => url))];
    const page = { request: { url: "https://www.bybit.com/" }, response: { content: { text: http } } };
    return JSON.stringify({
      log: {
        entries: [
          ...(http === undefined ? [] : [page]),
          ...urls.map((wanted) => ({
            _webSocketMessages: frames.flatMap(({ url, message }, index) =>
              url === wanted
                ? [{ type: "receive", time: (START + index) / 1000, opcode: 1, data: JSON.stringify(message) }]
                : [],
            ),
            request: { url: wanted },
          })),
        ],
      },
    });
  },
};

const FORMATS = Object.keys(RECORDINGS);
const record = (format: string, frames: readonly Frame[], http?: string): string =>
  RECORDINGS[format]?.(frames, http) ?? "";

/** Without the names of the captures and what their containers are. */
const contentOf = (report: ValidateReport): string => {
  const captures = report.captures.map(({ file: _, compression: __, ...rest }) => rest);
  return JSON.stringify({ ...report, captures }).replaceAll(/"file":"[^"]*"/g, "");
};

/** The same on any number of threads, compressed, proven or parsed. */
async function checkAllWays(text: string, options: Parameters<typeof check>[1] = {}): Promise<Checked> {
  const path = put("capture", text);
  const alone = await check(path, options);
  const packed = put("capture.gz", gzipSync(text));
  for (const other of [
    await check(path, { ...options, workers: 2 }),
    await check(path, { ...options, fast: false }),
    await check(packed, options),
    await check(packed, { ...options, workers: 2 }),
  ])
    expect(contentOf(other.report)).toBe(contentOf(alone.report));
  return alone;
}

const linesOf = ({ report }: Checked): (string | undefined)[] =>
  (report.captures[0]?.decisions ?? []).map(({ line, connection }) =>
    connection === undefined ? line : `${line}/${connection}`,
  );
const messagesOf = ({ report }: Checked): Record<string, number> =>
  Object.fromEntries(report.topics.map(({ line, topic, messages }) => [`${line} ${topic}`, messages]));

describe("records that are no frames", () => {
  const page = "x".repeat(400_000);

  it.each(FORMATS.filter((format) => format !== "ndjson-envelope"))("are counted, not searched: %s", async (format) => {
    const frames = many(50, () => ({ url: V5, message: v5Trade() }));
    const path = put("capture", record(format, frames, page));
    for (const options of [{}, { line: "v5" }, { line: "v5/linear" }]) {
      const checked = await checkParsed(path, options);
      expect(checked.report).toMatchObject({ frames: 50, checked: 50, captures: [{ frames: 50, others: 1 }] });
      expect(checked.codes).toEqual([]);
      expect(linesOf(checked)).toEqual(["v5/linear"]);
    }
  });

  it("are not what a line of a large first message is", async () => {
    const large = { ...trade(), data: Array.from({ length: 2000 }, () => trade().data[0]) };
    const checked = await checkParsed(put("capture", ndjsonOf([large, trade()])));
    expect(checked.report).toMatchObject({ frames: 2, checked: 2 });
    expect(linesOf(checked)).toEqual(["copy-trading"]);
  });
});

describe("each endpoint is decided when it is first seen", () => {
  it.each(FORMATS)(
    "however late: %s",
    async (format) => {
      const frames = [
        ...many(LONG, () => ({ url: V5, message: v5Trade() })),
        ...many(20, () => ({ url: SPOT_V1, message: spotTrade1 })),
        ...many(20, () => ({ url: SPOT_V2, message: spotTrade2 })),
        ...many(20, (index) => ({ url: URL, message: trade(index === 3 ? { price: "x" } : {}) })),
        ...many(20, () => ({ url: NOBODYS, message: binance })),
        ...many(20, () => ({ url: V5, message: v5Trade() })),
      ];
      const checked = await checkAllWays(record(format, frames));
      expect(linesOf(checked)).toEqual(["v5/linear", "spot/v1", "spot/v2", "copy-trading/public", undefined]);
      expect(checked.report.findings).toMatchObject([
        { code: "unrouted/no-line", line: "", count: 20, got: `frames of ${NOBODYS}, which no line knows` },
        { code: "other-type", line: "copy-trading", topic: "trade", pointer: "/data/*/price", count: 1 },
      ]);
      expect(checked.report.topics.reduce((sum, { messages }) => sum + messages, 0)).toBe(LONG + 80);
      expect(checked.exit).toBe(1);
    },
    60_000,
  );

  it("and a connection of which nobody knows the endpoint is one by itself", async () => {
    const envelope = ({ conn, message }: Frame) => ({ ts: START, dir: "in", conn, message });
    const frames = [
      ...many(LONG, () => ({ conn: "a", message: v5Trade() })),
      ...many(20, () => ({ conn: "b", message: spotTrade1 })),
      ...many(20, () => ({ conn: "c", message: usdcTrade })),
      ...many(20, () => ({ conn: "d", message: binance })),
    ];
    const checked = await checkAllWays(ndjsonOf(frames.map(envelope)));
    expect(linesOf(checked)).toEqual(["v5", "spot", "usdc-perpetual", undefined]);
    expect(checked.report.findings).toMatchObject([
      { code: "unrouted/no-line", count: 20, got: "frames of no known line" },
    ]);
  }, 60_000);

  it("by the URL that its connection was opened with, which stands far before its frames", async () => {
    const opened = [
      { conn: "a", url: URL },
      { conn: "b", url: SPOT_V2 },
    ];
    const frames = [
      ...many(LONG, () => ({ conn: "a", message: trade() })),
      ...many(20, () => ({ conn: "b", message: spotTrade2 })),
    ];
    const text = ndjsonOf([{ ts: START, dir: "in", conn: "a", message: trade() }, ...opened, ...frames]);
    const checked = await checkAllWays(text, { formatIn: "ndjson-envelope" });
    expect(linesOf(checked)).toEqual(["copy-trading", "copy-trading/public", "spot/v2"]);
    expect(checked.codes).toEqual([]);
  }, 60_000);

  it("--line decides all of them", async () => {
    const frames = [
      ...many(5, () => ({ url: NOBODYS, message: trade() })),
      ...many(5, () => ({ url: V5, message: trade() })),
    ];
    for (const format of FORMATS) {
      const checked = await checkParsed(put("capture", record(format, frames)), { line: "copy-trading" });
      expect(linesOf(checked)).toEqual(["copy-trading", "copy-trading"]);
      expect(checked.report).toMatchObject({ frames: 10, checked: 10 });
      expect(checked.codes).toEqual([]);
    }
  });
});

describe("frames of one line whose connection nobody knows", () => {
  it("are each of the connection whose form they fit", async () => {
    const frames = many(400, (index) => ({ message: index % 3 === 0 ? spotTrade1 : spotTrade2 }));
    const checked = await checkAllWays(ndjsonOf(frames.map(({ message }) => message)));
    expect(linesOf(checked)).toEqual(["spot"]);
    expect(checked.codes).toEqual([]);
    expect(checked.report.topics).toMatchObject([{ messages: 134 }, { messages: 266 }]);
  }, 60_000);

  it("are of the one from which they deviate least, if they fit none", async () => {
    const wrong = { ...spotTrade2, data: { ...spotTrade2.data, p: 17_387.19 } };
    const { report } = await checkParsed(put("capture", ndjsonOf([spotTrade1, wrong])), { line: "spot" });
    expect(report.findings).toMatchObject([{ code: "other-type", pointer: "/data/p", got: "number", count: 1 }]);
  });

  it("show nothing of the others' fields", async () => {
    // 100 messages of v1 say which of its fields never came, whatever v2 has.
    const frames = many(200, (index) => ({ message: index % 2 === 0 ? spotTrade1 : spotTrade2 }));
    const both = await checkParsed(put("both", ndjsonOf(frames.map(({ message }) => message))));
    const alone = await checkParsed(
      put("alone", ndjsonOf(many(100, () => ({ message: spotTrade1 })).map(({ message }) => message))),
    );
    expect(both.codes).toEqual(alone.codes);
  });
});

describe("lines that share an endpoint", () => {
  it("are told apart by kinds of issue, not by messages", async () => {
    // One fault in each trade with the line's own form, several with the others'.
    const frames = many(30, () => ({ url: URL, message: trade({ price: "60621.5" }) }));
    const checked = await checkParsed(put("capture", record("cryptofeed-raw", frames)));
    expect(checked.report.captures[0]?.decisions).toMatchObject([
      {
        line: "copy-trading",
        by: "endpoint",
        alsoFits: [],
        compared: [{ line: "copy-trading/public", issues: 1 }, { line: "linear/public" }],
      },
    ]);
  });

  it.skipIf(!HAS_LINEAR_CAPTURE)("the recording of linear is one of linear", async () => {
    const checked = await checkParsed(LINEAR_CAPTURE);
    expect(linesOf(checked)).toEqual(["linear/public"]);
    expect(messagesOf(checked)).toMatchObject({ "linear trade": 66 });
  });

  it("that fit alike are said in every report, and learn writes nothing", async () => {
    // Both lines show the same message.
    const liquidation = {
      topic: "liquidation.ETHUSD",
      data: { symbol: "ETHUSD", side: "Sell", price: "3384.15", qty: 3655, time: 1_631_608_881_954 },
    };
    const text = record(
      "cryptofeed-raw",
      many(200, () => ({ url: URL, message: liquidation })),
    );
    const { report, diagnostics } = await checkParsed(put("capture", text));
    expect(report.captures[0]?.decisions).toMatchObject([{ line: "copy-trading", alsoFits: ["linear/public"] }]);
    expect(diagnostics).toContainEqual(
      expect.objectContaining({
        code: "validate/ambiguous-line",
        severity: "warning",
        message: `The frames of ${URL} fit copy-trading/public and linear/public alike; checked against copy-trading/public.`,
      }),
    );
    const { REPORT_FORMATS } = await import("../../generator/validate/report/formats.js");
    for (const [name, render] of Object.entries(REPORT_FORMATS))
      expect([name, render(report, { color: false })]).toEqual([
        name,
        expect.stringMatching(name.endsWith("json") ? /"alsoFits": ?\[/ : /alike/),
      ]);
    const write = `${folder()}/proposed`;
    const learned = await learn({ files: [put("again", text)], workers: 0, write });
    expect(learned.proposals).not.toEqual([]);
    expect(learned).toMatchObject({ written: [], skipped: [{ reason: "ambiguous-line" }] });
    const asked = await learn({ files: [put("again", text)], workers: 0, write, line: "linear" });
    expect(asked.written).not.toEqual([]);
  });
});

describe("a bare recording", () => {
  it("that begins with an answer is no recording of envelopes", async () => {
    const checked = await checkParsed(put("capture", ndjsonOf([usdcAck, usdcTrade])));
    expect(checked.report).toMatchObject({ frames: 2, checked: 2, captures: [{ format: "ndjson" }] });
    expect(linesOf(checked)).toEqual(["usdc-perpetual"]);
    expect(checked.codes).toEqual([]);
  });

  it("that no line knows is said to be of none", async () => {
    const checked = await checkParsed(put("capture", ndjsonOf([binance, binance])));
    expect(linesOf(checked)).toEqual([undefined]);
    expect(checked.finding("unrouted/no-line")).toMatchObject({ count: 2 });
  });
});
