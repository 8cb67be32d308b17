/** From what somebody names to captures: each once, in the order given, and what cannot be read with its reason. */

import { mkdirSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { Readable } from "node:stream";
import { expect, it } from "vitest";
import { openBytes } from "../../generator/capture/source-bytes.js";
import { expandSources } from "../../generator/capture/sources.js";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import { folder, put, useFolder } from "../validate/captures.js";

useFolder();

function expand(...inputs: string[]) {
  const report = createReport();
  const sources = expandSources(inputs, report);
  const names = sources.map(({ name }) => name.replace(`${folder()}/`, ""));
  return { sources, names, diagnostics: report.diagnostics };
}

it("a folder is its files, sorted by name, those of inner folders where these stand", () => {
  for (const name of ["b", "a/2", "a/1", "c/.hidden", ".git/x", "d"]) put(name, name);
  const { names, sources, diagnostics } = expand(folder());
  expect(names).toEqual(["a/1", "a/2", "b", "d"]);
  expect(sources[0]).toEqual({ name: join(folder(), "a/1"), path: join(folder(), "a/1"), size: 3 });
  expect(diagnostics).toEqual([]);
});

it("a file is read once, whatever leads to it", () => {
  put("a", "a");
  symlinkSync(join(folder(), "a"), join(folder(), "z"));
  mkdirSync(join(folder(), "inner"));
  symlinkSync(folder(), join(folder(), "inner/loop"));
  expect(expand(join(folder(), "z"), folder(), join(folder(), "a")).names).toEqual(["z"]);
});

it("a hidden file that is named is read", () => {
  const path = put(".hidden", "x");
  expect(expand(path).names).toEqual([".hidden"]);
});

it("standard input is read once", () => {
  expect(expand("-", "-").sources).toEqual([{ name: "-" }]);
});

it("a pattern is its files; a file that is called like a pattern is the file", () => {
  put("a1.raw", "x");
  put("a2.raw", "x");
  expect(expand(join(folder(), "a?.raw")).names.map((name) => name.slice(-6))).toEqual(["a1.raw", "a2.raw"]);
  put("[b].raw", "x");
  expect(expand(join(folder(), "[b].raw")).names).toEqual(["[b].raw"]);
});

it("a device has no size", () => {
  expect(expand("/dev/null").sources).toEqual([{ name: "/dev/null", path: "/dev/null" }]);
});

it("what cannot be read is a source all the same, and the rest is read", async () => {
  put("good", "x");
  mkdirSync(join(folder(), "empty"));
  const server = createServer().listen(join(folder(), "socket"));
  await new Promise((resolve) => server.once("listening", resolve));
  const inputs = ["missing", "*.none", "empty", "socket", "good"].map((name) => join(folder(), name));
  const { sources, diagnostics } = expand(...inputs);
  server.close();
  expect(sources.map(({ name }) => name)).toEqual(inputs);
  expect(sources.map(({ damage }) => damage?.code)).toEqual([
    "input/missing",
    "input/missing",
    "input/no-capture",
    "input/not-a-file",
    undefined,
  ]);
  expect(diagnostics.map(({ code, severity, message, file }) => [code, severity, message, file])).toEqual([
    ["input/missing", "error", "The file does not exist, or the link leads nowhere.", inputs[0]],
    ["input/missing", "error", "No file matches.", inputs[1]],
    ["input/no-capture", "error", "There is no capture in the folder; hidden files are not read.", inputs[2]],
    ["input/not-a-file", "error", "This is neither a file nor a folder.", inputs[3]],
  ]);
  for (const { fix } of diagnostics) expect(fix).toContain("a glob in quotes");
});

/** Everything that can be read, and how many bytes were counted meanwhile. */
async function openSource(source: { name: string; path?: string; size?: number }, stdin: Readable = Readable.from([])) {
  const open = await openBytes(source, stdin);
  const read = async (): Promise<[text: string, counted: number]> => {
    let [text, counted] = ["", 0];
    for await (const piece of open.read((count) => {
      counted += count;
    }))
      text += piece.toString("latin1");
    return [text, counted];
  };
  return { open, read };
}

it("a file is read as often as wanted, as far as it was when it was opened", async () => {
  const path = put("file", "abc".repeat(100_000));
  const { open, read } = await openSource({ name: path, path, size: 3 });
  put("file", "xyz".repeat(200_000));
  for (let time = 0; time < 2; time += 1) expect(await read()).toEqual(["xyz".repeat(100_000), 300_000]);
  expect([open.size, open.damage]).toEqual([300_000, undefined]);
  open.close();
  open.close();
});

it("a file that has become shorter is damaged where it ends", async () => {
  const path = put("file", "abc");
  const { open, read } = await openSource({ name: path, path, size: 5 });
  expect(await read()).toEqual(["abc", 3]);
  expect(open.damage).toEqual({
    code: "input/damaged",
    message: "The file became shorter while it was read: it had 5 bytes.",
  });
  open.close();
});

it("what cannot be opened or read is damaged, and has no bytes", async () => {
  const missing = await openSource({ name: "x", path: join(folder(), "missing") });
  expect(await missing.read()).toEqual(["", 0]);
  expect(missing.open.damage).toMatchObject({ code: "input/missing" });
  expect(missing.open).not.toHaveProperty("fd");
  const directory = await openSource({ name: "x", path: folder() });
  expect(await directory.read()).toEqual(["", 0]);
  expect(directory.open.damage).toEqual({ code: "input/unreadable", message: "The file cannot be read (EISDIR)." });
  directory.open.close();
});

it("standard input is read to its end, of bytes and of text, or to its fault", async () => {
  const good = await openSource({ name: "-" }, Readable.from([Buffer.from("ab"), "cd"]));
  expect(await good.read()).toEqual(["abcd", 4]);
  expect(good.open).toMatchObject({ damage: undefined });
  const bad = await openSource(
    { name: "-" },
    Readable.from(
      (async function* () {
        yield Buffer.from("ab");
        throw Object.assign(new Error("gone"), { code: "EPIPE" });
      })(),
    ),
  );
  expect(await bad.read()).toEqual(["ab", 2]);
  expect(bad.open.damage).toEqual({ code: "input/unreadable", message: "The file cannot be read (EPIPE)." });
});
