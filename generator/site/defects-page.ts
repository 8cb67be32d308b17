/** All that the pages of a line get wrong. */

import type { LineSpec } from "../spec/spec.js";
import { counted } from "../text/words.js";
import { defectGroups } from "./defect-list.js";
import type { SitePage } from "./layout.js";
import { html } from "./markup.js";
import { defectsPage, linePage } from "./paths.js";
import type { SiteInput } from "./site-input.js";
import { topicsNav } from "./topics-nav.js";

export function defectsPageOf(line: LineSpec, { defectsOf }: SiteInput): SitePage {
  const path = defectsPage(line);
  const pages = defectsOf(line);
  const count = pages.reduce((sum, page) => sum + page.count, 0);
  const main = html`<header class="about"><h1>Defects of ${line.file.title}</h1>
<p class="lead">${counted(count, "place")} where the pages contradict themselves or cannot be read as they stand, with what should stand there.</p></header>
${defectGroups(pages, "h2")}`;
  return {
    path,
    title: `Defects · ${line.file.title} · ${line.exchange.title}`,
    main,
    trail: [{ path: linePage(line), title: line.file.title }],
    side: topicsNav(line, path),
  };
}
