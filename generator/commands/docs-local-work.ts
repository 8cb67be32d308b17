/** What people have in a checkout of the documentation is theirs: another revision in its place would lose it. */

import type { Report } from "../diagnostics/diagnostic.js";
import { localWork, standingAt } from "../host/checkout.js";
import type { Git, GitFailure } from "../host/git.js";

const SHOWN = 5;

/** Gives back why git could not tell. */
export async function reportLocalWork(git: Git, folder: string, report: Report): Promise<GitFailure | undefined> {
  const refuse = (code: string, message: string, fix: string): void =>
    report.add({ code, severity: "error", message: `${message} Nothing was changed.`, file: folder, fix });
  const standing = standingAt(folder);
  if (standing === "other")
    refuse(
      "usage/no-checkout",
      "There are files here that are no checkout of git.",
      "Move them away, or name another folder with --docs.",
    );
  if (standing !== "checkout") return undefined;
  const work = await localWork(git, folder);
  if ("failure" in work) return work.failure;
  if (work.kind === "changes") {
    const rest = work.paths.length > SHOWN ? `, and ${work.paths.length - SHOWN} more` : "";
    refuse(
      "usage/local-changes",
      `The checkout has changes of yours: ${work.paths.slice(0, SHOWN).join(", ")}${rest}.`,
      `Commit them to a branch, put them aside with \`git -C ${folder} stash\`, or drop them with \`git -C ${folder} checkout .\`.`,
    );
  }
  if (work.kind === "commits")
    refuse(
      "usage/local-commits",
      `The checkout stands at commit ${work.revision.slice(0, 12)}, which no branch has.`,
      `Give it a branch, so that it is not lost: git -C ${folder} branch NAME ${work.revision.slice(0, 12)}`,
    );
  return undefined;
}
