/** Plain GitHub-flavoured Markdown pages. */

import { createTextReader } from "./doc-text.js";
import { readMarkdownBlocks } from "./markdown-blocks.js";
import type { PageProblem, PageReader } from "./page.js";
import { pageLines } from "./page-lines.js";

export const readMarkdownPage: PageReader = ({ path, source, ...texts }) => {
  const lines = pageLines(source);
  const whole = { text: lines.join("\n"), lineOf: lines.map((_, index) => index + 1), lines };
  const problems: PageProblem[] = [];
  const blocks = readMarkdownBlocks(whole, createTextReader(texts), (problem) => problems.push(problem));
  return { path, lines, blocks, problems };
};
