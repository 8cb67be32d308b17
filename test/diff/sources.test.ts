/** What diff can compare: spec folders, revisions of a repository, checkouts of the documentation; and what it says where one of them is none. */

import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Printed, runCommand } from "../command-line.js";
import { gitIn, makeUpstream, type Upstream } from "../git-repository.js";
import { ROOT } from "../real-docs.js";
import { filesOf, type Patch, patched } from "./revisions.js";

const start = process.cwd();
const environment = { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR };
let root = "";
let folder = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "wireloom-sources-"));
  folder = join(root, "work");
  for (const name of ["work", "temporary"]) mkdirSync(join(root, name));
  process.env.TMPDIR = join(root, "temporary");
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(start);
  Object.assign(process.env, environment);
  if (environment.TMPDIR === undefined) delete process.env.TMPDIR;
  rmSync(root, { recursive: true, force: true });
});

const ZERO = new Map([...filesOf(new Set(["zero"])), ["defects.json", "[]"]]);
const REMOVED: Patch = { "zero/tick.schema.json": { $defs: { push: { properties: { topic: null }, required: [] } } } };
const ADDED: Patch = { "zero/tick.schema.json": { $defs: { push: { properties: { price: { type: "string" } } } } } };

function writeSpec(below: string, patch: Patch = {}): void {
  for (const [path, text] of patched(ZERO, patch)) write(`${below}/${path}`, text);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** Files below the folder with what is in them, and links with where they lead. */
function content(): Record<string, string> {
  const entries = readdirSync(".", { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [path, entry.isSymbolicLink() ? readlinkSync(path) : readFileSync(path, "latin1")];
      }),
  );
}

/** Whatever is compared: nothing is written or left behind, nothing of ours is shown. */
async function diff(...args: string[]): Promise<Printed> {
  const before = content();
  const printed = await runCommand("diff", ...args);
  expect(content()).toEqual(before);
  expect(readdirSync(join(root, "temporary"))).toEqual([]);
  expect(printed.stdout + printed.stderr).not.toMatch(/wireloom-revision|\n\s+at /);
  return printed;
}

const codes = ({ stderr }: Printed): string[] =>
  [...stderr.matchAll(/(?:error|warning) (\w+\/[\w-]+)/g)].map(([, code = ""]) => code);

describe("spec folders", () => {
  it("that say the same differ in nothing", async () => {
    writeSpec("old");
    writeSpec("new");
    const { code, stdout, stderr } = await diff("old", "new");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("No changes of the protocol. The package keeps its version.");
  });

  it.each<[string, Patch, number, string]>([
    ["what breaks somebody", REMOVED, 1, "1 breaking. The package needs a major version."],
    ["what breaks nobody", ADDED, 0, "1 compatible. The package needs a minor version."],
  ])("%s", async (_, patch, exit, summary) => {
    writeSpec("old");
    writeSpec("new", patch);
    const { code, stdout } = await diff("old", "new/");
    expect([code, stdout.includes(summary)]).toEqual([exit, true]);
  });

  it("in one of which a schema is missing: it cannot be read, and is named", async () => {
    writeSpec("old");
    writeSpec("new");
    rmSync("new/zero/tick.schema.json");
    const printed = await diff("old", "new");
    expect([printed.code, printed.stdout, codes(printed)]).toEqual([
      2,
      "",
      ["config/missing-schema", "config/unreadable-spec"],
    ]);
    expect(printed.stderr).toContain("new/zero/tick.schema.json");
  });

  it.each(["docs", "."])("%s, which has no line, is none", async (name) => {
    writeSpec("old");
    write("docs/page.md", "# Page");
    const printed = await diff("old", name);
    expect([printed.code, codes(printed)]).toEqual([2, ["usage/no-spec-folder"]]);
  });

  it("are compared with the default where one is named", async () => {
    writeSpec("old", REMOVED);
    writeSpec("schemas");
    expect((await diff("old")).stdout).toContain("old → schemas");
  });

  it("of one line, if lines are named, and a line that is in neither is told", async () => {
    writeSpec("old");
    writeSpec("new", REMOVED);
    expect((await diff("old", "new", "--lines", "zero")).code).toBe(1);
    const printed = await diff("old", "new", "--lines", "nought");
    expect([printed.code, codes(printed)]).toEqual([2, ["usage/unknown-line", "config/unreadable-spec"]]);
  });
});

