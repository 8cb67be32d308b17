/** Pages, line files, overlays and names that are broken or hostile: a diagnostic that says where, an exit code, nothing half-written. */

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import ts from "typescript";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { derive } from "../../generator/commands/derive.js";
import { generate } from "../../generator/commands/generate.js";
import { type Diagnostic, exitCodeOf } from "../../generator/diagnostics/diagnostic.js";
import { compile } from "../compile.js";
import { EXAMPLE, LINE_YAML, PAGE, TABLE } from "../derive/pages.js";
import { EXCHANGE_YAML } from "../toy-exchange.js";

let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "wireloom-test-"));
  write("spec/exchange.yaml", EXCHANGE_YAML);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string | Buffer): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** Every file below the spec folder and its text. */
function specFiles(): Record<string, string> {
  const files: Record<string, string> = {};
  const visit = (below: string): void => {
    for (const entry of readdirSync(join(root, below), { withFileTypes: true })) {
      if (entry.isDirectory()) visit(`${below}/${entry.name}`);
      else files[`${below}/${entry.name}`] = readFileSync(join(root, below, entry.name), "utf8");
    }
  };
  visit("spec");
  return files;
}

interface Outcome {
  readonly diagnostics: readonly Diagnostic[];
  readonly exit: number;
  readonly first: Diagnostic | undefined;
}

async function deriveToy(page: string | Buffer | undefined, line = LINE_YAML, overlay?: string): Promise<Outcome> {
  write("spec/toy/line.yaml", line);
  if (page !== undefined) write("docs/toy/page.md", page);
  if (overlay !== undefined) write("spec/toy/tick.overlay.yaml", overlay);
  const before = specFiles();
  const options = { docs: join(root, "docs"), schemas: join(root, "spec") };
  const strict = await derive({ ...options, strict: true });
  // A strict run that failed left everything as it was.
  if (exitCodeOf(strict.diagnostics) !== 0) expect(specFiles()).toEqual(before);
  const { diagnostics } = await derive(options);
  const exit = exitCodeOf(diagnostics);
  // One that is not strict left what has a fault as it was.
  const isFaulty = diagnostics.some(({ severity, topic }) => severity === "error" && topic === "toy/tick");
  const path = "spec/toy/tick.schema.json";
  if (isFaulty) expect(specFiles()[path]).toEqual(before[path]);
  return { diagnostics, exit, first: diagnostics.find(({ severity }) => severity === "error") };
}

describe("a good page", () => {
  it("needs an exchange.yaml, a line.yaml and the page, nothing else", async () => {
    expect((await deriveToy(PAGE)).exit).toBe(0);
    expect(Object.keys(specFiles()).sort()).toEqual([
      "spec/DEFECTS.md",
      "spec/defects.json",
      "spec/exchange.yaml",
      "spec/manifest.json",
      "spec/toy/control.schema.json",
      "spec/toy/dialogues.json",
      "spec/toy/line.yaml",
      "spec/toy/sources.json",
      "spec/toy/tick.schema.json",
    ]);
  });
});

