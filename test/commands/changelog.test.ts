/** A release of the package says what changed since the one before, under the version that SemVer gives it. */

import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { changelog } from "../../generator/commands/changelog.js";
import { generate } from "../../generator/commands/generate.js";
import { ROOT } from "../real-docs.js";

const SPEC = join(ROOT, "test/fixtures/toy-exchange/schemas");
const TICKER = "tidepool/ticker.schema.json";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "wireloom-changelog-"));
  for (const name of ["old", "new"]) cpSync(SPEC, join(root, name), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

const read = (path: string): string => readFileSync(join(root, path), "utf8");
function edit(path: string, change: (text: string) => string): void {
  const before = read(path);
  expect(change(before)).not.toBe(before);
  writeFileSync(join(root, path), change(before));
}

const release = (before = "old", date = "2026-11-22") =>
  changelog({ before: join(root, before), schemas: join(root, "new"), out: join(root, "package"), date });
const versionOf = (): string => (JSON.parse(read("package/package.json")) as { version: string }).version;

/** The last price is any text from now on: readers that parse it can fail. */
const loosen = (spec: string): void =>
  edit(`${spec}/${TICKER}`, (text) => text.replace(/\n *"format": "decimal",/, ""));
const reword = (spec: string): void =>
  edit(`${spec}/${TICKER}`, (text) => text.replace(/("last_price": \{\s+"description": ")/, "$1Anew: "));

describe("a release", () => {
  it("raises the second number of a version below 1.0.0 for what breaks, and says whom it concerns", async () => {
    loosen("new");
    const { diagnostics, release: made } = await release();
    expect(diagnostics).toEqual([]);
    expect(made?.version).toBe("0.2.0");
    expect(versionOf()).toBe("0.2.0");
    const text = read("package/CHANGELOG.md");
    expect(text).toContain("## 0.2.0 - 2026-11-22");
    expect(text).toMatch(/### Breaking.*\n\n- `tidepool\/ticker last_price`: /);
  });

  it("raises the third number for words alone", async () => {
    reword("new");
    expect((await release()).release?.version).toBe("0.1.1");
  });

  it("is none where nothing changed: the package keeps its version, and no file is made", async () => {
    const { release: made, diff } = await release();
    expect(made).toBeUndefined();
    expect(diff?.changes).toEqual([]);
    expect(existsSync(join(root, "new/releases.json"))).toBe(false);
    expect(existsSync(join(root, "package"))).toBe(false);
  });

  it("is the same when it is made again, but for what people wrote to it", async () => {
    loosen("new");
    await release();
    edit("new/releases.json", (text) => text.replace('"date"', '"notes": "Look at your parsers.",\n      "date"'));
    const { release: made } = await release();
    expect(made?.version).toBe("0.2.0");
    expect(made?.notes).toBe("Look at your parsers.");
    expect(read("package/CHANGELOG.md").match(/^## /gm)).toHaveLength(1);
    expect(read("package/CHANGELOG.md")).toContain("Look at your parsers.");
  });

  it("stands above the one before", async () => {
    loosen("new");
    await release();
    cpSync(join(root, "new"), join(root, "second"), { recursive: true });
    reword("new");
    await release("second", "2026-11-23");
    expect(read("package/CHANGELOG.md").match(/^## .*/gm)).toEqual(["## 0.2.1 - 2026-11-23", "## 0.2.0 - 2026-11-22"]);
    expect(versionOf()).toBe("0.2.1");
  });

  it("is refused where others were made since the revision that it is compared with", async () => {
    loosen("new");
    await release();
    cpSync(join(root, "new"), join(root, "second"), { recursive: true });
    reword("new");
    await release("second");
    const before = read("new/releases.json");
    const { diagnostics } = await release("old");
    expect(diagnostics.map(({ code }) => code)).toEqual(["usage/other-releases"]);
    expect(read("new/releases.json")).toBe(before);
  });

  it("leaves generate nothing to do", async () => {
    loosen("new");
    await release();
    const { diagnostics, changes } = await generate({
      schemas: join(root, "new"),
      out: join(root, "package"),
      check: true,
    });
    expect([diagnostics, changes]).toEqual([[], []]);
  });
});

it("a list of releases that is none is a diagnostic with its place", async () => {
  writeFileSync(join(root, "new/releases.json"), '{ "releases": [{ "version": "one" }] }');
  const { diagnostics } = await release();
  expect(diagnostics[0]).toMatchObject({ code: "config/releases", line: 1, severity: "error" });
  expect(existsSync(join(root, "package"))).toBe(false);
});
