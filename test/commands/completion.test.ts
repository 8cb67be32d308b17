/** What a shell offers: bash runs the script, the others are read. */

import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { runCommand } from "../command-line.js";

const script = async (shell: string): Promise<string> => (await runCommand("completion", "--shell", shell)).stdout;

/** The words that bash offers behind a command line that ends in the word that is being written. */
async function offered(...words: string[]): Promise<string[]> {
  const ask = `COMP_WORDS=(wireloom ${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length}; _wireloom; printf '%s\n' "\${COMPREPLY[@]}"`;
  const text = execFileSync("bash", ["-c", `${await script("bash")}\n${ask}`], { encoding: "utf8" });
  return text.split("\n").filter((word) => word !== "");
}

describe("bash", () => {
  it.each([
    [["gen"], ["generate"]],
    [["derive", "--str"], ["--strict"]],
    [
      ["validate", "--format", "j"],
      ["json", "junit"],
    ],
    [["generate", "--out", ""], []],
  ])("%j", async (words, expected) => {
    expect(await offered(...words)).toEqual(expected);
  });

  it("offers every command at first", async () => {
    const help = (await runCommand("--help")).stdout;
    const commands = [...help.matchAll(/^ {2}([a-z]+) .*$/gm)]
      .map(([, name]) => name)
      .filter((name) => name !== "help");
    expect(await offered("")).toEqual(expect.arrayContaining(["derive", "validate", "mock"]));
    expect((await offered("")).length).toBeGreaterThanOrEqual(commands.length - 1);
  });
});

it.each(["zsh", "fish"])("%s has every command with its description, in quotes that nothing ends", async (shell) => {
  const text = await script(shell);
  for (const command of ["derive", "generate", "validate", "mock"]) expect(text).toContain(command);
  expect((text.replaceAll("\\'", "").match(/'/g) ?? []).length % 2).toBe(0);
});

it("another shell is refused with those that there are", async () => {
  const { code, stderr } = await runCommand("completion", "--shell", "tcsh");
  expect(code).toBe(2);
  expect(stderr).toMatch(/bash, zsh, fish/);
});
