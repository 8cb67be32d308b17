/** Checks across messages: what each says, what it does not say, and that it can be switched off. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { HAS_LINEAR_CAPTURE, LINEAR_CAPTURE } from "../real-docs.js";
import {
  ACK,
  BOOK,
  checkFewTrades as check,
  check as checkWhole,
  delta,
  ndjsonOf,
  put,
  REQUEST,
  START,
  snapshot,
  trade,
  URL,
  useFolder,
} from "./captures.js";

useFolder();

interface Step {
  readonly sent?: boolean;
  readonly message?: unknown;
  /** Seconds since the start. */
  readonly at?: number;
  readonly event?: "connect" | "disconnect";
  readonly conn?: string;
}

/** A cryptofeed v2 recording: it tells directions, times and connections. */
const recording = (steps: readonly Step[]): string =>
  ndjsonOf(
    steps.map(({ sent, message, at, event, conn = "a" }, index) => {
      const ts = START / 1000 + (at ?? index * 0.1);
      if (event !== undefined) return { t: event, conn, ts, addr: URL };
      return { t: sent === true ? "send" : "recv", conn, ts, data: JSON.stringify(message) };
    }),
  );

const opened: readonly Step[] = [{ event: "connect" }, { sent: true, message: REQUEST }, { message: ACK }];

const codesOf = async (steps: readonly Step[], skip: readonly string[] = []): Promise<readonly string[]> =>
  (await check(put("capture", recording(steps)), { skip })).codes;

describe("snapshot and delta", () => {
  const steps = [...opened, { message: delta({ update: [["60000.00", "Buy", 1]] }) }, { message: snapshot(BOOK, 102) }];

  it("a delta before its snapshot", async () => {
    const { finding } = await check(put("capture", recording(steps)));
    expect(finding("delta-before-snapshot")).toMatchObject({
      severity: "error",
      count: 1,
      topic: "orderBookL2_25",
      form: "delta",
      first: { line: 4 },
      sample: { value: "orderBookL2_25.BTCUSD" },
    });
    expect(await codesOf(steps, ["snapshot"])).toEqual([]);
  });

  it("a recording that begins in the middle shows nothing wrong", async () => {
    const text = ndjsonOf([delta({ update: [["60000.00", "Buy", 1]] }), delta({ gone: [["1.00", "Sell"]] }, 102)]);
    const { report, exit } = await check(put("capture", text));
    expect(exit).toBe(0);
    expect(report.findings).toMatchObject([{ code: "delta-before-snapshot", severity: "info", count: 2 }]);
  });

  it("a reconnect needs a new snapshot", async () => {
    const again = [
      ...opened,
      { message: snapshot(BOOK) },
      ...opened,
      { message: delta({ update: [["60000.00", "Buy", 1]] }) },
    ];
    expect(await codesOf(again)).toEqual(["delta-before-snapshot"]);
  });
});

