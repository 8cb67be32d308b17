/** Text of a page in Markdown of ours: nothing in it is markup, HTML, a link, the name of a person or an issue, or the end of a cell. */

export const escapeText = (text: string): string =>
  text
    .replace(/\s+/g, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/[\\`*_[\]|~#!]/g, "\\$&")
    // Hosts of repositories look for names and issues in what a reader sees: a space of no width keeps them from it.
    .replaceAll("@", `&#64;${NO_WIDTH}`)
    .replace(/#(?=\d)/g, `#${NO_WIDTH}`)
    .replace(/\b(https?|ftp):(?=\/\/)/gi, "$1&#58;")
    .replace(/\bwww\./gi, (www) => `${www.slice(0, -1)}&#46;`);

const NO_WIDTH = "&#8203;";

/** As a code span: with a fence longer than any in it, and no end of the cell. */
export function codeSpan(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  const pad = longest > 0 ? " " : "";
  return `${fence}${pad}${text.replace(/\s+/g, " ").replaceAll("|", "\\|")}${pad}${fence}`;
}
