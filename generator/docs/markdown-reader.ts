/** Plain GitHub-flavoured Markdown pages. */

import { createTextReader } from "./doc-text.js";
import { readMarkdownBlocks } from "./markdown-blocks.js";
import type { PageProblem, PageReader } from "./page.js";
import { splitLines } from "./slate-reader.js";

export const readMarkdownPage: PageReader = ({ path, source, locale }) => {
  const lines = splitLines(source);
  const whole = { text: lines.join("\n"), lineOf: lines.map((_, index) => index + 1), lines };
  const problems: PageProblem[] = [];
  const blocks = readMarkdownBlocks(whole, createTextReader(locale), (problem) => problems.push(problem));
  return { path, lines, blocks, problems };
};
