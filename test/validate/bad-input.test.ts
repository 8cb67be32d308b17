/** Captures as they come: damaged, cut, hostile. A finding that says where, everything around it still checked, never more memory than a bound. */

import { execFileSync } from "node:child_process";
import { appendFileSync, closeSync, openSync, symlinkSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { validate } from "../../generator/commands/validate.js";
import { runCommand } from "../command-line.js";
import { check, checkParsed, folder, ndjsonOf, put, trade, useFolder } from "./captures.js";

useFolder();

const GOOD = JSON.stringify(trade());
/** Two good messages around what is tested. */
const between = (line: string | Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${GOOD}\n`), Buffer.from(line), Buffer.from(`\n${GOOD}\n`)]);

describe("lines", () => {
  it.each([
    ["text that is no JSON", "hello", "unrouted/not-json"],
    ["a number", "12", "unrouted/not-an-object"],
    ["an empty object", "{}", "unrouted/no-topic"],
    ["an unknown topic", '{"topic":"weather.BTCUSD","data":[]}', "unrouted/unknown-topic"],
    ["an unknown form", '{"topic":"orderBookL2_25.BTCUSD","type":"rumour","data":[]}', "unrouted/unknown-form"],
    ["a NUL byte", `${GOOD.slice(0, 20)}\u0000${GOOD.slice(20)}`, "unrouted/not-json"],
    ["NUL bytes alone", "\u0000\u0000\u0000", "unrouted/not-json"],
    ["1e400 as a price", GOOD.replace("60621.5", "1e400"), "other-type"],
    ["an unsafe integer", GOOD.replace("5938955347", "9007199254740993"), "unsafe-integer"],
    ["a key twice", GOOD.replace('"size":4', '"size":"4","size":4'), "duplicate-key"],
    ["a key twice, with the same value", GOOD.replace('"size":4', '"size":4,"size":4'), "duplicate-key"],
    ["a key twice, with spaces", GOOD.replace('"size":4', '"size" : 4, "size" : 4'), "duplicate-key"],
    ["a __proto__ key", GOOD.replace('"size":4', '"size":4,"__proto__":{"size":1}'), "undocumented-field"],
    [
      "a missing key that objects inherit",
      GOOD.replace('"symbol":"BTCUSD"', '"constructor":"BTCUSD"'),
      "missing-field",
    ],
  ])("%s", async (_, line, code) => {
    const { report, codes, finding } = await check(put("capture", between(line)), { line: "copy-trading" });
    expect(codes).toContain(code);
    expect(finding(code)).toMatchObject({ count: 1, first: { line: 2, offset: GOOD.length + 1 } });
    expect(report.frames).toBe(3);
    // Nothing is lost: every frame is a message or unrouted.
    expect(report.messages + report.unrouted.reduce((sum, { count }) => sum + count, 0)).toBe(3);
  });

  it("invalid UTF-8 is a finding, valid UTF-8 is not", async () => {
    const broken = Buffer.from(GOOD);
    broken[broken.indexOf("BTCUSD", 40)] = 0xff;
    const { codes, report } = await check(put("capture", between(broken)));
    expect(codes).toEqual(["unrouted/not-utf-8"]);
    expect(report.messages).toBe(2);
    const accented = between(GOOD.replace("MinusTick", "MinusTick").replace("3a3a2c6e", "é—😀"));
    expect((await check(put("utf8", accented))).codes).toEqual([]);
  });

  it("blank lines and CRLF count for nothing", async () => {
    const { report, codes } = await check(put("capture", `\r\n${GOOD}\r\n\n\n${GOOD}\r\n\r\n`));
    expect(report).toMatchObject({ frames: 2, messages: 2 });
    expect(codes).toEqual([]);
  });

  it("a last line that was cut is told from one that is wrong", async () => {
    const { finding, report } = await check(put("capture", `${GOOD}\n${GOOD.slice(0, 90)}`));
    expect(finding("unrouted/truncated-line")).toMatchObject({ count: 1, first: { line: 2 } });
    expect(report.messages).toBe(1);
    expect((await check(put("whole", `${GOOD}\n${GOOD}`))).codes).toEqual([]);
  });

  it("100,000 brackets are a finding, wherever they stand", async () => {
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    const lines = [
      deep,
      GOOD.replace('"size":4', `"size":4,"extra":${deep}`),
      `{"success":true,"request":{"op":${deep}}}`,
    ];
    const { report, codes } = await check(put("capture", ndjsonOf([GOOD, ...lines, GOOD])), { line: "copy-trading" });
    expect(report.frames).toBe(5);
    expect(codes).toContain("too-deep");
    const envelope = `{"ts":1,"dir":"in","message":${deep}}`;
    const inside = await check(put("envelope", `{"ts":1,"dir":"in","message":${GOOD}}\n${envelope}\n`), {
      line: "copy-trading",
    });
    expect(inside.report.frames).toBe(2);
    expect(inside.codes).toEqual(["unrouted/damaged-record"]);
  });

  it("a line above --max-line is a finding with its place; its neighbours are checked", async () => {
    const long = `{"topic":"trade.BTCUSD","data":"${"x".repeat(5000)}"}`;
    const { finding, report } = await check(put("capture", between(long)), { maxLine: 4096 });
    expect(finding("line-too-long")).toMatchObject({ count: 1, first: { line: 2, offset: GOOD.length + 1 } });
    expect(report.messages).toBe(2);
    // The same from a stream, where blocks are cut otherwise.
    const packed = await check(put("capture.gz", gzipSync(between(long))), { maxLine: 4096 });
    expect(packed.finding("line-too-long")).toMatchObject({ count: 1, first: { line: 2, offset: GOOD.length + 1 } });
    expect(packed.report.messages).toBe(2);
  });
});

describe.runIf(process.platform === "linux")("memory and time", () => {
  /** Peak memory of a whole process in MB, and its report. */
  const measured = (
    file: string,
    ...flags: string[]
  ): { peak: number; report: { frames: number; messages: number } } => {
    const script = `
      import { readFileSync } from "node:fs";
      import { run } from ${JSON.stringify(new URL("../../dist/generator/cli.js", import.meta.url).href)};
      let out = "";
      await run(["validate", ${JSON.stringify(file)}, "--format", "json", "--workers", "0", ...${JSON.stringify(flags)}],
        { stdout: { write: (text) => { out += text; } }, stderr: { write() {} } });
      // resourceUsage().maxRSS begins with what the parent had when it forked.
      const peak = Number(/VmHWM:\\s*(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]) / 1024;
      process.stdout.write(JSON.stringify({ peak, report: JSON.parse(out) }));`;
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: "" };
    const out = execFileSync(process.execPath, ["--input-type=module", "-e", script], { maxBuffer: 1 << 26, env });
    return JSON.parse(out.toString());
  };

  it("a line of 100 MB takes no more memory than a short one: less than 150 MB in all", () => {
    const path = put("long", `${GOOD}\n{"topic":"`);
    const fd = openSync(path, "a");
    const mega = Buffer.alloc(1 << 20, 0x78);
    for (let count = 0; count < 100; count += 1) writeSync(fd, mega);
    writeSync(fd, `"}\n${GOOD}\n`);
    closeSync(fd);
    const { peak, report } = measured(path);
    expect(report).toMatchObject({ frames: 3, messages: 2 });
    expect(peak).toBeLessThan(150);
  });

  it("gzip that expands 1,000 times is read in pieces: less than 200 MB for 150 MB", () => {
    const bomb = gzipSync(
      Buffer.concat([Buffer.from(`${GOOD}\n`), Buffer.alloc(150 << 20, 0x20), Buffer.from(`\n${GOOD}\n`)]),
    );
    expect(bomb.length).toBeLessThan((150 << 20) / 900);
    const { peak, report } = measured(put("bomb.gz", bomb));
    expect(report).toMatchObject({ frames: 3, messages: 2 });
    expect(peak).toBeLessThan(200);
  });

  it("zstd that asks for a window of gigabytes is refused", async () => {
    const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xb0, 0, 0, 0, 0]);
    const { diagnostics, exit } = await check(put("window.zst", header), { formatIn: "ndjson" });
    expect(exit).toBe(3);
    expect(JSON.stringify(diagnostics)).toMatch(/input\/(damaged|empty)/);
  });

  it("values without number make a bounded report", async () => {
    const lines = Array.from({ length: 5000 }, (_, index) => JSON.stringify(trade({ [`field_${index}`]: 1 })));
    const fields = (await check(put("capture", ndjsonOf(lines)))).report.findings;
    expect(fields.length).toBeLessThanOrEqual(26);
    expect(fields.reduce((sum, { count }) => sum + count, 0)).toBe(5000);
    const sides = Array.from({ length: 500 }, (_, index) => JSON.stringify(trade({ side: `Side${index}` })));
    const other = (await check(put("sides", ndjsonOf(sides)))).report.findings;
    expect(other.length).toBeLessThanOrEqual(26);
    expect(other.reduce((sum, { count }) => sum + count, 0)).toBe(500);
  });
});

