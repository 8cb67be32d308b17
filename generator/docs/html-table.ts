/** HTML tables of a page as the same `Table` that pipe tables give, with `colspan` and `rowspan` spread over the grid. */

import { type DefaultTreeAdapterTypes, parseFragment, type Token } from "parse5";
import { invariant } from "../diagnostics/diagnostic.js";
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
  const rows = groups.flatMap((group) => readGroup(group, source));
  const hasHead = rows.some(({ isInHead }) => isInHead);
  const firstBodyRow = rows.findIndex((row) => (hasHead ? !row.isInHead : !row.isAllHeaders));
  const headerHeight = firstBodyRow < 0 ? rows.length : firstBodyRow;
  return {
    kind: "table",
    ...source.placeOf(locationOf(table).startOffset),
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

/** A cell that reaches down into later rows. */
interface Span {
  readonly cell: Cell;
  rowsLeft: number;
}

function readGroup(rows: readonly Element[], source: Source): GridRow[] {
  const spans: (Span | undefined)[] = [];
  return rows.map((row, index) => {
    const elements = row.childNodes.filter(isCell);
    const [start, end] = rangeOf(row, elements);
    const { line } = source.placeOf(start);
    const filler = (): Cell => ({ ...source.toText("", line, 1), column: 1 });
    return {
      line,
      source: source.html.slice(start, end).trimEnd(),
      cells: Array.from(placeCells(elements, spans, rows.length - index, source), (cell) => cell ?? filler()),
      isInHead: row.parentNode?.nodeName === "thead",
      isAllHeaders: elements.length > 0 && elements.every((element) => element.nodeName === "th"),
    };
  });
}

/** The cells of a row by column, and those that reach down into it; `spans` are then those of the next row. `height`: rows to the end of the group. */
function placeCells(
  elements: readonly Element[],
  spans: (Span | undefined)[],
  height: number,
  source: Source,
): (Cell | undefined)[] {
  const cells: (Cell | undefined)[] = [];
  const spanAt = (column: number): Span | undefined => {
    const span = spans[column];
    return span && span.rowsLeft > 0 ? span : undefined;
  };
  let column = 0;
  const takeSpans = (): void => {
    for (let span = spanAt(column); span; span = spanAt(column)) {
      cells[column] = span.cell;
      span.rowsLeft -= 1;
      column += 1;
    }
  };
  for (const element of elements) {
    takeSpans();
    const cell = readCell(element, source);
    const width = readSpan(element, "colspan") || 1;
    const rowsLeft = (readSpan(element, "rowspan") || height) - 1;
    for (const last = Math.min(column + width, MAX_COLUMNS); column < last; column += 1) {
      // HTML lets cells overlap here; the one that reaches down keeps its place.
      if (spanAt(column)) break;
      cells[column] = cell;
      spans[column] = { cell, rowsLeft };
    }
  }
  for (; column < spans.length; column += 1) takeSpans();
  return cells;
}

function readCell(element: Element, source: Source): Cell {
  const { startTag, endTag, endOffset } = locationOf(element);
  const start = startTag?.endOffset ?? endOffset;
  const inner = source.html.slice(start, endTag?.startOffset ?? endOffset);
  const { line, column } = source.placeOf(start + (inner.length - inner.trimStart().length));
  return { ...source.toText(inner.trim(), line, column), column };
}

/** A column under several header rows is named by all of them: `Price` over `Max` is `Price Max`. */
function joinHeader(rows: readonly GridRow[], source: Source): readonly Cell[] {
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length));
  return Array.from({ length: width }, (_, column): Cell => {
    const all = rows.flatMap(({ line, cells }) => (cells[column] ? [{ line, cell: cells[column] }] : []));
    const named = all.filter(({ cell }) => cell.raw !== "");
    const [first = all[0]] = named;
    invariant(first, "a column of a header has a cell");
    const raws = new Set(named.map(({ cell }) => cell.raw));
    if (raws.size <= 1) return first.cell;
    const start = first.cell.column;
    return { ...source.toText([...raws].join(" "), first.line, start), column: start };
  });
}

/** A page written for React may say `rowSpan={2}`. */
function readSpan(element: Element, name: string): number {
  const written = element.attrs.find((attribute) => attribute.name === name)?.value ?? "";
  const digits = /^\s*\{?\s*(\d+)/.exec(written)?.[1];
  return digits === undefined ? 1 : Number(digits);
}

/** Where a row stands. One without a `tr` of its own has no location; its cells have. */
function rangeOf(row: Element, cells: readonly Element[]): [number, number] {
  const first = row.sourceCodeLocation ? row : cells[0];
  const last = row.sourceCodeLocation ? row : cells.at(-1);
  invariant(first && last, "a row that the parser adds has a cell");
  return [locationOf(first).startOffset, locationOf(last).endOffset];
}

function locationOf({ sourceCodeLocation }: Element): Token.ElementLocation {
  invariant(sourceCodeLocation, "an element that is written on the page has a place");
  return sourceCodeLocation;
}

function isCell(node: Node): node is Element {
  return node.nodeName === "td" || node.nodeName === "th";
}

/** In page order. Iterative: nesting on a page is untrusted. */
function findElements(nodes: readonly Node[], name: string, intoTables: boolean): Element[] {
  const found: Element[] = [];
  const stack = nodes.toReversed();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (!("childNodes" in node)) continue;
    if (node.nodeName === name) found.push(node as Element);
    if (node.nodeName === "table" && !intoTables) continue;
    for (const child of node.childNodes.toReversed()) stack.push(child);
  }
  return found;
}
