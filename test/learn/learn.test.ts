/** From traffic to overlays and back: with what was proposed, the same traffic is clean. */

import { cpSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { derive } from "../../generator/commands/derive.js";
import { learn } from "../../generator/commands/learn.js";
import { exitCodeOf } from "../../generator/diagnostics/diagnostic.js";
import { runCommand } from "../command-line.js";
import { CAPTURE, DOCS, HAS_CAPTURE, HAS_DOCS, LINEAR_CAPTURE, ROOT, requireCapture } from "../real-docs.js";
import {
  BOOK,
  checkParsed as check,
  delta,
  folder,
  ndjsonOf,
  put,
  snapshot,
  trade,
  useFolder,
} from "../validate/captures.js";

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
      { type: ["string", "number"], format: "decimal" },
    ],
    [
      "another type now and then",
      (index: number) => (index % 2 ? { price: "x" } : {}),
      "$['$defs']['item']['properties']['price']",
      { type: ["string", "number"] },
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
    expect(entry?.evidence).toMatch(/^push .* of 20; first at .*capture:\d+$/);
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
    expect(entry).toMatchObject({
      at: "$['$defs']['item']",
      optional: { cross_seq: "conditional" },
      confidence: "low",
    });
    expect(entry?.evidence).toMatch(/integer 19 of 20; first at .*some:5$/);
    await expectLoop(some, "copy-trading");
    const never = put(
      "never",
      messages(120, () => ({ cross_seq: undefined })),
    );
    const gone = await learn({ files: [never], line: "copy-trading", workers: 0 });
    expect(gone.proposals).toMatchObject([{ optional: { cross_seq: "unseen" }, confidence: "high" }]);
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
  it("of the inverse wire as if it were linear: causes of errors, none with the overlays", async () => {
    await expectLoop(CAPTURE, "linear");
  });

  it.each([
    ["linear", LINEAR_CAPTURE],
    ["copy-trading", CAPTURE],
  ])("%s is as the shipped spec says, and has nothing left to prove", async (line, capture) => {
    const { report } = await check(capture, { line, skip: SKIP });
    expect(report.findings).toEqual([]);
    expect((await learn({ files: [capture], line, workers: 0 })).proposals).toEqual([]);
  });

  describe.runIf(HAS_DOCS)("against the pages alone", () => {
    /** The shipped spec without the overlays of learned topics, derived anew. */
    async function uncorrected(): Promise<string> {
      const spec = join(folder(), "spec");
      cpSync(join(ROOT, "schemas"), spec, { recursive: true });
      for (const file of LEARNED) rmSync(join(spec, file));
      const { diagnostics } = await derive({ docs: DOCS, schemas: spec, lines: ["copy-trading", "linear"] });
      expect(exitCodeOf(diagnostics)).toBe(0);
      return spec;
    }

    it("has five causes of errors in linear, and each shipped correction is one that is proposed", async () => {
      const spec = await uncorrected();
      const { report } = await check(LINEAR_CAPTURE, { schemas: spec, skip: SKIP });
      expect(report.findings.map(({ pointer }) => pointer.split("/").at(-1)).sort()).toEqual([
        "cross_seq",
        "id",
        "is_block_trade",
        "timestamp_e6",
        "transactTimeE6",
      ]);
      const runs = await Promise.all(
        [LINEAR_CAPTURE, CAPTURE].map((file) => learn({ files: [file], schemas: spec, workers: 0 })),
      );
      const proposed = new Map(runs.flatMap(({ files }) => [...files]));
      expect([...proposed.keys()].sort()).toEqual(LEARNED);
      for (const [file, text] of proposed)
        expect(entriesOf(text).map(changeOf)).toEqual(
          entriesOf(readFileSync(join(ROOT, "schemas", file), "utf8")).map(changeOf),
        );
    });

    it("any entry can be struck out: the others apply, and their facts are no causes any more", async () => {
      const spec = await uncorrected();
      const { files } = await learn({ files: [LINEAR_CAPTURE], schemas: spec, workers: 0 });
      const file = "linear/orderBookL2_25.overlay.yaml";
      const entries = entriesOf(files.get(file) ?? "");
      expect(entries).toHaveLength(4);
      for (const struck of entries.keys()) {
        put(`some/${struck}/${file}`, stringify(entries.filter((_, index) => index !== struck)));
        const overlays = join(folder(), `some/${struck}`);
        const { report } = await check(LINEAR_CAPTURE, { line: "linear", schemas: spec, overlays, skip: SKIP });
        expect(report.findings.filter(({ topic }) => topic === "orderBookL2_25")).toHaveLength(1);
        // What is accepted already is not proposed again.
        const again = await learn({ files: [LINEAR_CAPTURE], line: "linear", schemas: spec, overlays, workers: 0 });
        expect(again.proposals.filter((proposal) => proposal.file === file)).toMatchObject([
          { at: entries[struck]?.at },
        ]);
      }
    });

    it("learned on one half, the other half has no error", async () => {
      const spec = await uncorrected();
      const lines = readFileSync(LINEAR_CAPTURE, "utf8").split("\n");
      // Both begin with the connection and the snapshots.
      const begin = lines.slice(0, 200);
      const rest = lines.slice(200);
      const halves = [0, 1].map((half) => {
        const own = rest.slice((rest.length / 2) * half, (rest.length / 2) * (half + 1));
        return put(`half-${half}.raw`, [...begin, ...own].join("\n"));
      });
      for (const [half, other] of [halves, [...halves].reverse()] as const) {
        const write = join(folder(), `from-${half === halves[0] ? "first" : "second"}`);
        await learn({ files: [half ?? ""], line: "linear", schemas: spec, write, workers: 0 });
        // What was cut out is missing in the books.
        const skip = [...SKIP, "book", "sequence"];
        const { report } = await check(other ?? "", { line: "linear", schemas: spec, overlays: write, skip });
        expect(report.findings.filter(({ severity }) => severity === "error")).toEqual([]);
      }
    });
  });
});

