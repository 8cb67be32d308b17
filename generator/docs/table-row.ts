/** Splits one line of a pipe table. markdown-it drops the cells that exceed the header; those are evidence here. */

import type { TextReader } from "./doc-text.js";
import type { Cell, Row } from "./page.js";

export function readRow(source: string, line: number, toText: TextReader): Row {
  return { line, source, cells: splitCells(source).map(({ raw, column }) => toCell(raw, line, column, toText)) };
}

function toCell(raw: string, line: number, column: number, toText: TextReader): Cell {
  const trimmed = raw.trim();
  const start = column + (raw.length - raw.trimStart().length);
  return { ...toText(trimmed, line, start), column: start };
}

/** GFM: a pipe splits unless a backslash escapes it, also inside a code span. */
function splitCells(source: string): { raw: string; column: number }[] {
  const cells: { raw: string; column: number }[] = [];
  let start = 0;
  for (let index = 0; index <= source.length; index += 1) {
    if (index < source.length && (source[index] !== "|" || source[index - 1] === "\\")) continue;
    cells.push({ raw: source.slice(start, index), column: start + 1 });
    start = index + 1;
  }
  if (cells.length > 1 && cells[0]?.raw.trim() === "") cells.shift();
  if (cells.length > 1 && cells.at(-1)?.raw.trim() === "") cells.pop();
  return cells;
}
