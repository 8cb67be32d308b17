/** HTML files for people: one file each that opens offline, loads nothing, and follows the reader's light or dark setting. */

import { visible } from "./visible.js";

/** Text of a capture or a page as text of HTML. */
export const escapeHtml = (text: string): string =>
  visible(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

export interface HtmlPage {
  /** Text. */
  readonly title: string;
  /** Besides the style that all have. */
  readonly style: string;
  /** HTML. */
  readonly body: string;
  /** Absent: the page may run none. */
  readonly script?: string;
}

export const htmlPage = ({ title, style, body, script }: HtmlPage): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'${script === undefined ? "" : "; script-src 'unsafe-inline'"}">
<title>${escapeHtml(title)}</title>
<style>${BASE_STYLE}${style}</style>
</head>
<body>
${body}
${script === undefined ? "" : `<script>${script}</script>\n`}</body>
</html>
`;

/** Palette, type and tables of all. Contrast of text against its ground is 4.5:1 or more in both schemes. */
export const BASE_STYLE = `
:root{color-scheme:light dark;--bg:#fff;--fg:#1a1d21;--soft:#5a6270;--line:#d9dde3;--panel:#f5f6f8;--error:#b3261e;--warning:#8a5a00;--info:#1a5fb4;--clean:#1b7a3d}
@media (prefers-color-scheme:dark){:root{--bg:#14171b;--fg:#e6e8eb;--soft:#a2abb8;--line:#333a44;--panel:#1d2127;--error:#ff8a80;--warning:#f0b849;--info:#84b7ff;--clean:#6fd08c}}
*{box-sizing:border-box}body{margin:0 auto;max-width:76rem;padding:1.5rem;background:var(--bg);color:var(--fg);font:15px/1.5 system-ui,sans-serif}
h1{font-size:1.4rem;margin:0}h2{font-size:1.1rem;margin:2rem 0 .6rem}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%}th,td{padding:.35rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}th{font-size:.8rem;color:var(--soft);white-space:nowrap}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.badge{border:1px solid currentColor;border-radius:.7rem;padding:0 .5rem;font-size:.8rem}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1rem;padding:0;margin:.4rem 0;list-style:none;font-size:.85rem}
`;