/** Overlays of topics that the recordings show. */
const LEARNED = [
  "copy-trading/orderBookL2_25.overlay.yaml",
  "linear/orderBookL2_25.overlay.yaml",
  "linear/trade.overlay.yaml",
];

const changeOf = ({ because: _, evidence: _evidence, ...change }: Entry) => change;

describe("a fact", () => {
  it("that few values show is left out, and said", async () => {
    const capture = put(
      "capture",
      messages(200, (index) => (index === 7 ? { price: "oops" } : {})),
    );
    const asked = { files: [capture], line: "copy-trading", workers: 0 };
    expect(await learn(asked)).toMatchObject({
      proposals: [],
      rare: ["copy-trading trade: The wire sends text, the docs say number (1 of 200 times, 0.50 %)."],
    });
    expect(await learn({ ...asked, minShare: 0.005 })).toMatchObject({ proposals: [{ confidence: "low" }], rare: [] });
    const { stdout } = await runCommand("learn", "--workers", "0", "--line", "copy-trading", capture);
    expect(stdout).toContain("# Left out, because few values show it (--min-share):\n# - copy-trading trade: The wire");
  });

  it("of several places is one entry, whose first place is the earliest of its kind", async () => {
    const withText = (message: object): unknown =>
      JSON.parse(JSON.stringify(message), (key, value) => (key === "id" ? String(value) : value));
    const deltas = Array.from({ length: 20 }, (_, index) =>
      delta({ update: [["60000.00", "Buy", index]], gone: [["60000.00", "Buy"]] }, 101 + index),
    );
    const capture = put("capture", ndjsonOf([snapshot(BOOK), ...deltas.map(withText)]));
    const { proposals } = await learn({ files: [capture], line: "copy-trading", workers: 0 });
    expect(proposals).toMatchObject([
      {
        at: "$['$defs']['item','delete_item']['properties']['id']",
        set: { type: ["string", "integer"], format: "decimal" },
        evidence: expect.stringMatching(/; first at .*capture:2$/),
        confidence: "medium",
      },
    ]);
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
    const before = readFileSync(join(schemas, "linear/trade.overlay.yaml"), "utf8");
    for (const write of [schemas, join(schemas, "linear")]) {
      const { diagnostics, changes } = await learn({
        files: [put("capture", ndjsonOf([trade()]))],
        line: "linear",
        write,
      });
      expect(exitCodeOf(diagnostics)).toBe(2);
      expect(changes).toEqual([]);
    }
    expect(readFileSync(join(schemas, "linear/trade.overlay.yaml"), "utf8")).toBe(before);
  });

  it("an overlay for no topic is an error that names the topics", async () => {
    put("overlays/linear/weather.overlay.yaml", "- at: $\n  set: {}\n  because: x\n  evidence: y\n");
    const path = put("capture", ndjsonOf([trade()]));
    await expect(check(path, { overlays: join(folder(), "overlays") })).rejects.toThrow(/no topic for this overlay/);
  });
});
