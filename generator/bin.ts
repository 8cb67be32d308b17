#!/usr/bin/env node
import { nodeProblem } from "./node-problem.js";

const problem = nodeProblem(process.versions.node);
if (problem === undefined) void start();
else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 2;
}

async function start(): Promise<void> {
  // Not imported above: what the command line needs does not load on an old Node.
  const { run } = await import("./cli.js");
  const abort = new AbortController();
  // A second one ends the process as if nobody listened.
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => abort.abort());
  process.exitCode = await run(process.argv.slice(2), process, abort.signal);
}
