import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { describe, expect, test } from "vitest";
import { readEmbeddedMessage } from "../../generator/docs/embedded-json.js";
import { type JsonArray, type JsonNode, type JsonObject, jsonNodeToValue } from "../../generator/docs/json-node.js";
import { literalsOf } from "../../generator/docs/tolerant-json/conservation.js";
import { readTolerantJson } from "../../generator/docs/tolerant-json/read.js";
import { runs } from "../effort.js";

const START = { line: 1, column: 1 };
const read = (text: string) => readTolerantJson(text, START);
const plain = (node: JsonNode | undefined) => (node ? jsonNodeToValue(node) : undefined);

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
      { numRuns: runs(300) },
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

describe("size", () => {
  test("nesting is read to 200 levels", () => {
    const nest = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    expect(read(nest(200)).problem).toBeUndefined();
    expect(read(nest(201)).problem).toMatchObject({ line: 1, column: 201 });
    expect(read("[".repeat(100_000)).problem).toMatchObject({ column: 201 });
    expect(read('{"a":'.repeat(100_000)).problem).toBeDefined();
  });

  test("long adversarial lines are read to their end", () => {
    const length = runs(20_000);
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
      const text = `["${part.repeat(length)}`;
      read(part.repeat(length));
      read(`[${part.repeat(length)}`);
      read(text);
      read(`{"a": /* ${part.repeat(length)} */ 1}`);
    }
  });
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
      { numRuns: runs(1500) },
    );
  });

  test("never throws on any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        read(text);
      }),
      { numRuns: runs(600) },
    );
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts)), (chosen) => {
        read(chosen.join(""));
      }),
      { numRuns: runs(1500) },
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
