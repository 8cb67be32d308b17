/** `wireloom.config.*`: every form of it is read, the command line goes before it, and what is wrong with it is said. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CONFIG_FILES, readConfig } from "../../generator/commands/config-file.js";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import { runCommand } from "../command-line.js";
import { ROOT } from "../real-docs.js";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wireloom-config-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

/** The same settings as each language writes them. */
const TEXTS: Readonly<Record<string, string>> = {
  ts: 'const lines: string[] = ["linear"];\nexport default { schemas: "spec" as string, lines };\n',
  mts: 'export default { schemas: "spec" as string, lines: ["linear"] };\n',
  js: 'export default { schemas: "spec", lines: ["linear"] };\n',
  mjs: 'export default { schemas: "spec", lines: ["linear"] };\n',
  json: '{ "schemas": "spec", "lines": ["linear"] }\n',
  yaml: "schemas: spec\nlines: [linear]\n",
  yml: "schemas: spec\nlines: [linear]\n",
};

describe("a config file", () => {
  it.each(CONFIG_FILES)("is read from %s", async (name) => {
    write(name, TEXTS[name.split(".").at(-1) ?? ""] ?? "");
    const report = createReport();
    expect(await readConfig(undefined, report, folder)).toEqual({ schemas: "spec", lines: ["linear"] });
    expect(report.diagnostics).toEqual([]);
  });

  it("is not needed", async () => {
    expect(await readConfig(undefined, createReport(), folder)).toEqual({});
  });

  it("has paths that lead from its own folder", async () => {
    mkdirSync(join(folder, "settings"));
    const path = write("settings/mine.json", '{ "docs": "../pages" }');
    expect(await readConfig(path, createReport(), folder)).toEqual({ docs: "pages" });
  });

  it.each([
    ["a setting that does not exist", "schema: spec\n", /no setting "schema".*Did you mean "schemas"/s],
    ["a value of another type", "lines: linear\n", /"lines" is not a list of names/],
    ["a list", "- schemas\n", /not an object of settings|no setting "0"/],
    ["what is no YAML", "schemas: [\n", /cannot be loaded/],
  ])("tells of %s", async (_, text, message) => {
    write("wireloom.config.yaml", text);
    const report = createReport();
    expect(await readConfig(undefined, report, folder)).toEqual({});
    expect(report.diagnostics.map((each) => `${each.file} ${each.message} ${each.fix}`).join("\n")).toMatch(message);
  });

  it("that throws is a diagnostic and no crash", async () => {
    const { code, stderr } = await runCommand("--config", write("broken.mjs", 'throw new Error("no");\n'), "generate");
    expect(code).toBe(2);
    expect(stderr).toContain("cannot be loaded");
    expect(stderr).not.toContain("bug of wireloom");
  });

  it("that was named and is not there is told", async () => {
    const { code, stderr } = await runCommand("--config", join(folder, "gone.ts"), "defects");
    expect(code).toBe(2);
    expect(stderr).toContain("does not exist");
  });
});

describe("a command", () => {
  it("takes from it what the command line does not say", async () => {
    const config = write("mine.json", JSON.stringify({ schemas: join(ROOT, "schemas"), lines: ["linear"] }));
    const lines = async (...args: string[]): Promise<string[]> => {
      const { stdout } = await runCommand("--config", config, "asyncapi", ...args);
      const { channels } = JSON.parse(stdout) as { readonly channels: object };
      return [...new Set(Object.keys(channels).map((key) => key.split(".")[0] ?? ""))];
    };
    expect(await lines()).toEqual(["linear"]);
    expect(await lines("--lines", "spot")).toEqual(["spot"]);
  });
});