describe("containers", () => {
  const messages = Array.from({ length: 60 }, (_, index) =>
    JSON.stringify(trade({ size: index, trade_id: `id-${index * 7919}` })),
  );
  const text = ndjsonOf(messages);

  it("gzip that was cut anywhere: whole lines are checked, and it is said", async () => {
    const whole = gzipSync(text);
    let before = 0;
    // One byte tells nothing of gzip.
    // Each run reads the spec: every 23rd byte, and each of the last ones.
    for (let length = 2; length < whole.length; length += Math.min(23, Math.max(1, whole.length - 12 - length))) {
      const path = put("cut.gz", whole.subarray(0, length));
      const { report, diagnostics, exit } = await checkParsed(path, { formatIn: "ndjson", line: "copy-trading" });
      expect({ length, exit }).toEqual({ length, exit: 3 });
      expect(diagnostics.some(({ code }) => code === "input/damaged" || code === "input/empty")).toBe(true);
      // Every byte more gives as many messages or more.
      expect(report.messages).toBeGreaterThanOrEqual(before);
      before = report.messages;
    }
    expect(before).toBe(60);
  });

  it("gzip whose end was overwritten", async () => {
    const bytes = gzipSync(
      ndjsonOf(
        Array.from({ length: 3000 }, (_, index) =>
          JSON.stringify(trade({ size: index * 7919, trade_id: `${index * 104_729}` })),
        ),
      ),
    );
    bytes.fill(0xa5, Math.floor(bytes.length * 0.9));
    const { report, diagnostics } = await check(put("bad.gz", bytes));
    // Until it notices, deflate makes nonsense of the damage: that is no message of anybody.
    expect(diagnostics.map(({ code }) => code)).toContain("input/damaged");
    expect(report.messages).toBeGreaterThan(2000);
  });

  it("an HTTP archive that was cut", async () => {
    const data = messages.map((message) => ({ type: "receive", time: 1, opcode: 1, data: message }));
    const whole = JSON.stringify({
      log: { entries: [{ _webSocketMessages: data, request: { url: "wss://stream.bybit.com/realtime_public" } }] },
    });
    const cut = await check(put("cut.har", whole.slice(0, whole.length / 2)));
    expect(cut.diagnostics.map(({ code }) => code)).toEqual(["input/damaged"]);
    expect(cut.exit).toBe(3);
    expect(cut.report.messages).toBeGreaterThan(20);
    expect((await check(put("whole.har", whole))).report.messages).toBe(60);
  });

  it("an empty file, and one that is empty when unpacked", async () => {
    for (const path of [put("empty", ""), put("empty.gz", gzipSync(""))]) {
      const { diagnostics } = await check([path, put("good", text)]);
      expect(diagnostics).toMatchObject([{ code: "input/empty", severity: "error", file: path }]);
    }
  });

  it("a folder with a broken link: the link is named, the rest is read", async () => {
    put("day/good.ndjson", text);
    symlinkSync(join(folder(), "nowhere"), join(folder(), "day/broken"));
    symlinkSync(join(folder(), "day"), join(folder(), "day/loop"));
    const { report, diagnostics, exit } = await check(join(folder(), "day"));
    expect(report.messages).toBe(60);
    expect(diagnostics).toMatchObject([{ code: "input/missing", file: expect.stringContaining("broken") }]);
    expect(exit).toBe(3);
  });

  it("a file that grows is read up to the size that it had", async () => {
    const path = put("growing", text);
    let grown = false;
    const { report } = await check(path, {
      progress() {
        if (!grown) appendFileSync(path, text);
        grown = true;
      },
    });
    expect(grown).toBe(true);
    expect(report.messages).toBe(60);
  });

  it("a pipe that fails midway keeps what came", async () => {
    const stdin = Readable.from(
      (function* () {
        yield Buffer.from(text);
        throw Object.assign(new Error("read failed"), { code: "EIO" });
      })(),
    );
    const { report, diagnostics } = await validate({ files: ["-"], workers: 0, stdin });
    expect(report?.messages).toBe(60);
    expect(diagnostics).toMatchObject([{ severity: "error", code: expect.stringMatching(/^input\//) }]);
  });
});

describe("the command line", () => {
  const exitOf = async (...args: string[]) => (await runCommand("validate", ...args)).code;

  it.each([
    [["--workers", "many", "x"], /whole number/],
    [["--line", "nowhere", "x"], /There is no line "nowhere"/],
    [["--format-in", "csv", "x"], /There is no capture format "csv"/],
    [["--skip", "spelling", "x"], /There is no check "spelling"/],
    [["--update-baseline", "x"], /needs --baseline/],
    [["--baseline", "no-such-file", "x"], /baseline does not exist/],
    [["--format", "pdf", "x"], /Allowed choices/],
    [[], /missing required argument/],
  ])("%j is a usage error", async (flags, words) => {
    const args = (flags as string[]).map((flag) => (flag === "x" ? put("x", `${GOOD}\n`) : flag));
    const { code, stdout, stderr } = await runCommand("validate", ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(words);
  });

  it("exit codes: 0 clean, 1 findings, 2 usage, 3 damaged", async () => {
    expect(await exitOf(put("clean", `${GOOD}\n`))).toBe(0);
    expect(await exitOf(put("odd", `${GOOD}\n${GOOD.replace("60621.5", '"60621.5"')}\n`))).toBe(1);
    expect(await exitOf("--skip", "spelling", put("clean", `${GOOD}\n`))).toBe(2);
    expect(await exitOf(put("cut.gz", gzipSync(`${GOOD}\n`).subarray(0, 60)), "--format-in", "ndjson")).toBe(3);
  });

  it("findings that are not to fail are no failure", async () => {
    const odd = put("odd", `${GOOD}\n${GOOD.replace("60621.5", '"60621.5"')}\n`);
    expect((await check(odd, { failOn: "never" })).exit).toBe(0);
  });
});
