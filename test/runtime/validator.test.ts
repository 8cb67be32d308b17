import type { StandardSchemaV1 } from "@standard-schema/spec";
import { describe, expect, expectTypeOf, test } from "vitest";
import { isDecimal, isDecimalOrEmpty } from "../../templates/runtime/decimal.js";
import { type Check, createFormsValidator, createValidator } from "../../templates/runtime/validator.js";

const page = "docs-sample/page.md";
const refuse: Check = Object.assign(() => false, {
  errors: [{ instancePath: "/a/0/b", keyword: "type", params: { type: "string" } }],
});
const refuseAll = createValidator<{ a: string }>(refuse, { page, lines: { "/a/*/b": 12 } });

test.each(["0", "-0", "1", "-1.5", "007", "1.10", "123456789012345678901234567890.1"])("%j is decimal", (text) => {
  expect(isDecimal(text) && isDecimalOrEmpty(text)).toBe(true);
});

test.each(["-", ".", "1.", ".5", "+1", "1e5", " 1", "1 ", "1.2.3", "--1", "NaN", "0x1", "１"])(
  "%j is not decimal",
  (text) => {
    expect(isDecimal(text) || isDecimalOrEmpty(text)).toBe(false);
  },
);

test("only decimal-or-empty takes the empty string", () => {
  expect([isDecimal(""), isDecimalOrEmpty("")]).toEqual([false, true]);
});

describe("createValidator", () => {
  test("passes the value through", () => {
    const accept = createValidator<number>(() => true, { page, lines: {} });
    expect(accept(5)).toEqual({ valid: true, value: 5 });
    expect(accept["~standard"].validate(5)).toEqual({ value: 5 });
  });

  test("is a Standard Schema", () => {
    const schema: StandardSchemaV1<{ a: string }> = refuseAll;
    expectTypeOf<StandardSchemaV1.InferOutput<typeof refuseAll>>().toEqualTypeOf<{ a: string }>();
    expect(schema["~standard"].version).toBe(1);
    expect(schema["~standard"].validate({ a: [{ b: 1 }] })).toEqual({
      issues: [{ message: "Expected string at /a/0/b, got number 1.", path: ["a", 0, "b"] }],
    });
  });

  test.each<[string, unknown, string]>([
    ["bigint", 10n ** 60n, `bigint 1${"0".repeat(39)}`],
    ["symbol", Symbol("x"), "symbol"],
    ["function", () => 1, "function"],
    ["long string", "x".repeat(50), `string "${"x".repeat(40)}"…`],
    ["array", [1, 2], "array of 2"],
    ["null", null, "null"],
    ["nothing", undefined, "nothing"],
  ])("renders %s", (_, b, got) => {
    const result = refuseAll({ a: [{ b }] });
    expect(result.valid || result.issues[0]).toMatchObject({ got, source: { page, line: 12 } });
  });

  test("reports on values that fight back", () => {
    const throwing = new Proxy({}, { get: fail, has: fail, getOwnPropertyDescriptor: fail, ownKeys: fail });
    const { proxy, revoke } = Proxy.revocable([], {});
    revoke();
    const cyclic: Record<string, unknown> = {};
    cyclic.a = [{ b: cyclic }];
    for (const value of [throwing, proxy, cyclic, { a: proxy }, { a: [throwing] }, { a: [{ b: proxy }] }, null, 5]) {
      const result = refuseAll(value);
      expect(result.valid || result.issues[0]?.keyword).toBe("type");
      expect(refuseAll["~standard"].validate(value)).toHaveProperty("issues");
    }
  });
});

function fail(): never {
  throw new Error("trap");
}

describe("createFormsValidator", () => {
  const provenance = { page, lines: { "/type": 3 } };
  const accept = createValidator<"any">(() => true, provenance);
  const forms = createFormsValidator<"any" | { a: string }>({
    discriminator: "/type",
    forms: { snapshot: accept, delta: refuseAll },
    provenance,
  });

  test("lets the discriminator choose", () => {
    expect(forms({ type: "snapshot" }).valid).toBe(true);
    const refused = forms({ type: "delta" });
    expect(refused.valid || refused.issues[0]?.pointer).toBe("/a/0/b");
  });

  test.each([{ type: "other" }, { type: "__proto__" }, {}, null, [], "snapshot", Object.create({ type: "snapshot" })])(
    "refuses %j at the discriminator",
    (value) => {
      const result = forms(value);
      expect(result.valid || result.issues[0]).toMatchObject({
        pointer: "/type",
        keyword: "enum",
        expected: '"snapshot" or "delta"',
        source: { page, line: 3 },
      });
    },
  );

  test("follows a longer pointer", () => {
    const deep = createFormsValidator({ discriminator: "/a/b", forms: { x: accept } });
    expect([deep.is({ a: { b: "x" } }), deep.is({ a: {} })]).toEqual([true, false]);
  });
});
