/** How many findings a report lists, what it says of the rest, and how it counts them in words. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createReport, type Severity } from "../../generator/diagnostics/diagnostic.js";
import { openOutput } from "../../generator/host/output-file.js";
import { createFindingCollector, type Finding, type FindingKey } from "../../generator/validate/check/findings.js";
import { writeBaseline } from "../../generator/validate/report/baseline.js";
import { REPORT_FORMATS } from "../../generator/validate/report/formats.js";
import type { ReportFinding } from "../../generator/validate/report/validate-report.js";
import { runCommand } from "../command-line.js";
import { checkFewTrades as check, checkTrades, folder, ndjsonOf, put, trade, useFolder } from "./captures.js";

useFolder();

const keyOf = (severity: Severity, index: number): FindingKey => ({
  code: "some-code",
  severity,
  line: "linear",
  connection: "",
  topic: "trade",
  form: "push",
  pointer: `/data/*/field_${index}`,
  keyword: "type",
  expected: "number",
  got: "string",
});
const placeOf = (line: number) => ({ source: 0, line, offset: line * 10 });
const collect = (keys: readonly FindingKey[], first = 0): Finding[] => {
  const collector = createFindingCollector();
  for (const [index, key] of keys.entries()) collector.add(key, placeOf(first + index));
  return collector.take();
};
const many = (severity: Severity, count: number): FindingKey[] =>
  Array.from({ length: count }, (_, index) => keyOf(severity, index));
const more = (findings: readonly Finding[]) =>
  findings.filter(({ code }) => code === "more-causes").map(({ severity, count, got }) => ({ severity, count, got }));

describe("a limit for each severity", () => {
  it("errors are listed behind any number of warnings and notes", () => {
    const findings = collect([...many("warning", 5000), ...many("info", 5000), ...many("error", 3)]);
    expect(findings.filter(({ severity }) => severity === "error")).toMatchObject(
      [0, 1, 2].map((index) => ({ code: "some-code", pointer: `/data/*/field_${index}` })),
    );
    expect(more(findings)).toEqual([
      { severity: "warning", count: 3000, got: "further causes of warnings that are not listed" },
      { severity: "info", count: 4500, got: "further causes of infos that are not listed" },
    ]);
  });

  it("errors that are not listed are one row, which is an error", () => {
    expect(more(collect([...many("error", 2500), ...many("warning", 10)]))).toEqual([
      { severity: "error", count: 500, got: "further causes of errors that are not listed" },
    ]);
  });

  it("every occurrence is counted once, however the capture is cut into blocks", () => {
    const deviation = fc.record({
      severity: fc.constantFrom<Severity[]>("error", "warning", "info"),
      index: fc.nat({ max: 4000 }),
    });
    fc.assert(
      fc.property(fc.array(fc.array(deviation, { maxLength: 3000 }), { maxLength: 4 }), (blocks) => {
        const collector = createFindingCollector();
        for (const block of blocks)
          collector.merge(collect(block.map(({ severity, index }) => keyOf(severity, index))), (place) => place);
        const merged = collector.take();
        for (const severity of ["error", "warning", "info"] as const) {
          const own = merged.filter((finding) => finding.severity === severity);
          const wanted = blocks.flat().filter((each) => each.severity === severity).length;
          expect(own.reduce((sum, { count }) => sum + count, 0)).toBe(wanted);
          expect(own.length).toBeLessThanOrEqual(severity === "info" ? 501 : 2001);
          expect(own.filter(({ code }) => code === "more-causes").length).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 20, seed: 5 },
    );
  });

  it("errors that are not listed are not accepted by a baseline", () => {
    const rest = { fingerprint: "0", count: 1, share: 1, known: false } as const;
    const findings = collect(many("error", 2001)).map(
      ({ first: _, last: __, ...finding }) =>
        ({
          ...finding,
          ...rest,
          first: { file: "", line: 1, offset: 0 },
          last: { file: "", line: 1, offset: 0 },
        }) as ReportFinding,
    );
    const path = join(folder(), "baseline.json");
    const report = createReport();
    const file = openOutput(path, report);
    if (file) writeBaseline(file, [], findings, { today: "2026-11-22", report });
    const { causes } = JSON.parse(readFileSync(path, "utf8")) as { causes: { code: string }[] };
    expect(causes).toHaveLength(2000);
    expect(causes.every(({ code }) => code === "some-code")).toBe(true);
  });
});

describe("undocumented members", () => {
  const COUNT = 6000;
  /** More than a megabyte, so that there are several blocks; the error comes last. */
  const capture = (last: Record<string, unknown>): string =>
    ndjsonOf([
      ...Array.from({ length: COUNT }, (_, index) => ({
        ...trade({ [`inner_${index}`]: index % 2 === 0 ? 1 : "text" }),
        ...(index % 2 === 0 && { [`outer_${index}`]: true }),
      })),
      trade(last),
    ]);

  it("of one object are 25 findings and a row for the others, and hide no error", async () => {
    const { report, exit } = await check(put("capture", capture({ price: "1" })));
    expect(exit).toBe(1);
    expect(report.findings[0]).toMatchObject({ code: "other-type", severity: "error", count: 1 });
    const own = report.findings.filter(({ code }) => code === "undocumented-field");
    expect(own).toHaveLength(2 * 26);
    expect(own.filter(({ got }) => got === "other members")).toMatchObject([
      { pointer: "/data/*", severity: "warning", count: COUNT - 25 },
      { pointer: "", severity: "warning", count: COUNT / 2 - 25 },
    ]);
  });

  it("are warnings whatever their number", async () => {
    const { report, exit } = await check(put("capture", capture({})));
    expect(report.findings.map(({ severity }) => severity)).toEqual(report.findings.map(() => "warning"));
    expect(exit).toBe(0);
  });

  it("are the same for any number of threads, and without proofs", async () => {
    const path = put("capture", capture({ price: "1" }));
    const alone = await checkTrades(path);
    for (const options of [{ workers: 2 }, { fast: false }])
      expect((await checkTrades(path, options)).report).toEqual(alone.report);
  });

  it("a member that is listed has a finding for each kind of value", async () => {
    const lines = Array.from({ length: 60 }, (_, index) => trade({ [`field_${index % 30}`]: index < 30 ? 1 : "text" }));
    const { report } = await check(put("capture", ndjsonOf(lines)));
    const named = report.findings.filter(({ got }) => got !== "other members");
    expect(named.filter(({ got }) => got === "integer")).toHaveLength(25);
    expect(named.filter(({ got }) => got === "string")).toHaveLength(25);
    expect(report.findings.find(({ got }) => got === "other members")?.count).toBe(10);
  });
});

