const FENCE = /^\s*(`{3,}|~{3,})/;

/** The lines with those of code blocks blank, however far they are indented: what looks like a tag there is none. */
export function maskFences(lines: readonly string[]): string[] {
  let open: string | undefined;
  return lines.map((line) => {
    const marker = FENCE.exec(line)?.[1];
    if (open === undefined && marker === undefined) return line;
    if (open === undefined) open = marker;
    else if (marker?.startsWith(open) && line.trim() === marker) open = undefined;
    return "";
  });
}
