/** Defects of pages as their readers want them: the most harmful first, each with its lines. */

import type { ReportedKind, ReportedPage, ReportedPlace } from "../derive/defect-report.js";
import { counted } from "../text/words.js";
import { html, joined, type Markup } from "./markup.js";

/** `heading`: of each page's part. */
export function defectGroups(pages: readonly ReportedPage[], heading: "h2" | "h3"): Markup {
  const inner = heading === "h2" ? "h3" : "h4";
  return html`${pages.map(
    ({
      page,
      url,
      groups,
    }) => html`${title(heading, url === undefined ? html`${page}` : html`<a href="${url}" rel="noreferrer">${page}</a>`, "page-name")}
${groups.map(({ harm, kinds }) => html`${title(inner, html`${harm}`, "harm")}${kinds.map(defectKind)}`)}`,
  )}`;
}

const title = (tag: string, words: Markup, name: string): Markup => ({
  html: `<${tag} class="${name}">${words.html}</${tag}>\n`,
});

const defectKind = ({ code, count, meaning, advice, places }: ReportedKind): Markup =>
  html`<details class="defect"><summary><b>${meaning}</b> <span class="tag">${code}</span> <span class="soft">${counted(count, "place")}</span></summary>
<p>${advice}</p><div class="scroll" tabindex="0" role="region" aria-label="${code}"><table><thead><tr><th scope="col">At</th><th scope="col">Says</th><th scope="col">Against it</th><th scope="col">Line</th></tr></thead><tbody>${places.map(defectPlace)}</tbody></table></div></details>
`;

function defectPlace({ topic, fields, lines, claim, evidence }: ReportedPlace): Markup {
  const where = lines.map(({ line, url }) =>
    url === undefined ? html`${line}` : html`<a href="${url}" rel="noreferrer">${line}</a>`,
  );
  return html`<tr><td>${topic} ${joined(
    fields.map((field) => html`<code>${field}</code>`),
    " ",
  )}</td><td>${claim}</td><td>${evidence}</td><td>${joined(where, ", ")}</td></tr>\n`;
}
