/** Text of others in Markdown: it must not become markup, a link or a mention. */

export const escapeMarkdown = (text: string): string =>
  oneLine(text)
    .replace(/[\\`*_{}[\]#|~!]/g, "\\$&")
    .replace(/[&<@]/g, (character) => `&#${character.charCodeAt(0)};`);

/** A code span, with a fence that is longer than any run of backticks in it. */
export function markdownCode(text: string): string {
  const plain = oneLine(text);
  const longest = Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = plain.startsWith("`") || plain.endsWith("`") ? " " : "";
  return `${fence}${pad}${plain}${pad}${fence}`;
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
