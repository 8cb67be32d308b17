/**
 * The grammar of JSON, RFC 8259, byte by byte: texts near each rule, for the scanners in JavaScript, for those in WebAssembly, and for those that are
 * written in place. JSON.parse says what is JSON; beyond it they decline escapes, what is no ASCII, exponents, and integers that a double may round.
 */

import { describe, expect, it } from "vitest";
import { type Code, call, get, i32, type Local } from "../../generator/wasm/assembler.js";
import { ABSENT, createFindPath, UNCLEAR } from "../../generator/wasm/find-member.js";
import { addJsonCore } from "../../generator/wasm/json-core.js";
import { createModule, type FunctionBuilder } from "../../generator/wasm/module.js";
import { scanNumber } from "../../generator/wasm/scan-number.js";
import { scanText } from "../../generator/wasm/scan-text.js";
import { createScratch } from "../../generator/wasm/scratch.js";
import { isDecimal } from "../../templates/runtime/decimal.js";
import * as js from "../../templates/runtime/json-bytes.js";
import { PAGE, SLACK } from "../../templates/runtime/wasm-memory.js";
import { type WebAssemblyApi, webAssembly } from "../../templates/runtime/webassembly.js";

const PATHS: readonly (readonly string[])[] = [["a"], ["topic"], ["request", "op"]];

const PAGES = 4;
const START = 2 * PAGE;
const api = webAssembly as WebAssemblyApi;
const memory = new api.Memory({ initial: PAGES });
const bytes = new Uint8Array(memory.buffer);
const view = new DataView(memory.buffer);

const exported = (() => {
  const module = createModule();
  module.importMemory("wireloom", "memory", PAGES);
  const core = addJsonCore(module, { lineFeeds: true });
  const value = module.global("f64", "value");
  const add = (name: string, body: (p: Local, own: FunctionBuilder) => Code): void => {
    const own = module.function(name, ["i32"], ["i32"], name);
    own.body(body(own.arguments[0], own));
  };
  add("text", (p) => call(core.text, get(p)));
  add("text in place", (p, own) => [scanText(createScratch(own), p, core.restOfText), get(p)]);
  for (const kind of ["integer", "number", "decimal"] as const) {
    add(kind, (p) => call(core[kind], get(p)));
    add(`${kind} in place`, (p, own) => [scanNumber(createScratch(own), p, kind), get(p)]);
    add(`value of ${kind}`, (p, own) => [scanNumber(createScratch(own), p, kind, value), get(p)]);
  }
  add("any value", (p) => call(core.anyValue, get(p), i32.const(0)));
  const findPath = createFindPath(module, core.findMember);
  for (const whole of [true, false])
    for (const path of PATHS)
      add(`${path.join("/")} ${whole}`, (p, own) => {
        const found = own.local("i32");
        return [findPath(found, p, path, whole), get(found)];
      });
  return new api.Instance(new api.Module(module.build()), { wireloom: { memory } }).exports;
})();
const wasm = (name: string, start: number): number => (exported[name] as (start: number) => number)(start);

/** Puts a text into memory, and digits far behind it, which nobody may take for its own. */
function put(text: string, behind: string): void {
  const whole = Buffer.from(text + behind, "latin1");
  bytes.fill(0x39, START, START + whole.length + SLACK);
  bytes.set(whole, START);
}

/** What may follow a value. */
const BEHIND = [",", "}", "]", " ", "\n", "\0"];

/** Does each of the scanners move behind the whole text? Of one that does not, no matter where it stops. */
function takenBy(scanners: Readonly<Record<string, (start: number) => number>>, text: string): Record<string, boolean> {
  const taken = BEHIND.map((behind) => {
    put(text, behind);
    return Object.fromEntries(
      Object.entries(scanners).map(([name, scan]) => [name, scan(START) === START + text.length] as const),
    );
  });
  for (const other of taken.slice(1)) expect(other, `${text} whatever follows`).toEqual(taken[0]);
  return taken[0] ?? {};
}

const expectAll = (scanners: Parameters<typeof takenBy>[0], text: string, wanted: boolean): void => {
  const all = Object.fromEntries(Object.keys(scanners).map((name) => [name, wanted]));
  expect({ text, ...takenBy(scanners, text) }).toEqual({ text, ...all });
};

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(Buffer.from(text, "latin1").toString("utf8")) };
  } catch {
    return undefined;
  }
}

