/** `client.ts`: the line's client class, from templates/client.ts.hbs. All decisions are made here. */

import Handlebars from "handlebars";
import { invariant } from "../../diagnostics/diagnostic.js";
import type { LineSpec } from "../../spec/spec.js";
import { commentLines, fileHeader, literal } from "../code.js";
import { byConnection, sourceOf } from "./line-view.js";

interface ClientView {
  readonly header: string;
  readonly className: string;
  readonly title: string;
  readonly connections: readonly { readonly name: string; readonly text: string }[];
  readonly defaultConnection: string;
  readonly args: boolean;
  readonly unsubscribeAll: boolean;
  readonly filters: boolean;
  readonly requestId: boolean;
  readonly messageAuth: boolean;
  readonly queryAuth: boolean;
  readonly ping: boolean;
  readonly pingText: string;
  readonly pingValues: string;
  readonly perConnection: boolean;
  /** Networks that every connection has. */
  readonly networkType: string;
  readonly defaultNetwork: string;
  readonly authConnection: string;
}

export function emitClient(line: LineSpec, templates: ReadonlyMap<string, string>): string {
  const name = "client.ts.hbs";
  const template = templates.get(name);
  invariant(template !== undefined, `the template ${name} is missing`);
  // noEscape: the output is TypeScript, not HTML. strict: a name that the view lacks is a bug, not an empty text.
  const render = Handlebars.compile<ClientView>(template, { noEscape: true, strict: true, knownHelpersOnly: true });
  return render(viewOf(line));
}

function viewOf(line: LineSpec): ClientView {
  const { file } = line;
  const { subscription, authentication, heartbeat } = file;
  const connections = Object.entries(file.connections);
  const time = heartbeat && Object.entries(heartbeat.request.parameters)[0];
  const [first, ...others] = connections.map(([, { endpoints }]) => Object.keys(endpoints));
  const networks = (first ?? []).filter((network) => others.every((names) => names.includes(network)));
  return {
    header: fileHeader(sourceOf(line)),
    className: `${line.typeName}Client`,
    title: commentLines(file.title)[0] ?? "",
    connections: connections.map(([name, { description, endpoints }]) => ({
      name: literal(name),
      text: commentLines(`${name}: ${description} ${Object.values(endpoints).flat()[0] ?? ""}`).join(" "),
    })),
    defaultConnection: literal(connections[0]?.[0] ?? ""),
    args: subscription.form === "args",
    unsubscribeAll: subscription.form === "args" && subscription.unsubscribeAll !== undefined,
    filters: subscription.form === "args" && subscription.filters !== undefined,
    requestId: subscription.form === "args" && Object.hasOwn(subscription.subscribe.parameters, "id"),
    messageAuth: authentication?.request !== undefined,
    queryAuth: authentication?.query !== undefined,
    ping: heartbeat !== undefined,
    pingText: heartbeat ? `The line wants one every ${heartbeat.intervalMs / 1000} s.` : "",
    pingValues: time ? `{ ${time[0]}: ${time[1].type === "string" ? "String(Date.now())" : "Date.now()"} }` : "{}",
    perConnection: byConnection(line),
    networkType: networks.map((network) => literal(network)).join(" | ") || "never",
    defaultNetwork: literal(networks[0] ?? ""),
    authConnection: literal(authentication?.connections[0] ?? ""),
  };
}
