/** Code blocks that show several messages, each below a word that says which: `LinearPerpetual { … } LinearFutures { … }`. */

export interface ValueText {
  readonly text: string;
  /** Where it begins in the block. */
  readonly offset: number;
}

/** The values of a block, from bracket to bracket. None if there is more between them than words that can be labels. */
export function splitValues(content: string): ValueText[] {
  const values: ValueText[] = [];
  let end = 0;
  for (let start = nextBracket(content, 0); start >= 0; start = nextBracket(content, end)) {
    if (!isLabel(content.slice(end, start))) return [];
    end = endOfValue(content, start);
    values.push({ text: content.slice(start, end), offset: start });
  }
  return isLabel(content.slice(end)) ? values : [];
}

const nextBracket = (content: string, from: number): number => {
  const index = content.slice(from).search(/[{[]/);
  return index < 0 ? -1 : from + index;
};

/** Words and signs of headings, line by line; no program has so little between its brackets. */
const isLabel = (text: string): boolean =>
  text
    .replace(/\/\/.*$|\/\*[\s\S]*?\*\//gm, "")
    .split("\n")
    .every(
      (line) =>
        /^\s*[#*>-]*\s*(?:[\p{L}\p{N}&/()_.-]+\s*){0,6}[:,;]?\s*$/u.test(line) && !/[()].*[()]\s*[;,]/.test(line),
    );

/** Behind the bracket that closes the one at `start`; the end of the block if none does. */
function endOfValue(content: string, start: number): number {
  let depth = 0;
  // Strings, comments and brackets, whichever comes first.
  const token = /"(?:[^"\\\n]|\\.)*"|\/\/.*$|\/\*[\s\S]*?\*\/|[{}[\]]/gm;
  token.lastIndex = start;
  for (let match = token.exec(content); match; match = token.exec(content)) {
    const [text] = match;
    if (text === "{" || text === "[") depth += 1;
    else if (text === "}" || text === "]") depth -= 1;
    if (depth === 0) return token.lastIndex;
  }
  return content.length;
}
