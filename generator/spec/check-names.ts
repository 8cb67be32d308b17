/** Connections and replies that a line file names and does not have. */

import { suggest } from "../diagnostics/suggest.js";
import type { Fault, Path } from "./line-fault.js";
import { connectionsOf, type LineFile, type TopicEntry } from "./line-file.js";
import { folderOf } from "./module-path.js";

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
    ...file.topics.flatMap((topic, index) => {
      if ((topic.connection === undefined) === (topic.connections === undefined)) {
        const what = topic.connection === undefined ? "no connection" : "both `connection` and `connections`";
        const fix = "Write `connection` where one pushes it, or the list `connections`.";
        return [{ path: ["topics", index], message: `The topic "${topic.name}" has ${what}.`, fix }];
      }
      const unknown = connectionsOf(topic).flatMap((name, at) =>
        uses("connection", name, ["topics", index, ...placeOf(topic, at)], connections),
      );
      return unknown.length > 0 ? unknown : checkSameKind(topic, ["topics", index, ...placeOf(topic, 0)], file);
    }),
  ];
}

const placeOf = ({ connections }: TopicEntry, at: number): Path =>
  connections === undefined ? ["connection"] : ["connections", at];

/** One topic has one schema in one folder, and either needs authentication or does not. */
function checkSameKind(topic: TopicEntry, path: Path, file: LineFile): Fault[] {
  const kinds = connectionsOf(topic).map((name) => {
    const access = file.connections[name]?.access ?? "";
    return `${access} ${folderOf({ ...topic, connection: name, connections: [name] }, file) ?? ""}`;
  });
  if (new Set(kinds).size <= 1) return [];
  const message = `The connections of "${topic.name}" differ in their access or their folder.`;
  return [{ path, message, fix: "Write a topic for each kind of connection." }];
}
