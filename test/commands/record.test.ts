/** `wireloom record` against the mock: what it writes, how it ends, and what reads it. */

import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { byteCount, milliseconds } from "../../generator/cli-numbers.js";
import { learn } from "../../generator/commands/learn.js";
import { MOCK_CREDENTIALS, type Mock, type MockOptions, startMock } from "../../generator/commands/mock.js";
import { type RecordOptions, type RecordResult, record } from "../../generator/commands/record.js";
import { validate } from "../../generator/commands/validate.js";
import { nameAt, nthName } from "../../generator/record/file-names.js";
import { readTopic } from "../../generator/record/topic-text.js";
import { protocolOf } from "../../generator/spec/protocol.js";
import { createClient, until } from "../client/clients.js";
import { runCommand } from "../command-line.js";
import { loadLineSpec } from "../conformance/generated-package.js";
import { ROOT } from "../real-docs.js";

const parent = mkdtempSync(join(tmpdir(), "wireloom-record-"));
afterAll(() => rmSync(parent, { recursive: true }));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(parent, "case-"));
});
const path = (name: string): string => join(folder, name);

const mocks: Mock[] = [];
afterEach(async () => {
  for (const mock of mocks.splice(0)) await mock.close();
});
async function start(options: MockOptions = {}): Promise<Mock> {
  const mock = await startMock({ line: "linear", intervalMs: 5, ...options });
  mocks.push(mock);
  return mock;
}

const urlOf = (mock: Mock, line = "linear"): string => mock.url("public", line).replace(/public$/, "{connection}");

/** Records until the mock has sent so much that `isEnough`. */
async function recordUntil(
  options: Omit<RecordOptions, "line"> & { readonly line?: string },
  isEnough: () => boolean,
): Promise<RecordResult> {
  const abort = new AbortController();
  const running = record({ line: "linear", signal: abort.signal, ...options });
  let isOver = false;
  void running.finally(() => {
    isOver = true;
  });
  await until(() => isOver || isEnough(), "enough frames", 20_000);
  abort.abort();
  return running;
}

interface Row {
  readonly ts: string;
  readonly conn: string;
  readonly url: string;
  readonly dir?: "in" | "out";
  readonly data?: Record<string, unknown>;
  readonly event?: string;
  readonly code?: number;
}

/** The lines behind the first one, which says what was asked for. */
function rowsOf(text: string): Row[] {
  const [head = "", ...lines] = text.trimEnd().split("\n");
  expect(JSON.parse(head)).toMatchObject({ wireloom: "recording" });
  return lines.map((line) => JSON.parse(line) as Row);
}

const errors = ({ diagnostics }: Pick<RecordResult, "diagnostics">): string[] =>
  diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);

describe("the loop", () => {
  it("what was recorded is valid, is read by learn, and replayed it is the same", async () => {
    const pushed: string[] = [];
    const mock = await start({
      onFrame: ({ direction, text, push }) => {
        if (direction === "sent" && push) pushed.push(text);
      },
    });
    const topics = ["trade.BTCUSDT", "orderBookL2_25.BTCUSDT"];
    const out = path("day.ndjson.gz");
    const result = await recordUntil({ url: urlOf(mock), topics, out }, () => pushed.length >= 40);
    expect(errors(result)).toEqual([]);
    expect(result.files).toEqual([out]);

    const { report } = await validate({ files: [out], line: "linear" });
    expect(report?.findings).toEqual([]);
    expect(report?.captures).toMatchObject([{ format: "recording", compression: "gzip", frames: result.frames }]);
    const recorded = rowsOf(gunzipSync(readFileSync(out)).toString())
      .filter(({ dir, data }) => dir === "in" && data?.topic !== undefined)
      .map(({ data }) => JSON.stringify(data));
    expect(recorded).toEqual(pushed.slice(0, recorded.length));
    const taught = await learn({ files: [out], line: "linear" });
    expect([errors(taught), taught.messages]).toEqual([[], recorded.length]);

    const replay = await start({ replay: [out], speed: 0 });
    const client = await createClient("linear", replay);
    const replayed: string[] = [];
    for (const topic of topics) client.on(topic, (message: unknown) => replayed.push(JSON.stringify(message)));
    await Promise.all(topics.map((topic) => client.subscribe(topic)));
    await until(() => replayed.length >= recorded.length, "all that was recorded");
    expect(replayed).toEqual(recorded);
    await client.close();
  });
});

