/**
 * Runs the user's git: without a shell, without questions, without hooks, within a time limit, and over no transport that runs commands.
 * Repositories are named by their folder, never looked for in the folders above.
 */

import { type ExecFileException, execFile } from "node:child_process";
import { devNull } from "node:os";
import { join } from "node:path";

export interface GitOptions {
  /** For each command, ms. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

export type GitAnswer = { readonly text: string } | { readonly failure: GitFailure };

export interface GitFailure {
  /** `refused`: the server gives no single commits, or no part of its history. */
  readonly kind:
    | "not-installed"
    | "timeout"
    | "no-access"
    | "unreachable"
    | "unknown-revision"
    | "refused"
    | "no-repository"
    | "in-the-way"
    | "failed";
  /** What git said of it. */
  readonly words: string;
}

/** `folder`: the checkout that the command is about. Aborting throws, whatever else goes wrong is an answer. */
export type Git = (args: readonly string[], folder?: string) => Promise<GitAnswer>;

export const createGit =
  ({ timeoutMs, signal }: GitOptions): Git =>
  (args, folder) =>
    new Promise((resolve, reject) => {
      const options = {
        encoding: "utf8" as const,
        env: gitEnvironment(),
        maxBuffer: MAX_OUTPUT,
        timeout: timeoutMs,
        ...(signal && { signal }),
      };
      const child = execFile("git", gitArguments(args, folder), options, (error, text, said) => {
        if (signal?.aborted) reject(signal.reason);
        else resolve(error ? { failure: failureOf(error, said) } : { text });
      });
      child.stdin?.end();
    });

/** `folder`: the checkout that the command is about; absent: what git finds at and above the working directory. */
export function gitArguments(args: readonly string[], folder: string | undefined): string[] {
  const place = folder === undefined ? [] : [`--git-dir=${join(folder, ".git")}`, `--work-tree=${folder}`];
  return [...SETTINGS, ...place, ...args];
}

const MAX_OUTPUT = 64 * 1024 * 1024;

const SETTINGS = [
  ["core.hooksPath", devNull],
  ["core.askPass", ""],
  ["submodule.recurse", "false"],
  // No process stays behind.
  ["gc.auto", "0"],
  ["maintenance.auto", "false"],
].flatMap(([name, value]) => ["-c", `${name}=${value}`]);

/** In a hook they name the repository that the hook is of. */
const OTHER_REPOSITORY = [
  ...["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX", "GIT_NAMESPACE"],
  ...["GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_SHALLOW_FILE"],
];

export function gitEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !OTHER_REPOSITORY.includes(name));
  return {
    ...Object.fromEntries(inherited),
    GIT_SSH_COMMAND: process.env.GIT_SSH_COMMAND ?? "ssh -o BatchMode=yes",
    GIT_TERMINAL_PROMPT: "0",
    GIT_ASKPASS: "",
    SSH_ASKPASS_REQUIRE: "never",
    GCM_INTERACTIVE: "never",
    GIT_ALLOW_PROTOCOL: "https:ssh:git:file",
    // Its words are read below.
    LC_ALL: "C",
  };
}

const KINDS: readonly (readonly [GitFailure["kind"], RegExp])[] = [
  ["refused", /unadvertised object|not support shallow|no shallow|dumb http transport/i],
  ["unknown-revision", /couldn't find remote ref|not our ref|unknown revision|bad object|Needed a single revision/i],
  [
    "no-access",
    /could not read (?:Username|Password)|Authentication failed|Permission denied|terminal prompts disabled|repository .*not found|Repository not found|does not appear to be a git repository|Host key verification failed|(?:error: |HTTP )(?:401|403|404)\b/i,
  ],
  [
    "unreachable",
    /Could not resolve|unable to access|unable to connect|Connection (?:refused|timed out|reset|closed)|Network is unreachable|unable to look up|early EOF|hung up unexpectedly|unexpected disconnect|Could not read from remote/i,
  ],
  ["in-the-way", /would be overwritten/i],
  ["no-repository", /not a git repository|invalid gitfile/i],
];

/** `said`: what git wrote to its error stream. */
export function failureOf({ code, killed }: Pick<ExecFileException, "code" | "killed">, said: string): GitFailure {
  const lines = said.split("\n").map((line) => line.trim());
  const [kind = "failed", pattern = /^(?:fatal|error): /] = KINDS.find(([, words]) => words.test(said)) ?? [];
  const told = lines.find((line) => pattern.test(line)) ?? lines.find((line) => line !== "") ?? "";
  const words = told.replace(/^(?:fatal|error): /, "").replace(/:\/\/[^/@\s]+@/g, "://");
  if (code === "ENOENT") return { kind: "not-installed", words };
  if (killed === true && typeof code !== "string") return { kind: "timeout", words };
  return { kind, words };
}
