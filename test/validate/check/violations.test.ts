/** Violations of one message: which are one finding, what of them is shown, and how bad they are together. */

import { describe, expect, it } from "vitest";
import type { Violation } from "../../../generator/validate/check/explain.js";
import { messageFindings, violationsOf, worstOf } from "../../../generator/validate/check/violations.js";
import { trade } from "../captures.js";
import { checkOf, formOf } from "./lines.js";

const form = formOf(checkOf({ line: "copy-trading" }), JSON.stringify(trade()));

const violation = (change: Partial<Violation> = {}): Violation => ({
  code: "other-type",
  severity: "error",
  keyword: "type",
  pointer: "/data/*/price",
  expected: "number",
  got: "string",
  path: ["data", "0", "price"],
  ...change,
});

describe("the worst of violations", () => {
  it.each<[Violation["severity"][], Violation["severity"] | undefined]>([
    [[], undefined],
    [["info"], "info"],
    [["warning"], "warning"],
    [["warning", "error"], "error"],
    [["error", "warning"], "error"],
    [["warning", "warning"], "warning"],
  ])("%o is %s", (severities, worst) => {
    expect(worstOf(severities.map((severity) => violation({ severity })))).toBe(worst);
  });
});

describe("violations of a message", () => {
  it("are those of its value, and keys that its text has twice", () => {
    const message = trade({ price: "1" });
    expect(violationsOf(form, message, JSON.stringify(message), ["size", "a\nb"], form.seen)).toEqual([
      violation({ path: ["data", "0", "price"] }),
      ...['"size" twice', '"a\\nb" twice'].map((got) => ({
        code: "duplicate-key",
        severity: "warning",
        keyword: "keys",
        pointer: "",
        expected: "each key once in an object",
        got,
        path: [],
      })),
    ]);
  });

  it("show 60 characters of a key", () => {
    const got = (length: number) => violationsOf(form, trade(), "{}", ["k".repeat(length)], form.seen)[0]?.got;
    expect(got(60)).toBe(`"${"k".repeat(60)}" twice`);
    expect(got(61)).toBe(`"${"k".repeat(59)}…" twice`);
  });
});

describe("findings of a message", () => {
  it("name the form, and the place of the first violation", () => {
    expect(messageFindings(form, [violation()], trade())).toEqual([
      {
        key: {
          code: "other-type",
          severity: "error",
          line: "copy-trading",
          connection: "",
          topic: "trade",
          form: "push",
          pointer: "/data/*/price",
          keyword: "type",
          expected: "number",
          got: "string",
        },
        path: ["data", "0", "price"],
        spots: [{ form: "push", pointer: "/data/*/price" }],
      },
    ]);
  });

  it("are one for the same fault in several items, and several for others", () => {
    const faults = [
      violation(),
      violation({ path: ["data", "1", "price"] }),
      violation({ got: "null", path: ["data", "2", "price"] }),
      violation({ pointer: "/data/*/size", path: ["data", "0", "size"] }),
      violation({ code: "other-format" }),
    ];
    const findings = messageFindings(form, faults, trade());
    expect(findings.map(({ path }) => path.join("/"))).toEqual([
      "data/0/price",
      "data/2/price",
      "data/0/size",
      "data/0/price",
    ]);
    expect(findings.map(({ key: { code, got } }) => `${code} ${got}`)).toEqual([
      "other-type string",
      "other-type null",
      "other-type string",
      "other-format string",
    ]);
  });

  it("show a value that is told by itself, unless it is secret", () => {
    const got = (message: object, key: string, shown: string) =>
      messageFindings(form, [violation({ got: shown, keyword: "x-enum", path: [key] })], message)[0]?.key.got;
    expect(got({ side: "Hold" }, "side", '"Hold"')).toBe('"Hold"');
    expect(got({ size: 3 }, "size", "3")).toBe("3");
    expect(got({ api_key: "AbCdEf123456" }, "api_key", '"AbCdEf123456"')).toBe("[redacted]");
    // In text that says so.
    expect(got({ note: "api_key=AbCdEf123456" }, "note", '"api_key=AbCdEf123456"')).toBe('"api_key=[redacted]"');
    // A kind tells nothing of the value.
    expect(got({ api_key: "AbCdEf123456" }, "api_key", "string")).toBe("string");
  });

  it("show of a key that comes twice its name, whatever the value at its place", () => {
    const twice = violation({ keyword: "keys", got: '"size" twice', path: ["token"] });
    expect(messageFindings(form, [twice], { token: "AbCdEf123456" })[0]?.key.got).toBe('"size" twice');
  });

  it("show no secret in the pointer, which has keys of the sender", () => {
    const secret = violation({ pointer: "/x?api_key=AbCdEf123456", path: ["x"] });
    expect(messageFindings(form, [secret], {})[0]?.key.pointer).not.toContain("AbCdEf123456");
  });
});
