/**
 * For each test of a file that imports it: a repository with two pages, a spec folder with one line that reads one of them, and `docs` over both.
 * `root`, `upstream` and `first` are those of the test that runs.
 */

import {
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
import { afterAll, afterEach, beforeAll, beforeEach, vi } from "vitest";
import { type DocsOptions, docs } from "../../generator/commands/docs.js";
import { exitCodeOf } from "../../generator/diagnostics/diagnostic.js";
import { LINE_YAML, PAGE } from "../derive/pages.js";
import { gitIn, makeUpstream, type Upstream, upstreamAt } from "../git-repository.js";
import { EXCHANGE_YAML } from "../toy-exchange.js";

const temporary = (): string => realpathSync(mkdtempSync(join(tmpdir(), "wireloom-docs-")));

let original = "";
export let first = "";
beforeAll(() => {
  original = temporary();
  const made = makeUpstream(original);
  made.write("page.md", PAGE);
  made.write("other.md", "# Other\n");
  first = made.commit();
});
afterAll(() => rmSync(original, { recursive: true, force: true }));

export let root = "";
export let upstream: Upstream;
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

export function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

export const read = (path: string): string => readFileSync(join(root, path), "utf8");

/** `repository`: what the exchange file says of it. */
export function writeSpec(repository: object = { git: upstream.url }, line = LINE_YAML): void {
  write("spec/exchange.yaml", `${EXCHANGE_YAML}repositories: ${JSON.stringify({ toy: repository })}\n`);
  write("spec/toy/line.yaml", line);
}

export async function run(options: Partial<DocsOptions> = {}) {
  const result = await docs({ docs: join(root, "docs"), schemas: join(root, "spec"), ...options });
  return { ...result, exit: exitCodeOf(result.diagnostics), codes: result.diagnostics.map(({ code }) => code) };
}

export const checkout = (): string => join(root, "docs/toy");
export const headOf = (): string => gitIn(checkout(), "rev-parse", "HEAD");
export const record = () => JSON.parse(read("spec/docs.json")) as Record<string, { revision: string; pages: object }>;
export const blobOf = (path: string): string => gitIn(upstream.folder, "rev-parse", `HEAD:${path}`);

/** What somebody sees of the work: the checkout's files and the record. */
export const standing = () => ({
  head: existsSync(checkout()) ? headOf() : undefined,
  files: existsSync(checkout()) ? readdirSync(checkout()).sort() : [],
  record: existsSync(join(root, "spec/docs.json")) ? read("spec/docs.json") : undefined,
});