describe("text: a quotation mark, what is no control character, no quotation mark and no backslash, a quotation mark", () => {
  const scanners = {
    javascript: (start: number) => js.skipText(bytes, view, start),
    wasm: (start: number) => wasm("text", start),
    inPlace: (start: number) => wasm("text in place", start),
  };
  const ODD = [...'\0\b\t\n\f\r\u001f"\\/ !~\u007f\u0080\u00a0\u00e9\u00ffa{[0'];

  it.each(ODD)("with %j at any place of texts of any length", (odd) => {
    const isPlain = odd >= " " && odd <= "\u007f" && odd !== '"' && odd !== "\\";
    for (const length of [1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 18, 31, 32, 33, 34, 50])
      for (let at = 0; at < length; at += 1) {
        const text = `"${"x".repeat(at)}${odd}${"x".repeat(length - at - 1)}"`;
        if (isPlain) expect(typeof parse(text)?.value).toBe("string");
        expectAll(scanners, text, isPlain);
      }
  });

  it("begins and ends with a quotation mark, and may be empty", () => {
    expectAll(scanners, '""', true);
    for (const text of ["'a'", 'a"', "a", "1", "{", ""]) expectAll(scanners, text, false);
  });
});

describe("a number: an integer without leading zeros, a fraction or none", () => {
  const scannersOf = (kind: "integer" | "number" | "decimal") => ({
    wasm: (start: number) => wasm(kind, start),
    inPlace: (start: number) => wasm(`${kind} in place`, start),
    javascript: {
      integer: (start: number) => js.skipInteger(bytes, start),
      number: (start: number) => js.skipNumber(bytes, start),
      decimal: (start: number) => js.skipDecimal(bytes, start),
    }[kind],
  });
  const digits = (length: number, first: number): string =>
    Array.from({ length }, (_, index) => (first + index * 7) % 10).join("");
  const INTEGERS = [
    ...[
      "0",
      "-0",
      "00",
      "01",
      "-01",
      "-",
      "--1",
      "+1",
      "",
      "a",
      "1a",
      "٣",
      "1 2",
      "1-",
      "1+1",
      "0x1",
      "1_0",
      "NaN",
      "Infinity",
    ],
    ...["8999999999999999", "9000000000000000", "9007199254740991", "9007199254740992", "9007199254740993"],
    ...Array.from({ length: 20 }, (_, index) => [1, 8, 9].map((first) => digits(index + 1, first))).flat(),
  ];
  const FRACTIONS = [
    "",
    "0",
    "5",
    "50",
    "05",
    "x",
    ".5",
    "-5",
    ...Array.from({ length: 26 }, (_, index) => digits(index + 1, 3)),
  ];
  const TEXTS = [
    ...INTEGERS.flatMap((integer) => [integer, `-${integer}`]),
    ...["0", "-0", "7", "-12", "01", "", "-", "123456789012345", "12345678901234567890"].flatMap((integer) =>
      FRACTIONS.map((fraction) => `${integer}.${fraction}`),
    ),
    ...[1, 10, 298, 299].map((length) => `0.${"1".repeat(length)}`),
    ...["1e5", "1E5", "1e+5", "1.5e-5", "1e", "e1", "1.e1", "1,5"],
  ];
  const isBelowNine = (integer: string): boolean => integer.length < 16 || (integer.length === 16 && integer < "9");

  it.each(["integer", "number"] as const)("%s", (kind) => {
    const grammar = kind === "integer" ? /^-?(0|[1-9]\d*)$/ : /^-?(0|[1-9]\d*)(\.\d+)?$/;
    for (const text of TEXTS) {
      const fits =
        grammar.test(text) && text.length <= 300 && (text.includes(".") || isBelowNine(text.replace("-", "")));
      if (fits) expect(typeof parse(text)?.value, text).toBe("number");
      expectAll(scannersOf(kind), text, fits);
    }
  });

  it("decimal: in quotation marks, zeros may lead", () => {
    for (const number of TEXTS) expectAll(scannersOf("decimal"), `"${number}"`, isDecimal(number));
    for (const text of ["1", '"1', '1"', '"1.5', "'1'", '""', '"']) expectAll(scannersOf("decimal"), text, false);
  });

  it("decimal or empty", () => {
    const scanners = { javascript: (start: number) => js.skipDecimalOrEmpty(bytes, start) };
    for (const number of TEXTS) expectAll(scanners, `"${number}"`, number === "" || isDecimal(number));
    for (const text of ['"', '" "', "0"]) expectAll(scanners, text, false);
  });

  it.each(["integer", "number", "decimal"] as const)(
    "%s whose value is asked for is what Number() makes of it",
    (kind) => {
      let taken = 0;
      for (const number of TEXTS) {
        const text = kind === "decimal" ? `"${number}"` : number;
        const { wasm: fits } = takenBy({ wasm: (start) => wasm(kind, start) }, text);
        const { value: isKept } = takenBy({ value: (start) => wasm(`value of ${kind}`, start) }, text);
        // A double has any number of fifteen digits; of those with sixteen some.
        const significant = number.replace(/[-.]/g, "").length;
        if (significant <= 15) expect({ text, isKept }).toEqual({ text, isKept: fits });
        if (significant > 16) expect({ text, isKept }).toEqual({ text, isKept: false });
        if (!isKept) continue;
        taken += 1;
        expect({ text, fits, value: (exported.value as { readonly value: number }).value }).toEqual({
          text,
          fits: true,
          value: Number(number),
        });
      }
      expect(taken).toBeGreaterThan(30);
    },
  );
});

