/** The repositories that the exchange file says how to fetch. */

import { join } from "node:path";
import { type Fetched, fetchRevision, isCommit } from "../host/checkout.js";
import type { Git, GitFailure } from "../host/git.js";
import { entriesAt } from "../host/git-objects.js";
import type { DocsRecord, RecordedRepository } from "../spec/docs-record.js";
import type { ExchangeFile } from "../spec/exchange-file.js";

export interface Upstream {
  readonly name: string;
  readonly url: string;
  /** What the exchange file names, or HEAD. */
  readonly ref: string;
  /** What to fetch. */
  readonly revision: string;
  /** Where its checkout stands. */
  readonly folder: string;
  /** What is on record of it. */
  readonly former?: RecordedRepository;
}

/** A revision that was fetched and not checked out yet. */
export interface FetchedUpstream extends Upstream {
  readonly fetched: Fetched;
  /** git's hash of its files, by path. */
  readonly files: ReadonlyMap<string, string>;
}

/** What is on record holds as long as the exchange file asks for the same. `update`: the newest instead. */
export function upstreamsOf(
  { repositories }: ExchangeFile,
  record: DocsRecord,
  { docs, update = false }: { readonly docs: string; readonly update?: boolean },
): readonly Upstream[] {
  return Object.entries(repositories).flatMap(([name, { git: url, revision: ref = "HEAD" }]) => {
    if (url === undefined) return [];
    const former = Object.hasOwn(record, name) ? record[name] : undefined;
    const isHeld = !update && !isCommit(ref) && former?.git === url && former.ref === ref;
    const revision = isHeld ? former.revision : ref;
    return [{ name, url, ref, revision, folder: join(docs, name), ...(former && { former }) }];
  });
}

export async function fetchUpstream(
  git: Git,
  upstream: Upstream,
): Promise<FetchedUpstream | { readonly failure: GitFailure }> {
  const fetched = await fetchRevision(git, upstream.folder, upstream);
  if ("failure" in fetched) return fetched;
  const entries = await entriesAt(git, fetched.repository, fetched.revision);
  if ("failure" in entries) return entries;
  return { ...upstream, fetched, files: new Map(entries.map(({ path, id }) => [path, id])) };
}
