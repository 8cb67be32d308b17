/** Checkouts of the documentation: at the revision on record or the newest one, all or none, over nothing that is somebody's. */

import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { derive } from "../../generator/commands/derive.js";
import { type DocsOptions, docs } from "../../generator/commands/docs.js";
import { exitCodeOf } from "../../generator/diagnostics/diagnostic.js";
import { pagePaths } from "../../generator/spec/line-file.js";
import { runCommand } from "../command-line.js";
import { LINE_YAML, PAGE } from "../derive/pages.js";
import { gitIn, makeUpstream, type Upstream, upstreamAt } from "../git-repository.js";
import { LINES, OWN_EXCHANGE, ROOT, readLineYaml } from "../real-docs.js";
import { EXCHANGE_YAML } from "../toy-exchange.js";

const temporary = (): string => realpathSync(mkdtempSync(join(tmpdir(), "wireloom-docs-")));

let original = "";
let first = "";
beforeAll(() => {
  original = temporary();
  const made = makeUpstream(original);
  made.write("page.md", PAGE);
  made.write("other.md", "# Other\n");
  first = made.commit();
});
afterAll(() => rmSync(original, { recursive: true, force: true }));

let root = "";
let upstream: Upstream;
beforeEach(() => {
  root = temporary();
  cpSync(original, join(root, "upstream"), { recursive: true });
  upstream = upstreamAt(join(root, "upstream"));
  writeSpec();
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const read = (path: string): string => readFileSync(join(root, path), "utf8");

/** `repository`: what the exchange file says of it. */
function writeSpec(repository: object = { git: upstream.url }, line = LINE_YAML): void {
  write("spec/exchange.yaml", `${EXCHANGE_YAML}repositories: ${JSON.stringify({ toy: repository })}\n`);
  write("spec/toy/line.yaml", line);
}

async function run(options: Partial<DocsOptions> = {}) {
  const result = await docs({ docs: join(root, "docs"), schemas: join(root, "spec"), ...options });
  return { ...result, exit: exitCodeOf(result.diagnostics), codes: result.diagnostics.map(({ code }) => code) };
}

const checkout = (): string => join(root, "docs/toy");
const headOf = (): string => gitIn(checkout(), "rev-parse", "HEAD");
const record = () => JSON.parse(read("spec/docs.json")) as Record<string, { revision: string; pages: object }>;
const blobOf = (path: string): string => gitIn(upstream.folder, "rev-parse", `HEAD:${path}`);

/** What somebody sees of the work: the checkout's files and the record. */
const standing = () => ({
  head: existsSync(checkout()) ? headOf() : undefined,
  files: existsSync(checkout()) ? readdirSync(checkout()).sort() : [],
  record: existsSync(join(root, "spec/docs.json")) ? read("spec/docs.json") : undefined,
});

describe("the first time", () => {
  it("upstream's HEAD is fetched without its history, and recorded with git's hash of each page of the lines", async () => {
    upstream.write("other.md", "# Another\n");
    const newest = upstream.commit();
    const { exit, repositories, lines } = await run();
    expect(exit).toBe(0);
    expect(repositories).toEqual([{ name: "toy", git: upstream.url, revision: newest }]);
    expect(lines).toEqual([{ line: "toy", pages: [{ page: "toy/page.md", change: "new" }] }]);
    expect(standing()).toMatchObject({ head: newest, files: [".git", "other.md", "page.md"] });
    expect(gitIn(checkout(), "rev-list", "--count", "HEAD")).toBe("1");
    expect(record()).toEqual({
      toy: { git: upstream.url, ref: "HEAD", revision: newest, pages: { "toy/page.md": blobOf("page.md") } },
    });
    expect(readdirSync(join(root, "docs"))).toEqual(["toy"]);
  });

  it.each([
    ["a commit", () => first],
    ["a branch", () => "stable"],
    ["a tag", () => "v1"],
    ["an annotated tag", () => "v1-signed"],
  ])("the exchange file names %s", async (_, revision) => {
    gitIn(upstream.folder, "branch", "stable");
    gitIn(upstream.folder, "tag", "v1");
    gitIn(upstream.folder, "tag", "--annotate", "--message", "One.", "v1-signed");
    upstream.write("page.md", "# New\n");
    upstream.commit();
    writeSpec({ git: upstream.url, revision: revision() });
    expect((await run()).exit).toBe(0);
    expect(headOf()).toBe(first);
    expect(read("docs/toy/page.md")).toBe(PAGE);
  });

  it("derive reads what was fetched, and leaves the record as it is", async () => {
    await run();
    const before = read("spec/docs.json");
    const { diagnostics, changes } = await derive({ docs: join(root, "docs"), schemas: join(root, "spec") });
    expect(exitCodeOf(diagnostics)).toBe(0);
    expect(changes.map(({ path }) => path)).toContain("toy/tick.schema.json");
    expect(read("spec/docs.json")).toBe(before);
  });

  it("derive tells of pages that are not those on record, and of the way back", async () => {
    await run();
    const told = async () =>
      (await derive({ docs: join(root, "docs"), schemas: join(root, "spec") })).diagnostics.filter(
        ({ code }) => code === "derive/other-pages",
      );
    expect(await told()).toEqual([]);
    write("docs/toy/other.md", "# Not a page of the line\n");
    expect(await told()).toEqual([]);
    write("docs/toy/page.md", `${PAGE}\nMore.\n`);
    const [first12, diagnostics] = [first.slice(0, 12), await told()];
    expect(diagnostics).toMatchObject([{ severity: "warning", file: checkout() }]);
    expect(diagnostics[0]?.message).toContain(`revision ${first12}, which is on record: toy/page.md.`);
    expect(diagnostics[0]?.fix).toContain(`npx @wireloom/cli docs --docs ${join(root, "docs")}`);
  });

  it("pages have the bytes that upstream gives them, and links are files", async () => {
    upstream.write("page.md", PAGE.replaceAll("\n", "\r\n"));
    gitIn(upstream.folder, "config", "core.symlinks", "true");
    gitIn(upstream.folder, "update-index", "--add", "--cacheinfo", `120000,${blobOf("other.md")},link.md`);
    gitIn(upstream.folder, "commit", "--quiet", "--message", "A link.");
    upstream.write("link.md", "# Other\n");
    gitIn(upstream.folder, "commit", "--quiet", "--all", "--message", "A page of Windows.");
    expect((await run()).exit).toBe(0);
    expect(read("docs/toy/page.md")).toBe(PAGE.replaceAll("\n", "\r\n"));
    expect(readdirSync(checkout(), { withFileTypes: true }).every((entry) => !entry.isSymbolicLink())).toBe(true);
  });

  it("a spec folder without lines has its documentation fetched: init begins with it", async () => {
    rmSync(join(root, "spec/toy"), { recursive: true });
    const { exit, lines } = await run();
    expect({ exit, lines }).toEqual({ exit: 0, lines: [] });
    expect(record().toy?.pages).toEqual({});
  });
});

describe("again", () => {
  it("the revision on record stays, also where the checkout is gone, and changes no byte of the record", async () => {
    await run();
    const before = read("spec/docs.json");
    upstream.write("page.md", `${PAGE}\nMore.\n`);
    upstream.commit();
    expect(await run()).toMatchObject({ exit: 0, lines: [{ line: "toy", pages: [] }] });
    expect(standing()).toMatchObject({ head: first, record: before });
    rmSync(join(root, "docs"), { recursive: true });
    expect((await run()).exit).toBe(0);
    expect(standing()).toMatchObject({ head: first, record: before });
  });

  it("needs no network where nothing is missing", async () => {
    await run();
    rmSync(upstream.folder, { recursive: true });
    expect((await run()).exit).toBe(0);
  });

  it("--update takes the newest, and says which pages of which line changed", async () => {
    await run();
    upstream.write("page.md", `${PAGE}\nMore.\n`);
    upstream.write("other.md", "# Not a page of the line\n");
    const newest = upstream.commit();
    const { exit, repositories, lines } = await run({ update: true });
    expect(exit).toBe(0);
    expect(repositories).toMatchObject([{ revision: newest, former: first }]);
    expect(lines).toEqual([{ line: "toy", pages: [{ page: "toy/page.md", change: "changed" }] }]);
    expect(read("docs/toy/page.md")).toBe(`${PAGE}\nMore.\n`);
    expect(record().toy?.pages).toEqual({ "toy/page.md": blobOf("page.md") });
    expect(await run({ update: true })).toMatchObject({ exit: 0, lines: [{ pages: [] }] });
  });

  it("--update leaves a commit that the exchange file names, and says so", async () => {
    writeSpec({ git: upstream.url, revision: first });
    await run();
    upstream.commit();
    const { exit, codes, diagnostics } = await run({ update: true });
    expect({ exit, codes }).toEqual({ exit: 0, codes: ["docs/held"] });
    expect(diagnostics[0]?.message).toContain(first.slice(0, 12));
    expect(headOf()).toBe(first);
  });

  it("another revision or URL in the exchange file counts more than what is on record", async () => {
    await run();
    upstream.write("page.md", `${PAGE}\nMore.\n`);
    const newest = upstream.commit();
    writeSpec({ git: upstream.url, revision: "main" });
    expect((await run()).repositories).toMatchObject([{ revision: newest, former: first }]);
    const fork = makeUpstream(join(root, "fork"));
    fork.write("page.md", "# Fork\n");
    const forked = fork.commit();
    writeSpec({ git: fork.url, revision: "main" });
    expect((await run()).repositories).toMatchObject([{ revision: forked }]);
    expect(read("docs/toy/page.md")).toBe("# Fork\n");
  });

  it("a clone with its whole history keeps it, and the branch that was checked out", async () => {
    mkdirSync(join(root, "docs"));
    gitIn(root, "clone", "--quiet", upstream.folder, checkout());
    upstream.write("page.md", "# New\n");
    upstream.write("more.md", "# More\n");
    upstream.commit();
    expect((await run()).exit).toBe(0);
    expect(headOf()).toBe(gitIn(upstream.folder, "rev-parse", "HEAD"));
    expect(gitIn(checkout(), "rev-list", "--count", "HEAD")).toBe("2");
    expect(gitIn(checkout(), "rev-parse", "main")).toBe(first);
    upstream.write("page.md", "# Newer\n");
    upstream.commit();
    expect((await run({ update: true })).exit).toBe(0);
    expect(gitIn(checkout(), "rev-list", "--count", "HEAD")).toBe("3");
  });
});

describe("what is somebody's stays, and is told with exit 2", () => {
  const refused = async (code: string): Promise<string> => {
    upstream.write("page.md", "# New\n");
    upstream.commit();
    const before = standing();
    const { exit, codes, diagnostics } = await run({ update: true });
    expect({ exit, codes }).toEqual({ exit: 2, codes: [code] });
    expect(standing()).toEqual(before);
    expect(diagnostics[0]?.fix).not.toBe("");
    return `${diagnostics[0]?.file} ${diagnostics[0]?.message} ${diagnostics[0]?.fix}`;
  };

  it("a page that was edited", async () => {
    await run();
    write("docs/toy/page.md", "mine");
    expect(await refused("usage/local-changes")).toMatch(/docs\/toy .*page\.md.*stash/);
    expect(read("docs/toy/page.md")).toBe("mine");
  });

  it("a change that is staged, a file that was removed", async () => {
    await run();
    rmSync(join(root, "docs/toy/other.md"));
    gitIn(checkout(), "rm", "--quiet", "--cached", "page.md");
    expect(await refused("usage/local-changes")).toMatch(/other\.md, page\.md|page\.md, other\.md/);
  });

  it("a commit that no branch has", async () => {
    await run();
    gitIn(checkout(), "commit", "--quiet", "--allow-empty", "--message", "Mine.");
    expect(await refused("usage/local-commits")).toContain(`branch NAME ${headOf().slice(0, 12)}`);
    gitIn(checkout(), "branch", "mine");
    expect((await run({ update: true })).exit).toBe(0);
    expect(gitIn(checkout(), "log", "-1", "--format=%s", "mine")).toBe("Mine.");
  });

  it("a commit on a branch stays on the branch", async () => {
    await run();
    gitIn(checkout(), "switch", "--quiet", "--create", "mine");
    gitIn(checkout(), "commit", "--quiet", "--allow-empty", "--message", "Mine.");
    upstream.commit();
    expect((await run({ update: true })).exit).toBe(0);
    expect(gitIn(checkout(), "log", "-1", "--format=%s", "mine")).toBe("Mine.");
  });

  it("a commit that somebody else fetched alone is no work of his", async () => {
    mkdirSync(checkout(), { recursive: true });
    gitIn(checkout(), "init", "--quiet");
    gitIn(checkout(), "fetch", "--quiet", "--depth=1", upstream.url, first);
    gitIn(checkout(), "checkout", "--quiet", "--detach", first);
    expect((await run()).exit).toBe(0);
  });

  it.each([
    ["", "untracked"],
    ["more.md\n", "ignored"],
  ])("a file where the new revision has one: %j (%s)", async (ignored) => {
    await run();
    write("docs/toy/.git/info/exclude", ignored);
    write("docs/toy/more.md", "mine");
    upstream.write("more.md", "# More\n");
    expect(await refused("usage/local-changes")).toContain("status --ignored");
    expect(read("docs/toy/more.md")).toBe("mine");
  });

  it("a folder that is no checkout, also inside of another repository", async () => {
    gitIn(root, "init", "--quiet");
    write("docs/toy/page.md", "mine");
    const { exit, codes } = await run();
    expect({ exit, codes }).toEqual({ exit: 2, codes: ["usage/no-checkout"] });
    expect(readdirSync(checkout())).toEqual(["page.md"]);
    expect(existsSync(join(root, "spec/docs.json"))).toBe(false);
  });

  it("a folder whose .git is none", async () => {
    write("docs/toy/.git", "mine");
    expect(await run()).toMatchObject({ exit: 2, codes: ["usage/no-checkout"] });
    expect(read("docs/toy/.git")).toBe("mine");
  });

  it("in a hook of another repository nothing happens to that one", async () => {
    const other = makeUpstream(join(root, "project"));
    other.write("mine.txt", "mine");
    const head = other.commit();
    vi.stubEnv("GIT_DIR", join(other.folder, ".git"));
    vi.stubEnv("GIT_WORK_TREE", other.folder);
    vi.stubEnv("GIT_INDEX_FILE", join(other.folder, ".git/index"));
    expect((await run()).exit).toBe(0);
    vi.unstubAllEnvs();
    expect(gitIn(other.folder, "status", "--porcelain")).toBe("");
    expect(gitIn(other.folder, "rev-parse", "HEAD")).toBe(head);
    expect(headOf()).toBe(first);
  });
});

describe("pages that a revision lacks", () => {
  const gone = async () => {
    const before = standing();
    const { exit, codes, diagnostics } = await run({ update: true });
    expect({ exit, codes }).toEqual({ exit: 2, codes: ["config/page-gone"] });
    expect(standing()).toEqual(before);
    expect(diagnostics[0]).toMatchObject({ file: join(root, "spec/toy/line.yaml"), line: 5, column: 11 });
    return diagnostics[0];
  };

  it.each([
    ["at once", false],
    ["where the former revision is not here any more", true],
  ])("a page that was renamed and edited is told with its new name, %s", async (_, isFresh) => {
    await run();
    if (isFresh) rmSync(join(root, "docs"), { recursive: true });
    upstream.move("page.md", "market/ticks.md");
    upstream.write("market/ticks.md", `${PAGE}\nMore.\n`);
    upstream.commit();
    const told = await gone();
    expect(told?.message).toContain('"toy/page.md" is called "toy/market/ticks.md"');
    writeSpec({ git: upstream.url }, LINE_YAML.replace("toy/page.md", "toy/market/ticks.md"));
    expect((await run({ update: true })).lines).toEqual([
      { line: "toy", pages: [{ page: "toy/market/ticks.md", change: "new" }] },
    ]);
  });

  it("a page that is gone, and what can be done", async () => {
    await run();
    upstream.remove("page.md");
    upstream.commit();
    expect((await gone())?.fix).toMatch(/Take the page and its topics out|`revision`/);
  });

  it("a page that was never there, and one of its name elsewhere", async () => {
    upstream.move("page.md", "deep/page.md");
    upstream.commit();
    expect((await gone())?.fix).toContain('Is it "toy/deep/page.md"?');
    expect(existsSync(join(root, "docs/toy"))).toBe(false);
  });

  it("of one repository leave the others as they are as well", async () => {
    const second = makeUpstream(join(root, "second"));
    second.write("enums.md", "# Enums\n");
    second.commit();
    const repositories = JSON.stringify({ toy: { git: upstream.url }, second: { git: second.url } });
    write("spec/exchange.yaml", `${EXCHANGE_YAML}repositories: ${repositories}\n`);
    write("spec/toy/line.yaml", LINE_YAML.replace("reader: markdown", "reader: markdown\n    enums: [second/gone.md]"));
    const { exit, codes } = await run();
    expect({ exit, codes }).toEqual({ exit: 2, codes: ["config/page-gone"] });
    expect(existsSync(join(root, "docs/toy"))).toBe(false);
    expect(readdirSync(join(root, "docs"))).toEqual([]);
  });
});

describe("what git cannot do is told with the next step, and changes nothing", () => {
  const failing = async (options: Partial<DocsOptions> = {}) => {
    const before = standing();
    const { exit, diagnostics } = await run({ update: true, ...options });
    expect(standing()).toEqual(before);
    expect(
      existsSync(join(root, "docs")) ? readdirSync(join(root, "docs")).filter((name) => name !== "toy") : [],
    ).toEqual([]);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.fix).not.toBe("");
    return { exit, code: diagnostics[0]?.code, message: diagnostics[0]?.message };
  };

  /** A git that does what the script says. */
  function fakeGit(script: string): void {
    write("bin/git", `#!/bin/sh\n${script}\n`);
    chmodSync(join(root, "bin/git"), 0o755);
    vi.stubEnv("PATH", `${join(root, "bin")}:${process.env.PATH}`);
  }

  it("there is no git", async () => {
    vi.stubEnv("PATH", join(root, "nowhere"));
    const result = await run();
    expect(result).toMatchObject({ exit: 2, codes: ["usage/no-git"] });
    expect(result.diagnostics[0]?.fix).toContain(`put a checkout of ${upstream.url} at ${checkout()}`);
  });

  it("nobody listens there", async () => {
    writeSpec({ git: "git://127.0.0.1:1/docs.git" });
    expect(await failing()).toMatchObject({ exit: 3, code: "input/unreachable" });
  });

  it("there is no repository", async () => {
    writeSpec({ git: `${upstream.url}-other` });
    expect(await failing()).toMatchObject({ exit: 3, code: "input/no-access" });
  });

  it.each(["nowhere", "1234567890123456789012345678901234567890"])("there is no revision %s", async (revision) => {
    await run();
    writeSpec({ git: upstream.url, revision });
    const { exit, code, message } = await failing();
    expect({ exit, code }).toEqual({ exit: 2, code: "config/unknown-revision" });
    expect(message).toContain(revision);
  });

  it("git takes too long", async () => {
    fakeGit("exec sleep 60");
    expect(await failing({ timeoutMs: 200 })).toMatchObject({ exit: 3, code: "input/timeout" });
  });

  it("git wants a password: it is not asked for", async () => {
    fakeGit('[ "$GIT_TERMINAL_PROMPT$GIT_ASKPASS" = 0 ] && echo "fatal: could not read Username" >&2; exit 128');
    expect(await failing()).toMatchObject({ exit: 3, code: "input/no-access" });
  });

  it("a password that git's settings put into the URL is not shown", async () => {
    fakeGit("echo \"fatal: unable to access 'https://user:word@host.example/': Could not resolve host\" >&2; exit 128");
    const { message } = await failing();
    expect(message).toContain("https://host.example/");
    expect(message).not.toContain("word");
  });

  it("a server that gives no single commits gives its branches", async () => {
    upstream.write("page.md", "# New\n");
    upstream.commit();
    // Of version 0 of the protocol servers give what a branch or a tag names.
    vi.stubEnv("GIT_CONFIG_COUNT", "1");
    vi.stubEnv("GIT_CONFIG_KEY_0", "protocol.version");
    vi.stubEnv("GIT_CONFIG_VALUE_0", "0");
    writeSpec({ git: upstream.url, revision: first });
    expect((await run()).exit).toBe(0);
    expect(headOf()).toBe(first);
    writeSpec({ git: upstream.url, revision: "1234567890123456789012345678901234567890" });
    expect(await failing()).toMatchObject({ exit: 2, code: "config/unknown-revision" });
  });

  it("a run that was killed leaves nothing half: the next one removes what it left beside", async () => {
    // The highest number that a process may have is far below.
    const left = join(root, "docs/.toy.wireloom-999999999");
    mkdirSync(join(left, ".git"), { recursive: true });
    writeFileSync(join(left, "page.md"), "half");
    expect((await run()).exit).toBe(0);
    expect(readdirSync(join(root, "docs"))).toEqual(["toy"]);
    expect(read("docs/toy/page.md")).toBe(PAGE);
  });

  it("interrupted, it throws the signal's reason and leaves nothing", async () => {
    const real = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
    fakeGit(`case "$*" in *fetch*) touch '${root}/fetching'; exec sleep 60;; *) exec ${real} "$@";; esac`);
    const abort = new AbortController();
    const ended = expect(run({ signal: abort.signal })).rejects.toThrow("interrupted");
    await vi.waitUntil(() => existsSync(join(root, "fetching")), { timeout: 20_000 });
    abort.abort(new Error("interrupted"));
    await ended;
    expect(readdirSync(join(root, "docs"))).toEqual([]);
  });
});

describe("where nothing can be written", () => {
  it.each([
    ["--docs is a file", "docs", "usage/cannot-write"],
    ["the checkout's place is a file", "docs/toy", "usage/no-checkout"],
  ])("%s", async (_, path, code) => {
    write(path, "mine");
    expect(await run()).toMatchObject({ exit: 2, codes: [code] });
    expect(read(path)).toBe("mine");
    expect(existsSync(join(root, "spec/docs.json"))).toBe(false);
  });

  it("the record's place is a folder", async () => {
    mkdirSync(join(root, "spec/docs.json"));
    expect(await run()).toMatchObject({ exit: 3, codes: ["input/not-a-file"] });
    expect(existsSync(join(root, "docs"))).toBe(false);
  });
});

describe("the record and the exchange file", () => {
  it.each([
    ["no JSON", "<<<<<<< ours\n"],
    ["another file", '{ "toy": 1 }'],
    ["a revision that is an option", '{ "toy": { "git": "a", "ref": "HEAD", "revision": "--all", "pages": {} } }'],
  ])("a record that is %s is told, and kept", async (_, text) => {
    write("spec/docs.json", text);
    expect(await run()).toMatchObject({ exit: 2, codes: ["config/docs-record"] });
    expect(read("spec/docs.json")).toBe(text);
    expect(existsSync(join(root, "docs"))).toBe(false);
  });

  it("without a git URL there is nothing to fetch; some repositories may be without", async () => {
    writeSpec({ web: "https://host.example/docs" });
    expect(await run()).toMatchObject({ exit: 2, codes: ["config/no-git-url"] });
    const line = LINE_YAML.replace("reader: markdown", "reader: markdown\n    locale: mine/en.yml");
    writeSpec({ git: upstream.url }, line);
    const { exit, diagnostics } = await run();
    expect(exit).toBe(0);
    expect(diagnostics).toMatchObject([{ code: "config/no-git-url", severity: "warning" }]);
    expect(diagnostics[0]?.message).toContain("mine");
  });

  it.each(["--upload-pack=touch /tmp/x", "ext::sh -c touch% x"])("the URL %s never reaches git", async (git) => {
    writeSpec({ git });
    expect(await run()).toMatchObject({ exit: 2, codes: ["config/exchange-file"] });
    expect(existsSync(join(root, "docs"))).toBe(false);
  });
});

describe("without a spec folder", () => {
  const before = process.cwd();
  afterEach(() => process.chdir(before));

  /** git takes the upstream of this test for every repository of the spec that ships. */
  function standIn(): void {
    const urls = Object.values(OWN_EXCHANGE.repositories).flatMap(({ git = [] }) => git);
    vi.stubEnv("GIT_CONFIG_COUNT", String(urls.length));
    for (const [index, url] of urls.entries()) {
      vi.stubEnv(`GIT_CONFIG_KEY_${index}`, `url.${upstream.url}.insteadOf`);
      vi.stubEnv(`GIT_CONFIG_VALUE_${index}`, url);
    }
  }

  it("one begins as a copy of what people wrote in the one that ships, with the record", async () => {
    for (const page of LINES.flatMap((line) => pagePaths(readLineYaml(line))))
      upstream.write(page.split("/").slice(1).join("/"), "# Page\n");
    const newest = upstream.commit();
    standIn();
    process.chdir(root);
    const { diagnostics, repositories } = await docs({ docs: "pages" });
    expect(diagnostics.map(({ code }) => code)).toEqual(["config/new-spec-folder"]);
    expect(repositories.map(({ revision }) => revision)).toEqual(repositories.map(() => newest));
    expect(readdirSync(join(root, "pages")).sort()).toEqual(Object.keys(OWN_EXCHANGE.repositories).sort());
    expect(read("schemas/exchange.yaml")).toBe(readFileSync(join(ROOT, "schemas/exchange.yaml"), "utf8"));
    expect(existsSync(join(root, "schemas/v5/line.yaml"))).toBe(true);
    expect(existsSync(join(root, "schemas/defects.json"))).toBe(false);
    expect(Object.keys(JSON.parse(read("schemas/docs.json")))).toEqual(repositories.map(({ name }) => name));
  });

  it("none begins where nothing was fetched", async () => {
    standIn();
    process.chdir(root);
    expect(exitCodeOf((await docs({ docs: "pages" })).diagnostics)).toBe(2);
    expect([existsSync(join(root, "schemas")), readdirSync(join(root, "pages"))]).toEqual([false, []]);
  });

  it("one with an exchange file alone is the user's", async () => {
    write("schemas/exchange.yaml", read("spec/exchange.yaml"));
    process.chdir(root);
    expect(exitCodeOf((await docs({ docs: "pages" })).diagnostics)).toBe(0);
    expect(readdirSync(join(root, "schemas")).sort()).toEqual(["docs.json", "exchange.yaml"]);
  });
});

describe("wireloom docs", () => {
  const command = (...args: string[]) =>
    runCommand("docs", "--docs", join(root, "docs"), "--schemas", join(root, "spec"), ...args);

  it("prints revisions and the changed pages of each line", async () => {
    await command();
    upstream.write("page.md", `${PAGE}\nMore.\n`);
    const newest = upstream.commit();
    const { code, stdout, stderr } = await command("--update");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(new RegExp(`^toy +${newest.slice(0, 12)} +was ${first.slice(0, 12)}$`, "m"));
    expect(stdout).toMatch(/^toy +1 +0$/m);
    expect(stdout).toMatch(/^toy {2}toy\/page\.md$/m);
  });

  it("--format json is the result", async () => {
    const { code, stdout } = await command("--format", "json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ diagnostics: [], repositories: [{ name: "toy", revision: first }] });
  });

  it.each(["0", "x", "-1", "1e9"])("--timeout %s is a usage error", async (text) => {
    expect((await command("--timeout", text)).code).toBe(2);
  });
});
