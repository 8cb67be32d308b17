/** What the traffic shows of each field: how often, of which kinds, with which values; of secrets no value. */

import { describe, expect, it } from "vitest";
import {
  addToStats,
  type FieldStats,
  type FormStats,
  finishStats,
  mergeStats,
} from "../../../generator/validate/check/stats.js";

const NONE: ReadonlySet<string> = new Set();

function statsOf(messages: readonly unknown[], secrets: ReadonlySet<string> = NONE): FormStats {
  const stats: FormStats = new Map();
  for (const message of messages) addToStats(stats, message, secrets);
  return stats;
}
const field = (messages: readonly unknown[], pointer: string, secrets = NONE): FieldStats | undefined =>
  finishStats(statsOf(messages, secrets), messages.length).find((each) => each.pointer === pointer);

describe("a field", () => {
  it("is counted wherever it is, of all that could have it", () => {
    const messages = [{ a: [{ b: 1 }, {}] }, { a: [] }, {}];
    expect(field(messages, "")).toMatchObject({ present: 3, of: 3, kinds: { object: 3 } });
    expect(field(messages, "/a")).toMatchObject({ present: 2, of: 3, kinds: { array: 2 } });
    expect(field(messages, "/a/*")).toMatchObject({ present: 2, of: 2 });
    expect(field(messages, "/a/*/b")).toMatchObject({ present: 1, of: 2 });
    expect(field([{ "x/y": 1 }], "/x~1y")).toMatchObject({ present: 1, of: 1 });
  });

  it("has the kinds of its values; text that is a number is one of its own", () => {
    const messages = [1, 1.5, "x", "1.50", "", null, true, [], {}].map((a) => ({ a }));
    expect(field(messages, "/a")?.kinds).toEqual({
      integer: 1,
      number: 1,
      string: 1,
      decimal: 1,
      "empty string": 1,
      null: 1,
      boolean: 1,
      array: 1,
      object: 1,
    });
  });

  it("has the range of its numbers, text that is a number among them", () => {
    expect(field([{ a: 5 }, { a: "-2.5" }, { a: 7 }, { a: "x" }], "/a")).toMatchObject({ min: -2.5, max: 7 });
    expect(field([{ a: 7 }, { a: 5 }, { a: -2.5 }, { a: 0 }], "/a")).toMatchObject({ min: -2.5, max: 7 });
    for (const a of ["x", "", null, true, []]) expect(field([{ a }], "/a")).not.toHaveProperty("min");
    expect(field([{ a: Number.POSITIVE_INFINITY }], "/a")).not.toHaveProperty("max");
  });

  it("has its values while they are 24 or fewer, of 48 characters or fewer", () => {
    const of = (count: number) => Array.from({ length: count }, (_, a) => ({ a }));
    expect(field([{ a: "x" }, { a: "x" }, { a: 1 }, { a: null }], "/a")?.values).toEqual({ '"x"': 2, "1": 1, null: 1 });
    expect(Object.keys(field(of(24), "/a")?.values ?? {})).toHaveLength(24);
    expect(field([...of(24), { a: 0 }], "/a")?.values?.["0"]).toBe(2);
    expect(field(of(25), "/a")).not.toHaveProperty("values");
    expect(field([{ a: "x".repeat(46) }], "/a")).toHaveProperty("values");
    expect(field([{ a: "x".repeat(47) }, { a: 1 }], "/a")).not.toHaveProperty("values");
    expect(field([{ a: [] }, { a: {} }], "/a")?.values).toEqual({});
    expect(field([{ a: "__proto__" }, { a: "constructor" }], "/a")?.values).toEqual({
      '"__proto__"': 1,
      '"constructor"': 1,
    });
  });

  it("that is secret has neither values nor a range, nor has what is below it", () => {
    for (const [messages, secrets] of [
      [[{ api_key: 5 }], NONE],
      [[{ balance: 5 }], new Set(["balance"])],
    ] as const) {
      const [key = ""] = Object.keys(messages[0]);
      const found = field(messages, `/${key}`, secrets);
      expect(found).toMatchObject({ secret: true, present: 1, kinds: { integer: 1 } });
      for (const member of ["values", "min", "max"]) expect(found).not.toHaveProperty(member);
    }
    expect(field([{ api_key: { a: [5] } }], "/api_key/a/*")).toMatchObject({ secret: true });
  });

  it("that is secret in one message is so in all", () => {
    const plain = { name: "x-note", value: 5 };
    const secret = { name: "X-BAPI-SIGN", value: 7 };
    for (const messages of [
      [plain, secret],
      [secret, plain],
    ]) {
      const found = field(messages, "/value");
      expect(found).toMatchObject({ secret: true, present: 2 });
      for (const member of ["values", "min", "max"]) expect(found).not.toHaveProperty(member);
    }
  });

  it("is looked for in 64 levels, and among a thousand others", () => {
    for (const wrap of [(value: unknown): unknown => [value], (value: unknown): unknown => ({ a: value })]) {
      let deep: unknown = 1;
      for (let level = 0; level < 100; level += 1) deep = wrap(deep);
      // The message itself, 64 levels below it, and the first that is not looked into.
      expect(statsOf([deep]).size).toBe(66);
    }
    const wide = Object.fromEntries(Array.from({ length: 1200 }, (_, index) => [`k${index}`, 1]));
    expect(statsOf([wide]).size).toBe(1000);
  });
});

describe("parts put together", () => {
  const merged = (...parts: readonly FormStats[]): FormStats => {
    const into: FormStats = new Map();
    for (const part of parts) mergeStats(into, part.values());
    return into;
  };

  it("are the same as the whole", () => {
    const messages = Array.from({ length: 40 }, (_, index) => ({
      a: index % 7,
      b: `v${index}`,
      c: index % 2 === 0 ? "1.5" : index,
      ...(index > 30 && { late: [index] }),
    }));
    const whole = statsOf(messages);
    expect(merged(statsOf(messages.slice(0, 15)), statsOf(messages.slice(15)))).toEqual(whole);
    expect(merged(statsOf(messages.slice(15)), statsOf(messages.slice(0, 15))).get("/c")).toEqual(whole.get("/c"));
  });

  it("are secret if one of them is", () => {
    const [plain, secret] = [
      { name: "x-note", value: 5 },
      { name: "X-BAPI-SIGN", value: 7 },
    ];
    for (const order of [
      [plain, secret],
      [secret, plain],
    ]) {
      const found = merged(...order.map((message) => statsOf([message]))).get("/value");
      expect(found).toMatchObject({ secret: true, present: 2 });
      for (const member of ["values", "min", "max"]) expect(found).not.toHaveProperty(member);
    }
  });

  it("have no values if one of them has too many", () => {
    const many = statsOf(Array.from({ length: 30 }, (_, a) => ({ a })));
    const few = statsOf([{ a: 1 }]);
    for (const order of [
      [structuredClone(many), structuredClone(few)],
      [structuredClone(few), structuredClone(many)],
    ])
      expect(merged(...order).get("/a")).not.toHaveProperty("values");
  });

  it("are bounded as one is", () => {
    const wide = (from: number) =>
      statsOf([Object.fromEntries(Array.from({ length: 800 }, (_, index) => [`k${from + index}`, 1]))]);
    expect(merged(wide(0), wide(800)).size).toBe(1000);
  });
});
