/** HTML by construction: what is no markup is text, and is escaped wherever it goes. */

import { escapeHtml } from "../text/html.js";

export interface Markup {
  readonly html: string;
}

type Part = string | number | Markup | readonly Part[] | undefined;

/** Attributes are written in double quotes. */
export const html = (texts: TemplateStringsArray, ...parts: readonly Part[]): Markup => ({
  html: texts.map((text, index) => text + render(parts[index])).join(""),
});

function render(part: Part): string {
  if (part === undefined) return "";
  if (typeof part === "string" || typeof part === "number") return escapeHtml(String(part));
  return "html" in part ? part.html : part.map(render).join("");
}

/** Text whose line breaks stay, for `<pre>`. */
export const lines = (text: string): Markup => ({ html: text.split("\n").map(escapeHtml).join("\n") });

/** Items with something between them. */
export const joined = (items: readonly Markup[], between: string): Markup => ({
  html: items.map((item) => item.html).join(escapeHtml(between)),
});
