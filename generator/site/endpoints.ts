/** Where to connect. */

import type { LineSpec } from "../spec/spec.js";
import { html, type Markup } from "./markup.js";

export function endpointTable({ file }: LineSpec, connections: readonly string[]): Markup {
  const rows = connections.flatMap((name) => {
    const connection = file.connections[name];
    if (!connection) return [];
    return Object.entries(connection.endpoints).map(
      ([network, urls], index) =>
        html`<tr>${index === 0 ? html`<th scope="rowgroup" rowspan="${Object.keys(connection.endpoints).length}"><code>${name}</code><small>${connection.description}</small></th>` : undefined}<td>${network}</td><td>${urls.map((url) => html`<code class="url">${url}</code>`)}</td></tr>\n`,
    );
  });
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Endpoints"><table class="endpoints"><thead><tr><th scope="col">Connection</th><th scope="col">Network</th><th scope="col">Endpoints</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}
