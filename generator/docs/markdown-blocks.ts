/** Blocks of a GitHub-flavoured Markdown page with HTML in it, by markdown-it. */

import MarkdownIt, { type Token } from "markdown-it";
import type { TextReader } from "./doc-text.js";
import { readHtmlTables } from "./html-table.js";
import type { Block, DocText, Row, Table } from "./page.js";
import { readRow } from "./table-row.js";

export interface MarkdownSource {
  /** What the parser reads. */
  readonly text: string;
  /** Page line (1-based) of each line of `text`. */
  readonly lineOf: readonly number[];
  /** The page's own lines. */
  readonly lines: readonly string[];
}

const markdown = new MarkdownIt({ html: true });

export function readMarkdownBlocks(source: MarkdownSource, toText: TextReader): Block[] {
  const blocks: Block[] = [];
  const tokens = markdown.parse(source.text, {});
  const textLines = source.text.split("\n");
  const textAt = (line: number, content: string): DocText => {
    const [start = ""] = content.split("\n");
    const column = (source.lines[line - 1] ?? "").indexOf(start) + 1;
    return toText(content, line, Math.max(column, 1));
  };
  let quotes = 0;
  let table: { line: number; rows: Row[] } | undefined;
  for (const [index, token] of tokens.entries()) {
    const line = source.lineOf[token.map?.[0] ?? 0] as number;
    const place = { line, column: 1 };
    switch (token.type) {
      case "blockquote_open":
        quotes += 1;
        break;
      case "blockquote_close":
        quotes -= 1;
        break;
      case "table_open":
        table = { line, rows: [] };
        break;
      case "tr_open":
        table?.rows.push(readRow(source.lines[line - 1] ?? "", line, toText));
        break;
      case "table_close":
        if (table) blocks.push(tableOf(table.line, table.rows));
        table = undefined;
        break;
      case "inline": {
        // What a cell says was read with its row.
        if (table) break;
        const text = textAt(line, token.content);
        const level = /^h(\d)$/.exec(tokens[index - 1]?.tag ?? "")?.[1];
        if (level === undefined) blocks.push({ kind: "prose", quoted: quotes > 0, ...place, ...text });
        else blocks.push({ kind: "heading", level: Number(level), ...place, ...text });
        break;
      }
      case "code_block":
        blocks.push({ kind: "prose", quoted: quotes > 0, ...place, ...textAt(line, token.content.trimEnd()) });
        break;
      case "fence":
        blocks.push(readFence(token, line, textLines));
        break;
      case "html_block":
        blocks.push(...readHtml(token.content, line, toText));
        break;
    }
  }
  return blocks;
}

const tableOf = (line: number, [header, ...rows]: readonly Row[]): Table => ({
  kind: "table",
  line,
  column: 1,
  header: header?.cells ?? [],
  rows,
});

function readFence(token: Token, line: number, textLines: readonly string[]): Block {
  const [start, end] = token.map ?? [0, 0];
  // In a quote each line begins with its marks.
  const lastLine = (textLines[end - 1] ?? "").replace(/^[\s>]+/, "");
  return {
    kind: "fence",
    line,
    column: 1,
    // `python--pybit` is Slate's way to name a variant of a language.
    language: (token.info.trim().split(/\s+/)[0] ?? "").toLowerCase().replace(/--.*$/, ""),
    content: token.content,
    contentLine: line + 1,
    closed: end - start > 1 && lastLine.startsWith(token.markup),
  };
}

function readHtml(content: string, line: number, toText: TextReader): Block[] {
  const place = { line, column: 1 };
  if (/^\s*<!--/.test(content))
    return [{ kind: "hidden", ...place, reason: "HTML comment", source: content.trimEnd() }];
  if (/<table\b/i.test(content)) return readHtmlTables(content, line, toText);
  const text = toText(content.trim(), line, 1);
  return text.text === "" ? [] : [{ kind: "prose", quoted: false, ...place, ...text }];
}
