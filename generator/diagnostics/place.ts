/** Where in a text something stands, as diagnostics say it. */

/** Line and column of an offset, 1-based. */
export function placeAt(source: string, offset: number): { line: number; column: number; excerpt: string } {
  const before = source.slice(0, offset).split("\n");
  const line = before.length;
  return { line, column: (before.at(-1)?.length ?? 0) + 1, excerpt: source.split("\n")[line - 1] ?? "" };
}
