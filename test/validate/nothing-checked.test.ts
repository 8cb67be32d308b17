/** A run that checked nothing is no success, in no format and under no option. */

import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { REPORT_FORMATS } from "../../generator/validate/report/formats.js";
import type { ValidateReport } from "../../generator/validate/report/validate-report.js";
import { ROOT } from "../real-docs.js";
import { ACK, checkParsed as check, folder, ndjsonOf, put, REQUEST, trade, useFolder } from "./captures.js";

useFolder();

const GOOD = ndjsonOf([trade()]);
const UNKNOWN = ndjsonOf([{ topic: "weather", data: [] }]);
const har = (entries: unknown[]): string => JSON.stringify({ log: { entries } });
const emptyFolder = (name: string): string => {
  const path = join(folder(), name);
  mkdirSync(path, { recursive: true });
  return path;
};

const checkSchema = new Ajv2020({ strict: true, allErrors: true }).compile(
  JSON.parse(readFileSync(join(ROOT, "schemas/validate-report.schema.json"), "utf8")) as object,
);
const render = (report: ValidateReport, format: string): string =>
  REPORT_FORMATS[format]?.(report, { color: false }) ?? "";

interface Case {
  readonly name: string;
  readonly make: () => string;
  readonly options?: Parameters<typeof check>[1];
  readonly exit: 1 | 3;
  /** Of the input's damage. */
  readonly damage?: string;
}

const cases: readonly Case[] = [
  { name: "an empty folder", make: () => emptyFolder("none"), exit: 3, damage: "input/no-capture" },
  {
    name: "a folder with hidden files alone",
    make: () => join(put("hidden/.good.ndjson", GOOD), ".."),
    exit: 3,
    damage: "input/no-capture",
  },
  {
    name: "a folder with an empty folder in it",
    make: () => join(emptyFolder("outer/inner"), ".."),
    exit: 3,
    damage: "input/no-capture",
  },
  { name: "a glob without a match", make: () => join(folder(), "*.zst"), exit: 3, damage: "input/missing" },
  { name: "a file that is not there", make: () => join(folder(), "nowhere"), exit: 3, damage: "input/missing" },
  { name: "an empty file", make: () => put("empty", ""), exit: 3, damage: "input/empty" },
  { name: "blank lines", make: () => put("blank", "\n \r\n\n"), exit: 3, damage: "input/empty" },
  {
    name: "blank lines of a named format",
    make: () => put("blank", "\n\r\n\n"),
    options: { formatIn: "ndjson" },
    exit: 3,
    damage: "input/no-frames",
  },
  {
    name: "comments",
    make: () => put("comments", "# one\n# two\n"),
    options: { formatIn: "dialogue" },
    exit: 3,
    damage: "input/no-frames",
  },
  {
    name: "an HTTP archive without messages",
    make: () => put("page.har", har([{ request: { url: "https://example.org/" } }])),
    exit: 3,
    damage: "input/no-frames",
  },
  {
    name: "an HTTP archive that was cut before its first message",
    make: () => put("cut.har", har([{ request: { url: "https://example.org/" } }]).slice(0, 30)),
    exit: 3,
    damage: "input/damaged",
  },
  { name: "a line that was cut before its end", make: () => put("cut", GOOD.slice(0, 40)), exit: 1 },
  { name: "frames of no line", make: () => put("foreign", ndjsonOf([{ e: "depthUpdate" }])), exit: 1 },
  {
    name: "frames that the named line does not know",
    make: () => put("unknown", UNKNOWN),
    options: { line: "linear" },
    exit: 1,
  },
  { name: "requests alone", make: () => put("sent", ndjsonOf([REQUEST])), options: { line: "copy-trading" }, exit: 1 },
];

describe.each(cases)("$name", ({ make, options, exit, damage }) => {
  it("is an error under --fail-on never and in every format", async () => {
    const input = make();
    const { report, ...result } = await check(input, { ...options, failOn: "never" });
    expect(result.exit).toBe(exit);
    expect(result.diagnostics).toContainEqual(
      expect.objectContaining({ code: "validate/nothing-checked", severity: "error", fix: expect.any(String) }),
    );
    expect(report).toMatchObject({ checked: 0, nothingChecked: expect.stringMatching(/^Nothing was checked: /) });
    expect(report.captures.map(({ file, damage: own }) => [file, own?.code])).toEqual([[input, damage]]);
    checkSchema(JSON.parse(render(report, "json")));
    expect(checkSchema.errors ?? []).toEqual([]);
    for (const format of Object.keys(REPORT_FORMATS)) expect(render(report, format)).not.toMatch(/as documented/i);
    for (const format of ["text", "html", "github"])
      expect(render(report, format)).toContain(report.nothingChecked?.slice(0, -1));
    expect(render(report, "github")).toMatch(/^::error title=validate\/nothing-checked::Nothing was checked/m);
    expect(render(report, "junit")).toMatch(
      /<testcase classname="capture" name="validate\/nothing-checked">\s*<failure message="Nothing/,
    );
    const [run] = (JSON.parse(render(report, "sarif")) as { runs: { invocations: unknown[] }[] }).runs;
    expect(run?.invocations).toMatchObject([
      {
        executionSuccessful: false,
        toolExecutionNotifications: expect.arrayContaining([
          expect.objectContaining({ level: "error", message: { text: report.nothingChecked } }),
        ]),
      },
    ]);
  });
});

describe("something was checked", () => {
  it("replies alone are enough", async () => {
    const { report, exit } = await check(put("replies", ndjsonOf([ACK])), { line: "copy-trading" });
    expect(report).toMatchObject({ messages: 0, checked: 1 });
    expect(report.nothingChecked).toBeUndefined();
    expect(exit).toBe(0);
  });

  it("says which of several captures was not, without failing for what is a warning", async () => {
    const paths = [put("good", GOOD), put("unknown", UNKNOWN)];
    const { report, diagnostics, exit } = await check(paths, { line: "copy-trading" });
    expect(report.captures.map(({ checked }) => checked)).toEqual([1, 0]);
    expect(diagnostics).toMatchObject([{ code: "validate/capture-not-checked", severity: "warning", file: paths[1] }]);
    expect(exit).toBe(0);
    expect(render(report, "text")).toContain("1 frame, none of them checked");
    expect(render(report, "text")).not.toContain("The traffic is as documented");
  });

  it("a capture without a frame beside good ones is an error, as an empty file is", async () => {
    const paths = [put("good", GOOD), put("page.har", har([]))];
    const { report, exit } = await check(paths);
    expect(exit).toBe(3);
    expect(report.captures.map(({ damage }) => damage?.code)).toEqual([undefined, "input/no-frames"]);
    expect(report.nothingChecked).toBeUndefined();
  });

  it("a folder whose files were named before it is not empty", async () => {
    const path = put("day/good", GOOD);
    const { report, exit } = await check([path, join(folder(), "day")]);
    expect(exit).toBe(0);
    expect(report.captures).toHaveLength(1);
  });
});

describe("the baseline", () => {
  it("is not written over by a run that checked nothing", async () => {
    const baseline = join(folder(), "baseline.json");
    const path = put("odd", ndjsonOf([trade({ price: "1" })]));
    await check(path, { baseline, updateBaseline: true });
    const before = readFileSync(baseline, "utf8");
    expect(before).toContain("/data/*/price");
    const { exit } = await check(put("unknown", UNKNOWN), { line: "copy-trading", baseline, updateBaseline: true });
    expect(exit).toBe(1);
    expect(readFileSync(baseline, "utf8")).toBe(before);
  });
});
