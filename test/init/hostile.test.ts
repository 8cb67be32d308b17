/** Pages are anybody's: whatever they hold, a proposal is data that reads back as it is, or a diagnostic, and it comes in time. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { parse } from "yaml";
import { init } from "../../generator/commands/init.js";
import { exists } from "../../generator/host/folders.js";
import { json, SMALLEST } from "./pages.js";

const folder = mkdtempSync(join(tmpdir(), "wireloom-init-hostile-"));
afterAll(() => rmSync(folder, { recursive: true }));
mkdirSync(join(folder, "docs/harbor"), { recursive: true });

const topic = (name: string): string =>
  `## ${name}\n\n${json({ topic: `${name}.BTC-EUR`, data: { symbol: "BTC-EUR" } })}`;
const many = (text: string, count = 20_000): string => text.repeat(count);

const PAGES: Readonly<Record<string, string>> = {
  "names of every object": `${topic("constructor")}\n\`constructor.{constructor}\`\n\n${topic("__proto__")}\n\n\`\`\`json\n{ "topic": "x.BTC-EUR", "__proto__": { "a": 1 }, "data": { "symbol": "BTC-EUR" } }\n\`\`\``,
  "names that lead out of the folder": topic("../../../etc/passwd"),
  "quotes and templates": topic("{{tide}}\"'`${x}`"),
  "YAML in headings": `## - &a *b !!js/function "c": # d\n\n${json({ topic: "tide.BTC-EUR", data: { symbol: "BTC-EUR" } })}`,
  "broken JSON": `${topic("tide")}\n\`\`\`json\n{ "topic": "tide", "data": [ {{{\n\`\`\``,
  "brackets without an end": `{"a":${many('{"a":')}`,
  "calls without an end": `\`\`\`python\n${many("ws.send(")}\n\`\`\``,
  "a cell without an end": `| Field | Type |\n|---|---|\n| ${many("a", 1_000_000)} | string |`,
  "endpoints without an end": many("wss://a.example/b "),
  "one topic over and over": many(`${topic("tide")}\n`, 200),
};

it.each(Object.keys(PAGES))("%s", async (name) => {
  const out = join(folder, name);
  writeFileSync(join(folder, "docs/harbor/page.md"), `# Connect\n${SMALLEST}\n${PAGES[name]}`);
  const { diagnostics, changes } = await init({ docs: join(folder, "docs"), pages: ["harbor"], out });
  for (const { code } of diagnostics) expect(code).toMatch(/^init\//);
  if (!exists(join(out, "harbor/line.yaml"))) return;
  expect(changes.map(({ path }) => path)).toEqual(["exchange.yaml", "harbor/line.yaml"]);
  const file = parse(readFileSync(join(out, "harbor/line.yaml"), "utf8"));
  expect(Object.getPrototypeOf(file)).toBe(Object.prototype);
  for (const { name: own } of file.topics) expect(own).toMatch(/^[A-Za-z][A-Za-z0-9_.-]*$/);
});
