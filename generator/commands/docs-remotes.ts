/** Where checkouts of the documentation were cloned from, as an exchange file says it. */

import { join } from "node:path";
import { remoteOf, standingAt } from "../host/checkout.js";
import { createGit } from "../host/git.js";
import { ownSchema } from "../host/own-schema.js";
import { errorsOf } from "../host/schema-check.js";
import type { ExchangeFile } from "../spec/exchange-file.js";

const TIMEOUT_MS = 10_000;

/** `names`: folders below `docs`. Those that are no checkout, or were cloned from what an exchange file may not name, are left out. */
export async function remotesOf(docs: string, names: readonly string[]): Promise<ExchangeFile["repositories"]> {
  const git = createGit({ timeoutMs: TIMEOUT_MS });
  const found: [string, { readonly git: string }][] = [];
  for (const name of names.filter((each) => standingAt(join(docs, each)) === "checkout")) {
    const remote = await remoteOf(git, join(docs, name));
    const url = remote === undefined ? "" : publicUrl(remote);
    if (isAllowed(name, url)) found.push([name, { git: url }]);
  }
  return Object.fromEntries(found);
}

/** Without what signs in; `git@host:path`, which is no URL, as one. */
const publicUrl = (remote: string): string =>
  remote.replace(/^([\w.-]+)@([\w.-]+):(?!\/)/, "ssh://$1@$2/").replace(/^(https?:\/\/)[^/@]*@/, "$1");

const isAllowed = (name: string, git: string): boolean => {
  const least = { name: "x", title: "x", package: "x", topicMembers: ["x"] };
  return errorsOf(ownSchema("exchange"), { ...least, repositories: { [name]: { git } } }).length === 0;
};
