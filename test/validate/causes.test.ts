/** One cause is one row: whatever the documentation says once and messages do otherwise, wherever they do it. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { REPORT_FORMATS } from "../../generator/validate/report/formats.js";
import { ROOT } from "../real-docs.js";
import {
  BOOK,
  checkParsed,
  checkTrades,
  delta,
  folder,
  ndjsonOf,
  put,
  snapshot,
  trade,
  useFolder,
} from "./captures.js";

useFolder();

/** As the pages of spot show them. */
const spotTrade1 = (change: Record<string, unknown> = {}) => ({
  symbol: "BTCUSDT",
  symbolName: "BTCUSDT",
  topic: "trade",
  params: { realtimeInterval: "24h", binary: "false" },
  data: [{ v: "929681067596857345", t: 1_625_562_619_577, p: "34924.15", q: "0.00027", m: true, ...change }],
  f: true,
  sendTime: 1_626_249_138_535,
});
const spotTrade2 = (change: Record<string, unknown> = {}) => ({
  params: { binary: "false", symbol: "BTCUSDT", symbolName: "BTCUSDT" },
  topic: "trade",
  data: { v: "2290000000033122060", t: 1_671_154_635_003, p: "17387.19", q: "0.025", m: false, type: "0", ...change },
});

describe("faults of one claim of the documentation", () => {
  /** The id of a level is documented as a number, once for each list of levels. */
  const withIds = (message: ReturnType<typeof snapshot> | ReturnType<typeof delta>) =>
    JSON.parse(JSON.stringify(message).replaceAll(/"id":(\d+)/g, '"id":"$1"')) as unknown;
  const capture = (): string =>
    ndjsonOf([
      withIds(snapshot(BOOK)),
      withIds(delta({ update: [["60000.00", "Buy", 11]], insert: [["60002.00", "Sell", 5]] })),
      withIds(delta({ gone: [["60002.00", "Sell"]] }, 102)),
      delta({ update: [["60000.00", "Buy", 12]] }, 103),
    ]);

  it("are one cause with its places, and count the messages", async () => {
    const path = put("capture", capture());
    const { report } = await checkTrades(path);
    const id = report.findings.filter(({ pointer }) => pointer.endsWith("/id"));
    expect(id).toMatchObject([
      {
        code: "other-type",
        form: "snapshot",
        pointer: "/data/*/id",
        got: "string",
        count: 3,
        share: 0.75,
        first: { line: 1 },
        last: { line: 3 },
        places: [
          { form: "snapshot", pointer: "/data/*/id", count: 1, first: { line: 1 } },
          { form: "delta", pointer: "/data/update/*/id", count: 1, first: { line: 2 } },
          { form: "delta", pointer: "/data/insert/*/id", count: 1, first: { line: 2 } },
          { form: "delta", pointer: "/data/delete/*/id", count: 1, first: { line: 3 } },
        ],
      },
    ]);
    expect(REPORT_FORMATS.text?.(report, { color: false })).toContain(
      "error other-type copy-trading orderBookL2_25 id: string, expected integer, in snapshot /data/*/id; delta /data/update/*/id, /data/insert/*/id, /data/delete/*/id",
    );
    const checkSchema = new Ajv2020({ strict: true, allErrors: true }).compile(
      JSON.parse(readFileSync(join(ROOT, "schemas/validate-report.schema.json"), "utf8")) as object,
    );
    checkSchema(JSON.parse(JSON.stringify(report)));
    expect(checkSchema.errors ?? []).toEqual([]);
  });

  it("have one fingerprint, whichever place comes", async () => {
    const fingerprints = await Promise.all(
      [snapshot(BOOK), delta({ gone: [["60002.00", "Sell"]] })].map(async (message, index) => {
        const { report } = await checkTrades(put(`capture-${index}`, ndjsonOf([withIds(message)])));
        return report.findings.find(({ pointer }) => pointer.endsWith("/id"))?.fingerprint;
      }),
    );
    expect(fingerprints[0]).toMatch(/^[0-9a-f]{16}$/);
    expect(fingerprints[1]).toBe(fingerprints[0]);
  });

  it("are causes of their own where what came differs", async () => {
    const other = {
      ...trade(),
      data: [
        { ...trade().data[0], price: "1" },
        { ...trade().data[0], price: null },
      ],
    };
    const { report } = await checkTrades(put("capture", ndjsonOf([other])));
    expect(report.findings.map(({ pointer, got, places }) => [pointer, got, places])).toEqual([
      ["/data/*/price", "null", undefined],
      ["/data/*/price", "string", undefined],
    ]);
  });
});

