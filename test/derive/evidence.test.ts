/** What a page says of one topic: which blocks are its own, which messages are examples and which are requests. */

import { describe, expect, it } from "vitest";
import { findHeading, nodeAt, readFence, sectionOf } from "../../generator/derive/evidence.js";
import { readMarkdownPage } from "../../generator/docs/markdown-reader.js";
import type { Fence } from "../../generator/docs/page.js";
import { readSlatePage } from "../../generator/docs/slate-reader.js";
import { MAX_TYPE_DEPTH } from "../../generator/spec/read-value-type.js";
import { TOY_EXCHANGE } from "../toy-exchange.js";
import { nodeOf } from "./shapes.js";
import { matchOf, type Setting } from "./toy.js";

const fence = (content: string, language = "json"): Fence => ({
  kind: "fence",
  line: 10,
  column: 1,
  language,
  content,
  contentLine: 11,
  closed: true,
});
const read = (content: string, language?: string) => readFence(fence(content, language));

describe("a code block", () => {
  it.each(["", "  \n ", "// soon", "\n  // soon\n// later\n"])("is empty without code: %j", (content) => {
    expect(read(content)).toMatchObject({ kind: "empty" });
  });

  it.each(["json", "json5", "javascript", "js", ""])("of %j is read as JSON", (language) => {
    expect(read('{"a": 1}', language)).toMatchObject({
      kind: "json",
      node: { kind: "object", line: 11, column: 1 },
      repairs: [],
      comments: [],
    });
  });

  it.each(["python", "shell", "http"])("of %s is a program, whatever stands in it", (language) => {
    expect(read('{"a": 1}', language).kind).toBe("other");
  });

  it.each(["[1]", "  {}", "// note\n{}", "// note\n\n  [1]"])(
    "begins with a brace or bracket, behind comments and blanks: %j",
    (content) => {
      expect(read(content).kind).toBe("json");
    },
  );

  it("is a request if it sends a message", () => {
    const reading = read('// of ABC\nws.send(\'{"op": "subscribe", "args": ["a",]}\');');
    expect(reading).toMatchObject({
      kind: "request",
      node: { kind: "object", line: 12 },
      repairs: [{ kind: "trailing-comma", line: 12 }],
      comments: [{ text: "of ABC", line: 11 }],
    });
  });

  it.each(["connect()", "plain words", "1.5"])("is something else without a message: %s", (content) => {
    expect(read(content).kind).toBe("other");
  });

  it("is unreadable where its JSON cannot be repaired, and says where", () => {
    expect(read('{\n  "a": @\n}')).toMatchObject({
      kind: "unreadable",
      line: 12,
      column: 8,
      message: expect.stringMatching(/\w/),
    });
  });

  it.each([
    ["a text", '{"a": "\\ud800"}', 7],
    ["a text in a list", '["\\ud800"]', 2],
    ["a key", '{"\\ud800": 1}', 2],
    ["a key below", '{"a": {"\\ud800": 1}}', 8],
  ])("is unreadable with half a character in %s, which no UTF-8 frame can have", (_, content, column) => {
    expect(read(content)).toMatchObject({ kind: "unreadable", line: 11, column });
    expect(read(`ws.send('${content.replaceAll("\\", "\\\\")}')`).kind).toBe("unreadable");
  });

  // The root of a schema and the choice of its forms are levels too.
  it.each([
    [MAX_TYPE_DEPTH - 2, "json"],
    [MAX_TYPE_DEPTH - 1, "unreadable"],
  ])("with a message of %i levels is %s", (levels, kind) => {
    expect(read(`${"[".repeat(levels)}1${"]".repeat(levels)}`).kind).toBe(kind);
    expect(read(`${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`).kind).toBe(kind);
  });
});

describe("the section of a topic", () => {
  const page = readMarkdownPage({
    path: "p.md",
    source: "# A\n\none\n\n## B\n\ntwo\n\n### C\n\nthree\n\n## D\n\nfour\n\n# E\n",
    locale: new Map(),
  });
  const section = (name: string) => {
    const heading = findHeading(page, name);
    return heading && sectionOf(page, heading).map((block) => ("text" in block ? block.text : block.kind));
  };

  it("goes to the next heading of its level or above", () => {
    expect(section("A")).toEqual(["one", "B", "two", "C", "three", "D", "four"]);
    expect(section("B")).toEqual(["two", "C", "three"]);
    expect(section("C")).toEqual(["three"]);
    expect(section("D")).toEqual(["four"]);
  });

  it("goes to the end of the page where there is none", () => {
    expect(section("E")).toEqual([]);
  });

  it("is found by the heading's text or its placeholder", () => {
    const slate = readSlatePage({
      ...TOY_EXCHANGE,
      path: "p.md",
      source: "## {{ticks}}\n",
      locale: new Map([["ticks", "Ticks"]]),
    });
    expect([findHeading(slate, "ticks")?.text, findHeading(slate, "Ticks")?.text]).toEqual(["Ticks", "Ticks"]);
    expect(findHeading(slate, "tick")).toBeUndefined();
    expect(findHeading(page, "one")).toBeUndefined();
  });
});

