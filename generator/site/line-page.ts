/** A page for a line: how a client speaks with it, from connecting to what it may not do. */

import type { Json } from "../schema/json-schema.js";
import type { Dialogues, DocumentedReply } from "../spec/dialogues.js";
import { type LineFile, type Reply, silentTopicsOf } from "../spec/line-file.js";
import type { LineSpec } from "../spec/spec.js";
import { counted, grouped } from "../text/words.js";
import { endpointTable } from "./endpoints.js";
import { plainJson } from "./example.js";
import type { SitePage } from "./layout.js";
import { html, type Markup } from "./markup.js";
import { hrefTo, linePage, topicPage } from "./paths.js";
import { type DialogueStep, sequenceDiagram } from "./sequence-diagram.js";
import type { SiteInput } from "./site-input.js";
import { topicGroups, topicsNav } from "./topics-nav.js";

export function linePageOf(line: LineSpec, input: SiteInput): SitePage {
  const { file } = line;
  const path = linePage(line);
  const dialogues = input.dialoguesOf(line);
  const main = html`<header class="about"><h1>${file.title}</h1>
<p class="lead">${file.description}</p></header>
<section aria-labelledby="endpoints"><h2 id="endpoints">Endpoints</h2>
${endpointTable(line, Object.keys(file.connections))}</section>
<section aria-labelledby="protocol"><h2 id="protocol">Protocol</h2>
${sequenceDiagram(`How a client speaks with ${file.title}`, stepsOf(line, dialogues))}
${file.authentication ? authentication(file.authentication) : undefined}
${heartbeat(file)}
${limits(file)}</section>
<section aria-labelledby="replies"><h2 id="replies">Replies</h2>
<p>The first whose marks a message has is what the message is.</p>
${file.replies.map((reply) => replyPart(reply, dialogues))}</section>
<section aria-labelledby="topics"><h2 id="topics">Topics</h2>
${topicTable(line, path)}</section>`;
  return { path, title: `${file.title} · ${line.exchange.title}`, main, side: topicsNav(line, path) };
}

/** What the page shows, where it shows it; else the request as the line file has it. */
function stepsOf({ file }: LineSpec, { replies, pushes }: Dialogues): DialogueStep[] {
  const { authentication, heartbeat } = file;
  const shown = (kind: Reply["kind"]): DocumentedReply | undefined => replies.find((reply) => reply.kind === kind);
  const answer = (kind: Reply["kind"]): readonly DialogueStep[] => {
    const reply = shown(kind);
    const name = reply?.reply ?? file.replies.find((one) => one.kind === kind)?.name;
    return name === undefined ? [] : [{ from: "server", label: name, ...(reply && { code: compact(reply.message) }) }];
  };
  const [push] = pushes;
  const subscribe = push?.request ?? shown("ack")?.request;
  return [
    ...(authentication
      ? [
          { from: "stage", label: `Sign in, on ${authentication.connections.join(", ")}` } as const,
          ...(authentication.request
            ? [
                { from: "client", label: "authenticate", code: compact(authentication.request.message) } as const,
                ...answer("auth"),
              ]
            : [{ from: "client", label: "connect", code: authentication.query ?? "" } as const]),
        ]
      : []),
    { from: "stage", label: "Ask for topics" },
    { from: "client", label: "subscribe", ...(subscribe !== undefined && { code: compact(subscribe) }) },
    ...answer("ack"),
    ...(push ? [{ from: "server", label: `${push.topic}, ${push.form}`, code: compact(push.message) } as const] : []),
    ...(heartbeat
      ? [
          { from: "stage", label: `Stay connected: every ${seconds(heartbeat.intervalMs)}` } as const,
          {
            from: "client",
            label: "ping",
            code: compact(shown("pong")?.request ?? heartbeat.request.message),
          } as const,
          ...answer("pong"),
        ]
      : []),
  ];
}

const compact = (message: Json): string => JSON.stringify(message);

const seconds = (ms: number): string => (ms % 1000 === 0 ? `${grouped(ms / 1000)} s` : `${grouped(ms)} ms`);

