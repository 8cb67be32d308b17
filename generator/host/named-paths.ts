/** Paths as people name them on the command line. Errors of the file system are thrown. */

import { readdirSync, realpathSync, statSync } from "node:fs";
import { loadLater } from "./load-later.js";

/** Behind links. `stream`: a pipe or a device, which can be read once. */
export type Named = { readonly kind: "file"; readonly size: number } | { readonly kind: "folder" | "stream" | "other" };

export function lookAt(path: string): Named {
  const stat = statSync(path);
  if (stat.isFile()) return { kind: "file", size: stat.size };
  if (stat.isDirectory()) return { kind: "folder" };
  return { kind: stat.isFIFO() || stat.isCharacterDevice() ? "stream" : "other" };
}

/** Names of what stands in a folder, sorted. */
export const namesIn = (folder: string): string[] => readdirSync(folder).sort();

/** The same for every name of a file. What `<(…)` of a shell makes has a name that leads nowhere. */
export function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

const tinyglobby = loadLater<typeof import("tinyglobby")>("tinyglobby");

/** Files that a pattern means, sorted, hidden ones left out. */
export const filesOfGlob = (pattern: string): string[] =>
  tinyglobby().globSync(pattern.replaceAll("\\", "/"), { dot: false }).sort();
