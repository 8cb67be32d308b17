/** Our own words: read from a file that people write, found by the most specific name. */

import { describe, expect, it } from "vitest";
import { EMPTY_GLOSSARY, type Glossary, lookUp, readGlossary } from "../../generator/derive/glossary.js";
import { createReport } from "../../generator/diagnostics/diagnostic.js";

function read(source: string) {
  const report = createReport();
  return { glossary: readGlossary(source, "glossary.yaml", report), diagnostics: report.diagnostics };
}

describe("a glossary", () => {
  it("has words for fields and for comments", () => {
    const { glossary, diagnostics } = read(
      "fields:\n  price: { text: Price., kind: price, unit: USDT }\ncomments:\n  text_side: { text: Side., kind: code }\n",
    );
    expect(diagnostics).toEqual([]);
    expect([...glossary.fields]).toEqual([["price", { text: "Price.", kind: "price", unit: "USDT" }]]);
    expect([...glossary.comments]).toEqual([["text_side", { text: "Side.", kind: "code" }]]);
  });

  it("may have no words for comments", () => {
    const { glossary, diagnostics } = read("fields:\n  a: { text: A., kind: text }\n");
    expect(diagnostics).toEqual([]);
    expect([glossary.fields.size, glossary.comments.size]).toEqual([1, 0]);
  });

  it.each([
    ["is no YAML", "fields:\n\tprice: 1\n", 2],
    ["has a kind that there is not", "fields:\n  price:\n    text: Price.\n    kind: money\n", 4],
    ["has words for comments alone", "comments:\n  a: { text: A., kind: text }\n", 1],
    ["has half a character", 'fields:\n  price: { text: "\\ud800", kind: price }\n', 2],
  ])("that %s cannot be used, and says where", (_, source, line) => {
    const { glossary, diagnostics } = read(source);
    expect(glossary).toBe(EMPTY_GLOSSARY);
    expect(diagnostics).toMatchObject([
      { code: "config/glossary", severity: "error", file: "glossary.yaml", line, fix: expect.stringMatching(/\w/) },
    ]);
    expect(diagnostics[0]?.message).toMatch(/^The glossary cannot be used: .*[^.]\.$/);
  });

  it("says which file tells what may stand there", () => {
    expect(read("fields: 1\n").diagnostics[0]?.fix).toBe("See schemas/glossary.schema.json for what may stand there.");
  });
});

describe("words are found", () => {
  const entry = (text: string) => ({ text, kind: "text" as const });
  const NAMES = ["toy/tick/data.price", "toy/tick/price", "toy/price", "price"];
  const place = { line: "toy", topic: "tick", field: "price", parent: "data" };
  const glossaryOf = (names: readonly string[]): Glossary => ({
    fields: new Map(names.map((name) => [name, entry(name)])),
    comments: new Map([
      ["first", entry("first")],
      ["second", entry("second")],
    ]),
  });

  it("by parent and field, then topic, then line, then the bare name, then the comment's placeholder", () => {
    const found = NAMES.map((_, index) => lookUp(glossaryOf(NAMES.slice(index)), place, ["first"])?.text);
    expect(found).toEqual(NAMES);
    expect(lookUp(glossaryOf([]), place, ["first"])?.text).toBe("first");
  });

  it("without a parent where there is none", () => {
    const { parent: _, ...atTop } = place;
    expect(lookUp(glossaryOf(NAMES), atTop)?.text).toBe("toy/tick/price");
    expect(lookUp(glossaryOf(["toy/tick/undefined.price"]), atTop)).toBeUndefined();
  });

  it("by the first placeholder that has some", () => {
    expect(lookUp(glossaryOf([]), place, ["none", "second", "first"])?.text).toBe("second");
    expect(lookUp(glossaryOf([]), place)).toBeUndefined();
  });
});
