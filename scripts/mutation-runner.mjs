/**
 * One Vitest that stays: runs the tests that load a module, with a mutant in its place. The mutant is put there when the module is loaded; no file
 * changes. Started by `mutate.mjs`, which sends mutants one at a time and ends this process if one of them never comes to an end.
 */

import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { createVitest } from "vitest/node";

const ROOT = resolve(import.meta.dirname, "..");
const TEMPLATES = join(ROOT, "templates");
const BUILT = join(ROOT, "generated/dist");

/** @type {import("./mutants.mjs").Mutant | undefined} */
let mutant;

/** Where a module is loaded from: its file and, as templates are part of the built package too, its copy there. */
function placesOf(file) {
  const path = join(ROOT, file);
  return path.startsWith(TEMPLATES) ? [path, path.replace(TEMPLATES, BUILT).replace(/ts$/, "js")] : [path];
}

function load(id) {
  if (!mutant || !placesOf(mutant.file).includes(id)) return undefined;
  const { file, start, before, after } = mutant;
  const text = readFileSync(join(ROOT, file), "utf8");
  const mutated = text.slice(0, start) + after + text.slice(start + before.length);
  const compilerOptions = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext };
  return ts.transpileModule(mutated, { compilerOptions }).outputText;
}

/** Runs test files in the order that they are given in. */
class GivenOrder {
  sort = (files) => files;
  shard = (files) => files;
}

/** Of the last run: did every test pass? */
let passed = false;

const vitest = await createVitest(
  "test",
  {
    root: ROOT,
    // The project's own settings keep modules from file to file.
    config: false,
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    watch: false,
    // A fresh process for each test file: none that holds an earlier mutant.
    isolate: true,
    bail: 1,
    maxWorkers: 1,
    reporters: [{ onTestRunEnd: (_modules, _errors, reason) => (passed = reason === "passed") }],
    sequence: { sequencer: GivenOrder },
  },
  { plugins: [{ name: "mutant", enforce: "pre", load }] },
);
const specifications = await vitest.globTestSpecifications(process.argv.slice(2));

const began = performance.now();
const { testModules } = await vitest.runTestSpecifications(specifications);
// The quick ones first: most mutants do not get past them.
const durations = new Map(testModules.map((module) => [module.moduleId, module.diagnostic().duration]));
specifications.sort((a, b) => durations.get(a.moduleId) - durations.get(b.moduleId));
process.send({ passed, milliseconds: performance.now() - began });

/** The test files that load a module. Who loads an entry of the built package is computed at run time: that may be all of them. */
function testsOf(file) {
  const graphs = vitest.projects
    .flatMap(({ vite }) => Object.values(vite.environments))
    .map(({ moduleGraph }) => moduleGraph);
  const copies = placesOf(file).flatMap((path) => graphs.flatMap((graph) => [...(graph.getModulesByFile(path) ?? [])]));
  const loaders = new Set(copies);
  for (const { importers } of loaders) for (const importer of importers) loaders.add(importer);
  const roots = new Set([...loaders].filter(({ importers }) => importers.size === 0).map((module) => module.file));
  const traced = specifications.filter(({ moduleId }) => roots.has(moduleId));
  return traced.length === roots.size ? traced : specifications;
}

process.on("message", async (next) => {
  mutant = next;
  forget(mutant.file);
  passed = true;
  const tests = testsOf(mutant.file);
  if (tests.length > 0) await vitest.runTestSpecifications(tests);
  // The next mutant may be of another file.
  forget(mutant.file);
  process.send({ passed });
});

function forget(file) {
  for (const path of placesOf(file)) vitest.invalidateFile(path);
}
