/** What is in both tarballs, and what linters of packages say of them. tarballs.test.ts has packed them. */

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { describe, expect, it } from "vitest";
import { THOROUGH } from "../effort.js";
import { ROOT } from "../real-docs.js";
import { PACKAGES, type Packed } from "./pack.js";

/** Runs a linter; what it prints becomes the message of the failure. */
function lint(name: string, ...args: string[]): void {
  try {
    execFileSync(join(ROOT, "node_modules/.bin", name), args, { encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    expect.fail((error as { stdout: string }).stdout);
  }
}

export function describePackages(packed: () => ReadonlyMap<string, Packed>): void {
  describe.each(PACKAGES)("$name", ({ name, folder }) => {
    const of = (): Packed => packed().get(name) as Packed;

    it("is clean for publint, suggestions aside", () => {
      lint("publint", "run", "--strict", of().tarball);
    });

    const { exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
      exports: Record<string, unknown>;
    };
    const entries = Object.entries(exports).filter(([entry]) => !entry.endsWith(".json"));

    it("has beside each module that is an entry its types", () => {
      const files = new Set(of().files.map((path) => `./${path}`));
      for (const [entry, conditions] of entries) {
        const { default: module } = conditions as { default: string };
        const types = module.replace(/\.js$/, ".d.ts");
        expect(conditions, entry).toEqual({ types, default: module });
        expect([files.has(module), files.has(types)], entry).toEqual([true, true]);
      }
    });

    it("has types that resolve like its modules", () => {
      // node16: only resolution without `exports` (TypeScript's "node10") is left out; Node itself has had them since 12.
      // cjs-resolves-to-esm: that `require` gets an ES module is meant; every Node of `engines` that knows it by itself
      // loads them, and tarballs.test.ts does so with every entry.
      const rules = ["--profile", "node16", "--ignore-rules", "cjs-resolves-to-esm"];
      // Entries are all of one shape, see above.
      const sample = entries.filter((_, index) => THOROUGH || index % 12 === 0).map(([entry]) => entry);
      lint("attw", of().tarball, ...rules, "--entrypoints", ...sample, "--no-definitely-typed", "--format", "ascii");
    }, 60_000);

    it("has its licence, its README and nothing that only serves its making", () => {
      const { files } = of();
      for (const name of ["LICENSE", "README.md", "package.json"]) expect(files).toContain(name);
      expect(readFileSync(join(folder, "LICENSE"), "utf8")).toBe(readFileSync(join(ROOT, "LICENSE"), "utf8"));
      expect(
        files.filter((path) => /(^|\/)(test|bench|\.ci|node_modules)\/|tsbuildinfo|tsconfig|\.npmrc/.test(path)),
      ).toEqual([]);
    });

    it("has source maps only with their sources", () => {
      const { files } = of();
      const known = new Set(files);
      const missing = files.flatMap((path) => {
        if (path.endsWith(".map")) {
          const { sources } = JSON.parse(readFileSync(join(folder, path), "utf8")) as { sources: string[] };
          return sources.map((source) => posix.join(dirname(path), source)).filter((source) => !known.has(source));
        }
        if (!/\.(js|d\.ts)$/.test(path)) return [];
        const map = /^\/\/# sourceMappingURL=(\S+)$/m.exec(readFileSync(join(folder, path), "utf8"))?.[1];
        return map === undefined || known.has(posix.join(dirname(path), map)) ? [] : [map];
      });
      expect(missing).toEqual([]);
    });
  });

  it("the tool has no maps, the generated package has one for each module", () => {
    const [tool = [], generated = []] = PACKAGES.map(({ name }) => packed().get(name)?.files);
    const maps = (files: readonly string[]): string[] => files.filter((path) => path.endsWith(".js.map"));
    expect(maps(tool)).toEqual([]);
    expect(maps(generated).length).toBe(generated.filter((path) => path.endsWith(".js")).length);
    expect(maps(generated)).toContain("dist/linear/trade.js.map");
  });

  it("both are of one origin", () => {
    const [of, from] = PACKAGES.map(
      ({ folder }) => JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, unknown>,
    );
    for (const key of ["version", "license", "author", "homepage", "bugs", "engines", "publishConfig"]) {
      expect(of?.[key], key).toBeDefined();
      expect(from?.[key], key).toEqual(of?.[key]);
    }
    expect(from?.repository).toEqual({ ...(of?.repository as object), directory: "generated" });
  });

  it("`npm ci` has nothing to ask about install scripts: each is allowed or denied", () => {
    const lock = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
      packages: Record<string, { hasInstallScript?: boolean }>;
    };
    const { allowScripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { allowScripts: object };
    const withScript = Object.entries(lock.packages).filter(([, { hasInstallScript }]) => hasInstallScript === true);
    const names = withScript.map(([path]) => path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length));
    expect(names).toEqual(Object.keys(allowScripts));
  });
}
