/** The documented values of a line, by the name of their type, with the members that have them. */

import type { LineSpec } from "../spec/spec.js";
import { groupBy } from "../text/group-by.js";
import type { SitePage } from "./layout.js";
import { html } from "./markup.js";
import { documentedValues, membersOf } from "./members.js";
import { enumId, enumsPage, hrefTo, linePage, memberId, topicPage } from "./paths.js";
import { topicsNav } from "./topics-nav.js";

export function enumsPageOf(line: LineSpec): SitePage {
  const path = enumsPage(line);
  const uses = usesOf(line);
  const parts = line.enums.map(
    ({ name, values }) => html`<section aria-labelledby="${enumId(name)}"><h2 id="${enumId(name)}">${name}</h2>
<ul class="value-list">${values.map((value) => html`<li><code>${value}</code></li>`)}</ul>
<p class="soft">${uses.get(name)?.map(({ page, member, words }, index) => html`${index > 0 ? ", " : ""}<a href="${hrefTo(path, page)}#${encodeURI(member)}">${words}</a>`)}</p></section>
`,
  );
  const main = html`<header class="about"><h1>Enums of ${line.file.title}</h1>
<p class="lead">The values that the pages list. Lists are open: the exchange may send others.</p></header>
${parts.length > 0 ? parts : html`<p>The pages list none.</p>`}`;
  return {
    path,
    title: `Enums · ${line.file.title} · ${line.exchange.title}`,
    main,
    trail: [{ path: linePage(line), title: line.file.title }],
    side: topicsNav(line, path),
  };
}

/** Where the values of an enum stand, once a topic and member name. */
function usesOf(line: LineSpec) {
  const uses = line.topics.flatMap((topic) =>
    topic.forms.flatMap((form) =>
      membersOf(form.type).flatMap(({ name, pointer, type }) => {
        const values = documentedValues(type);
        const words = `${topic.modulePath} ${name}`;
        return values
          ? [{ values: values.name, words, page: topicPage(topic), member: memberId(form.name, pointer) }]
          : [];
      }),
    ),
  );
  const once = new Map(uses.map((use) => [`${use.values} ${use.words}`, use]));
  return groupBy(once.values(), ({ values }) => values);
}
