/** The example of the README: it compiles under strict settings, and it runs, against the mock exchange. */

import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
import { expect, it } from "vitest";
import { startMock } from "../../generator/commands/mock.js";
import { compile } from "../compile.js";
import { ROOT } from "../real-docs.js";

const readme = readFileSync(join(ROOT, "README.md"), "utf8");
const example = /## Connect\n\n```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
// Below the root, so that the package and ws resolve as they do for its users.
const folder = join(ROOT, ".tmp/readme");

it("has at most 15 lines of code and compiles", () => {
  expect(example.split("\n").filter((line) => line.trim() !== "").length).toBeLessThanOrEqual(15);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "connect.mts");
  writeFileSync(path, example);
  const problems = compile([path], {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ["node"],
  });
  expect(problems).toEqual([]);
});

it("runs", async () => {
  const mock = await startMock({ line: "linear", intervalMs: 5 });
  const path = join(folder, "connect.mjs");
  mkdirSync(folder, { recursive: true });
  // The exchange's testnet is somewhere else than the mock.
  writeFileSync(path, example.replace('network: "testnet"', `url: ${JSON.stringify(mock.url("public"))}`));
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [path], { timeout: 20_000 });
  await mock.close();
  expect(stderr).toBe("");
  expect(stdout).toMatch(/^public connecting \npublic ready \n/);
  expect(stdout).toMatch(/close \d/);
  // A trade's price, and a book around it.
  expect(stdout).toMatch(/\d+\.\d+ 299\d\d\.\d 300\d\d\.\d/);
  expect(stdout).toMatch(/public closed \n$/);
});
