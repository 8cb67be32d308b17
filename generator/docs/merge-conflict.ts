/** What git leaves in a page that it could not merge: both texts, between marks. */

import { pageLines } from "./page-lines.js";

/** 1-based line of the first mark; undefined where not all three are there: Markdown underlines and quotes with the same signs. */
export function conflictLine(source: string): number | undefined {
  const lines = pageLines(source);
  const start = lines.findIndex((line) => /^<{7}(?: |$)/.test(line));
  if (start < 0) return undefined;
  const middle = lines.indexOf("=======", start);
  const isClosed = middle >= 0 && lines.slice(middle).some((line) => /^>{7}(?: |$)/.test(line));
  return isClosed ? start + 1 : undefined;
}
