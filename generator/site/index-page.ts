/** The first page: the lines and their topics. */

import type { LineSpec } from "../spec/spec.js";
import { counted } from "../text/words.js";
import type { SitePage } from "./layout.js";
import { html, type Markup } from "./markup.js";
import { CHECK_PAGE, hrefTo, INDEX_PAGE, linePage, topicPage } from "./paths.js";
import type { SiteInput } from "./site-input.js";
import { topicGroups } from "./topics-nav.js";

export function indexPage({ spec }: SiteInput): SitePage {
  const { exchange, lines } = spec;
  const topics = lines.reduce((sum, line) => sum + line.topics.length, 0);
  const main = html`<header class="about">
<h1>${exchange.title} WebSocket reference</h1>
<p class="lead">${counted(lines.length, "product line")}, ${counted(topics, "topic")}: what each pushes, how to ask for it, and what each member means, read from the exchange’s own pages, with the line of the page behind every claim.</p>
<p>Have a message at hand? <a href="${hrefTo(INDEX_PAGE, CHECK_PAGE)}">Check it</a> against the documentation: nothing leaves the browser.</p>
</header>
${lines.map(lineSection)}`;
  return { path: INDEX_PAGE, title: `${exchange.title} WebSocket reference`, main };
}

function lineSection(line: LineSpec): Markup {
  const groups = [...topicGroups(line)].map(
    ([title, topics]) => html`<h3>${title}</h3>
<ul class="topics">${topics.map((topic) => html`<li><a href="${hrefTo(INDEX_PAGE, topicPage(topic))}">${topic.name}</a><span>${topic.description}</span></li>`)}</ul>
`,
  );
  return html`<section aria-labelledby="line-${line.name}"><h2 id="line-${line.name}"><a href="${hrefTo(INDEX_PAGE, linePage(line))}">${line.file.title}</a> <span class="tag">${line.name}</span></h2>
<p>${line.file.description}</p>
${groups}</section>
`;
}
