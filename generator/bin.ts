#!/usr/bin/env node
import { run } from "./cli.js";

const abort = new AbortController();
process.once("SIGINT", () => abort.abort());
process.exitCode = await run(process.argv.slice(2), process, abort.signal);
