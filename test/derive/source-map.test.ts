/** An edit of a page that changes no claim moves lines: schemas, defects and types stay, and what names lines is right again. */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { derive } from "../../generator/commands/derive.js";
import { generate } from "../../generator/commands/generate.js";
import { readLineFiles } from "../../generator/commands/line-files.js";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import { loadSpec } from "../../generator/spec/load-spec.js";
import { EXCHANGE_YAML } from "../toy-exchange.js";
import { LINE_YAML, PAGE } from "./pages.js";

const top = mkdtempSync(join(tmpdir(), "wireloom-source-map-"));
const docs = join(top, "docs");
const schemas = join(top, "schemas");
const out = join(top, "out");
// A type in the table that the example contradicts: a defect with two lines.
const page = PAGE.replace("| size | number |", "| size | string |");
const SIZE_ROW = page.split("\n").findIndex((text) => text.startsWith("| size")) + 1;
const SIZE_VALUE = page.split("\n").findIndex((text) => text.includes('"size"')) + 1;

const writePage = (text: string): void => writeFileSync(join(docs, "toy/page.md"), text);
const readSources = () => JSON.parse(readFileSync(join(schemas, "toy/sources.json"), "utf8"));

function filesOf(root: string): Map<string, string> {
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).sort();
  return new Map(
    paths
      .filter((path) => statSync(join(root, path)).isFile())
      .map((path) => [path, readFileSync(join(root, path), "utf8")]),
  );
}

const changedIn = (before: Map<string, string>, after: Map<string, string>): string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path));

const load = () => {
  const report = createReport();
  const spec = loadSpec(readLineFiles(schemas, undefined, report), schemas, report);
  return { report, item: spec.lines[0]?.topics[0]?.definitions.get("item") };
};

beforeEach(async () => {
  rmSync(top, { recursive: true, force: true });
  mkdirSync(join(docs, "toy"), { recursive: true });
  mkdirSync(join(schemas, "toy"), { recursive: true });
  writeFileSync(join(schemas, "exchange.yaml"), EXCHANGE_YAML);
  writeFileSync(join(schemas, "toy/line.yaml"), LINE_YAML);
  writePage(page);
  await derive({ docs, schemas });
  await generate({ schemas, out });
});

afterAll(() => rmSync(top, { recursive: true, force: true }));

describe("a comment at the top of a page", () => {
  it("changes one file of the spec and one of the package", async () => {
    const [spec, code] = [filesOf(schemas), filesOf(out)];
    writePage(`<!-- a comment -->\n${page}`);
    await derive({ docs, schemas });
    await generate({ schemas, out });
    expect(changedIn(spec, filesOf(schemas))).toEqual(["toy/sources.json"]);
    expect(changedIn(code, filesOf(out))).toEqual(["src/toy/sources.ts"]);
  });

  it("moves each line by one, those of defects too", async () => {
    writePage(`<!-- a comment -->\n${page}`);
    await derive({ docs, schemas });
    const { item } = load();
    const size = item?.kind === "object" ? item.members.find(({ name }) => name === "size") : undefined;
    expect(size?.type.sources).toEqual([{ lines: { table: SIZE_ROW + 1, example: SIZE_VALUE + 1 } }]);
    const defects = JSON.parse(readFileSync(join(schemas, "defects.json"), "utf8")) as { id: string; code: string }[];
    const conflict = defects.find(({ code }) => code === "type-conflict");
    expect(readSources().defects[conflict?.id ?? ""]).toEqual({ line: SIZE_ROW + 1, otherLine: SIZE_VALUE + 1 });
  });
});

describe("sources.json", () => {
  it.each([
    ["is no JSON", "{"],
    ["has no lines", "[]"],
    ["has words for lines", '{"schemas":{"tick.schema.json":{"":{"heading":"one"}}},"defects":{}}'],
    ["has a line before the first", '{"schemas":{},"defects":{"a":{"line":0}}}'],
  ])("that %s is told, and costs the lines only", (_, text) => {
    writeFileSync(join(schemas, "toy/sources.json"), text);
    const { report, item } = load();
    expect(report.diagnostics).toMatchObject([
      {
        code: "config/source-map",
        severity: "warning",
        file: "toy/sources.json",
        fix: expect.stringContaining("derive"),
      },
    ]);
    expect(item?.kind).toBe("object");
  });

  it("may be missing: what nobody derived is on no page", () => {
    rmSync(join(schemas, "toy/sources.json"));
    const { report, item } = load();
    expect(report.diagnostics).toEqual([]);
    expect(item?.sources).toEqual([]);
  });

  it("is replaced whatever it holds: nobody edits it", async () => {
    const before = filesOf(schemas);
    writeFileSync(join(schemas, "toy/sources.json"), "edited");
    const { diagnostics } = await derive({ docs, schemas });
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(changedIn(before, filesOf(schemas))).toEqual([]);
  });
});
