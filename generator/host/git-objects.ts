/** Reads files of a git repository at a revision, without a checkout. */

import { spawn } from "node:child_process";
import { type Git, type GitFailure, gitArguments, gitEnvironment } from "./git.js";

/** The id that git gives to a text. */
export type BlobId = string;

export interface GitEntry {
  /** From the top of the repository, with `/`. */
  readonly path: string;
  readonly id: BlobId;
  /** False for links and submodules: they lead elsewhere. */
  readonly isFile: boolean;
}

export type Answer<Value> = Value | { readonly failure: GitFailure };

/** The commit that a revision names, with all digits. */
export async function commitAt(git: Git, folder: string, revision: string): Promise<Answer<string>> {
  const answer = await git(["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`], folder);
  return "failure" in answer ? answer : answer.text.trim();
}

/** What a commit has at and below some paths; without paths all of it. */
export async function entriesAt(
  git: Git,
  folder: string,
  commit: string,
  paths: readonly string[] = [],
): Promise<Answer<readonly GitEntry[]>> {
  const answer = await git(["ls-tree", "-r", "-z", "--full-tree", commit, "--", ...paths], folder);
  if ("failure" in answer) return answer;
  return answer.text.split("\0").flatMap((row) => {
    const [, mode, id, path] = /^(\d{6}) \w+ ([0-9a-f]+)\t(.+)$/s.exec(row) ?? [];
    return id !== undefined && path !== undefined ? [{ path, id, isFile: mode?.startsWith("100") === true }] : [];
  });
}

/** Texts by their ids; what is no blob of the repository is left out. */
export function readBlobs(folder: string, ids: readonly BlobId[], signal?: AbortSignal): Promise<Map<BlobId, Buffer>> {
  return new Promise((resolve, reject) => {
    const child = spawn("git", gitArguments(["cat-file", "--batch"], folder), {
      env: gitEnvironment(),
      stdio: ["pipe", "pipe", "ignore"],
      ...(signal && { signal }),
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", () => resolve(parseBatch(Buffer.concat(chunks))));
    // A git that ends early closes the pipe: what it has not read is missing in its answer.
    child.stdin.on("error", () => {});
    child.stdin.end(`${[...new Set(ids)].join("\n")}\n`);
  });
}

/** `<id> blob <bytes>`, a newline, that many bytes, a newline; `<id> missing` for what is not there. */
function parseBatch(output: Buffer): Map<BlobId, Buffer> {
  const blobs = new Map<BlobId, Buffer>();
  let at = 0;
  while (at < output.length) {
    const end = output.indexOf(10, at);
    if (end < 0) break;
    const [id = "", kind, size] = output.toString("latin1", at, end).split(" ");
    at = end + 1;
    if (size === undefined) continue;
    if (kind === "blob") blobs.set(id, output.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return blobs;
}
