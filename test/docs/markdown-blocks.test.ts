/** The blocks of Markdown pages, each where it stands on its page. */

import { describe, expect, it, test } from "vitest";
import { readMarkdownPage } from "../../generator/docs/markdown-reader.js";
import { readMdxPage } from "../../generator/docs/mdx/mdx-reader.js";
import type { DocPage } from "../../generator/docs/page.js";
import { readSlatePage } from "../../generator/docs/slate-reader.js";
import { shown, tablesOf } from "./page-reading.js";

const locale = new Map([
  ["row_parameter_side", '<a href="#side-side">side</a>'],
  ["row_comment_side", "Side: <code>Buy</code> or <code>Sell</code>"],
]);
const placeholders = { written: "t(:key)", prefixes: ["row_parameter_", "row_comment_"] };
const markdown = (source: string): DocPage => readMarkdownPage({ path: "p.md", source, locale, placeholders });
const slate = (source: string): DocPage => readSlatePage({ path: "p.md", source, locale, placeholders });
const mdx = (source: string): DocPage => readMdxPage({ path: "p.mdx", source, locale, placeholders });

describe("any Markdown", () => {
  test.each<[rule: string, source: string, blocks: string[]]>([
    ["a heading has its level", "# A\n\n### B\n", ["heading 1: # A", "heading 3: ### B"]],
    ["an underlined line is a heading", "A\n=\n\nB\n-\n", ["heading 1: # A", "heading 4: ## B"]],
    ["paragraphs stand apart", "one\nmore\n\ntwo\n", ["prose 1: one\nmore", "prose 4: two"]],
    ["each item of a list is a block", "- one\n- two\n  - three\n", ["prose 1: one", "prose 2: two", "prose 3: three"]],
    ["a quote says so", "> one\n\ntwo\n", ["prose 1: > one", "prose 3: two"]],
    [
      "a quote in a quote is one, and ends with the outer one",
      "> > one\n>\n> two\n\nthree\n",
      ["prose 1: > one", "prose 3: > two", "prose 5: three"],
    ],
    ["indented lines are text", "a\n\n    b\n\n", ["prose 1: a", "prose 3: b"]],
    ["also in a quote", ">     b\n", ["prose 1: > b"]],
    ["a table has a header and rows", "a\n\n|h|i|\n|-|-|\n|1|2|\n", ["prose 1: a", "table 3: h|i / 1|2"]],
    ["what follows a table is no cell", "|h|\n|-|\n|1|\n\nb\n", ["table 1: h / 1", "prose 5: b"]],
    ["a table may have no row", "|h|i|\n|-|-|\n", ["table 1: h|i"]],
    ["a fence has its language", "```json\n{}\n```\n", ['fence 1: json 2 closed "{}\\n"']],
    ["in lower case, its first word", "~~~ JSON title=x\n{}\n~~~\n", ['fence 1: json 2 closed "{}\\n"']],
    ["a variant is the language", "```python--pybit\nx\n```\n", ['fence 1: python 2 closed "x\\n"']],
    ["a fence may name none", "```\nx\n```\n", ['fence 1:  2 closed "x\\n"']],
    ["a fence that the page ends in is open", "```json\n{\n", ['fence 1: json 2 open "{\\n"']],
    ["also right behind its first line", "```json\n", ['fence 1: json 2 open ""']],
    ["also where another kind of fence stands in it", "```\n~~~\n", ['fence 1:  2 open "~~~\\n"']],
    ["signs with a blank between them close none", "```\n`` `\n", ['fence 1:  2 open "`` `\\n"']],
    ["a fence in a quote is closed by the quote's", "> ```json\n> {}\n> ```\n", ['fence 1: json 2 closed "{}\\n"']],
    ["a fence in a list is closed by the list's", "- ```json\n  {}\n  ```\n", ['fence 1: json 2 closed "{}\\n"']],
    [
      "a comment of HTML hides what is in it",
      "<!-- note\n# A\n-->\n\n# B\n",
      ["hidden 1: HTML comment <!-- note\n# A\n-->", "heading 5: # B"],
    ],
    ["HTML is its text", "<p>a <b>b</b></p>\n", ["prose 1: a b"]],
    ["HTML without text is nothing", "<div></div>\n\na\n", ["prose 3: a"]],
    [
      "HTML tables are tables, each",
      "a\n\n<table><td>1</table>\n<TABLE><td>2</table>\n",
      ["prose 1: a", "table 3:  / 1", "table 4:  / 2"],
    ],
    [
      "a table without its end goes on to a blank line, also one with blanks",
      "<table><td>1\n  \nb\n",
      ["table 1:  / 1", "prose 3: b"],
    ],
    ["a rule says nothing", "a\n\n---\n\nb\n", ["prose 1: a", "prose 5: b"]],
  ])("%s", (_, source, blocks) => {
    for (const read of [markdown, slate, mdx]) expect(read(source).blocks.map(shown)).toEqual(blocks);
  });

  test("a text begins where its words do", () => {
    const { blocks } = markdown("## t(:row_comment_side)\n\n- see t(:row_parameter_side)\n");
    expect(blocks).toMatchObject([
      { kind: "heading", column: 1, placeholders: [{ line: 1, column: 4 }] },
      { kind: "prose", column: 1, placeholders: [{ line: 3, column: 7 }] },
    ]);
  });

  test("CRLF, CR and a byte order mark change no line", () => {
    for (const end of ["\r\n", "\r"]) {
      const page = slate(`\ufeff${["# A", "", "|a|b|", "|--|--|", "|1|2|", ""].join(end)}`);
      expect(page.lines).toEqual(["# A", "", "|a|b|", "|--|--|", "|1|2|", ""]);
      expect(page.blocks.map(shown)).toEqual(["heading 1: # A", "table 3: a|b / 1|2"]);
    }
  });

  test("10,000 nested quotes and a line of 1 MB are read", () => {
    expect(slate(`${">".repeat(10_000)} x\n`).blocks.length).toBeLessThan(10);
    expect(slate(`${"a|".repeat(500_000)}\n`).blocks).toHaveLength(1);
  });
});