describe("sequence", () => {
  it("a number that goes back", async () => {
    const steps = [
      ...opened,
      { message: snapshot(BOOK, 100) },
      { message: delta({}, 105) },
      { message: delta({}, 105) },
      { message: delta({}, 103) },
    ];
    const { finding } = await check(put("capture", recording(steps)));
    expect(finding("sequence-went-back")).toMatchObject({
      count: 1,
      pointer: "/cross_seq",
      first: { line: 7 },
      sample: { value: "orderBookL2_25.BTCUSD: 105 then 103" },
    });
    expect(await codesOf(steps, ["sequence"])).toEqual([]);
  });

  it("that begins anew with the whole, as where the service was started again", async () => {
    // "Occasionally, you'll receive u=1, which is a snapshot data due to the restart of the service."
    const book = (type: "snapshot" | "delta", u: number) => ({
      topic: "orderbook.50.BTCUSDT",
      type,
      ts: 1_672_304_484_978,
      data: { s: "BTCUSDT", b: [["16493.50", "0.006"]], a: [["16611.00", "0.029"]], u, seq: 7_961_638_724 },
      cts: 1_672_304_484_976,
    });
    const codes = async (...messages: readonly object[]) =>
      (await check(put("capture", ndjsonOf(messages)), { line: "v5/linear" })).codes;
    const begun = [book("snapshot", 700), book("delta", 701)];
    expect(await codes(...begun, book("snapshot", 1), book("delta", 2))).toEqual([]);
    expect(await codes(...begun, book("delta", 1))).toEqual(["sequence-went-back"]);
    expect(await codes(...begun, book("snapshot", 1), book("delta", 2), book("delta", 1))).toEqual([
      "sequence-went-back",
    ]);
  });

  describe("that counts each message from its snapshot", () => {
    const position = (version: number, baseLine = 1, dataType = version === 1 ? "NEW" : "CHANGE") => ({
      id: "7b8fdb38-1cfa-40f6-8010-f2ab3eb33df4",
      topic: "user.openapi.perp.position",
      creationTime: 1_646_200_751_865,
      data: { result: [], version, baseLine, dataType },
    });
    const gaps = async (...messages: readonly object[]) => {
      const path = put("capture", ndjsonOf(messages));
      const found = await Promise.all(
        [true, false].map(async (fast) => {
          const { report } = await check(path, { line: "usdc-perpetual", fast });
          return report.findings
            .filter(({ code }) => code === "sequence-gap")
            .map(({ got, first, pointer, severity }) => [severity, pointer, got, first.line]);
        }),
      );
      expect(found[1]).toEqual(found[0]);
      return found[0];
    };

    it("leaves none out and does not go back", async () => {
      expect(await gaps(position(1), position(2), position(5), position(3))).toEqual([
        ["error", "/data/version", "a number that leaves others out", 3],
        ["error", "/data/version", "a lower one", 4],
      ]);
      expect(await gaps(position(1), position(2), position(3))).toEqual([]);
    });

    it("begins anew with a snapshot, and with nothing else", async () => {
      expect(await gaps(position(1), position(2), position(1, 7), position(2, 7))).toEqual([]);
      expect(await gaps(position(1), position(2), position(3, 7))).toEqual([
        ["error", "/data/version", "a count from another snapshot, which did not come", 3],
      ]);
    });

    it("says nothing of a message that comes twice, or of a recording that begins later", async () => {
      expect(await gaps(position(1), position(2), position(2), position(3))).toEqual([]);
      expect(await gaps(position(7), position(8))).toEqual([]);
    });
  });
});

describe("what is said of requests and of data before their answers", () => {
  /** Trades in any number, so that the same steps stand in one block or in many. */
  const flood = (count: number): Step[] => Array.from({ length: count }, () => ({ message: trade(), at: 1 }));

  it.each([1, 9000])("data that came before the request does not hide what comes after it: %i", async (count) => {
    const steps = [
      { event: "connect" as const, at: 0 },
      ...flood(count),
      { sent: true, message: REQUEST, at: 1 },
      ...flood(count),
      { message: ACK, at: 1 },
    ];
    const path = put("capture", recording(steps));
    for (const fast of [true, false]) {
      const { finding } = await check(path, { fast });
      expect(finding("data-before-ack")).toMatchObject({ count: 1, topic: "trade", first: { line: count + 3 } });
    }
  });

  it.each([
    [99, []],
    [101, ["request-without-reply"]],
    [20_000, ["request-without-reply"]],
  ])("a request without times is given up after a hundred lines, whatever they hold: %i", async (count, codes) => {
    const text = ndjsonOf([REQUEST, ...flood(count).map(({ message }) => message)]);
    for (const fast of [true, false])
      expect((await check(put("capture", text), { fast, skip: ["early-data"] })).codes).toEqual(codes);
  });
});