describe("a value", () => {
  const scanners = {
    javascript: (start: number) => js.skipValue(bytes, view, start, 0),
    wasm: (start: number) => wasm("any value", start),
  };
  const BLANKS = [" ", "\t", "\n", "\r", "  ", "\r\n\t "];
  const NO_BLANKS = ["\f", "\v", "\b", "\u00a0", "\0", "/**/", "//", "\u0085", "x"];
  const STRUCTURES = [
    (blank: string) => `[${blank}]`,
    (blank: string) => `{${blank}}`,
    (blank: string) => `[${blank}1]`,
    (blank: string) => `[1${blank}]`,
    (blank: string) => `[1${blank},2]`,
    (blank: string) => `[1,${blank}2]`,
    (blank: string) => `{${blank}"a":1}`,
    (blank: string) => `{"a"${blank}:1}`,
    (blank: string) => `{"a":${blank}1}`,
    (blank: string) => `{"a":1${blank}}`,
    (blank: string) => `{"a":1${blank},"b":2}`,
    (blank: string) => `{"a":1,${blank}"b":2}`,
  ];

  it("blanks stand around the six structural characters, and are four", () => {
    for (const write of STRUCTURES) {
      for (const blank of ["", ...BLANKS]) expectAll(scanners, write(blank), true);
      for (const other of NO_BLANKS) {
        expect(parse(write(other)), write(other)).toBeUndefined();
        expectAll(scanners, write(other), false);
      }
    }
  });

  it.each([
    [
      "the three words, in lower case",
      ["true", "false", "null"],
      ["True", "TRUE", "tru", "truf", "fals", "falsy", "nul", "nil", "nulL", "undefined"],
    ],
    [
      "objects",
      ["{}", '{"":0}', '{"a":1,"a":2}', '{"a":{"b":{}}}', '{"a":[],"b":null}'],
      [
        "{,}",
        '{"a"}',
        '{"a":}',
        "{a:1}",
        "{1:1}",
        '{"a":1,}',
        '{,"a":1}',
        '{"a":1,,"b":2}',
        '{"a":1 "b":2}',
        '{"a"::1}',
        '{"a";1}',
        '{"a":1;"b":2}',
        '{"a":1',
        '{"a":',
        '{"a"',
        "{",
        '{"a":1]',
        '{"a" 1}',
        "{'a':1}",
        "{null:1}",
      ],
    ],
    [
      "lists",
      ["[]", "[[]]", '[1,"a",null,{}]', "[[],[]]"],
      ["[,]", "[1,]", "[,1]", "[1,,2]", "[1 2]", "[1;2]", "[1", "[1,", "[", "[1}", "]", "[a]", "[[]"],
    ],
    ["nothing else", ["0", '"a"'], ["", ",", ":", "}", "-", ".", "'", "a", "@", "\u00ff"]],
  ])("%s", (_, fits, others) => {
    for (const text of fits) {
      expect(parse(text), text).toBeDefined();
      expectAll(scanners, text, true);
    }
    for (const text of others) {
      expect(parse(text), text).toBeUndefined();
      expectAll(scanners, text, false);
    }
  });

  it("is taken to as many levels as a stack surely has, and no deeper", () => {
    for (const [open, close] of [
      ["[", "]"],
      ['{"a":', "}"],
    ] as const)
      for (const levels of [1, 2, 63, 64, 65, 66])
        expectAll(scanners, `${open.repeat(levels)}1${close.repeat(levels)}`, levels <= 64);
  });
});

