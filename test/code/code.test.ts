/** Text of pages enters code as a value, a key, a comment or a part of a template, and stays that, whatever it says. */

import fc from "fast-check";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import {
  commentLines,
  docComment,
  fileHeader,
  literal,
  propertyKey,
  templateText,
  typeKey,
} from "../../generator/code/code.js";
import type { Json } from "../../generator/schema/json-schema.js";

const evaluate = (code: string): unknown => new Function(`return (${code});`)();

/** Texts that end strings, comments and templates, or that nobody sees. */
const HOSTILE = fc.oneof(
  fc.string({ unit: "binary" }),
  fc
    .array(
      fc.constantFrom(
        "*/",
        "/*",
        "`",
        "${",
        "}",
        "\\",
        '"',
        "'",
        "\n",
        "\r",
        "\u2028",
        "\u202e",
        "//",
        "evil()",
        "__proto__",
      ),
      { maxLength: 6 },
    )
    .map((parts) => parts.join("")),
);

/** Characters that a reviewer cannot see, or that turn around what he sees: controls, soft hyphen, bidirectional and zero-width ones. */
const INVISIBLE = [
  ...[
    "\u0000",
    "\u0008",
    "\u000b",
    "\u000c",
    "\u001f",
    "\u007f",
    "\u0080",
    "\u009f",
    "\u00ad",
    "\u061c",
    "\u200b",
    "\u200e",
    "\u200f",
  ],
  ...["\u2028", "\u2029", "\u202a", "\u202e", "\u2060", "\u2066", "\u2069", "\ufeff", "\ufff9", "\ufffb"],
];
/** Neighbours of them that are seen. */
const VISIBLE = [
  " ",
  "~",
  "\u00a0",
  "\u00ac",
  "\u00ae",
  "\u061b",
  "\u200a",
  "\u2010",
  "\u2027",
  "\u202f",
  "\u205f",
  "\ufff8",
  "\ufffc",
  "é",
  "→",
];

describe("a literal", () => {
  it("is the value again, in one line, and nobody's code", () => {
    const json = fc.jsonValue({ stringUnit: "binary" }) as fc.Arbitrary<Json>;
    fc.assert(
      fc.property(fc.oneof(json, HOSTILE, fc.dictionary(HOSTILE, HOSTILE)), (value) => {
        const code = literal(value);
        expect(code).not.toMatch(/[\n\r\u2028\u2029]/);
        expect(JSON.stringify(evaluate(code))).toBe(JSON.stringify(value));
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it.each<[Json, string]>([
    [{}, "{}"],
    [[], "[]"],
    [{ a: [1, true, null], "b-c": "d" }, '{ a: [1, true, null], "b-c": "d" }'],
    [JSON.parse('{"__proto__":1}') as Json, '{ ["__proto__"]: 1 }'],
    ["\u202e", '"\\u202e"'],
  ])("of %j", (value, code) => expect(literal(value)).toBe(code));

  it("makes a plain member of __proto__", () => {
    const value = evaluate(literal(JSON.parse('{"__proto__":{"x":1}}') as Json)) as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value)).toEqual(["__proto__"]);
  });

  it.each(INVISIBLE)("writes %j so that it is seen", (character) => {
    const escaped = `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
    expect(literal(`a${character}b`).replace(/\\[bf]/, escaped)).toBe(`"a${escaped}b"`);
    expect(commentLines(`a${character}b`).join("").replace(/^ab$/, "")).not.toContain(character);
    expect(templateText(`a${character}b`)).toBe(`a${escaped}b`);
  });

  it.each(VISIBLE)("leaves %j", (character) => {
    expect(literal(character)).toBe(`"${character}"`);
    expect(templateText(character)).toBe(character);
    expect(commentLines(`a${character}b`)).toEqual([`a${character}b`]);
  });
});

describe("a key", () => {
  it.each([
    ["abc", "abc", "abc"],
    ["$_1", "$_1", "$_1"],
    ["1a", '"1a"', '"1a"'],
    ["a-b", '"a-b"', '"a-b"'],
    ["", '""', '""'],
    ["class", "class", "class"],
    ["__proto__", '["__proto__"]', '"__proto__"'],
    ['a"; evil(', '"a\\"; evil("', '"a\\"; evil("'],
  ])("%j in an object is %s, in a type %s", (key, ofObject, ofType) => {
    expect([propertyKey(key), typeKey(key)]).toEqual([ofObject, ofType]);
    expect(Object.keys(evaluate(`{ ${propertyKey(key)}: 1 }`) as object)).toEqual([key]);
  });
});

describe("a comment", () => {
  it("ends where it should, whatever stands in it", () => {
    fc.assert(
      fc.property(HOSTILE, fc.constantFrom("", "  "), (text, indent) => {
        const comment = docComment(text, indent);
        const file = ts.createSourceFile("a.ts", `${comment}const a = 1;\n`, ts.ScriptTarget.ES2022);
        expect(file.statements).toHaveLength(1);
        expect(file.statements[0]?.getLeadingTriviaWidth(file)).toBe(comment.length);
        for (const line of comment.split("\n").slice(0, -1)) expect(line).toMatch(new RegExp(`^${indent}.*\\S$`));
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  it.each([
    ["one line", "", "/** one line */\n"],
    ["one line ", "  ", "  /** one line */\n"],
    ["two\nlines", "", "/**\n * two\n * lines\n */\n"],
    ["with\n\na gap", "  ", "  /**\n   * with\n   *\n   * a gap\n   */\n"],
    ["a\r\nb\rc\u2028d\u2029e", "", "/**\n * a\n * b\n * c\n * d\n * e\n */\n"],
    ["*/ evil() /*", "", "/** *\\/ evil() /* */\n"],
  ])("of %j behind %j", (text, indent, comment) => expect(docComment(text, indent)).toBe(comment));
});

it("a part of a template is that text", () => {
  fc.assert(
    fc.property(HOSTILE, (text) => {
      expect(evaluate(`\`${templateText(text)}\``)).toBe(text);
    }),
    { seed: 3, numRuns: 500 },
  );
});

it("a header names one source, in one line", () => {
  expect(fileHeader("schemas/a.yaml")).toMatch(
    /^\/\/ Generated by wireloom from schemas\/a\.yaml\. Do not edit: .*\n$/,
  );
  expect(fileHeader("a\u2028evil()").split(/[\n\u2028]/)).toHaveLength(2);
  expect(() => fileHeader("a\nevil()")).toThrow(/one source/);
});
