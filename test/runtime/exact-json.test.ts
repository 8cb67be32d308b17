/** What has no integer beyond 2^53 - 1 is read as `JSON.parse` reads it; those come digit for digit. */

import fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import { parseExactly, type WithLarge } from "../../templates/runtime/exact-json.js";

/** No number of JavaScript: it would be rounded. */
const LARGE = "12345678901234567890";

describe("integers beyond 2^53 - 1", () => {
  it.each<[string, unknown]>([
    ["9007199254740991", 9007199254740991],
    ["9007199254740992", 9007199254740992n],
    ["9007199254740993", 9007199254740993n],
    ["-9007199254740991", -9007199254740991],
    ["-9007199254740993", -9007199254740993n],
    [LARGE, 12345678901234567890n],
    // A fraction or an exponent: no integer as it is written.
    [`${LARGE}.5`, Number(`${LARGE}.5`)],
    [`${LARGE}e1`, Number(`${LARGE}0`)],
    ["1e400", Number.POSITIVE_INFINITY],
    [`"${LARGE}"`, LARGE],
  ])("%s", (text, wanted) => {
    expect(parseExactly(text, true)).toBe(wanted);
    expect(parseExactly(`{"a":[ ${text} ]}`, true)).toEqual({ a: [wanted] });
    expect(parseExactly(`[\n\t${text}\r\n,1]`, true)).toEqual([wanted, 1]);
  });

  it("come as text if that is asked for", () => {
    expect(parseExactly(`{"seq":${LARGE},"size":5}`, "text")).toEqual({ seq: LARGE, size: 5 });
  });

  it("keep nothing of what comes twice but the last", () => {
    expect(parseExactly(`{"a":${LARGE},"a":1}`, true)).toEqual({ a: 1 });
    expect(parseExactly(`{"a":{"b":1},"a":${LARGE}}`, true)).toEqual({ a: 12345678901234567890n });
  });

  it("are found at any depth", () => {
    const depth = 100_000;
    let value = parseExactly(`${"[".repeat(depth)}${LARGE}${"]".repeat(depth)}`, true);
    for (let level = 0; level < depth; level += 1) [value] = value as unknown[];
    expect(value).toBe(12345678901234567890n);
  });
});

const rounded = (_: string, value: unknown): unknown => (typeof value === "bigint" ? Number(value) : value);

describe("everything else", () => {
  it("is what JSON.parse makes of it", () => {
    const blank = fc.constantFrom("", " ", "\n", "\t", "\r\n  ");
    const large = fc.constantFrom(LARGE, `-${LARGE}`);
    fc.assert(
      fc.property(fc.json(), blank, large, (json, between, digits) => {
        const text = `[${between}${json}${between},${between}${digits}]`;
        const value = parseExactly(text, true) as unknown[];
        expect(value[1]).toBe(BigInt(digits));
        expect(JSON.stringify(value, rounded)).toBe(JSON.stringify(JSON.parse(text)));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    '{"__proto__":{"a":1}}',
    '{"":""}',
    '{"a\\"b\\\\":"\\\\","c":"\\\\\\""}',
    '{"\\u0061":"\\u2028"}',
    "[[],{}]",
  ])("%s", (json) => {
    const [value] = parseExactly(`[${json},${LARGE}]`, true) as [object];
    expect(value).toEqual(JSON.parse(json));
    expect(Object.keys(value)).toEqual(Object.keys(JSON.parse(json) as object));
    expect(Object.getPrototypeOf(value)).toBe(Object.getPrototypeOf(JSON.parse(json)));
  });

  it.each(["", "[", `[${LARGE}`, `{"a":${LARGE},}`, `[0${LARGE}]`, `[${LARGE} ${LARGE}]`])("is refused: %s", (text) => {
    expect(() => parseExactly(text, true)).toThrow(SyntaxError);
  });
});

it("types say that any number may be one, and nothing else", () => {
  interface Message {
    readonly seq: number;
    readonly side: "Buy" | (string & {});
    readonly code: 10;
    readonly rows?: readonly [string, number][];
    readonly any: unknown;
  }
  expectTypeOf<WithLarge<Message, true>>().toEqualTypeOf<{
    readonly seq: number | bigint;
    readonly side: "Buy" | (string & {});
    readonly code: 10;
    readonly rows?: readonly [string, number | bigint][];
    readonly any: unknown;
  }>();
  expectTypeOf<WithLarge<number | null, "text">>().toEqualTypeOf<number | string | null>();
});