describe("a member that is looked for", () => {
  /** Where it is found, by both: an offset into the text. */
  function find(text: string, path: readonly string[], whole: boolean): number {
    put(text, "\0");
    const inJavaScript = js.findPath(bytes, view, START, path, whole);
    expect(wasm(`${path.join("/")} ${whole}`, START), text).toBe(inJavaScript);
    return inJavaScript < 0 ? inJavaScript : inJavaScript - START;
  }

  it.each([
    ["the first", '{"a":1,"b":2}', ["a"], "1,"],
    ["one behind others of any kind", '{"b":"a","c":[1,{"a":2}],"d":{"a":3},"e":-1.5,"a":true}', ["a"], "true"],
    ["among blanks", '{ "b" : 1 ,\t"a"\n:\r[ ] }', ["a"], "[ ]"],
    ["a longer name", '{"to":1,"topic":2,"topics":3}', ["topic"], "2,"],
    ["a name that begins like it", '{"topics":1,"topic":2}', ["topic"], "2}"],
    ["a name that ends like it", '{"xtopic":1,"topic":2}', ["topic"], "2}"],
    ["a name that differs at its end", '{"topix":1,"topic":2}', ["topic"], "2}"],
    ["one within an object", '{"op":1,"request":{"x":1,"op":2}}', ["request", "op"], "2}}"],
  ] as const)("is found: %s", (_, text, path, value) => {
    for (const whole of [true, false]) expect(text.slice(find(text, path, whole))).toMatch(value);
  });

  it.each([
    ["an empty object", "{}", ["a"]],
    ["an empty object with a blank", "{ }", ["a"]],
    ["other members", '{"b":1,"A":2,"aa":3,"":4}', ["a"]],
    ["a value of the name", '{"b":"a"}', ["a"]],
    ["a list", '["a"]', ["a"]],
    ["a text", '"a"', ["a"]],
    ["an object without the inner one", '{"request":{"x":1}}', ["request", "op"]],
    ["something else in place of the inner object", '{"request":"op"}', ["request", "op"]],
    ["the inner member outside", '{"op":1}', ["request", "op"]],
  ] as const)("is absent: %s", (_, text, path) => {
    for (const whole of [true, false]) expect(find(text, path, whole)).toBe(js.ABSENT);
  });

  it("comes twice: whoever looks at the whole object does not know, else it is the first", () => {
    for (const text of ['{"a":1,"a":2}', '{"a":1,"b":2,"a":1}']) {
      expect(find(text, ["a"], true)).toBe(js.UNCLEAR);
      expect(find(text, ["a"], false)).toBe(text.indexOf("1"));
    }
  });

  it("cannot be told in an object that cannot be read so far", () => {
    const before = [
      '{"\\u0061":1,"a":2}',
      '{"b":1e5,"a":2}',
      '{"b","a":2}',
      '{"b":1;"a":2}',
      '{b:1,"a":2}',
      '{"b":}',
      '{"b":1',
      '{"b":1,}',
    ];
    for (const text of before) for (const whole of [true, false]) expect(find(text, ["a"], whole)).toBe(js.UNCLEAR);
    // Behind the member only whoever looks at the whole object sees it.
    for (const behind of ['"b":1e5}', '"\\u0061":1}', '"b"}', "}", ""]) {
      const text = `{"a":2,${behind}`;
      expect(find(text, ["a"], true)).toBe(js.UNCLEAR);
      expect(find(text, ["a"], false)).toBe(5);
    }
  });

  it("has the same answers in both", () => expect([ABSENT, UNCLEAR]).toEqual([js.ABSENT, js.UNCLEAR]));
});
