/** The command lines that texts show: they start this tool and not another one, with commands and options that exist. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { COMMAND_LINE } from "../../generator/text/command-line.js";
import { runCommand } from "../command-line.js";
import { ROOT } from "../real-docs.js";

const below = (folder: string, ending: RegExp): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((path) => join(folder, path))
    .filter((path) => ending.test(path));

const PROSE = [
  "README.md",
  ...below("docs", /\.(md|yml)$/),
  "bench/README.md",
  "generated/README.md",
  ...below("schemas", /\.(md|yaml)$/),
];
const CODE = [
  ...below("generator", /\.ts$/),
  ...below("templates", /\.(ts|hbs)$/),
  ...below("generated/src", /\.ts$/),
  "package.json",
  "generated/package.json",
];
const textOf = (path: string): string => readFileSync(join(ROOT, path), "utf8");

async function help(...command: string[]): Promise<string> {
  const { code, stdout } = await runCommand(...command, "--help");
  expect(code).toBe(0);
  return stdout;
}

/** What stands behind the tool's name, up to the end of the command. */
const commandsIn = (text: string): string[] =>
  [...text.matchAll(new RegExp(`${COMMAND_LINE} ([^\`#|\\n]+)`, "g"))].map(([, rest = ""]) => rest.trim());

const shown = new Map<string, string[]>(PROSE.map((path) => [path, commandsIn(textOf(path))]));
for (const command of ["docs", "derive", "generate", "validate", "learn", "mock", "defects", "demo"]) {
  shown.set(`${command} --help`, commandsIn(await help(command)));
}

describe("command lines", () => {
  it("never run or import the package that has the name without its scope", () => {
    const wrong =
      /\bnpx (-\S+ )*wireloom\b|\bnpm (exec|i|install) (-\S+ )*wireloom\b|(from|import\(|require\() ?"wireloom"/;
    expect(
      [...PROSE, ...CODE].filter((path) => path !== "generator/text/command-line.ts" && wrong.test(textOf(path))),
    ).toEqual([]);
  });

  it("stand in the README, in the package's README and in every help", () => {
    const without = [...shown].filter(([, commands]) => commands.length === 0).map(([source]) => source);
    expect(without.filter((source) => !/^(bench|docs|schemas)\//.test(source))).toEqual([]);
  });

  it.each([...shown].flatMap(([source, commands]) => commands.map((command) => [source, command])))(
    "%s: %s",
    async (_, command = "") => {
      // Quoted words are arguments; `--help` itself is always there.
      const [name = "", ...words] = command.replaceAll(/'[^']*'/g, "quoted").split(/\s+/);
      const known = name.startsWith("-") ? await help() : await help(name);
      for (const option of [name, ...words].filter((word) => word.startsWith("-") && word !== "-"))
        expect(known).toMatch(new RegExp(`(^|[ ,])${option}\\b`, "m"));
    },
  );
});
