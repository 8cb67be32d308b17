/** What README and docs show: code compiles under strict settings, the client's example runs, links lead somewhere. */

import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";
import { startMock } from "../../generator/commands/mock.js";
import { compile } from "../compile.js";
import { ROOT } from "../real-docs.js";

const DOCUMENTS = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  "examples/README.md",
  ...readdirSync(join(ROOT, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
const textOf = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const codeOf = (path: string): string[] =>
  [...textOf(path).matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code);

/** What a block of code may take as given: the rest it says itself. */
const GIVEN = "declare const text: string, bytes: Uint8Array, start: number, end: number;\n";
const BLOCKS = DOCUMENTS.flatMap((path) => codeOf(path).map((code, index) => ({ path, index, code })));

// Below the root, so that the packages and ws resolve as they do for their users.
const folder = join(ROOT, ".tmp/documents");
beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
});

it("shows code that compiles", () => {
  const files = BLOCKS.map(({ path, index, code }) => {
    const file = join(folder, `${path.replaceAll(/\W/g, "-")}-${index}.mts`);
    writeFileSync(file, GIVEN + code);
    return file;
  });
  expect(files.length).toBeGreaterThanOrEqual(5);
  const problems = compile(files, {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ["node"],
  });
  expect(problems).toEqual([]);
});

describe("docs/clients.md", () => {
  const [example = ""] = codeOf("docs/clients.md");

  it("begins with an example of at most 15 lines", () => {
    expect(example.split("\n").filter((line) => line.trim() !== "").length).toBeLessThanOrEqual(15);
  });

  it("shows what runs", async () => {
    const mock = await startMock({ line: "linear", intervalMs: 5 });
    const path = join(folder, "connect.mjs");
    // The exchange's testnet is somewhere else than the mock.
    writeFileSync(path, example.replace('network: "testnet"', `url: ${JSON.stringify(mock.url("public"))}`));
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [path], { timeout: 20_000 });
    await mock.close();
    expect(stderr).toBe("");
    expect(stdout).toMatch(/^public connecting \npublic ready \n/);
    expect(stdout).toMatch(/close \d/);
    // A trade's price, and the book around it: of one market.
    const [price, bid, ask] = (/^([\d.]+) ([\d.]+) ([\d.]+)$/m.exec(stdout) ?? []).slice(1).map(Number);
    expect(bid).toBeLessThan(ask ?? 0);
    expect(Math.abs((price ?? 0) / (bid ?? 1) - 1)).toBeLessThan(0.01);
    expect(stdout).toMatch(/public closed \n$/);
  });
});

it("has no more than 105 lines in its README", () => {
  expect(textOf("README.md").split("\n").length).toBeLessThanOrEqual(106);
});

/** What a heading is called in a link to it, as GitHub has it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

describe.each(DOCUMENTS)("%s", (path) => {
  const links = [...textOf(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  const inside = links.filter((target) => !/^[a-z]+:/.test(target));

  it("links to what is there", () => {
    const broken = inside.filter((target) => {
      const [file = "", anchor] = target.split("#");
      const at = file === "" ? path : join(dirname(path), file);
      if (!existsSync(join(ROOT, at))) return true;
      const headings = [...textOf(at).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => anchorOf(heading));
      return anchor !== undefined && !headings.includes(anchor);
    });
    expect(broken).toEqual([]);
  });
});
