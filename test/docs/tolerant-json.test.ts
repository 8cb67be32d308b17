import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { describe, expect, test } from "vitest";
import { readEmbeddedMessage } from "../../generator/docs/embedded-json.js";
import { type JsonArray, type JsonNode, type JsonObject, jsonNodeToValue } from "../../generator/docs/json-node.js";
import { literalsOf } from "../../generator/docs/tolerant-json/conservation.js";
import { readTolerantJson } from "../../generator/docs/tolerant-json/read.js";

const START = { line: 1, column: 1 };
const read = (text: string) => readTolerantJson(text, START);
const plain = (node: JsonNode | undefined) => (node ? jsonNodeToValue(node) : undefined);
const kinds = (text: string) => read(text).repairs.map((repair) => repair.kind);

describe("strict JSON", () => {
  test.each([
    "{}",
    "[]",
    "0",
    '""',
    "null",
    " true ",
    '{"a":{"b":[1,[2,{}],"x"]},"":null}',
    '["\\u0041\\n\\"\\\\/\\ud83d\\ude00", "https://a/b"]',
    '{" spaced key ": " v ", "\\t": "\\u2028"}',
    "[-0, 1e5, 1.5E-3, 123456789012345678901234567890]",
  ])("%s is read as it stands", (text) => {
    const { value, repairs, problem } = read(text);
    expect(problem).toBeUndefined();
    expect(repairs).toEqual([]);
    expect(plain(value)).toStrictEqual(JSON.parse(text));
  });

  test("arbitrary values", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(3), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const result = read(text);
        expect(result.repairs).toEqual([]);
        expect(result.problem).toBeUndefined();
        expect(plain(result.value)).toEqual(JSON.parse(text));
      }),
      { numRuns: 1000 },
    );
  });

  test("numbers keep their text", () => {
    const { value } = read("[1.10, 9007199254740993, -0, 1E400]");
    expect((value as JsonArray).items.map((item) => item.kind === "number" && item.text)).toEqual([
      "1.10",
      "9007199254740993",
      "-0",
      "1E400",
    ]);
  });

  test("__proto__ and constructor are keys as any other", () => {
    const value = plain(read('{"__proto__": {"x": 1}, "constructor": 2}').value) as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value)).toEqual(["__proto__", "constructor"]);
  });

  test("places are those of the page", () => {
    const { value } = readTolerantJson('{\n  "a": [1,\r\n 22]}', { line: 90, column: 5 });
    expect(value).toMatchObject({
      line: 90,
      column: 5,
      members: [
        {
          keyPlace: { line: 91, column: 3 },
          value: {
            line: 91,
            column: 8,
            items: [
              { line: 91, column: 9 },
              { line: 92, column: 2 },
            ],
          },
        },
      ],
    });
  });
});