describe("a revision", () => {
  let repository: Upstream;
  beforeEach(() => {
    repository = makeUpstream(folder);
    writeSpec("schemas");
    write("docs/page.md", "# Page");
    repository.commit();
    gitIn(folder, "tag", "v1");
    writeSpec("schemas", REMOVED);
    repository.commit();
  });

  it.each([
    [["HEAD~1"]],
    [["v1"]],
    [["v1:schemas"]],
    [["v1:schemas/", "HEAD:schemas"]],
    [["v1", "HEAD"]],
    [["HEAD~1", "./schemas"]],
  ])("is named by git's words and a folder: %j", async (names) => {
    const { code, stdout } = await diff(...names);
    expect([code, stdout.includes(`${names[0]} → ${names[1] ?? "schemas"}`)]).toEqual([1, true]);
  });

  it("is compared with the folder as it is, whether that was committed or not", async () => {
    expect((await diff("HEAD")).code).toBe(0);
    writeSpec("schemas");
    expect((await diff("HEAD")).stdout).toContain("new, required, string");
  });

  it("is what git says, and not a checkout: the index and the files are as before", async () => {
    write("schemas/zero/line.yaml", "line: [");
    expect((await diff("v1", "HEAD")).code).toBe(1);
  });

  it("of a folder below the top, from there", async () => {
    writeSpec("tools/schemas");
    repository.commit();
    writeSpec("tools/schemas", REMOVED);
    process.chdir("tools");
    expect((await diff("HEAD")).code).toBe(1);
    expect((await diff("HEAD:tools/schemas")).code).toBe(1);
    expect((await diff("v1")).stderr).toContain('"v1" has no folder "tools/schemas"');
  });

  it("of a spec at the top of its repository", async () => {
    const top = makeUpstream(join(folder, "top"));
    process.chdir("top");
    writeSpec(".");
    top.commit();
    writeSpec("../new", REMOVED);
    expect((await diff("HEAD:", "../new")).code).toBe(1);
  });

  it("that has the name of a folder is the folder", async () => {
    writeSpec("v1", REMOVED);
    expect((await diff("v1")).code).toBe(0);
  });

  it("of names that are odd: blanks, quotes, line breaks and other scripts", async () => {
    const odd = 'my "specs"\n\t\\ 規格';
    writeSpec(odd);
    write(`${odd}/zero/wire;\nrm -rf $HOME 規.txt`, "Not ours.");
    repository.commit();
    writeSpec(odd, REMOVED);
    expect((await diff(`HEAD:${odd}`, odd)).code).toBe(1);
  });

  it("does not follow links, and what is one is not there", async () => {
    write("secret.json", readFileSync("schemas/zero/tick.schema.json", "utf8"));
    symlinkSync("/etc", "schemas/zero/etc");
    repository.commit();
    expect((await diff("HEAD")).code).toBe(0);
    rmSync("schemas/zero/tick.schema.json");
    symlinkSync("../../secret.json", "schemas/zero/tick.schema.json");
    repository.commit();
    const printed = await diff("HEAD");
    expect([printed.code, codes(printed)]).toEqual([2, ["config/missing-schema", "config/unreadable-spec"]]);
    expect(printed.stderr).toContain("HEAD/zero/tick.schema.json");
  });

  it.each([
    ["line.yaml", "config/line-file"],
    ["tick.schema.json", "config/json"],
  ])("with an unfinished merge in %s", async (name, code) => {
    const path = `schemas/zero/${name}`;
    const text = readFileSync(path, "utf8");
    write(path, `<<<<<<< HEAD\n${text}\n=======\n${text}\n>>>>>>> other\n`);
    repository.commit();
    const printed = await diff("v1", "HEAD");
    expect([printed.code, printed.stdout]).toEqual([2, ""]);
    expect(codes(printed)).toEqual([code, "config/unreadable-spec"]);
    expect(printed.stderr).toContain(`HEAD/zero/${name}`);
  });

  it.each([
    ["v9", '"v9" is no revision'],
    ["HEAD~7:schemas", '"HEAD~7" is no revision'],
    ["v1:nowhere", '"v1" has no folder "nowhere"'],
    ["v1:../schemas", '"v1" has no folder "../schemas"'],
    ["v1:schemas/zero/line.yaml", '"v1" has no folder "schemas/zero/line.yaml"'],
    ["v1:docs", "The folder has no product line"],
    ["v1^{tree}", '"v1^{tree}" is no revision'],
    [":(top)schemas", "is no revision"],
    ["", '"" is no revision'],
    ["v1; touch made", "is no revision"],
  ])("that is none: %s", async (name, words) => {
    const printed = await diff("v1", name);
    expect([printed.code, printed.stdout, codes(printed)]).toEqual([2, "", ["usage/unknown-revision"]]);
    expect(printed.stderr).toContain(words);
    expect(printed.stderr).toContain("fix:");
  });

  it("that a shallow clone lacks: the fix says how to get it", async () => {
    gitIn(folder, "clone", "--quiet", "--depth", "1", repository.url, "shallow");
    process.chdir("shallow");
    expect((await diff("HEAD")).code).toBe(0);
    const printed = await diff("HEAD~1");
    expect([printed.code, codes(printed)]).toEqual([2, ["usage/unknown-revision"]]);
    expect(printed.stderr).toContain("git fetch --unshallow");
  });

  it("without git is none, and folders can be compared all the same", async () => {
    process.env.PATH = join(root, "temporary");
    const printed = await diff("v1");
    expect([printed.code, codes(printed)]).toEqual([2, ["usage/unknown-revision"]]);
    expect(printed.stderr).toContain("Install git");
    expect((await diff("schemas", "schemas")).code).toBe(0);
  });
});

