/**
 * Checkouts of git repositories at one revision each. A new one is made beside its place and put there by a rename; in an old one nothing is
 * changed that only it has.
 */

import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { removeAbandoned, stagingOf } from "./create-folder.js";
import { fileText } from "./file-text.js";
import type { Git, GitAnswer, GitFailure } from "./git.js";
import { commitAt } from "./git-objects.js";

/** `other`: files that are no checkout. */
export type Standing = "none" | "checkout" | "other";

export function standingAt(folder: string): Standing {
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (!stat) return "none";
  if (!stat.isDirectory()) return "other";
  if (existsSync(join(folder, ".git"))) return "checkout";
  return readdirSync(folder).length === 0 ? "none" : "other";
}

/** What a checkout has that its upstream has not, and that another revision in its place would lose. */
export type LocalWork =
  | { readonly kind: "changes"; readonly paths: readonly string[] }
  /** Made with no branch checked out. */
  | { readonly kind: "commits"; readonly revision: string }
  | { readonly kind: "none" };

export async function localWork(git: Git, folder: string): Promise<LocalWork | { readonly failure: GitFailure }> {
  const status = await git(["status", "--porcelain=v1", "-z", "--untracked-files=no", "--ignore-submodules"], folder);
  if ("failure" in status) return status;
  // Two letters, a blank, the path; behind a rename the old path, which has no letters.
  const paths = status.text.split("\0").flatMap((row) => (row.charAt(2) === " " ? [row.slice(3)] : []));
  if (paths.length > 0) return { kind: "changes", paths };
  const revision = await headOf(git, folder);
  if (revision === undefined) return { kind: "none" };
  const kept = await git(["for-each-ref", "--contains", "HEAD", "--count=1"], folder);
  if ("failure" in kept) return kept;
  return kept.text === "" && !isBoundary(folder, revision) ? { kind: "commits", revision } : { kind: "none" };
}

/** A commit without its history was fetched, although no branch has it. */
function isBoundary(folder: string, revision: string): boolean {
  const shallow = fileText(join(folder, ".git", "shallow"));
  return shallow.kind === "text" && shallow.text.split("\n").includes(revision);
}

/** Undefined in a repository that has no commit. */
export async function headOf(git: Git, folder: string): Promise<string | undefined> {
  const answer = await commitAt(git, folder, "HEAD");
  return typeof answer === "string" ? answer : undefined;
}

/** What it was cloned from; undefined where nobody says. */
export async function remoteOf(git: Git, folder: string): Promise<string | undefined> {
  const answer = await git(["config", "--get", "remote.origin.url"], folder);
  return "text" in answer ? answer.text.trim() : undefined;
}

/** A revision that was fetched and not checked out. */
export interface Fetched {
  /** Where its repository is: the checkout itself, or beside its place. */
  readonly repository: string;
  readonly folder: string;
  /** With all digits. */
  readonly revision: string;
}

export const isCommit = (revision: string): boolean => /^[0-9a-f]{40}$/.test(revision);

/**
 * `folder`: where its checkout is, or will be. `revision`: a commit with all digits, a tag, a branch or HEAD. Errors of the file system are
 * thrown.
 */
