/** Tables of HTML as HTML 5 lays them out, with the place of each cell on the page. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readHtmlTables } from "../../generator/docs/html-table.js";
import { raws, toText } from "./page-reading.js";

const read = (html: string, line = 1) => readHtmlTables(html, line, toText);
const grid = (html: string) => read(html)[0]?.rows.map((row) => raws(row.cells));

describe("a table with a head", () => {
  const html = `<table>
  <thead>
    <tr><th>Name</th><th>Kind</th></tr>
  </thead>
  <tbody>
    <tr>
      <td>price</td>
      <td>
        <a href="#kinds">string</a>
      </td>
    </tr>
  </tbody>
</table>`;

  test("separates header and rows, with places on the page", () => {
    const [table] = read(html, 40);
    expect(table).toMatchObject({ kind: "table", line: 40, column: 1 });
    expect(table?.header.map((cell) => cell.text)).toEqual(["Name@42:13", "Kind@42:26"]);
    expect(table?.rows).toHaveLength(1);
    expect(table?.rows[0]).toMatchObject({ line: 45 });
    expect(table?.rows[0]?.cells.map((cell) => cell.text)).toEqual(["price@46:11", '<a href="#kinds">string</a>@48:9']);
    expect(table?.rows[0]?.cells.map((cell) => cell.column)).toEqual([11, 9]);
  });

  test("has the head that is called one, also of td, and no other", () => {
    const [table] = read(
      "<table><thead><tr><td>a</td></tr></thead><tr><th>b</th></tr><tr><td>1</td></tr><tfoot><tr><th>c</th></tr></tfoot></table>",
    );
    expect(raws(table?.header)).toEqual(["a"]);
    expect(table?.rows.map((row) => raws(row.cells))).toEqual([["b"], ["1"], ["c"]]);
  });

  test("keeps the source of a row", () => {
    expect(read(html)[0]?.rows[0]?.source).toMatch(/^<tr>[\s\S]*<\/tr>$/);
  });
});

describe("a table without a head", () => {
  test("takes a first row of th as its header", () => {
    const [table] = read("<table><tr><th>a<th>b<tr><td>1<td>2</table>");
    expect(raws(table?.header)).toEqual(["a", "b"]);
    expect(table?.rows.map((row) => raws(row.cells))).toEqual([["1", "2"]]);
  });

  test("has no header if the first row has a td", () => {
    const [table] = read("<table><tr><th>a</th><td>1</td></tr><tr><th>b</th><td>2</td></tr></table>");
    expect(table?.header).toEqual([]);
    expect(table?.rows.map((row) => raws(row.cells))).toEqual([
      ["a", "1"],
      ["b", "2"],
    ]);
  });

  test("takes all first rows of th, of whatever width", () => {
    const [table] = read("<table><tr><th>a</th></tr><tr><th>b</th></tr><tr><td>1</td></tr></table>");
    expect(raws(table?.header)).toEqual(["a b"]);
    expect(table?.rows.map((row) => raws(row.cells))).toEqual([["1"]]);
    expect(raws(read("<table><tr><th>a</th></tr><tr><td>1</td></tr></table>")[0]?.header)).toEqual(["a"]);
    expect(read("<table><tr><th>a</th></tr></table>")[0]).toMatchObject({ header: [{ raw: "a" }], rows: [] });
  });

  test("has no header if the first row has nothing in it", () => {
    const [table] = read("<table><tr></tr><tr><th>a</th></tr></table>");
    expect(table?.header).toEqual([]);
    expect(table?.rows.map((row) => raws(row.cells))).toEqual([[], ["a"]]);
  });

  test("finds rows that have no tr of their own", () => {
    const [table] = read("<p>x</p>\n<table>\n<td>1</td><td>2</td>\n</table>", 5);
    expect(table?.rows).toMatchObject([{ line: 7, source: "<td>1</td><td>2</td>" }]);
  });
});

describe("spans", () => {
  test.each<[string, string, string[][]]>([
    ["colspan", "<tr><td colspan=2>a</td><td>b</td></tr>", [["a", "a", "b"]]],
    [
      "rowspan",
      "<tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr>",
      [
        ["a", "b"],
        ["a", "c"],
      ],
    ],
    [
      "rowspan of the last column",
      "<tr><td>b</td><td rowspan='2'>a</td></tr><tr><td>c</td></tr>",
      [
        ["b", "a"],
        ["c", "a"],
      ],
    ],
    [
      "both",
      "<tr><td colspan=2 rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr><tr><td>1<td>2<td>3</tr>",
      [
        ["a", "a", "b"],
        ["a", "a", "c"],
        ["1", "2", "3"],
      ],
    ],
    ["rowspan 0, to the end of the group", "<tr><td rowspan=0>a</td></tr><tr></tr><tr></tr>", [["a"], ["a"], ["a"]]],
    ["as React writes it", "<tr><td rowSpan={2}>a</td></tr><tr><td>b</td></tr>", [["a"], ["a", "b"]]],
    ["colspan 0, and braces", "<tr><td colspan=0>a</td><td colSpan={2}>b</td></tr>", [["a", "b", "b"]]],
    [
      "rowspan 0, from the middle of its group",
      "<tr><td>a</td></tr><tr><td rowspan=0>b</td></tr><tr><td>c</td></tr></tbody><tbody><tr><td>d</td></tr>",
      [["a"], ["b"], ["b", "c"], ["d"]],
    ],
    [
      "a cell that would overlap one that reaches down ends before it",
      "<tr><td>a</td><td rowspan=2>b</td><td>c</td></tr><tr><td colspan=3>d</td></tr>",
      [
        ["a", "b", "c"],
        ["d", "b"],
      ],
    ],
    [
      "two that reach down side by side",
      "<tr><td rowspan=2>a</td><td rowspan=2>b</td><td>c</td></tr><tr><td>d</td></tr>",
      [
        ["a", "b", "c"],
        ["a", "b", "d"],
      ],
    ],
    ["no number", "<tr><td colspan=wide rowspan=-1>a</td></tr><tr><td>b</td></tr>", [["a"], ["b"]]],
    [
      "a gap before a spanned cell is an empty cell",
      "<tr><td>a</td><td>b</td><td rowspan=2>c</td></tr><tr><td>d</td></tr>",
      [
        ["a", "b", "c"],
        ["d", "", "c"],
      ],
    ],
  ])("%s", (_, rows, expected) => {
    expect(grid(`<table>${rows}</table>`)).toEqual(expected);
  });

  test("leave the place of a missing cell at the start of its row's line", () => {
    const html = "<table>\n<tr><td>a</td><td>b</td><td rowspan=2>c</td></tr>\n<tr>\n<td>d</td></tr></table>";
    expect(read(html, 10)[0]?.rows[1]?.cells.map(({ text, column }) => [text, column])).toEqual([
      ["d@13:5", 5],
      ["@12:1", 1],
      ["c@11:39", 39],
    ]);
  });

  test("end with their row group", () => {
    const html =
      "<table><tbody><tr><td rowspan=9>a</td><td>b</td></tr></tbody><tbody><tr><td>c</td></tr></tbody></table>";
    expect(grid(html)).toEqual([["a", "b"], ["c"]]);
  });

  test("name a column by all header rows above it", () => {
    const [table] = read(`<table><thead>
      <tr><th rowspan=2>Field</th><th colspan=2>Price</th></tr>
      <tr><th>Min</th><th>Max</th></tr>
      </thead><tr><td>x</td><td>1</td><td>2</td></tr></table>`);
    expect(table?.header.map(({ text, column }) => [text, column])).toEqual([
      ["Field@2:25", 25],
      ["Price Min@2:49", 49],
      ["Price Max@2:49", 49],
    ]);
    expect(table?.rows.map((row) => raws(row.cells))).toEqual([["x", "1", "2"]]);
  });

  test("name a column by the rows that say something", () => {
    const html = `<table><thead><tr><th></th><th>a</th></tr>
      <tr><th>b</th><th></th><th></th></tr></thead></table>`;
    expect(read(html)[0]?.header.map(({ text, column }) => [text, column])).toEqual([
      ["b@2:15", 15],
      ["a@1:32", 32],
      ["@2:34", 34],
    ]);
  });

  test("of absurd size stay within HTML's own limits", () => {
    const [table] = read("<table><tr><td colspan=99999999 rowspan=99999999>a</td></tr><tr><td>b</td></tr></table>");
    expect(table?.rows.map((row) => row.cells.length)).toEqual([1000, 1000]);
  });
});

describe("several tables", () => {
  test("come in page order, a nested one as its own", () => {
    const tables = read("<table><tr><td>a<table><tr><td>b</td></tr></table></td></tr></table>\n<table><td>c</table>");
    expect(tables.map((table) => table.rows.map((row) => raws(row.cells)))).toEqual([
      [["a<table><tr><td>b</td></tr></table>"]],
      [["b"]],
      [["c"]],
    ]);
    expect(tables.map((table) => table.line)).toEqual([1, 1, 2]);
  });

  test("none, empty, or cut off", () => {
    expect(read("<p>no table</p>")).toEqual([]);
    expect(read("<table></table>")).toMatchObject([{ header: [], rows: [] }]);
    expect(grid("<table><tr><td>a</td><td>b")).toEqual([["a", "b"]]);
  });

  test("nested deeply or long do not overflow", () => {
    expect(read(`${"<div>".repeat(5000)}<table><td>a</table>`)).toHaveLength(1);
    const long = `<table>${"<tr><td>a</td><td>b</td></tr>\n".repeat(5000)}</table>`;
    expect(read(long)[0]?.rows.at(-1)?.line).toBe(5000);
  });

  test("of any HTML are read", () => {
    const parts = [
      "table",
      "thead",
      "tbody",
      "tr",
      "td",
      "th",
      "caption",
      "select",
      "svg",
      "template",
      "form",
      "b",
      "p",
    ];
    const tag = fc.constantFrom(
      ...parts.flatMap((name) => [`<${name}>`, `</${name}>`]),
      "<td rowspan=0>",
      "<!--",
      "x",
      "\n",
    );
    fc.assert(
      fc.property(fc.array(tag, { maxLength: 40 }), (tags) => {
        expect(read(`<table>${tags.join("")}`).length).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });
});
