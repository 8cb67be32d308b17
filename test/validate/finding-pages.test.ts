/** docs/findings/ has a page for each code of a report, made from the table that reports link by. `npx vitest run test/validate/finding-pages.test.ts --update` writes them. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import { filesBelow } from "../../generator/host/folders.js";
import { helpUrl, pageName, RULE_CODES, ruleOfCode } from "../../generator/validate/report/rules.js";
import { ROOT } from "../real-docs.js";

const FOLDER = join(ROOT, "docs/findings");

const pageOf = (code: string): string => {
  const rule = ruleOfCode(code);
  return `# ${rule?.title}\n\n\`${code}\`\n\n${rule?.why}\n\n**What to do:** ${rule?.todo}\n\n[All findings](README.md)\n`;
};

const index = (): string =>
  [
    "# Findings of `validate`",
    "",
    "| code | what it is |",
    "| --- | --- |",
    ...RULE_CODES.map((code) => `| [\`${code}\`](${pageName(code)}) | ${ruleOfCode(code)?.title} |`),
    "",
  ].join("\n");

/** Codes as the sources write them. */
function codesInSources(): string[] {
  const folder = join(ROOT, "generator");
  const files = filesBelow(folder, createReport()).filter((file) => /^(?:validate|capture)\/.*\.ts$/.test(file));
  const codes = files
    .filter((file) => !file.endsWith("report/rules.ts"))
    .flatMap((file) => {
      const text = readFileSync(join(folder, file), "utf8");
      const named = [...text.matchAll(/code(?::| =) "([a-z/-]+)"/g)].map(([, code = ""]) => code);
      const added = [...text.matchAll(/addError\(at, "([a-z-]+)"|^ +"([a-z]+-field)",$/gm)].map(
        ([, code, field]) => code ?? field ?? "",
      );
      const unrouted = file.endsWith("frame-findings.ts")
        ? [...text.matchAll(/^ {2}"?([a-z0-9-]+)"?: \{ severity/gm)].map(([, reason]) => `unrouted/${reason}`)
        : [];
      const constants = [...text.matchAll(/= "((?:validate\/|more-)[a-z-]+)"/g)].map(([, code = ""]) => code);
      return [...named, ...added, ...unrouted, ...constants];
    });
  return [...new Set(codes)].sort();
}

describe("the pages of findings", () => {
  it("are there for every code that a report can have, and for no other", () => {
    const codes = codesInSources();
    expect(codes.length).toBeGreaterThan(40);
    // What is wrong with the baseline is no finding.
    expect(codes.filter((code) => !code.includes("baseline"))).toEqual(RULE_CODES);
  });

  it.each(RULE_CODES)("%s is up to date", async (code) => {
    expect(helpUrl(code)).toMatch(new RegExp(`/docs/findings/${pageName(code).replace(".", "\\.")}$`));
    await expect(pageOf(code)).toMatchFileSnapshot(join(FOLDER, pageName(code)));
  });

  it("are listed", async () => {
    await expect(index()).toMatchFileSnapshot(join(FOLDER, "README.md"));
    expect(readdirSync(FOLDER).sort()).toEqual(["README.md", ...RULE_CODES.map(pageName)].sort());
  });
});