describe("pages", () => {
  it.each([
    ["missing", undefined, "input/missing", 3],
    ["empty", "", "input/empty", 3],
    ["blank", " \n\n", "input/empty", 3],
    ["binary", Buffer.from([0x23, 0x20, 0x00, 0xff, 0xfe]), "input/binary", 3],
    ["not UTF-8", Buffer.from([0x23, 0x20, 0xe9, 0x0a]), "input/binary", 3],
    ["with an unfinished merge", `${PAGE}\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n`, "input/merge-conflict", 3],
    ["10 MB long", "x".repeat(10_000_000), "input/too-large", 3],
    ["cut inside a fence", `# Tick\n\n${TABLE}\n${EXAMPLE.slice(0, 60)}`, "input/unclosed-fence", 3],
    ["a table without an example", `# Tick\n\n${TABLE}`, "derive/no-example", 1],
    ["without the heading", `# Tock\n\n${TABLE}\n${EXAMPLE}`, "derive/no-heading", 1],
    ["with a heading that nothing names", `${PAGE}\n# Surprise\n`, "derive/uncovered", 1],
    ["with an example that no repair reads", PAGE.replace('"size": 2', '"size": <b>'), "derive/unreadable-example", 1],
  ] as const)("%s", async (_, page, code, exit) => {
    write("docs/toy/other.md", "# Other\n");
    const outcome = await deriveToy(page);
    expect(outcome.diagnostics.map((diagnostic) => diagnostic.code)).toContain(code);
    expect(outcome.exit).toBe(exit);
    const found = outcome.diagnostics.find((diagnostic) => diagnostic.code === code);
    expect(found?.file).toContain("page.md");
    expect(found?.line).toBeGreaterThan(0);
    expect(found?.column).toBeGreaterThan(0);
    expect(found?.fix).not.toBe("");
  });

  it("names the line of the unclosed fence and of the unread heading", async () => {
    expect((await deriveToy(`# Tick\n\n${TABLE}\n${EXAMPLE.slice(0, 60)}`)).first?.line).toBe(8);
    expect(
      (await deriveToy(`${PAGE}\n# Surprise\n`)).diagnostics.find(({ code }) => code === "derive/uncovered")?.line,
    ).toBe(15);
  });

  it("an example without a table is a warning, and all is required", async () => {
    const { diagnostics, exit } = await deriveToy(`# Tick\n\n${EXAMPLE}`);
    expect(exit).toBe(0);
    expect(diagnostics.map(({ code }) => code)).toContain("derive/no-table");
    expect(JSON.parse(specFiles()["spec/toy/tick.schema.json"] ?? "").$defs.item.required).toEqual(["price", "size"]);
  });

  it("deep nesting and long lines end in a diagnostic, soon", async () => {
    const deep = `# Tick\n\n\`\`\`json\n${"[".repeat(100_000)}\n\`\`\`\n`;
    expect((await deriveToy(deep)).first?.code).toBe("derive/unreadable-example");
    expect((await deriveToy(`# Tick\n\n${">".repeat(20_000)} x\n${"|".repeat(200_000)}\n`)).exit).toBe(1);
  }, 30_000);
});