describe("repairs", () => {
  // text, JSON that it stands for, repairs as [kind, line, column, before, after]
  type Case = [name: string, text: string, json: string, repairs: [string, number, number, string, string][]];

  test.each<Case>([
    ["line comment", '{"a": 1} // end', '{"a": 1}', [["comment", 1, 10, "// end", ""]]],
    ["block comment", '{"a": /* x\n y */ 1}', '{"a": 1}', [["comment", 1, 7, "/* x y */", ""]]],
    ["missing comma, members", '{"a": "x"\n"b": 2}', '{"a":"x","b":2}', [["missing-comma", 1, 7, '"x"', '"x",']]],
    [
      "missing comma, items",
      "[{}\n{} 1]",
      "[{},{},1]",
      [
        ["missing-comma", 1, 3, "}", "},"],
        ["missing-comma", 2, 2, "}", "},"],
      ],
    ],
    ["trailing comma, object", '{"a": 1,\n}', '{"a":1}', [["trailing-comma", 1, 8, ",", ""]]],
    ["trailing comma, array", "[1, ]", "[1]", [["trailing-comma", 1, 3, ",", ""]]],
    [
      "array not closed before a key",
      '{"b": [["1","2"],["3","4"],\n "a": [["5","6"]]}',
      '{"b":[["1","2"],["3","4"]],"a":[["5","6"]]}',
      [["unclosed-array", 2, 2, '"a"', '], "a"']],
    ],
    [
      "array not closed before a key, no comma either",
      '{"b": [["1","2"]\n "a": 1}',
      '{"b":[["1","2"]],"a":1}',
      [["unclosed-array", 2, 2, '"a"', '], "a"']],
    ],
    [
      "two arrays not closed before a key",
      '{"b": [["1","2", "a": 1}',
      '{"b":[["1","2"]],"a":1}',
      [
        ["unclosed-array", 1, 18, '"a"', '], "a"'],
        ["unclosed-array", 1, 18, '"a"', '], "a"'],
      ],
    ],
    ["array not closed before a brace", '{"a": [1, 2}', '{"a":[1,2]}', [["unclosed-array", 1, 12, "}", "] }"]]],
    ["object not closed before a bracket", '[{"a": 1]', '[{"a":1}]', [["unclosed-object", 1, 9, "]", "} ]"]]],
    [
      "page cut off",
      '{"a": [{"b": "x"},\n',
      '{"a":[{"b":"x"}]}',
      [
        ["trailing-comma", 1, 18, ",", ""],
        ["unclosed-array", 1, 18, ",", ",]"],
        ["unclosed-object", 1, 18, ",", ",}"],
      ],
    ],
    ["elision behind an item", "[1, 2, ...]", "[1,2]", [["elision", 1, 8, "...", ""]]],
    ["elision between items", "[1, ...., 2]", "[1,2]", [["elision", 1, 5, "....", ""]]],
    ["elision between items, no commas", "[1 … 2]", "[1,2]", [["elision", 1, 4, "…", ""]]],
    ["elision adjoining its neighbours", "[1...2]", "[1,2]", [["elision", 1, 3, "...", ""]]],
    ["elision in an object", '{"a": 1, ...}', '{"a":1}', [["elision", 1, 10, "...", ""]]],
    [
      "elision, then an array not closed before a key",
      '{"b": [["1"], ...\n "a": 2}',
      '{"b":[["1"]],"a":2}',
      [
        ["elision", 1, 15, "...", ""],
        ["unclosed-array", 2, 2, '"a"', '], "a"'],
      ],
    ],
    [
      "line break in front of a key",
      '{"p":{"\n  key":"v"}}',
      '{"p":{"key":"v"}}',
      [["stray-text-in-key", 1, 7, '" key"', '"key"']],
    ],
    ["line break behind a key", '{"key\n  ": 1}', '{"key":1}', [["stray-text-in-key", 1, 2, '"key "', '"key"']]],
    ["tab in front of a key", '{"\tkey": 1}', '{"key":1}', [["stray-text-in-key", 1, 2, '"\tkey"', '"key"']]],
    [
      "Python literals",
      "[True, False, None]",
      "[true,false,null]",
      [
        ["python-literal", 1, 2, "True", "true"],
        ["python-literal", 1, 8, "False", "false"],
        ["python-literal", 1, 15, "None", "null"],
      ],
    ],
    [
      "duplicate keys, the last wins",
      '{"a": 1, "b": 2, "a": [3,\n 4], "a": 5}',
      '{"b":2,"a":5}',
      [
        ["duplicate-key", 1, 2, '"a": 1', '"a": 5'],
        ["duplicate-key", 1, 18, '"a": [3, 4]', '"a": 5'],
      ],
    ],
    [
      "single quotes",
      `{'a': 'it\\'s "b"'}`,
      '{"a":"it\'s \\"b\\""}',
      [
        ["single-quoted-string", 1, 2, "'a'", '"a"'],
        ["single-quoted-string", 1, 7, `'it\\'s "b"'`, '"it\'s \\"b\\""'],
      ],
    ],
    [
      "unquoted key",
      "{a_1: 1, $b: 2}",
      '{"a_1":1,"$b":2}',
      [
        ["unquoted-key", 1, 2, "a_1", '"a_1"'],
        ["unquoted-key", 1, 10, "$b", '"$b"'],
      ],
    ],
    [
      "unquoted key, comment before its colon",
      "{a /* x: */ : 1}",
      '{"a":1}',
      [
        ["unquoted-key", 1, 2, "a", '"a"'],
        ["comment", 1, 4, "/* x: */", ""],
      ],
    ],
  ])("%s", (_, text, json, repairs) => {
    const result = read(text);
    expect(result.problem).toBeUndefined();
    expect(plain(result.value)).toStrictEqual(JSON.parse(json));
    expect(result.repairs.map((r) => [r.kind, r.line, r.column, r.before, r.after])).toEqual(repairs);
  });

  test("an elision marks its own array only", () => {
    const root = read('{"a": [[1], ...], "b": [2]}').value as JsonObject;
    const [a, b] = root.members.map((member) => member.value as JsonArray);
    expect(a).toMatchObject({ elided: true, items: [{ elided: false }] });
    expect(b).toMatchObject({ elided: false });
  });

  test("a kept duplicate stands at its last place", () => {
    const root = read('{"a": 1, "b": 2, "a": 3}').value as JsonObject;
    expect(root.members.map(({ key, keyPlace }) => [key, keyPlace.column])).toEqual([
      ["b", 10],
      ["a", 18],
    ]);
  });
});

