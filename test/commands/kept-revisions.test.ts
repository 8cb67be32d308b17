/** What the pages said when a capture was made: revisions that history keeps, and validate judges by. */

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { derive } from "../../generator/commands/derive.js";
import { diff } from "../../generator/commands/diff.js";
import { type HistoryResult, history } from "../../generator/commands/history.js";
import { readLineFiles } from "../../generator/commands/line-files.js";
import { type ValidateOptions, validate } from "../../generator/commands/validate.js";
import { createReport, type Diagnostic } from "../../generator/diagnostics/diagnostic.js";
import { loadSpec } from "../../generator/spec/load-spec.js";
import type { ValidateReport } from "../../generator/validate/report/validate-report.js";
import { runCommand } from "../command-line.js";
import { ROOT } from "../real-docs.js";

const TOY = join(ROOT, "test/fixtures/toy-exchange");
const TICKER = "ticker.2022-01-01T000000Z.schema.json";

let root: string;
let repo: string;
let schemas: string;
const revisions = (): string => join(schemas, "tidepool/revisions");

function commit(date: string, change: (page: string) => string): void {
  const page = join(repo, "market.md");
  writeFileSync(page, change(readFileSync(page, "utf8")));
  const git = (...args: string[]): string =>
    execFileSync(
      "git",
      ["-c", "user.name=A", "-c", "user.email=a@toys.example", "-c", "commit.gpgsign=false", ...args],
      {
        cwd: repo,
        env: { ...process.env, GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date },
        encoding: "utf8",
      },
    );
  if (!existsSync(join(repo, ".git"))) git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-q", "-m", date);
}

/** In 2022 open interest is text, since 2023 it is the number that the page has today. */
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "wireloom-kept-"));
  repo = join(root, "docs/tidepool-docs");
  mkdirSync(join(root, "docs"));
  cpSync(join(TOY, "docs/tidepool-docs"), repo, { recursive: true });
  commit("2022-01-01T00:00:00Z", (page) => page.replace('"open_interest": 12,', '"open_interest": "12",'));
  commit("2022-06-01T00:00:00Z", (page) => page.replace("|Last price |", "|The last price |"));
  commit("2023-01-01T00:00:00Z", (page) => page.replace('"open_interest": "12",', '"open_interest": 12,'));
  commit("2023-06-01T00:00:00Z", (page) => page.replace("|The last price |", "|Last price |"));
});
beforeEach(() => {
  if (schemas !== undefined) rmSync(schemas, { recursive: true });
  schemas = join(root, "schemas");
  cpSync(join(TOY, "schemas"), schemas, { recursive: true });
});
afterAll(() => rmSync(root, { recursive: true }));

const keep = (options: Partial<Parameters<typeof history>[0]> = {}): Promise<HistoryResult> =>
  history({ repo, line: "tidepool", schemas, keep: true, ...options });

const codesOf = (diagnostics: readonly Diagnostic[]): string[] => diagnostics.map(({ code }) => code);

const loaded = (): readonly Diagnostic[] => {
  const report = createReport();
  loadSpec(readLineFiles(schemas, ["tidepool"], report), schemas, report);
  return report.diagnostics;
};

function editRevision(change: (schema: Record<string, unknown>) => unknown): void {
  const path = join(revisions(), TICKER);
  writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, "utf8"))), null, 2));
}

describe("history --keep", () => {
  it("writes the schema that was true before a change of which messages are right, and none for one of words", async () => {
    const { kept, diagnostics } = await keep();
    expect(diagnostics).toEqual([]);
    expect(kept?.changes).toEqual([
      { path: "manifest.json", kind: "added" },
      { path: TICKER, kind: "added" },
    ]);
    const schema = JSON.parse(readFileSync(join(revisions(), TICKER), "utf8"));
    expect(schema["x-revision"]).toMatchObject({ from: "2022-01-01T00:00:00Z", until: "2023-01-01T00:00:00Z" });
    const first = execFileSync("git", ["rev-list", "--max-parents=0", "HEAD"], { cwd: repo, encoding: "utf8" }).trim();
    expect(schema["x-revision"].commit).toBe(first);
    expect(JSON.stringify(schema)).toMatch(/"open_interest":\{[^}]*"type":"string"/);
    expect(loaded()).toEqual([]);
  });

  it("changes nothing when it is run again, and takes away what is not true", async () => {
    await keep();
    expect((await keep()).kept?.changes).toEqual([]);
    const { kept } = await keep({ since: "HEAD" });
    expect(kept?.changes).toContainEqual({ path: TICKER, kind: "removed" });
    expect((await keep()).kept?.changes).toContainEqual({ path: TICKER, kind: "added" });
  });

  it("replaces nothing that people edited", async () => {
    await keep();
    editRevision((schema) => ({ ...schema, title: "Mine" }));
    expect(codesOf((await keep()).diagnostics)).toEqual(["usage/edited-files"]);
  });

  it("is refused where the last commits are left out", async () => {
    expect(codesOf((await keep({ until: "HEAD~1" })).diagnostics)).toEqual(["usage/option"]);
    expect(existsSync(revisions())).toBe(false);
  });
});

