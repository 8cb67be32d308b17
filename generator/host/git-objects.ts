/** Reads files of a git repository at a revision, without a checkout. */

import { spawn } from "node:child_process";
import { type Git, type GitFailure, gitArguments, gitEnvironment } from "./git.js";

/** The id that git gives to a text. */
export type BlobId = string;

export interface GitFile {
  /** From the top of the repository, with `/`. */
  readonly path: string;
  readonly blob: BlobId;
}

export type Answer<Value> = Value | { readonly failure: GitFailure };

/** Files of a commit at and below some paths. Links and submodules are left out: they lead elsewhere. */
export async function filesAt(
  git: Git,
  folder: string,
  commit: string,
  paths: readonly string[],
): Promise<Answer<readonly GitFile[]>> {
  const answer = await git(["ls-tree", "-r", "-z", "--full-tree", commit, "--", ...paths], folder);
  if ("failure" in answer) return answer;
  return answer.text.split("\0").flatMap((row) => {
    const [, blob, path] = /^100\d{3} blob ([0-9a-f]+)\t(.+)$/s.exec(row) ?? [];
    return blob !== undefined && path !== undefined ? [{ path, blob }] : [];
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