describe("blank text has no value and no problem", () => {
  test.each<[string, string[]]>([
    ["", []],
    [" \n\t\r\n", []],
    ["// only\n", ["comment"]],
    ["/* a */ // b", ["comment", "comment"]],
    ["...", ["elision"]],
  ])("%j", (text, expected) => {
    expect(read(text)).not.toHaveProperty("value");
    expect(read(text)).not.toHaveProperty("problem");
    expect(kinds(text)).toEqual(expected);
  });
});

describe("problems", () => {
  test.each<[string, number]>([
    ["01", 2],
    ["[1x]", 3],
    ["[1.]", 2],
    ["[.5]", 2],
    ["[+1]", 2],
    ["[NaN]", 2],
    ["[-]", 2],
    ["[,1]", 2],
    ["[1,,2]", 4],
    ["{,}", 2],
    ["{} {}", 4],
    ["[1]]", 4],
    ['{"a": 1};', 9],
    ['"a": 1', 4],
    ['["a": 1]', 2],
    ['{"d": ["a": 1}', 8],
    ['{"a"}', 2],
    ['{"a" 1}', 2],
    ['{"a":}', 6],
    ['{"a":,"b":1}', 6],
    ['{"a": ...}', 7],
    ['{"a": "b": 1}', 10],
    ["{1: 2}", 2],
    ["{true: 2}", 2],
    ['{"a": b}', 7],
    ['["say "hi" now"]', 8],
    ['["a""b"]', 5],
    ['["a\nb"]', 2],
    ['["\n"]', 2],
    ['["a\tb"]', 2],
    ['["\\x41"]', 2],
    ['["\\u12"]', 2],
    ["['a\nb']", 2],
    ["['\\x41']", 2],
    ["/* open", 1],
    ["\ufeff{}", 1],
    ["\u0000", 1],
    ["[“a”]", 2],
    // Cut off where the rest of a literal may be missing.
    ['{"a": "x', 7],
    ['{"a":', 5],
    ['{"a', 2],
    ['{"a": 12', 7],
    ['{"a": tr', 7],
  ])("%j", (text, column) => {
    const result = read(text);
    expect(result).not.toHaveProperty("value");
    expect(result.problem?.message).toMatch(/\S/);
    expect(result.problem).toMatchObject(text.includes("\n") ? {} : { line: 1, column });
  });

  test("nesting is read to 200 levels", () => {
    const nest = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    expect(read(nest(200)).problem).toBeUndefined();
    expect(read(nest(201)).problem).toMatchObject({ line: 1, column: 201 });
    expect(read("[".repeat(100_000)).problem).toMatchObject({ column: 201 });
    expect(read('{"a":'.repeat(100_000)).problem).toBeDefined();
  });

  test("long adversarial lines are not read in quadratic time", { timeout: 120_000 }, () => {
    const long = [
      " ",
      '"',
      "'",
      "\\",
      "/*",
      "/**/",
      "//",
      ".",
      "\n",
      '"\n',
      '" ',
      "a:",
      "1",
      "[]",
      "-",
      "\t",
      "...",
      "…'",
      "1...",
      "[1,",
      '{"a":1,',
    ];
    for (const part of long) {
      const text = `["${part.repeat(100_000)}`;
      const started = performance.now();
      read(part.repeat(100_000));
      read(`[${part.repeat(100_000)}`);
      read(text);
      read(`{"a": /* ${part.repeat(100_000)} */ 1}`);
      expect(performance.now() - started, JSON.stringify(part)).toBeLessThan(10_000);
    }
  });
});

describe("comments", () => {
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
    ["empty", '{"a": 1 //\n}', {}],
  ])("%s", (_, text, expected) => {
    expect(comments(text)).toEqual(expected);
  });
});