describe("configuration", () => {
  it("YAML with tabs", async () => {
    const { first, exit } = await deriveToy(PAGE, LINE_YAML.replace("  - page:", "\t- page:"));
    expect(exit).toBe(2);
    expect(first).toMatchObject({ code: "config/line-file", line: 5 });
    expect(first?.fix).toMatch(/space/);
  });

  it.each([
    [
      "points nowhere",
      '- at: "$..nothing"\n  set: { type: string }\n  because: b\n  evidence: e\n',
      "config/stale-overlay",
    ],
    [
      "changes nothing",
      '- at: "$..item.properties.size"\n  set: { type: number }\n  because: b\n  evidence: e\n',
      "config/stale-overlay",
    ],
    ["is no JSONPath", '- at: "$["\n  set: { type: string }\n  because: b\n  evidence: e\n', "config/stale-overlay"],
    ["has no reason", '- at: "$.title"\n  set: { type: string }\n  evidence: e\n', "config/overlay"],
    ["is not a list", "at: x\n", "config/overlay"],
    ["has a tab", "-\tat: x\n\tset: {}\n", "config/overlay"],
  ])("an overlay that %s", async (_, overlay, code) => {
    const { first, exit } = await deriveToy(PAGE, LINE_YAML, overlay);
    expect(exit).toBe(2);
    expect(first).toMatchObject({ code, column: expect.any(Number) as number });
    expect(first?.file).toContain("tick.overlay.yaml");
  });

  it("an overlay of a topic that the line does not have", async () => {
    write("spec/toy/tock.overlay.yaml", '- at: "$"\n  set: { title: x }\n  because: b\n  evidence: e\n');
    expect((await deriveToy(PAGE)).first?.code).toBe("config/stale-overlay");
  });

  it("an overlay that holds is applied and named in the schema", async () => {
    const overlay =
      '- at: "$..item.properties.size"\n  set: { type: integer }\n  because: sizes are whole\n  evidence: capture\n';
    expect((await deriveToy(PAGE, LINE_YAML, overlay)).exit).toBe(0);
    expect(JSON.parse(specFiles()["spec/toy/tick.schema.json"] ?? "").$defs.item.properties.size).toMatchObject({
      type: "integer",
      "x-source": { overlay: "tick.overlay.yaml: sizes are whole" },
    });
  });

  it("a topic that names a path outside", async () => {
    const { first, exit } = await deriveToy(PAGE, LINE_YAML.replace("name: tick", 'name: "../../etc/passwd"'));
    expect(exit).toBe(2);
    expect(first).toMatchObject({ code: "config/line-file", line: 23 });
    expect(existsSync(join(root, "..", "etc"))).toBe(false);
  });

  it("two topics that are one file where letter case does not count", async () => {
    const twice = LINE_YAML.replace(
      "skip: []",
      '  - { name: Tick, description: T., connection: public, heading: Tick, topics: ["tock.{symbol}"] }\nskip: []',
    );
    const { first, exit } = await deriveToy(PAGE, twice);
    expect(exit).toBe(2);
    expect(first?.message).toMatch(/tick/i);
  });

  it("one line alone keeps the other lines' defects", async () => {
    write("spec/toy/line.yaml", LINE_YAML);
    write("docs/toy/page.md", PAGE.replace('"size": 2', '"size": 2,'));
    const words = { page: "other.md", topic: "tick", field: "", claim: "a", evidence: "b", decision: "c" };
    const other = { id: "00000000", productLine: "other", code: "misspelling", ...words };
    // A row that is none, because somebody edited the file, goes away.
    write("spec/defects.json", JSON.stringify([other, null, { productLine: "other", code: "misspelling" }]));
    await derive({ docs: join(root, "docs"), schemas: join(root, "spec"), lines: ["toy"], force: true });
    const rows = JSON.parse(specFiles()["spec/defects.json"] ?? "[]") as {
      id: string;
      productLine: string;
      code: string;
    }[];
    expect(rows.filter(({ productLine }) => productLine === "other")).toEqual([other]);
    const comma = rows.find(({ code }) => code === "repair-trailing-comma");
    const { defects } = JSON.parse(specFiles()["spec/toy/sources.json"] ?? "{}") as { defects: Record<string, object> };
    expect(defects[comma?.id ?? ""]).toEqual({ line: 11 });
  });

  it("an unknown line", async () => {
    write("spec/toy/line.yaml", LINE_YAML);
    const { diagnostics } = await derive({ docs: join(root, "docs"), schemas: join(root, "spec"), lines: ["nope"] });
    expect(diagnostics[0]).toMatchObject({ code: "usage/unknown-line" });
    expect(exitCodeOf(diagnostics)).toBe(2);
  });
});

const HOSTILE = [
  "__proto__",
  "constructor",
  "a-b",
  "123",
  "*/ process.exit() /*",
  "`${x}`",
  "'\"\\",
  "\u2028",
  "</script>",
];

