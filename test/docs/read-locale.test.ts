/** Locale files of Slate: a language, and below it a text by key. */

import { describe, expect, it, test } from "vitest";
import { createReport } from "../../generator/diagnostics/diagnostic.js";
import { readLocale } from "../../generator/docs/read-locale.js";

function read(source: string, keys?: readonly string[]) {
  const report = createReport();
  const { path, texts } = readLocale(source, "en.yml", report, keys && new Set(keys));
  expect(path).toBe("en.yml");
  return { texts: [...texts], diagnostics: report.diagnostics };
}

const SOURCE = `---
en:
  # a comment
  one: First
  two: |
    Second
      deeper

    end
  three: "a: b"
  four: P&L
`;

describe("texts", () => {
  it("are those of all keys", () => {
    expect(read(SOURCE)).toEqual({
      texts: [
        ["one", "First"],
        ["two", "Second\n  deeper\n\nend\n"],
        ["three", "a: b"],
        ["four", "P&L"],
      ],
      diagnostics: [],
    });
  });

  it("are the same where only some keys are wanted", () => {
    const all = new Map(read(SOURCE).texts);
    for (const wanted of [["one"], ["two"], ["three", "one"], ["four", "two"], ["one", "two", "three", "four"]]) {
      const expected = [...all].filter(([key]) => wanted.includes(key));
      expect(read(SOURCE, wanted)).toEqual({ texts: expected, diagnostics: [] });
    }
  });

  test.each<[layout: string, source: string]>([
    ["four spaces a level", "en:\n    one: First\n    other: x\n"],
    ["no indentation that tells keys", "en: {one: First, other: x}\n"],
    ["an alias", "en:\n  other: &a First\n  one: *a\n"],
    ["two languages", "en:\n  one: First\nde:\n  other: x\n"],
    ["a key in quotes", 'en:\n  "one": First\n  other: x\n'],
  ])("are read whole in a file with %s", (_, source) => {
    const { texts, diagnostics } = read(source, ["one"]);
    expect(diagnostics).toEqual([]);
    expect(texts).toContainEqual(["one", "First"]);
    expect(texts.map(([key]) => key)).toContain("other");
  });

  it("are all read where no wanted key is there", () => {
    expect(read(SOURCE, ["none"]).texts).toHaveLength(4);
  });

  it("leave out what is no text, and take the last of a key that comes again", () => {
    expect(read("en:\n  one: First\n  two: 2\n  three: [x]\n  one: Last\n").texts).toEqual([["one", "Last"]]);
    expect(read("title: x\nen:\n  one: First\n").texts).toEqual([["one", "First"]]);
  });

  it("do not hide a fault of theirs, and are not held up by one of others", () => {
    const broken = 'en:\n  one: "\\ud800"\n  two: fine\n';
    expect(read(broken, ["one"])).toMatchObject({ texts: [], diagnostics: [{ line: 2, column: 8 }] });
    expect(read(broken, ["two"])).toEqual({ texts: [["two", "fine"]], diagnostics: [] });
  });
});

describe("a file that is none", () => {
  const layout = "Expected a language such as `en:` with one text by key below it.";
  test.each<[fault: string, source: string, line: number, column: number, message: string, fix: string]>([
    [
      "a tab that indents",
      "en:\n  a: b\n\tc: d\n",
      ...[3, 1, "The locale file is not readable YAML: "],
      "Correct the YAML at this place; tabs cannot indent.",
    ] as never,
    ["no text", "en:\n  a: 1\n", 1, 1, "The locale file has no texts.", layout],
    ["no mapping", "- a\n", 1, 1, "The locale file has no texts.", layout],
    ["an empty file", "", 1, 1, "The locale file has no texts.", layout],
    ["half a character", 'en:\n  a: "\\udc00"\n', 2, 6, "The text has half a character", "Write the whole character"],
    ["half a character in a key", 'en:\n  "\\udc00": b\n', 2, 3, "The text has half a character", "Write"],
    ["an alias of nothing", "en:\n  a: *b\n", 2, 6, "This alias leads nowhere.", "Write the values out"],
    ["no text at all", "en:\n  a: \u0000\n", 2, 6, "The file is not UTF-8 text.", layout],
    ["brackets without end", `en: ${"[".repeat(200)}`, 1, 105, "The file nests deeper than 100 levels.", layout],
  ])("says why: %s", (_, source, line, column, message, fix) => {
    const { texts, diagnostics } = read(source);
    expect(texts).toEqual([]);
    expect(diagnostics[0]).toMatchObject({ code: "input/locale", severity: "error", file: "en.yml", line, column });
    expect(diagnostics[0]?.message).toContain(message);
    expect(diagnostics[0]?.fix).toContain(fix);
    expect(diagnostics[0]?.excerpt).toBe(source.split("\n")[line - 1]);
  });

  it("is reported once for each fault of YAML", () => {
    const { diagnostics } = read("en:\n  a: 'x' y\n  b: 'x' y\n");
    expect(diagnostics.map(({ line }) => line)).toEqual([2, 3]);
  });

  it("may be of any length", () => {
    const source = `en:\n${Array.from({ length: 20_000 }, (_, index) => `  key_${index}: text ${index}\n`).join("")}`;
    expect(read(source, ["key_19999"]).texts).toEqual([["key_19999", "text 19999"]]);
  });
});
