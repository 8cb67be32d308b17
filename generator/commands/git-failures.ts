/** What it means for a checkout of the documentation that git failed, and what to do. */

import type { Report } from "../diagnostics/diagnostic.js";
import type { GitFailure } from "../host/git.js";

export interface FailedCheckout {
  readonly folder: string;
  readonly url: string;
  /** What was asked for. */
  readonly revision: string;
  readonly timeoutMs: number;
}

interface Meaning {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

export function reportGitFailure({ kind, words }: GitFailure, checkout: FailedCheckout, report: Report): void {
  const { code, message, fix } = MEANINGS[kind](checkout, words === "" ? "" : ` (${words})`);
  report.add({ code, severity: "error", message: `${message} Nothing was changed.`, file: checkout.folder, fix });
}

/** `words`: what git said. */
const MEANINGS: Readonly<Record<GitFailure["kind"], (checkout: FailedCheckout, words: string) => Meaning>> = {
  "not-installed": ({ folder, url }) => ({
    code: "usage/no-git",
    message: "git is not installed, or not on the PATH.",
    fix: `Install it, or put a checkout of ${url} at ${folder} by hand.`,
  }),
  timeout: ({ url, timeoutMs }) => ({
    code: "input/timeout",
    message: `git did not come to an end with ${url} in ${timeoutMs / 1000} s.`,
    fix: "Try again, or give it more time with --timeout.",
  }),
  unreachable: ({ url }, words) => ({
    code: "input/unreachable",
    message: `${url} cannot be reached${words}.`,
    fix: "Check the network and try again.",
  }),
  "no-access": ({ url }, words) => ({
    code: "input/no-access",
    message: `There is no repository at ${url}, or it takes a password to read it${words}.`,
    fix: "Correct `git` in exchange.yaml; for a private repository set up git's credential helper or an ssh key.",
  }),
  "unknown-revision": ({ url, revision }, words) => ({
    code: "config/unknown-revision",
    message: `${url} has no revision "${revision}"${words}.`,
    fix: "Name a commit with all of its 40 digits, a tag or a branch as `revision` in exchange.yaml; where docs.json names the commit, --update takes the newest.",
  }),
  refused: ({ url, revision }, words) => ({
    code: "input/refused",
    message: `The server of ${url} gives neither the revision "${revision}" alone nor all of its history${words}.`,
    fix: "Name a branch or a tag as `revision` in exchange.yaml, or another `git` URL.",
  }),
  "no-repository": ({ folder }, words) => ({
    code: "usage/no-checkout",
    message: `The folder has a .git and is no checkout that git can read${words}.`,
    fix: `Move ${folder} away and run this again, or name another folder with --docs.`,
  }),
  "in-the-way": ({ folder }) => ({
    code: "usage/local-changes",
    message: "Files of yours stand where the revision has files.",
    fix: `Move them away: \`git -C ${folder} status --ignored\` lists them.`,
  }),
  failed: ({ folder }, words) => ({
    code: "input/git",
    message: `git failed${words}.`,
    fix: `Look with \`git -C ${folder} status\`; if the folder holds nothing of yours, remove it and run this again.`,
  }),
};