const facts = (rows: readonly (readonly [string, Markup | string])[]): Markup =>
  html`<dl class="facts-list">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;

const code = (text: string): Markup => html`<code>${text}</code>`;

const authentication = (signing: NonNullable<LineFile["authentication"]>): Markup => html`<h3>Authentication</h3>
${facts([
  ["On", signing.connections.join(", ")],
  ["By", signing.methods.map((method) => (method === "message" ? "a message" : "the address")).join(" or ")],
  ["Signed", code(signing.payload)],
  ["With", signing.algorithm],
  [
    "Accepted",
    html`<code>${signing.success.pointer.slice(1)}</code> is <code>${JSON.stringify(signing.success.value)}</code>`,
  ],
  ...(signing.query === undefined ? [] : [["Address", code(signing.query)] as const]),
])}
${
  signing.request
    ? html`<pre class="code" tabindex="0"><code>${plainJson(signing.request.message)}</code></pre>
<dl class="parameters">${Object.entries(signing.request.parameters).map(([name, { description }]) => html`<div><dt><code>${name}</code></dt><dd>${description}</dd></div>`)}</dl>`
    : undefined
}`;

const heartbeat = ({ heartbeat }: LineFile): Markup =>
  heartbeat
    ? html`<h3>Pings</h3>
${facts([
  ["Sent", html`every ${seconds(heartbeat.intervalMs)}`],
  ["Answered by", code(heartbeat.reply)],
  ...(heartbeat.timeoutMs === undefined
    ? []
    : [["Closed after", `${seconds(heartbeat.timeoutMs)} of silence`] as const]),
])}`
    : html``;

function limits({ limits, subscription }: LineFile): Markup {
  const rows: (readonly [string, string])[] = limits.map(({ name, value, unit }) => [
    name,
    `${grouped(value)} ${unit}`,
  ]);
  if (subscription.form === "args") {
    const { maxTopics, connectionLimits = {} } = subscription;
    const most = typeof maxTopics === "number" ? { "": maxTopics } : (maxTopics ?? {});
    for (const [name, value] of Object.entries(most))
      rows.push([`topics of one request${name === "" ? "" : `, ${name}`}`, grouped(value)]);
    for (const [name, { topics, characters }] of Object.entries(connectionLimits)) {
      if (topics !== undefined) rows.push([`topics of a connection, ${name}`, grouped(topics)]);
      if (characters !== undefined) rows.push([`characters of its topics, ${name}`, grouped(characters)]);
    }
  }
  if (rows.length === 0) return html`<h3>Limits</h3><p>The pages name none.</p>`;
  return html`<h3>Limits</h3><div class="scroll" tabindex="0" role="region" aria-label="Limits"><table><thead><tr><th scope="col">Of</th><th scope="col">At most</th></tr></thead><tbody>${rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</tbody></table></div>`;
}

function replyPart(reply: Reply, { replies }: Dialogues): Markup {
  const shown = replies.filter((one) => one.reply === reply.name);
  const marks = Object.entries(reply.match).map(
    ([pointer, value]) =>
      html`<code>${pointer.slice(1).replaceAll("/", ".")}</code>${typeof value === "object" && value !== null ? " is there" : html` is <code>${JSON.stringify(value)}</code>`}`,
  );
  return html`<details class="reply"><summary><b>${reply.name}</b> <span class="tag">${reply.kind}</span> <span class="soft">${reply.description}</span></summary>
<p>${marks.map((mark, index) => (index === 0 ? mark : html`, and ${mark}`))}${reply.connections ? html`; on ${reply.connections.join(", ")}` : undefined}.</p>
${reply.byHand === undefined ? undefined : html`<p class="soft">Written by hand: ${reply.byHand}</p>`}
${shown.map(
  ({ request, message, connections }) =>
    html`<p class="soft">${connections.join(", ")}</p><div class="pair"><figure><figcaption>Request</figcaption><pre class="code" tabindex="0"><code>${plainJson(request)}</code></pre></figure><figure><figcaption>Reply</figcaption><pre class="code" tabindex="0"><code>${plainJson(message)}</code></pre></figure></div>`,
)}</details>
`;
}

function topicTable(line: LineSpec, path: string): Markup {
  const silent = silentTopicsOf(line.file);
  return html`${[...topicGroups(line)].map(
    ([title, topics]) => html`<h3>${title} <span class="soft">${counted(topics.length, "topic")}</span></h3>
<ul class="topics">${topics.map((topic) => html`<li><a href="${hrefTo(path, topicPage(topic))}">${topic.name}</a><span>${topic.description}</span></li>`)}</ul>`,
  )}${
    silent.length > 0
      ? html`<h3>without messages</h3><ul class="topics">${silent.map(({ name, description, topics }) => html`<li><b>${name}</b><span>${description} ${topics.map((topic) => html`<code>${topic}</code> `)}</span></li>`)}</ul>`
      : undefined
  }`;
}
