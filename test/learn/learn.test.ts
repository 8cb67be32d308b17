/** From traffic to overlays and back: with what was proposed, the same traffic is clean. */

import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { derive } from "../../generator/commands/derive.js";
import { learn } from "../../generator/commands/learn.js";
import { exitCodeOf } from "../../generator/diagnostics/diagnostic.js";
import { runCommand } from "../command-line.js";
import { CAPTURE, DOCS, HAS_CAPTURE, HAS_DOCS, ROOT, requireCapture } from "../real-docs.js";
import { checkParsed as check, folder, ndjsonOf, put, trade, useFolder } from "../validate/captures.js";

useFolder();
requireCapture();

/** Not about the schemas: pings below the protocol, and data before its acknowledgement. */
const SKIP = ["heartbeat", "early-data"];

const messages = (count: number, change: (index: number) => Record<string, unknown>): string =>
  ndjsonOf(Array.from({ length: count }, (_, index) => trade(change(index))));

interface Entry {
  readonly at: string;
  readonly set: Record<string, unknown>;
  readonly because: string;
  readonly evidence: string;
}

const entriesOf = (text: string): Entry[] => parse(text) as Entry[];

describe("proposals", () => {
  it.each([
    [
      "another type",
      () => ({ price: "60621.5" }),
      "$['$defs']['item']['properties']['price']",
      { type: "string", format: "decimal" },
    ],
    [
      "another type now and then",
      (index: number) => (index % 2 ? { price: "x" } : {}),
      "$['$defs']['item']['properties']['price']",
      { type: ["number", "string"] },
    ],
    [
      "a new field",
      () => ({ flag: "1.5" }),
      "$['$defs']['item']",
      { properties: { flag: { type: "string", format: "decimal" } } },
    ],
    [
      "a new object",
      () => ({ extra: { list: [1, 2.5], name: "x" } }),
      "$['$defs']['item']",
      {
        properties: {
          extra: {
            type: "object",
            properties: { list: { type: "array", items: { type: "number" } }, name: { type: "string" } },
            required: ["list", "name"],
          },
        },
      },
    ],
    [
      "a new value",
      (index: number) => (index === 3 ? { side: "None" } : {}),
      "$['$defs']['item']['properties']['side']",
      { "x-enum": { values: ["Buy", "Sell", "None"] } },
    ],
  ] as const)("%s", async (_, change, at, set) => {
    const path = put("capture", messages(20, change));
    const { files, proposals } = await learn({ files: [path], line: "copy-trading", workers: 0 });
    expect([...files.keys()]).toEqual(["copy-trading/trade.overlay.yaml"]);
    const [entry] = entriesOf(files.get("copy-trading/trade.overlay.yaml") ?? "");
    expect(entry).toMatchObject({ at, set });
    expect(entry?.because).toMatch(/^The wire sends/);
    expect(entry?.evidence).toMatch(/ in 20 trade push messages; first at .*capture:\d+/);
    expect(proposals).toHaveLength(1);
    await expectLoop(path, "copy-trading");
  });

  it("a required field that is not always there, or never", async () => {
    const some = put(
      "some",
      messages(20, (index) => (index === 4 ? { cross_seq: undefined } : {})),
    );
    const { files } = await learn({ files: [some], line: "copy-trading", workers: 0 });
    const [entry] = entriesOf(files.get("copy-trading/trade.overlay.yaml") ?? "");
    expect(entry?.set.required).not.toContain("cross_seq");
    expect(entry?.evidence).toContain("present 19 of 20 times");
    await expectLoop(some, "copy-trading");
    const never = put(
      "never",
      messages(120, () => ({ cross_seq: undefined })),
    );
    const gone = await learn({ files: [never], line: "copy-trading", workers: 0 });
    expect(gone.proposals.map(({ set }) => set)).toContainEqual({ properties: { cross_seq: null } });
    await expectLoop(never, "copy-trading");
  });

  it("nothing for traffic that is as documented", async () => {
    const { proposals, messages: count } = await learn({
      files: [
        put(
          "capture",
          messages(200, () => ({})),
        ),
      ],
      workers: 0,
    });
    expect({ proposals, count }).toEqual({ proposals: [], count: 200 });
  });
});

/** learn, validate with the overlays: no error and no warning. */
async function expectLoop(path: string, line: string): Promise<void> {
  const before = await check(path, { line, skip: SKIP });
  expect(before.report.findings.length).toBeGreaterThan(0);
  const overlays = join(folder(), "overlays");
  await learn({ files: [path], line, write: overlays, workers: 0 });
  const after = await check(path, { line, skip: SKIP, overlays });
  expect(after.report.findings).toEqual([]);
}

describe.runIf(HAS_CAPTURE)("a real recording", () => {
  it("of the inverse wire as if it were linear: seven causes of errors, none with the overlays", async () => {
    await expectLoop(CAPTURE, "linear");
  });

  it.runIf(HAS_DOCS)("the overlays go through derive, and the derived spec finds nothing", async () => {
    const spec = join(folder(), "spec");
    cpSync(join(ROOT, "schemas"), spec, { recursive: true });
    const { files } = await learn({ files: [CAPTURE], line: "copy-trading", workers: 0 });
    expect([...files.keys()]).toEqual(["copy-trading/orderBookL2_25.overlay.yaml"]);
    const linear = await learn({ files: [CAPTURE], line: "linear", workers: 0 });
    for (const [file, text] of [...files, ...linear.files]) {
      mkdirSync(dirname(join(spec, file)), { recursive: true });
      writeFileSync(join(spec, file), text);
    }
    const derived = await derive({ docs: DOCS, schemas: spec, lines: ["copy-trading", "linear"] });
    expect(exitCodeOf(derived.diagnostics)).toBe(0);
    expect(derived.changes.map(({ path }) => path)).toEqual([
      "copy-trading/orderBookL2_25.schema.json",
      "linear/orderBookL2_25.schema.json",
      // A correction wrote a node anew: what stood below it is on no line any more.
      "linear/sources.json",
      "linear/trade.schema.json",
      "manifest.json",
    ]);
    for (const line of ["copy-trading", "linear"]) {
      const { report, exit } = await check(CAPTURE, { line, schemas: spec, skip: SKIP });
      expect({ line, exit, findings: report.findings }).toEqual({ line, exit: 0, findings: [] });
    }
    // What every message has is required now.
    const item = JSON.parse(readFileSync(join(spec, "copy-trading/orderBookL2_25.schema.json"), "utf8")).$defs.item;
    expect(item.required).toContain("id");
  });
});

