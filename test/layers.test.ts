/** The generator's folders know each other in one direction, and no file leads back to itself. */

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "./real-docs.js";

/** A folder imports from those of earlier rows; those of one row do not know each other. */
const ROWS = [
  ["templates/runtime"],
  ["diagnostics", "text"],
  ["schema"],
  ["host"],
  ["docs", "capture", "topic"],
  ["spec"],
  ["derive", "code"],
  ["wasm", "value-check"],
  ["emit", "validate", "diff"],
  ["mock", "learn", "init", "record", "site"],
  ["commands"],
  ["cli"],
];

const SPECIFIER = /(?:\bfrom|\bimport)\s*\(?\s*"([^"]+)"/g;

const files = [...filesBelow("generator"), ...filesBelow("templates/runtime")];
const specifiersOf = (file: string): string[] =>
  [...readFileSync(join(ROOT, file), "utf8").matchAll(SPECIFIER)].map(([, path = ""]) => path);
const imports = new Map(
  files.map((file) => {
    const own = specifiersOf(file).filter((path) => path.startsWith("."));
    return [file, own.map((path) => normalize(join(dirname(file), path)).replace(/\.js$/, ".ts"))] as const;
  }),
);

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => join(folder, path));
}

/** What stands at the top of `generator/` is the command line and the entry of the package. */
const folderOf = (file: string): string =>
  file.startsWith("templates/") ? "templates/runtime" : (/^generator\/([^/]+)\//.exec(file)?.[1] ?? "cli");

const rowOf = (file: string): number => ROWS.findIndex((row) => row.includes(folderOf(file)));

it("every folder has its row", () => {
  expect(files.length).toBeGreaterThan(200);
  expect([...new Set(files.filter((file) => rowOf(file) < 0).map(folderOf))]).toEqual([]);
});

it("imports lead to earlier rows, or stay in their folder", () => {
  const wrong = [...imports].flatMap(([file, targets]) =>
    targets
      .filter((target) => imports.has(target) && folderOf(target) !== folderOf(file) && rowOf(target) >= rowOf(file))
      .map((target) => `${file} imports ${target}`),
  );
  expect(wrong).toEqual([]);
});

it("only host knows of files", () => {
  const others = files.filter(
    (file) => folderOf(file) !== "host" && specifiersOf(file).some((path) => /^(?:node:)?fs(?:\/|$)/.test(path)),
  );
  expect(others).toEqual([]);
});

it("no file imports itself by way of others", () => {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(" > "));
    if (done.has(file) || way.includes(file)) return;
    for (const target of imports.get(file) ?? []) visit(target, [...way, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  expect(circles).toEqual([]);
});
