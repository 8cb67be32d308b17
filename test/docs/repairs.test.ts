/** What a page writes otherwise than JSON, what it is read as and what is recorded; beside it the nearest text that is JSON. */

import { describe, expect, test } from "vitest";
import { type JsonArray, type JsonNode, type JsonObject, jsonNodeToValue } from "../../generator/docs/json-node.js";
import { readTolerantJson } from "../../generator/docs/tolerant-json/read.js";

const read = (text: string) => readTolerantJson(text, { line: 1, column: 1 });
const plain = (node: JsonNode | undefined) => (node ? jsonNodeToValue(node) : undefined);
const repairsOf = (text: string): string[] =>
  read(text).repairs.map(({ kind, line, column, before, after }) => `${line}:${column} ${kind}: ${before} => ${after}`);

/** `broken` is read as `json`; `sound` is read as it stands. */
type Row = [rule: string, broken: string, json: string, repairs: string[], sound: string];

describe("comments go", () => {
  test.each<Row>([
    ["to the end of the line", '{"a": 1} // end', '{"a":1}', ["1:10 comment: // end => "], '{"a": "1 // end"}'],
    ["to its mark", '{"a": /* x\n y */ 1}', '{"a":1}', ["1:7 comment: /* x y */ => "], '{"a": "/* x */"}'],
    ["wherever they stand", "[/*1*/]//", "[]", ["1:2 comment: /*1*/ => ", "1:8 comment: // => "], "[]"],
    ["with blank lines in them", "/* a\n\n\r\n b */[]", "[]", ["1:1 comment: /* a b */ => "], '["\\n\\n"]'],
  ])("%s", isRead);
});

describe("commas are added and taken", () => {
  test.each<Row>([
    [
      "between members",
      '{"a": "x"\n"b": 2}',
      '{"a":"x","b":2}',
      ['1:7 missing-comma: "x" => "x",'],
      '{"a": "x",\n"b": 2}',
    ],
    [
      "between items",
      "[{}\n{} 1]",
      "[{},{},1]",
      ["1:3 missing-comma: } => },", "2:2 missing-comma: } => },"],
      "[{},\n{}, 1]",
    ],
    [
      "where a comment or nothing parts them, if they are no two literals",
      "[1/**/2[]{}]",
      "[1,2,[],{}]",
      [
        "1:2 missing-comma: 1 => 1,",
        "1:3 comment: /**/ => ",
        "1:7 missing-comma: 2 => 2,",
        "1:9 missing-comma: ] => ],",
      ],
      "[1,2,[],{}]",
    ],
    [
      "behind a text of several lines, on one",
      '{"\n a": 1\n"b": 2}',
      '{"a":1,"b":2}',
      ['1:2 stray-text-in-key: " a" => "a"', "2:6 missing-comma: 1 => 1,"],
      '{"a": 1,\n"b": 2}',
    ],
    ["before a brace", '{"a": 1,\n}', '{"a":1}', ["1:8 trailing-comma: , => "], '{"a": 1\n}'],
    ["before a bracket", "[1, ]", "[1]", ["1:3 trailing-comma: , => "], "[1 ]"],
    ["before two brackets", "[[1,],]", "[[1]]", ["1:4 trailing-comma: , => ", "1:6 trailing-comma: , => "], "[[1]]"],
  ])("%s", isRead);
});

