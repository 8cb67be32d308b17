/** Output folders: whole or not at all, over nothing that is somebody else's, one writer at a time. */

import { execFile, execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createReport, exitCodeOf } from "../../generator/diagnostics/diagnostic.js";
import { digestOf, readManifest } from "../../generator/host/tree-manifest.js";
import { compareTree, type TreeTarget, writeTree } from "../../generator/host/write-tree.js";

let folder = "";
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "wireloom-tree-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Files = Record<string, string>;

const OLD: Files = {
  "package.json": "old\n",
  "src/a/x.ts": "x old\n",
  "src/a/gone.ts": "gone\n",
  "src/b.ts": "same\n",
};
const NEW: Files = { "package.json": "new\n", "src/a/x.ts": "x new\n", "src/b.ts": "same\n", "src/c/deep/y.ts": "y\n" };

async function write(files: Files, target: Partial<TreeTarget> = {}) {
  const report = createReport();
  const changes = await writeTree(new Map(Object.entries(files)), { root: join(folder, "out"), ...target }, report);
  return { changes, diagnostics: report.diagnostics, exit: exitCodeOf(report.diagnostics) };
}

function put(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Every file and link below a folder. */
function filesIn(root: string, below = ""): Files {
  const files: Files = {};
  for (const entry of readdirSync(join(root, below), { withFileTypes: true })) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) Object.assign(files, filesIn(root, path));
    else files[path] = entry.isSymbolicLink() ? "link" : readFileSync(join(root, path), "utf8");
  }
  return files;
}

function withoutManifest(files: Files): Files {
  const { "manifest.json": _, ...rest } = files;
  return rest;
}

/** The folder is what its manifest says. */
function isWhole(root: string): boolean {
  const manifest = readManifest(root);
  const files = withoutManifest(filesIn(root));
  const paths = [...manifest.keys()].every(
    (path) => files[path] !== undefined && digestOf(files[path]) === manifest.get(path),
  );
  return manifest.size > 0 && paths;
}

