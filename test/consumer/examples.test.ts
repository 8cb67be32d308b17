/** The examples compile under the project's settings, and do what they say: against the mock exchange, one of them in a browser. */

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import ts from "typescript";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Mock, startMock } from "../../generator/commands/mock.js";
import { compile } from "../compile.js";
import { ROOT } from "../real-docs.js";

const EXAMPLES = join(ROOT, "examples");
const SOURCES = readdirSync(EXAMPLES).filter((name) => name.endsWith(".ts"));
// Below the root, so that the packages and ws resolve as they do for their users.
const OUT = join(ROOT, ".tmp/examples");
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

let mock: Mock;
beforeAll(async () => {
  rmSync(OUT, { recursive: true, force: true });
  mkdirSync(OUT, { recursive: true });
  for (const name of SOURCES) {
    const { outputText } = ts.transpileModule(readFileSync(join(EXAMPLES, name), "utf8"), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    });
    writeFileSync(join(OUT, name.replace(/ts$/, "mjs")), outputText);
  }
  mock = await startMock({ line: "v5", intervalMs: 10 });
});
afterAll(() => mock.close());

/** Runs an example until it has printed so many lines, then interrupts it as a person would. */
async function firstLines(name: string, count: number, env: NodeJS.ProcessEnv = {}): Promise<string[]> {
  const exchange = `ws://127.0.0.1:${mock.port}`;
  const child: ChildProcess = spawn(process.execPath, [join(OUT, `${name}.mjs`)], {
    env: { ...process.env, EXCHANGE: exchange, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  let wrong = "";
  child.stderr?.on("data", (chunk: Buffer) => (wrong += chunk));
  child.stdout?.on("data", (chunk: Buffer) => {
    text += chunk;
    if (text.split("\n").length > count && !child.killed) child.kill("SIGINT");
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect([code, wrong]).toEqual([0, ""]);
  return text.split("\n").slice(0, count);
}

it("have less than 40 lines each and compile", () => {
  for (const name of SOURCES) expect(readFileSync(join(EXAMPLES, name), "utf8").split("\n").length).toBeLessThan(40);
  const settings = ts.readConfigFile(join(EXAMPLES, "tsconfig.json"), ts.sys.readFile).config;
  const { options, fileNames } = ts.parseJsonConfigFileContent(settings, ts.sys, EXAMPLES);
  expect(fileNames).toHaveLength(SOURCES.length);
  expect(compile(fileNames, options)).toEqual([]);
});

it("mid-price: a price between the best bid and the best ask", async () => {
  const prices = (await firstLines("mid-price", 4)).filter((line) => line !== "no price").map(Number);
  expect(prices.length).toBeGreaterThan(0);
  for (const price of prices) expect(price).toBeGreaterThan(0);
});

it("private-stream: executions, signed by a function", async () => {
  const lines = await firstLines("private-stream", 2, { API_KEY: "mock-key", API_SECRET: "mock-secret" });
  for (const line of lines) expect(line).toMatch(/^\S+ \S+ [\d.]+ at [\d.]+$/);
});

it("record-and-validate: what it recorded is as documented", async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(OUT, "record-and-validate.mjs"), join(OUT, "trades.ndjson.gz")],
    { env: { ...process.env, EXCHANGE: `ws://127.0.0.1:${mock.port}` }, timeout: 60_000 },
  );
  expect(stdout).toMatch(/^[1-9]\d* messages, 0 causes of errors\n$/);
}, 60_000);

it("hot-path: what is documented is proven, the rest is told apart", async () => {
  const file = join(OUT, "frames.txt");
  const ping = '{"success":true,"ret_msg":"pong","conn_id":"a","request":{"op":"ping","args":null}}';
  writeFileSync(file, `${[ping, ping.replaceAll(",", ", "), '{"topic":"trade.BTCUSDT"}'].join("\n")}\n`);
  const { stdout } = await promisify(execFile)(process.execPath, [join(OUT, "hot-path.mjs"), file]);
  expect(stdout.split("\n").filter((line) => line !== "")).toEqual(["invalid 1", "pong 2"]);
});

it("bot.test: passes", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ["--test", join(OUT, "bot.test.mjs")], {
    env: { ...process.env, NODE_TEST_CONTEXT: undefined },
  });
  expect(stdout).toMatch(/^# pass 1$/m);
}, 60_000);

it.runIf(existsSync(CHROMIUM))(
  "candles: rows appear in a browser",
  async () => {
    const bundle = await build({
      entryPoints: [join(EXAMPLES, "candles.ts")],
      bundle: true,
      write: false,
      format: "esm",
      platform: "browser",
      target: "es2022",
    });
    const files: Readonly<Record<string, readonly [type: string, text: string]>> = {
      "/candles.html": ["text/html", readFileSync(join(EXAMPLES, "candles.html"), "utf8")],
      "/candles.js": ["text/javascript", bundle.outputFiles[0]?.text ?? ""],
    };
    const server = createServer(({ url = "" }, response) => {
      const [type, text] = files[new URL(url, "http://localhost").pathname] ?? ["text/plain", ""];
      response.setHeader("content-type", type).end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
    try {
      const page = await browser.newPage();
      const { port } = server.address() as AddressInfo;
      await page.goto(`http://127.0.0.1:${port}/candles.html?exchange=ws://127.0.0.1:${mock.port}`);
      await page.waitForSelector("tbody tr");
      expect(await page.locator("tbody tr").first().locator("td").allTextContents()).toHaveLength(5);
    } finally {
      await browser.close();
      server.close();
    }
  },
  60_000,
);
