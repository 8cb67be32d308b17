/** The page that checks messages. What it checks by are the validators of the package, which it loads line by line. */

import type { CheckedLine, CheckPlan } from "../../templates/site/page-data.js";
import { PAYLOAD_KEYS } from "../capture/ndjson-envelope.js";
import type { Spec } from "../spec/spec.js";
import { exampleTopic } from "../topic/pattern.js";
import type { SitePage } from "./layout.js";
import { html } from "./markup.js";
import { CHECK_PAGE, topicPage, validatorScript } from "./paths.js";
import type { SiteInput } from "./site-input.js";

export function checkPage({ spec, urlOf }: SiteInput): SitePage {
  const lines = spec.lines.map((line): CheckedLine => {
    const sources = [line.controlSource.page, ...line.topics.map(({ source }) => source.page)];
    const urls = [...new Set(sources)].flatMap((page) => {
      const url = page === undefined ? undefined : urlOf(page);
      return page === undefined || url === undefined ? [] : [[page, url] as const];
    });
    return {
      name: line.name,
      script: validatorScript(line),
      connections: line.byConnection ? Object.keys(line.file.connections) : [],
      pages: Object.fromEntries(
        line.topics.flatMap((topic) => topic.connections.map((on) => [`${on} ${topic.name}`, topicPage(topic)])),
      ),
      urls: Object.fromEntries(urls),
    };
  });
  const plan: CheckPlan = { lines, payloadMembers: PAYLOAD_KEYS };
  const main = html`<header class="about"><h1>Check a message</h1>
<p class="lead">Paste what came over the socket, or drop a capture with one message a line. It is checked here, by the validators of <code>${spec.exchange.package}</code>; nothing leaves the browser.</p></header>
<form class="check" data-plan="${JSON.stringify(plan)}">
<div class="field"><label for="check-line">Line</label><select id="check-line" autocomplete="off"><option value="">any that knows it</option>${spec.lines.map((line) => html`<option value="${line.name}">${line.file.title}</option>`)}</select></div>
<div class="field grow"><label for="check-text">Message</label><textarea id="check-text" rows="12" spellcheck="false" autocomplete="off" placeholder="${placeholderOf(spec)}"></textarea></div>
<div class="actions"><button type="submit" class="main">Check</button><label class="file">or a file <input type="file" id="check-file" accept=".ndjson,.jsonl,.json,.txt,.log"></label></div>
</form>
<div id="verdict" role="status" aria-live="polite"></div>
<div id="findings"></div>
<noscript><p>Checking takes scripts.</p></noscript>`;
  return { path: CHECK_PAGE, title: `Check a message · ${spec.exchange.title}`, main, scripts: ["check.js"] };
}

/** A message as the first topic of the first line has it. */
function placeholderOf({ exchange, lines: [line] }: Spec): string {
  const pattern = line?.topics[0]?.patterns[0];
  return line && pattern
    ? `{${JSON.stringify(exchange.topicMembers[0])}:${JSON.stringify(exampleTopic(pattern, line.file.slots))}, …}`
    : "";
}
