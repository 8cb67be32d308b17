/**
 * `npm run bench:diff`: what an edit costs. `diff` of the spec with itself and with an edited copy, `derive` behind one page that changed, `generate`
 * behind nothing, one topic and everything that changed, and `history` of a hundred revisions of the v5 pages. Whole processes as multiples of `node -e 0`, interleaved, medians.
 * `--rounds N`, `--json`. Needs git, and the pages at `../shared/docs` or `WIRELOOM_DOCS`.
 */

import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { childEnvironment, median, needBuild, option, table } from "./harness.mjs";

const root = resolve(import.meta.dirname, "..");
const docs = process.env.WIRELOOM_DOCS ?? join(root, "../shared/docs");
const rounds = option("rounds", 5);
const REVISIONS = 100;
needBuild();
if (!existsSync(docs)) throw new Error(`The documentation is not at ${docs}: name its folder in WIRELOOM_DOCS.`);
const env = childEnvironment();
const work = mkdtempSync(join(tmpdir(), "wireloom-bench-"));
const say = (text) => process.stderr.write(`${text}\n`);

try {
  const rows = measure(prepare());
  if (process.argv.includes("--json"))
    process.stdout.write(`${JSON.stringify({ cores: availableParallelism(), rounds, rows }, null, 2)}\n`);
  else process.stdout.write(text(rows));
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** By name: what to run, what to do before, and how many revisions it is long. */
function prepare() {
  const folder = (name) => join(work, name);
  const withoutGit = { recursive: true, filter: (path) => basename(path) !== ".git" };
  const copies = { schemas: folder("schemas"), edited: folder("edited"), pages: folder("pages") };
  cpSync(join(root, "schemas"), copies.schemas, { recursive: true });
  cpSync(join(root, "schemas"), copies.edited, { recursive: true });
  cpSync(docs, copies.pages, withoutGit);
  // The topic's schema is edited by hand: that folder is no longer one that derive writes.
  const topics = folder("topics");
  cpSync(join(root, "schemas"), topics, { recursive: true });
  for (const path of topicSchemas(copies.edited)) dropRequired(path);
  const repo = folder("docs");
  writeHistory(join(docs, "docs"), repo);
  const run = (...args) => [join(root, "dist/generator/bin.js"), ...args, "--quiet"];
  const page = join(copies.pages, "docs/docs/v5/websocket/public/trade.mdx");
  const topic = join(topics, "v5/publicTrade.schema.json");
  const history = ["history", "--repo", repo, "--line", "v5", "--schemas", join(root, "schemas")];
  const cases = {
    "node -e 0": { args: ["-e", "0"] },
    "diff, the spec with itself": { args: run("diff", copies.schemas, join(root, "schemas")) },
    "diff, an edit in each schema": { args: run("diff", copies.edited, join(root, "schemas"), "--fail-on", "never") },
    "derive, one page changed": {
      args: run("derive", "--docs", copies.pages, "--schemas", copies.schemas),
      before: (round) => edit(page, (source) => withTime(source, round)),
    },
    "generate, nothing changed": { args: run("generate", "--schemas", copies.edited, "--out", folder("same")) },
    "generate, one topic changed": {
      args: run("generate", "--schemas", topics, "--out", folder("package")),
      before: (round) => edit(topic, (source) => withDescription(source, round)),
    },
    "generate, everything": {
      args: run("generate", "--schemas", copies.edited, "--out", folder("everything")),
      before: () => rmSync(folder("everything"), { recursive: true, force: true }),
    },
    "history, one revision": { args: run(...history, "--limit", "1") },
    [`history, ${REVISIONS} revisions`]: { args: run(...history, "--limit", `${REVISIONS}`) },
  };
  return cases;
}

function topicSchemas(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(".schema.json") && name.includes("/") && basename(name) !== "control.schema.json")
    .map((name) => join(folder, name));
}

function edit(path, change) {
  writeFileSync(path, change(readFileSync(path, "utf8")));
}

/** The first definition with required members requires one less. */
function dropRequired(path) {
  const schema = JSON.parse(readFileSync(path, "utf8"));
  const some = Object.values(schema.$defs).find(({ required = [] }) => required.length > 1);
  some?.required.pop();
  writeFileSync(path, `${JSON.stringify(schema, null, 2)}\n`);
}

/** The first time of an example is another. */
function withTime(source, number) {
  return source.replace(/("ts": *)\d+/, (_, name) => `${name}${1700000000000 + number}`);
}

/** The first row of a table that has words has more of them. */
function withWords(source, number) {
  return source.replace(/^(\|.*\w)( *\|?)$/m, `$1, note ${number}$2`);
}

/** Members have other words, which their types show. */
function withDescription(source, round) {
  return source.replace(/("description": "[^"]*?)(?: Round \d+\.)?"/g, `$1 Round ${round}."`);
}

/** A repository with one commit a page, over and over: a row has other words, or an example another time. */
function writeHistory(from, repo) {
  cpSync(from, repo, { recursive: true, filter: (path) => basename(path) !== ".git" });
  const git = (...args) =>
    execFileSync("git", ["-c", "user.name=Bench", "-c", "user.email=bench@example.org", ...args], { cwd: repo, env });
  git("init", "-q");
  git("add", "-A");
  git("commit", "-q", "-m", "begin");
  const folder = join(repo, "docs/v5/websocket");
  const line = readFileSync(join(root, "schemas/v5/line.yaml"), "utf8");
  const pages = readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith(".mdx") && line.includes(`v5/websocket/${name}`))
    .sort();
  for (let number = 1; number <= REVISIONS; number += 1) {
    const name = pages[number % pages.length];
    const change = number % 2 === 0 ? withTime : withWords;
    // A page without a time, or a table, has another line all the same.
    edit(join(folder, name), (source) => `${change(source, number).trimEnd()}\n\nNote ${number}.\n`);
    git("commit", "-q", "-a", "-m", `edit ${number} of ${name}`);
  }
}

function measure(cases) {
  const seconds = new Map(Object.keys(cases).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, { args, before }] of Object.entries(cases)) {
      before?.(round);
      const start = performance.now();
      const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: "utf8", maxBuffer: 1 << 28 });
      if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
      // The first round warms the disk, and writes the package as a whole.
      if (round > 0) seconds.get(name).push((performance.now() - start) / 1000);
    }
    say(round === 0 ? "warm" : `round ${round} of ${rounds}`);
  }
  const base = seconds.get("node -e 0");
  const [one, all] = [...seconds.values()].slice(-2);
  const rowOf = (name, values) => ({
    name,
    seconds: median(values),
    ratio: median(values.map((value, round) => value / base[round])),
  });
  // One revision is compared with the one before it: two are derived.
  const each = all.map((value, round) => (value - one[round]) / (REVISIONS - 2));
  return [...[...seconds].map(([name, values]) => rowOf(name, values)), rowOf("history, a further revision", each)];
}

function text(rows) {
  const title = `${availableParallelism()} cores, Node ${process.versions.node}, ${rounds} rounds`;
  const lines = rows.map(({ name, seconds, ratio }) => [name, seconds.toFixed(3), ratio.toFixed(1)]);
  return `${table([[title, "s", "x node -e 0"], ...lines])}\n`;
}
