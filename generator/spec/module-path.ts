import type { LineFile, TopicEntry } from "./line-file.js";

/** Path of a topic below its line, for schemas and modules: `trade`, `v1/trade`. */
export function modulePathOf(entry: TopicEntry, file: LineFile): string {
  const folder = file.connections[entry.connection]?.folder;
  return folder === undefined ? entry.name : `${folder}/${entry.name}`;
}