describe("brackets are closed", () => {
  test.each<Row>([
    [
      "an array before a key of the object around it",
      '{"b": [["1","2"],["3","4"],\n "a": [["5","6"]]}',
      '{"b":[["1","2"],["3","4"]],"a":[["5","6"]]}',
      ['2:2 unclosed-array: "a" => ], "a"'],
      '{"b": [["1","2"],["3","4"]],\n "a": [["5","6"]]}',
    ],
    [
      "an array before a key without a comma",
      '{"b": [["1","2"]\n "a": 1}',
      '{"b":[["1","2"]],"a":1}',
      ['2:2 unclosed-array: "a" => ], "a"'],
      '{"b": [["1","2"]],\n "a": 1}',
    ],
    [
      "two arrays before a key",
      '{"b": [["1","2", "a": 1}',
      '{"b":[["1","2"]],"a":1}',
      ['1:18 unclosed-array: "a" => ], "a"', '1:18 unclosed-array: "a" => ], "a"'],
      '{"b": [["1","2"]], "a": 1}',
    ],
    [
      "an array before a key without quotes",
      "{b: [1, a: 2}",
      '{"b":[1],"a":2}',
      ['1:2 unquoted-key: b => "b"', "1:9 unclosed-array: a => ], a", '1:9 unquoted-key: a => "a"'],
      '{"b": [1], "a": 2}',
    ],
    ["an array before a brace", '{"a": [1, 2}', '{"a":[1,2]}', ["1:12 unclosed-array: } => ] }"], '{"a": [1, 2]}'],
    ["an object before a bracket", '[{"a": 1]', '[{"a":1}]', ["1:9 unclosed-object: ] => } ]"], '[{"a": 1}]'],
    [
      "what is open before a brace, a comma too many included",
      '{"a": [[1,}',
      '{"a":[[1]]}',
      ["1:10 trailing-comma: , => ", "1:11 unclosed-array: } => ] }", "1:11 unclosed-array: } => ] }"],
      '{"a": [[1]]}',
    ],
    [
      "everything where the page is cut off behind a comma",
      '{"a": [{"b": "x"},\n',
      '{"a":[{"b":"x"}]}',
      ["1:18 trailing-comma: , => ", "1:18 unclosed-array: , => ,]", "1:18 unclosed-object: , => ,}"],
      '{"a": [{"b": "x"}]}\n',
    ],
    [
      "everything where it is cut off behind a text, a number with a blank, or an elision",
      '[[["x"',
      '[[["x"]]]',
      ['1:4 unclosed-array: "x" => "x"]', '1:4 unclosed-array: "x" => "x"]', '1:4 unclosed-array: "x" => "x"]'],
      '[[["x"]]]',
    ],
    ["behind a number with a blank", "[12 ", "[12]", ["1:2 unclosed-array: 12 => 12]"], "[12 ]"],
    ["behind an elision", "[1, ...", "[1]", ["1:5 elision: ... => ", "1:5 unclosed-array: ... => ...]"], "[1]"],
    ["of an empty object", "{", "{}", ["1:1 unclosed-object: { => {}"], "{}"],
  ])("%s", isRead);
});

describe("elisions go", () => {
  test.each<Row>([
    ["behind an item", "[1, 2, ...]", "[1,2]", ["1:8 elision: ... => "], '[1, 2, "..."]'],
    ["between items", "[1, ...., 2]", "[1,2]", ["1:5 elision: .... => "], "[1, 2]"],
    ["between items without commas", "[1 … 2]", "[1,2]", ["1:4 elision: … => "], "[1, 2]"],
    ["next to their neighbours", "[1...2]", "[1,2]", ["1:3 elision: ... => "], "[1,2]"],
    [
      "behind numbers of any kind",
      "[-0..., -12.5…, 10...]",
      "[-0,-12.5,10]",
      ["1:4 elision: ... => ", "1:14 elision: … => ", "1:19 elision: ... => "],
      "[0, -12.5, 10]",
    ],
    ["in an object", '{"a": 1, ...}', '{"a":1}', ["1:10 elision: ... => "], '{"a": 1}'],
    ["in an empty array", "[...]", "[]", ["1:2 elision: ... => "], "[]"],
    ["around the value", "... [1] ……", "[1]", ["1:1 elision: ... => ", "1:9 elision: …… => "], " [1] "],
    [
      "before an array that is not closed",
      '{"b": [["1"], ...\n "a": 2}',
      '{"b":[["1"]],"a":2}',
      ["1:15 elision: ... => ", '2:2 unclosed-array: "a" => ], "a"'],
      '{"b": [["1"]],\n "a": 2}',
    ],
  ])("%s", isRead);

  test("and say that the length of their own array is no evidence", () => {
    const root = read('{"a": [[1], ...], "b": [2]}').value as JsonObject;
    const [a, b] = root.members.map((member) => member.value as JsonArray);
    expect(a).toMatchObject({ elided: true, items: [{ elided: false }] });
    expect(b).toMatchObject({ elided: false });
  });
});

