/** A made-up exchange whose pages have every kind of defect: what derive and generate make of it is what a person has read and committed. */

import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { derive } from "../../generator/commands/derive.js";
import { generate } from "../../generator/commands/generate.js";
import { handWrittenFiles } from "../../generator/commands/spec-folder.js";
import { DEFECT_CODES } from "../../generator/derive/defect.js";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import { ROOT } from "../real-docs.js";
import { differences } from "./differences.js";

const FIXTURE = join(ROOT, "test/fixtures/toy-exchange");
const GOLDEN_SCHEMAS = join(FIXTURE, "schemas");
const GOLDEN_PACKAGE = join(FIXTURE, "generated");

const folder = mkdtempSync(join(tmpdir(), "wireloom-toy-exchange-"));
afterAll(() => rmSync(folder, { recursive: true }));

const schemas = join(folder, "schemas");
const handWritten = handWrittenFiles(GOLDEN_SCHEMAS, ["tidepool"], createReport());
for (const [path, text] of handWritten) writeBelow(schemas, path, text);
const derived = await derive({ docs: join(FIXTURE, "docs"), schemas });

/** Of the package, what people read: the code of validators and recognisers has tests of its own, the runtime is copied. */
const isRead = (path: string): boolean =>
  path === "package.json" ||
  path === "README.md" ||
  (path.startsWith("src/tidepool/") && !/\.check\.ts$|\/recognise(?:-wasm)?\.ts$/.test(path));
const isDerived = (path: string): boolean => path !== "manifest.json" && !handWritten.has(path);

if (process.env.UPDATE === "1") {
  for (const path of filesBelow(GOLDEN_SCHEMAS).filter(isDerived)) rmSync(join(GOLDEN_SCHEMAS, path));
  for (const path of filesBelow(schemas).filter(isDerived)) copyBelow(schemas, GOLDEN_SCHEMAS, path);
  await generate({ schemas, out: join(folder, "generated") });
  rmSync(GOLDEN_PACKAGE, { recursive: true, force: true });
  for (const path of filesBelow(join(folder, "generated")).filter(isRead))
    copyBelow(join(folder, "generated"), GOLDEN_PACKAGE, path);
}

describe("the schemas of the toy exchange", () => {
  const golden = filesBelow(GOLDEN_SCHEMAS).filter(isDerived);

  it("are derived without a word", () => {
    expect(derived.diagnostics).toEqual([]);
  });

  it("are those that were committed, and no others", () => {
    expect(filesBelow(schemas).filter(isDerived)).toEqual(golden);
  });

  it.each(golden.filter((path) => path.endsWith(".json") && path !== "defects.json"))("%s", (path) => {
    expect(differences(readJson(GOLDEN_SCHEMAS, path), readJson(schemas, path))).toEqual([]);
  });

  it.each(golden.filter((path) => !path.endsWith(".json")))("%s", (path) => {
    expect(read(schemas, path)).toBe(read(GOLDEN_SCHEMAS, path));
  });
});

describe("the defects of the toy exchange", () => {
  const codes = Object.keys(DEFECT_CODES);
  const rowsOf = (root: string, code: string) =>
    (readJson(root, "defects.json") as { code: string }[]).filter((row) => row.code === code);

  it.each(codes)("%s: at least one", (code) => {
    expect(rowsOf(GOLDEN_SCHEMAS, code)).not.toEqual([]);
  });

  it.each(codes)("%s: those that were committed", (code) => {
    expect(differences(rowsOf(GOLDEN_SCHEMAS, code), rowsOf(schemas, code))).toEqual([]);
  });

  it("stand along the pages", () => {
    expect(read(schemas, "defects.json")).toBe(read(GOLDEN_SCHEMAS, "defects.json"));
  });
});

describe("the package of the toy exchange", async () => {
  const golden = filesBelow(GOLDEN_PACKAGE);
  const out = join(folder, "generated");
  await generate({ schemas: GOLDEN_SCHEMAS, out });

  it("has the modules that were committed, and no others", () => {
    expect(filesBelow(out).filter(isRead)).toEqual(golden);
  });

  it.each(golden)("%s", (path) => {
    expect(read(out, path)).toBe(read(GOLDEN_PACKAGE, path));
  });
});

function filesBelow(root: string): string[] {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return paths.map((path) => path.slice(root.length + 1)).sort();
}

function read(root: string, path: string): string {
  return readFileSync(join(root, path), "utf8");
}

function readJson(root: string, path: string): unknown {
  return JSON.parse(read(root, path));
}

function writeBelow(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function copyBelow(from: string, to: string, path: string): void {
  cpSync(join(from, path), join(to, path));
}
