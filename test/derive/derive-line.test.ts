/** A product line from its pages: what is read, what is told, and that one topic's fault does not withhold the others. */

import { describe, expect, it } from "vitest";
import { deriveLine } from "../../generator/derive/derive-line.js";
import { type LineSources, readLine } from "../../generator/derive/read-line.js";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import type { LineFile } from "../../generator/spec/line-file.js";
import { EXAMPLE, PAGE, TABLE } from "./pages.js";
import { overlayOf, sourcesOf, TOY_LINE } from "./toy.js";

const WORDS = { topic: {}, data: {}, price: { kind: "price" as const }, size: { kind: "quantity" as const } };
const OVERLAY = "- at: \"$['$defs'].item.properties.price\"\n  set: { x-unit: BTC }\n  because: b\n  evidence: e\n";

function derive(sources: LineSources) {
  const report = createReport();
  return { ...deriveLine(sources, report), diagnostics: report.diagnostics };
}

const tell = (page: string) =>
  derive(sourcesOf(page, { words: WORDS })).diagnostics.map(({ code, severity, line }) => [code, severity, line]);

describe("a line", () => {
  it("has a schema for each topic and one for control messages, all told in numbers", () => {
    const { schemas, examples, messages, coverage, diagnostics } = derive(sourcesOf(PAGE, { words: WORDS }));
    expect(diagnostics).toEqual([]);
    expect([...schemas.keys()]).toEqual(["tick.schema.json", "control.schema.json"]);
    expect([examples, messages]).toEqual([1, 1]);
    expect(coverage).toEqual([{ used: 3, skipped: [] }]);
  });

  it("counts examples, and the forms that they are of", () => {
    const { examples, messages } = derive(sourcesOf(`${PAGE}\n${EXAMPLE}`, { words: WORDS }));
    expect([examples, messages]).toEqual([2, 1]);
  });

  it.each([
    [
      "an example",
      PAGE.replace(EXAMPLE, ""),
      ["derive/no-example", "error", 1],
      /^The topic "tick" has no example message, only a table\.$/,
    ],
    [
      "an example and a table",
      "# Tick\n",
      ["derive/no-example", "error", 1],
      /^The topic "tick" has no example message\.$/,
    ],
    ["a table", PAGE.replace(TABLE, ""), ["derive/no-table", "warning", 1], /every member is taken as required/],
    [
      "its heading",
      PAGE.replace("# Tick", "# Tock"),
      ["derive/no-heading", "error", 1],
      /^No page has the heading "Tick" of the topic "tick"\.$/,
    ],
  ])("says that a topic lacks %s", (_, page, told, message) => {
    const { diagnostics } = derive(sourcesOf(page, { words: WORDS }));
    const [first] = diagnostics;
    expect([first?.code, first?.severity, first?.line]).toEqual(told);
    expect(first).toMatchObject({
      message: expect.stringMatching(message),
      file: "toy/page.md",
      column: 1,
      fix: expect.stringMatching(/\w/),
    });
  });

  it("shows the heading of a topic that lacks something", () => {
    expect(derive(sourcesOf(`words\n\n${PAGE.replace(TABLE, "")}`, { words: WORDS })).diagnostics).toMatchObject([
      { code: "derive/no-table", line: 3, excerpt: "# Tick" },
    ]);
  });

  it("says which code block cannot be read, and where", () => {
    expect(
      derive(sourcesOf(`${PAGE}\n\`\`\`json\n{\n  "a": @\n}\n\`\`\`\n`, { words: WORDS })).diagnostics,
    ).toMatchObject([
      {
        code: "derive/unreadable-example",
        severity: "error",
        file: "toy/page.md",
        line: 17,
        column: 8,
        excerpt: '  "a": @',
      },
    ]);
  });

  it("derives a topic from its other examples where one cannot be read, and leaves out one that has no other", () => {
    const broken = '{ "topic": "tick.ABC", "data": @ }';
    const several = derive(sourcesOf(`${PAGE}\n\`\`\`json\n${broken}\n\`\`\`\n`, { words: WORDS }));
    expect(several.examples).toBe(1);
    expect([...several.schemas.keys()]).toContain("tick.schema.json");
    expect(several.diagnostics).toMatchObject([{ code: "derive/unreadable-example", severity: "error" }]);
    expect(several.diagnostics[0]?.message).toMatch(/The topic "tick" is derived from its other examples\.$/);
    expect(several.diagnostics[0]?.topic).toBeUndefined();
    const alone = derive(sourcesOf(`# Tick\n\n${TABLE}\n\`\`\`json\n${broken}\n\`\`\`\n`, { words: WORDS }));
    expect([...alone.schemas.keys()]).not.toContain("tick.schema.json");
    expect(alone.diagnostics.map(({ code, topic }) => [code, topic])).toEqual([
      ["derive/unreadable-example", "toy/tick"],
    ]);
  });

  it("says that a page ends inside of a code block, and does not read it", () => {
    const { diagnostics, examples } = derive(sourcesOf(`${PAGE}\n\`\`\`json\n{ "a": 1 }\n`, { words: WORDS }));
    expect(diagnostics).toMatchObject([
      { code: "input/unclosed-fence", severity: "error", file: "toy/page.md", line: 15, column: 1, excerpt: "```json" },
    ]);
    expect(examples).toBe(1);
  });

  it("says what no topic names", () => {
    expect(tell(`${PAGE}\n# Other\n`)).toEqual([["derive/uncovered", "error", 15]]);
  });

  it("does not withhold its other topics where one cannot be derived", () => {
    const topics = [
      ...TOY_LINE.topics,
      ...TOY_LINE.topics.map((topic) => ({ ...topic, name: "tock", heading: "Tock", topics: ["tock"] })),
    ];
    const { schemas } = derive(sourcesOf(`${PAGE}\n# Tock\n`, { words: WORDS, line: { topics } }));
    expect([...schemas.keys()]).toEqual(["tick.schema.json", "control.schema.json"]);
  });
});

