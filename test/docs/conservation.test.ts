/** The literals of a value are those of its text, in their order: whatever a repair did, it added and lost none. */

import { describe, expect, test } from "vitest";
import type { JsonNode } from "../../generator/docs/json-node.js";
import { checkLiterals, literalsOf } from "../../generator/docs/tolerant-json/conservation.js";
import { readTolerantJson } from "../../generator/docs/tolerant-json/read.js";

/** The value of JSON, every member of an object kept. */
function jsonOf(json: string): JsonNode {
  const { value } = readTolerantJson(json, { line: 1, column: 1 });
  if (!value) throw new Error(`no JSON: ${json}`);
  return value;
}

test("literals are listed in page order, keys among them, numbers as they are written", () => {
  expect(literalsOf(jsonOf('{"a": [1.0, "x\\n", {"b": true}], "c": null, "d": false}'))).toEqual([
    '"a"',
    "1.0",
    '"x\\n"',
    '"b"',
    "true",
    '"c"',
    "null",
    '"d"',
    "false",
  ]);
});

describe("are found in the text", () => {
  test.each<[where: string, text: string, json: string]>([
    ["of JSON", '{"a": [1, -2.5e+3, "x"], "b": true, "c": null}', '{"a": [1, -2.5e+3, "x"], "b": true, "c": null}'],
    ["whatever the brackets", '"a" 1]}{', '["a", 1]'],
    ["without quotes before a colon", "true: 1, b-$c : 2", '{"true": 1, "b-$c": 2}'],
    ["a colon behind comments", "a /* : */ // :\n/**/ : 1", '{"a": 1}'],
    ["words before other marks are values", "true, null", "[true, null]"],
    ["of Python", "True False None", "[true, false, null]"],
    ["in single quotes", `'it\\'s "x"' '\\n'`, '["it\'s \\"x\\"", "\\n"]'],
    ["padded by control characters", '"\n a\t": 1', '{"a": 1}'],
    ["padded by a blank as they stand", '" a"', '" a"'],
    ["but not in comments", '1 // 2 "a"\n/* 3 */ 4 /* 5', "[1, 4]"],
    ["and comments not in texts", "\"//\" '/*' 1", '["//", "/*", 1]'],
    ["a comment to any line end", "1 // 2\r3", "[1, 3]"],
    ["numbers next to marks", "-1,2-3", "[-1, 2, -3]"],
    ["escaped quotes are of their text", '"\\"" "\\\\" 1', '["\\"", "\\\\", 1]'],
  ])("%s", (_, text, json) => {
    expect(checkLiterals(jsonOf(json), text)).toBeUndefined();
  });
});

describe("are missed", () => {
  test.each<[fault: string, text: string, json: string, offset: number]>([
    ["one is added", "[1]", "[1, 2]", 1],
    ["one is lost", "[1, 2]", "[1]", 4],
    ["the first is lost", "[1, 2]", "[2]", 1],
    ["all are lost", "[1, 2]", "[]", 1],
    ["all are added", "[]", "[1]", 0],
    ["one is another", '{"a": 10}', '{"a": 1}', 6],
    ["a number is written otherwise", "[1.0]", "[1]", 1],
    ["a text is a number", '["1"]', "[1]", 1],
    ["two change places", '["a", "b"]', '["b", "a"]', 1],
    ["a key is a value", "{a: 1}", '["b", 1]', 1],
    ["a value is a text", "[true]", '["true"]', 1],
    ["a key is a constant", "{true: 1}", "[true, 1]", 1],
    ["a blank of a text is lost", '[" a"]', '["a"]', 1],
    ["a quote of a text is lost", `['"a"']`, '["a"]', 1],
    ["a damaged text is any", '["\\x"]', '["x"]', 1],
    ["a word is no literal, nor are the digits in it", "a1b", '"a1b"', 0],
    ["a text is not closed", '["a', '["b"]', 1],
  ])("%s", (_, text, json, offset) => {
    expect(checkLiterals(jsonOf(json), text)).toEqual({
      message: "The repaired value does not hold the literals of the text.",
      offset,
    });
  });
});
