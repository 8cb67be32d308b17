/** Docusaurus pages as their authors write them: what a reader of the site sees is read, and where it stands. */

import { describe, expect, it } from "vitest";
import { readMdxPage } from "../../generator/docs/mdx/mdx-reader.js";
import type { Block } from "../../generator/docs/page.js";

const read = (...lines: string[]) => readMdxPage({ path: "page.mdx", source: lines.join("\n"), locale: new Map() });
const kindsOf = (blocks: readonly Block[]) => blocks.map(({ kind, line }) => `${line} ${kind}`);
const tabsOf = (block: Block | undefined) => block?.tabs?.map(({ value }) => value) ?? [];

describe("front matter", () => {
  it("gives the first heading, above all others, and the page's path on the site", () => {
    const { blocks, slug } = read(
      "---",
      "sidebar_label: T",
      "title: Ticker",
      "slug: /v5/ticker",
      "---",
      "# Own",
      "text",
    );
    expect(blocks[0]).toMatchObject({ kind: "heading", level: 0, text: "Ticker", line: 3, column: 8 });
    expect(blocks[1]).toMatchObject({ kind: "heading", level: 1, text: "Own", line: 6 });
    expect(slug).toBe("/v5/ticker");
  });

  it("is told where it is no YAML, at its place; the rest of the page is read", () => {
    const { blocks, problems } = read("---", "title: a: b: [", "---", "text");
    expect(problems).toMatchObject([{ line: 2, message: expect.stringContaining("no YAML") }]);
    expect(kindsOf(blocks)).toEqual(["4 prose"]);
  });

  it("that does not end is told, and hides nothing", () => {
    const { blocks, problems } = read("---", "title: a", "", "## Heading");
    expect(problems).toMatchObject([{ line: 1, column: 1, message: expect.stringContaining("does not end") }]);
    expect(kindsOf(blocks)).toContain("4 heading");
  });

  it("is only what stands at the top", () => {
    expect(kindsOf(read("text", "", "---", "title: a", "---").blocks)[0]).toBe("1 prose");
  });
});

