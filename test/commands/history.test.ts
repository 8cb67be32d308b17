/** What each commit of the documentation did to the protocol: a small repository with scripted edits of the toy exchange's pages. */

import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type HistoryResult, history } from "../../generator/commands/history.js";
import type { RevisionSetting } from "../../generator/commands/revision-maker.js";
import { makeRevisions } from "../../generator/commands/revision-threads.js";
import { runCommand } from "../command-line.js";
import { ROOT } from "../real-docs.js";

const TOY = join(ROOT, "test/fixtures/toy-exchange");
const SPEC = join(TOY, "schemas");
const MARKET = "market.md";

let root: string;
let repo: string;

const git = (...args: string[]): string =>
  execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@toys.example", "-c", "commit.gpgsign=false", ...args], {
    cwd: repo,
    encoding: "utf8",
    env: { ...process.env, GIT_COMMITTER_DATE: `2024-05-01T12:00:${String(commits).padStart(2, "0")}Z` },
  });

/** A second apart: what a topic was at no time is not kept. */
let commits = 0;

function commit(subject: string): void {
  commits += 1;
  git("add", "-A");
  git("commit", "-q", "-m", subject);
}

function edit(subject: string, path: string, change: (text: string) => string): void {
  const before = readFileSync(join(repo, path), "utf8");
  expect(change(before), subject).not.toBe(before);
  writeFileSync(join(repo, path), change(before));
  commit(subject);
}

const TYPE = (text: string): string => text.replace('"open_interest": 12,', '"open_interest": "12",');
const RENAMED = "ticker-and-trades.md";

/** By subject, what the commit does to the protocol. */
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "wireloom-history-"));
  repo = join(root, "tidepool-docs");
  cpSync(join(TOY, "docs/tidepool-docs"), repo, { recursive: true });
  git("init", "-q", "-b", "main");
  commit("begin");
  edit("a comment at the top", MARKET, (text) => `<!-- reviewed -->\n${text}`);
  edit("open interest is text", MARKET, TYPE);
  writeFileSync(join(repo, "unrelated.md"), "Words.\n");
  commit("another page");
  edit("a new member", MARKET, (text) => text.replace('"mark_price": 1.5,', '"mark_price": 1.5,\n    "basis": "0.1",'));
  edit("a broken example", MARKET, (text) => text.replace('"channel": "trade.SHELLPRLT",', '"channel": : [[,'));
  edit("the example mended", MARKET, (text) => text.replace('"channel": : [[,', '"channel": "trade.SHELLPRLT",'));
  git("mv", MARKET, RENAMED);
  commit("the page has another name");
  edit("a member is gone", RENAMED, (text) => text.replace('    "funding": "0.0001",\n', ""));
  git("mv", RENAMED, MARKET);
  commit("the page has its name again");
  git("checkout", "-q", "-b", "side");
  edit("on a branch", MARKET, (text) => text.replace('"trend": "Flat",\n', ""));
  git("checkout", "-q", "main");
  git("merge", "-q", "--no-ff", "-m", "a merge", "side");
  edit("back to a number", MARKET, (text) => text.replace('"open_interest": "12",', '"open_interest": 12,'));
}, 60_000);
afterAll(() => rmSync(root, { recursive: true }));

const run = (options: Partial<Parameters<typeof history>[0]> = {}): Promise<HistoryResult> =>
  history({ repo, line: "tidepool", schemas: SPEC, ...options });

describe("each commit that touches a page of the line", () => {
  let result: HistoryResult;
  beforeAll(async () => {
    result = await run();
  });
  const row = (subject: string) => {
    const found = result.rows.find((each) => each.subject === subject);
    if (!found) throw new Error(`no row: ${subject}`);
    return found;
  };
  const rulesAt = (subject: string): string[] =>
    row(subject)
      .diff.changes.filter(({ level }) => level !== "docs-only")
      .map(({ rule, topic, member }) => `${rule} ${topic} ${member}`);

  it("has a row, the oldest first; a merge is one step, and other pages are none", () => {
    expect(result.diagnostics).toEqual([]);
    expect(result.rows.map(({ subject }) => subject)).toEqual([
      "begin",
      "a comment at the top",
      "open interest is text",
      "a new member",
      "a broken example",
      "the example mended",
      "the page has another name",
      "a member is gone",
      "the page has its name again",
      "a merge",
      "back to a number",
    ]);
    expect(row("a merge").pages).toEqual(["tidepool-docs/market.md"]);
  });

  it("says nothing of lines that move and of names that pages have", () => {
    for (const subject of ["begin", "a comment at the top", "the page has another name", "the page has its name again"])
      expect([subject, row(subject).diff.changes]).toEqual([subject, []]);
  });

  it("says what it did to the protocol", () => {
    expect(rulesAt("open interest is text")).toEqual(["type-changed ticker open_interest"]);
    expect(rulesAt("back to a number")).toEqual(["type-changed ticker open_interest"]);
    // No row of the table names it: it is in the example alone, and optional.
    expect(rulesAt("a new member")).toEqual(["optional-member-added ticker basis"]);
    // The table still names it.
    expect(rulesAt("a member is gone")).toContain("member-became-optional ticker funding");
    expect(rulesAt("a merge").some((text) => text.endsWith("ticker trend"))).toBe(true);
  });

  it("names the lines of the page before and after", () => {
    const [change] = row("open interest is text").diff.changes;
    const [places] = change?.places ?? [];
    expect(places?.before).toMatchObject({ page: "tidepool-docs/market.md", at: "/body/open_interest" });
    expect(places?.before.pageLine).toBe(places?.after.pageLine);
  });

  it("that lets a topic not be derived says so, and the topic stays what it was", () => {
    const broken = row("a broken example");
    expect(broken.underived).toEqual(["trade"]);
    expect(broken.diagnostics.map(({ code, topic }) => [code, topic])).toContainEqual([
      "derive/unreadable-example",
      "tidepool/trade",
    ]);
    expect(rulesAt("a broken example")).toEqual([]);
    expect([row("the example mended").underived, rulesAt("the example mended")]).toEqual([[], []]);
    expect(broken.topics).toBe(row("begin").topics);
  });
});

