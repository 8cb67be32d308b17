/** Defects for the authors of the pages: in which order, where they stand, and that no words of the page are repeated. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import MarkdownIt from "markdown-it";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defects } from "../../generator/commands/defects.js";
import type { DefectCode } from "../../generator/derive/defect.js";
import type { DefectRow } from "../../generator/derive/defect-rows.js";
import type { DefectLines } from "../../generator/spec/source-map.js";
import { runCommand } from "../command-line.js";
import { LINE_YAML } from "../derive/pages.js";
import { EXCHANGE_YAML } from "../toy-exchange.js";

const COMMIT = "1234567890123456789012345678901234567890";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "wireloom-defects-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Told extends Partial<DefectRow> {
  readonly code: DefectCode;
  readonly lines?: DefectLines;
}

/** A spec folder with these defects. */
function specOf(
  told: readonly Told[],
  repository: object = { web: "https://host.example/blob/HEAD" },
  record?: object,
) {
  const root = mkdtempSync(join(folder, "spec-"));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const rows = told.map(({ lines: _, ...row }, index) => ({
    id: String(index),
    productLine: "toy",
    page: "toy/a page.md",
    topic: "tick",
    field: "/price",
    claim: "table: integer",
    evidence: "example: 1.5",
    decision: "number",
    ...row,
  }));
  const lines = Object.fromEntries(told.map((row, index) => [String(index), row.lines ?? { line: index + 1 }]));
  write("exchange.yaml", `${EXCHANGE_YAML}repositories: ${JSON.stringify({ toy: repository })}\n`);
  write("toy/line.yaml", LINE_YAML);
  write("other/line.yaml", LINE_YAML.replace("line: toy", "line: other"));
  write("toy/sources.json", JSON.stringify({ schemas: {}, defects: lines }));
  write("defects.json", JSON.stringify(rows));
  if (record) write("docs.json", JSON.stringify({ toy: record }));
  return root;
}

const RECORD = { git: "https://host.example/toy.git", ref: "HEAD", revision: COMMIT, pages: {} };
const markdownOf = async (root: string, ...args: string[]): Promise<string> =>
  (await runCommand("defects", "--schemas", root, "--format", "markdown", ...args)).stdout;

describe("the report", () => {
  it("has pages as they stand, and of each the most harmful kinds first", async () => {
    const root = specOf([
      { code: "misspelling", page: "toy/b.md" },
      { code: "envelope-undocumented" },
      { code: "misspelling" },
      { code: "repair-missing-comma" },
      { code: "example-only" },
      { code: "type-conflict" },
    ]);
    const { pages } = await defects({ schemas: root });
    const codes = pages.map(({ page, groups }) => [page, groups.flatMap(({ kinds }) => kinds.map(({ code }) => code))]);
    expect(codes).toEqual([
      ["toy/b.md", ["misspelling"]],
      [
        "toy/a page.md",
        ["type-conflict", "example-only", "repair-missing-comma", "misspelling", "envelope-undocumented"],
      ],
    ]);
  });

  it("links each line at the commit on record, else at upstream's HEAD", async () => {
    const told: Told[] = [{ code: "type-conflict", lines: { line: 12, otherLine: 34 } }];
    const at = "https://host.example/blob/HEAD/a%20page.md";
    const [page] = (await defects({ schemas: specOf(told) })).pages;
    expect([page?.url, page?.revision]).toEqual([at, undefined]);
    const recorded = (await defects({ schemas: specOf(told, undefined, RECORD) })).pages[0];
    expect([recorded?.url, recorded?.revision]).toEqual([at.replace("HEAD", COMMIT), COMMIT]);
    expect(recorded?.groups[0]?.kinds[0]?.places[0]?.lines).toEqual([
      { line: 12, url: `https://host.example/blob/${COMMIT}/a%20page.md?plain=1#L12` },
      { line: 34, url: `https://host.example/blob/${COMMIT}/a%20page.md?plain=1#L34` },
    ]);
  });

  it("has lines without links where nobody says where the page is read", async () => {
    const [page] = (await defects({ schemas: specOf([{ code: "type-conflict" }], { git: "https://host.example/a" }) }))
      .pages;
    expect(page).not.toHaveProperty("url");
    expect(page?.groups[0]?.kinds[0]?.places[0]?.lines).toEqual([{ line: 1 }]);
  });

  it("folds rows of a topic that say the same into one place with all of their lines", async () => {
    const root = specOf([
      { code: "repair-comment", field: "", claim: "// one", lines: { line: 7 } },
      { code: "repair-comment", field: "", claim: "// two", lines: { line: 3 } },
      { code: "repair-comment", field: "", claim: "// one", topic: "tock" },
      { code: "type-conflict", field: "/price" },
      { code: "type-conflict", field: "/size", claim: "table: string" },
      { code: "envelope-undocumented", field: "/topic", claim: 'example: "a"' },
      { code: "envelope-undocumented", field: "/data", claim: "example: an object" },
    ]);
    const { pages } = await defects({ schemas: root });
    const placesOf = (wanted: DefectCode) =>
      pages.flatMap(({ groups }) => groups.flatMap(({ kinds }) => kinds)).find(({ code }) => code === wanted)?.places;
    expect(placesOf("repair-comment")?.map(({ topic, lines }) => [topic, lines.map(({ line }) => line)])).toEqual([
      ["tick", [3, 7]],
      ["tock", [3]],
    ]);
    expect(placesOf("type-conflict")?.map(({ fields }) => fields)).toEqual([["/price"], ["/size"]]);
    expect(placesOf("envelope-undocumented")?.map(({ fields }) => fields)).toEqual([["/topic", "/data"]]);
  });

  it.each<[DefectCode, hidden: readonly string[], shown: readonly string[]]>([
    ["repair-comment", ["words of the page"], []],
    ["table-name-anchor", ["words of the page", "more of its words"], []],
    ["number-contradiction", ["words of the page", "more of its words"], []],
    ["description-copied", ["words of the page"], ["more of its words"]],
    ["type-conflict", [], ["words of the page", "more of its words"]],
  ])("%s is told without the comments and code of the page", async (code, hidden, shown) => {
    const told = { code, claim: "words of the page", evidence: "more of its words" };
    for (const format of ["text", "markdown", "json"]) {
      const { stdout } = await runCommand("defects", "--schemas", specOf([told]), "--format", format);
      for (const text of hidden) expect(stdout).not.toContain(text);
      for (const text of shown) expect(stdout).toContain(text);
    }
  });

  it("says of every kind what should stand there", async () => {
    const { stdout } = await runCommand("defects", "--schemas", specOf([{ code: "table-unclosed-row" }]));
    expect(stdout).toContain(
      "table-unclosed-row, 1 place: table row without its closing pipe. End the row with a pipe.",
    );
  });
});

