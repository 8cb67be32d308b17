/** Checkouts of the documentation: at the revision on record or the newest one, and which pages that changes. */

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { derive } from "../../generator/commands/derive.js";
import { docs } from "../../generator/commands/docs.js";
import { exitCodeOf } from "../../generator/diagnostics/diagnostic.js";
import { pagePaths } from "../../generator/spec/line-file.js";
import { splitPage } from "../../generator/spec/page-path.js";
import { runCommand } from "../command-line.js";
import { PAGE } from "../derive/pages.js";
import { gitIn, makeUpstream } from "../git-repository.js";
import { LINES, OWN_EXCHANGE, ROOT, readLineYaml } from "../real-docs.js";
import {
  blobOf,
  checkout,
  first,
  headOf,
  read,
  record,
  root,
  run,
  standing,
  upstream,
  write,
  writeSpec,
} from "./docs-setting.js";

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

describe("without a spec folder", () => {
  const SHIPPED = LINES.flatMap((line) => pagePaths(readLineYaml(line)));
  const before = process.cwd();
  afterEach(() => process.chdir(before));

  /** git takes the upstream of this test, with these pages, for every repository of the spec that ships. */
  function standIn(pages: readonly string[]): void {
    for (const page of pages) upstream.write(splitPage(page).path, "# Page\n");
    upstream.commit();
    process.chdir(root);
    const urls = Object.values(OWN_EXCHANGE.repositories).flatMap(({ git = [] }) => git);
    vi.stubEnv("GIT_CONFIG_COUNT", String(urls.length));
    for (const [index, url] of urls.entries()) {
      vi.stubEnv(`GIT_CONFIG_KEY_${index}`, `url.${upstream.url}.insteadOf`);
      vi.stubEnv(`GIT_CONFIG_VALUE_${index}`, url);
    }
  }

  it("one begins as a copy of what people wrote in the one that ships, with the record", async () => {
    standIn(SHIPPED);
    const newest = gitIn(upstream.folder, "rev-parse", "HEAD");
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
    standIn([]);
    expect(exitCodeOf((await docs({ docs: "pages" })).diagnostics)).toBe(2);
    expect([existsSync(join(root, "schemas")), readdirSync(join(root, "pages"))]).toEqual([false, []]);
  });

  it("none begins where a file stands in its place", async () => {
    standIn(SHIPPED);
    write("schemas", "mine");
    expect((await docs({ docs: "pages" })).diagnostics.map(({ code }) => code)).toEqual(["usage/cannot-write"]);
    expect(read("schemas")).toBe("mine");
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
