import { connectionsOf, type LineFile, type TopicEntry } from "./line-file.js";

/** Folder of a topic below its line, if its connection has one: `v1`. All connections of one topic have the same. */
export function folderOf(entry: TopicEntry, { connections }: LineFile): string | undefined {
  const [name = ""] = connectionsOf(entry);
  return Object.hasOwn(connections, name) ? connections[name]?.folder : undefined;
}

/** Path of a topic below its line, for schemas and modules, and its key in the line's tables: `trade`, `v1/trade`. */
export function modulePathOf(entry: TopicEntry, file: LineFile): string {
  const folder = folderOf(entry, file);
  return folder === undefined ? entry.name : `${folder}/${entry.name}`;
}
