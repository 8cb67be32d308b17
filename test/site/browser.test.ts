/** The site as its readers have it: opened from disk in headless Chromium. */

import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { site } from "../../generator/commands/site.js";
import { ROOT } from "../real-docs.js";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const HAS_CHROMIUM = existsSync(CHROMIUM);

if (!HAS_CHROMIUM) {
  it(`is skipped: Chromium is not at ${CHROMIUM} (set CHROMIUM)`, ({ skip }) => {
    expect(process.env.CI, "in CI Chromium must be there").not.toBe("true");
    skip("needs Chromium");
  });
}

/** A documented message of linear, as `dialogues.json` has it. */
const { pushes } = JSON.parse(readFileSync(join(ROOT, "schemas/linear/dialogues.json"), "utf8")) as {
  pushes: { topic: string; message: { data: Record<string, unknown>[] } }[];
};
const candle = structuredClone(pushes.find(({ topic }) => topic === "candle")?.message);

describe.runIf(HAS_CHROMIUM)("the site in a browser", () => {
  const folder = mkdtempSync(join(tmpdir(), "wireloom-site-"));
  let browser: Browser;

  beforeAll(async () => {
    const { diagnostics } = await site({ schemas: join(ROOT, "schemas"), out: join(folder, "site") });
    expect(diagnostics).toEqual([]);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  interface Look {
    readonly dark?: boolean;
    readonly narrow?: boolean;
  }

  /** The page says nothing on its console, and asks for nothing that is no file of the site. */
  async function withPage(
    path: string,
    use: (page: Page) => Promise<void>,
    { dark, narrow }: Look = {},
  ): Promise<void> {
    const context = await browser.newContext({
      colorScheme: dark ? "dark" : "light",
      viewport: narrow ? { width: 390, height: 800 } : { width: 1280, height: 900 },
    });
    const complaints: string[] = [];
    try {
      const page = await context.newPage();
      page.on("console", (message) => complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("request", (request) => {
        if (!request.url().startsWith(pathToFileURL(folder).href) && !request.url().startsWith("data:"))
          complaints.push(`asks for ${request.url()}`);
      });
      await page.goto(pathToFileURL(join(folder, "site", path)).href);
      await use(page);
      expect(complaints, path).toEqual([]);
    } finally {
      await context.close();
    }
  }

  const check = async (page: Page, text: string): Promise<void> => {
    await page.fill("#check-text", text);
    await page.click("form.check button[type=submit]");
    await page.waitForSelector("#verdict .verdict");
  };

  it("finds a member, by keys alone, and goes to its row", () =>
    withPage("index.html", async (page) => {
      await page.keyboard.press("/");
      await page.keyboard.type("tick_direction");
      await page.waitForSelector("#results [role=option]");
      const first = page.locator("#results [role=option]").first();
      expect(await first.locator("b").textContent()).toBe("tick_direction");
      await page.keyboard.press("ArrowDown");
      expect(await first.getAttribute("aria-selected")).toBe("true");
      await page.keyboard.press("Enter");
      await page.waitForURL(/trade\.html#push\/data\/\*\/tick_direction$/);
      expect(await page.locator("tr:target th").textContent()).toBe("tick_direction");
    }));

  it("finds the values of an enum, and topics", () =>
    withPage("linear/index.html", async (page) => {
      for (const [text, place] of [
        ["MinusTick", /enums\.html#/],
        ["orderBookL2_25", /topics\/orderBookL2_25\.html$/],
      ] as const) {
        await page.fill("#search", text);
        const option = page.locator("#results [role=option]", { has: page.locator(`b:text-is("${text}")`) }).first();
        await option.waitFor();
        expect(await option.getAttribute("data-href")).toMatch(place);
      }
    }));

  it("makes the topic and the request of what is written in the form", () =>
    withPage("v5/topics/orderbook.html", async (page) => {
      await page.fill("#slot-symbol", "ETHUSDT");
      await page.selectOption("#slot-depth", "200");
      expect(await page.textContent("#topic-text")).toBe("orderbook.200.ETHUSDT");
      const request = JSON.parse((await page.textContent("#request-text")) ?? "") as unknown;
      expect(request).toEqual({ op: "subscribe", args: ["orderbook.200.ETHUSDT"] });
      // Other depths are documented for options.
      await page.selectOption("#connection", "option");
      expect(await page.locator("#slot-depth option").allTextContents()).toEqual(["25", "100"]);
      expect(await page.textContent("#topic-text")).toBe("orderbook.25.ETHUSDT");
    }));

  it("explains the member of an example that has the focus", () =>
    withPage("linear/topics/candle.html", async (page) => {
      await page.focus('.example a[href="#push/data/*/turnover"]');
      const explanation = await page.textContent(".explain");
      expect(explanation).toContain("data[].turnover");
      expect(explanation).toContain("Value traded in the candle.");
      expect(explanation).toMatch(/_websockets\.md:\d+/);
    }));

  it("says of a documented message that it is valid", () =>
    withPage("check.html", async (page) => {
      await check(page, JSON.stringify(candle));
      expect(await page.textContent("#verdict b")).toBe("Valid.");
      expect(await page.getAttribute("#verdict a", "href")).toBe("linear/topics/candle.html");
      expect(await page.textContent("#findings")).toBe("");
    }));

  it("marks each violation at its place, with the line of the page", () =>
    withPage("check.html", async (page) => {
      const [item] = candle?.data ?? [];
      const broken = { ...candle, data: [{ ...item, open: "35011.5", confirm: 7 }] };
      await check(page, JSON.stringify(broken));
      expect(await page.textContent("#verdict b")).toBe("2 violations.");
      const marks = await page.locator("#findings mark").allTextContents();
      expect(marks).toEqual(['"35011.5"', "7"]);
      const sources = JSON.parse(readFileSync(join(ROOT, "schemas/linear/sources.json"), "utf8")) as {
        schemas: Record<string, Record<string, { table?: number }>>;
      };
      const line = sources.schemas["candle.schema.json"]?.["/$defs/item/properties/open"]?.table;
      const said = page.locator("#findings .say").first();
      expect(await said.textContent()).toContain("Expected number at /data/0/open");
      expect(await said.locator("a").textContent()).toBe(`_websockets.md:${line}`);
    }));

  it("says why it does not know a message, and shows its text as text", () =>
    withPage("check.html", async (page) => {
      await check(page, "<img src=x onerror=alert(1)>");
      expect(await page.textContent("#verdict")).toBe("Not documented.It is no JSON.");
      await check(page, '{"topic":"<img src=x onerror=alert(1)>"}');
      expect(await page.textContent("#verdict")).toContain("It names a topic that no page documents.");
      const [item] = candle?.data ?? [];
      await check(page, JSON.stringify({ ...candle, data: [{ ...item, open: "<img src=x onerror=alert(1)>" }] }));
      expect(await page.textContent("#findings mark")).toBe('"<img src=x onerror=alert(1)>"');
      expect(await page.locator("#findings img").count()).toBe(0);
    }));

  it("checks a capture that is a file, message by message", () =>
    withPage("check.html", async (page) => {
      const [item] = candle?.data ?? [];
      const broken = { ...candle, data: [{ ...item, open: "1" }] };
      const envelope = { ts: 1, dir: "in", message: candle };
      const capture = [candle, broken, envelope, broken, { topic: "nothing" }]
        .map((one) => JSON.stringify(one))
        .join("\n");
      await page.setInputFiles("#check-file", {
        name: "a.ndjson",
        mimeType: "text/plain",
        buffer: Buffer.from(capture),
      });
      await page.waitForSelector("#findings details");
      expect(await page.textContent("#verdict")).toBe("5 messages.2 valid, 2 not as documented, 1 not documented.");
      const first = page.locator("#findings details").first();
      expect(await first.locator("summary").textContent()).toContain("2 times, first in line 2");
      await first.locator("summary").click();
      expect(await first.locator("mark").textContent()).toBe('"1"');
    }));

  it.each([
    ["light and wide", {}],
    ["dark and wide", { dark: true }],
    ["light and narrow", { narrow: true }],
    ["dark and narrow", { dark: true, narrow: true }],
  ] satisfies [string, Look][])(
    "has nothing that axe-core objects to, %s",
    async (_, look) => {
      const pages = [
        "index",
        "check",
        "linear/index",
        "linear/enums",
        "linear/defects",
        "v5/topics/orderbook",
        "spot/topics/v1/kline",
      ];
      for (const name of pages)
        await withPage(
          `${name}.html`,
          async (page) => {
            if (name === "check") await check(page, JSON.stringify({ ...candle, timestamp_e6: "1" }));
            await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
            await page.evaluate(axe.source);
            // It would fetch style sheets, which the policy of the page forbids.
            const { violations } = await page.evaluate(() =>
              (globalThis as unknown as { axe: typeof axe }).axe.run({ preload: false }),
            );
            const found = violations.flatMap(({ id, nodes }) =>
              nodes.map(({ html }) => `${name}: ${id} ${html.slice(0, 120)}`),
            );
            expect(found).toEqual([]);
            const overflow = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
            expect(overflow, `${name} is wider than the screen`).toBeLessThanOrEqual(0);
          },
          look,
        );
    },
    120_000,
  );
});