export async function fetchRevision(
  git: Git,
  folder: string,
  { url, revision }: { readonly url: string; readonly revision: string },
): Promise<Fetched | { readonly failure: GitFailure }> {
  const place = resolve(folder);
  const isNew = standingAt(place) === "none";
  const repository = isNew ? stagingOf(place) : place;
  if (isNew) {
    removeAbandoned(place);
    mkdirSync(dirname(place), { recursive: true });
    // Links are files, and pages have the line ends that upstream gives them.
    const made = await inOrder(
      () => git(["init", "--quiet", "--template=", repository]),
      () => git(["config", "core.symlinks", "false"], repository),
      () => git(["config", "core.autocrlf", "false"], repository),
      () => git(["config", "core.eol", "lf"], repository),
      () => git(["remote", "add", "origin", url], repository),
    );
    if ("failure" in made) return made;
  }
  if (isCommit(revision) && (await has(git, repository, revision))) return { repository, folder, revision };
  const fetched = await fetchInto(git, repository, url, revision);
  if ("failure" in fetched) return fetched;
  const commit = await git(["rev-parse", "--verify", `${fetched.text}^{commit}`], repository);
  if ("failure" in commit) return { failure: { ...commit.failure, kind: "unknown-revision" } };
  const found = commit.text.trim();
  // What a branch of ours has is no local commit, and stays for comparisons.
  const kept = await git(["update-ref", `refs/wireloom/${found}`, found], repository);
  return "failure" in kept ? kept : { repository, folder, revision: found };
}

const has = async (git: Git, repository: string, revision: string): Promise<boolean> =>
  "text" in (await git(["cat-file", "-e", `${revision}^{commit}`], repository));

/** The revision alone; all that leads to it where the checkout has its history, or where the server gives nothing less. Answers how it is called. */
async function fetchInto(git: Git, repository: string, url: string, revision: string): Promise<GitAnswer> {
  const fetch = (options: readonly string[], what: string): Promise<GitAnswer> =>
    git(["fetch", "--quiet", "--no-tags", "--no-recurse-submodules", ...options, "--", url, what], repository);
  const isShallow = await git(["rev-parse", "--is-shallow-repository"], repository);
  if ("failure" in isShallow) return isShallow;
  const isWhole = isShallow.text.trim() === "false" && (await headOf(git, repository)) !== undefined;
  const answer = await fetch(isWhole ? [] : ["--depth=1"], revision);
  if ("text" in answer) return { text: "FETCH_HEAD" };
  if (answer.failure.kind !== "refused") return answer;
  const rest = isShallow.text.trim() === "true" ? ["--unshallow"] : [];
  const all = await fetch(rest, isCommit(revision) ? "+refs/heads/*:refs/remotes/origin/*" : revision);
  return "failure" in all ? all : { text: isCommit(revision) ? revision : "FETCH_HEAD" };
}

/** New path by the one of a former revision, of files that were renamed since; empty where git cannot tell. */
export async function renamesSince(
  git: Git,
  former: string,
  { repository, revision }: Fetched,
  url: string,
): Promise<ReadonlyMap<string, string>> {
  if (!(await has(git, repository, former))) await fetchInto(git, repository, url, former);
  const rows = await git(
    ["diff-tree", "-r", "-z", "-M", "--diff-filter=R", "--name-status", former, revision],
    repository,
  );
  const parts = "text" in rows ? rows.text.split("\0") : [];
  const renames = new Map<string, string>();
  for (let index = 0; index + 2 < parts.length; index += 3) renames.set(parts[index + 1] ?? "", parts[index + 2] ?? "");
  return renames;
}

/** Puts the revision where its checkout belongs. Errors of the file system are thrown. */
export async function checkOut(git: Git, { repository, folder, revision }: Fetched): Promise<GitAnswer> {
  const place = resolve(folder);
  const isNew = repository !== place;
  if (!isNew && (await headOf(git, place)) === revision) return { text: "" };
  const answer = await git(
    ["-c", "advice.detachedHead=false", "checkout", "--quiet", "--detach", "--no-overwrite-ignore", revision],
    repository,
  );
  if ("failure" in answer || !isNew) return answer;
  if (existsSync(place)) rmdirSync(place);
  renameSync(repository, place);
  return answer;
}

/** Removes what was fetched and has no place. */
export const dropStaging = (folder: string): void =>
  rmSync(stagingOf(resolve(folder)), { recursive: true, force: true });

async function inOrder(...steps: readonly (() => Promise<GitAnswer>)[]): Promise<GitAnswer> {
  for (const step of steps) {
    const answer = await step();
    if ("failure" in answer) return answer;
  }
  return { text: "" };
}
