/** Connections and replies that a line file names and does not have. */

import { suggest } from "../diagnostics/suggest.js";
import type { Fault, Path } from "./config-fault.js";
import type { LineFile } from "./line-file.js";

export function checkNames(file: LineFile): Fault[] {
  const connections = Object.keys(file.connections);
  const replies = file.replies.map(({ name }) => name);
  const uses = (kind: string, name: string, path: Path, known: readonly string[]): Fault[] =>
    known.includes(name) ? [] : [{ path, message: `There is no ${kind} "${name}".`, fix: suggest(name, known) }];
  const several = file.subscription.form === "event" ? (file.subscription.symbolSeparatorConnections ?? []) : [];
  return [
    ...(file.authentication?.connections ?? []).flatMap((name, index) =>
      uses("connection", name, ["authentication", "connections", index], connections),
    ),
    ...several.flatMap((name, index) =>
      uses("connection", name, ["subscription", "symbolSeparatorConnections", index], connections),
    ),
    ...(file.heartbeat ? uses("reply", file.heartbeat.reply, ["heartbeat", "reply"], replies) : []),
    ...file.topics.flatMap(({ connection }, index) =>
      uses("connection", connection, ["topics", index, "connection"], connections),
    ),
  ];
}
