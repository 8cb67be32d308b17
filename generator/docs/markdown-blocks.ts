/** Blocks of a GitHub-flavoured Markdown page with HTML in it, by markdown-it. */

import MarkdownIt, { type StateBlock, type Token } from "markdown-it";
import type { TextReader } from "./doc-text.js";
import { readHtmlTables } from "./html-table.js";
import type { Block, DocText, PageProblem, Row, Table } from "./page.js";
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
markdown.block.ruler.before("code", "html_table", htmlTable, { alt: ["paragraph", "reference", "blockquote"] });

/** `report`: what is wrong with the page's form. */
export function readMarkdownBlocks(
  source: MarkdownSource,
  toText: TextReader,
  report: (problem: PageProblem) => void,
): Block[] {
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
        if (token.info === UNCLOSED_TABLE) report({ ...place, ...UNCLOSED });
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

const UNCLOSED_TABLE = "unclosed table";
const UNCLOSED = {
  message: "<table> is never closed.",
  fix: "Close it with </table>; until then it ends at the next blank line.",
};

/** CommonMark takes a table for code where it is indented, and ends it at its first blank line. Here it ends with its tag. */
function htmlTable(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const lineAt = (line: number): string => state.src.slice(state.bMarks[line], state.eMarks[line]);
  if (!/^\s*<table\b/i.test(lineAt(startLine))) return false;
  if (silent) return true;
  let depth = 0;
  let next = startLine;
  do {
    const text = lineAt(next);
    depth += (text.match(/<table\b/gi)?.length ?? 0) - (text.match(/<\/table\s*>/gi)?.length ?? 0);
    next += 1;
  } while (depth > 0 && next < endLine);
  const isClosed = depth <= 0;
  if (!isClosed) for (next = startLine + 1; next < endLine && lineAt(next).trim() !== ""; ) next += 1;
  state.line = next;
  const token = state.push("html_block", "", 0);
  token.map = [startLine, next];
  token.info = isClosed ? "" : UNCLOSED_TABLE;
  token.content = state.src.slice(state.bMarks[startLine], state.eMarks[next - 1]);
  return true;
}

function readFence(token: Token, line: number, textLines: readonly string[]): Block {
  const [start, end] = token.map ?? [0, 0];
  // In a quote each line begins with its marks.
  const lastLine = (textLines[end - 1] ?? "").replace(/^[\s>]+/, "");
  return {
    kind: "fence",
    line,
    column: 1,
    // `python--sdk` is Slate's way to name a variant of a language.
    language: (token.info.trim().split(/\s+/)[0] ?? "").toLowerCase().replace(/--.*$/, ""),
    content: token.content,
    contentLine: line + 1,
    closed: end - start > 1 && lastLine.startsWith(token.markup),
  };
}

function readHtml(content: string, line: number, toText: TextReader): Block[] {
  const place = { line, column: 1 };
  if (/^\s*<!--/.test(content)) {
    const source = content.trimEnd();
    const { placeholders } = toText(source, line, 1);
    return [{ kind: "hidden", ...place, reason: "HTML comment", source, placeholders }];
  }
  if (/<table\b/i.test(content)) return readHtmlTables(content, line, toText);
  const text = toText(content.trim(), line, 1);
  return text.text === "" ? [] : [{ kind: "prose", quoted: false, ...place, ...text }];
}
