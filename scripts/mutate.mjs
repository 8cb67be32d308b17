/**
 * `npm run mutate`: do the tests notice when the code is wrong? Changes one thing of a module at a time, runs the tests that load it, and lists the
 * changes that none of them noticed. `--module derive` (again for more), `--file enums` for paths with that in them, `--sample 50` mutants of each module,
 * chosen by `--seed 1`. Exit 1 if a module is below 85 %. Tests that never end have noticed; where no test loads the module, nothing was.
 */

import { fork } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { globSync } from "tinyglobby";
import { mutantsOf } from "./mutants.mjs";

const ROOT = resolve(import.meta.dirname, "..");
const RUNNER = join(import.meta.dirname, "mutation-runner.mjs");
const PASS = 0.85;

/** Code, and the tests that concern it: those of what it does, none that only compare with committed output. */
const MODULES = {
  docs: { code: "generator/docs/**/*.ts", tests: ["test/docs/"] },
  capture: { code: "generator/capture/**/*.ts", tests: ["test/capture/"] },
  topic: { code: "generator/topic/**/*.ts", tests: ["test/topic/agreement", "test/spec/"] },
  derive: { code: "generator/derive/**/*.ts", tests: ["test/derive/", "test/commands/defects"] },
  checkouts: {
    code: "generator/{host/{git,checkout,blob-hash},commands/{docs*,git-failures,other-pages}}.ts",
    tests: ["test/commands/docs", "test/host/git"],
  },
  diff: { code: "generator/diff/**/*.ts", tests: ["test/diff/"] },
  spec: { code: "generator/spec/**/*.ts", tests: ["test/spec/"] },
  check: {
    code: "generator/validate/check/**/*.ts",
    tests: ["test/validate/check/", "test/validate/agreement", "test/validate/garbage"],
  },
  "value-check": {
    code: "generator/value-check/**/*.ts",
    tests: ["test/emit/", "test/spec/judges", "test/validate/check/", "test/validate/agreement"],
  },
  wasm: { code: "generator/wasm/**/*.ts", tests: ["test/wasm/", "test/recognise/json-texts", "test/spec/judges"] },
  emit: { code: "generator/emit/**/*.ts", tests: ["test/emit/"] },
  init: { code: "generator/init/**/*.ts", tests: ["test/init/"] },
  runtime: {
    code: "templates/runtime/{order-book,connection,connection-setup,socket-session,subscription*,reply-effect,reconnect,topic-index}.ts",
    tests: ["test/runtime/", "test/client/"],
  },
};

const { values: options } = parseArgs({
  options: {
    module: { type: "string", multiple: true, default: Object.keys(MODULES) },
    file: { type: "string", default: "" },
    sample: { type: "string", default: "Infinity" },
    seed: { type: "string", default: "1" },
  },
});

/** Stopped from outside too, no runner stays. */
const runners = new Set();
process.on("exit", () => {
  for (const runner of runners) stop(runner);
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));

const rows = [];
for (const name of options.module) {
  const { code, tests } = MODULES[name];
  const mutants = sample(
    globSync(code, { cwd: ROOT })
      .filter((path) => path.includes(options.file))
      .sort(),
  );
  const outcomes = await run(mutants, tests, name);
  const survivors = mutants.filter((_, index) => outcomes[index] === "survived");
  for (const mutant of survivors) process.stdout.write(`${describe(mutant)}\n`);
  const endless = outcomes.filter((outcome) => outcome === "endless").length;
  rows.push({ name, mutants: mutants.length, survivors: survivors.length, endless });
}

process.stdout.write("\n");
for (const row of rows) {
  const { name, mutants, survivors, endless } = row;
  row.score = mutants === 0 ? 1 : 1 - survivors / mutants;
  const share = `${(row.score * 100).toFixed(1)} %`.padStart(7);
  process.stdout.write(
    `${name.padEnd(11)} ${share} of ${mutants} noticed, ${survivors} not; ${endless} kept the tests from ending\n`,
  );
}
process.exitCode = rows.some(({ score }) => score < PASS) ? 1 : 0;

/** The same ones for the same seed, whatever happens to the other files. */
function sample(files) {
  const all = files.flatMap((file) => mutantsOf(file, readFileSync(join(ROOT, file), "utf8")));
  const rank = ({ file, before, after, start }) =>
    createHash("sha256").update([options.seed, file, start, before, after].join("\0")).digest("hex");
  const chosen = new Set(
    all
      .map((mutant) => [rank(mutant), mutant])
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .slice(0, Number(options.sample))
      .map(([, mutant]) => mutant),
  );
  return all.filter((mutant) => chosen.has(mutant));
}

function describe({ file, line, before, after }) {
  const short = (text) => text.replace(/\s+/g, " ").slice(0, 100) || "nothing";
  return `${file}:${line}  ${short(before)}  ->  ${short(after)}`;
}

/** `"noticed"`, `"survived"` or `"endless"` for each mutant: as many at a time as there are cores. */
async function run(mutants, tests, name) {
  const outcomes = [];
  let next = 0;
  const work = async () => {
    let runner;
    while (next < mutants.length) {
      const index = next++;
      runner ??= await start(tests);
      outcomes[index] = await ask(runner, mutants[index]);
      if (outcomes[index] === "endless") {
        stop(runner);
        runner = undefined;
      }
      process.stderr.write(`\r${name} ${outcomes.filter(Boolean).length}/${mutants.length} `);
    }
    if (runner) stop(runner);
  };
  await Promise.all(Array.from({ length: Math.min(mutants.length, availableParallelism()) }, work));
  process.stderr.write("\n");
  return outcomes;
}

/** A runner whose tests have passed without a mutant. */
async function start(tests) {
  const runner = fork(RUNNER, tests, { detached: true, stdio: ["ignore", "ignore", "inherit", "ipc"] });
  runners.add(runner);
  const { passed, milliseconds } = await answer(runner);
  if (!passed) throw new Error(`The tests in ${tests.join(" ")} fail without a mutant.`);
  // On a busy machine the same tests take several times as long.
  runner.limit = 10_000 + 5 * milliseconds;
  return runner;
}

async function ask(runner, mutant) {
  runner.send(mutant);
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, runner.limit, { endless: true });
  });
  const { passed, endless } = await Promise.race([answer(runner), late]);
  clearTimeout(timer);
  if (endless) return "endless";
  return passed ? "survived" : "noticed";
}

function answer(runner) {
  return new Promise((resolve, reject) => {
    const exited = (code) => reject(new Error(`The runner ended with ${code}.`));
    runner.once("exit", exited);
    runner.once("message", (message) => {
      runner.off("exit", exited);
      resolve(message);
    });
  });
}

/** Its tests too, which are processes of their own. */
function stop(runner) {
  runners.delete(runner);
  runner.removeAllListeners();
  try {
    process.kill(-runner.pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