describe("a part of the history", () => {
  it("begins behind a revision, compared with it", async () => {
    const { rows } = await run({ since: "HEAD~1" });
    expect(rows.map(({ subject, diff }) => [subject, diff.counts.breaking])).toEqual([["back to a number", 1]]);
  });

  it("ends at a revision, or has the newest so many", async () => {
    expect((await run({ until: "HEAD~1", limit: 1 })).rows.map(({ subject }) => subject)).toEqual(["a merge"]);
  });
});

describe("several threads", () => {
  it("find what one does, however few revisions each of them has", async () => {
    const alone = await run({ threads: 1 });
    expect(alone.rows).toHaveLength(11);
    for (const threads of [2, 5]) expect([threads, await run({ threads })]).toEqual([threads, alone]);
    const parts = { since: "HEAD~3", limit: 2 };
    expect(await run({ ...parts, threads: 2 })).toEqual(await run({ ...parts, threads: 1 }));
  });

  it("print and keep the same bytes", async () => {
    const outputs = [1, 3].map(async (threads) => {
      const schemas = join(root, `schemas-${threads}`);
      cpSync(SPEC, schemas, { recursive: true });
      const flags = ["--repo", repo, "--line", "tidepool", "--schemas", schemas, "--threads", `${threads}`];
      const printed = await runCommand("history", ...flags, "--keep", "--format", "html");
      const kept = readdirSync(join(schemas, "tidepool/revisions"), { recursive: true, withFileTypes: true });
      const files = kept.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
      expect(files.length).toBeGreaterThan(1);
      return [printed, files.sort().map((file) => [relative(schemas, file), readFileSync(file, "utf8")])];
    });
    const [one, three] = await Promise.all(outputs);
    expect(three).toEqual(one);
  });

  it("end with the command that is interrupted, and with the first error of one of them", async () => {
    for (const threads of [1, 2]) {
      const abort = new AbortController();
      const stopped = run({
        threads,
        signal: abort.signal,
        progress: (text) => /^derived 2/.test(text) && abort.abort(),
      });
      await expect(stopped, `${threads} threads`).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
      const broken = makeRevisions({} as RevisionSetting, [new Map(), new Map()], threads);
      await expect(broken.next(), `${threads} threads`).rejects.toThrow(TypeError);
    }
  });
});

it("needs no git at work for what is wrong with what it is told", async () => {
  const codes = async (options: Partial<Parameters<typeof history>[0]>): Promise<string[]> =>
    (await run(options)).diagnostics.map(({ code }) => code);
  expect(await codes({ line: "nothing" })).toEqual(["usage/unknown-line"]);
  expect(await codes({ repo: join(root, "nowhere") })).toEqual(["usage/no-repository"]);
  expect(await codes({ since: "--output=x" })).toEqual(["usage/unknown-revision"]);
  expect(await codes({ until: "nothing" })).toEqual(["usage/unknown-revision"]);
});

it("prints a row a commit, and writes nothing", async () => {
  const before = git("status", "--porcelain");
  const { code, stdout } = await runCommand("history", "--repo", repo, "--line", "tidepool", "--schemas", SPEC);
  expect(code).toBe(0);
  expect(stdout).toMatch(/open interest is text\n {2}1 breaking.*: tidepool\/ticker\n/);
  expect(stdout).toMatch(/a broken example\n.*\n {2}not derived: trade\n/);
  expect(git("status", "--porcelain")).toBe(before);
  const markdown = await runCommand(
    "history",
    "--repo",
    repo,
    "--line",
    "tidepool",
    "--schemas",
    SPEC,
    "--format",
    "markdown",
  );
  // The newest first, as changelogs have it.
  expect(markdown.stdout.indexOf("back to a number")).toBeLessThan(markdown.stdout.indexOf("open interest is text"));
  const html = await runCommand("history", "--repo", repo, "--line", "tidepool", "--schemas", SPEC, "--format", "html");
  expect([html.code, html.stdout.slice(0, 15)]).toEqual([0, "<!doctype html>"]);
});
