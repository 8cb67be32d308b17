/** Text of a page in Markdown of ours: nothing in it is markup, HTML or the end of a cell. */

export const escapeText = (text: string): string =>
  text
    .replace(/\s+/g, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    // A name behind it would be called.
    .replaceAll("@", "&#64;")
    .replace(/[\\`*_[\]|~#!]/g, "\\$&");

/** As a code span: with a fence longer than any in it, and no end of the cell. */
export function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 ? " " : "";
  return `${fence}${pad}${text.replace(/\s+/g, " ").replaceAll("|", "\\|")}${pad}${fence}`;
}
