/** The frame of all pages: head, search, the lines, and where the reader is. Pages run the scripts of the site and nothing else. */

import type { Spec } from "../spec/spec.js";
import { escapeHtml } from "../text/html.js";
import { html, type Markup } from "./markup.js";
import { ASSETS, CHECK_PAGE, hrefTo, INDEX_PAGE, linePage, rootOf } from "./paths.js";

export interface SitePage {
  /** From the folder of the site: `futures/index.html`. */
  readonly path: string;
  readonly title: string;
  readonly main: Markup;
  /** The way to the page from the index, without either. */
  readonly trail?: readonly { readonly path: string; readonly title: string }[];
  /** What stands beside the page. */
  readonly side?: Markup;
  /** Besides the script that all have; below the folder of assets. */
  readonly scripts?: readonly string[];
}

/**
 * `form-action`, `base-uri`, no `connect-src`: nothing that a reader pastes can leave his browser, even by a fault of ours. `file:` because a page
 * from disk has an origin of its own in some browsers; no page from the web may load such files.
 */
const POLICY =
  "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file: data:; form-action 'none'; base-uri 'none'";

export function sitePage({ exchange, lines }: Spec, page: SitePage): string {
  const { path, title, main, trail = [], side, scripts = [] } = page;
  const link = (to: string, words: string): Markup =>
    to === path
      ? html`<a href="${hrefTo(path, to)}" aria-current="page">${words}</a>`
      : html`<a href="${hrefTo(path, to)}">${words}</a>`;
  const body = html`<a class="skip" href="#main">To the content</a>
<header class="top">
<a class="brand" href="${hrefTo(path, INDEX_PAGE)}">${exchange.title} <span>WebSocket reference</span></a>
<nav aria-label="Site"><ul>${lines.map((line) => html`<li>${link(linePage(line), line.file.line)}</li>`)}<li class="apart">${link(CHECK_PAGE, "Check a message")}</li></ul></nav>
<search class="search" data-root="${rootOf(path)}"><input type="search" id="search" placeholder="Search members, values, topics" aria-label="Search members, values and topics" autocomplete="off" spellcheck="false" role="combobox" aria-expanded="false" aria-controls="results" aria-autocomplete="list"><kbd aria-hidden="true">/</kbd><div class="found" hidden><ul id="results" role="listbox" aria-label="Found"></ul><p role="status"></p></div></search>
</header>
<div class="${side ? "page with-side" : "page"}">
<main id="main">
${trail.length > 0 ? html`<nav class="trail" aria-label="Where you are"><ol>${trail.map((step) => html`<li>${link(step.path, step.title)}</li>`)}</ol></nav>` : undefined}
${main}
</main>
${side}
</div>
<footer><p>Made by Wireloom from the exchange’s documentation: where pages contradict themselves, the defects say what was followed.</p></footer>`;
  const head = html`<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${hrefTo(path, `${ASSETS}/site.css`)}">
${["site.js", ...scripts].map((script) => html`<script defer src="${hrefTo(path, `${ASSETS}/${script}`)}"></script>\n`)}`;
  return `<!doctype html>
<html lang="en">
<head>
<title>${escapeHtml(title)}</title>
${head.html}</head>
<body>
${body.html}
</body>
</html>
`;
}