describe("what else reads the spec", () => {
  it("derives as before, and keeps the folder", async () => {
    await keep();
    const docs = join(root, "docs");
    const result = await derive({ docs, schemas, lines: ["tidepool"] });
    expect(result.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(existsSync(join(revisions(), TICKER))).toBe(true);
    expect((await derive({ docs, schemas, lines: ["tidepool"], check: true })).changes).toEqual([]);
  });

  it("compares today's schemas alone", async () => {
    await keep();
    const { diff: found, diagnostics } = await diff({ before: join(TOY, "schemas"), after: schemas });
    expect([found?.changes, diagnostics]).toEqual([[], []]);
  });
});

const ticker = (openInterest: number | string) => ({
  channel: "ticker.SHELLPRLT",
  type: "snapshot",
  seq: 1,
  sent_at: 1700000000000123,
  body: {
    symbol: "SHELLPRLT",
    last_price: "15000",
    last_price_e4: "15000",
    mark_price: 1.5,
    open_interest: openInterest,
    funding: "0.0001",
    turnover_e8: 1234000000,
    trend: "Flat",
    ticket: "k-1",
  },
});

/** In the format that tells the time of each frame and leaves its bytes. */
const capture = (...frames: readonly (readonly [time: string, openInterest: number | string])[]): string => {
  const path = join(root, "capture.raw");
  const lines = frames.map(([time, value]) => `${time.replace("Z", ".0000000Z")} ${JSON.stringify(ticker(value))}\n`);
  writeFileSync(path, lines.join(""));
  return path;
};

/** With and without the proofs of bytes, which say the same. */
async function reportOf(file: string, options: Partial<ValidateOptions> = {}): Promise<ValidateReport> {
  const [fast, slow] = await Promise.all(
    [true, false].map((fast) =>
      validate({ files: [file], schemas, line: "tidepool", skip: ["sequence"], fast, ...options }),
    ),
  );
  if (!fast?.report) throw new Error(JSON.stringify(fast?.diagnostics));
  expect(fast.report).toEqual(slow?.report);
  return fast.report;
}

const wrongOf = ({ findings }: ValidateReport) =>
  findings.map(({ pointer, revision, expected, first }) => [pointer, revision?.slice(0, 10), expected, first.line]);

const BEFORE = "2022-05-01T12:00:00Z";
const LAST = "2022-12-31T23:59:59Z";
const FIRST = "2023-01-01T00:00:00Z";

describe("a capture", () => {
  beforeEach(() => keep());

  it("is judged message by message, by what the page said when each came", async () => {
    const report = await reportOf(capture([BEFORE, "12"], [LAST, 12], [FIRST, 12], ["2024-01-01T00:00:00Z", "12"]));
    expect(wrongOf(report)).toEqual([
      ["/body/open_interest", "2022-01-01", "string", 2],
      ["/body/open_interest", undefined, "number", 4],
    ]);
    expect(report.topics.map(({ revision, messages, invalid }) => [revision, messages, invalid])).toEqual([
      [undefined, 2, 1],
      ["2022-01-01T00:00:00.000Z", 2, 1],
    ]);
    expect(report.revisions).toMatchObject([
      { topic: "ticker", from: "2022-01-01T00:00:00.000Z", until: "2023-01-01T00:00:00.000Z", messages: 2 },
    ]);
    expect(new Set(report.findings.map(({ fingerprint }) => fingerprint)).size).toBe(2);
  });

  it("of before any page is judged by today's, as is one without times", async () => {
    expect(wrongOf(await reportOf(capture(["2021-01-01T00:00:00Z", 12])))).toEqual([]);
    const bare = join(root, "bare.ndjson");
    writeFileSync(bare, `${JSON.stringify(ticker(12))}\n`);
    const report = await reportOf(bare);
    expect([report.checked, wrongOf(report), report.revisions]).toEqual([1, [], undefined]);
  });

  it("is judged by the date that --at names, whatever its times say", async () => {
    const bare = join(root, "bare.ndjson");
    writeFileSync(bare, `${JSON.stringify(ticker("12"))}\n`);
    expect(wrongOf(await reportOf(bare, { at: "2022-05-01" }))).toEqual([]);
    expect(wrongOf(await reportOf(bare, { at: "2023-05-01" }))).toHaveLength(1);
    expect(wrongOf(await reportOf(capture([BEFORE, "12"]), { at: FIRST }))).toHaveLength(1);
    const { diagnostics } = await validate({ files: [bare], schemas, line: "tidepool", at: "2022-02-30" });
    expect(diagnostics).toMatchObject([{ code: "usage/option", message: '"2022-02-30" is no date.' }]);
  });

  it("of today is judged as it was before revisions were kept", async () => {
    const file = capture(["2024-01-01T00:00:00Z", 12], ["2024-01-01T00:00:01Z", "12"]);
    const withRevisions = await reportOf(file);
    rmSync(revisions(), { recursive: true });
    expect(withRevisions).toEqual(await reportOf(file));
  });

  it("on threads is judged as in this one", async () => {
    const file = capture([BEFORE, "12"], [LAST, 12], [FIRST, "12"]);
    expect(await reportOf(file, { workers: 2 })).toEqual(await reportOf(file));
  });

  it("has the revisions in what people read", async () => {
    const file = capture([BEFORE, 12]);
    const command = ["validate", file, "--schemas", schemas, "--line", "tidepool"];
    const text = (await runCommand(...command)).stdout;
    expect(text).toContain(
      "tidepool ticker as it was from 2022-01-01T00:00:00.000Z until 2023-01-01T00:00:00.000Z (commit ",
    );
    expect(text).toContain("tidepool ticker of 2022-01-01 snapshot /body/open_interest");
    expect((await runCommand(...command, "--format", "html")).stdout).toContain("Judged by former revisions");
  });
});

describe("a revision that cannot be right is told with its place", () => {
  beforeEach(() => keep());

  it("for what is no schema of the dialect", () => {
    editRevision((schema) => ({ ...schema, "x-forms": {} }));
    expect(loaded()).toMatchObject([{ code: "config/schema", file: `tidepool/revisions/${TICKER}` }]);
  });

  it("for a date that is none, and a time that is over before it begins", () => {
    const dates = (from: string, until: string): readonly Diagnostic[] => {
      editRevision((schema) => ({ ...schema, "x-revision": { commit: "c", from, until } }));
      return loaded();
    };
    const place = { file: `tidepool/revisions/${TICKER}`, line: expect.any(Number), fix: expect.any(String) };
    expect(dates("yesterday", FIRST)).toMatchObject([{ ...place, message: expect.stringContaining('"yesterday"') }]);
    expect(dates(FIRST, BEFORE)).toMatchObject([{ ...place, message: expect.stringContaining("ends before") }]);
    editRevision(({ "x-revision": _, ...schema }) => schema);
    expect(loaded()).toMatchObject([{ message: expect.stringContaining("has no `x-revision`") }]);
  });

  const list = (path: string): void => {
    writeFileSync(join(revisions(), path), readFileSync(join(revisions(), TICKER)));
    const manifest = JSON.parse(readFileSync(join(revisions(), "manifest.json"), "utf8"));
    writeFileSync(join(revisions(), "manifest.json"), JSON.stringify({ ...manifest, [path]: "0".repeat(64) }));
  };

  it("for two of one topic at one time", () => {
    list("ticker.2022-05-01T000000Z.schema.json");
    expect(loaded()).toMatchObject([
      { code: "config/revision", file: "tidepool/revisions/ticker.2022-05-01T000000Z.schema.json" },
    ]);
  });

  it("for a topic that is not there any more", () => {
    list("tide.2022-01-01T000000Z.schema.json");
    expect(loaded()).toMatchObject([
      {
        code: "config/revision",
        message: 'The line has no topic "tide" any more.',
        fix: expect.stringMatching(/--keep/),
      },
    ]);
  });

  it("for a list that is none, and a file that is gone", () => {
    rmSync(join(revisions(), TICKER));
    expect(codesOf(loaded())).toEqual(["config/missing-schema"]);
    writeFileSync(join(revisions(), "manifest.json"), "<<<<<<< mine");
    expect(codesOf(loaded())).toEqual(["config/revision"]);
  });
});