it("a revision outside of any repository is none", async () => {
  writeSpec("schemas");
  const printed = await diff("HEAD");
  expect([printed.code, codes(printed)]).toEqual([2, ["usage/unknown-revision"]]);
  expect(printed.stderr).toContain("in no git repository");
});

describe("checkouts of the documentation", () => {
  const TOY = join(ROOT, "test/fixtures/toy-exchange");
  beforeEach(() => {
    cpSync(join(TOY, "schemas"), "schemas", { recursive: true });
    for (const name of ["may", "june"]) cpSync(join(TOY, "docs"), name, { recursive: true });
  });

  function edit(page: string, ...edits: readonly (readonly [from: string, to: string])[]): void {
    const path = `june/tidepool-docs/${page}`;
    const text = readFileSync(path, "utf8");
    const edited = edits.reduce((now, [from, to]) => now.replace(from, to), text);
    expect(edited).not.toBe(text);
    writeFileSync(path, edited);
  }

  const rows = ({ stdout }: Printed): string[] =>
    (JSON.parse(stdout) as { changes: { level: string; rule: string; topic?: string; member?: string }[] }).changes
      .filter(({ level }) => level !== "docs-only")
      .map(({ level, rule, topic, member }) => [level, rule, topic, member].filter(Boolean).join(" "));
  const compared = () => diff("may", "june", "--docs", "--format", "json");

  it("that are the same differ in nothing", async () => {
    const printed = await compared();
    expect([printed.code, printed.stderr, rows(printed)]).toEqual([0, "", []]);
  });

  it("are derived: another type, with the defect that it mended and the lines of both pages", async () => {
    edit("market.md", ['"mark_price": 1.5,', '"mark_price": "1.5",'], ['"mark_price": 1.75', '"mark_price": "1.75"']);
    const printed = await compared();
    expect([printed.code, rows(printed)]).toEqual([1, ["breaking type-changed ticker mark_price"]]);
    const { defects } = JSON.parse(printed.stdout) as {
      defects: Record<"fixed" | "new", { code: string; field: string }[]>;
    };
    expect(defects.fixed.map(({ code }) => code)).toContain("type-conflict");
    expect(printed.stdout).toContain("tidepool-docs/market.md");
  });

  it("of which one has what an overlay said: the overlay is stale, and its other corrections still apply", async () => {
    edit("account.mdx", ['"total_balance": "12.5"', '"total_balance": ""']);
    const printed = await compared();
    expect([printed.code, rows(printed)]).toEqual([0, ["dangerous overlay-became-stale"]]);
    expect(codes(printed)).toEqual(["config/stale-overlay"]);
    expect(printed.stderr).toContain("schemas/tidepool/wallet.overlay.yaml:2");
  });

  it("of which an overlay became stale: what else has changed in its topic is told", async () => {
    edit("account.mdx", ['  "total_balance": "12.5",\n', ""]);
    const printed = await compared();
    expect(printed.code).toBe(1);
    expect(rows(printed)).toContain("dangerous overlay-became-stale");
    expect(rows(printed)).toContain("breaking member-removed wallet total_balance");
  });

  it("with a topic that cannot be derived: it is told with its line, the others are compared", async () => {
    edit("market.md", ['"mark_price": 1.5,', '"mark_price": <,']);
    edit("account.mdx", ['"locked": ["2", "3"]', '"locked": "2"']);
    const printed = await compared();
    expect(printed.code).toBe(1);
    // The overlay of the topic speaks of the example that cannot be read.
    expect(rows(printed)).toEqual(["breaking type-changed wallet locked", "dangerous overlay-became-stale"]);
    expect(printed.stderr).toMatch(/june\/tidepool-docs\/market\.md:48:19 error derive\/unreadable-example/);
  });

  it("with a page that is gone, and with no page at all", async () => {
    rmSync("june/tidepool-docs/account.mdx");
    const one = await compared();
    expect([one.code, codes(one).includes("input/missing")]).toEqual([3, true]);
    expect(one.stderr).toMatch(/^june\/tidepool-docs\/account\.mdx:/m);
    rmSync("june/tidepool-docs", { recursive: true });
    expect((await compared()).code).toBe(3);
  });

  it("that are no folder", async () => {
    const printed = await diff("may", "july", "--docs");
    expect([printed.code, codes(printed)]).toEqual([2, ["usage/no-docs"]]);
  });
});

it.each([
  [["--format", "html"], /html/],
  [["--fail-on", "everything"], /everything/],
  [["--since", "v1"], /--since/],
  [["a", "b", "c"], /too many/],
])("the command line refuses %j", async (args, words) => {
  const printed = await diff("old", ...args);
  expect([printed.code, printed.stdout]).toEqual([2, ""]);
  expect(printed.stderr).toMatch(words);
});