describe("what is replaced", () => {
  it("a new folder has the files and their manifest, and nothing else", async () => {
    const { changes, exit } = await write(OLD);
    expect(exit).toBe(0);
    expect(changes.map(({ kind }) => kind)).toEqual(Array(5).fill("added"));
    expect(withoutManifest(filesIn(join(folder, "out")))).toEqual(OLD);
    expect(isWhole(join(folder, "out"))).toBe(true);
    expect(readdirSync(folder)).toEqual(["out"]);
  });

  it("files of the last run are replaced and removed; everything else stays as it is", async () => {
    await write(OLD);
    put("out/src/a/mine.ts", "mine");
    put("out/notes/todo.md", "mine");
    mkdirSync(join(folder, "out/src/empty"));
    symlinkSync("/nowhere", join(folder, "out/src/a/link"));
    const before = statSync(join(folder, "out/src/a/mine.ts")).ino;
    const { changes } = await write(NEW);
    expect(changes).toEqual([
      { path: "manifest.json", kind: "changed" },
      { path: "package.json", kind: "changed" },
      { path: "src/a/gone.ts", kind: "removed" },
      { path: "src/a/x.ts", kind: "changed" },
      { path: "src/c/deep/y.ts", kind: "added" },
    ]);
    expect(withoutManifest(filesIn(join(folder, "out")))).toEqual({
      ...NEW,
      "src/a/mine.ts": "mine",
      "src/a/link": "link",
      "notes/todo.md": "mine",
    });
    expect(existsSync(join(folder, "out/src/empty"))).toBe(true);
    expect(statSync(join(folder, "out/src/a/mine.ts")).ino).toBe(before);
  });

  it("nothing to do changes nothing", async () => {
    await write(OLD);
    expect((await write(OLD)).changes).toEqual([]);
  });

  it("a folder with somebody's package.json is refused, with the list, and --force replaces what is in the way only", async () => {
    put("out/package.json", '{ "name": "bot" }');
    put("out/src/bot.ts", "bot");
    const before = filesIn(folder);
    const refused = await write(NEW);
    expect(refused.exit).toBe(2);
    expect(refused.diagnostics[0]).toMatchObject({
      code: "usage/foreign-files",
      fix: expect.stringContaining("--force"),
    });
    expect(refused.diagnostics[0]?.message).toContain("package.json");
    expect(filesIn(folder)).toEqual(before);
    expect((await write(NEW, { force: true })).exit).toBe(0);
    expect(withoutManifest(filesIn(join(folder, "out")))).toEqual({ ...NEW, "src/bot.ts": "bot" });
  });

  it.each([
    ["would change", "src/a/x.ts"],
    ["would be removed", "src/a/gone.ts"],
  ])("a generated file that was edited and %s is refused", async (_, path) => {
    await write(OLD);
    put(`out/${path}`, "edited");
    const refused = await write(NEW);
    expect(refused.diagnostics[0]).toMatchObject({ code: "usage/edited-files", severity: "error" });
    expect(refused.diagnostics[0]?.message).toContain(path);
    expect(readFileSync(join(folder, "out", path), "utf8")).toBe("edited");
    expect((await write(NEW, { force: true })).exit).toBe(0);
    expect(withoutManifest(filesIn(join(folder, "out")))).toEqual(NEW);
  });

  it("a manifest that is none, or one with marks of a merge, makes its files foreign", async () => {
    await write(OLD);
    put("out/manifest.json", `<<<<<<< ours\n${readFileSync(join(folder, "out/manifest.json"), "utf8")}`);
    const { diagnostics } = await write(NEW);
    expect(diagnostics.map(({ code }) => code)).toEqual(["usage/foreign-files"]);
    expect(diagnostics[0]?.message).toContain("manifest.json");
  });

  it.each(["../theirs", "/etc/hostname", "src/../../theirs", ".wireloom-staging/x", "src\\\\..\\\\x"])(
    "a manifest that lists %s is none: nothing outside of the folder is read or removed",
    async (path) => {
      put("theirs", "theirs");
      put("out/manifest.json", JSON.stringify({ [path]: digestOf("theirs"), "package.json": digestOf("x") }));
      put("out/package.json", "x");
      expect((await write(NEW)).diagnostics[0]?.code).toBe("usage/foreign-files");
      expect((await write(NEW, { force: true })).exit).toBe(0);
      expect(readFileSync(join(folder, "theirs"), "utf8")).toBe("theirs");
    },
  );

  it("files of an earlier run that this one says nothing about stay listed", async () => {
    await write({ "a/1": "1", "b/1": "1" });
    await write({ "a/1": "2" }, { keeps: (path) => path.startsWith("b/") });
    expect([...readManifest(join(folder, "out")).keys()]).toEqual(["a/1", "b/1"]);
    await write({ "a/1": "2" });
    expect(withoutManifest(filesIn(join(folder, "out")))).toEqual({ "a/1": "2" });
  });

  it("seeds are written once and are people's from then on", async () => {
    const seeds = new Map([["a/line.yaml", "seed"]]);
    await write({ "a/1": "1" }, { seeds });
    put("out/a/line.yaml", "edited");
    expect((await write({ "a/1": "2" }, { seeds })).exit).toBe(0);
    await write({});
    expect(withoutManifest(filesIn(join(folder, "out")))).toEqual({ "a/line.yaml": "edited" });
  });

  it("--check sees the same and writes nothing", async () => {
    await write(OLD);
    put("out/mine", "mine");
    const before = filesIn(folder);
    expect(compareTree(new Map(Object.entries(NEW)), { root: join(folder, "out") }).map(({ path }) => path)).toEqual([
      "manifest.json",
      "package.json",
      "src/a/gone.ts",
      "src/a/x.ts",
      "src/c/deep/y.ts",
    ]);
    expect(filesIn(folder)).toEqual(before);
  });
});

describe("what cannot be written", () => {
  it.each([
    ["a file", "out", "in the way"],
    ["a path below a file", "out/deep/er", undefined],
  ])("%s in place of the folder", async (_, root, text) => {
    put("out", text ?? "in the way");
    const { diagnostics, exit } = await write(OLD, { root: join(folder, root) });
    expect(exit).toBe(2);
    expect(diagnostics[0]?.code).toBe("usage/cannot-write");
    expect(filesIn(folder)).toEqual({ out: "in the way" });
  });

  it.each(["../x", "/x", "src/../../x"])("the path %s leaves the folder", async (path) => {
    expect((await write({ [path]: "" })).diagnostics[0]?.code).toBe("config/output-path");
    expect(readdirSync(folder)).toEqual([]);
  });

  it("links inside of the folder are not followed, one that names the folder is", async () => {
    mkdirSync(join(folder, "elsewhere"));
    mkdirSync(join(folder, "out"));
    symlinkSync(join(folder, "elsewhere"), join(folder, "out/src"));
    expect((await write(OLD)).diagnostics[0]?.code).toBe("config/output-path");
    symlinkSync(join(folder, "out/src"), join(folder, "named"));
    expect((await write(OLD, { root: join(folder, "named") })).exit).toBe(0);
    expect(isWhole(join(folder, "elsewhere"))).toBe(true);
  });

  it("a file that is a link to somebody's file is foreign, and that file is never touched", async () => {
    put("theirs", "theirs");
    mkdirSync(join(folder, "out"));
    symlinkSync(join(folder, "theirs"), join(folder, "out/package.json"));
    expect((await write(NEW)).diagnostics[0]?.code).toBe("usage/foreign-files");
    await write(NEW, { force: true });
    expect(readFileSync(join(folder, "theirs"), "utf8")).toBe("theirs");
    expect(readFileSync(join(folder, "out/package.json"), "utf8")).toBe("new\n");
  });
});

