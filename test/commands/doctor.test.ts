/** What a machine and a project have: missing things are told, wrong ones make an exit code. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { doctor } from "../../generator/commands/doctor.js";
import { generate } from "../../generator/commands/generate.js";
import { runCommand } from "../command-line.js";
import { ROOT } from "../real-docs.js";

const schemas = join(ROOT, "test/fixtures/toy-exchange/schemas");
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wireloom-doctor-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const statusOf = async (options: Parameters<typeof doctor>[0]): Promise<Record<string, string>> =>
  Object.fromEntries((await doctor(options)).findings.map(({ about, status }) => [about, status]));

it("finds nothing wrong where only things are missing, and says what to do", async () => {
  const out = join(folder, "package");
  const { findings, diagnostics } = await doctor({ schemas, docs: join(folder, "docs"), out });
  expect(diagnostics).toEqual([]);
  const missing = findings.filter(({ status }) => status === "missing");
  expect(missing.map(({ about }) => about)).toEqual(expect.arrayContaining(["docs", "package"]));
  for (const { fix } of missing) expect(fix).toBeTruthy();
});

it("finds a package that is not what the spec says", async () => {
  const out = join(folder, "package");
  await generate({ schemas, out });
  expect(await statusOf({ schemas, out })).toMatchObject({ spec: "good", package: "good" });
  const [line = ""] = readdirSync(join(out, "src")).filter((name) => name !== "runtime" && !name.includes("."));
  const file = join(out, "src", line, "frame.ts");
  writeFileSync(file, `${readFileSync(file, "utf8")}// edited\n`);
  expect(await statusOf({ schemas, out })).toMatchObject({ package: "wrong" });
  const { code, stdout } = await runCommand("doctor", "--schemas", schemas, "--out", out);
  expect(code).toBe(1);
  expect(stdout).toMatch(/package +wrong +1 file of .* would change\. Run generate\./);
});

it("finds a spec with faults, with the place of each", async () => {
  writeFileSync(join(folder, "exchange.yaml"), "name: [\n");
  const { findings, diagnostics } = await doctor({ schemas: folder });
  expect(findings.find(({ about }) => about === "spec")).toMatchObject({ status: "wrong" });
  expect(diagnostics.length).toBeGreaterThan(0);
});
