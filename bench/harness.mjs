/** What all benchmarks share. */

import { existsSync } from "node:fs";
import { join } from "node:path";

/** `--name N` of the command line. */
export function option(name, fallback) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : Number(process.argv[at + 1]);
}

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** For child processes: a certificate file in the environment is read at every start of Node and would be measured too. */
export function childEnvironment() {
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  return env;
}

export function needBuild() {
  if (!existsSync(join(import.meta.dirname, "../dist/generator/cli.js"))) throw new Error("Build first: npm run build");
}

/** Columns of text: the first to the left, figures to the right. */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => String(row[column]).length)));
  const line = (row) =>
    row
      .map((cell, column) =>
        column === 0 ? String(cell).padEnd(widths[column]) : String(cell).padStart(widths[column]),
      )
      .join("  ");
  return rows.map(line).join("\n");
}
