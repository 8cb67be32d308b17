/** HTML tables of a page as the same `Table` that pipe tables give, with `colspan` and `rowspan` spread over the grid. */

import { type DefaultTreeAdapterTypes, parseFragment } from "parse5";
import type { Cell, DocText, Row, Table } from "./page.js";
import { createPlaceOf, type PlaceOf } from "./place-of.js";

type Element = DefaultTreeAdapterTypes.Element;
type Node = DefaultTreeAdapterTypes.ChildNode;

type ToText = (raw: string, line: number, column: number) => DocText;

/** HTML's own limit for `colspan`. */
const MAX_COLUMNS = 1000;

/** `startLine` is the page line on which `html` starts, in its first column. A table in a cell is a table of its own. */
export function readHtmlTables(html: string, startLine: number, toText: ToText): Table[] {
  const root = parseFragment(html, { sourceCodeLocationInfo: true });
  const source = { html, placeOf: createPlaceOf(html, { line: startLine, column: 1 }), toText };
  return findElements(root.childNodes, "table", true).map((table) => readTable(table, source));
}

interface Source {
  readonly html: string;
  readonly placeOf: PlaceOf;
  readonly toText: ToText;
}

interface GridRow extends Row {
  readonly isInHead: boolean;
  /** Nothing but `th`: the header of a table without a head. */
  readonly isAllHeaders: boolean;
}

function readTable(table: Element, source: Source): Table {
  const groups = groupRows(table);
  const hasHead = groups.some((group) => group[0]?.parentNode?.nodeName === "thead");
  const rows = groups.flatMap((group) => readGroup(group, source));
  const firstBodyRow = rows.findIndex((row) => (hasHead ? !row.isInHead : !row.isAllHeaders));
  const headerHeight = firstBodyRow < 0 ? rows.length : firstBodyRow;
  return {
    kind: "table",
    ...source.placeOf(table.sourceCodeLocation?.startOffset ?? 0),
    header: joinHeader(rows.slice(0, headerHeight), source),
    rows: rows.slice(headerHeight).map(({ line, cells, source: text }) => ({ line, cells, source: text })),
  };
}

/** Rows by row group, in page order: a `rowspan` ends with its group. */
function groupRows(table: Element): Element[][] {
  const groups = new Map<unknown, Element[]>();
  for (const row of findElements(table.childNodes, "tr", false)) {
    const group = groups.get(row.parentNode);
    if (group) group.push(row);
    else groups.set(row.parentNode, [row]);
  }
  return [...groups.values()];
}

function readGroup(rows: readonly Element[], source: Source): GridRow[] {
  // What reaches down from the rows above, by column.
  const spans: ({ cell: Cell; rowsLeft: number } | undefined)[] = [];
  return rows.map((row, index) => {
    const elements = row.childNodes.filter(isCell);
    const cells: Cell[] = [];
    let column = 0;
    const takeSpans = (): void => {
      for (let span = spans[column]; span && span.rowsLeft > 0; span = spans[column]) {
        cells[column] = span.cell;
        span.rowsLeft -= 1;
        column += 1;
      }
    };
    for (const element of elements) {
      takeSpans();
      const cell = readCell(element, source);
      const width = readSpan(element, "colspan") || 1;
      const height = readSpan(element, "rowspan") || rows.length - index;
      for (let last = Math.min(column + width, MAX_COLUMNS); column < last; column += 1) {
        // HTML lets cells overlap here; the one that reaches down keeps its place.
        if ((spans[column]?.rowsLeft ?? 0) > 0) break;
        cells[column] = cell;
        spans[column] = { cell, rowsLeft: height - 1 };
      }
    }
    for (; column < spans.length; column += 1) takeSpans();
    const [start, end] = rangeOf(row);
    const { line } = source.placeOf(start);
    const empty = (): Cell => ({ ...source.toText("", line, 1), column: 1 });
    return {
      line,
      source: source.html.slice(start, end).trimEnd(),
      cells: Array.from(cells, (cell) => cell ?? empty()),
      isInHead: row.parentNode?.nodeName === "thead",
      isAllHeaders: elements.length > 0 && elements.every((element) => element.nodeName === "th"),
    };
  });
}

function readCell(element: Element, source: Source): Cell {
  const location = element.sourceCodeLocation;
  const start = location?.startTag?.endOffset ?? 0;
  const end = location?.endTag?.startOffset ?? location?.endOffset ?? start;
  const inner = source.html.slice(start, end);
  const { line, column } = source.placeOf(start + (inner.length - inner.trimStart().length));
  return { ...source.toText(inner.trim(), line, column), column };
}

/** A column under several header rows is named by all of them: `Price` over `Max` is `Price Max`. */
function joinHeader(rows: readonly GridRow[], source: Source): readonly Cell[] {
  const [first] = rows;
  if (!first || rows.length === 1) return first?.cells ?? [];
  const width = Math.max(...rows.map((row) => row.cells.length));
  return Array.from({ length: width }, (_, column): Cell => {
    const cells = rows.flatMap((row) => row.cells[column] ?? []).filter((cell) => cell.raw !== "");
    const raws = [...new Set(cells.map((cell) => cell.raw))];
    const start = cells[0]?.column ?? 1;
    return raws.length === 1 && cells[0]
      ? cells[0]
      : { ...source.toText(raws.join(" "), first.line, start), column: start };
  });
}

function readSpan(element: Element, name: string): number {
  const value = element.attrs.find((attribute) => attribute.name.toLowerCase() === name)?.value ?? "1";
  // A page written for React may say `rowSpan={2}`.
  const digits = /^\s*\{?\s*(\d+)/.exec(value)?.[1];
  return digits === undefined ? 1 : Math.min(Number(digits), name === "colspan" ? MAX_COLUMNS : 65_534);
}

/** A row without a `tr` of its own has no location; its cells have. */
function rangeOf(row: Element): [number, number] {
  const cells = row.childNodes.filter(isCell);
  const start = row.sourceCodeLocation?.startOffset ?? cells[0]?.sourceCodeLocation?.startOffset ?? 0;
  return [start, row.sourceCodeLocation?.endOffset ?? cells.at(-1)?.sourceCodeLocation?.endOffset ?? start];
}

function isCell(node: Node): node is Element {
  return node.nodeName === "td" || node.nodeName === "th";
}

/** In page order. Iterative: nesting on a page is untrusted. */
function findElements(nodes: readonly Node[], name: string, intoTables: boolean): Element[] {
  const found: Element[] = [];
  const stack = [...nodes].reverse();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!("childNodes" in node)) continue;
    if (node.nodeName === name) found.push(node as Element);
    if (node.nodeName === "table" && !intoTables) continue;
    for (let index = node.childNodes.length - 1; index >= 0; index -= 1) {
      const child = node.childNodes[index];
      if (child) stack.push(child);
    }
  }
  return found;
}
