/** HTML tables in a page (Docusaurus), spans expanded so that every row has every column. */

import { type DefaultTreeAdapterTypes, parseFragment } from "parse5";
import type { TextReader } from "./doc-text.js";
import type { Cell, Row, Table } from "./page.js";

type Element = DefaultTreeAdapterTypes.Element;

export function readHtmlTables(html: string, startLine: number, toText: TextReader): Table[] {
  const fragment = parseFragment(html, { sourceCodeLocationInfo: true });
  return elementsNamed(fragment, "table").map((table) => {
    const grid = new Map<string, Cell>();
    const rows: Row[] = elementsNamed(table, "tr").map((tr, y) => {
      const line = startLine + (tr.sourceCodeLocation?.startLine ?? 1) - 1;
      let x = 0;
      for (const cell of [...elementsNamed(tr, "td", "th")]) {
        while (grid.has(`${x},${y}`)) x += 1;
        const read = readCell(cell, html, startLine, toText);
        for (let dy = 0; dy < spanOf(cell, "rowspan"); dy += 1)
          for (let dx = 0; dx < spanOf(cell, "colspan"); dx += 1) grid.set(`${x + dx},${y + dy}`, read);
      }
      return { line, source: sourceOf(tr, html), cells: [] };
    });
    const filled = rows.map((row, y) => {
      const cells: Cell[] = [];
      for (let x = 0, cell = grid.get(`0,${y}`); cell; x += 1, cell = grid.get(`${x},${y}`)) cells.push(cell);
      return { ...row, cells };
    });
    const [header, ...body] = filled;
    const line = startLine + (table.sourceCodeLocation?.startLine ?? 1) - 1;
    return {
      kind: "table",
      line,
      column: table.sourceCodeLocation?.startCol ?? 1,
      header: header?.cells ?? [],
      rows: body,
    };
  });
}

function readCell(cell: Element, html: string, startLine: number, toText: TextReader): Cell {
  const location = cell.sourceCodeLocation;
  const start = location?.startTag?.endOffset ?? location?.startOffset ?? 0;
  const raw = html.slice(start, location?.endTag?.startOffset ?? location?.endOffset ?? start).trim();
  const line = startLine + (location?.startLine ?? 1) - 1;
  const column = location?.startCol ?? 1;
  return { ...toText(raw, line, column), column };
}

const sourceOf = (element: Element, html: string): string =>
  html.slice(element.sourceCodeLocation?.startOffset ?? 0, element.sourceCodeLocation?.endOffset ?? 0);

/** At most 100: a span is untrusted and would otherwise fill memory. */
function spanOf(cell: Element, name: string): number {
  const value = Number(cell.attrs.find((attribute) => attribute.name === name)?.value ?? "1");
  return Number.isInteger(value) && value >= 1 ? Math.min(value, 100) : 1;
}

function elementsNamed(root: DefaultTreeAdapterTypes.ParentNode, ...names: string[]): Element[] {
  const found: Element[] = [];
  const stack = [...root.childNodes].reverse();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!("tagName" in node)) continue;
    if (names.includes(node.tagName)) found.push(node);
    else stack.push(...[...node.childNodes].reverse());
  }
  return found;
}