describe("books", () => {
  it.each([
    ["an update of a level that is not there", { update: [["59998.00", "Buy", 1]] as const }],
    ["the end of a level that is not there", { gone: [["59998.00", "Buy"]] as const }],
    ["a new level that is there already", { insert: [["60000.00", "Buy", 1]] as const }],
  ])("%s", async (got, change) => {
    const steps = [...opened, { message: snapshot(BOOK) }, { message: delta(change) }];
    const { finding } = await check(put("capture", recording(steps)));
    expect(finding("unknown-level")).toMatchObject({ severity: "error", count: 1, got, first: { line: 5 } });
    expect(await codesOf(steps, ["book"])).toEqual([]);
  });

  it("a crossed book, once for each time that it becomes so", async () => {
    const cross = delta({ insert: [["60000.75", "Buy", 1]] }, 101);
    const steps = [
      ...opened,
      { message: snapshot(BOOK) },
      { message: cross },
      { message: delta({ update: [["59999.50", "Buy", 9]] }, 102) },
      { message: delta({ gone: [["60000.75", "Buy"]] }, 103) },
      { message: delta({ insert: [["60000.50", "Buy", 1]] }, 104) },
    ];
    const { report } = await check(put("capture", recording(steps)));
    expect(report.findings.map(({ code, got, count }) => [code, got, count])).toEqual([
      ["crossed-book", "the bid above the ask", 1],
      ["crossed-book", "both at one price", 1],
    ]);
  });

  it("after an invalid message the book is unknown, and nothing is held against it", async () => {
    const broken = { ...snapshot(BOOK), data: [{ price: 1 }] };
    const { report } = await check(
      put("capture", recording([...opened, { message: broken }, { message: delta({ gone: [["1.00", "Sell"]] }) }])),
    );
    expect(report.findings.map(({ code }) => code)).not.toContain("unknown-level");
  });

  it("spot: lists of a side, size 0 removes, f marks the whole book", async () => {
    const push = (f: boolean, b: string[][], a: string[][]) => ({
      symbol: "BTCUSDT",
      symbolName: "BTCUSDT",
      topic: "diffDepth",
      params: { realtimeInterval: "24h", binary: "false" },
      data: [{ e: 301, s: "BTCUSDT", t: 1, v: "1_1", b, a, o: 0 }],
      f,
      sendTime: 1,
    });
    const whole = push(
      true,
      [["10", "1"]],
      [
        ["11", "1"],
        ["12", "1"],
      ],
    );
    const fine = ndjsonOf([whole, push(false, [["11", "1"]], [["11", "0"]])]);
    expect((await check(put("fine", fine), { line: "spot/v1" })).codes).toEqual([]);
    const crossed = ndjsonOf([whole, push(false, [["11.5", "1"]], [])]);
    expect((await check(put("crossed", crossed), { line: "spot/v1" })).codes).toEqual(["crossed-book"]);
  });
});

