/** Cells of a pipe table, each with the column at which its text begins. */

import { expect, test } from "vitest";
import { readRow } from "../../generator/docs/table-row.js";
import { toText } from "./page-reading.js";

test.each<[rule: string, row: string, cells: [raw: string, column: number][]]>([
  [
    "pipes part cells",
    "|a|b|",
    [
      ["a", 2],
      ["b", 4],
    ],
  ],
  [
    "blanks around a cell are not its text",
    "|  a b | c\t|",
    [
      ["a b", 4],
      ["c", 10],
    ],
  ],
  [
    "the outer pipes may be missing",
    "a|b",
    [
      ["a", 1],
      ["b", 3],
    ],
  ],
  [
    "or one of them",
    "| a | b",
    [
      ["a", 3],
      ["b", 7],
    ],
  ],
  [
    "an escaped pipe is text",
    "|a \\| b|c|",
    [
      ["a \\| b", 2],
      ["c", 9],
    ],
  ],
  ["also in code", "|`a\\|b`|", [["`a\\|b`", 2]]],
  [
    "a cell in the middle may be empty",
    "|a||b|",
    [
      ["a", 2],
      ["", 4],
      ["b", 5],
    ],
  ],
  [
    "so may the first and the last, between pipes",
    "| |a| |",
    [
      ["", 3],
      ["a", 4],
      ["", 7],
    ],
  ],
  ["a row without a pipe is one cell", "a b", [["a b", 1]]],
  ["an empty row too", "", [["", 1]]],
  ["a pipe alone has a cell on one of its sides", "|", [["", 2]]],
])("%s: %s", (_, source, cells) => {
  const row = readRow(source, 40, toText);
  expect(row).toMatchObject({ line: 40, source });
  expect(row.cells.map(({ raw, column }) => [raw, column])).toEqual(cells);
  expect(row.cells.map(({ text }) => text)).toEqual(cells.map(([raw, column]) => `${raw}@40:${column}`));
});
