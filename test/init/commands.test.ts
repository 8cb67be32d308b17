/** `init` and `add` as they are called: what they write, what they refuse, and that a second run changes nothing. */

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { runCommand } from "../command-line.js";
import { gitIn } from "../git-repository.js";
import { ROOT } from "../real-docs.js";
import { json } from "./pages.js";

const FIXTURE = join(ROOT, "test/fixtures/exchanges");
let folder: string;
let docs: string;
let out: string;
let file: string;
const lineFile = (): string => readFileSync(file, "utf8");
const begin = () => runCommand("init", "--docs", docs, "--out", out, "harbor-docs");

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wireloom-init-commands-"));
  docs = join(folder, "docs");
  out = join(folder, "schemas");
  file = join(out, "harbor/line.yaml");
  cpSync(FIXTURE, docs, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("init", () => {
  it("writes a line file, and says what it found, guessed and lacks", async () => {
    const { stdout } = await begin();
    expect(stdout).toMatch(/^harbor: 3 topics of 3 pages\nmember +found +guessed, marked # check +to fill in\n/);
    expect(stdout).toContain("Written: exchange.yaml, harbor/line.yaml.");
    expect(parse(lineFile()).topics.map(({ topics }: { topics: string[] }) => topics)).toEqual([
      ["balances"],
      ["{market}@trade"],
      ["{market}@candle_{period}"],
    ]);
  });

  it.each([
    ["https://host.example/harbor-docs.git", "https://host.example/harbor-docs.git"],
    ["git@host.example:harbor/docs.git", "ssh://git@host.example/harbor/docs.git"],
    ["https://user:word@host.example/docs", "https://host.example/docs"],
    ["/srv/docs.git", undefined],
    ["ext::sh -c touch% x", undefined],
  ])(
    "writes what the checkout of the pages was cloned from, if git fetches that for everybody: %s",
    async (remote, url) => {
      gitIn(join(docs, "harbor-docs"), "init", "--quiet");
      gitIn(join(docs, "harbor-docs"), "remote", "add", "origin", remote);
      await begin();
      const { repositories } = parse(readFileSync(join(out, "exchange.yaml"), "utf8"));
      expect(repositories).toEqual(url === undefined ? undefined : { "harbor-docs": { git: url } });
    },
  );

  it("changes nothing when it runs again", async () => {
    await begin();
    const before = lineFile();
    const { stdout } = await begin();
    expect(stdout).toContain("Nothing changed.");
    expect(lineFile()).toBe(before);
  });

  it("does not overwrite a file that people edited", async () => {
    await begin();
    const edited = `${lineFile()}# reviewed\n`;
    writeFileSync(file, edited);
    const { code, stderr } = await begin();
    expect([code, lineFile()]).toEqual([2, edited]);
    expect(stderr).toContain("usage/line-exists");
  });

  it("exits with 1, and says what a person has to fill in", async () => {
    mkdirSync(join(docs, "pier"), { recursive: true });
    writeFileSync(
      join(docs, "pier/tide.md"),
      `# Tide\n\n${json({ topic: "tide.BTC-EUR", data: { symbol: "BTC-EUR" } })}`,
    );
    const { code, stderr } = await runCommand("init", "--docs", docs, "--out", join(folder, "open"), "pier");
    expect(code).toBe(1);
    expect(stderr).toMatch(/init\/missing The pages do not say `connections`/);
    expect(readFileSync(join(folder, "open/pier/line.yaml"), "utf8")).toContain("# fill in: connections");
  });

  it.each([
    [["nowhere.md"], 3, "input/missing"],
    [["../elsewhere.md"], 2, "usage/page"],
  ])("%j", async (pages, code, text) => {
    const result = await runCommand("init", "--docs", docs, "--out", join(folder, "none"), ...pages);
    expect([result.code, result.stderr.includes(text)]).toEqual([code, true]);
  });

  it("tells of keys in place of texts, where the exchange file knows of none", async () => {
    await begin();
    mkdirSync(join(docs, "pier"), { recursive: true });
    const page = `# t(:tide)\n\nt(:tide_para)\n\nt(:tide_aside)\n\n${json({ topic: "tide.BTC-EUR", data: { symbol: "BTC-EUR" } })}`;
    writeFileSync(join(docs, "pier/tide.md"), page);
    const { stderr } = await runCommand("init", "--docs", docs, "--out", out, "pier");
    expect(stderr).toMatch(/exchange\.yaml warning init\/placeholders .*t\(:key\)/);
    expect(stderr).toContain('Add `placeholders: {"written":"t(:key)"');
  });

  it("prints its result as data", async () => {
    const { stdout } = await runCommand(
      "init",
      "--docs",
      docs,
      "--out",
      join(folder, "data"),
      "--format",
      "json",
      "harbor-docs",
    );
    expect(JSON.parse(stdout)).toMatchObject({ lines: [{ line: "harbor", pages: 3, topics: 3 }], leftOut: [] });
  });
});

describe("add", () => {
  beforeEach(async () => {
    await begin();
  });

  const add = (...pages: string[]) => runCommand("add", "--docs", docs, "--schemas", out, "--line", "harbor", ...pages);
  const page = (topic: string): string =>
    `# ${topic}\n\n${json({ action: "subscribe", id: "1", channels: [`BTC-EUR@${topic}`] }, { channel: `BTC-EUR@${topic}`, data: { market: "BTC-EUR" } })}`;

  it("puts the topics of another page behind those of the file, and keeps the rest", async () => {
    // Signatures in Base64 are not the subject here.
    const before = lineFile()
      .replace("encoding: base64", "encoding: hex")
      .replace("line: harbor", "line: harbor # ours");
    writeFileSync(file, before);
    writeFileSync(join(docs, "harbor-docs/public/waves.md"), page("waves"));
    const { code, stdout } = await add("harbor-docs/public/waves.md");
    expect([code, stdout.includes("1 topic added.")]).toEqual([0, true]);
    const lines = lineFile().split("\n");
    for (const line of before.split("\n")) expect(lines).toContain(line);
    expect(parse(lineFile()).topics.at(-1)).toMatchObject({
      name: "waves",
      connection: "public",
      topics: ["{market}@waves"],
    });
    expect(parse(lineFile()).pages.at(-1)).toEqual({ page: "harbor-docs/public/waves.md", reader: "markdown" });
  });

  it("changes nothing when it runs again, nor for pages that are there", async () => {
    writeFileSync(join(docs, "harbor-docs/public/waves.md"), page("waves"));
    await add("harbor-docs/public/waves.md");
    const before = lineFile();
    const again = await add("harbor-docs/public/waves.md", "harbor-docs/public/market.mdx");
    expect([again.code, again.stdout, lineFile()]).toEqual([0, "Nothing changed.\n", before]);
  });

  it("says that a page has no topic", async () => {
    writeFileSync(join(docs, "harbor-docs/about.md"), "# About\n\nA harbor.\n");
    const { stdout } = await add("harbor-docs/about.md");
    expect(stdout).toBe("Not read: harbor-docs/about.md, it shows no push, and no way to connect.\nNothing changed.\n");
  });

  it("wants a line that is there", async () => {
    const { code, stderr } = await runCommand("add", "--docs", docs, "--schemas", out, "--line", "quay", "harbor-docs");
    expect([code, stderr.includes("`init` begins a line.")]).toEqual([3, true]);
  });
});