describe("what is written", () => {
  it("each line stands for itself: time in ns, connection, URL, direction, and the frame as it was", async () => {
    const sent: string[] = [];
    const mock = await start({
      onFrame: ({ direction, text }) => {
        if (direction === "sent") sent.push(text);
      },
    });
    const out = path("a.ndjson");
    const begin = BigInt(Date.now()) * 1_000_000n;
    await recordUntil({ url: urlOf(mock), topics: ["trade.BTCUSDT"], out }, () => sent.length > 5);
    const end = BigInt(Date.now() + 1) * 1_000_000n;
    const rows = rowsOf(readFileSync(out, "utf8"));
    expect(rows[0]).toMatchObject({ event: "open", conn: "public", url: mock.url("public") });
    expect(rows[1]).toMatchObject({ dir: "out", data: { op: "subscribe", args: ["trade.BTCUSDT"] } });
    expect(rows.at(-1)).toMatchObject({ event: "close", code: 1000 });
    const lines = readFileSync(out, "utf8").split("\n");
    for (const text of sent.slice(0, 5)) expect(lines.some((line) => line.endsWith(`"data":${text}}`))).toBe(true);
    const times = rows.map(({ ts }) => BigInt(ts));
    for (const time of times) expect(time >= begin - 1_000_000_000n && time <= end + 1_000_000_000n).toBe(true);
    expect(rows.every(({ conn, url }) => conn === "public" && url === mock.url("public"))).toBe(true);
  });

  it("a connection that breaks is closed, opened and counted, and the topics go on", async () => {
    let sessions = 0;
    const mock = await start({
      faults: [{ fault: "drop", after: 5, connections: 1 }],
      onSubscribe: () => {
        sessions += 1;
      },
    });
    const out = path("a.ndjson");
    const result = await recordUntil({ url: urlOf(mock), topics: ["trade.BTCUSDT"], out }, () => sessions === 2);
    expect(result.reconnects).toBe(1);
    const events = rowsOf(readFileSync(out, "utf8")).flatMap(({ event }) => event ?? []);
    expect(events).toEqual(["open", "close", "open", "close"]);
    const { report } = await validate({ files: [out], line: "linear" });
    expect(report?.findings).toEqual([]);
  });

  it("keys and signatures are not, and the recording of a private topic is valid all the same", async () => {
    let pushes = 0;
    const sent: string[] = [];
    const mock = await start({
      onFrame: ({ direction, text, push }) => {
        if (direction === "received") sent.push(text);
        if (push) pushes += 1;
      },
    });
    const out = path("a.ndjson");
    const topics = ["position", "wallet"];
    const credentials = MOCK_CREDENTIALS;
    const result = await recordUntil({ url: urlOf(mock), topics, out, credentials }, () => pushes > 5);
    expect(errors(result)).toEqual([]);
    const text = readFileSync(out, "utf8");
    const [apiKey, , signature] = (JSON.parse(sent[0] ?? "") as { args: [string, number, string] }).args;
    expect(apiKey).toBe(MOCK_CREDENTIALS.apiKey);
    expect(signature.length).toBeGreaterThan(20);
    for (const secret of [apiKey, signature, MOCK_CREDENTIALS.secret]) expect(text).not.toContain(secret);
    const { report } = await validate({ files: [out], line: "linear" });
    expect(report?.findings).toEqual([]);
  });

  it("topics with requests of their own, on the connection that their names say", async () => {
    let pushes = 0;
    const mock = await start({
      line: "spot",
      onFrame: ({ push }) => {
        if (push) pushes += 1;
      },
    });
    const url = mock.url("v1").replace(/v1$/, "{connection}");
    const out = path("a.ndjson");
    const topics = ["v1/trade?symbol=BTCUSDT", "v2/trade?symbol=BTCUSDT"];
    const result = await recordUntil({ line: "spot", url, topics, out }, () => pushes > 5);
    expect(errors(result)).toEqual([]);
    const rows = rowsOf(readFileSync(out, "utf8"));
    const asked = rows.filter(({ dir }) => dir === "out").map(({ conn, data }) => [conn, data?.topic, data?.symbol]);
    expect(asked.sort()).toEqual([
      ["v1", "trade", "BTCUSDT"],
      ["v2", "trade", undefined],
    ]);
  });
});

