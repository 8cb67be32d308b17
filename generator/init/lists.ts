/** Lists of values in the prose of a page: `Available intervals: 1 3 5`, `Level 1 data, Level 50 data`, bullets below such words. */

import type { Block, Prose } from "../docs/page.js";

export interface ValueList {
  /** What is listed, in the singular: `interval`. */
  readonly nouns: readonly string[];
  readonly values: readonly string[];
  readonly line: number;
}

interface OpenList {
  readonly nouns: readonly string[];
  readonly values: Set<string>;
  readonly line: number;
}

/** Lists of one value say nothing. */
export function listsIn(blocks: readonly Block[]): ValueList[] {
  const levels: OpenList = { nouns: ["level", "depth"], values: new Set(), line: blocks[0]?.line ?? 1 };
  const lists: OpenList[] = [levels];
  let current: OpenList | undefined;
  for (const block of blocks) {
    if (block.kind === "heading") current = undefined;
    if (block.kind !== "prose") continue;
    const found = [...block.text.matchAll(/\blevel (\d{1,6}) data\b/gi)].map(([, level = ""]) => level);
    for (const level of found) levels.values.add(level);
    if (found.length > 0) continue;
    for (const { noun, words, codes } of partsOf(block)) {
      if (noun !== undefined) {
        current = { nouns: [noun], values: new Set(), line: block.line };
        lists.push(current);
      }
      const values = valuesIn(words, codes);
      if (values.length === 0 && words !== "" && !LEGEND.test(words)) current = undefined;
      for (const value of values) current?.values.add(value);
    }
  }
  return lists.flatMap(({ nouns, values, line }) => (values.size > 1 ? [{ nouns, values: [...values], line }] : []));
}

/** What the signs of a list mean, between its title and its values: `m -> minutes`. */
const LEGEND = /\S ?(?:->|→) ?\S/;

interface Part {
  /** Of the words before a colon. */
  readonly noun?: string;
  readonly words: string;
  readonly codes: readonly string[];
}

/** A block by its lines: each may begin with what it lists. */
function partsOf({ text, codes }: Prose): Part[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  // Code spans are noted for the block, not for its lines.
  const codesIn = (words: string): string[] => codes.filter((code) => words.includes(code));
  return lines.map((line) => {
    const [, before, behind = ""] = /^([^:]{1,80}):\s*(.*)$/.exec(line) ?? [];
    if (before === undefined) return { words: line, codes: codesIn(line) };
    return { noun: nounOf(before), words: behind, codes: codesIn(behind) };
  });
}

/** `Currently supported intervals` is about an interval. */
const nounOf = (text: string): string =>
  (/([A-Za-z_]{1,40})[^A-Za-z_]*$/.exec(text)?.[1] ?? "").toLowerCase().replace(/s$/, "");

const SHORT = /^(?:\d{1,5}|\d{1,4}[smhdwMDW]|[DWMYH])$/;

/** Where the words of a line are values, or stand in code. */
function valuesIn(words: string, codes: readonly string[]): readonly string[] {
  const inCode = codes.filter((code) => /^[\w-]{1,12}$/.test(code));
  if (inCode.length > 0) return inCode;
  const tokens = words.split(/[\s,/]+/).filter((token) => token !== "");
  return tokens.every((token) => SHORT.test(token)) ? tokens : [];
}
