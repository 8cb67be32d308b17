/**
 * Docusaurus pages: Markdown with JSX and `:::` admonitions. Read as Markdown with HTML: an MDX parser throws on
 * 125 of the 1,111 pages that Docusaurus itself renders (`<br>`, HTML comments, unquoted attributes).
 */

import { createTextReader } from "./doc-text.js";
import { readMarkdownBlocks } from "./markdown-blocks.js";
import type { PageReader } from "./page.js";
import { splitLines } from "./slate-reader.js";

export const readMdxPage: PageReader = ({ path, source, locale }) => {
  const lines = splitLines(source);
  const text: string[] = [];
  const lineOf: number[] = [];
  let frontMatter = lines[0] === "---";
  lines.forEach((line, index) => {
    const isMarker = /^\s*:::/.test(line);
    const isJsxLine = /^\s*(?:import |export |<\/?(?:Tabs|TabItem)\b)/.test(line);
    // Blank lines around what is not Markdown, so that the blocks inside stay blocks.
    text.push(frontMatter || isMarker || isJsxLine ? "" : line);
    lineOf.push(index + 1);
    if (frontMatter && index > 0 && line === "---") frontMatter = false;
  });
  return {
    path,
    lines,
    blocks: readMarkdownBlocks({ text: text.join("\n"), lineOf, lines }, createTextReader(locale)),
  };
};
