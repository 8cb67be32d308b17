/** `@wireloom/cli/mock` in a user's tests: it is light, typed by topic, and does what the test says. */

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, normalize } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import WebSocket from "ws";
import type { Mock } from "../../generator/commands/mock.js";
import { startMock, type TestMock } from "../../generator/mock-kit.js";
import { createClient } from "../client/clients.js";
import { ROOT } from "../real-docs.js";

let mock: TestMock | undefined;
afterEach(() => mock?.close());

const clientOf = (line: string, started: TestMock) => createClient(line, started as unknown as Mock);

describe("a test", () => {
  it("pushes by hand to who is subscribed, and sees the requests", async () => {
    mock = await startMock({ line: "linear" });
    const client = await clientOf("linear", mock);
    const message = { topic: "trade.BTCUSDT", data: [] };
    expect(mock.push("trade.BTCUSDT", message)).toBe(0);
    const received: unknown[] = [];
    const both = Promise.all([
      mock.subscribed("trade.BTCUSDT"),
      client.subscribe("trade.BTCUSDT", (value: unknown) => received.push(value)),
    ]);
    await both;
    await mock.subscribed("trade.BTCUSDT");
    expect(mock.push("trade.BTCUSDT", message)).toBe(1);
    expect(mock.push("trade.ETHUSDT", message)).toBe(0);
    await expect.poll(() => received).toEqual([message]);
    expect(mock.requests.map((request) => request.message)).toEqual([{ op: "subscribe", args: ["trade.BTCUSDT"] }]);
    await client.close();
  });

  it("sets the time at the exchange", async () => {
    mock = await startMock({ line: "spot", time: 1000 });
    const socket = new WebSocket(mock.url("v1"));
    await new Promise((resolve) => socket.on("open", resolve));
    const pong = async (): Promise<unknown> => {
      const answer = new Promise((resolve) => socket.once("message", (data) => resolve(JSON.parse(String(data)))));
      socket.send('{"ping":1}');
      return answer;
    };
    expect(await pong()).toEqual({ pong: 1000 });
    await mock.at(2000);
    expect(await pong()).toEqual({ pong: 2000 });
    await mock.close();
    mock = await startMock({ line: "linear" });
    await expect(mock.at(1)).rejects.toThrow(/`time`/);
  });
});

describe("what it costs", () => {
  const entry = join(ROOT, "dist/generator/mock-kit.js");

  it("importing it loads this one file and no library", () => {
    const coverage = mkdtempSync(join(tmpdir(), "wireloom-loaded-"));
    // V8 tells of every script that it loaded.
    execFileSync(process.execPath, ["--input-type=module", "-e", `await import(${JSON.stringify(entry)})`], {
      env: { ...process.env, NODE_V8_COVERAGE: coverage },
    });
    const loaded = readdirSync(coverage).flatMap((name) =>
      (JSON.parse(readFileSync(join(coverage, name), "utf8")) as { result: { url: string }[] }).result.map(
        ({ url }) => url,
      ),
    );
    rmSync(coverage, { recursive: true });
    expect(loaded.filter((url) => url.startsWith("file:") && !url.includes("[eval"))).toEqual([`file://${entry}`]);
  });

  it("no type of a library is in what its declarations import", () => {
    const packages = new Set<string>();
    const seen = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const [, name = ""] of readFileSync(file, "utf8").matchAll(/(?:from|import\()\s*"([^"]+)"/g)) {
        if (name.startsWith(".")) visit(normalize(join(dirname(file), name.replace(/\.js$/, ".d.ts"))));
        else packages.add(name);
      }
    };
    visit(join(ROOT, "dist/generator/mock-kit.d.ts"));
    expect([...packages].filter((name) => !name.startsWith("node:"))).toEqual([]);
  });
});

describe("types", () => {
  let folder = "";
  afterEach(() => rmSync(folder, { recursive: true }));

  it.each([
    ["node16", "node16"],
    ["nodenext", "nodenext"],
    ["esnext", "bundler"],
  ])(
    "compile by topic as module %s, without skipping declarations",
    (module, resolution) => {
      folder = mkdtempSync(join(tmpdir(), "wireloom-kit-"));
      symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
      writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
      writeFileSync(
        join(folder, "main.ts"),
        `import type { PayloadOf, Topic, TradeMessage } from "@wireloom/bybit/linear";
import { startMock } from "@wireloom/cli/mock";
const mock = await startMock<{ [T in Topic]: PayloadOf<T> }>({ line: "linear" });
declare const trade: TradeMessage;
mock.push("trade.BTCUSDT", trade);
// @ts-expect-error another topic
mock.push("candle.1.BTCUSDT", trade);
// @ts-expect-error no topic
mock.push("nothing", trade);
await mock.subscribed("trade.BTCUSDT");
const plain = await startMock({ line: "spot" });
plain.push("anything", {});
await mock.close();
`,
      );
      const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
      execFileSync(
        process.execPath,
        [
          ...[tsc, "--noEmit", "--strict", "--exactOptionalPropertyTypes", "--skipLibCheck", "false"],
          ...["--target", "es2022", "--types", "node", "--module", module, "--moduleResolution", resolution],
          "main.ts",
        ],
        { cwd: folder, encoding: "utf8" },
      );
    },
    180_000,
  );
});
