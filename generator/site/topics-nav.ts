/** The topics of a line, beside each of its pages. */

import type { LineSpec, TopicSpec } from "../spec/spec.js";
import { groupBy } from "../text/group-by.js";
import { html, type Markup } from "./markup.js";
import { defectsPage, enumsPage, hrefTo, linePage, topicPage } from "./paths.js";

/** `from`: the page that it is for. */
export function topicsNav(line: LineSpec, from: string): Markup {
  const item = (path: string, words: string): Markup =>
    html`<li><a href="${hrefTo(from, path)}"${path === from ? html` aria-current="page"` : undefined}>${words}</a></li>`;
  const groups = [...topicGroups(line)].map(
    ([title, topics]) =>
      html`<p class="group">${title}</p><ul>${topics.map((topic) => item(topicPage(topic), topic.name))}</ul>`,
  );
  return html`<nav class="side" aria-label="${line.file.title}"><p class="group">${line.file.title}</p>
<ul>${item(linePage(line), "Protocol")}${item(enumsPage(line), "Enums")}${item(defectsPage(line), "Defects")}</ul>
${groups}</nav>`;
}

/** By where they are pushed: the folder of the connection where names repeat, else whether it takes an account. */
export const topicGroups = ({ topics }: Pick<LineSpec, "topics">): ReadonlyMap<string, readonly TopicSpec[]> =>
  groupBy(topics, ({ modulePath, access }) => {
    const folder = modulePath.split("/").slice(0, -1).join("/");
    return folder === "" ? access : folder;
  });
