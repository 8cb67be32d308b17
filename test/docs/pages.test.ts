/** Pages as they are written: what CommonMark swallows, what hides, what stands behind placeholders. */

import { describe, expect, it } from "vitest";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import { readMarkdownPage } from "../../generator/docs/markdown-reader.js";
import { readMdxPage } from "../../generator/docs/mdx/mdx-reader.js";
import type { DocPage } from "../../generator/docs/page.js";
import { readLocale } from "../../generator/docs/read-locale.js";
import { readSlatePage } from "../../generator/docs/slate-reader.js";

const locale = new Map([
  ["row_parameter_side", '<a href="#side-side">side</a>'],
  ["row_comment_side", "Side: <code>Buy</code> or <code>Sell</code>"],
]);
const slate = (source: string): DocPage => readSlatePage({ path: "p.md", source, locale });
const tables = (page: DocPage) => page.blocks.filter((block) => block.kind === "table");

describe("Slate pages", () => {
  it("a one-line paragraph in HTML does not swallow the table below it", () => {
    const page = slate('<p class="fake_header">t(:x)</p>\n|a|b|\n|:--|:--|\n|1|2|\n');
    expect(tables(page)).toHaveLength(1);
    // Lines are the page's own, although a blank line was put in for the parser.
    expect(tables(page)[0]).toMatchObject({ line: 2, rows: [{ line: 4 }] });
  });

  it("the same line inside a fence stays as it is", () => {
    const page = slate("```html\n<p>x</p>\n| no table |\n```\n");
    expect(page.blocks).toMatchObject([{ kind: "fence", content: "<p>x</p>\n| no table |\n" }]);
  });

  it("placeholders resolve in the name column, with their anchors and values", () => {
    const [table] = tables(slate("|n|t|c|\n|--|--|--|\n| t(:row_parameter_side) |string |t(:row_comment_side) |\n"));
    expect(table?.rows[0]?.cells).toMatchObject([
      {
        text: "side",
        anchors: ["#side-side"],
        column: 3,
        placeholders: [{ key: "row_parameter_side", line: 3, column: 3 }],
      },
      { text: "string" },
      { text: "Side: Buy or Sell", codes: ["Buy", "Sell"] },
    ]);
  });

  it("an unresolved placeholder stands as its key's own words and is marked", () => {
    const [table] = tables(slate("|n|t|\n|--|--|\n|t(:row_parameter_trigger_price)|string|\n"));
    const cell = table?.rows[0]?.cells[0];
    expect(cell?.text).toBe("trigger_price");
    expect(cell?.placeholders[0]).not.toHaveProperty("resolved");
  });

  it("four cells, a missing closing pipe and an escaped pipe are kept as they are", () => {
    const [table] = tables(slate("|n|t|c|\n|--|--|--|\n|a |string |string |four |\n|b |t |open\n|c |t |x \\| y |\n"));
    expect(table?.rows.map(({ cells }) => cells.map(({ raw }) => raw))).toEqual([
      ["a", "string", "string", "four"],
      ["b", "t", "open"],
      ["c", "t", "x \\| y"],
    ]);
  });

  it("an HTML comment hides its headings", () => {
    const page = slate("# A\n\n<!-- note\n## t(:hidden)\n-->\n\n## B\n");
    expect(page.blocks.map(({ kind }) => kind)).toEqual(["heading", "hidden", "heading"]);
  });

  it("a variant of a language is the language; a page that ends in a fence is told apart", () => {
    expect(slate("```python--pybit\nx\n```\n").blocks[0]).toMatchObject({ language: "python", closed: true });
    expect(slate("```json\n{\n").blocks[0]).toMatchObject({ language: "json", closed: false });
    expect(slate("```json\n").blocks[0]).toMatchObject({ closed: false });
  });

  it("CRLF and a byte order mark change no line", () => {
    const page = slate("\ufeff# A\r\n\r\n|a|b|\r\n|--|--|\r\n|1|2|\r\n");
    expect(tables(page)[0]?.rows[0]).toMatchObject({ line: 5, cells: [{ text: "1" }, { text: "2" }] });
  });

  it("10,000 nested quotes and a line of 1 MB are read", () => {
    expect(slate(`${">".repeat(10_000)} x\n`).blocks.length).toBeLessThan(10);
    expect(slate(`${"a|".repeat(500_000)}\n`).blocks).toHaveLength(1);
  });
});

describe("other formats", () => {
  it("plain Markdown: line breaks in cells, bold headings", () => {
    const page = readMarkdownPage({
      path: "p.md",
      source: "# A\n\n| n | c |\n|---|---|\n| x | one <br>two |\n",
      locale: new Map(),
    });
    expect(tables(page)[0]?.rows[0]?.cells[1]?.text).toBe("one\ntwo");
  });

  it("MDX: front matter, tabs, admonitions and HTML tables", () => {
    const source = `---
id: t
---
import Tabs from '@theme/Tabs';

:::tip
Read me
:::

| Parameter | Type |
| :-- | :-- |
| > s | string |

<Tabs>
<TabItem value="a">

<table>
<thead><tr><th>Parameter</th><th>Type</th></tr></thead>
<tbody><tr><td rowspan="2">data</td><td>array</td></tr><tr><td>object</td></tr></tbody>
</table>

</TabItem>
</Tabs>
`;
    const page = readMdxPage({ path: "p.mdx", source, locale: new Map() });
    expect(
      tables(page).map(({ line, rows }) => [line, rows.map(({ cells }) => cells.map(({ text }) => text))]),
    ).toEqual([
      [10, [["> s", "string"]]],
      [
        17,
        [
          ["data", "array"],
          ["data", "object"],
        ],
      ],
    ]);
    expect(page.blocks.some((block) => block.kind === "prose" && block.text === "Read me")).toBe(true);
  });
});

describe("locale files", () => {
  const source =
    '---\nen:\n  # a comment\n  one: First\n  two: |\n    Second\n      deeper\n  three: "a: b"\n  four: P&L\n';

  it("give the same texts, read whole or by keys", () => {
    const whole = readLocale(source, "en.yml", createReport()).texts;
    expect([...whole]).toEqual([
      ["one", "First"],
      ["two", "Second\n  deeper\n"],
      ["three", "a: b"],
      ["four", "P&L"],
    ]);
    const some = readLocale(source, "en.yml", createReport(), new Set(["two", "four"])).texts;
    expect([...some]).toEqual([
      ["two", "Second\n  deeper\n"],
      ["four", "P&L"],
    ]);
  });

  it("name the line of a fault", () => {
    const report = createReport();
    readLocale("en:\n  a: b\n\tc: d\n", "en.yml", report);
    expect(report.diagnostics[0]).toMatchObject({ code: "input/locale", line: 3 });
  });
});
