/** What a misspelt name may have been meant to be. */

/** A fix for a name that is not known. */
export function suggest(name: string, known: readonly string[]): string {
  const near = known
    .map((other) => ({ other, far: distance(other.toLowerCase(), name.slice(0, 80).toLowerCase()) }))
    .sort((a, b) => a.far - b.far)[0];
  if (near && near.far <= Math.max(1, Math.min(2, near.other.length / 3))) return `Did you mean "${near.other}"?`;
  return `Use one of: ${known.join(", ") || "none"}.`;
}

/** Levenshtein distance, for "did you mean". */
function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitute = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(substitute, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
