/** Where commands read and write if nothing is said: in the working directory, whatever the tool is installed in. */

import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { derive } from "../../generator/commands/derive.js";
import { generate } from "../../generator/commands/generate.js";
import { OWN_SCHEMAS } from "../../generator/commands/options.js";
import { exitCodeOf } from "../../generator/diagnostics/diagnostic.js";
import { EXAMPLE, LINE_YAML, PAGE } from "../derive/pages.js";
import { DOCS, HAS_DOCS } from "../real-docs.js";
import { EXCHANGE_YAML } from "../toy-exchange.js";

const before = process.cwd();
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wireloom-cwd-"));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

const toySpec = (): void => {
  mkdirSync("schemas/toy", { recursive: true });
  mkdirSync("docs/toy", { recursive: true });
  writeFileSync("schemas/exchange.yaml", EXCHANGE_YAML);
  writeFileSync("schemas/toy/line.yaml", LINE_YAML);
  writeFileSync("docs/toy/page.md", PAGE);
};

describe("generate", () => {
  it("writes ./generated from the spec that ships, where ./schemas is one of other tools", async () => {
    mkdirSync("schemas/orders", { recursive: true });
    writeFileSync("schemas/orders/order.schema.json", "{}");
    const { diagnostics, lines } = await generate();
    expect(exitCodeOf(diagnostics)).toBe(0);
    expect(lines.length).toBeGreaterThan(1);
    expect(readdirSync(folder).sort()).toEqual(["generated", "schemas"]);
    expect(readdirSync("schemas")).toEqual(["orders"]);
    expect(existsSync("generated/src/linear/trade.ts")).toBe(true);
  });

  it("reads ./schemas where that is a spec folder", async () => {
    toySpec();
    await derive({ docs: "docs" });
    expect((await generate()).lines.map(({ line }) => line)).toEqual(["toy"]);
  });

  it("in a user's project touches nothing of it: --out . is refused", async () => {
    toySpec();
    await derive({ docs: "docs" });
    mkdirSync("src");
    writeFileSync("package.json", '{ "name": "bot" }');
    writeFileSync("tsconfig.json", "{}");
    writeFileSync("src/bot.ts", "export {};");
    const { diagnostics } = await generate({ out: "." });
    expect(exitCodeOf(diagnostics)).toBe(2);
    expect(diagnostics[0]?.message).toMatch(/package\.json, tsconfig\.json/);
    expect(readdirSync(folder).sort()).toEqual(["docs", "package.json", "schemas", "src", "tsconfig.json"]);
    expect(readFileSync("package.json", "utf8")).toBe('{ "name": "bot" }');
    expect(readdirSync("src")).toEqual(["bot.ts"]);
  });
});

describe("derive", () => {
  it("writes into ./schemas, and again where nothing but a page changed", async () => {
    toySpec();
    expect(exitCodeOf((await derive({ docs: "docs" })).diagnostics)).toBe(0);
    writeFileSync("docs/toy/page.md", PAGE.replace(EXAMPLE, EXAMPLE.replace('"size": 2', '"size": 2, "id": 1')));
    const { diagnostics, changes } = await derive({ docs: "docs" });
    expect(exitCodeOf(diagnostics)).toBe(0);
    expect(changes.map(({ path }) => path)).toContain("toy/tick.schema.json");
  });

  it("refuses to write over a schema that was edited by hand", async () => {
    toySpec();
    await derive({ docs: "docs" });
    writeFileSync("schemas/toy/tick.schema.json", "{}");
    const { diagnostics } = await derive({ docs: "docs" });
    const [error] = diagnostics.filter(({ severity }) => severity === "error");
    expect(error).toMatchObject({ code: "usage/edited-files", message: expect.stringContaining("toy/tick") });
    expect(readFileSync("schemas/toy/tick.schema.json", "utf8")).toBe("{}");
  });

  it.runIf(HAS_DOCS)("begins a spec folder with what people wrote in the one that ships", async () => {
    const { diagnostics } = await derive({ docs: DOCS, lines: ["linear"] });
    expect(exitCodeOf(diagnostics)).toBe(0);
    expect(diagnostics.map(({ code }) => code)).toContain("config/new-spec-folder");
    expect(readFileSync("schemas/linear/line.yaml", "utf8")).toBe(
      readFileSync(join(OWN_SCHEMAS, "linear/line.yaml"), "utf8"),
    );
    expect(readFileSync("schemas/linear/trade.schema.json", "utf8")).toBe(
      readFileSync(join(OWN_SCHEMAS, "linear/trade.schema.json"), "utf8"),
    );
    // From then on it is the user's folder.
    cpSync("schemas/linear/line.yaml", "before.yaml");
    writeFileSync("schemas/linear/line.yaml", `# mine\n${readFileSync("before.yaml", "utf8")}`);
    expect(exitCodeOf((await derive({ docs: DOCS })).diagnostics)).toBe(0);
    expect(readFileSync("schemas/linear/line.yaml", "utf8")).toMatch(/^# mine/);
    expect((await generate()).lines.map(({ line }) => line)).toEqual(["linear"]);
  });
});
