/** Peak memory of a whole run over captures that are made to take much: below 256 MB, whatever comes. */

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { truncateSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { put, trade, useFolder } from "./captures.js";

useFolder();

const GOOD = JSON.stringify(trade());
const BIN = fileURLToPath(new URL("../../dist/generator/bin.js", import.meta.url));

interface Measured {
  /** Megabytes. */
  readonly peak: number;
  readonly out: string;
}

function measured(file: string): Measured {
  const script = `
    import { readFileSync } from "node:fs";
    import { run } from ${JSON.stringify(new URL("../../dist/generator/cli.js", import.meta.url).href)};
    let out = "";
    const write = (text) => { out += text; };
    await run(["validate", ${JSON.stringify(file)}, "--workers", "0"], { stdout: { write }, stderr: { write } });
    const peak = Number(/VmHWM:\\s*(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]) / 1024;
    process.stdout.write(JSON.stringify({ peak, out }));`;
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