describe("files", () => {
  it("follow each other by size, with UTC times in their names, and are whole each by itself", async () => {
    const mock = await start({ intervalMs: 1 });
    const isLong = (): boolean => readdirSync(folder).length >= 3;
    const out = path("day.ndjson");
    const result = await recordUntil({ url: urlOf(mock), topics: ["trade.BTCUSDT"], out, rotateSize: 1000 }, isLong);
    expect(result.files.length).toBeGreaterThanOrEqual(3);
    for (const file of result.files) {
      expect(file).toMatch(/day-\d{8}T\d{6}Z(-\d+)?\.ndjson$/);
      rowsOf(readFileSync(file, "utf8"));
    }
    const { report } = await validate({ files: [...result.files], line: "linear" });
    expect(report?.captures.reduce((sum, { frames = 0 }) => sum + frames, 0)).toBe(result.frames);
    expect(report?.findings).toEqual([]);
  });

  it("are named by their moment, before all endings", () => {
    expect(nameAt("a/day.ndjson.zst", Date.UTC(2026, 0, 31, 18))).toBe("a/day-20260131T180000Z.ndjson.zst");
    expect(nthName("day", 2)).toBe("day-2");
  });

  it("end by size and by time", async () => {
    const mock = await start({ intervalMs: 1 });
    const small = await record({
      line: "linear",
      url: urlOf(mock),
      topics: ["trade.BTCUSDT"],
      out: path("a.ndjson"),
      maxSize: 1000,
    });
    expect(small.bytes).toBeGreaterThan(1000);
    const short = await record({
      line: "linear",
      url: urlOf(mock),
      topics: ["trade.BTCUSDT"],
      out: path("b.ndjson"),
      duration: 300,
    });
    expect([...errors(small), ...errors(short)]).toEqual([]);
  });
});

describe("a process", () => {
  const spawnRecord = (mock: Mock, out: string, before = ""): ChildProcess => {
    const bin = join(ROOT, "dist/generator/bin.js");
    const command = `${before} exec "${process.execPath}" "${bin}" record --line linear --url '${urlOf(mock)}' --out "${out}" trade.BTCUSDT`;
    return spawn("sh", ["-c", command], { stdio: ["ignore", "pipe", "pipe"] });
  };
  const exit = (child: ChildProcess): Promise<unknown[]> =>
    new Promise((resolve) => child.on("close", (...how) => resolve(how)));
  const size = (file: string): number => (existsSync(file) ? readFileSync(file).length : 0);

  it.each(["a.ndjson", "a.ndjson.gz", "a.ndjson.zst"])("killed, %s is read up to its last second", async (name) => {
    const sent: number[] = [];
    const mock = await start({
      intervalMs: 5,
      onFrame: ({ push }) => {
        if (push) sent.push(Date.now());
      },
    });
    const out = path(name);
    const child = spawnRecord(mock, out);
    const ended = exit(child);
    // Two batches at least.
    await until(() => size(out) > 0, "the head", 30_000);
    let grown = 0;
    let last = size(out);
    await until(
      () => {
        const now = size(out);
        if (now > last) grown += 1;
        last = now;
        return grown >= 2;
      },
      "two batches",
      30_000,
    );
    child.kill("SIGKILL");
    expect(await ended).toEqual([null, "SIGKILL"]);
    const { report } = await validate({ files: [out], line: "linear" });
    expect(report?.findings).toEqual([]);
    expect(report?.captures).toMatchObject([{ format: "recording" }]);
    expect(report?.captures[0]?.frames).toBeGreaterThan(100);
    // What a kill in the middle of a write leaves: the last part without its end.
    writeFileSync(path(`cut-${name}`), readFileSync(out).subarray(0, -7));
    const cut = await validate({ files: [path(`cut-${name}`)], line: "linear" });
    expect(cut.report?.captures[0]?.frames).toBeGreaterThan(0);
  });

  it.each(["SIGINT", "SIGTERM"] as const)("%s writes all that came, also to zstd, and is 130", async (signal) => {
    const mock = await start();
    const out = path("a.ndjson.zst");
    const child = spawnRecord(mock, out);
    let printed = "";
    child.stdout?.on("data", (text) => {
      printed += String(text);
    });
    const ended = exit(child);
    await until(() => mock.sessions().length === 1, "a client", 30_000);
    await until(() => size(out) > 200, "a batch", 30_000);
    child.kill(signal);
    expect(await ended).toEqual([130, null]);
    const [, frames = ""] = /^([\d,]+) frames/.exec(printed) ?? [];
    const { report } = await validate({ files: [out], line: "linear" });
    expect(report?.captures).toMatchObject([{ frames: Number(frames.replaceAll(",", "")), compression: "zstd" }]);
    expect(report?.captures[0]?.damage).toBeUndefined();
  });

  it("a disk that takes no more is told, and what was written is whole", async () => {
    const mock = await start({ intervalMs: 1 });
    const out = path("a.ndjson");
    // Larger files are refused by the system, as on a full disk.
    const child = spawnRecord(mock, out, "ulimit -f 64;");
    let said = "";
    child.stderr?.on("data", (text) => {
      said += String(text);
    });
    expect(await exit(child)).toEqual([1, null]);
    expect(said).toMatch(/record\/cannot-write The recording cannot be written: .*EFBIG/);
    expect(readFileSync(out, "utf8")).toMatch(/}\n$/);
  });
});

