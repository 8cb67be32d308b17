/** Plain GitHub-flavoured Markdown pages. */

import { createTextReader } from "./doc-text.js";
import { readMarkdownBlocks } from "./markdown-blocks.js";
import type { PageReader } from "./page.js";
import { pageLines } from "./page-lines.js";

export const readMarkdownPage: PageReader = ({ path, source, locale }) => {
  const lines = pageLines(source);
  const whole = { text: lines.join("\n"), lineOf: lines.map((_, index) => index + 1), lines };
  return { path, lines, blocks: readMarkdownBlocks(whole, createTextReader(locale)) };
};
