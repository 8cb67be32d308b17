/** Blocks of a GitHub-flavoured Markdown page with HTML in it, by markdown-it. */

import MarkdownIt, { type StateBlock, type Token } from "markdown-it";
import type { TextReader } from "./doc-text.js";
import { readHtmlTables } from "./html-table.js";
import type { Block, DocText, PageProblem } from "./page.js";
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
  const pageLine = (token: Token): number => source.lineOf[token.map?.[0] ?? 0] ?? 1;
  const textAt = (line: number, content: string): DocText => {
    const column = (source.lines[line - 1] ?? "").indexOf(content.split("\n")[0] ?? "") + 1;
    return toText(content, line, Math.max(column, 1));
  };
  let quotes = 0;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (!token) continue;
    const line = pageLine(token);
    if (token.type === "blockquote_open") quotes += 1;
    else if (token.type === "blockquote_close") quotes -= 1;
    else if (token.type === "heading_open") {
      const content = tokens[index + 1]?.content ?? "";
      blocks.push({ kind: "heading", level: Number(token.tag.slice(1)), line, column: 1, ...textAt(line, content) });
      index += 1;
    } else if (token.type === "inline") {
      blocks.push({ kind: "prose", quoted: quotes > 0, line, column: 1, ...textAt(line, token.content) });
    } else if (token.type === "fence") {
      blocks.push(readFence(token, line, textLines));
    } else if (token.type === "table_open") {
      const rows = [];
      for (; tokens[index]?.type !== "table_close"; index += 1) {
        const inner = tokens[index];
        if (inner?.type === "tr_open") {
          const rowLine = pageLine(inner);
          rows.push(readRow(source.lines[rowLine - 1] ?? "", rowLine, toText));
        }
      }
      const [header, ...body] = rows;
      blocks.push({ kind: "table", line, column: 1, header: header?.cells ?? [], rows: body });
    } else if (token.type === "html_block") {
      if (token.info === UNCLOSED_TABLE) report({ line, column: 1, ...UNCLOSED });
      blocks.push(...readHtml(token.content, line, toText));
    } else if (token.type === "code_block") {
      blocks.push({ kind: "prose", quoted: false, line, column: 1, ...textAt(line, token.content.trimEnd()) });
    }
  }
  return blocks;
}

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
  const [start, end] = token.map ?? [0, 1];
  const lastLine = textLines[end - 1] ?? "";
  return {
    kind: "fence",
    line,
    column: 1,
    // `python--pybit` is Slate's way to name a variant of a language.
    language: (token.info.trim().split(/\s+/)[0] ?? "").toLowerCase().replace(/--.*$/, ""),
    content: token.content,
    contentLine: line + 1,
    closed: end - start > 1 && lastLine.trim().startsWith(token.markup),
  };
}

function readHtml(content: string, line: number, toText: TextReader): Block[] {
  if (/^\s*<!--/.test(content)) {
    return [{ kind: "hidden", line, column: 1, reason: "HTML comment", source: content.trimEnd() }];
  }
  if (/<table\b/i.test(content)) return readHtmlTables(content, line, toText);
  const text = toText(content.trim(), line, 1);
  return text.text === "" ? [] : [{ kind: "prose", quoted: false, line, column: 1, ...text }];
}