test("literalsOf lists keys and values in page order", () => {
  const { value } = read('{"a": [1.0, "x\\n", {"b": true}], "c": null}');
  expect(value && literalsOf(value)).toEqual(['"a"', "1.0", '"x\\n"', '"b"', "true", '"c"', "null"]);
});

describe("mutated JSON", () => {
  /** The text's literals as written. */
  const literalsIn = (text: string): string[] => {
    const pattern =
      /\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|-?\d[\d.eE+-]*|[A-Za-z_$][\w$-]*/g;
    return [...text.matchAll(pattern)].map(([literal]) => literal).filter((literal) => !/^\/[/*]/.test(literal));
  };
  const parts = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"',
    "'",
    "\\",
    "...",
    "…",
    " ",
    "\n",
    "//",
    "/*",
    "*/",
    "True",
    "None",
    "a",
    "0",
    "1",
    "-",
    ".",
    "null",
    '"k":',
    "__proto__",
    "\u0000",
    "\ufeff",
  ];
  const edit = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat(4),
    insert: fc.oneof(fc.constant(""), fc.constantFrom(...parts)),
  });

  test("never throws, never adds and never loses a literal", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(2), fc.array(edit, { minLength: 1, maxLength: 4 }), (value, indent, edits) => {
        let text = JSON.stringify(value, null, indent);
        for (const { at, length, insert } of edits) {
          const start = Math.floor(at * text.length);
          text = text.slice(0, start) + insert + text.slice(start + length);
        }
        const result = read(text);
        if (!result.value) return;
        const dropped = result.repairs.filter((repair) => repair.kind === "duplicate-key");
        const before = dropped.reduce((count, repair) => count + literalsIn(repair.before).length, 0);
        expect(literalsOf(result.value).length + before).toBe(literalsIn(text).length);
        let strict: unknown;
        try {
          strict = JSON.parse(text);
        } catch {
          expect(result.repairs).not.toEqual([]);
          return;
        }
        expect(plain(result.value)).toEqual(strict);
      }),
      { numRuns: 5000 },
    );
  });

  test("never throws on any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        read(text);
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts)), (chosen) => {
        read(chosen.join(""));
      }),
      { numRuns: 5000 },
    );
  });
});

const SHARED = path.resolve(import.meta.dirname, "../../../shared");
const isRequired = process.env.CI === "true";

const corpus = path.join(SHARED, "corpora/json-test-suite/test_parsing");
const hasCorpus = existsSync(corpus);

test.runIf(isRequired)("continuous integration has the corpus and the pages", () => {
  expect(existsSync(corpus), corpus).toBe(true);
  expect(existsSync(path.join(SHARED, "docs")), path.join(SHARED, "docs")).toBe(true);
});

describe.skipIf(!hasCorpus)(`JSONTestSuite${hasCorpus ? "" : ` (skipped: no ${corpus})`}`, () => {
  const files = hasCorpus ? readdirSync(corpus) : [];
  const textOf = (file: string) => readFileSync(path.join(corpus, file), "utf8");

  test("has the published number of files", () => {
    const count = (prefix: string) => files.filter((file) => file.startsWith(prefix)).length;
    expect([count("y_"), count("n_"), count("i_")]).toEqual([95, 188, 35]);
  });

  test.each(files.filter((file) => file.startsWith("y_")))("%s equals JSON.parse", (file) => {
    const { value, repairs, problem } = read(textOf(file));
    expect(problem).toBeUndefined();
    expect(plain(value)).toStrictEqual(JSON.parse(textOf(file)));
    expect(repairs.filter((repair) => repair.kind !== "duplicate-key")).toEqual([]);
  });

  test.each(files.filter((file) => file.startsWith("n_")))("%s is refused or repaired", (file) => {
    const { value, repairs, problem } = read(textOf(file));
    if (textOf(file).trim() === "") expect(value).toBeUndefined();
    else expect(problem ?? repairs[0]).toBeDefined();
  });

  test.each(files.filter((file) => file.startsWith("i_")))("%s is answered", (file) => {
    expect(() => read(textOf(file))).not.toThrow();
  });
});