describe("what is refused", () => {
  const ask = (options: Partial<RecordOptions>): Promise<RecordResult> =>
    record({ line: "linear", topics: ["trade.BTCUSDT"], out: path("a.ndjson"), url: "ws://127.0.0.1:9", ...options });

  it.each<[string, Partial<RecordOptions>, string, RegExp]>([
    ["a line", { line: "liner" }, "usage/unknown-line", /linear/],
    ["a topic", { topics: ["trde.X"] }, "usage/unknown-topic", /trade\.\{symbol\}/],
    ["no topic", { topics: [] }, "usage/unknown-topic", /trade\.\{symbol\}/],
    ["a topic of two connections", { line: "v5", topics: ["tickers.BTCUSDT"] }, "usage/unknown-topic", /linear\|/],
    ["a parameter that is missing", { line: "spot", topics: ["v1/trade"] }, "usage/unknown-topic", /symbol=…/],
    ["a parameter too many", { line: "spot", topics: ["v1/trade?symbl=X"] }, "usage/unknown-topic", /symbol=…/],
    ["a network", { network: "mainet" }, "usage/unknown-network", /Did you mean "mainnet"/],
    ["a URL", { url: "http://127.0.0.1" }, "usage/option", /ws:\/\//],
    ["a private topic", { topics: ["position"], credentialsEnv: "NONE" }, "usage/credentials", /NONE_API_KEY/],
    ["a folder that is not there", { out: "/nowhere/a.ndjson" }, "usage/cannot-write", /folder/],
  ])("%s, before anything is connected or written", async (_, options, code, fix) => {
    const result = await ask(options);
    expect(errors(result)).toEqual([code]);
    expect(result.diagnostics[0]?.fix).toMatch(fix);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("a file that is there is not touched", async () => {
    writeFileSync(path("a.ndjson"), "precious");
    expect(errors(await ask({}))).toEqual(["usage/cannot-write"]);
    expect(readFileSync(path("a.ndjson"), "utf8")).toBe("precious");
  });

  it("a login, by the exchange", async () => {
    const mock = await start();
    const credentials = { apiKey: "mock-key", secret: "another-secret" };
    const result = await ask({ url: urlOf(mock), topics: ["position"], credentials });
    expect(errors(result)).toEqual(["record/login-refused"]);
  });

  it("an exchange that is not there", async () => {
    expect(errors(await ask({ timeoutMs: 300 }))).toEqual(["input/unreachable"]);
  });

  it("by exit codes, on the command line", async () => {
    const out = ["--out", path("b.ndjson")];
    expect((await runCommand("record", "--line", "linear", ...out, "nothing")).code).toBe(2);
    expect((await runCommand("record", "--line", "linear", ...out)).code).toBe(2);
    expect((await runCommand("record", "--line", "linear", "trade.BTCUSDT")).code).toBe(2);
    expect((await runCommand("record", "--line", "linear", ...out, "--duration", "soon", "trade.X")).code).toBe(2);
    const mock = await start();
    const url = ["--url", urlOf(mock)];
    const { code, stdout } = await runCommand(
      ...["record", "--line", "linear", ...out, ...url, "--duration", "300ms", "trade.BTCUSDT"],
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^[\d,]+ frames, \d+\.\d MB, 0 reconnects: /);
  });
});

describe("words", () => {
  it("of topics", () => {
    const v5 = protocolOf(loadLineSpec("v5"));
    const spot = protocolOf(loadLineSpec("spot"));
    expect(readTopic("linear:tickers.BTCUSDT", v5)).toEqual({
      topic: "tickers.BTCUSDT",
      values: {},
      connection: "linear",
    });
    expect(readTopic("tickers.BTCUSDT", v5)).toEqual({ topic: "tickers.BTCUSDT", values: {} });
    expect(readTopic("v1/mergedDepth?symbol=BTCUSDT&dumpScale=1", spot)).toEqual({
      topic: "v1/mergedDepth",
      values: { symbol: "BTCUSDT", dumpScale: 1 },
    });
    expect(() => readTopic("v1/mergedDepth?dumpScale=deep", spot)).toThrow(TypeError);
  });

  it("of sizes and times", () => {
    expect([byteCount("500MB"), byteCount("2GiB"), byteCount("1000")]).toEqual([5e8, 2 ** 31, 1000]);
    expect([milliseconds("1h"), milliseconds("90s"), milliseconds("1.5m")]).toEqual([3_600_000, 90_000, 90_000]);
    for (const text of ["", "MB", "-1", "5XB", "0"]) expect(() => byteCount(text)).toThrow();
    for (const text of ["", "h", "1", "99d", "0s"]) expect(() => milliseconds(text)).toThrow();
  });
});
