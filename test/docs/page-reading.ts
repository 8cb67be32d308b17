/** Pages for the tests of their readers. */

import type { TextReader } from "../../generator/docs/doc-text.js";
import type { Block, Cell, DocPage, Table } from "../../generator/docs/page.js";

/** Text as it stands there, with its place. */
export const toText: TextReader = (raw, line, column) => ({
  raw,
  text: `${raw}@${line}:${column}`,
  placeholders: [],
  anchors: [],
  codes: [],
});

export const tablesOf = ({ blocks }: DocPage): Table[] =>
  blocks.filter((block): block is Table => block.kind === "table");

export const raws = (cells: readonly Cell[] | undefined): string[] | undefined => cells?.map(({ raw }) => raw);

/** A block in one line: what it is, where, and what it says. */
export function shown(block: Block): string {
  const at = `${block.kind} ${block.line}:`;
  switch (block.kind) {
    case "heading":
      return `${at} ${"#".repeat(block.level)} ${block.text}`;
    case "prose":
      return `${at} ${block.quoted ? "> " : ""}${block.text}`;
    case "table":
      return `${at} ${[block.header, ...block.rows.map(({ cells }) => cells)].map((cells) => cells.map(({ text }) => text).join("|")).join(" / ")}`;
    case "fence":
      return `${at} ${block.language} ${block.contentLine} ${block.closed ? "closed" : "open"} ${JSON.stringify(block.content)}`;
    case "hidden":
      return `${at} ${block.reason} ${block.source}`;
  }
}
