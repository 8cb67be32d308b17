/** An edit that is saved is derived and generated, and what it changed is told. */

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { generate } from "../../generator/commands/generate.js";
import { type WatchRun, watch } from "../../generator/commands/watch.js";
import { ROOT } from "../real-docs.js";

const TOY = join(ROOT, "test/fixtures/toy-exchange");

let root: string;
let abort: AbortController;
let ended: Promise<unknown>;
let runs: WatchRun[];
let wake: () => void;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "wireloom-watch-"));
  for (const name of ["docs", "schemas"]) cpSync(join(TOY, name), join(root, name), { recursive: true });
  abort = new AbortController();
  runs = [];
  wake = () => {};
  ended = watch({
    docs: join(root, "docs"),
    schemas: join(root, "schemas"),
    out: join(root, "package"),
    force: true,
    signal: abort.signal,
    ran(run) {
      runs.push(run);
      wake();
    },
  });
});
afterEach(async () => {
  abort.abort();
  await ended;
  rmSync(root, { recursive: true });
});

/** The run after so many. */
async function runAfter(count: number): Promise<WatchRun> {
  while (runs.length <= count)
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  return runs[count] as WatchRun;
}

function edit(path: string, change: (text: string) => string): void {
  const before = readFileSync(join(root, path), "utf8");
  expect(change(before)).not.toBe(before);
  writeFileSync(join(root, path), change(before));
}

const PAGE = "docs/tidepool-docs/market.md";

it("derives the line whose page was edited, generates, and says what changed", async () => {
  expect((await runAfter(0)).diff).toBeUndefined();
  edit(PAGE, (text) => text.replace('"open_interest": 12,', '"open_interest": "12",'));
  const run = await runAfter(1);
  expect(run.lines).toEqual(["tidepool"]);
  expect(run.diff?.changes.map(({ rule, topic, member }) => [rule, topic, member])).toContainEqual([
    "type-changed",
    "ticker",
    "open_interest",
  ]);
  // What was kept from the run before is what a run of its own makes.
  const { changes } = await generate({ schemas: join(root, "schemas"), out: join(root, "package"), check: true });
  expect(changes).toEqual([]);
}, 30_000);

it("goes on after a fault, and derives anew when a line file is saved", async () => {
  await runAfter(0);
  edit("schemas/tidepool/line.yaml", (text) => text.replace("topics:", "topicz:"));
  const broken = await runAfter(1);
  expect(broken.diagnostics.some(({ code }) => code === "config/line-file")).toBe(true);
  edit("schemas/tidepool/line.yaml", (text) => text.replace("topicz:", "topics:"));
  expect((await runAfter(2)).diff?.changes).toEqual([]);
}, 30_000);

it("has nothing to do with files that no line reads", async () => {
  await runAfter(0);
  writeFileSync(join(root, "docs/tidepool-docs/unread.md"), "Words.\n");
  edit(PAGE, (text) => `${text}\n`);
  await runAfter(1);
  expect(runs).toHaveLength(2);
}, 30_000);
