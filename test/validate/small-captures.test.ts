/** Proofs of messages are made where they are worth it; the report does not depend on it. */

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "../real-docs.js";
import { BOOK, delta, ndjsonOf, put, snapshot, trade, useFolder } from "./captures.js";

/** Tells each module that a process loads. */
const LOADER = `import { writeSync } from "node:fs";
export function load(url, context, next) { writeSync(2, url + "\\n"); return next(url, context); }`;
const moduleOf = (source: string): string => `data:text/javascript,${encodeURIComponent(source)}`;
const HOOK = moduleOf(`import { register } from "node:module"; register(${JSON.stringify(moduleOf(LOADER))});`);

const few = [snapshot(BOOK), delta({ update: [["60000.00", "Buy", 11]] }), trade(), trade({ price: "none" })];
const many = [...few, ...Array.from({ length: 1500 }, () => trade())];

function check(files: readonly string[], flags: readonly string[] = [], input = "") {
  const bin = join(ROOT, "dist/generator/bin.js");
  const args = ["--import", HOOK, bin, "validate", ...files, "--line", "copy-trading", "--workers", "0", ...flags];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", input });
  return { report: stdout, proves: stderr.includes("/validate/proof/proof-module.js\n") };
}

useFolder();

it("a capture that is parsed sooner than proofs are made has none, and the same report", { timeout: 60_000 }, () => {
  const files = [put("capture", ndjsonOf(few))];
  const { report, proves } = check(files);
  expect(proves).toBe(false);
  expect(report).toContain("type");
  expect(check(files, ["--fast"])).toEqual({ report, proves: true });
});

it("a long capture has them, unless they are not asked for, and so has one of unknown length", {
  timeout: 60_000,
}, () => {
  const path = put("capture", ndjsonOf(many));
  const long = check([path]);
  expect(long.proves).toBe(true);
  expect(check([path], ["--no-fast"])).toEqual({ report: long.report, proves: false });
  expect(check(["-"], [], readFileSync(path, "utf8").slice(0, 10_000)).proves).toBe(true);
});
