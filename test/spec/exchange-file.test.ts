/** What people know of an exchange: read as it is written, and every fault with its place and what to do. */

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import { NO_EXCHANGE, readExchangeFile } from "../../generator/spec/exchange-file.js";
import { matchesPhrase } from "../../generator/text/phrase.js";

let root = "";
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "wireloom-exchange-"));
});
afterAll(() => rmSync(root, { recursive: true }));

const LEAST = 'name: toy\ntitle: Toy\npackage: "@toys/toy"\ntopicMembers: [channel]\n';

function read(source: string) {
  writeFileSync(join(root, "exchange.yaml"), source);
  const report = createReport();
  const exchange = readExchangeFile(root, report);
  return { exchange, diagnostics: report.diagnostics };
}

describe("an exchange file", () => {
  it("needs names and the member of the topic, nothing else", () => {
    const { exchange, diagnostics } = read(LEAST);
    expect(diagnostics).toEqual([]);
    expect(exchange).toMatchObject({ name: "toy", title: "Toy", package: "@toys/toy", topicMembers: ["channel"] });
    expect([exchange.repositories, exchange.copied, exchange.symbols]).toEqual([{}, [], { members: [], quotes: [] }]);
  });

  it("is missed where it is not there, with what to write", () => {
    const report = createReport();
    expect(readExchangeFile(join(root, "nowhere"), report)).toBe(NO_EXCHANGE);
    expect(report.diagnostics).toEqual([
      expect.objectContaining({
        code: "config/exchange-file",
        severity: "error",
        fix: expect.stringMatching(/`name`/),
      }),
    ]);
  });

  it("says of a repository where people read it, and what git fetches; a URL alone is where people read it", () => {
    const both = "both: { web: https://a.example/blob/HEAD, git: https://a.example/a.git, revision: v1.2 }";
    const { exchange, diagnostics } = read(`${LEAST}repositories: { short: "https://b.example/b", ${both} }\n`);
    expect(diagnostics).toEqual([]);
    expect(exchange.repositories).toEqual({
      short: { web: "https://b.example/b" },
      both: { web: "https://a.example/blob/HEAD", git: "https://a.example/a.git", revision: "v1.2" },
    });
  });

  it.each([
    "https://host.example/docs.git",
    "https://host.example:8443/a/b",
    "git://host.example/docs.git",
    "ssh://git@host.example/docs.git",
    "ssh://host.example:22/docs.git",
    "file:///srv/docs.git",
  ])("takes the git URL %s", (url) => {
    expect(read(`${LEAST}repositories: { docs: { git: "${url}" } }\n`).diagnostics).toEqual([]);
  });

  it.each([
    ["--upload-pack=touch x", "an option"],
    ["ext::sh -c touch% x", "a transport that runs commands"],
    ["fd::17", "a transport of file descriptors"],
    ["/srv/docs.git", "a path"],
    ["http://host.example/docs.git", "without encryption, where https has it"],
    ["https://user:word@host.example/docs.git", "with a password, which would be published"],
    ["https://token@host.example/docs.git", "with a token"],
    ["git@host.example:docs.git", "without a scheme"],
    ["ssh://-oProxyCommand=x/docs.git", "a host that is an option"],
    ["https://host.example/a b", "with a blank"],
  ])("refuses the git URL %s: %s", (url) => {
    const { diagnostics } = read(`${LEAST}repositories: { docs: { git: "${url}" } }\n`);
    expect(diagnostics).toMatchObject([{ code: "config/exchange-file", line: 5, column: 30 }]);
    expect(diagnostics[0]?.fix).toMatch(/https, ssh, git or file URL without a password/);
  });

  it.each(["--force", "a b", "../x", "-x", "HEAD~1"])("refuses the revision %s", (revision) => {
    const { diagnostics } = read(
      `${LEAST}repositories: { docs: { git: "https://a.example/a", revision: "${revision}" } }\n`,
    );
    expect(diagnostics).toMatchObject([{ code: "config/exchange-file", fix: expect.stringMatching(/tag or branch/) }]);
  });

  it.each(["..", ".git", "-x", "a/b"])("refuses the folder %s of a repository", (name) => {
    const { diagnostics } = read(`${LEAST}repositories: { "${name}": { git: "https://a.example/a" } }\n`);
    expect(diagnostics).toMatchObject([{ code: "config/exchange-file", line: 5 }]);
  });

  it.each<[what: string, source: string, line: number, column: number, message: RegExp, fix: RegExp]>([
    ["a member too much", `${LEAST}packages: x\n`, 5, 1, /"packages" that does not exist/, /Did you mean "package"/],
    ["a member too little", LEAST.replace(/package.*\n/, ""), 1, 1, /lacks the member "package"/, /Add "package"/],
    ["no name of npm", LEAST.replace("@toys/toy", "Toy!"), 3, 10, /"package" must match/, /as npm allows it/],
    ["no member of a topic", LEAST.replace("[channel]", "[]"), 4, 15, /"topicMembers" must NOT/, /name their topic/],
    ["a title of two lines", LEAST.replace("title: Toy", 'title: "a\\nb"'), 2, 8, /"title" must match/, /in one line/],
    [
      "a placeholder without its key",
      `${LEAST}placeholders: { written: "{{x}}", prefixes: [] }\n`,
      5,
      26,
      /"placeholders.written" must match/,
      /the word `key`/,
    ],
    [
      "a comment that belongs nowhere",
      `${LEAST}copied: [{ comment: a, belongs: {}, because: b }]\n`,
      5,
      33,
      /belongs/,
      /./,
    ],
    ["broken YAML", `${LEAST}symbols: [\n`, 6, 1, /Not readable YAML/, /Correct/],
    ["no mapping", "- toy\n", 1, 1, /not a YAML mapping/, /exchange\.schema\.json/],
  ])("%s is told at its place", (_, source, line, column, message, fix) => {
    const { exchange, diagnostics } = read(source);
    expect(exchange).toBe(NO_EXCHANGE);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({ code: "config/exchange-file", severity: "error", line, column });
    expect(diagnostics[0]?.message).toMatch(message);
    expect(diagnostics[0]?.fix).toMatch(fix);
  });
});

describe("a phrase", () => {
  it.each([
    ["wallet balance*", "Wallet balance of the coin", true],
    ["wallet balance*", "The wallet balance", false],
    ["*in USD", "Quantity in USD", true],
    ["*in USD", "Quantity in USDC", false],
    ["*exec*", "lastExecQty", true],
    ["end", "end", true],
    ["end", "ended", false],
    ["*a.b(c)*", "x a.b(c) y", true],
    ["*a.b*", "axb", false],
    ["one*two", "one\nand two", true],
    ["24-hour*", "24-hour volume", true],
  ])("%s: %s is %s", (phrase, text, matches) => {
    expect(matchesPhrase(phrase, text)).toBe(matches);
  });
});