const pages = {
  S0: "docs/docs/v5/websocket/private/execution.md",
  S1: "docs-legacy/source/includes/testnet/futuresV2/linear_perpetual/_websockets.md",
  S2: "docs-legacy/source/includes/testnet/copy_trading/_websockets.md",
  S3: "docs-legacy/source/includes/spot/v1/_websockets.md",
  S4: "docs-legacy/source/includes/usdc/perp/perp_websockets.md",
};
const docs = path.join(SHARED, "docs");
const hasPages = Object.values(pages).every((page) => existsSync(path.join(docs, page)));

describe.skipIf(!hasPages)(`real pages${hasPages ? "" : ` (skipped: no ${docs})`}`, () => {
  interface Block {
    readonly id: string;
    readonly line: number;
    readonly text: string;
  }
  const blocks: Block[] = [];
  for (const [id, page] of Object.entries(hasPages ? pages : {})) {
    for (const token of new MarkdownIt({ html: true }).parse(readFileSync(path.join(docs, page), "utf8"), {})) {
      if (token.type !== "fence" || !/^(?:javascript|json)\b/.test(token.info.trim())) continue;
      const line = (token.map?.[0] ?? 0) + 2;
      blocks.push({ id: `${id} L${line}`, line, text: token.content });
    }
  }
  const readBlock = ({ text, line }: Block) => readTolerantJson(text, { line, column: 1 });
  const isStrict = ({ text }: Block) => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  const sends = blocks.filter(({ text }) => text.includes("ws.send("));
  const jsonLike = blocks.filter(({ text }) => /^\s*[[{]/.test(text));
  const strict = jsonLike.filter(isStrict);

  test("have the counted blocks", () => {
    expect({ sends: sends.length, jsonLike: jsonLike.length, strict: strict.length }).toEqual({
      sends: 43,
      jsonLike: 77,
      strict: 60,
    });
    const rest = blocks.filter((block) => !sends.includes(block) && !jsonLike.includes(block));
    expect(rest.map(({ id }) => id)).toEqual(["S4 L117", "S4 L128"]);
    for (const block of rest) expect(readBlock(block)).not.toHaveProperty("problem");
    for (const block of rest) expect(readBlock(block)).not.toHaveProperty("value");
  });

  test("strict blocks are read as they stand", () => {
    for (const block of strict) {
      const { value, repairs, problem } = readBlock(block);
      expect([repairs, problem], block.id).toEqual([[], undefined]);
      expect(plain(value), block.id).toStrictEqual(JSON.parse(block.text));
    }
  });

  /** By block: edits on page lines that make it JSON, and the repairs in the order of the page. */
  type Edits = readonly (readonly [line: number, from: string, to: string])[];
  const stripComments = "comments";
  const corrections: Record<string, { edits: Edits | typeof stripComments; repairs: string[] }> = {
    "S1 L92": { edits: [[95, '00"', '00",']], repairs: ["missing-comma L95"] },
    "S1 L159": { edits: [[162, 'da"', 'da",']], repairs: ["missing-comma L162"] },
    "S1 L205": { edits: stripComments, repairs: ["comment L213", "comment L220"] },
    "S1 L234": { edits: stripComments, repairs: ["comment L242", "comment L250", "comment L259"] },
    "S1 L320": { edits: stripComments, repairs: ["comment L328", "comment L335"] },
    "S1 L349": { edits: stripComments, repairs: ["comment L357", "comment L365", "comment L374"] },
    "S1 L492": {
      edits: [
        [528, '"ask1_price_e4": "322955000"', ""],
        [531, '000",', '000"'],
      ],
      repairs: ["duplicate-key L528", "missing-comma L528", "trailing-comma L531"],
    },
    "S2 L92": { edits: stripComments, repairs: ["comment L93", "comment L95"] },
    "S2 L168": { edits: stripComments, repairs: [169, 170, 171, 172].map((line) => `comment L${line}`) },
    "S2 L422": { edits: stripComments, repairs: ["comment L427"] },
    "S2 L532": {
      edits: stripComments,
      repairs: [
        537, 538, 540, 542, 544, 545, 547, 548, 550, 552, 554, 555, 557, 559, 560, 561, 562, 563, 564, 565, 566, 567,
        570, 571, 572,
      ].map((line) => `comment L${line}`),
    },
    "S2 L681": {
      edits: [[692, "False", "false"]],
      repairs: [
        ...[682, 684, 685, 686, 687, 688, 689, 690, 691].map((line) => `comment L${line}`),
        "python-literal L692",
        ...[692, 694, 696].map((line) => `comment L${line}`),
      ],
    },
    "S2 L870": {
      edits: [
        [884, '1750"', '1750",'],
        [885, '2000"', '2000",'],
        [886, 'LastPrice"', 'LastPrice",'],
        [887, 'LastPrice"', 'LastPrice",'],
      ],
      repairs: [884, 885, 886, 887].map((line) => `missing-comma L${line}`),
    },
    "S3 L424": {
      edits: [
        [447, "],", "]"],
        [448, "]", "],"],
      ],
      repairs: ["trailing-comma L447", "missing-comma L448"],
    },
    "S3 L528": {
      edits: [
        [532, '{"', "{"],
        [533, "realtimeInterval", '"realtimeInterval'],
      ],
      repairs: ["stray-text-in-key L532"],
    },
    "S3 L634": {
      edits: [
        [658, '"a"', '], "a"'],
        [657, "],", "]"],
      ],
      repairs: ["unclosed-array L658"],
    },
    "S3 L803": {
      edits: [
        [826, ", ...", "],"],
        [839, ", ...", ""],
      ],
      repairs: ["elision L826", "unclosed-array L827", "elision L839"],
    },
  };

  const correct = (block: Block, edits: Edits): string => {
    // No string of these pages has two slashes in it.
    const lines = block.text.split("\n").map((line) => line.replace(/\/\/.*$/, ""));
    for (const [line, from, to] of edits) {
      const source = lines[line - block.line] ?? "";
      expect(source.split(from), `${block.id}: ${line}`).toHaveLength(2);
      lines[line - block.line] = source.replace(from, to);
    }
    return lines.join("\n");
  };

  test("broken blocks are those that were corrected by hand", () => {
    const broken = jsonLike.filter((block) => !strict.includes(block));
    expect(broken.map(({ id }) => id)).toEqual(Object.keys(corrections));
  });

  test.each(Object.entries(corrections))("%s equals its correction", (id, { edits, repairs }) => {
    const block = blocks.find((candidate) => candidate.id === id);
    expect(block).toBeDefined();
    if (!block) return;
    const result = readBlock(block);
    expect(result.problem).toBeUndefined();
    expect(plain(result.value)).toStrictEqual(JSON.parse(correct(block, edits === stripComments ? [] : edits)));
    expect(result.repairs.map(({ kind, line }) => `${kind} L${line}`)).toEqual(repairs);
  });

  test("comments reach their members", () => {
    const block = blocks.find(({ id }) => id === "S1 L205");
    const root = block && (readBlock(block).value as JsonObject);
    const book = (root?.members[2]?.value as JsonObject | undefined)?.members[0]?.value as JsonArray | undefined;
    const ids = book?.items.flatMap((item) => (item as JsonObject).members.filter(({ key }) => key === "id"));
    expect(ids?.map(({ comment }) => comment)).toEqual(["depreciated", "depreciated"]);
  });

  test("every sent message is read without repair", () => {
    for (const { id, text, line } of sends) {
      const message = readEmbeddedMessage(text, { line, column: 1 });
      expect(message, id).toBeDefined();
      expect(message?.repairs, id).toEqual([]);
      const root = message && (jsonNodeToValue(message.value) as Record<string, unknown>);
      expect(root?.op ?? root?.event ?? root?.ping, id).toBeDefined();
    }
  });

  test("places point at what they name", () => {
    for (const [id, page] of Object.entries(pages)) {
      const lines = readFileSync(path.join(docs, page), "utf8").split("\n");
      for (const block of blocks.filter((candidate) => candidate.id.startsWith(`${id} `))) {
        const { text, line } = block;
        const node = readBlock(block).value ?? readEmbeddedMessage(text, { line, column: 1 })?.value;
        const visit = (next: JsonNode): void => {
          if (next.kind === "array") next.items.forEach(visit);
          if (next.kind === "number") expect(lines[next.line - 1]?.startsWith(next.text, next.column - 1)).toBe(true);
          if (next.kind !== "object") return;
          for (const { key, keyPlace, value } of next.members) {
            const source = lines[keyPlace.line - 1]?.slice(keyPlace.column - 1) ?? "";
            if (source !== '"') expect(source.startsWith(JSON.stringify(key)), `${block.id} ${key}`).toBe(true);
            visit(value);
          }
        };
        if (node) visit(node);
      }
    }
  });
});
