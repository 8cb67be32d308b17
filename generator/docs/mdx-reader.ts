/**
 * Docusaurus pages: Markdown with JSX and `:::` admonitions. Read as Markdown with HTML: an MDX parser throws on
 * 125 of the 1,111 pages that Docusaurus itself renders (`<br>`, HTML comments, unquoted attributes).
 */

import { createTextReader } from "./doc-text.js";
import { readMarkdownBlocks } from "./markdown-blocks.js";
import type { PageReader } from "./page.js";
import { pageLines } from "./page-lines.js";

export const readMdxPage: PageReader = ({ path, source, locale }) => {
  const lines = pageLines(source);
  const frontMatterEnd = lines[0] === "---" ? lines.indexOf("---", 1) : -1;
  // A blank line for each that is not Markdown, so that the blocks around it stay blocks.
  const markdown = lines.map((line, index) => (index <= frontMatterEnd || NO_MARKDOWN.test(line) ? "" : line));
  const whole = { text: markdown.join("\n"), lineOf: lines.map((_, index) => index + 1), lines };
  return { path, lines, blocks: readMarkdownBlocks(whole, createTextReader(locale)) };
};

const NO_MARKDOWN = /^\s*(?::::|import |export |<\/?(?:Tabs|TabItem)\b)/;
