/** Peak memory of a whole run over captures that are made to take much: below 256 MB, whatever comes. */

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { truncateSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { THOROUGH } from "../effort.js";
import { BOOK, check, delta, ndjsonOf, put, snapshot, trade, useFolder } from "./captures.js";

useFolder();

const GOOD = JSON.stringify(trade());
const BIN = fileURLToPath(new URL("../../dist/generator/bin.js", import.meta.url));

interface Measured {
  /** Megabytes. */
  readonly peak: number;
  /** Seconds of all threads. */
  readonly cpu: number;
  readonly out: string;
}

function measured(file: string, workers = 0): Measured {
  const script = `
    import { readFileSync } from "node:fs";
    import { run } from ${JSON.stringify(new URL("../../dist/generator/cli.js", import.meta.url).href)};
    let out = "";
    const write = (text) => { out += text; };
    await run(["validate", ${JSON.stringify(file)}, "--workers", "${workers}"], { stdout: { write }, stderr: { write } });
    const peak = Number(/VmHWM:\\s*(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]) / 1024;
    const { user, system } = process.cpuUsage();
    process.stdout.write(JSON.stringify({ peak, cpu: (user + system) / 1e6, out }));`;
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: "" };
  return JSON.parse(
    execFileSync(process.execPath, ["--input-type=module", "-e", script], { maxBuffer: 1 << 26, env }).toString(),
  ) as Measured;
}

const members = Array.from({ length: 1_000_000 }, (_, index) => `"k${index}":1`).join(",");

describe.runIf(process.platform === "linux")("less than 256 MB for", () => {
  it.each([
    ["a million unknown members", `${GOOD}\n{"topic":"trade.A",${members}}\n`, "at most 524288 values"],
    ["ten million brackets in a line", `${GOOD}\n${"[".repeat(1e7)}\n`, "at most 524288 values"],
    ["brackets that are closed", `${GOOD}\n${"[".repeat(5e6)}${"]".repeat(5e6)}\n`, "at most 524288 values"],
    ["an archive of 30 million brackets", `{"log":{"entries":[${"[".repeat(3e7)}`, "ends too early"],
  ])("%s", (_, content, said) => {
    const { peak, out } = measured(put("capture", content));
    expect(out).toContain(said);
    expect(peak).toBeLessThan(256);
  });

  it("a file of a gigabyte without a line end, of which no byte is read more than a few times", () => {
    const path = put("sparse", `${GOOD}\n`);
    truncateSync(path, 2 ** 30);
    const { peak, out } = measured(path);
    expect(out).toContain("line-too-long");
    expect(peak).toBeLessThan(256);
  });
});

/** Of a symbol each. */
const lines = (count: number, message: (symbol: string, index: number) => unknown): string =>
  ndjsonOf(Array.from({ length: count }, (_, index) => message(`S${index}USDT`, index)));
const ofSymbol = (message: unknown, symbol: string): string => JSON.stringify(message).replaceAll("BTCUSD", symbol);
const books = (count: number): string => lines(count, (symbol) => ofSymbol(snapshot(BOOK), symbol));
const trades = (count: number): string => lines(count, (symbol) => ofSymbol(trade(), symbol));
const requests = (count: number): string =>
  lines(count, (symbol) => ({ op: "subscribe", args: [`trade.${symbol}`], req_id: symbol }));
const longNames = (count: number): string =>
  lines(count, (symbol) => ({ ...trade(), [`${"k".repeat(60_000)}${symbol}`]: 1 }));
/** The large captures take minutes where little else runs. */
const size = (sample: number, whole: number): number => (THOROUGH ? whole : sample);

describe.runIf(process.platform === "linux")("more and more of what is remembered", () => {
  it.each([0, 2])("takes less than 256 MB with %i threads", { timeout: 600_000 }, (workers) => {
    const captures = [
      books(size(40_000, 300_000)),
      trades(size(40_000, 300_000)),
      requests(size(20_000, 1_000_000)),
      longNames(size(300, 3000)),
    ];
    for (const content of captures) expect(measured(put("capture", content), workers).peak).toBeLessThan(256);
  });

  it.each([
    ["books", books, 10_000],
    ["requests", requests, 10_000],
  ] as const)(
    "%s: four times as much takes no more than eight times the work",
    { timeout: 60_000 },
    (_, make, count) => {
      const [some, more] = [count, count * 4].map((each) => measured(put("capture", make(each))).cpu) as [
        number,
        number,
      ];
      expect(more).toBeLessThan(8 * some);
    },
  );
});

describe("more books than are remembered", () => {
  const COUNT = 30_000;
  const changes = { update: [["60000.00", "Buy", 1]] } as const;
  const capture = (): string =>
    books(COUNT) + lines(COUNT, (symbol, index) => ofSymbol(delta(changes, index === COUNT - 1 ? 99 : 101), symbol));

  it("are checked as far as they are, and the others are counted", async () => {
    const path = put("capture", capture());
    const { report, finding, codes, diagnostics } = await check(path, { line: "copy-trading" });
    // The last one was pushed not long ago, and goes back; of the first ones nobody knows what came before.
    expect(codes.filter((code) => !code.startsWith("field-"))).toEqual(["sequence-went-back"]);
    expect(finding("sequence-went-back")).toMatchObject({ count: 1, first: { line: 2 * COUNT } });
    const unremembered = report.captures[0]?.unremembered ?? 0;
    expect(unremembered).toBeGreaterThan(0);
    expect(unremembered).toBeLessThan(COUNT);
    expect(diagnostics.find(({ code }) => code === "validate/not-remembered")).toMatchObject({ severity: "warning" });
    for (const options of [{ fast: false }, { workers: 2 }])
      expect((await check(path, { line: "copy-trading", ...options })).report).toEqual(report);
  });

  it("a book that comes whole is checked again from then on", async () => {
    const again = [ofSymbol(snapshot(BOOK, 200), "S0USDT"), ofSymbol(delta(changes, 150), "S0USDT")];
    const { report, finding } = await check(put("capture", books(COUNT) + ndjsonOf(again)), { line: "copy-trading" });
    expect(finding("sequence-went-back")).toMatchObject({ count: 1, first: { line: COUNT + 2 } });
    expect(report.captures[0]).not.toHaveProperty("unremembered");
  });

  it("nothing is said where there are fewer", async () => {
    const { report } = await check(put("capture", books(1000)), { line: "copy-trading" });
    expect(report.captures[0]).not.toHaveProperty("unremembered");
  });
});

describe.runIf(process.platform !== "win32")("pipes", () => {
  it("in a folder are passed over, and it is said", () => {
    const path = put("day/a.ndjson", `${GOOD}\n`);
    execFileSync("mkfifo", [join(dirname(path), "pipe")]);
    const { out } = measured(dirname(path));
    expect(out).toContain("day/pipe info input/skipped");
  });

  it.each(["SIGINT", "SIGTERM"] as const)(
    "that say nothing are given up on %s, and what came is reported",
    async (signal) => {
      const child = spawn(process.execPath, [BIN, "validate", "-"], { stdio: ["pipe", "pipe", "pipe"] });
      let out = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        out += text;
      });
      let said = "";
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        said += text;
      });
      await new Promise<void>((resolve) => child.stdin.write(`${GOOD}\n`.repeat(100_000), () => resolve()));
      child.kill(signal);
      expect(await once(child, "exit")).toEqual([130, null]);
      expect(out).toContain("interrupted: only what was read");
      expect(said).toContain("input/interrupted");
    },
  );
});
