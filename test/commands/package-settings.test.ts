/** What a project may have otherwise: the name of the package, templates, the spec itself. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { generate } from "../../generator/commands/generate.js";
import { runCommand } from "../command-line.js";
import { ROOT } from "../real-docs.js";

const schemas = join(ROOT, "test/fixtures/toy-exchange/schemas");
let folder: string;
let out: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wireloom-package-"));
  out = join(folder, "package");
});
afterEach(() => rmSync(folder, { recursive: true }));

const written = (path: string): string => readFileSync(join(out, path), "utf8");
const messagesOf = ({ diagnostics }: Awaited<ReturnType<typeof generate>>): string =>
  diagnostics.map(({ severity, message, fix }) => `${severity} ${message} ${fix}`).join("\n");

describe("the package", () => {
  it("has the name that the project wants, in each file that names it", async () => {
    await generate({ schemas, out, package: "@mine/feed" });
    expect(JSON.parse(written("package.json"))).toMatchObject({ name: "@mine/feed" });
    expect(written("README.md")).toContain('from "@mine/feed/');
    // And again the other one.
    await generate({ schemas, out });
    expect(JSON.parse(written("package.json"))).not.toMatchObject({ name: "@mine/feed" });
  });

  it("is made of the project's templates where it has some", async () => {
    const templates = join(folder, "templates");
    mkdirSync(templates);
    writeFileSync(join(templates, "LICENSE"), "Ours alone.\n");
    await generate({ schemas, out, templates });
    expect(written("LICENSE")).toBe("Ours alone.\n");
    writeFileSync(join(templates, "LICENSE"), "Everybody's.\n");
    await generate({ schemas, out, templates });
    expect(written("LICENSE")).toBe("Everybody's.\n");
  });

  it("is made of what `transform` makes of the spec, each time anew", async () => {
    const only = (name: string) =>
      generate({
        schemas,
        out,
        transform: (spec) => ({
          ...spec,
          lines: spec.lines.map((line) => ({ ...line, topics: line.topics.filter((topic) => topic.name === name) })),
        }),
      });
    const { lines: before } = await generate({ schemas, out });
    const names = JSON.parse(written("package.json")) as { readonly exports: object };
    const [first = "", second = ""] = Object.keys(names.exports).flatMap((path) => {
      const [, , topic = ""] = path.split("/");
      return topic === "" || ["client", "recognise", "recognise-wasm"].includes(topic) ? [] : [topic];
    });
    expect(before.reduce((sum, { topics }) => sum + topics, 0)).toBeGreaterThan(1);
    for (const name of [first, second]) {
      const { lines, diagnostics } = await only(name);
      expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
      expect(lines.reduce((sum, { topics }) => sum + topics, 0)).toBe(1);
    }
  });
});

describe("what is wrong with a setting is said, and nothing is written:", () => {
  it.each([
    ["a name that npm does not take", { package: "My Package" }, /is no name of an npm package/],
    ["a folder that is not there", { templates: "/nowhere/templates" }, /folder of templates does not exist/],
    ["a transform that throws", { transform: () => JSON.parse("{") }, /`transform` failed: SyntaxError/],
    ["a transform that gives nothing", { transform: () => undefined as never }, /`transform` gives no spec/],
  ])("%s", async (_, settings, message) => {
    const result = await generate({ schemas, out, ...settings });
    expect(messagesOf(result)).toMatch(message);
    expect(() => written("package.json")).toThrow();
  });

  it("a template that cannot be filled", async () => {
    const templates = join(folder, "templates");
    mkdirSync(templates);
    writeFileSync(join(templates, "client.ts.hbs"), "{{#if}}\n");
    expect(messagesOf(await generate({ schemas, out, templates }))).toMatch(/The package cannot be made/);
  });

  it("a template of another name, with the one that was meant", async () => {
    const templates = join(folder, "templates");
    mkdirSync(templates);
    writeFileSync(join(templates, "LICENCE"), "Ours.\n");
    expect(messagesOf(await generate({ schemas, out, templates }))).toMatch(/Did you mean "LICENSE"/);
  });
});

it("a config file has them too, and the gate holds the package to them", async () => {
  const config = join(folder, "wireloom.config.mjs");
  writeFileSync(
    config,
    `export default { schemas: ${JSON.stringify(schemas)}, out: ${JSON.stringify(out)}, package: "feed", transform: (spec) => ({ ...spec, lines: spec.lines.slice(0, 1) }) };\n`,
  );
  expect((await runCommand("--config", config, "generate")).code).toBe(0);
  expect(JSON.parse(written("package.json"))).toMatchObject({ name: "feed" });
  expect((await runCommand("--config", config, "generate", "--check")).code).toBe(0);
  const without = await runCommand("generate", "--schemas", schemas, "--out", out, "--check");
  expect(without.code).toBe(1);
});
