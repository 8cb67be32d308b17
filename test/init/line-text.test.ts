/** Line files as text: what a proposal is written as, and how one that people keep is extended. */

import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type Draft, dataOf, found, guessed, missing } from "../../generator/init/claim.js";
import { extendLine } from "../../generator/init/extend-line.js";
import { writeLine } from "../../generator/init/write-line.js";

const AT = { page: "harbor/tide.md", line: 7 };

describe("a proposal", () => {
  it("has a comment above each guess, and none above what was found", () => {
    expect(
      writeLine({
        line: "harbor",
        limits: [],
        heartbeat: { reply: found("pong", AT, "shown"), intervalMs: guessed(5, AT, "is it so?") },
      }),
    ).toBe(`\
# yaml-language-server: $schema=../line.schema.json

line: harbor
limits: []
heartbeat:
  reply: pong
  # check: is it so? (tide.md:7)
  intervalMs: 5
`);
  });

  it("says in a comment what is missing", () => {
    const text = writeLine({ line: "harbor", heartbeat: { reply: "pong", intervalMs: missing("how often", AT) } });
    expect(parse(text)).toEqual({ line: "harbor", heartbeat: { reply: "pong" } });
    expect(text).toMatch(/# fill in: intervalMs, how often \(tide\.md:7\)/);
  });

  it("keeps the comments of what is written in one line above that line", () => {
    const text = writeLine({ line: "a", topics: [{ name: "x", topics: [guessed("x.{y}", AT, "why")] }] });
    expect(text).toContain("    # check: why (tide.md:7)\n    topics: [");
  });
});

const HOSTILE = [
  "a: b # c",
  "\"quoted\" 'twice'",
  "two\nlines",
  "- item",
  "{{mustache}} ${code} `tick`",
  "yes",
  "1e3",
  "*alias",
  "&anchor",
  "!!js/function x",
  "%TAG",
  "__proto__",
  "\u2028\u0007",
  "? key",
  "",
];

describe("texts of pages", () => {
  it.each(HOSTILE)("stay what they are: %j", (text) => {
    const draft: Readonly<Record<string, Draft>> = {
      line: text,
      title: guessed(text, { page: text, line: 1 }, text),
      topics: [{ name: found(text, AT, text), topics: [text] }],
      slots: Object.fromEntries([[text, { example: guessed(text, AT, text) }]]),
    };
    const written = writeLine(draft);
    expect(parse(written)).toEqual(JSON.parse(JSON.stringify(dataOf(draft))));
  });
});

describe("a line file that people keep", () => {
  const SOURCE = `# ours
line: harbor # the name
pages:
  - page: harbor/tide.md   # two blanks
    reader: markdown

# what may stand there
slots:
  symbol: { description: A., example: B, source: by hand }

topics:
  # the first
  - name: tide
    topics: [tide]
  # after the last

skip: []
`;
  const add = {
    topics: [{ name: "wave", topics: ["wave"] }],
    slots: { depth: { example: "1" } },
    skip: [{ heading: "Wave", reason: "Title." }],
  };

  it("has the new entries, and every byte of the old ones", () => {
    const text = extendLine(SOURCE, { pages: [{ page: "harbor/wave.md", reader: "markdown" }], ...add });
    expect(parse(text)).toEqual({
      line: "harbor",
      pages: [
        { page: "harbor/tide.md", reader: "markdown" },
        { page: "harbor/wave.md", reader: "markdown" },
      ],
      slots: { symbol: { description: "A.", example: "B", source: "by hand" }, depth: { example: "1" } },
      topics: [
        { name: "tide", topics: ["tide"] },
        { name: "wave", topics: ["wave"] },
      ],
      skip: [{ heading: "Wave", reason: "Title." }],
    });
    const lines = text.split("\n");
    for (const line of SOURCE.split("\n")) if (line !== "skip: []") expect(lines).toContain(line);
  });

  it.each([
    ["nothing to add", SOURCE, {}],
    ["empty lists", SOURCE, { topics: [], slots: {} }],
  ])("stays as it is with %s", (_, source, additions) => {
    expect(extendLine(source, additions)).toBe(source);
  });

  it.each([
    ["a list in one line", "topics: [{ name: tide }]\n"],
    ["a comma at its end", "topics: [{ name: tide }, ]\n"],
    ["a list at the margin", "topics:\n- name: tide\n"],
    ["no line break at its end", "topics:\n  - name: tide"],
    ["entries of several lines", "topics:\n    - name: tide\n      # inside\nskip: []\n"],
  ])("may have %s", (_, source) => {
    const text = extendLine(source, { topics: [{ name: "wave" }] });
    expect(parse(text)).toMatchObject({ topics: [{ name: "tide" }, { name: "wave" }] });
  });

  it("may lack the member", () => {
    expect(parse(extendLine("line: harbor\n", { slots: { depth: { example: "1" } } }))).toEqual({
      line: "harbor",
      slots: { depth: { example: "1" } },
    });
  });
});