describe("what was not written, and why", () => {
  const priced = (): string =>
    put(
      "capture",
      messages(20, () => ({ price: "60621.5" })),
    );
  const file = "copy-trading/trade.overlay.yaml";
  const run = (...args: string[]) =>
    runCommand("learn", "--workers", "0", "--line", "copy-trading", "--no-fast", ...args);

  it("is said of files that are there already, and nothing is said where all were written", async () => {
    const options = { files: [priced()], line: "copy-trading", write: join(folder(), "overlays"), workers: 0 };
    expect(await learn(options)).toMatchObject({ written: [file], skipped: [] });
    expect(await learn(options)).toMatchObject({ written: [], skipped: [{ reason: "unchanged", files: [file] }] });
  });

  it("without --write, without a proposal, and where nothing was checked", async () => {
    const asked = { write: join(folder(), "overlays"), line: "copy-trading", workers: 0 };
    const { write: _, ...unasked } = asked;
    expect((await learn({ ...unasked, files: [priced()] })).skipped).toMatchObject([
      { reason: "not-asked", files: [file] },
    ]);
    const clean = put(
      "clean",
      messages(20, () => ({})),
    );
    expect((await learn({ ...asked, files: [clean] })).skipped).toMatchObject([
      { reason: "nothing-proposed", files: [] },
    ]);
    const foreign = put("foreign", ndjsonOf([{ topic: "weather" }]));
    const nothing = await learn({ ...asked, files: [foreign] });
    expect(nothing.skipped).toMatchObject([{ reason: "nothing-checked" }]);
    expect(exitCodeOf(nothing.diagnostics)).toBe(1);
  });

  it("an interrupted run and one with a damaged input write nothing", async () => {
    const write = join(folder(), "overlays");
    const abort = new AbortController();
    const files = [
      priced(),
      put(
        "second",
        messages(20, () => ({})),
      ),
    ];
    const options = { files, line: "copy-trading", write, workers: 0 };
    const stopped = await learn({ ...options, signal: abort.signal, progress: () => abort.abort() });
    expect(stopped).toMatchObject({ written: [], skipped: [{ reason: "interrupted" }] });
    const damaged = await learn({ ...options, files: [...files, join(folder(), "nowhere")] });
    expect(damaged).toMatchObject({ written: [], skipped: [{ reason: "damaged-input", files: [file] }] });
    expect(exitCodeOf(damaged.diagnostics)).toBe(3);
    expect(existsSync(write)).toBe(false);
  });

  it("stands on the last line and in the JSON", async () => {
    const path = priced();
    const write = join(folder(), "overlays");
    const lastLine = (text: string): string => text.trimEnd().split("\n").at(-1) ?? "";
    expect(lastLine((await run(path)).stdout)).toBe(
      "# 1 proposal for 1 topic, from 20 messages; 1 file not written: --write DIR writes them.",
    );
    expect(lastLine((await run(path, "--write", write)).stdout)).toContain(`; 1 file written to ${write}.`);
    expect(lastLine((await run(path, "--write", write)).stdout)).toContain(
      "; 1 file not written: they are there already.",
    );
    expect(JSON.parse((await run(path, "--write", write, "--format", "json")).stdout)).toMatchObject({
      messages: 20,
      written: [],
      skipped: [{ reason: "unchanged", message: "they are there already", files: [file] }],
    });
  });

  it("-q prints overlays and nothing else", async () => {
    const { stdout } = await run(priced(), "-q");
    expect(stdout).toMatch(/^# copy-trading\/trade\.overlay\.yaml\n/);
    expect(stdout).not.toContain("proposal for");
    const clean = put(
      "clean",
      messages(20, () => ({})),
    );
    expect(await run(clean, "-q")).toEqual({ code: 0, stdout: "", stderr: "" });
  });
});

describe("the spec is never edited", () => {
  it("--write refuses the spec folder", async () => {
    const schemas = join(ROOT, "schemas");
    for (const write of [schemas, join(schemas, "linear")]) {
      const { diagnostics, changes } = await learn({
        files: [put("capture", ndjsonOf([trade()]))],
        line: "linear",
        write,
      });
      expect(exitCodeOf(diagnostics)).toBe(2);
      expect(changes).toEqual([]);
    }
    expect(existsSync(join(schemas, "linear/trade.overlay.yaml"))).toBe(false);
  });

  it("an overlay for no topic is an error that names the topics", async () => {
    put("overlays/linear/weather.overlay.yaml", "- at: $\n  set: {}\n  because: x\n  evidence: y\n");
    const path = put("capture", ndjsonOf([trade()]));
    await expect(check(path, { overlays: join(folder(), "overlays") })).rejects.toThrow(/no topic for this overlay/);
  });
});
