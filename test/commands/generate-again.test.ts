/** `generate` over a package that it wrote. The compiled one: the sources by themselves keep nothing from run to run. */

import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type * as commands from "../../generator/commands/generate.js";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import { readTree } from "../../generator/host/folders.js";

const ROOT = join(import.meta.dirname, "../..");
const COMPILED = new URL("../../dist/generator/commands/generate.js", import.meta.url).href;
const { generate } = (await import(/* @vite-ignore */ COMPILED)) as typeof commands;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wireloom-again-"));
  cpSync(join(ROOT, "test/fixtures/toy-exchange/schemas"), join(folder, "schemas"), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const path = (name: string): string => join(folder, name);
const read = (name: string): string => readFileSync(path(name), "utf8");
const edit = (name: string, change: (text: string) => string): void => writeFileSync(path(name), change(read(name)));

/** Into `generated`: paths that it changed, or would change, and what it said of errors. */
async function run(flags: commands.GenerateOptions = {}) {
  const { changes, diagnostics } = await generate({ schemas: path("schemas"), out: path("generated"), ...flags });
  const errors = diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);
  return { paths: changes.map((change) => change.path), errors };
}

/** What is written, but not what is kept from run to run. */
const written = (name: string) => readTree(path(name), createReport(), (file) => !file.startsWith(".wireloom-cache/"));

const TRADE = "src/tidepool/trade.ts";

test("where nothing changed, nothing is written and nothing that makes code is loaded", async () => {
  await run();
  const before = written("generated");
  const script = `
    import { createRequire } from "node:module";
    import { generate } from ${JSON.stringify(COMPILED)};
    const { changes } = await generate({ schemas: "schemas", out: "generated" });
    const makers = /node_modules\\/(?:ts-morph|json-schema-to-typescript|handlebars|ajv\\/dist\\/standalone)\\//;
    const loaded = Object.keys(createRequire(import.meta.url).cache).filter((file) => makers.test(file));
    process.stdout.write(JSON.stringify({ changes, loaded }));
  `;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { cwd: folder });
  expect(JSON.parse(String(stdout))).toEqual({ changes: [], loaded: [] });
  expect(written("generated")).toEqual(before);
});

test("a generated file that was edited is found, and is what it was with force", async () => {
  await run();
  const before = written("generated");
  edit(`generated/${TRADE}`, (text) => `${text}// Mine.\n`);
  expect(await run({ check: true })).toEqual({ paths: [TRADE], errors: ["check/stale"] });
  expect(await run()).toEqual({ paths: [], errors: ["usage/edited-files"] });
  expect(await run({ force: true })).toEqual({ paths: [TRADE], errors: [] });
  expect(written("generated")).toEqual(before);
});

test("a file that is missing is written again", async () => {
  await run();
  const before = written("generated");
  rmSync(path(`generated/${TRADE}`));
  expect(await run({ check: true })).toMatchObject({ paths: [TRADE] });
  expect(await run()).toEqual({ paths: [TRADE], errors: [] });
  expect(written("generated")).toEqual(before);
});

test("what other code kept, or is no record, counts as nothing", async () => {
  await run();
  const record = "generated/.wireloom-cache/made.json";
  const { code, made } = JSON.parse(read(record)) as { code: string; made: Record<string, object> };
  edit("schemas/tidepool/trade.schema.json", (text) => text.replaceAll('"description": "', '"description": "Now: '));
  await run({ out: path("other") });
  const inputs = Object.keys(JSON.parse(read("other/.wireloom-cache/made.json")).made);
  // As if the files at hand had been made of the edited schema, by another version.
  const stale = Object.fromEntries(inputs.map((input) => [input, made[input] ?? Object.values(made)[0]]));
  const other = JSON.stringify({ code: code.replace(/^./, (digit) => (digit === "0" ? "1" : "0")), made: stale });
  for (const text of [other, "<<<<<<<", "[]", '{"made":3}', JSON.stringify({ code, made: { [inputs[0] ?? ""]: 3 } })]) {
    writeFileSync(path(record), text);
    expect((await run({ check: true })).paths).toContain(TRADE);
  }
  await run();
  expect(written("generated")).toEqual(written("other"));
});

test("what is kept is not for git", async () => {
  await run();
  expect(read("generated/.wireloom-cache/.gitignore")).toBe("*\n");
});
