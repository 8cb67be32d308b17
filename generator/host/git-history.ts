/** Which commits changed some files of a repository, and what the files were after each: along the first parents, renames followed. */

import type { Git, GitFailure } from "./git.js";
import type { Answer, BlobId } from "./git-objects.js";

export interface FileCommit {
  readonly id: string;
  /** When it was committed, seconds since 1970. */
  readonly time: number;
  /** First line of its message. */
  readonly subject: string;
  /** Files after the commit, by the path that they have now; undefined: not there. Those that it did not change are left out. */
  readonly files: ReadonlyMap<string, BlobId | undefined>;
}

interface Commit {
  readonly id: string;
  readonly time: number;
  readonly subject: string;
  readonly changes: readonly Change[];
}

interface Change {
  readonly path: string;
  /** Undefined: the commit removes the file. */
  readonly blob: BlobId | undefined;
  readonly isNew: boolean;
}

/** The oldest first. `paths`: as they are at `tip`. */
export async function commitsOf(
  git: Git,
  folder: string,
  { paths, tip }: { readonly paths: readonly string[]; readonly tip: string },
): Promise<Answer<readonly FileCommit[]>> {
  const found = new Map<string, FileCommit & { readonly files: Map<string, BlobId | undefined> }>();
  // Files with the name that they had, and the commit down from which they had it.
  let open = [{ tip, names: new Map(paths.map((path) => [path, path])) }];
  while (open.length > 0) {
    const next: typeof open = [];
    for (const { tip: from, names } of open) {
      const commits = await logOf(git, folder, from, [...names.values()]);
      if ("failure" in commits) return commits;
      for (const commit of commits) {
        const renamed = new Map<string, string>();
        for (const [path, name] of names) {
          const change = commit.changes.find((each) => each.path === name);
          if (change === undefined) continue;
          const known = found.get(commit.id) ?? { ...commit, files: new Map() };
          found.set(commit.id, known);
          known.files.set(path, change.blob);
          if (!change.isNew) continue;
          const former = await formerName(git, folder, commit.id, name);
          if (former !== undefined && "failure" in former) return former;
          if (former !== undefined) renamed.set(path, former.name);
        }
        if (renamed.size > 0) next.push({ tip: `${commit.id}^`, names: renamed });
      }
    }
    open = next;
  }
  const ids = await idsOf(git, folder, tip);
  if ("failure" in ids) return ids;
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** All commits along the first parents, the oldest first. */
async function idsOf(git: Git, folder: string, tip: string): Promise<Answer<readonly string[]>> {
  const answer = await git(["rev-list", "--first-parent", "--reverse", "--end-of-options", tip], folder);
  return "failure" in answer ? answer : answer.text.split("\n").filter((id) => id !== "");
}

const FORMAT = "--format=%x01%H%x02%ct%x02%s";

async function logOf(
  git: Git,
  folder: string,
  tip: string,
  paths: readonly string[],
): Promise<Answer<readonly Commit[]>> {
  const answer = await git(
    [
      ...["log", "--first-parent", "--diff-merges=first-parent", "--no-renames", "-z", "--raw", "--no-abbrev", FORMAT],
      ...["--end-of-options", tip, "--", ...paths.map((path) => `:(literal,top)${path}`)],
    ],
    folder,
  );
  return "failure" in answer ? answer : parseLog(answer.text);
}

/** Fields end with NUL: the head of a commit, then for each file its modes and blobs, and its path. */
function parseLog(text: string): readonly Commit[] {
  const commits: (Commit & { readonly changes: Change[] })[] = [];
  const fields = text.split("\0");
  for (let at = 0; at < fields.length; at += 1) {
    const field = fields[at] ?? "";
    const [, id, time, subject] = /^\u0001([0-9a-f]+)\u0002(\d+)\u0002([\s\S]*)$/.exec(field) ?? [];
    if (id !== undefined) {
      commits.push({ id, time: Number(time), subject: subject ?? "", changes: [] });
      continue;
    }
    const [, former, mode, blob] = /^\n?:(\d+) (\d+) [0-9a-f]+ ([0-9a-f]+) [A-Z]\d*$/.exec(field) ?? [];
    if (blob === undefined) continue;
    at += 1;
    // Links and submodules are no files of this repository.
    const isFile = mode?.startsWith("100") === true;
    commits.at(-1)?.changes.push({
      path: fields[at] ?? "",
      blob: isFile ? blob : undefined,
      isNew: isFile && former?.startsWith("100") !== true,
    });
  }
  return commits;
}

/** The name that a file had before a commit gave it another. */
async function formerName(
  git: Git,
  folder: string,
  commit: string,
  name: string,
): Promise<{ readonly name: string } | { readonly failure: GitFailure } | undefined> {
  const flags = ["-M", "--first-parent", "--diff-merges=first-parent", "--diff-filter=R", "--name-status", "-z"];
  const answer = await git(["show", ...flags, "--format=", "--end-of-options", commit], folder);
  if ("failure" in answer) return answer;
  const fields = answer.text.replace(/^\n/, "").split("\0");
  for (let at = 0; at + 2 < fields.length; at += 3) if (fields[at + 2] === name) return { name: fields[at + 1] ?? "" };
  return undefined;
}