describe("keys are what they mean", () => {
  test.each<Row>([
    [
      "without a line break in front",
      '{"p":{"\n  key":"v"}}',
      '{"p":{"key":"v"}}',
      ['1:7 stray-text-in-key: " key" => "key"'],
      '{"p":{" key":"v"}}',
    ],
    ["without one behind", '{"key\n  ": 1}', '{"key":1}', ['1:2 stray-text-in-key: "key " => "key"'], '{"key  ": 1}'],
    ["without a tab", '{"\tkey": 1}', '{"key":1}', ['1:2 stray-text-in-key: "\tkey" => "key"'], '{"\\tkey": 1}'],
    [
      "with quotes",
      "{a_1: 1, $b-c: 2}",
      '{"a_1":1,"$b-c":2}',
      ['1:2 unquoted-key: a_1 => "a_1"', '1:10 unquoted-key: $b-c => "$b-c"'],
      '{"a_1": 1, "$b-c": 2}',
    ],
    [
      "with quotes, a comment before the colon",
      "{a /* x: */ // y:\n : 1}",
      '{"a":1}',
      ['1:2 unquoted-key: a => "a"', "1:4 comment: /* x: */ => ", "1:13 comment: // y: => "],
      '{"a" : 1}',
    ],
    [
      "once, the last one counts",
      '{"a": 1, "b": 2, "a": [3,\n 4], "a": 5}',
      '{"b":2,"a":5}',
      ['1:2 duplicate-key: "a": 1 => "a": 5', '1:18 duplicate-key: "a": [3, 4] => "a": 5'],
      '{"a": 1, "b": 2, "A": 5}',
    ],
    [
      "once, whatever is in the one that is dropped",
      '{"a": {"b": 1, "b": 2}, "a": 3}',
      '{"a":3}',
      ['1:2 duplicate-key: "a": {"b": 1, "b": 2} => "a": 3'],
      '{"a": {"b": 1}, "b": {"a": 3}}',
    ],
  ])("%s", isRead);

  test("a key that comes again stands at its last place", () => {
    const root = read('{"a": 1, "b": 2, "a": 3}').value as JsonObject;
    expect(root.members.map(({ key, keyPlace }) => [key, keyPlace.column])).toEqual([
      ["b", 10],
      ["a", 18],
    ]);
  });
});

describe("literals are JSON's", () => {
  test.each<Row>([
    [
      "those of Python",
      "[True, False, None]",
      "[true,false,null]",
      ["1:2 python-literal: True => true", "1:8 python-literal: False => false", "1:15 python-literal: None => null"],
      '["True", false, null]',
    ],
    [
      "texts in single quotes",
      `{'a': 'it\\'s "b"'}`,
      '{"a":"it\'s \\"b\\""}',
      [`1:2 single-quoted-string: 'a' => "a"`, `1:7 single-quoted-string: 'it\\'s "b"' => "it's \\"b\\""`],
      `{"a": "it's \\"b\\""}`,
    ],
    [
      "texts in single quotes with escapes",
      `['\\n\\\\', '\\"', '']`,
      '["\\n\\\\","\\"",""]',
      [
        `1:2 single-quoted-string: '\\n\\\\' => "\\n\\\\"`,
        `1:10 single-quoted-string: '\\"' => "\\""`,
        `1:16 single-quoted-string: '' => ""`,
      ],
      `["\\n\\\\", "\\"", ""]`,
    ],
  ])("%s", isRead);
});

function isRead(_rule: string, broken: string, json: string, repairs: readonly string[], sound: string): void {
  const { value, problem } = read(broken);
  expect(problem).toBeUndefined();
  expect(plain(value)).toStrictEqual(JSON.parse(json));
  expect(repairsOf(broken)).toEqual(repairs);
  expect(plain(read(sound).value)).toStrictEqual(JSON.parse(sound));
  expect(repairsOf(sound)).toEqual([]);
}

describe("text without a value is no problem", () => {
  test.each<[string, string[]]>([
    ["", []],
    [" \n\t\r\n", []],
    ["// only\n", ["1:1 comment: // only => "]],
    ["/* a */ // b", ["1:1 comment: /* a */ => ", "1:9 comment: // b => "]],
    ["...", ["1:1 elision: ... => "]],
  ])("%j", (text, expected) => {
    expect(read(text)).not.toHaveProperty("value");
    expect(read(text)).not.toHaveProperty("problem");
    expect(repairsOf(text)).toEqual(expected);
  });
});

