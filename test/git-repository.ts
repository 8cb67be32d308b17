/** Small repositories of git in temporary folders, for tests of what fetches them. */

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const WHO = ["-c", "user.name=Test", "-c", "user.email=test@host.example", "-c", "init.defaultBranch=main"];

/** Output of a command that has to work. */
export const gitIn = (folder: string, ...args: string[]): string =>
  execFileSync("git", [...WHO, "-C", folder, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();

export interface Upstream {
  readonly folder: string;
  /** With `file:`. */
  readonly url: string;
  write(path: string, text: string): void;
  move(from: string, to: string): void;
  remove(path: string): void;
  read(path: string): string;
  /** Everything as it is now; gives the commit. */
  commit(): string;
}

export function makeUpstream(folder: string): Upstream {
  mkdirSync(folder, { recursive: true });
  gitIn(folder, "init", "--quiet", "--template=");
  return upstreamAt(folder);
}

/** One that is there, as it was made or as a copy. */
export function upstreamAt(folder: string): Upstream {
  const at = (path: string): string => join(folder, path);
  return {
    folder,
    url: pathToFileURL(folder).href,
    write(path, text) {
      mkdirSync(dirname(at(path)), { recursive: true });
      writeFileSync(at(path), text);
    },
    move(from, to) {
      mkdirSync(dirname(at(to)), { recursive: true });
      renameSync(at(from), at(to));
    },
    remove: (path) => rmSync(at(path)),
    read: (path) => readFileSync(at(path), "utf8"),
    commit() {
      gitIn(folder, "add", "--all");
      gitIn(folder, "commit", "--quiet", "--allow-empty", "--message", "A change.");
      return gitIn(folder, "rev-parse", "HEAD");
    },
  };
}
