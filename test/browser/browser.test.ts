/** The clients in a browser: bundled by esbuild, run by headless Chromium against the mock exchange. */

import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { describe, expect, it } from "vitest";
import { startMock } from "../../generator/commands/mock.js";
import { entryOf } from "../../generator/spec/line-view.js";
import { askFor, placesOf } from "../client/clients.js";
import { loadLineSpec } from "../conformance/generated-package.js";
import { LINES, ROOT } from "../real-docs.js";
import { createJudge, messagesOf } from "../recognise/differential.js";
import type { Job, runJob, runRecogniser } from "./page.js";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const HAS_CHROMIUM = existsSync(CHROMIUM);

if (!HAS_CHROMIUM) {
  it(`is skipped: Chromium is not at ${CHROMIUM} (set CHROMIUM)`, ({ skip }) => {
    expect(process.env.CI, "in CI Chromium must be there").not.toBe("true");
    skip("needs Chromium");
  });
}

/** `/`: the page; `/strict`: with a policy that allows its script and nothing else to run. */
async function servePage(): Promise<Server> {
  const bundle = await build({
    entryPoints: [join(ROOT, "test/browser/page.ts")],
    bundle: true,
    write: false,
    format: "iife",
    platform: "browser",
    target: "es2022",
  });
  const script = bundle.outputFiles[0]?.text ?? "";
  const server = createServer(({ url }, response) => {
    response.setHeader("content-type", "text/html");
    if (url === "/strict") response.setHeader("content-security-policy", "script-src 'unsafe-inline'");
    response.end(
      `<!doctype html><title>clients</title><script>${script.replaceAll("</script", "<\\/script")}</script>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  return server;
}

describe.runIf(HAS_CHROMIUM)("in a browser", () => {
  it("the recogniser is WebAssembly, or JavaScript under a policy that forbids it, with the same answers", async () => {
    const judge = await createJudge("linear");
    const texts = ["{}", '{"topic":"trade.BTCUSD'];
    for (const { text } of messagesOf(judge.line, 3)) if (texts.push(text) > 60) break;
    const said = texts.map((text) => judge.recognise(Buffer.from(text), 0, Buffer.byteLength(text)) ?? null);
    const server = await servePage();
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
    try {
      for (const [path, compiled] of [
        ["/", true],
        ["/strict", false],
      ] as const) {
        const page = await browser.newPage();
        await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
        const outcome = await page.evaluate(
          (all) => (globalThis as unknown as { runRecogniser: typeof runRecogniser }).runRecogniser(all),
          texts,
        );
        expect(outcome).toEqual({ compiled, said });
      }
    } finally {
      await browser.close();
      server.close();
    }
  }, 60_000);

  it("every line connects, authenticates, subscribes, receives valid messages, keeps books, connects again and closes", async () => {
    const server = await servePage();
    const mock = await startMock({ intervalMs: 10, faults: [{ fault: "drop", after: 40, connections: 1 }] });
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
    try {
      const page = await browser.newPage();
      const errors: string[] = [];
      page.on("pageerror", (error) => errors.push(String(error)));
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      for (const line of LINES) {
        const spec = loadLineSpec(line);
        const names = Object.keys(spec.file.connections);
        const places = placesOf(spec);
        const books = places.filter(({ topic }) => entryOf(spec, topic)?.book);
        const job: Job = {
          line: line.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()) as Job["line"],
          urls: Object.fromEntries(names.map((name) => [name, mock.url(name, line)])),
          subscriptions: places.map(({ topic, connection }) => askFor(spec, topic, connection)),
          books: books.map(({ topic, connection }) => askFor(spec, topic, connection)),
        };
        const outcome = await page.evaluate(
          ([asked, reconnects]) => (globalThis as unknown as { runJob: typeof runJob }).runJob(asked, reconnects),
          [job, names.length * 2] as const,
        );
        expect(outcome.problems, line).toEqual([]);
        expect(Math.min(...outcome.counts), line).toBeGreaterThanOrEqual(3);
        expect(outcome.books.length, line).toBe(books.length);
        for (const { bids, asks } of outcome.books) expect(Math.min(bids, asks), line).toBeGreaterThan(0);
        for (const name of names) {
          const own = outcome.states.filter((state) => state.startsWith(`${name} `));
          expect(
            own.filter((state) => state === `${name} ready`),
            `${line} ${name}`,
          ).toHaveLength(2);
          expect(own.at(-1)).toBe(`${name} closed`);
        }
      }
      expect(errors).toEqual([]);
    } finally {
      await browser.close();
      await mock.close();
      await new Promise((resolve) => server.close(resolve));
    }
  }, 120_000);
});