describe("the evidence of a topic", () => {
  const evidence = (page: string, setting?: Setting) => matchOf(page, setting).evidence;
  const json = (...messages: string[]): string =>
    `# Tick\n\n${messages.map((text) => `\`\`\`json\n${text}\n\`\`\`\n`).join("\n")}`;
  const FORMS: Setting = { topic: { forms: { discriminator: "/type", values: { snapshot: "s", delta: "d" } } } };
  const kinds = (message: string) => {
    const { examples, requests } = evidence(json('{"data": {}}', message));
    return [examples.length - 1, requests.length];
  };

  it.each([
    ['{"op": "subscribe", "args": []}', [0, 1]],
    ['{"event": "sub"}', [0, 1]],
    ['{"event": "sub", "data": []}', [1, 0]],
    ['{"op": "subscribe", "code": "0"}', [1, 0]],
    ['{"topic": "tick"}', [1, 0]],
    ['[{"op": "subscribe"}]', [1, 0]],
  ])("takes what says what to do and carries no data for a request: %s", (message, wanted) => {
    expect(kinds(message)).toEqual(wanted);
  });

  it("has the messages of its own section only, in page order", () => {
    const { examples, requests, prose, heading } = evidence(
      `# Other\n\n${json('{"a": 1}').slice(8)}\n${json('{"b": 1}', '{"op": "x"}', '{"c": 1}')}\nwords\n\n# More\n\nelsewhere\n\n${json('{"d": 1}').slice(8)}`,
    );
    expect(examples.map(({ node }) => node.kind === "object" && node.members[0]?.key)).toEqual(["b", "c"]);
    expect(requests).toHaveLength(1);
    expect(prose.map(({ text }) => text)).toEqual(["words"]);
    expect(heading.text).toBe("Tick");
  });

  it("knows the form of a message by its discriminator", () => {
    const { examples } = evidence(
      json('{"type": "d"}', '{"type": "s"}', '{"type": "other"}', '{"type": 1}', "{}"),
      FORMS,
    );
    expect(examples.map(({ form }) => form)).toEqual(["delta", "snapshot", "push", "push", "push"]);
  });

  it("knows one form where the line file names none", () => {
    expect(evidence(json('{"type": "d"}')).examples.map(({ form }) => form)).toEqual(["push"]);
  });

  it("has no message that the line's replies would take: it is an answer", () => {
    const answer = '{"success": true, "conn": "1"}';
    const page = `# Tick\n\n\`\`\`json\n${answer}\n\`\`\`\n\n\`\`\`json\n{"topic": "tick.ABC", "data": {}}\n\`\`\`\n`;
    const reply = {
      name: "ack",
      kind: "ack",
      description: "An answer.",
      match: { "/success": true },
      source: "by hand",
    };
    const shown = (line: Setting["line"]): number => matchOf(page, line && { line }).evidence.examples.length;
    expect([
      shown({ replies: [{ ...reply, kind: "ack" }] }),
      shown({ replies: [{ ...reply, kind: "ack", match: { "/conn": {} } }] }),
      shown({ replies: [{ ...reply, kind: "ack", match: { "/success": false } }] }),
      shown({ replies: [] }),
    ]).toEqual([1, 1, 2, 2]);
  });

  it("reads a row as name, type and comment: first, second and last cell", () => {
    const { rows } = evidence(
      `# Tick\n\n| Parameter | Type | Comments |\n|---|---|---|\n| > price | string | Price |\n| >> size | number | USD | Size |\n| side | string |\n| id |\n\n${json("{}").slice(8)}`,
    );
    expect(rows.map(({ name, type, comment }) => [name, type, comment.text])).toEqual([
      ["price", "string", "Price"],
      ["size", "number", "Size"],
      ["side", "string", ""],
      ["id", "", ""],
    ]);
    expect(rows[0]?.nameCell.text).toBe("> price");
    expect(rows[0]?.table.header).toHaveLength(3);
  });

  it("has the rows of all tables of its section", () => {
    const table = (name: string): string => `| Parameter | Type |\n|---|---|\n| ${name} | string |\n\n`;
    const { rows, tables } = evidence(`# Tick\n\n${table("a")}${table("b")}${json("{}").slice(8)}`);
    expect([tables.length, rows.map(({ name }) => name)]).toEqual([2, ["a", "b"]]);
  });
});

describe("the value at a pointer", () => {
  const root = nodeOf('{"a": [{"b/c": {"d~e": 1}}], "": 2}');

  it.each([
    ["", "object"],
    ["/a", "array"],
    ["/a/0", "object"],
    ["/a/0/b~1c/d~0e", "number"],
    ["/", "number"],
    ["/x", undefined],
    ["/a/1", undefined],
    ["/a/0/b~1c/d~0e/f", undefined],
  ])("%j is %s", (pointer, kind) => {
    expect(nodeAt(root, pointer)?.kind).toBe(kind);
  });
});