/** A guess would invent a value, or drop one. */
describe("what is not guessed", () => {
  test.each<[text: string, problem: string]>([
    // Two literals in one word.
    ["01", "1:2 1 stands after the end of the value."],
    ["[1x]", "1:3 x adjoins another value."],
    ['["a""b"]', '1:5 "b" adjoins another value.'],
    ['["say "hi" now"]', "1:8 hi adjoins another value."],
    ["[00...]", "1:3 0 adjoins another value."],
    // No literal of JSON.
    ["[1.]", "1:2 The number is not complete."],
    ["[.5]", "1:2 .5 is no JSON value."],
    ["[+1]", "1:2 +1 is no JSON value."],
    ["[NaN]", "1:2 NaN is no JSON value."],
    ["[-]", "1:2 - is no JSON value."],
    ['{"a": b}', "1:7 b is no JSON value."],
    ["[“a”]", "1:2 “a” is no JSON value."],
    ["\ufeff{}", "1:1 \ufeff is no JSON value."],
    ["[..]", "1:2 .. is no JSON value."],
    [`[${"x".repeat(40)}]`, `1:2 ${"x".repeat(40)} is no JSON value.`],
    [`[${"x".repeat(41)}]`, `1:2 ${"x".repeat(40)}… is no JSON value.`],
    // Commas without an item.
    ["[,1]", "1:2 A comma has no item before it."],
    ["[1,,2]", "1:4 A comma has no item before it."],
    ["{,}", "1:2 A comma has no item before it."],
    // A second value.
    ["{} {}", "1:4 { stands after the end of the value."],
    ["[1]]", "1:4 ] stands after the end of the value."],
    ['{"a": 1};', "1:9 ; stands after the end of the value."],
    ['"a": 1', "1:4 : stands after the end of the value."],
    // Keys and values that belong to none.
    ['["a": 1]', '1:2 "a" is a key, but stands in an array.'],
    ['[1, "a": 1]', '1:5 "a" is a key, but stands in an array.'],
    ['{"d": ["a": 1}', '1:8 "a" is a key, but stands in an array.'],
    ['{"d": [[], "a": 1}', "no problem"],
    ['{"a"}', '1:2 "a" stands where a key is expected.'],
    ['{"a" 1}', '1:2 "a" stands where a key is expected.'],
    ["{[]: 1}", "1:2 [ stands where a key is expected."],
    ["{1: 2}", "1:2 1 stands where a key is expected."],
    ["{true: 2}", "1:2 true stands where a key is expected."],
    ["{None: 2}", "1:2 None stands where a key is expected."],
    ["{a.b: 2}", "1:2 a.b stands where a key is expected."],
    ["{: 1}", "1:2 A colon has no key before it."],
    ["[:]", "1:2 A colon has no key before it."],
    ['{"a": "b": 1}', "1:10 A colon has no key before it."],
    ['{"a":}', '1:6 "a" has no value.'],
    ['{"a":]', '1:6 "a" has no value.'],
    ['{"a"::1}', '1:6 "a" has no value.'],
    ['{"a":,"b":1}', '1:6 "a" has no value.'],
    ['{"a": ...}', '1:7 "a" has no value.'],
    // Brackets that close nothing.
    ["]", "1:1 ] is no JSON value."],
    ['{"a": 1]', "1:8 ] closes nothing."],
    ["[1}", "1:3 } closes nothing."],
    // Texts that are not closed, or hold what no text may.
    ['["a\nb"]', "1:2 The string is not closed on its line."],
    ['["\n"]', "1:2 The string is not closed on its line."],
    ['{"\n": 1}', "1:2 The string is not closed on its line."],
    ['{"a\nb": 1}', "1:2 The string is not closed on its line."],
    ['{"a,\n": 1}', "1:2 The string is not closed on its line."],
    ['{"a\n" 1}', "1:2 The string is not closed on its line."],
    ['{"\n a\n": 1}', "1:2 The string is not closed on its line."],
    ['["a\tb"]', "1:2 The string has a control character in it."],
    ['["\ta"]', "1:2 A string that is no key has a line break or control character in it."],
    ['{"k\u0001k": 1}', "1:2 The string has a control character in it."],
    ['["\\x41"]', "1:2 The string has an escape that JSON does not know."],
    ['["\\u12"]', "1:2 The string has a damaged \\u escape."],
    ["['a", "1:2 The single-quoted string is not closed on its line, or has a wrong escape."],
    ["['a\nb']", "1:2 The single-quoted string is not closed on its line, or has a wrong escape."],
    ["['\\x41']", "1:2 The single-quoted string is not closed on its line, or has a wrong escape."],
    ["[1 /* open", "1:4 The comment is not closed."],
    // Where the page is cut off, the rest of a literal may be missing.
    ['{"a": "x', "1:7 The string is not closed on its line."],
    ['{"a', "1:2 The string is not closed on its line."],
    ['{"a":', '1:5 The text ends before the value of "a".'],
    ['{"a": 12', "1:7 The text ends in a number."],
    ['{"a": tr', "1:7 tr is no JSON value."],
  ])("%j: %s", (text, expected) => {
    const { value, problem } = read(text);
    expect(problem ? `${problem.line}:${problem.column} ${problem.message}` : "no problem").toBe(expected);
    expect(value === undefined).toBe(problem !== undefined);
  });

  test("repairs before the problem are told, those behind it are not", () => {
    expect(repairsOf("[True, /* a */ x, None] // b")).toEqual([
      "1:2 python-literal: True => true",
      "1:8 comment: /* a */ => ",
    ]);
  });
});

