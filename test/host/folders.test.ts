/** Files and folders as commands see them: in a fixed order, without what only links lead to, and with a diagnostic where they cannot be read. */

import { mkdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import { exists, filesBelow, foldersIn, readTree } from "../../generator/host/folders.js";
import { filesOfGlob, lookAt, namesIn, realPath } from "../../generator/host/named-paths.js";
import { closeFile, openFile, readAt, readFrom } from "../../generator/host/open-file.js";
import { folder, put, useFolder } from "../validate/captures.js";

useFolder();

describe("a folder", () => {
  it("has its files in the order of their paths, those of links left out", () => {
    put("b.txt", "b");
    put("a/z.txt", "z");
    put("a/inner/x.txt", "x");
    mkdirSync(join(folder(), "empty"));
    symlinkSync(join(folder(), "b.txt"), join(folder(), "link.txt"));
    symlinkSync(join(folder(), "a"), join(folder(), "other"));
    const report = createReport();
    expect(filesBelow(folder(), report)).toEqual(["a/inner/x.txt", "a/z.txt", "b.txt"]);
    expect(foldersIn(folder())).toEqual(["a", "empty"]);
    expect(namesIn(folder())).toEqual(["a", "b.txt", "empty", "link.txt", "other"]);
    expect(report.diagnostics).toEqual([]);
  });

  it("is reported where it cannot be read", () => {
    const report = createReport();
    const file = put("file", "no folder");
    expect(filesBelow(file, report)).toEqual([]);
    expect(foldersIn(file)).toEqual([]);
    expect(foldersIn(join(folder(), "missing"))).toEqual([]);
    expect(report.diagnostics).toMatchObject([{ code: "input/unreadable", severity: "error", file }]);
    expect(report.diagnostics[0]?.message).toContain("ENOTDIR");
  });

  it("gives the texts that are wanted, and reports those that are none", () => {
    put("a.txt", "\ufeffone");
    put("deep/b.txt", "two");
    put("deep/c.bin", Buffer.from([0]));
    const wanted = createReport();
    expect([...readTree(folder(), wanted, (path) => path.endsWith(".txt"))]).toEqual([
      ["a.txt", "one"],
      ["deep/b.txt", "two"],
    ]);
    expect(wanted.diagnostics).toEqual([]);
    const all = createReport();
    expect([...readTree(folder(), all).keys()]).toEqual(["a.txt", "deep/b.txt"]);
    expect(all.diagnostics).toMatchObject([{ code: "input/binary", file: join(folder(), "deep/c.bin") }]);
  });
});

describe("a path that somebody names", () => {
  it("is a file with its size, a folder, a stream, or nothing", () => {
    const file = put("file", "four");
    symlinkSync(file, join(folder(), "link"));
    expect(lookAt(file)).toEqual({ kind: "file", size: 4 });
    expect(lookAt(join(folder(), "link"))).toEqual({ kind: "file", size: 4 });
    expect(lookAt(folder())).toEqual({ kind: "folder" });
    expect(lookAt("/dev/null")).toEqual({ kind: "stream" });
    expect(() => lookAt(join(folder(), "missing"))).toThrow("ENOENT");
    expect(realPath(join(folder(), "link"))).toBe(realPath(file));
    expect(realPath(join(folder(), "missing"))).toBe(join(folder(), "missing"));
    expect(exists(file)).toBe(true);
    expect(exists(join(folder(), "missing"))).toBe(false);
  });

  it("may be a pattern", () => {
    const paths = ["b.txt", "a.txt", ".hidden.txt", "c.md"].map((name) => put(name, name));
    expect(filesOfGlob(join(folder(), "*.txt")).map((path) => resolve(path))).toEqual([paths[1], paths[0]]);
    expect(filesOfGlob(join(folder(), "x*"))).toEqual([]);
  });
});

describe("an open file", () => {
  it("has the size that it had when it was named, if it has less now", async () => {
    const path = put("file", "abcdef");
    const open = await openFile(path, 9);
    const grown = await openFile(path, 2);
    expect(open.size).toBe(9);
    expect(grown.size).toBe(6);
    for (const { fd } of [open, grown]) closeFile(fd);
  });

  it("is read from any place, and from where it stands without one", async () => {
    const { fd } = await openFile(put("file", "abcdef"));
    const buffer = Buffer.alloc(4);
    expect([await readFrom(fd, buffer, 3), buffer.toString("latin1", 0, 3)]).toEqual([3, "def"]);
    expect([await readFrom(fd, buffer, null), buffer.toString("latin1")]).toEqual([4, "abcd"]);
    expect([readAt(fd, buffer.subarray(0, 2), 1), buffer.toString("latin1", 0, 2)]).toEqual([2, "bc"]);
    expect(readAt(fd, buffer, 6)).toBe(0);
    closeFile(fd);
    expect(() => closeFile(fd)).not.toThrow();
  });

  it("has no size where only reading tells, and does not open where there is none", async () => {
    const device = await openFile("/dev/null");
    expect(device).not.toHaveProperty("size");
    const empty = await openFile(put("empty", ""));
    expect(empty).not.toHaveProperty("size");
    for (const { fd } of [device, empty]) closeFile(fd);
    await expect(openFile(join(folder(), "missing"))).rejects.toThrow("ENOENT");
  });
});
