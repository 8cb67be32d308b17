/** One gate over all that is committed: schemas, package, what changed since a base, and the number of defects. */

import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type CheckOptions, check } from "../../generator/commands/check.js";
import { derive } from "../../generator/commands/derive.js";
import { generate } from "../../generator/commands/generate.js";
import { exitCodeOf } from "../../generator/diagnostics/diagnostic.js";
import { runCommand } from "../command-line.js";
import { ROOT } from "../real-docs.js";

const TOY = join(ROOT, "test/fixtures/toy-exchange");

let root: string;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "wireloom-check-"));
  for (const name of ["docs", "schemas"]) cpSync(join(TOY, name), join(root, name), { recursive: true });
  cpSync(join(TOY, "schemas"), join(root, "base"), { recursive: true });
  await derive({ docs: join(root, "docs"), schemas: join(root, "schemas"), force: true });
  await generate({ schemas: join(root, "schemas"), out: join(root, "package") });
});
afterEach(() => rmSync(root, { recursive: true }));

const options = (): CheckOptions => ({
  docs: join(root, "docs"),
  schemas: join(root, "schemas"),
  out: join(root, "package"),
  base: join(root, "base"),
});
async function statuses(more: Partial<CheckOptions> = {}): Promise<string[]> {
  const { checks, diagnostics } = await check({ ...options(), ...more });
  const failed = checks.some(({ status }) => status === "failed");
  expect(exitCodeOf(diagnostics)).toBe(failed ? 1 : 0);
  return checks.map(({ check: name, status }) => `${name} ${status}`);
}
function edit(path: string, change: (text: string) => string): void {
  const before = readFileSync(join(root, path), "utf8");
  expect(change(before)).not.toBe(before);
  writeFileSync(join(root, path), change(before));
}
const PASSED = ["schemas passed", "package passed", "changes passed", "defects passed"];

it("passes where everything is what it is made from", async () => {
  expect(await statuses()).toEqual(PASSED);
});

it("finds a page that was edited, and schemas and package that were not made anew", async () => {
  edit("docs/tidepool-docs/market.md", (text) => text.replace('"open_interest": 12,', '"open_interest": "12",'));
  expect(await statuses()).toEqual(["schemas failed", ...PASSED.slice(1)]);
  await derive({ docs: join(root, "docs"), schemas: join(root, "schemas") });
  expect(await statuses()).toEqual(["schemas passed", "package failed", "changes failed", "defects passed"]);
});

it("finds a package that was edited", async () => {
  appendFileSync(join(root, "package/src/index.ts"), "// mine\n");
  expect(await statuses()).toEqual(["schemas passed", "package failed", "changes passed", "defects passed"]);
});

it("holds the changes against a level, and the defects against a number", async () => {
  edit("base/tidepool/ticker.schema.json", (text) => text.replace(/\n *"format": "decimal",/, ""));
  // Its readers get less than before: a decimal where any text was.
  expect(await statuses()).toEqual(PASSED);
  expect(await statuses({ failOn: "dangerous" })).toContain("changes failed");
  const { length } = JSON.parse(readFileSync(join(root, "schemas/defects.json"), "utf8")) as unknown[];
  expect(await statuses({ maxDefects: length })).toContain("defects passed");
  expect(await statuses({ maxDefects: length - 1 })).toContain("defects failed");
});

it("says what it could not look for", async () => {
  const { checks, diagnostics } = await check({ ...options(), docs: join(root, "nowhere") });
  expect(diagnostics).toEqual([]);
  expect(checks[0]).toMatchObject({ check: "schemas", status: "skipped" });
  expect(checks[0]?.words).toContain("docs --docs");
});

it("is a table for people and an object for programs, and writes nothing", async () => {
  const named = ["--docs", join(root, "docs"), "--schemas", join(root, "schemas"), "--out", join(root, "package")];
  const text = await runCommand("check", ...named, "--base", join(root, "base"));
  expect([text.code, text.stderr]).toEqual([0, ""]);
  expect(text.stdout).toMatch(/^schemas +passed +0 files would change\n/);
  const json = await runCommand("check", ...named, "--base", join(root, "nowhere"), "--format", "json");
  expect(json.code).toBe(2);
  expect((JSON.parse(json.stdout) as { checks: { status: string }[] }).checks.map(({ status }) => status)).toEqual([
    "passed",
    "passed",
    "failed",
    "passed",
  ]);
});
