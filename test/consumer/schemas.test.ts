/** The schemas of the package, read by a tool that knows nothing of ours: Ajv in strict mode, which refuses keywords and formats it does not know. */

import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { globSync } from "tinyglobby";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../generator/mock/random.js";
import { compile } from "../compile.js";
import { loadEntry, loadLineSpec } from "../conformance/generated-package.js";
import { runs } from "../effort.js";
import { LINES, ROOT } from "../real-docs.js";
import { messageText } from "../spec/dialect-values.js";

const GENERATED = join(ROOT, "generated");
const read = (path: string): string => readFileSync(join(GENERATED, path), "utf8");
/** By its path below `schemas/`. */
const judge = (path: string): ValidateFunction =>
  new Ajv2020({ strict: true }).compile(JSON.parse(read(`schemas/${path}`)) as object);

const TEXTS = runs(40);

describe.each(LINES)("%s", (name) => {
  const line = loadLineSpec(name);

  it.each(line.topics.map((topic) => [topic.modulePath, topic] as const))(
    "%s is accepted and refused as by its validator",
    async (modulePath, topic) => {
      const fits = judge(`${name}/${modulePath}.json`);
      const entry = await loadEntry(name, modulePath);
      const { is } = entry[topic.validatorName] as { is(value: unknown): boolean };
      const random = createRandom(1);
      const verdicts = new Set<boolean>();
      for (const { type } of topic.forms)
        for (let count = 0; count < TEXTS; count += 1) {
          const text = messageText(type, random).toString();
          const value = parsed(text);
          if (value === undefined) continue;
          expect([text, fits(value)]).toEqual([text, is(value)]);
          verdicts.add(is(value));
        }
      expect(verdicts).toEqual(new Set([true, false]));
    },
  );

  it("the schema of the line takes what that of a topic takes", () => {
    const fits = judge(`${name}.json`);
    const random = createRandom(2);
    for (const topic of line.topics) {
      const ofTopic = judge(`${name}/${topic.modulePath}.json`);
      for (const { type } of topic.forms)
        for (let count = 0; count < 5; count += 1) {
          const value = parsed(messageText(type, random).toString());
          if (value !== undefined && ofTopic(value)) expect(fits(value)).toBe(true);
        }
    }
    expect(fits({ topic: 5 })).toBe(false);
    expect(fits("text")).toBe(false);
  });
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

it("each schema says where the package has it", () => {
  const paths = globSync("**/*.json", { cwd: join(GENERATED, "schemas") });
  expect(paths.length).toBeGreaterThan(LINES.length);
  for (const path of paths) {
    const { $id } = JSON.parse(read(`schemas/${path}`)) as { $id: string };
    expect($id).toBe(`https://unpkg.com/@wireloom/bybit/schemas/${path}`);
  }
});

it("the README says how large schemas and texts are", () => {
  const rows = [...read("README.md").matchAll(/^\| `(\S+)` \|.*\| (\d+) \|$/gm)].map(([, path = "", size]) => ({
    path,
    size,
  }));
  const sized = rows.filter(({ path }) => !path.startsWith("@"));
  expect(sized.map(({ path }) => path)).toEqual(["schemas/", "llms.txt", "llms-full.txt"]);
  for (const { path, size } of sized) {
    const files = path.endsWith("/") ? globSync(`${path}**/*`, { cwd: GENERATED }) : [path];
    const bytes = files.reduce((sum, file) => sum + statSync(join(GENERATED, file)).size, 0);
    expect([path, Math.ceil(bytes / 1000)]).toEqual([path, Number(size)]);
  }
});

describe("the texts for language models", () => {
  it("name every line and topic, the full one every member", () => {
    const [short, full] = [read("llms.txt"), read("llms-full.txt")];
    for (const name of LINES) {
      const { topics } = loadLineSpec(name);
      expect(short).toContain(`\n## ${name}: `);
      for (const { modulePath, schema } of topics) {
        expect(short).toContain(`\n- \`${modulePath}\`: `);
        const section = full.split(`\n### ${name}/${modulePath}\n`)[1]?.split("\n### ")[0] ?? "";
        for (const member of membersOf(schema)) expect(section).toMatch(new RegExp(`[\`.]${member}[\`.[]`));
      }
    }
  });

  it("show calls that compile", () => {
    const folder = join(ROOT, ".tmp/llms");
    mkdirSync(folder, { recursive: true });
    const files = LINES.map((name) => {
      const [, section = ""] = read("llms.txt").split(`\n## ${name}: `);
      const calls = [...(section.split("\n## ")[0] ?? "").matchAll(/`(client\.subscribe\(.*)`$/gm)].map(
        ([, call]) => call,
      );
      expect(calls.length).toBeGreaterThan(5);
      const { typeName } = loadLineSpec(name);
      const file = join(folder, `${name}.mts`);
      const client = `import { ${typeName}Client } from "@wireloom/bybit/${name}/client";\nconst client = new ${typeName}Client();`;
      writeFileSync(file, `${client}\n${calls.map((call) => `await ${call};\n`).join("")}`);
      return file;
    });
    const options = { strict: true, noEmit: true, skipLibCheck: true, types: ["node"], target: ts.ScriptTarget.ES2022 };
    expect(compile(files, { ...options, module: ts.ModuleKind.NodeNext })).toEqual([]);
  });

  it("the short one fits into a prompt", () => {
    expect(read("llms.txt").length).toBeLessThan(12_000);
  });
});

/** Names of all `properties` of a schema. */
function membersOf(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => [
    ...(key === "properties" ? Object.keys(value as object) : []),
    ...membersOf(value),
  ]);
}
