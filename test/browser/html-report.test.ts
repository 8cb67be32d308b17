/** The HTML report in a browser: no finding of axe, and it is open soon whatever it has to say. */

import { existsSync } from "node:fs";
import axe from "axe-core";
import { chromium } from "playwright-core";
import { describe, expect, it } from "vitest";
import { htmlReport } from "../../generator/validate/report/html.js";
import type { ReportFinding } from "../../generator/validate/report/validate-report.js";
import { check, ndjsonOf, put, trade, useFolder } from "../validate/captures.js";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

useFolder();

describe.runIf(existsSync(CHROMIUM))("the HTML report", () => {
  it.each(["light", "dark"] as const)("has no accessibility fault, %s", async (colorScheme) => {
    const path = put("capture", ndjsonOf([trade({ price: "1", flag: true }), trade(), { topic: "weather" }]));
    const { report } = await check(path, { line: "copy-trading", stats: true });
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
    try {
      const page = await browser.newPage({ colorScheme });
      await page.setContent(htmlReport(report));
      await page.evaluate(axe.source);
      const { violations } = (await page.evaluate("axe.run()")) as axe.AxeResults;
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});

describe("a report of many causes", () => {
  it("shows the first thousand, and says how many there are besides", async () => {
    const { report } = await check(put("capture", ndjsonOf([trade({ price: "1" })])), { line: "copy-trading" });
    const [finding] = report.findings;
    const findings = Array.from({ length: 100_000 }, () => finding as ReportFinding);
    const html = htmlReport({ ...report, findings });
    expect(html.match(/<details/g)?.length).toBeLessThan(1100);
    expect(html).toContain("And 99,000 more; the JSON report has them all.");
  });
});
