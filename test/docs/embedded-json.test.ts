import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readEmbeddedMessage } from "../../generator/docs/embedded-json.js";
import type { JsonObject } from "../../generator/docs/json-node.js";
import { jsonNodeToValue } from "../../generator/docs/json-node.js";

const START = { line: 10, column: 1 };
const read = (code: string) => readEmbeddedMessage(code, START);
const messageValue = (code: string) => {
  const message = read(code);
  return message && jsonNodeToValue(message.value);
};

const membersOf = (code: string) => (read(code)?.value as JsonObject | undefined)?.members ?? [];

describe("forms of a sent message", () => {
  const subscribe = { op: "subscribe", args: ["topic.filter"] };

  test.each([
    `ws.send('{"op": "subscribe", "args": ["topic.filter"]}');`,
    `ws.send('{"op": "subscribe", "args": ["topic.filter"]}')`,
    `  ws.send('{"op":"subscribe","args":["topic.filter"]}');\n\n`,
    `ws.send("{\\"op\\":\\"subscribe\\",\\"args\\":[\\"topic.filter\\"]}")`,
    'ws.send(`{\n  "op": "subscribe",\n  "args": ["topic.filter"]\n}`)',
    `socket.send(JSON.stringify({"op": "subscribe", "args": ["topic.filter"]}));`,
    `ws.send(JSON.stringify({op: 'subscribe', args: ['topic.filter',],}))`,
    `ws.send(json.dumps({"op": "subscribe", "args": ["topic.filter"]}))`,
    `// why\nws.send('{"op":"subscribe","args":["topic.filter"]}')`,
    `this.ws.send('{"op":"subscribe","args":["topic.filter"]}')`,
    ";ws.send(`{op: 'subscribe', args: ['topic.filter']}`);",
  ])("%s", (code) => {
    expect(messageValue(code)).toEqual(subscribe);
    if (!code.startsWith(";")) expect(read(code)?.repairs).toEqual([]);
  });

  test("a list", () => {
    expect(messageValue(`ws.send('[1, "a"]')`)).toEqual([1, "a"]);
    expect(messageValue(`ws.send(JSON.stringify([1, "a"]))`)).toEqual([1, "a"]);
    expect(read("ws.send(JSON.stringify([[]]))")?.value).toMatchObject({ elided: false, items: [{ elided: false }] });
  });

  test("every kind of literal", () => {
    const code = `ws.send(JSON.stringify({"a": 1.10, "b": -2, "c": null, "d": true, "e": [], "f": {}, "g": ""}))`;
    expect(messageValue(code)).toEqual({ a: 1.1, b: -2, c: null, d: true, e: [], f: {}, g: "" });
    const members = membersOf(code);
    expect(members[0]?.value).toMatchObject({ kind: "number", text: "1.10" });
  });

  test("__proto__ is a key as any other", () => {
    const value = messageValue(`ws.send(JSON.stringify({"__proto__": {"a": 1}}))`);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.entries(value as object)).toEqual([["__proto__", { a: 1 }]]);
    const like = JSON.parse('{"a": 1}') as object;
    expect(Object.getOwnPropertyDescriptors(messageValue(`ws.send('{"a": 1}')`))).toEqual(
      Object.getOwnPropertyDescriptors(like),
    );
  });

  test.each([
    ["[", "]"],
    ["{a: ", "}"],
  ])("%s…%s inside of itself to 200 levels", (open, close) => {
    const nest = (depth: number) => `ws.send(JSON.stringify(${open.repeat(depth)}1${close.repeat(depth)}))`;
    expect(read(nest(200))).toBeDefined();
    expect(read(nest(201))).toBeUndefined();
  });
});

describe("places", () => {
  test("in a string argument", () => {
    const message = read(`// first\n  ws.send('{"op": "ping"}');`);
    expect(message?.place).toEqual({ line: 11, column: 3 });
    expect(message?.comments).toEqual([{ text: "first", line: 10 }]);
    expect(message?.value).toMatchObject({ line: 11, column: 12 });
    expect(message?.value).toMatchObject({
      members: [{ keyPlace: { line: 11, column: 13 }, value: { line: 11, column: 19 } }],
    });
  });

  test("behind escapes in a string argument", () => {
    const code = String.raw`ws.send("{\"a\": \"\u{1F600}\x41\", \"b\": 2}")`;
    const members = membersOf(code);
    const columns = members.map(({ keyPlace, value }) => [keyPlace.column, value.column]);
    expect(columns).toEqual([
      [code.indexOf('\\"a') + 1, code.indexOf('\\"\\u') + 1],
      [code.indexOf('\\"b') + 1, code.indexOf("2}") + 1],
    ]);
  });

  test.each(["\\x41", "\\u0041", "\\u{41}", "\\u{ffff}", "\\u{10000}", "\\101", "\\z", "\\\n", "\\\r\n"])(
    "behind the escape %j",
    (written) => {
      const code = `ws.send("[\\"${written}\\", 1]")`;
      const before = code.slice(0, code.indexOf("1]")).split(/\r?\n/);
      const place = { line: 9 + before.length, column: (before.at(-1) ?? "").length + 1 };
      expect(read(code)?.value).toMatchObject({ items: [{ kind: "string" }, place] });
    },
  );

  test("of comments, on one line each", () => {
    const code = `/* first\n   and more */\nws.send('{}') // second  one`;
    expect(read(code)?.comments).toEqual([
      { text: "first and more", line: 10 },
      { text: "second one", line: 12 },
    ]);
  });

  test("in an object literal", () => {
    const message = read(`ws.send(JSON.stringify({"ping":\n  15}));`);
    expect(message?.value).toMatchObject({
      line: 10,
      column: 24,
      members: [{ keyPlace: { line: 10, column: 25 }, value: { line: 11, column: 3, text: "15" } }],
    });
  });

  test("in the middle of a line of prose", () => {
    const message = readEmbeddedMessage(`ws.send('{"op":"ping"}')`, { line: 7, column: 30 });
    expect(message?.place).toEqual({ line: 7, column: 30 });
    expect(message?.value).toMatchObject({ line: 7, column: 39 });
  });
});

