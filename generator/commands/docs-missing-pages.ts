/** Pages of line files that a revision of the documentation does not have: renamed, or gone. */

import { join } from "node:path";
import { createReport, type Report } from "../diagnostics/diagnostic.js";
import { placeAt } from "../diagnostics/place.js";
import { renamesSince } from "../host/checkout.js";
import type { Git } from "../host/git.js";
import { readText } from "../host/read-text.js";
import { type LineFile, pagePaths } from "../spec/line-file.js";
import { splitPage } from "../spec/page-path.js";
import type { FetchedUpstream } from "./docs-upstream.js";

interface Lines {
  readonly lines: readonly LineFile[];
  /** Their spec folder. */
  readonly root: string;
}

export async function reportMissingPages(
  git: Git,
  upstreams: readonly FetchedUpstream[],
  { lines, root }: Lines,
  report: Report,
): Promise<void> {
  for (const { name, url, fetched, files, former } of upstreams) {
    const missing = lines.flatMap((file) =>
      pagePaths(file).flatMap((page) => {
        const { repository, path } = splitPage(page);
        return repository === name && !files.has(path) ? [{ file, page, path }] : [];
      }),
    );
    if (missing.length === 0) continue;
    const renames = former ? await renamesSince(git, former.revision, fetched, url) : new Map<string, string>();
    for (const { file, page, path } of missing) {
      const renamed = renames.get(path);
      const is = renamed === undefined ? "is not" : `is called "${name}/${renamed}"`;
      report.add({
        code: "config/page-gone",
        severity: "error",
        message: `The page "${page}" ${is} in revision ${fetched.revision.slice(0, 12)} of ${name}. Nothing was changed.`,
        ...placeOf(page, join(root, file.line, "line.yaml")),
        fix: renamed === undefined ? fixOf(path, name, [...files.keys()]) : "Name it so here and run this again.",
      });
    }
  }
}

/** Pages are moved, and their names mistyped, more often than they go away. */
function fixOf(path: string, repository: string, files: readonly string[]): string {
  const name = `/${path.split("/").at(-1)}`;
  const [alike] = files.filter((file) => `/${file}`.endsWith(name));
  return alike === undefined
    ? "Take the page and its topics out of the line file, or keep the former commit as `revision` of the repository in exchange.yaml."
    : `Is it "${repository}/${alike}"? Name it so here and run this again.`;
}

function placeOf(page: string, path: string): { file: string; line?: number; column?: number; excerpt?: string } {
  const source = readText(path, { name: path, fix: "" }, createReport()) ?? "";
  const offset = source.indexOf(page);
  return { file: path, ...(offset >= 0 && placeAt(source, offset)) };
}
