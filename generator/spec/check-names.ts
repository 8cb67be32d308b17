/** Connections and replies that a line file names and does not have. */

import { isOneList } from "../../templates/runtime/topic-pattern.js";
import { suggest } from "../diagnostics/suggest.js";
import type { Fault, Path } from "./config-fault.js";
import { connectionsOf, type LineFile, silentTopicsOf, type TopicEntry } from "./line-file.js";
import { folderOf } from "./module-path.js";

export function checkNames(file: LineFile): Fault[] {
  const connections = Object.keys(file.connections);
  const replies = file.replies.map(({ name }) => name);
  const uses = (kind: string, name: string, path: Path, known: readonly string[]): Fault[] =>
    known.includes(name) ? [] : [{ path, message: `There is no ${kind} "${name}".`, fix: suggest(name, known) }];
  const usesAll = (names: readonly string[], path: Path): Fault[] =>
    names.flatMap((name, at) => uses("connection", name, [...path, at], connections));
  const { authentication, heartbeat, subscription } = file;
  const several = subscription.form === "event" ? (subscription.symbolSeparatorConnections ?? []) : [];
  const limits =
    subscription.form === "args" && typeof subscription.maxTopics === "object" ? subscription.maxTopics : {};
  const checkConnections = (topic: Connected, path: Path): Fault[] => {
    const unknown = connectionsOf(topic).flatMap((name, at) =>
      uses("connection", name, [...path, ...placeOf(topic, at)], connections),
    );
    return [...checkOnce(topic, path), ...unknown];
  };
  return [
    ...usesAll(authentication?.connections ?? [], ["authentication", "connections"]),
    ...usesAll(several, ["subscription", "symbolSeparatorConnections"]),
    ...Object.keys(limits).flatMap((name) =>
      uses("connection", name, ["subscription", "maxTopics", name], connections),
    ),
    ...Object.keys(subscription.form === "args" ? (subscription.connectionLimits ?? {}) : {}).flatMap((name) =>
      uses("connection", name, ["subscription", "connectionLimits", name], connections),
    ),
    ...Object.entries(file.slots).flatMap(([slot, { values = [] }]) =>
      (isOneList(values) ? [] : Object.keys(values)).flatMap((name) =>
        uses("connection", name, ["slots", slot, "values", name], connections),
      ),
    ),
    ...(heartbeat ? uses("reply", heartbeat.reply, ["heartbeat", "reply"], replies) : []),
    ...file.replies.flatMap((reply, index) => usesAll(reply.connections ?? [], ["replies", index, "connections"])),
    ...silentTopicsOf(file).flatMap((topic, index) => checkConnections(topic, ["subscription", "silent", index])),
    ...file.topics.flatMap((topic, index) => {
      const faults = checkConnections(topic, ["topics", index]);
      return faults.length > 0 ? faults : checkSameKind(topic, ["topics", index, ...placeOf(topic, 0)], file);
    }),
  ];
}

type Connected = Pick<TopicEntry, "name" | "connection" | "connections">;

function checkOnce({ name, connection, connections }: Connected, path: Path): Fault[] {
  if ((connection === undefined) !== (connections === undefined)) return [];
  const what = connection === undefined ? "no connection" : "both `connection` and `connections`";
  const fix = "Write `connection` where one pushes it, or the list `connections`.";
  return [{ path, message: `The topic "${name}" has ${what}.`, fix }];
}

const placeOf = ({ connections }: Connected, at: number): Path =>
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