describe("field names that want to be code", () => {
  it("become members of types and validators, and nothing else", async () => {
    const members = HOSTILE.map((name) => `${JSON.stringify(name)}: "1"`).join(", ");
    const rows = HOSTILE.filter((name) => !/[|`\u2028]/.test(name)).map(
      (name) => `| ${name} | string | */ evil() /* \`\${evil()}\` |`,
    );
    const page = `# Tick\n\n| Parameter | Type | Comments |\n|---|---|---|\n${rows.join("\n")}\n\n\`\`\`json\n{"topic": "tick.ABC", "data": [{${members}}]}\n\`\`\`\n`;
    write("spec/toy/line.yaml", LINE_YAML);
    write("docs/toy/page.md", page);
    const options = { docs: join(root, "docs"), schemas: join(root, "spec"), docText: true };
    expect(exitCodeOf((await derive(options)).diagnostics)).toBe(0);
    const schema = JSON.parse(readFileSync(join(root, "spec/toy/tick.schema.json"), "utf8"));
    expect(Object.keys(schema.$defs.item.properties)).toEqual(
      expect.arrayContaining(HOSTILE.filter((name) => name !== "123")),
    );
    const out = join(root, "out");
    expect(exitCodeOf((await generate({ schemas: join(root, "spec"), out })).diagnostics)).toBe(0);
    for (const file of [
      "tick.ts",
      "tick.check.ts",
      "topics.ts",
      "frame.ts",
      "protocol.ts",
      "client.ts",
      "control.ts",
      "enums.ts",
    ]) {
      const text = readFileSync(join(out, "src/toy", file), "utf8");
      const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
      const visit = (node: ts.Node): void => {
        if (ts.isIdentifier(node)) expect(["evil", "process"], file).not.toContain(node.text);
        ts.forEachChild(node, visit);
      };
      visit(source);
    }
    const problems = compile([join(out, "src/toy/index.ts")], {
      strict: true,
      noEmit: true,
      types: [],
      lib: ["lib.es2022.d.ts"],
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
    });
    expect(problems).toEqual([]);
  }, 60_000);
});

describe("output folders", () => {
  it("a link in the output folder is not followed", async () => {
    await deriveToy(PAGE);
    mkdirSync(join(root, "elsewhere"));
    mkdirSync(join(root, "out"));
    symlinkSync(join(root, "elsewhere"), join(root, "out/src"));
    const { diagnostics } = await generate({ schemas: join(root, "spec"), out: join(root, "out") });
    expect(diagnostics[0]?.code).toBe("config/output-path");
    expect(readdirSync(join(root, "elsewhere"))).toEqual([]);
  });

  it("a file in the way leaves everything as it was", async () => {
    await deriveToy(PAGE);
    write("out/src", "in the way");
    const { diagnostics } = await generate({ schemas: join(root, "spec"), out: join(root, "out") });
    expect(exitCodeOf(diagnostics)).toBe(2);
    expect(readdirSync(join(root, "out"))).toEqual(["src"]);
  });

  it("what a removed topic left behind goes, what people wrote stays", async () => {
    await deriveToy(PAGE);
    write("spec/toy/own.schema.json", "{}");
    write("spec/toy/notes.md", "by hand");
    expect((await deriveToy(PAGE, LINE_YAML.replace("name: tick", "name: tock"))).exit).toBe(0);
    expect(Object.keys(specFiles()).filter((path) => /tick|tock|own|notes/.test(path))).toEqual([
      "spec/toy/notes.md",
      "spec/toy/own.schema.json",
      "spec/toy/tock.schema.json",
    ]);
  });

  it("--check writes nothing and says which files differ", async () => {
    await deriveToy(PAGE);
    write("docs/toy/page.md", PAGE.replace('"1.5"', "1.5"));
    const before = specFiles();
    const { diagnostics } = await derive({ docs: join(root, "docs"), schemas: join(root, "spec"), check: true });
    expect(exitCodeOf(diagnostics)).toBe(1);
    expect(diagnostics.filter(({ code }) => code === "check/stale").map(({ file }) => file)).toEqual([
      join(root, "spec/DEFECTS.md"),
      join(root, "spec/defects.json"),
      join(root, "spec/manifest.json"),
      join(root, "spec/toy/dialogues.json"),
      join(root, "spec/toy/sources.json"),
      join(root, "spec/toy/tick.schema.json"),
    ]);
    expect(specFiles()).toEqual(before);
  });
});