const CRASH = fileURLToPath(new URL("crash.mjs", import.meta.url));

describe("a run that is killed", () => {
  const crash = (files: Files, at: number) =>
    spawnSync(process.execPath, [CRASH, join(folder, "out"), JSON.stringify(Object.entries(files)), String(at)], {
      encoding: "utf8",
    });

  it("leaves no folder or a whole one on its first write, and nothing behind after the next", async () => {
    const { calls } = JSON.parse(crash(OLD, 0).stdout) as { calls: number };
    expect(calls).toBeGreaterThan(5);
    for (let at = 1; at <= calls; at += 1) {
      rmSync(join(folder, "out"), { recursive: true, force: true });
      expect(crash(OLD, at).signal).toBe("SIGKILL");
      expect(!existsSync(join(folder, "out")) || isWhole(join(folder, "out")), `killed at call ${at}`).toBe(true);
      expect((await write(OLD)).exit).toBe(0);
      expect(withoutManifest(filesIn(folder))).toMatchObject({ "out/package.json": "old\n" });
      expect(readdirSync(folder)).toEqual(["out"]);
    }
  }, 60_000);

  it("leaves the old files or the new ones on an update; what it left is put right by the next, with everything of others", async () => {
    await write(OLD);
    const { calls } = JSON.parse(crash(NEW, 0).stdout) as { calls: number };
    let torn = 0;
    for (let at = 1; at <= calls; at += 1) {
      rmSync(join(folder, "out"), { recursive: true, force: true });
      await write(OLD);
      put("out/src/a/mine.ts", "mine");
      expect(crash(NEW, at).signal).toBe("SIGKILL");
      if (!isWhole(join(folder, "out"))) torn += 1;
      const next = await write(at % 2 === 0 ? NEW : OLD);
      expect(next.diagnostics, `killed at call ${at}`).toEqual([]);
      expect(withoutManifest(filesIn(join(folder, "out")))).toEqual({
        ...(at % 2 === 0 ? NEW : OLD),
        "src/a/mine.ts": "mine",
      });
      expect(isWhole(join(folder, "out"))).toBe(true);
    }
    // Between the first rename and the last, some hundredths of a millisecond: a folder cannot be exchanged by one call.
    expect(torn).toBeLessThanOrEqual(3);
  }, 120_000);
});

describe("two runs at once", () => {
  const run = promisify(execFile);

  it("end with the whole tree of one of them", async () => {
    for (let round = 0; round < 5; round += 1) {
      const trees = [OLD, NEW, { ...NEW, "src/b.ts": "third" }];
      await Promise.all(
        trees.map((files) =>
          run(process.execPath, [CRASH, join(folder, "out"), JSON.stringify(Object.entries(files)), "0"]),
        ),
      );
      expect(isWhole(join(folder, "out"))).toBe(true);
      expect(trees).toContainEqual(withoutManifest(filesIn(join(folder, "out"))));
      expect(readdirSync(join(folder, "out")).filter((name) => name.startsWith("."))).toEqual([]);
    }
  }, 60_000);

  it("a lock of a process that is gone is taken over; one of a living process is named", async () => {
    await write(OLD);
    const gone = Number(execFileSync(process.execPath, ["-p", "process.pid"], { encoding: "utf8" }));
    const lock = (pid: number): void =>
      put("out/.wireloom-lock", JSON.stringify({ pid, host: hostname(), since: "2026-01-01T00:00:00.000Z" }));
    lock(gone);
    expect((await write(NEW)).exit).toBe(0);
    lock(process.pid);
    const { diagnostics, exit } = await write(OLD, { lockWaitMs: 60 });
    expect(exit).toBe(2);
    expect(diagnostics[0]).toMatchObject({ code: "usage/locked" });
    expect(diagnostics[0]?.message).toContain(`process ${process.pid}`);
    expect(readFileSync(join(folder, "out/package.json"), "utf8")).toBe("new\n");
  });
});
