/** Columns of text by their widest cell; numbers to the right. */

/** `paint` may colour a cell that is already as wide as its column. */
export function table(
  rows: readonly (readonly string[])[],
  paint: (text: string, row: number, column: number) => string = (text) => text,
): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const numeric = widths.map((_, column) => rows.slice(1).every((row) => /^\d+$/.test(row[column] ?? "")));
  return rows
    .map((row, index) =>
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          const right = rows.length > 1 && numeric[column] === true;
          const last = column === row.length - 1 && !right;
          return paint(right ? cell.padStart(width) : last ? cell : cell.padEnd(width), index, column);
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