describe("Markdown", () => {
  it("is one list item for a place, with links to its lines", async () => {
    const told: Told[] = [{ code: "type-conflict", lines: { line: 12, otherLine: 34 } }];
    const url = `https://host.example/blob/${COMMIT}/a%20page.md`;
    expect(await markdownOf(specOf(told, undefined, RECORD))).toBe(`## [toy/a page.md](${url})

1 place to correct, the most harmful first. Lines are of commit ${COMMIT}.

### Code written from it fails, or works with wrong values

**Table type contradicts the example** (1 place). Name in the table the type that the server sends, and show a value of that type.

- lines [12](${url}?plain=1#L12), [34](${url}?plain=1#L34), \`tick\` \`/price\`: table: integer; example: 1.5
`);
  });

  it.each([
    "<img src=x onerror=alert(1)>",
    "](https://evil.example) [x](https://evil.example)",
    "a\n\n# Heading\n\n- item",
    "`code` ``` ~~~ | cell |",
    "**bold** _it_",
  ])("is text wherever a page says %j", async (text) => {
    const words = { claim: text, evidence: text, topic: text, field: `/${text}`, page: `toy/${text}` };
    const markdown = await markdownOf(specOf([{ code: "type-conflict", ...words }]));
    const tokens = new MarkdownIt({ html: true, linkify: false }).parse(markdown, {});
    const types = tokens.flatMap((token) => [token.type, ...(token.children ?? []).map(({ type }) => type)]);
    expect(types).not.toContain("html_block");
    expect(types).not.toContain("html_inline");
    expect(types).not.toContain("em_open");
    expect(types).not.toContain("fence");
    expect(tokens.filter(({ type }) => type === "heading_open")).toHaveLength(2);
    expect(tokens.filter(({ type }) => type === "list_item_open")).toHaveLength(1);
    const links = tokens.flatMap(({ children }) => children ?? []).filter(({ type }) => type === "link_open");
    for (const link of links) expect(link.attrGet("href")).toMatch(/^https:\/\/host\.example\//);
  });
});

describe("wireloom defects", () => {
  it("--page and --lines choose", async () => {
    const root = specOf([
      { code: "type-conflict" },
      { code: "type-conflict", page: "toy/deep/b.md" },
      { code: "type-conflict", page: "toy/deep/c.md", productLine: "other" },
    ]);
    const pagesOf = async (options: object) =>
      (await defects({ schemas: root, ...options })).pages.map(({ page }) => page);
    expect(await pagesOf({ page: "*deep/*" })).toEqual(["toy/deep/b.md", "toy/deep/c.md"]);
    expect(await pagesOf({ lines: ["other"] })).toEqual(["toy/deep/c.md"]);
    expect(await pagesOf({ lines: ["toy"], page: "*.md" })).toEqual(["toy/a page.md", "toy/deep/b.md"]);
  });

  it.each([
    [["--page", "toy/a pag.md"], /usage\/no-page .*\n.*Did you mean "toy\/a page\.md"/],
    [["--lines", "nope"], /usage\/unknown-line/],
  ])("%j is a usage error", async (args, message) => {
    const { code, stdout, stderr } = await runCommand(
      "defects",
      "--schemas",
      specOf([{ code: "misspelling" }]),
      ...args,
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });

  it.each([
    ["is not there", undefined, 3],
    ["is no JSON", "<<<<<<< ours", 2],
  ])("a defects.json that %s is told with the next step", async (_, text, exit) => {
    const root = specOf([]);
    if (text === undefined) rmSync(join(root, "defects.json"));
    else writeFileSync(join(root, "defects.json"), text);
    const { code, stderr } = await runCommand("defects", "--schemas", root);
    expect(code).toBe(exit);
    expect(stderr).toMatch(/fix: Run `npx @wireloom\/cli derive`/);
  });

  it("without defects says so", async () => {
    expect(await runCommand("defects", "--schemas", specOf([]))).toEqual({
      code: 0,
      stdout: "No defects.\n",
      stderr: "",
    });
  });

  it("of the spec that ships, fits one issue for each page and has all rows", async () => {
    const { pages } = await defects({ schemas: "schemas" });
    const rows = JSON.parse(readFileSync("schemas/defects.json", "utf8")) as unknown[];
    expect(pages.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
    for (const { page } of pages) {
      const text = await markdownOf("schemas", "--page", page);
      // What the large hosts take as the text of an issue.
      expect(text.length, page).toBeLessThan(65_536);
    }
  });
});