/** `{"a": 1} // one` says something about `a`. */
describe("comments belong to the member of their line", () => {
  const comments = (text: string) => {
    const found: Record<string, string> = {};
    const visit = (node: JsonNode): void => {
      if (node.kind === "array") node.items.forEach(visit);
      if (node.kind !== "object") return;
      for (const member of node.members) {
        if (member.comment !== undefined) found[member.key] = member.comment;
        visit(member.value);
      }
    };
    const { value } = read(text);
    if (value) visit(value);
    return found;
  };

  test.each<[string, string, Record<string, string>]>([
    ["behind the comma", '{"a": 1, // one\n"b": 2}', { a: "one" }],
    ["before the comma", '{"a": 1 // one\n, "b": 2}', { a: "one" }],
    ["at the last member", '{"a": 1, // one\n"b": 2 //two\n}', { a: "one", b: "two" }],
    ["where a value opens", '{"a": { // about a\n"b": 2}}', { a: "about a" }],
    ["where an array of objects opens", '{"a": [{ // about a\n"b": 2}]}', { a: "about a" }],
    ["behind a value in one line", '{"a": {"b": 2}, // about a\n"c": 3}', { a: "about a" }],
    ["behind an array in one line", '{"a": [{"b": 2}], // about a\n"c": 3}', { a: "about a" }],
    ["behind an item in one line", '[{"b": 2}, // about the item\n{"b": 3}]', {}],
    ["behind two members, the last has it", '{"a": 1, "b": 2, // two\n"c": 3}', { b: "two" }],
    ["as a block", '{"a": 1, /* one */\n"b": 2}', { a: "one" }],
    ["a block in the middle is nobody's", '{"a": /* one */ 1}', {}],
    ["on its own line is nobody's", '{"a": 1,\n// next\n"b": 2}', {}],
    ["behind a closing brace is nobody's", '{"a": {\n"b": 1\n} // end\n}', {}],
    ["with slashes of its own", '{"a": 1 // see https://x/y\n}', { a: "see https://x/y" }],
    ["slashes in a string are none", '{"a": "https://x/y"}', {}],
    ["right behind a value in one line", '{"a": {"b": 2}// about a\n}', { a: "about a" }],
    ["behind a value on a line of its own is nobody's", '{"a":\n{"b": 2} // about it\n}', {}],
    ["behind a value whose key stands on another line is nobody's", "{a\n: 1 // one\n}", {}],
    ["before the first member is nobody's", '// about\n{"a": 1}', {}],
    ["empty", '{"a": 1 //\n}', {}],
  ])("%s", (_, text, expected) => {
    expect(comments(text)).toEqual(expected);
  });
});
