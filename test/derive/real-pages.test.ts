/** What the five real pages hold, as the checklist of their elements counts it. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { derive } from "../../generator/commands/derive.js";
import { checkCoverage } from "../../generator/derive/coverage.js";
import type { DefectRow } from "../../generator/derive/defect-rows.js";
import { deriveLine } from "../../generator/derive/derive-line.js";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import { modulePathOf } from "../../generator/spec/module-path.js";
import { toSourceMap } from "../../generator/spec/source-map.js";
import {
  CHECKED_LINES,
  DOCS,
  HAS_DOCS,
  LINES,
  ROOT,
  readLineYaml,
  readRealLine,
  readRealSources,
  requireDocs,
} from "../real-docs.js";

requireDocs();

const pages = { "v5-execution": "S0", linear: "S1", "copy-trading": "S2", spot: "S3", "usdc-perpetual": "S4" } as const;

const readJson = (path: string): unknown => JSON.parse(readFileSync(join(ROOT, path), "utf8"));

describe.runIf(HAS_DOCS)("derive over the real pages", () => {
  const sources = new Map(
    LINES.map((line) => [line as string, toSourceMap(readJson(`schemas/${line}/sources.json`))?.defects ?? {}]),
  );
  const committed = (readJson("schemas/defects.json") as DefectRow[]).map((row) => ({
    ...row,
    ...sources.get(row.productLine)?.[row.id],
  }));
  const seed = deriveLine(readRealSources("v5-execution"), createReport()).defects.map((defect) => ({
    ...defect,
    productLine: "v5-execution",
  }));
  const rows = [...committed.filter(({ productLine }) => productLine !== "v5"), ...seed];
  const counts = (...codes: string[]): Record<string, number> =>
    Object.fromEntries(
      Object.entries(pages).map(([line, page]) => [
        page,
        rows.filter(({ productLine, code }) => productLine === line && codes.includes(code)).length,
      ]),
    );

  it("makes what is committed, without a warning, twice the same", async () => {
    const first = await derive({ docs: DOCS, check: true });
    const second = await derive({ docs: DOCS, check: true });
    expect(first.diagnostics).toEqual([]);
    expect(first.changes).toEqual([]);
    expect(second).toEqual(first);
  });

  // Counts of the hand-made checklist of the pages, page by page.
  it.each([
    ["type conflicts", ["type-conflict"], { S0: 0, S1: 39, S2: 13, S3: 13, S4: 20 }],
    ["name mismatches", ["name-mismatch"], { S0: 0, S1: 7, S2: 2, S3: 0, S4: 2 }],
    ["fields in examples only", ["example-only"], { S0: 5, S1: 13, S2: 8, S3: 3, S4: 3 }],
    ["fields in tables only", ["table-only"], { S0: 0, S1: 1, S2: 0, S3: 0, S4: 0 }],
    ["envelope members in no table", ["envelope-undocumented"], { S0: 0, S1: 44, S2: 42, S3: 31, S4: 47 }],
    ["empty or wrong-language blocks", ["empty-fence", "wrong-language"], { S0: 0, S1: 0, S2: 0, S3: 2, S4: 6 }],
    ["misspellings", ["misspelling"], { S0: 0, S1: 10, S2: 0, S3: 0, S4: 0 }],
    ["wrong or missing URLs", ["url-unknown", "url-missing"], { S0: 0, S1: 1, S2: 7, S3: 1, S4: 0 }],
  ] as const)("finds all %s", (_, codes, wanted) => {
    expect(counts(...codes)).toEqual(wanted);
  });

  it("finds an unscaled price equal to its scaled twin on the two pages that have it", () => {
    // S1: nine prices of the snapshot and two of the delta; S2: nine and one. S4 writes both right.
    expect(counts("scale-contradiction")).toEqual({ S0: 0, S1: 11, S2: 10, S3: 0, S4: 0 });
  });

  it("finds that sample code pings at another pace than the text asks for", () => {
    // 20 s in the texts; 30 in two pages' samples, 25 in one; the copy-trading samples set nothing.
    const found = rows.filter(({ code, claim }) => code === "number-contradiction" && claim.startsWith("text"));
    expect(found.map(({ productLine, evidence }) => [productLine, /\d+/.exec(evidence)?.[0]])).toEqual([
      ["linear", "30"],
      ["spot", "30"],
      ["usdc-perpetual", "25"],
    ]);
  });

  it("tells of placeholders: 1,212 uses, none without a text", () => {
    const told = rows.filter(({ code }) => code === "placeholder").map(({ claim }) => Number(/^\d+/.exec(claim)?.[0]));
    expect(told.sort((a, b) => a - b)).toEqual([238, 262, 310, 402]);
    expect(rows.some(({ code }) => code === "placeholder-unresolved")).toBe(false);
  });

  it.each(committed.filter(({ code }) => code === "type-conflict"))(
    "$productLine $topic $field: line $line is the row",
    (row) => {
      const [first = "", ...rest] = readFileSync(join(DOCS, row.page), "utf8")
        .split("\n")
        .slice((row.line ?? 0) - 1);
      // Of a table in HTML the row goes on to its end.
      const source = first.includes("<tr>") ? [first, ...rest].join("\n").split("</tr>")[0] : first;
      expect(source).toMatch(/\||<tr>/);
      const type = /^table: (.*)$/.exec(row.claim)?.[1] ?? "";
      expect(source).toContain(type);
      const key = row.field.split("/").at(-1) ?? "";
      expect(readFileSync(join(DOCS, row.page), "utf8").split("\n")[(row.otherLine ?? 0) - 1]).toContain(`"${key}"`);
    },
  );

  it.each([...LINES, "v5-execution"])("%s: every heading, table and fence is used or skipped with a reason", (line) => {
    const { file } = readRealSources(line);
    const read = readRealLine(line);
    for (const page of read.pages) {
      const report = createReport();
      const { used, skipped } = checkCoverage(page, file, read, report);
      expect(report.diagnostics).toEqual([]);
      expect(used + skipped.length).toBe(page.blocks.filter(({ kind }) => kind !== "prose").length);
      for (const { reason } of skipped) expect(reason).not.toBe("");
    }
  });

  it("notices a heading that nothing names", () => {
    const { file } = readRealSources("linear");
    const read = readRealLine("linear");
    const [page] = read.pages;
    if (!page) throw new Error("no page");
    const report = createReport();
    checkCoverage(page, { ...file, topics: file.topics.filter(({ name }) => name !== "wallet") }, read, report);
    // The heading, the request, the example and the table of the wallet topic.
    expect(report.diagnostics.map(({ code, line }) => [code, line])).toEqual([
      ["derive/uncovered", 1094],
      ["derive/uncovered", 1097],
      ["derive/uncovered", 1123],
      ["derive/uncovered", 1136],
    ]);
  });

  it("reads 48 tables and 643 rows", () => {
    const tables = CHECKED_LINES.flatMap((line) =>
      readRealLine(line).topics.flatMap(({ evidence }) => evidence.tables),
    );
    expect(tables).toHaveLength(48);
    expect(tables.reduce((sum, table) => sum + table.rows.length, 0)).toBe(643);
  });
});

describe("the committed schemas", () => {
  it("describe every property", () => {
    const missing: string[] = [];
    const visit = (node: unknown, place: string): void => {
      if (Array.isArray(node)) for (const [index, item] of node.entries()) visit(item, `${place}/${index}`);
      else if (typeof node === "object" && node !== null) {
        const { properties } = node as { properties?: Record<string, { description?: string }> };
        for (const [key, property] of Object.entries(properties ?? {})) {
          if (!property.description) missing.push(`${place}/${key}`);
        }
        for (const [key, inner] of Object.entries(node)) visit(inner, `${place}/${key}`);
      }
    };
    for (const line of LINES) {
      const file = readLineYaml(line);
      for (const topic of file.topics) {
        const path = join(ROOT, "schemas", line, `${modulePathOf(topic, file)}.schema.json`);
        visit(JSON.parse(readFileSync(path, "utf8")), `${line}/${topic.name}`);
      }
      visit(JSON.parse(readFileSync(join(ROOT, "schemas", line, "control.schema.json"), "utf8")), `${line}/control`);
    }
    expect(missing).toEqual([]);
  });
});
