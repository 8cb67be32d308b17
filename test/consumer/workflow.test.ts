/** The workflow that follows the documentation: its steps as a runner starts them, in a repository with a spec, for pages that change. */

import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { LINE_YAML, PAGE } from "../derive/pages.js";
import { gitIn, makeUpstream, type Upstream } from "../git-repository.js";
import { ROOT } from "../real-docs.js";
import { EXCHANGE_YAML } from "../toy-exchange.js";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const source = readFileSync(join(ROOT, "docs/regenerate.yml"), "utf8");
const workflow = parse(source) as {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
};
const steps = workflow.jobs.regenerate?.steps ?? [];

let root = "";
let upstream: Upstream;
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "wireloom-workflow-")));
  upstream = makeUpstream(join(root, "upstream"));
  upstream.write("page.md", PAGE);
  upstream.commit();
  gitIn(root, "init", "--quiet", "--bare", "origin.git");
  const project = makeUpstream(join(root, "project"));
  project.write("schemas/exchange.yaml", `${EXCHANGE_YAML}repositories: { toy: { git: "${upstream.url}" } }\n`);
  project.write("schemas/toy/line.yaml", LINE_YAML);
  project.commit();
  gitIn(project.folder, "remote", "add", "origin", join(root, "origin.git"));
  gitIn(project.folder, "push", "--quiet", "origin", "HEAD:main");
  // What is installed, and what the host would do.
  program(
    "npx",
    `[ "$1" = @wireloom/cli ] && shift && exec "${process.execPath}" "${ROOT}/dist/generator/bin.js" "$@"`,
  );
  program("npm", '[ "$*" = ci ]');
  program(
    "gh",
    `echo "$*" >> "${root}/gh.txt"; case "$2" in list) cat "${root}/open.txt";; create) echo 1 > "${root}/open.txt";; esac
    for word; do [ "$last" = --body-file ] && cp "$word" "${root}/body.md"; last=$word; done`,
  );
  writeFileSync(join(root, "open.txt"), "0\n");
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function program(name: string, script: string): void {
  mkdirSync(join(root, "bin"), { recursive: true });
  writeFileSync(join(root, "bin", name), `#!/bin/bash\n${script}\n`);
  chmodSync(join(root, "bin", name), 0o755);
}

const read = (path: string): string => readFileSync(join(root, path), "utf8");
const branch = (...args: string[]): string => gitIn(join(root, "origin.git"), ...args);

/** A run of the job on a fresh clone; gives what was asked of the host. */
function runJob(): string[] {
  rmSync(join(root, "work"), { recursive: true, force: true });
  rmSync(join(root, "temp"), { recursive: true, force: true });
  rmSync(join(root, "gh.txt"), { force: true });
  mkdirSync(join(root, "temp"));
  gitIn(root, "clone", "--quiet", "--branch", "main", join(root, "origin.git"), "work");
  for (const { run, env } of steps) {
    if (run === undefined) continue;
    // As a runner starts a step that names no shell.
    execFileSync("bash", ["-e", "-c", run], {
      cwd: join(root, "work"),
      env: {
        ...process.env,
        ...env,
        PATH: `${join(root, "bin")}:${process.env.PATH}`,
        RUNNER_TEMP: join(root, "temp"),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
  }
  return existsSync(join(root, "gh.txt")) ? read("gh.txt").trim().split("\n") : [];
}

describe("the workflow", () => {
  it("may write what it writes, and gives no text of others to a shell", () => {
    expect(workflow.permissions).toEqual({ contents: "write", "pull-requests": "write" });
    expect(steps.filter(({ run }) => run?.includes("${{"))).toEqual([]);
  });

  // One after the other: each run finds what the one before left.
  it("opens a pull request, asks for nothing where no page changed, and brings the open one up to date", () => {
    opensPullRequest();
    asksForNothing();
    updatesPullRequest();
  }, 120_000);
});

/** With schemas and package. */
function opensPullRequest(): void {
  const [list, create] = runJob();
  expect([list, create]).toEqual([expect.stringMatching(/^pr list /), expect.stringMatching(/^pr create --head /)]);
  const files = branch("ls-tree", "-r", "--name-only", "wireloom/regenerate").split("\n");
  expect(files).toEqual(
    expect.arrayContaining(["schemas/docs.json", "schemas/toy/tick.schema.json", "generated/src/toy/tick.ts"]),
  );
  expect(files.filter((path) => !/^(?:schemas|generated)\//.test(path))).toEqual([]);
  expect(read("body.md")).toMatch(/^ {4}toy +0 +1$/m);
}

/** Another page of the repository changed, which no line reads. */
function asksForNothing(): void {
  branch("branch", "--force", "main", "wireloom/regenerate");
  const before = branch("rev-parse", "wireloom/regenerate");
  upstream.write("other.md", "# Other\n");
  upstream.commit();
  expect(runJob()).toEqual([]);
  expect(branch("rev-parse", "wireloom/regenerate")).toBe(before);
}

/** And tells of a topic that keeps its former schema. */
function updatesPullRequest(): void {
  upstream.write("page.md", PAGE.replace("# Tick", "# Tock"));
  upstream.commit();
  const asked = runJob();
  expect(asked.at(-1)).toMatch(/^pr edit wireloom\/regenerate /);
  expect(read("body.md")).toMatch(/^ {4}toy {2}toy\/page\.md$/m);
  expect(read("body.md")).toContain("derive/no-heading");
  expect(branch("show", "--stat", "--format=", "wireloom/regenerate")).toContain("schemas/toy/sources.json");
}