describe("overlays", () => {
  it("correct the schema of their name, and answer for what they write", () => {
    const { schemas, diagnostics } = derive(sourcesOf(PAGE, { words: WORDS, overlay: OVERLAY }));
    expect(diagnostics).toEqual([]);
    expect(schemas.get("tick.schema.json")?.$defs?.item?.properties?.price).toMatchObject({
      "x-unit": "BTC",
      "x-source": { overlay: "tick.overlay.yaml: b" },
    });
  });

  it("of no topic are stale", () => {
    const sources = { ...sourcesOf(PAGE, { words: WORDS }), overlays: new Map([["v1/tick", overlayOf(OVERLAY)]]) };
    expect(derive(sources).diagnostics).toEqual([
      {
        code: "config/stale-overlay",
        severity: "error",
        message: 'The overlay belongs to no schema: the line has no topic "v1/tick".',
        file: "toy/tick.overlay.yaml",
        line: 1,
        column: 1,
        fix: "Remove it, or name it after a topic.",
      },
    ]);
  });
});

describe("several pages", () => {
  const OTHER = `# Tock\n\n${TABLE}\n\`\`\`json\n{\n  "topic": "tock", "data": { "price": "1", "size": 2,\n  "fresh": 1 }\n}\n\`\`\`\n`;
  const [tick] = TOY_LINE.topics;
  const file: LineFile = {
    ...TOY_LINE,
    pages: [
      { page: "toy/one.md", reader: "markdown" },
      { page: "toy/two.mdx", reader: "mdx", locale: "en.yml", enums: ["toy/enums.md", "toy/enums.mdx"] },
      { page: "toy/missing.md", reader: "markdown" },
    ],
    topics: tick ? [tick, { ...tick, name: "tock", heading: "Tock", topics: ["tock"] }] : [],
  };
  const sources: LineSources = {
    ...sourcesOf(PAGE, { words: WORDS }),
    file,
    texts: new Map([
      ["toy/one.md", PAGE],
      ["toy/two.mdx", `---\nid: two\n---\n${OTHER}`],
      ["toy/enums.md", "# {{e1}}\n* `A`\n* `B`\n"],
      ["toy/enums.mdx", "---\nid: e\n---\n# size\n* `1`\n"],
    ]),
    locales: new Map([["en.yml", new Map([["e1", "label"]])]]),
  };

  it("are each read by their reader, and those that are not there are left out", () => {
    const { pages, topics } = readLine(sources, createReport());
    expect(pages.map(({ path }) => path)).toEqual(["toy/one.md", "toy/two.mdx"]);
    expect(topics.map(({ evidence }) => [evidence.entry.name, evidence.page.path])).toEqual([
      ["tick", "toy/one.md"],
      ["tock", "toy/two.mdx"],
    ]);
  });

  it("tell of a member without words on their own page", () => {
    expect(derive(sources).diagnostics).toMatchObject([
      {
        code: "derive/no-description",
        message: 'The glossary has no words for "toy/tock/fresh".',
        file: "toy/two.mdx",
        line: 14,
        excerpt: '  "fresh": 1 }',
      },
    ]);
  });

  it("share their pages of enums, each read as its name says, with the texts of its locale", () => {
    const words = { ...WORDS, label: {}, size: { kind: "code" as const } };
    const one = PAGE.replace('"size": 2', '"size": "1", "label": "A"');
    const { schemas } = derive({
      ...sources,
      glossary: sourcesOf(PAGE, { words }).glossary,
      texts: new Map([...sources.texts, ["toy/one.md", one]]),
    });
    expect(schemas.get("tick.schema.json")?.$defs?.item?.properties).toMatchObject({
      label: { "x-enum": { values: ["A", "B"] } },
      size: { "x-enum": { values: ["1"] } },
    });
  });
});
