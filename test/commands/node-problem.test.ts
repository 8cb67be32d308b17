/** An old Node gets a sentence, not a stack trace. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "acorn";
import { describe, expect, it } from "vitest";
import { nodeProblem } from "../../generator/node-problem.js";
import { ROOT } from "../real-docs.js";

const textOf = (path: string): string => readFileSync(join(ROOT, path), "utf8");

describe("the version of Node", () => {
  it.each(["20.19.0", "20.20.2", "22.0.0", "24.1.0", "100.0.0-nightly20990101"])("%s will do", (version) => {
    expect(nodeProblem(version)).toBeUndefined();
  });

  it.each(["20.18.3", "20.9.0", "18.20.8", "16.20.2", "12.22.12", "20.18.0-rc.1"])("%s is too old", (version) => {
    expect(nodeProblem(version)).toBe(`wireloom needs Node 20.19 or later; this is ${version}.`);
  });

  it.each(["package.json", "generated/package.json"])("is the same in the engines of %s", (path) => {
    const { engines } = JSON.parse(textOf(path)) as { engines: { node: string } };
    const minimum = engines.node.replace(/^>=/, "");
    expect(nodeProblem(`${minimum}.0`)).toBeUndefined();
    const [major, minor] = minimum.split(".").map(Number);
    expect(nodeProblem(`${major}.${Number(minor) - 1}.99`)).toContain(` ${minimum} `);
  });

  it("is looked at before anything else is loaded, in code that Node 14 can read", () => {
    const imports = (path: string): unknown[] => {
      // ES2020 has no await at the top level and no class fields; parsing anything later throws.
      const { body } = parse(textOf(path), { ecmaVersion: 2020, sourceType: "module", allowHashBang: true });
      return body.flatMap((node) => (node.type === "ImportDeclaration" ? [node.source.value] : []));
    };
    expect(imports("dist/generator/bin.js")).toEqual(["./node-problem.js"]);
    expect(imports("dist/generator/node-problem.js")).toEqual([]);
  });
});