describe("books of messages with other faults", () => {
  /** Numbers as text, which breaks readers of the type and says the same of the book. */
  const asText = (message: object): unknown =>
    JSON.parse(JSON.stringify(message).replaceAll(/"id":(\d+)/g, '"id":"$1"'));

  it("are kept all the same, and their faults are found", async () => {
    const steps = [
      ...opened,
      { message: asText(snapshot(BOOK)) },
      { message: asText(delta({ gone: [["59000.00", "Buy"]] })) },
      { message: asText(delta({ update: [["60001.00", "Sell", 1]] }, 102)) },
    ];
    const { report, finding } = await check(put("capture", recording(steps)));
    expect(finding("other-type")).toMatchObject({ count: 3 });
    expect(finding("unknown-level")).toMatchObject({ count: 1, first: { line: 5 } });
    expect(report.books).toEqual([
      {
        line: "copy-trading",
        topic: "orderBookL2_25",
        book: "orderBookL2_25.BTCUSD",
        messages: 3,
        unread: 0,
        whole: 1,
        seconds: 0.2,
        wholeSeconds: 0.1,
      },
    ]);
  });

  it("that cannot be read are counted, and nothing is held against what follows until the next whole", async () => {
    const noSide = {
      ...delta({}),
      data: { ...delta({}).data, update: [{ price: "1", symbol: "BTCUSD", id: 1, size: 1 }] },
    };
    const steps = [
      ...opened,
      { message: snapshot(BOOK) },
      { message: noSide },
      { message: delta({ gone: [["59000.00", "Buy"]] }, 102) },
      { message: snapshot(BOOK, 103) },
      { message: delta({ update: [["60000.00", "Buy", 1]] }, 104) },
    ];
    const { report, codes } = await check(put("capture", recording(steps)));
    expect(codes).not.toContain("unknown-level");
    expect(report.books).toMatchObject([{ messages: 5, unread: 1, whole: 3, seconds: 0.4, wholeSeconds: 0.2 }]);
    const { REPORT_FORMATS } = await import("../../generator/validate/report/formats.js");
    expect(REPORT_FORMATS.text?.(report, { color: false })).toContain(
      "1 order book, whole 50.0 % of the time; 1 of 5 messages could not be applied",
    );
    expect(REPORT_FORMATS.html?.(report, { color: false })).toContain("Order books");
  });

  it("of two connections are two, also where nobody knows which one a message came on", async () => {
    const levels = { b: [["9780.79", "0.01"]], a: [["9781.21", "0.042842"]] };
    const first = {
      symbol: "BTCUSDT",
      symbolName: "BTCUSDT",
      topic: "depth",
      params: { realtimeInterval: "24h", binary: "false" },
      data: [{ e: 301, s: "BTCUSDT", t: 1, v: "1_18", ...levels, o: 0 }],
      f: true,
      sendTime: 1,
    };
    const second = {
      topic: "depth",
      params: { symbol: "BTCUSDT", binary: "false", symbolName: "BTCUSDT" },
      data: { s: "BTCUSDT", t: 1, v: "1_2", ...levels },
    };
    const { report } = await check(put("capture", ndjsonOf([first, second, first])), { line: "spot" });
    expect(report.findings).toEqual([]);
    expect(report.books).toMatchObject([
      { line: "spot", connection: "v1", topic: "depth", messages: 2, whole: 2 },
      { line: "spot", connection: "v2", topic: "depth", messages: 1, whole: 1 },
    ]);
  });

  it("are not looked at with --skip book", async () => {
    const { report } = await check(put("capture", recording([...opened, { message: snapshot(BOOK) }])), {
      skip: ["book"],
    });
    expect(report.books).toEqual([]);
  });

  it("are the same on any number of threads, proven or parsed", async () => {
    const long = Array.from({ length: 9000 }, (_, index) =>
      index % 3000 === 0
        ? snapshot(BOOK, index)
        : index % 1500 === 7
          ? delta({ gone: [["1.00", "Buy"]] }, index)
          : delta({ update: [["60000.00", "Buy", index]] }, index),
    );
    const path = put("capture", recording([...opened, ...long.map((message) => ({ message }))]));
    const alone = await checkWhole(path);
    expect(alone.report.books).toMatchObject([{ messages: 9000, whole: 21 }]);
    for (const options of [{ workers: 2 }, { fast: false }])
      expect((await checkWhole(path, options)).report.books).toEqual(alone.report.books);
  });

  it.skipIf(!HAS_LINEAR_CAPTURE)(
    "of a recording in which every message is invalid: planted faults are found",
    async () => {
      const lines = readFileSync(LINEAR_CAPTURE, "utf8").split("\n");
      const deltas = lines.flatMap((line, index) => (line.includes('"type":"delta"') ? [index] : []));
      // In 24 messages the level that is changed becomes one that is not there.
      const planted = Array.from({ length: 24 }, (_, index) => deltas[100 + index * 100] ?? 0).map((index) => {
        const next = deltas.find((at) => at >= index && /"update":\[\{"price":"/.test(lines[at] ?? "")) ?? index;
        lines[next] = (lines[next] ?? "").replace(/("update":\[\{"price":")[^"]*/, `$10.${1000 + index}`);
        return next + 1;
      });
      const { report } = await checkWhole(put("planted", lines.join("\n")));
      const found = report.findings.find(({ code, got }) => code === "unknown-level" && got.startsWith("an update"));
      expect(found).toMatchObject({ count: new Set(planted).size, first: { line: planted[0] } });
      expect(report.books).toHaveLength(8);
    },
  );
});

describe("requests and replies", () => {
  it("a reply without its request, a request without its reply", async () => {
    const other = { ...ACK, request: { op: "subscribe", args: ["trade.EOSUSD"] } };
    const steps = [
      { event: "connect" as const },
      { sent: true, message: REQUEST },
      { message: other },
      { message: trade(), at: 30 },
    ];
    const { finding } = await checkWhole(put("capture", recording(steps)), { skip: ["heartbeat", "early-data"] });
    expect(finding("reply-without-request")).toMatchObject({ severity: "warning", count: 1, first: { line: 3 } });
    expect(finding("request-without-reply")).toMatchObject({ severity: "warning", count: 1, first: { line: 2 } });
    expect(await codesOf(steps, ["ack", "heartbeat", "early-data"])).toEqual([]);
  });

  it("a request just before the end may still be answered", async () => {
    expect(await codesOf([{ event: "connect" }, { sent: true, message: REQUEST }])).toEqual([]);
  });

  it("an order of keys in the echo does not matter", async () => {
    const echo = { ...ACK, request: { args: REQUEST.args, op: "subscribe" } };
    expect(
      await codesOf([
        { event: "connect" },
        { sent: true, message: REQUEST },
        { message: echo },
        { message: trade(), at: 9 },
      ]),
    ).toEqual([]);
  });

  it("data before the acknowledgement is allowed and counted", async () => {
    const steps = [
      { event: "connect" as const },
      { sent: true, message: REQUEST },
      { message: trade() },
      { message: trade() },
      { message: ACK },
    ];
    const { report, exit } = await checkWhole(put("capture", recording(steps)));
    expect(exit).toBe(0);
    expect(report.findings).toMatchObject([{ code: "data-before-ack", severity: "info", count: 1, topic: "trade" }]);
    expect(await codesOf(steps, ["early-data"])).toEqual([]);
  });

  it("requests are checked against the grammar of the line", async () => {
    const odd = [
      { event: "connect" as const },
      { sent: true, message: { op: "subscribe", args: ["weather.BTCUSD", "trade.BTCUSD|EOSUSD", "trade"] } },
      { sent: true, message: { op: "dance" } },
    ];
    const { report } = await checkWhole(put("capture", recording([...odd, { message: trade() }])), {
      skip: ["ack", "early-data"],
    });
    expect(report.findings.map(({ code, got }) => [code, got])).toEqual([
      ["unknown-request-topic", '"weather.BTCUSD"'],
      ["unknown-request", "another message"],
    ]);
  });

  it("spot requests in a capture without directions are requests, not broken pushes", async () => {
    const request = { topic: "trade", event: "sub", symbol: "BTCUSDT", params: { binary: false } };
    const { report, codes } = await checkWhole(put("capture", ndjsonOf([request])), { line: "spot/v1" });
    expect(report).toMatchObject({ frames: 1, sent: 1, messages: 0 });
    expect(codes).toEqual([]);
  });
});

describe("heartbeat", () => {
  const quiet = [...opened, { message: trade(), at: 31 }];
  const pinged = [
    ...opened,
    { sent: true, message: { op: "ping" }, at: 19 },
    { message: { success: true, ret_msg: "pong", conn_id: "c-1", request: { op: "ping", args: null } }, at: 19.1 },
    { message: trade(), at: 31 },
  ];

  it("a gap without ping that is longer than the line allows", async () => {
    const { finding } = await checkWhole(put("capture", recording(quiet)));
    expect(finding("no-ping")).toMatchObject({ severity: "warning", line: "copy-trading", sample: { value: "31 s" } });
    expect(await codesOf(pinged)).toEqual([]);
    expect(await codesOf(quiet, ["heartbeat"])).toEqual([]);
  });

  it("says nothing where the capture does not hold what was sent", async () => {
    expect(await codesOf([{ event: "connect" }, { message: trade(), at: 0 }, { message: trade(), at: 100 }])).toEqual(
      [],
    );
  });
});

describe("connections", () => {
  it("each has its own state", async () => {
    const steps = [
      ...opened,
      { message: snapshot(BOOK) },
      { event: "connect" as const, conn: "b" },
      { message: delta({ update: [["60000.00", "Buy", 1]] }), conn: "b" },
    ];
    const { finding } = await checkWhole(put("capture", recording(steps)));
    expect(finding("delta-before-snapshot")).toMatchObject({ count: 1, first: { line: 6 } });
  });
});