describe("causes of two connections", () => {
  const one = (): string => put("one", ndjsonOf([spotTrade1({ p: 1 })]));
  const two = (): string => put("two", ndjsonOf([spotTrade2({ p: 1 })]));
  const v1 = { line: "spot/v1" };
  const v2 = { line: "spot/v2" };

  it("stay apart, each with the line of its own page", async () => {
    const [first, second] = [await checkParsed(one(), v1), await checkParsed(two(), v2)];
    expect(first.report.findings).toMatchObject([
      { line: "spot", connection: "v1", topic: "trade", pointer: "/data/*/p" },
    ]);
    expect(second.report.findings).toMatchObject([
      { line: "spot", connection: "v2", topic: "trade", pointer: "/data/p" },
    ]);
    const lines = [first, second].map(({ report }) => report.findings[0]?.source?.line);
    expect(lines[0]).toBeLessThan(lines[1] ?? 0);
    const both = await checkParsed(put("both", ndjsonOf([spotTrade1({ p: 1 }), spotTrade2({ p: 1 })])));
    expect(both.report.findings.map(({ connection, source }) => [connection, source?.line])).toEqual([
      ["v1", lines[0]],
      ["v2", lines[1]],
    ]);
    expect(both.report.topics).toMatchObject([
      { line: "spot", connection: "v1", topic: "trade", messages: 1 },
      { line: "spot", connection: "v2", topic: "trade", messages: 1 },
    ]);
  });

  it("so that a baseline of one hides nothing of the other", async () => {
    const baseline = join(folder(), "baseline.json");
    // The same place, value and rule on both: only the connection differs.
    const params = (message: object) => ({ ...message, params: "none" });
    await checkParsed(put("v1", ndjsonOf([params(spotTrade1())])), { ...v1, baseline, updateBaseline: true });
    const other = await checkParsed(put("v2", ndjsonOf([params(spotTrade2())])), { ...v2, baseline });
    expect(other.report.findings).toMatchObject([{ pointer: "/params", known: false }]);
    expect(other.exit).toBe(1);
  });
});

describe("a message that has next to nothing of its form", () => {
  it("looks like that of another connection", async () => {
    const { report } = await checkParsed(put("capture", ndjsonOf([spotTrade2(), spotTrade1(), spotTrade2()])), {
      line: "spot/v1",
    });
    expect(report.findings).toMatchObject([
      {
        code: "other-message",
        severity: "error",
        line: "spot",
        connection: "v1",
        topic: "trade",
        got: "a message that looks like spot/v2 trade",
        count: 2,
        first: { line: 1 },
      },
    ]);
    expect(report.topics).toMatchObject([{ messages: 3, invalid: 2 }]);
  });

  it("looks like nothing where no form takes it, and then says what is wrong", async () => {
    const { codes } = await checkParsed(put("capture", ndjsonOf([spotTrade2({ p: 1 })])), { line: "spot/v1" });
    expect(codes).not.toContain("other-message");
    expect(codes).toContain("missing-field");
  });

  it("is not one with a fault or two", async () => {
    const { codes } = await checkParsed(put("capture", ndjsonOf([{ ...spotTrade1(), f: 1 }])), { line: "spot/v1" });
    expect(codes).toEqual(["other-type"]);
  });
});