describe("in words", () => {
  it.each([
    [1, 0, "1 cause of errors"],
    [2, 0, "2 causes of errors"],
    [0, 1, "1 cause of warnings"],
    [0, 2, "2 causes of warnings"],
    [1, 1, "1 cause of errors, 1 cause of warnings"],
    [2, 2, "2 causes of errors, 2 causes of warnings"],
  ])("%i of errors and %i of warnings", async (errors, warnings, words) => {
    const odd = trade({
      ...(errors > 0 && { price: "1" }),
      ...(errors > 1 && { size: "1" }),
      ...(warnings > 0 && { flag: 1 }),
      ...(warnings > 1 && { other: 1 }),
    });
    const { report, diagnostics } = await check(put("capture", ndjsonOf([odd])), { failOn: "warning" });
    expect(diagnostics.at(-1)?.message).toBe(`${words}; the report has them.`);
    for (const format of ["text", "html", "github"])
      expect(REPORT_FORMATS[format]?.(report, { color: false })).toMatch(new RegExp(`(^|[ >])${words}([.<]|$)`, "m"));
    expect(REPORT_FORMATS.github?.(report, { color: false })).toContain(" 1 message (100");
  });
});

describe("--quiet", () => {
  const run = (...args: string[]) => runCommand("validate", "--line", "copy-trading", "--no-fast", ...args);
  beforeEach(() => {
    vi.stubEnv("GITHUB_ACTIONS", "");
  });
  afterEach(() => vi.unstubAllEnvs());

  it("prints the findings and nothing around them", async () => {
    const path = put("odd", ndjsonOf([trade({ price: "1", flag: 1 })]));
    const { stdout, code } = await run(path, "-q");
    expect(code).toBe(1);
    const [first, second, ...others] = stdout.trimEnd().split("\n\n");
    expect(first).toMatch(/^error other-type copy-trading trade push /);
    expect(second).toMatch(/^warning undocumented-field copy-trading trade push /);
    expect(others).toEqual([]);
    expect((await run(path)).stdout).toContain(stdout.trimEnd());
  });

  it("prints nothing at all of clean traffic", async () => {
    expect(await run(put("clean", ndjsonOf([trade()])), "--quiet")).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  it("leaves the other formats as they are, and of diagnostics the errors", async () => {
    const path = put("odd", ndjsonOf([trade({ price: "1" })]));
    for (const format of ["json", "junit", "sarif", "html", "github"])
      expect((await run(path, "-q", "--format", format)).stdout).toBe((await run(path, "--format", format)).stdout);
    const two = [path, put("unknown", ndjsonOf([{ topic: "weather" }]))];
    expect((await run(...two)).stderr).toContain("warning validate/capture-not-checked");
    const { stderr } = await run(...two, "-q");
    expect(stderr).not.toContain("capture-not-checked");
    expect(stderr).toContain("error validate/findings");
  });
});