describe("Slate pages", () => {
  test.each([
    ["a paragraph", '<p class="fake_header">x</p>'],
    ["the end of an aside", "</aside>"],
    ["a break", "<br>"],
    ["a closed break", " <br /> "],
  ])("%s in HTML on one line does not swallow the table below it", (_, html) => {
    const page = slate(`${html}\n|a|b|\n|:--|:--|\n|1|2|\n`);
    // Lines are the page's own, although a blank line was put in for the parser.
    expect(tablesOf(page)).toMatchObject([{ line: 2, rows: [{ line: 4 }] }]);
    // As CommonMark has it, the table is text of the HTML.
    expect(tablesOf(markdown(`${html}\n|a|b|\n|:--|:--|\n|1|2|\n`))).toEqual([]);
  });

  test.each([
    ["other HTML", "<div>x</div>"],
    ["HTML that goes on", "<p>x"],
    ["an aside that begins", "<aside>"],
  ])("%s stays open until a blank line, as in CommonMark", (_, html) => {
    expect(tablesOf(slate(`${html}\n|a|b|\n|:--|:--|\n|1|2|\n`))).toEqual([]);
  });

  it("a blank line that is there already is enough", () => {
    expect(slate("<p>x</p>\n\n|a|\n|--|\n").blocks.map(shown)).toEqual(["prose 1: x", "table 3: a"]);
    expect(slate("<p>x</p>\n<p>y</p>").blocks.map(shown)).toEqual(["prose 1: x", "prose 2: y"]);
    expect(slate("<p>x</p>").blocks.map(shown)).toEqual(["prose 1: x"]);
  });

  it("the same line inside of a fence stays as it is, and counts again behind it", () => {
    const table = "<p>x</p>\n|a|\n|--|\n";
    expect(slate(`\`\`\`html\n${table}\`\`\`\n${table}`).blocks.map(shown)).toEqual([
      `fence 1: html 2 closed ${JSON.stringify(table)}`,
      "prose 6: x",
      "table 7: a",
    ]);
    // What opens another kind of fence does not open one in a fence.
    expect(slate(`~~~\n\`\`\`\n~~~\n${table}`).blocks.map(shown)).toEqual([
      'fence 1:  2 closed "```\\n"',
      "prose 4: x",
      "table 5: a",
    ]);
  });

  it("placeholders resolve in the name column, with their anchors and values", () => {
    const [table] = tablesOf(slate("|n|t|c|\n|--|--|--|\n| t(:row_parameter_side) |string |t(:row_comment_side) |\n"));
    expect(table?.rows[0]?.cells).toMatchObject([
      {
        text: "side",
        anchors: ["#side-side"],
        column: 3,
        placeholders: [
          { key: "row_parameter_side", written: "t(:row_parameter_side)", words: "side", line: 3, column: 3 },
        ],
      },
      { text: "string" },
      { text: "Side: Buy or Sell", codes: ["Buy", "Sell"] },
    ]);
  });

  it("an unresolved placeholder stands as its key's own words and is marked", () => {
    const [table] = tablesOf(slate("|n|t|\n|--|--|\n|t(:row_parameter_trigger_price)|string|\n"));
    const cell = table?.rows[0]?.cells[0];
    expect(cell?.text).toBe("trigger_price");
    expect(cell?.placeholders[0]).not.toHaveProperty("resolved");
  });

  it("cells beyond the header and a row without its last pipe are kept", () => {
    const [table] = tablesOf(slate("|n|t|c|\n|--|--|--|\n|a |string |string |four |\n|b |t |open\n"));
    expect(table?.rows.map(({ cells }) => cells.map(({ raw }) => raw))).toEqual([
      ["a", "string", "string", "four"],
      ["b", "t", "open"],
    ]);
  });
});

describe("MDX pages", () => {
  it("front matter, imports, tabs and admonition marks are not text; what is between them is", () => {
    const source = `---
id: t
# no heading
---
import Tabs from '@theme/Tabs';
export const x = 1;
:::tip
Read me
:::
| Parameter | Type |
| :-- | :-- |
| > s | string |
<Tabs>
<TabItem value="a">
## In a tab
</TabItem>
</Tabs>
<Tabsy>x</Tabsy>
`;
    expect(mdx(source).blocks.map(shown)).toEqual([
      "prose 8: Read me",
      "table 10: Parameter|Type / > s|string",
      "heading 15: ## In a tab",
      "prose 18: x",
    ]);
  });

  it("tables of HTML within tabs", () => {
    const page = mdx(`<Tabs>

<table>
<thead><tr><th>Parameter</th><th>Type</th></tr></thead>
<tbody><tr><td rowspan="2">data</td><td>array</td></tr><tr><td>object</td></tr></tbody>
</table>

</Tabs>
`);
    expect(page.blocks.map(shown)).toEqual(["table 3: Parameter|Type / data|array / data|object"]);
  });

  it("three dashes are front matter on the first line only, and only where they come again", () => {
    expect(mdx("# A\n\n---\n\nb\n\n---\n").blocks.map(shown)).toEqual(["heading 1: # A", "prose 5: b"]);
    expect(mdx("---\n# A\n").blocks.map(shown)).toEqual(["heading 2: # A"]);
  });
});
