/**
 * Docusaurus pages: Markdown with JSX and `:::` admonitions. Read as Markdown with HTML: an MDX parser throws on
 * 125 of the 1,111 pages that Docusaurus itself renders (`<br>`, HTML comments, unquoted attributes).
 */

import { createTextReader } from "../doc-text.js";
import { readMarkdownBlocks } from "../markdown-blocks.js";
import type { Block, Heading, PageReader } from "../page.js";
import { pageLines } from "../page-lines.js";
import { maskFences } from "./fences.js";
import { readFrontMatter } from "./front-matter.js";
import { readTabs, type Tabbed } from "./tabs.js";

export const readMdxPage: PageReader = ({ path, source, ...texts }) => {
  const lines = pageLines(source);
  const toText = createTextReader(texts);
  const { length, title, slug, ...frontMatter } = readFrontMatter(lines);
  const tabbed = readTabs(lines.map((line, index) => (index < length ? "" : line)));
  const heading: Heading[] = title
    ? [{ kind: "heading", level: 0, ...title, ...toText(title.raw, title.line, title.column) }]
    : [];
  const markdown = { text: withoutJsx(tabbed.lines).join("\n"), lineOf: lines.map((_, index) => index + 1), lines };
  const problems = [...frontMatter.problems, ...tabbed.problems];
  const blocks = readMarkdownBlocks(markdown, toText, (problem) => problems.push(problem));
  return {
    path,
    lines,
    blocks: [...heading, ...blocks.map((block) => inTabs(block, tabbed))],
    ...(slug !== undefined && { slug }),
    problems,
  };
};

function inTabs(block: Block, { tabsOf }: Tabbed): Block {
  const tabs = tabsOf[block.line - 1] ?? [];
  return tabs.length === 0 ? block : { ...block, tabs };
}

/** A module statement, not a sentence that begins with the word. */
const MODULE_STATEMENT = /^(?:import\s+(?:[^'"]*\sfrom\s+)?['"][^'"]+['"];?|export\s+(?:default|const|function)\s.*)$/;
const ADMONITION = /^\s*:{3,}\s*(?:\w+)?\s*(?:\[(.*)\]|(.*))$/;

/** What is no Markdown becomes Markdown or a blank line. The title of an admonition is text as its content is. */
function withoutJsx(lines: readonly string[]): string[] {
  const masked = maskFences(lines);
  return lines.map((line, index) => {
    const outside = masked[index] ?? "";
    if (outside.trim() === "") return line;
    if (MODULE_STATEMENT.test(outside)) return "";
    const [isAdmonition, bracketed, plain] = ADMONITION.exec(outside) ?? [];
    if (isAdmonition !== undefined) return bracketed ?? plain ?? "";
    return line.replaceAll("{/*", "<!--").replaceAll("*/}", "-->");
  });
}
