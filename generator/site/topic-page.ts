/** A page for a topic: what it is, how to ask for it, what comes, and what its page gets wrong. */

import type { Documented } from "../spec/dialogues.js";
import { entryOf } from "../spec/line-view.js";
import type { FormSpec, LineSpec, TopicSpec } from "../spec/spec.js";
import { capital, counted, grouped } from "../text/words.js";
import { defectGroups } from "./defect-list.js";
import { endpointTable } from "./endpoints.js";
import { exampleOf, plainJson } from "./example.js";
import type { SitePage } from "./layout.js";
import { html, lines, type Markup } from "./markup.js";
import { membersTable } from "./members-table.js";
import { enumsPage, hrefTo, linePage, topicPage } from "./paths.js";
import type { SiteInput } from "./site-input.js";
import { subscribeForm } from "./subscribe.js";
import { topicsNav } from "./topics-nav.js";

export function topicPageOf(line: LineSpec, topic: TopicSpec, input: SiteInput): SitePage {
  const path = topicPage(topic);
  const defects = input.defectsOf(line, topic);
  const count = defects.reduce((sum, page) => sum + page.count, 0);
  const sections: readonly (readonly [id: string, title: string, body: Markup])[] = [
    ["subscribe", "Subscribe", subscribing(line, topic, input)],
    ...topic.forms.map(
      (form) => [form.name, formTitle(topic, form), formSection(line, topic, form, path, input)] as const,
    ),
    [
      "types",
      "TypeScript",
      html`<p>As <code>${`${line.exchange.package}/${line.name}/${topic.modulePath}`}</code> has it.</p><pre class="code" tabindex="0"><code>${lines(input.typesOf(topic))}</code></pre>`,
    ],
    [
      "defects",
      "Defects of the documentation",
      count === 0 ? html`<p>None was found in what the pages say of this topic.</p>` : defectGroups(defects, "h3"),
    ],
  ];
  const main = html`<header class="about">
<h1>${topic.name} ${topic.access === "private" ? html`<span class="badge">private</span>` : undefined}</h1>
<p class="lead">${topic.description}</p>
${factsOf(line, topic, input)}
<nav class="contents" aria-label="On this page"><ul>${sections.map(([id, title]) => html`<li><a href="#${id}">${title}${id === "defects" && count > 0 ? ` (${count})` : undefined}</a></li>`)}</ul></nav>
</header>
${sections.map(
  ([id, title, body]) => html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
${body}</section>
`,
)}`;
  return {
    path,
    title: `${topic.name} · ${line.file.title} · ${line.exchange.title}`,
    main,
    trail: [{ path: linePage(line), title: line.file.title }],
    side: topicsNav(line, path),
  };
}

function factsOf(line: LineSpec, topic: TopicSpec, { urlOf }: SiteInput): Markup {
  const entry = entryOf(line, topic);
  const { page = "" } = topic.source;
  const url = urlOf(page);
  const rows: (readonly [string, Markup])[] = [
    ["Topic", html`${topic.patterns.map(({ text }) => html`<code>${text}</code> `)}`],
    ["Connection", html`${topic.connections.map((name) => html`<code>${name}</code> `)}`],
    ["Messages", html`${topic.forms.map(({ name }) => name).join(", ")}`],
    ...(entry?.pushIntervalMs === undefined
      ? []
      : [["Pushed", html`every ${grouped(entry.pushIntervalMs)} ms`] as const]),
    ["Documented in", url === undefined ? html`${page}` : html`<a href="${url}" rel="noreferrer">${page}</a>`],
  ];
  return html`<dl class="facts-list page-last">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function subscribing(line: LineSpec, topic: TopicSpec, input: SiteInput): Markup {
  const { pushes, replies } = input.dialoguesOf(line);
  const [connection] = topic.connections;
  const push = pushes.find((one) => one.topic === topic.modulePath);
  const reply = replies.find((one) => one.kind === "ack" && one.connections.includes(connection));
  return html`${subscribeForm(line, topic)}
<h3>Where</h3>
${endpointTable(line, topic.connections)}
${
  reply
    ? html`<h3>What answers</h3>
<p>The <a href="${hrefTo(topicPage(topic), linePage(line))}#protocol">reply</a> <code>${reply.reply}</code>, as the page of the line shows it for another request; then come the messages below.</p>
<div class="pair">${captioned("Request", reply)}${captioned("Reply", reply)}</div>`
    : html`<p>No page shows what answers; the messages below come.</p>`
}${push ? undefined : html`<p>The page shows no message of this topic.</p>`}`;
}

const captioned = (what: "Request" | "Reply", { request, message }: Documented): Markup =>
  html`<figure><figcaption>${what}</figcaption><pre class="code" tabindex="0"><code>${plainJson(what === "Request" ? request : message)}</code></pre></figure>`;

const formTitle = ({ forms }: TopicSpec, { name }: FormSpec): string =>
  forms.length === 1 ? "Message" : capital(name);

function formSection(line: LineSpec, topic: TopicSpec, form: FormSpec, path: string, input: SiteInput): Markup {
  const shown = input
    .dialoguesOf(line)
    .pushes.filter((push) => push.topic === topic.modulePath && push.form === form.name);
  const [first, ...others] = [...new Map(shown.map((push) => [JSON.stringify(push.message), push])).values()];
  const table = membersTable(form, {
    input,
    page: topic.source.page ?? "",
    enums: hrefTo(path, enumsPage(line)),
  });
  const tells =
    form.value === undefined || topic.discriminator === undefined
      ? undefined
      : html`<p><code>${topic.discriminator.slice(1)}</code> is <code>${JSON.stringify(form.value)}</code>.</p>`;
  if (!first) return html`${tells}<p>No page shows one.</p>${table}`;
  return html`${tells}
<div class="explained">
<figure><figcaption>As the page shows it. Point at a member, or go there by Tab.</figcaption><pre class="code example"><code>${exampleOf(first.message, form.type, form.name)}</code></pre></figure>
<aside class="explain" aria-live="polite" aria-label="The member pointed at"><p class="hint">Each member says here what it is.</p></aside>
</div>
${
  others.length > 0
    ? html`<details><summary>${counted(others.length, "more documented message")}</summary>${others.map(({ message }) => html`<pre class="code example" tabindex="0"><code>${exampleOf(message, form.type, form.name)}</code></pre>`)}</details>`
    : undefined
}
${table}`;
}
