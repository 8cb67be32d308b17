/** One fault of the documentation stays one fault: the topic that has it keeps its former schema, everything else is derived. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type DeriveOptions, derive } from "../../generator/commands/derive.js";
import { generate } from "../../generator/commands/generate.js";
import { exitCodeOf } from "../../generator/diagnostics/diagnostic.js";
import { runCommand } from "../command-line.js";
import { LINE_YAML } from "../derive/pages.js";
import { ROOT } from "../real-docs.js";
import { EXCHANGE_YAML } from "../toy-exchange.js";

const page = (topic: string, value = '"1.5"'): string => `---
title: ${topic}
---

| Parameter | Type | Comments |
|---|---|---|
| price | string | Price |

\`\`\`json
{ "topic": "${topic}.ABC", "data": { "price": ${value} } }
\`\`\`
`;

const topicYaml = (name: string): string => `  - name: ${name}
    description: A topic.
    connection: public
    heading: ${name}
    page: toy/${name}.mdx
    topics: ["${name}.{symbol}"]
`;

const TOPICS = ["tick", "tock", "tack"];
const LINE = LINE_YAML.replace(/pages:[\s\S]*?connections:/, () => {
  const pages = TOPICS.map((name) => `  - page: toy/${name}.mdx\n    reader: mdx\n`);
  return `pages:\n${pages.join("")}connections:`;
}).replace(/topics:\n {2}- name: tick[\s\S]*?skip:/, () => `topics:\n${TOPICS.map(topicYaml).join("")}skip:`);

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "wireloom-faults-"));
  write("spec/exchange.yaml", EXCHANGE_YAML);
  write("spec/toy/line.yaml", LINE);
  for (const name of TOPICS) write(`docs/toy/${name}.mdx`, page(name));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const read = (path: string): string => readFileSync(join(root, path), "utf8");
const remove = (path: string): void => rmSync(join(root, path));
const run = (options: Partial<DeriveOptions> = {}) =>
  derive({ docs: join(root, "docs"), schemas: join(root, "spec"), ...options });
const statuses = (topics: Awaited<ReturnType<typeof run>>["topics"]) =>
  Object.fromEntries(topics.map(({ topic, status }) => [topic, status]));
const priceType = (topic: string): unknown =>
  JSON.parse(read(`spec/toy/${topic}.schema.json`)).$defs.data.properties.price.type;

const ALL_DERIVED = { tick: "derived", tock: "derived", tack: "derived", control: "derived" };

describe("a damaged page", () => {
  const NUMBER = page("tock", "1.5");
  it.each([
    ["is gone", undefined, "derive/no-heading"],
    ["is empty", "", "derive/no-heading"],
    ["has lost its heading", NUMBER.replace("title: tock", "title: other"), "derive/no-heading"],
    ["has lost its front matter", NUMBER.replace(/---[\s\S]*?---/, ""), "derive/no-heading"],
    ["has front matter that is no YAML", NUMBER.replace("title: tock", 'title: "tock'), "derive/no-heading"],
    ["has no example any more", NUMBER.replace(/```[\s\S]*```/, ""), "derive/no-example"],
    ["has a broken example", NUMBER.replace("1.5 }", "<b> }"), "derive/unreadable-example"],
    ["ends inside of its example", NUMBER.replace(/\n```\n$/, "\n"), "input/unclosed-fence"],
    ["shows another topic", NUMBER.replace("tock.ABC", "tack.ABC"), "derive/other-topic"],
  ])("%s: its topic keeps the former schema, the others are derived anew", async (_, damaged, code) => {
    expect(statuses((await run()).topics)).toEqual(ALL_DERIVED);
    write("docs/toy/tick.mdx", page("tick", "1.5"));
    if (damaged === undefined) remove("docs/toy/tock.mdx");
    else write("docs/toy/tock.mdx", damaged);
    const { diagnostics, topics } = await run();
    expect(exitCodeOf(diagnostics)).not.toBe(0);
    expect(statuses(topics)).toEqual({ ...ALL_DERIVED, tock: "stale" });
    expect([priceType("tick"), priceType("tock"), priceType("tack")]).toEqual(["number", "string", "string"]);
    const told = topics.find(({ topic }) => topic === "tock")?.diagnostics ?? [];
    expect(told.map((each) => [each.severity, each.code])).toContainEqual(["error", code]);
    for (const { file, fix } of told) expect([file, fix]).toEqual([expect.stringMatching(/tock/), expect.any(String)]);
  });

  it.each([
    ["a tab that is never closed", '<Tabs>\n<TabItem value="a">\n', "input/page"],
    ["a link to nowhere", "See [the list](../nowhere#price).\n", undefined],
    ["a list in front of the table", "- one\n- two\n\n", undefined],
  ])("that has %s is read all the same", async (_, damage, code) => {
    write("docs/toy/tock.mdx", page("tock").replace("| Parameter", `${damage}\n| Parameter`));
    const { diagnostics, topics } = await run();
    expect(statuses(topics)).toEqual(ALL_DERIVED);
    const found = diagnostics.filter((each) => each.code !== "derive/no-description");
    expect(found.map((each) => each.code)).toEqual(code === undefined ? [] : [code, code]);
    for (const { line, fix } of found) expect([line, fix]).toEqual([expect.any(Number), expect.any(String)]);
  });
});

describe("a heading", () => {
  it("that is new is told, and withholds nothing", async () => {
    write("docs/toy/tick.md", '# tick\n\n```json\n{ "topic": "tick.ABC", "data": { "price": 1.5 } }\n```\n');
    write(
      "spec/toy/line.yaml",
      LINE.replaceAll("toy/tick.mdx\n    reader: mdx", "toy/tick.md\n    reader: markdown").replace(
        "page: toy/tick.mdx",
        "page: toy/tick.md",
      ),
    );
    expect(statuses((await run()).topics)).toEqual(ALL_DERIVED);
    write(
      "docs/toy/tick.md",
      `${read("docs/toy/tick.md").replace("1.5", '"1.5"')}\n# New\n\n${"| a | b |\n|---|---|\n| 1 | 2 |\n"}`,
    );
    const { diagnostics, topics } = await run();
    expect(statuses(topics)).toEqual(ALL_DERIVED);
    expect(priceType("tick")).toBe("string");
    const uncovered = diagnostics.filter(({ code }) => code === "derive/uncovered");
    expect(uncovered.map(({ line }) => line)).toEqual([7, 9]);
    expect(exitCodeOf(diagnostics)).toBe(1);
  });

  it.each([
    [
      "stands on another page than the topic's",
      "    page: toy/tock.mdx",
      "    page: toy/tack.mdx",
      "derive/no-heading",
      "error",
    ],
    ["stands on several pages", "    page: toy/tock.mdx\n", "", "derive/several-pages", "warning"],
  ])("that %s is told with both places", async (_, from, to, code, severity) => {
    write("spec/toy/line.yaml", LINE.replace(from, to));
    if (to === "") write("docs/toy/tack.mdx", `${page("tack")}\n## tock\n`);
    const { topics } = await run();
    expect(topics.find(({ topic }) => topic === "tock")?.diagnostics).toContainEqual(
      expect.objectContaining({ code, severity, message: expect.stringMatching(/ in line \d+ of toy\/t[oa]ck\.mdx/) }),
    );
  });
});

describe("a topic that cannot be derived", () => {
  const BROKEN = page("tock").replace('"1.5" }', "<b> }");

  it("is stale each time until the page is put right, and keeps its lines of the page", async () => {
    await run();
    const before = JSON.parse(read("spec/toy/sources.json"));
    write("docs/toy/tock.mdx", BROKEN);
    for (const time of ["first", "second"]) {
      const { diagnostics } = await run();
      expect([time, diagnostics.some(({ code }) => code === "derive/stale-schema")]).toEqual([time, true]);
      const { schemas, underived } = JSON.parse(read("spec/toy/sources.json"));
      expect(schemas["tock.schema.json"]).toEqual(before.schemas["tock.schema.json"]);
      expect(underived).toEqual({ tock: "stale" });
    }
    write("docs/toy/tock.mdx", page("tock"));
    expect((await run()).diagnostics.some(({ code }) => code === "derive/stale-schema")).toBe(false);
    expect(JSON.parse(read("spec/toy/sources.json"))).toEqual(before);
  });

  it("and never was is left out, and the package is made without it", async () => {
    write("docs/toy/tock.mdx", BROKEN);
    const { diagnostics, topics } = await run();
    expect(statuses(topics)).toEqual({ ...ALL_DERIVED, tock: "left-out" });
    expect(diagnostics.map(({ code }) => code)).toContain("derive/left-out");
    const generated = await generate({ schemas: join(root, "spec"), out: join(root, "package") });
    expect(generated.lines).toMatchObject([{ line: "toy", topics: 2 }]);
    expect(generated.diagnostics).toMatchObject([{ code: "config/left-out-topic", severity: "warning" }]);
  });

  it("makes `generate` warn that its schema is stale", async () => {
    await run();
    write("docs/toy/tock.mdx", BROKEN);
    await run();
    const { diagnostics, lines } = await generate({ schemas: join(root, "spec"), out: join(root, "package") });
    expect(diagnostics).toMatchObject([
      { code: "config/stale-schema", severity: "warning", file: "toy/tock.schema.json", fix: expect.any(String) },
    ]);
    expect(lines).toMatchObject([{ topics: 3 }]);
  });

  it("withholds everything from a strict run", async () => {
    await run();
    const before = read("spec/toy/tick.schema.json");
    write("docs/toy/tick.mdx", page("tick", "1.5"));
    write("docs/toy/tock.mdx", BROKEN);
    const { changes, diagnostics } = await run({ strict: true });
    expect(changes).toEqual([]);
    expect(diagnostics.some(({ code }) => code === "derive/stale-schema")).toBe(false);
    expect(read("spec/toy/tick.schema.json")).toBe(before);
  });

  it("may be so by its overlay, which the others do not have", async () => {
    write("spec/toy/tock.overlay.yaml", "- at: $\n");
    expect(statuses((await run()).topics)).toEqual({ ...ALL_DERIVED, tock: "left-out" });
  });
});

describe("the report", () => {
  const isReport = new Ajv2020({ strict: true, strictTypes: false }).compile(
    JSON.parse(readFileSync(join(ROOT, "schemas/derive-report.schema.json"), "utf8")) as object,
  );

  it.each([
    ["a clean run", page("tock"), 0],
    ["a run with a guess", page("tock", "1.5"), 0],
    ["a run with a fault", page("tock").replace("tock.ABC", "tack.ABC"), 1],
  ])("of %s is as its schema says, and has each topic", async (_, text, exit) => {
    write("docs/toy/tock.mdx", text);
    const args = ["derive", "--docs", join(root, "docs"), "--schemas", join(root, "spec"), "--format", "json"];
    const { code, stdout } = await runCommand(...args);
    expect(code).toBe(exit);
    const report = JSON.parse(stdout) as { topics: { topic: string }[] };
    expect([isReport(report), isReport.errors]).toEqual([true, null]);
    expect(report.topics.map(({ topic }) => topic)).toEqual([...TOPICS, "control"]);
  });

  it("has the guesses first where people read it", async () => {
    write("docs/toy/tock.mdx", page("tock", "1.5"));
    const { stdout } = await runCommand("derive", "--docs", join(root, "docs"), "--schemas", join(root, "spec"));
    expect(stdout).toMatch(
      /^Guesses: .*\ntoy\/tock\.mdx:7 +toy\/tock \/data\/price +table: string; example: 1\.5 \(number\) /,
    );
  });
});

describe("a guess", () => {
  const overlay = `- at: "$['$defs'].data.properties.price"
  set: { type: string }
  because: captured
  evidence: a recording
`;

  it("is told with its topic, until an overlay has answered it", async () => {
    write("docs/toy/tock.mdx", page("tock", "1.5"));
    const guesses = async () =>
      (await run()).topics.flatMap(({ topic, guesses: own }) => own.map(({ code, line }) => [topic, code, line]));
    expect(await guesses()).toEqual([["tock", "type-conflict", 7]]);
    write("spec/toy/tock.overlay.yaml", overlay);
    expect(await guesses()).toEqual([]);
  });
});

describe("a line of which nothing can be read", () => {
  it("stays as it is", async () => {
    await run();
    const before = read("spec/toy/sources.json");
    const { changes, diagnostics, topics } = await run({ docs: join(root, "nowhere") });
    expect(changes).toEqual([]);
    expect(read("spec/toy/sources.json")).toBe(before);
    expect(new Set(topics.map(({ status }) => status))).toEqual(new Set(["stale"]));
    expect(exitCodeOf(diagnostics)).toBe(3);
  });
});
