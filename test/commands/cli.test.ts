/** The command line as a program sees it: exit codes, streams, help, JSON. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runCommand } from "../command-line.js";
import { ROOT } from "../real-docs.js";

describe("wireloom", () => {
  it("--help names the commands and the exit codes, on stdout", async () => {
    const { code, stdout, stderr } = await runCommand("--help");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const word of ["derive", "generate", "demo", "Exit codes"]) expect(stdout).toContain(word);
  });

  it.each(["--version", "-V"])("%s is the version of the package", async (flag) => {
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
    expect(await runCommand(flag)).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  });

  it.each(["derive", "generate", "demo"])("%s --help has examples", async (command) => {
    const { code, stdout } = await runCommand(command, "--help");
    expect(code).toBe(0);
    expect(stdout).toMatch(/Examples?:/);
  });

  it.each([
    [["derve"], /Did you mean derive/],
    [["derive", "--chek"], /Did you mean --check/],
    [["derive", "--format", "xml"], /text, json/],
    [["derive", "--docs"], /argument missing/],
  ])("%j is a usage error", async (args, message) => {
    const { code, stdout, stderr } = await runCommand(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });

  it("missing documentation is told with its place and the command that fetches it, without colours in a pipe", async () => {
    const { code, stderr } = await runCommand("derive", "--docs", "/nowhere", "--lines", "linear", "--check");
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /^\/nowhere\/docs-legacy error input\/no-checkout There is no .*\n {2}fix: Run `npx @wireloom\/cli docs --docs \/nowhere`/m,
    );
    expect(stderr.match(/input\/no-checkout/g)).toHaveLength(1);
    expect(stderr).not.toContain("\u001b");
  });

  it("generate --check --format json is JSON and clean on what is committed", async () => {
    const { code, stdout } = await runCommand("generate", "--check", "--format", "json");
    expect(code).toBe(0);
    const result = JSON.parse(stdout) as { lines: { line: string; topics: number }[]; changes: unknown[] };
    expect(result.changes).toEqual([]);
    expect(result.lines.reduce((sum, { topics }) => sum + topics, 0)).toBe(66);
  });
});