describe("tabs", () => {
  it("are told apart, each with its tables and code", () => {
    const { blocks, problems } = read(
      "<Tabs groupId='market'>",
      '<TabItem value="linear" label="Linear" default>',
      "",
      "| a | b |",
      "|---|---|",
      "| 1 | 2 |",
      "</TabItem>",
      "<TabItem value={'option'}>",
      "",
      "```json",
      "{}",
      "```",
      "</TabItem>",
      "</Tabs>",
      "after",
    );
    expect(kindsOf(blocks)).toEqual(["4 table", "10 fence", "15 prose"]);
    expect(blocks[0]?.tabs).toEqual([{ group: 1, value: "linear", label: "Linear" }]);
    expect(blocks[1]?.tabs).toEqual([{ group: 1, value: "option", label: "option" }]);
    expect(blocks[2]?.tabs).toBeUndefined();
    expect(problems).toEqual([]);
  });

  it("may stand within tabs, and share a line", () => {
    const { blocks } = read(
      '<Tabs><TabItem value="outer">',
      '<Tabs><TabItem value="inner">',
      "deep",
      "</TabItem></Tabs>",
      "shallow",
      "</TabItem></Tabs>",
    );
    expect(blocks.map(tabsOf)).toEqual([["outer", "inner"], ["outer"]]);
  });

  it("with tags over several lines, and `>` within an attribute", () => {
    const { blocks } = read(
      "<Tabs>",
      "<TabItem",
      '  value="a"',
      '  label="a > b"',
      ">",
      "text",
      "</TabItem>",
      "</Tabs>",
    );
    expect(blocks[0]).toMatchObject({ line: 6, tabs: [{ value: "a", label: "a > b" }] });
  });

  it("hold a table that is indented and has blank lines in it", () => {
    const { blocks } = read(
      "<Tabs>",
      '<TabItem value="a">',
      "    <table>",
      "        <tr><th>Parameter</th></tr>",
      "",
      "        <tr><td>price</td></tr>",
      "    </table>",
      "    text",
      "</TabItem>",
      "</Tabs>",
    );
    expect(blocks).toMatchObject([
      { kind: "table", line: 3, header: [{ text: "Parameter" }], rows: [{ line: 6, cells: [{ text: "price" }] }] },
      { kind: "prose", line: 8 },
    ]);
  });

  it("hold code that is indented", () => {
    const { blocks } = read(
      "<Tabs>",
      "  <TabItem value='a'>",
      "",
      "    ```json",
      '    { "a": 1 }',
      "    ```",
      "",
      "  </TabItem>",
      "</Tabs>",
    );
    expect(blocks).toMatchObject([{ kind: "fence", language: "json", content: '{ "a": 1 }\n', contentLine: 5 }]);
  });

  it("in code are code", () => {
    const { blocks, problems } = read("```jsx", "<Tabs>", "```", "and `<TabItem>` too", "<!-- <Tabs> -->");
    expect(blocks.map(tabsOf)).toEqual([[], [], []]);
    expect(problems).toEqual([]);
  });

  it.each([
    ["an open element", ["<Tabs>", '<TabItem value="a">', "x", "</TabItem>"], 1, "<Tabs> is never closed."],
    ["an open tab", ["<Tabs>", '<TabItem value="a">', "x", "</Tabs>"], 2, "<TabItem> is never closed."],
    [
      "an open tab before the next",
      ["<Tabs>", '<TabItem value="a">', '<TabItem value="b">', "x", "</TabItem>", "</Tabs>"],
      2,
      "<TabItem> is never closed.",
    ],
    ["an end without a beginning", ["x", "</TabItem>"], 2, "</TabItem> closes nothing."],
    ["a tab without a value", ["<Tabs>", "<TabItem>", "x", "</TabItem>", "</Tabs>"], 2, "The tab has no value."],
    ["an open table", ["<table>", "<tr><td>x</td></tr>", "", "## Next"], 1, "<table> is never closed."],
  ])("%s is told with its place, and nothing is lost", (_, lines, line, message) => {
    const { blocks, problems } = read(...lines);
    expect(problems).toMatchObject([{ line, message, fix: expect.stringMatching(/./) }]);
    expect(JSON.stringify(blocks)).toMatch(/"x"|Next/);
  });
});

describe("what else is no Markdown", () => {
  it("an admonition is text, with its title", () => {
    const { blocks } = read(
      ":::info Reset scenarios",
      "",
      "| a |",
      "|---|",
      "| 1 |",
      "",
      ":::",
      "",
      ":::note[Hint]",
      "text",
      ":::",
    );
    expect(blocks).toMatchObject([
      { kind: "prose", text: "Reset scenarios", line: 1 },
      { kind: "table", line: 3 },
      { kind: "prose", text: "Hint\ntext", line: 9 },
    ]);
  });

  it("module statements are none, sentences that begin like one are text", () => {
    const { blocks } = read(
      'import Tabs from "@theme/Tabs";',
      "import './style.css'",
      "export const a = 1",
      "",
      "import your keys first",
      "",
      "export them",
    );
    expect(blocks.map((block) => block.kind === "prose" && block.text)).toEqual([
      "import your keys first",
      "export them",
    ]);
  });

  it("comments of both kinds are hidden and told", () => {
    const { blocks } = read("<!-- html -->", "", "{/* jsx */}");
    expect(kindsOf(blocks)).toEqual(["1 hidden", "3 hidden"]);
  });
});

describe("a name with markup", () => {
  it.each([
    ["a link", "[side](../enum#side)", ["../enum#side"]],
    ["a link with a title", '[side](#side "Side of the order")', ["#side"]],
    ["code", "`side`", []],
    ["bold", "**side**", []],
    ["HTML", '<a href="../../enum#side">side</a>', ["../../enum#side"]],
    ["a link of code", "[`side`](#side)", ["#side"]],
  ])("%s is the name, and where it leads is kept", (_, cell, anchors) => {
    const [table] = read("| Parameter |", "|---|", `| > ${cell} |`).blocks;
    const [name] = table?.kind === "table" ? (table.rows[0]?.cells ?? []) : [];
    expect(name?.text).toBe("> side");
    expect(name?.anchors).toEqual(anchors);
  });
});
