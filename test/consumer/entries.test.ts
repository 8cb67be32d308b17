/** What each entry of the package loads, against the table of docs/consume.md, and what a bundler keeps of it. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { LINES, ROOT } from "../real-docs.js";

interface Bundle {
  /** Of the package: what importing the entry loads, whether or not it is used. */
  readonly modules: number;
  /** Minified and gzipped, in thousands of bytes. */
  readonly size: number;
}

/** A program that uses these names of an entry, bundled as its users would. */
async function bundle(entry: string, names: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: `import ${names} from "${entry}"; globalThis.kept = [kept];`, resolveDir: ROOT },
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
    metafile: true,
  });
  const modules = Object.keys(metafile.inputs).filter((path) => path.startsWith("generated/dist/")).length;
  return { modules, size: gzipSync(outputFiles[0]?.contents ?? "").length / 1000 };
}

const guide = readFileSync(join(ROOT, "docs/consume.md"), "utf8");
const rows = [...guide.matchAll(/^\| `(@wireloom\/bybit\/\S+)` \|.*\| (\d+) \| ([\d.]+) \|$/gm)].map(
  ([, entry = "", modules, size]) => ({ entry, modules: Number(modules), size: Number(size) }),
);

it("docs/consume.md has a row for each kind of entry", () => {
  const { exports } = JSON.parse(readFileSync(join(ROOT, "generated/package.json"), "utf8")) as { exports: object };
  const known = Object.keys(exports).map((path) => `@wireloom/bybit${path.slice(1)}`);
  for (const { entry } of rows) expect(known).toContain(entry);
  for (const line of LINES)
    for (const apart of ["client", "recognise", "recognise-wasm"])
      expect(known).toContain(`@wireloom/bybit/${line}/${apart}`);
  expect(rows.map(({ entry }) => entry.replace("@wireloom/bybit/linear", ""))).toEqual([
    "",
    "/trade",
    "/client",
    "/recognise",
    "/recognise-wasm",
  ]);
});

it.each(rows)("$entry loads $modules modules and has $size kB", async ({ entry, modules, size }) => {
  const all = await bundle(entry, "* as kept");
  expect(all.modules).toBe(modules);
  // The table is rounded up, and by less than a tenth.
  expect(all.size).toBeLessThanOrEqual(size);
  expect(all.size).toBeGreaterThan(size * 0.9);
});

it("a line is at most 30 modules", async () => {
  const { modules } = await bundle("@wireloom/bybit/linear", "* as kept");
  expect(modules).toBeLessThanOrEqual(30);
});

describe("a bundler keeps of a line only what is used", () => {
  it.each([
    ["routing", "parseFrame", 2.5],
    ["an enum", "Side", 0.2],
    ["a guard", "isTradeMessage", 0.5],
  ])("%s", async (_, name, limit) => {
    const { size } = await bundle("@wireloom/bybit/linear", `{ ${name} as kept }`);
    expect(size).toBeLessThan(limit);
  });

  it("a validator: as small as from the entry of its topic", async () => {
    const names = "{ validateTrade as kept }";
    const [ofLine, ofTopic] = [
      await bundle("@wireloom/bybit/linear", names),
      await bundle("@wireloom/bybit/linear/trade", names),
    ];
    expect(ofLine.size).toBeLessThan(ofTopic.size * 1.02);
  });
});
