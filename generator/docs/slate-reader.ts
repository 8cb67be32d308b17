/** Slate pages: Markdown for Redcarpet, with placeholders. */

import { createTextReader } from "./doc-text.js";
import { type MarkdownSource, readMarkdownBlocks } from "./markdown-blocks.js";
import type { PageProblem, PageReader } from "./page.js";
import { pageLines } from "./page-lines.js";

export const readSlatePage: PageReader = ({ path, source, ...texts }) => {
  const lines = pageLines(source);
  const problems: PageProblem[] = [];
  const blocks = readMarkdownBlocks(separateHtml(lines), createTextReader(texts), (problem) => problems.push(problem));
  return { path, lines, blocks, problems };
};

/** One-line HTML after which Redcarpet goes on with Markdown and CommonMark does not. */
const ONE_LINE_HTML = /^\s*(?:<p\b[^>]*>.*<\/p>|<\/aside>|<br\s*\/?>)\s*$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/**
 * CommonMark reads on in an HTML block until a blank line and so swallows the table below `<p class="fake_header">`:
 * 36 of 48 tables on the pages this was written for. A blank line after one-line HTML brings them back.
 */
function separateHtml(lines: readonly string[]): MarkdownSource {
  const text: string[] = [];
  const lineOf: number[] = [];
  let fence: string | undefined;
  lines.forEach((line, index) => {
    text.push(line);
    lineOf.push(index + 1);
    const marker = FENCE.exec(line)?.[1];
    if (marker && fence === undefined) fence = marker;
    else if (fence !== undefined && line.trim().startsWith(fence)) fence = undefined;
    if (fence === undefined && ONE_LINE_HTML.test(line) && (lines[index + 1] ?? "").trim() !== "") {
      text.push("");
      lineOf.push(index + 1);
    }
  });
  return { text: text.join("\n"), lineOf, lines };
}
