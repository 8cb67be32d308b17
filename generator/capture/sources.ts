/** From what the user named to files: files, folders, globs and standard input. */

import { readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Report } from "../diagnostics/diagnostic.js";
import { loadLater } from "../host/load-later.js";

export interface CaptureSource {
  /** As reports name it: the path as the user gave it, or `-`. */
  readonly name: string;
  /** Absent: standard input. */
  readonly path?: string;
  /** Bytes on disk; absent for standard input and devices. */
  readonly size?: number;
}

const tinyglobby = loadLater<typeof import("tinyglobby")>("tinyglobby");

const FIX = "Name a capture, a folder of captures, a glob in quotes, or - for standard input.";

/** Every file once, in the order given, folders sorted by name. What cannot be read is a diagnostic; the rest is still read. */
export function expandSources(inputs: readonly string[], report: Report): CaptureSource[] {
  const sources: CaptureSource[] = [];
  const seen = new Set<string>();
  const fail = (name: string, code: string, message: string): void =>
    report.add({ code, severity: "error", message, file: name, fix: FIX });

  const add = (path: string, visited: readonly string[]): void => {
    let real: string;
    let isFolder: boolean;
    let size: number | undefined;
    try {
      real = realpathSync(path);
      const stat = statSync(real);
      isFolder = stat.isDirectory();
      size = stat.isFile() ? stat.size : undefined;
      if (!isFolder && !stat.isFile() && !stat.isFIFO() && !stat.isCharacterDevice()) {
        fail(path, "input/not-a-file", "This is neither a file nor a folder.");
        return;
      }
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? String(error);
      if (code === "ENOENT") fail(path, "input/missing", "The file does not exist, or the link leads nowhere.");
      else fail(path, "input/unreadable", `The file cannot be read (${code}).`);
      return;
    }
    if (isFolder) {
      if (visited.includes(real)) return;
      let names: string[] = [];
      try {
        names = readdirSync(path).sort();
      } catch (error) {
        fail(path, "input/unreadable", `The folder cannot be read (${(error as NodeJS.ErrnoException).code}).`);
      }
      for (const name of names) if (!name.startsWith(".")) add(join(path, name), [...visited, real]);
    } else if (!seen.has(real)) {
      seen.add(real);
      sources.push({ name: path, path, ...(size === undefined ? {} : { size }) });
    }
  };

  for (const input of inputs) {
    if (input === "-") {
      if (!seen.has("-")) sources.push({ name: "-" });
      seen.add("-");
    } else if (/[*?[\]{}]/.test(input) && !exists(input)) {
      const found = tinyglobby().globSync(input.replaceAll("\\", "/"), { dot: false }).sort();
      if (found.length === 0) fail(input, "input/missing", "No file matches.");
      for (const path of found) add(path, []);
    } else add(input, []);
  }
  return sources;
}

function exists(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch {
    return false;
  }
}
