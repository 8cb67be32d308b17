/** From what the user named to files: files, folders, globs and standard input. */

import { join } from "node:path";
import type { Report } from "../diagnostics/diagnostic.js";
import { exists } from "../host/folders.js";
import { filesOfGlob, lookAt, namesIn, realPath } from "../host/named-paths.js";
import { type Damage, unreadable } from "./damage.js";

export interface CaptureSource {
  /** As reports name it: the path as the user gave it, or `-`. */
  readonly name: string;
  /** Absent: standard input. */
  readonly path?: string;
  /** Bytes on disk; absent for standard input, pipes and devices. */
  readonly size?: number;
  /** Why there is nothing to read. It was reported; the source stands for what the user named. */
  readonly damage?: Damage;
}

const FIX = "Name a capture, a folder of captures, a glob in quotes, or - for standard input.";

/**
 * Every file once, in the order given, folders sorted by name. What cannot be read is a diagnostic and a source with damage; the rest is
 * still read.
 */
export function expandSources(inputs: readonly string[], report: Report): CaptureSource[] {
  const sources: CaptureSource[] = [];
  const seen = new Set<string>();
  const fail = (name: string, damage: Damage): void => {
    report.add({ code: damage.code, severity: "error", message: damage.message, file: name, fix: FIX });
    sources.push({ name, damage });
  };

  const skip = (name: string): number => {
    report.add({
      code: "input/skipped",
      severity: "info",
      message: "This is a pipe or a device in a folder: it is not read.",
      file: name,
      fix: "Name it itself if it is a capture.",
    });
    return 0;
  };
  /** How many captures stand there, those that cannot be read and those that came before included. */
  const add = (path: string, visited: readonly string[]): number => {
    try {
      const found = lookAt(path);
      if (found.kind === "folder") return addFolder(path, visited);
      // Who names a folder means its recordings: nobody may ever write into a pipe that stands there, and a device has no end.
      if (found.kind === "stream" && visited.length > 0) return skip(path);
      if (found.kind === "other") {
        fail(path, { code: "input/not-a-file", message: "This is neither a file nor a folder." });
        return 1;
      }
      const real = realPath(path);
      if (!seen.has(real)) sources.push({ name: path, path, ...(found.kind === "file" && { size: found.size }) });
      seen.add(real);
    } catch (error) {
      fail(path, unreadable(error));
    }
    return 1;
  };
  const addFolder = (path: string, visited: readonly string[]): number => {
    const real = realPath(path);
    if (visited.includes(real)) return 0;
    const shown = namesIn(path).filter((name) => !name.startsWith("."));
    return shown.reduce((count, name) => count + add(join(path, name), [...visited, real]), 0);
  };

  for (const input of inputs) {
    if (input === "-") {
      if (!seen.has("-")) sources.push({ name: "-" });
      seen.add("-");
    } else if (/[*?[\]{}]/.test(input) && !exists(input)) {
      const found = filesOfGlob(input);
      if (found.length === 0) fail(input, { code: "input/missing", message: "No file matches." });
      for (const path of found) add(path, []);
    } else if (add(input, []) === 0)
      fail(input, {
        code: "input/no-capture",
        message: "There is no capture in the folder; hidden files are not read.",
      });
  }
  return sources;
}