describe("repairs", () => {
  test("in a string argument", () => {
    const message = read(`ws.send('{"op": "subscribe" "args": [],}')`);
    expect(message?.repairs.map(({ kind, column }) => [kind, column])).toEqual([
      ["missing-comma", 17],
      ["trailing-comma", 39],
    ]);
  });

  test("in an object literal, in page order", () => {
    const code = `ws.send(json.dumps({"a": True, "b": [False,
      {"c": 1, "c": 2}], "b":  None, "d": [True, 1]}))`;
    const message = read(code);
    expect(message && jsonNodeToValue(message.value)).toEqual({ a: true, b: null, d: [true, 1] });
    expect(
      message?.repairs.map(({ kind, line, column, before, after }) => [kind, line, column, before, after]),
    ).toEqual([
      ["python-literal", 10, 26, "True", "true"],
      ["duplicate-key", 10, 32, '"b": [False, {"c": 1, "c": 2}]', '"b":  None'],
      ["python-literal", 10, 38, "False", "false"],
      ["duplicate-key", 11, 8, '"c": 1', '"c": 2'],
      ["python-literal", 11, 32, "None", "null"],
      ["python-literal", 11, 44, "True", "true"],
    ]);
  });
});

describe("anything else is no message", () => {
  test.each([
    "",
    "// a comment only",
    '{"op": "ping"}',
    "ws.close()",
    "ws.send()",
    "ws.send(message)",
    `ws.send('{"op":"ping"}', 1)`,
    `send('{"op":"ping"}')`,
    `ws["send"]('{"op":"ping"}')`,
    "ws[send]('{}')",
    "ws.send(JSON.stringify({}, 1))",
    "ws.send(JSON.parse({}))",
    "ws.send(stringify({}))",
    "ws.send(...['{}'])",
    "ws.send(5)",
    "ws.send('ping')",
    "ws.send('')",
    `ws.send('{"op":')`,
    'ws.send(`{"t": $' + "{now}}`)",
    "ws.send(JSON.stringify(message))",
    "ws.send(JSON.stringify({now}))",
    "ws.send(JSON.stringify({t: Date.now()}))",
    "ws.send(JSON.stringify({...rest}))",
    "ws.send(JSON.stringify({[key]: 1}))",
    "ws.send(JSON.stringify([1,,2]))",
    "ws.send(JSON.stringify({get a() { return 1 }}))",
    "ws.send(JSON.stringify({a() { return 1 }}))",
    "ws.send(JSON.stringify({1: 2}))",
    "ws.send(JSON.stringify({a: +1}))",
    'ws.send(JSON.stringify({a: -"1"}))',
    "ws.send(JSON.stringify({a: -b}))",
    "ws.send(JSON.stringify({a: undefined}))",
    "ws.send(JSON.stringify({a: [...b]}))",
    "ws.send(JSON.stringify({a: 01}))",
    "ws.send(JSON.stringify({a: 1_000}))",
    "ws.send(JSON.stringify({a: .5}))",
    "ws.send(JSON.stringify({a: 5.}))",
    "ws.send(JSON.stringify({a: `x${b}`}))",
    'ws.send(`{"a":1}$' + "{b}`)",
    "ws.send(JSON.stringify({a: 0x10}))",
    "ws.send(JSON.stringify({a: 1n}))",
    "ws.send(JSON.stringify({a: /x/}))",
    "ws.send(JSON.stringify({a: 1, a: f()}))",
    `ws.send('{"op":"ping"}'); ws.send('{"op":"ping"}')`,
    `ws.on("open", () => ws.send('{"op":"ping"}'))`,
    'ws = websocket.WebSocketApp("url")\nprint(ws)  # python',
    `ws.send(JSON.stringify(${"[".repeat(300)}${"]".repeat(300)}))`,
    `ws.send(JSON.stringify(${"[".repeat(50_000)}`,
    "(".repeat(50_000),
  ])("%#", (code) => {
    expect(read(code)).toBeUndefined();
  });

  test("never throws", () => {
    const source = `// c\nws.send(JSON.stringify({"a": [1, -2.5, true], 'b': json.dumps('{"x":"\\u0041"}')}));`;
    fc.assert(
      fc.property(fc.nat(source.length), fc.nat(20), fc.string({ unit: "binary" }), (at, length, inserted) => {
        read(source.slice(0, at) + inserted + source.slice(at + length));
      }),
      { numRuns: 2000 },
    );
  });
});

test("a JSON value survives both forms", () => {
  fc.assert(
    fc.property(fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())), (message) => {
      const json = JSON.stringify(message);
      const expected = JSON.parse(json);
      // A JavaScript object literal may name __proto__ once, as JSON.stringify does.
      expect(messageValue(`ws.send(JSON.stringify(${json}))`)).toEqual(expected);
      expect(messageValue(`ws.send(${JSON.stringify(json)})`)).toEqual(expected);
    }),
  );
});
