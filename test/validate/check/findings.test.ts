/** Messages with one deviation are one finding; what would be a finding of each value or member is bounded; the order of a report. */

import { describe, expect, it } from "vitest";
import {
  compareFindings,
  createFindingCollector,
  type Finding,
  type FindingKey,
  isAcceptable,
  type Place,
} from "../../../generator/validate/check/findings.js";

const key = (change: Partial<FindingKey> = {}): FindingKey => ({
  code: "unknown-value",
  severity: "warning",
  line: "linear",
  connection: "",
  topic: "trade",
  form: "push",
  pointer: "/side",
  keyword: "x-enum",
  expected: "a documented value",
  got: '"Hold"',
  ...change,
});
const at = (line: number, source = 0): Place => ({ source, line, offset: line * 10 });
const sample = (value: string) => () => ({ pointer: "/side", value, frame: "" });

const spot = (count: number, line: number, { form, pointer } = key()) => ({ form, pointer, count, first: at(line) });

const collect = (keys: readonly FindingKey[]): Finding[] => {
  const collector = createFindingCollector();
  for (const [index, each] of keys.entries()) collector.add(each, at(index + 1));
  return collector.take();
};

describe("a finding", () => {
  it("counts its messages, with the first and the last place and a sample of the first", () => {
    const collector = createFindingCollector();
    for (const line of [4, 9, 7]) collector.add(key(), at(line), sample(`of ${line}`));
    expect(collector.take()).toEqual([
      {
        ...key(),
        count: 3,
        first: at(4),
        last: at(7),
        sample: { pointer: "/side", value: "of 4", frame: "" },
        spots: [spot(3, 4)],
      },
    ]);
    expect(collector.take()).toEqual([]);
  });

  it("asks for one sample only, and needs none", () => {
    const collector = createFindingCollector();
    let asked = 0;
    for (const line of [1, 2, 3])
      collector.add(key(), at(line), () => {
        asked += 1;
        return sample("x")();
      });
    collector.add(key({ pointer: "/other" }), at(4));
    expect(asked).toBe(1);
    expect(collector.take()[1]).not.toHaveProperty("sample");
  });

  it.each(["code", "severity", "line", "topic", "form", "pointer", "keyword", "expected", "got"] as const)(
    "is another one with another %s",
    (member) => {
      const other = key({ [member]: member === "severity" ? "error" : "x" });
      expect(collect([key(), other, key(), other])).toMatchObject([
        { ...key(), count: 2 },
        { ...other, count: 2 },
      ]);
    },
  );
});

describe("findings of parts", () => {
  it("are put together: counts added, the first place of the first part, the last of the last", () => {
    const collector = createFindingCollector();
    collector.merge(collect([key(), key()]), (place) => ({ ...place, source: 1 }));
    collector.merge(collect([key(), key({ got: "3" })]), (place) => ({ ...place, source: 2 }));
    expect(collector.take()).toEqual([
      { ...key(), count: 3, first: at(1, 1), last: at(1, 2), spots: [{ ...spot(3, 1), first: at(1, 1) }] },
      {
        ...key({ got: "3" }),
        count: 1,
        first: at(2, 2),
        last: at(2, 2),
        spots: [{ ...spot(1, 2), first: at(2, 2) }],
      },
    ]);
  });

  it("have each place of either, counted and with its first one", () => {
    const part = (pointers: readonly string[], line: number): Finding[] => {
      const collector = createFindingCollector();
      const spots = pointers.map((pointer) => ({ form: "push", pointer }));
      collector.add(key(), at(line), undefined, spots);
      return collector.take();
    };
    const collector = createFindingCollector();
    collector.merge(part(["/a", "/b"], 1), (place) => place);
    collector.merge(part(["/c", "/b"], 2), (place) => place);
    expect(collector.take()).toMatchObject([
      {
        count: 2,
        spots: [
          { pointer: "/a", count: 1, first: at(1) },
          { pointer: "/b", count: 2, first: at(1) },
          { pointer: "/c", count: 1, first: at(2) },
        ],
      },
    ]);
  });

  it("keep the sample of the first part", () => {
    const part = (value: string) => {
      const collector = createFindingCollector();
      collector.add(key(), at(1), sample(value));
      return collector.take();
    };
    const collector = createFindingCollector();
    collector.merge(part("a"), (place) => place);
    collector.merge(part("b"), (place) => place);
    expect(collector.take()).toMatchObject([{ count: 2, sample: { value: "a" } }]);
  });
});

describe("values of one field", () => {
  const values = (count: number) => Array.from({ length: count }, (_, index) => key({ got: `"v${index}"` }));

  it("are 25 findings, and one for the others", () => {
    expect(collect(values(25))).toHaveLength(25);
    const findings = collect([...values(30), ...values(30)]);
    expect(findings).toHaveLength(26);
    expect(findings.at(-1)).toMatchObject({ got: "other values", count: 10 });
    expect(findings.slice(0, 25).every(({ count }) => count === 2)).toBe(true);
  });

  it("of another field have room of their own", () => {
    const other = values(25).map((each) => ({ ...each, pointer: "/other" }));
    expect(collect([...values(30), ...other])).toHaveLength(26 + 25);
  });
});

describe("undocumented members of one object", () => {
  const member = (index: number, change: Partial<FindingKey> = {}) =>
    key({ code: "undocumented-field", pointer: `/data/*/m${index}`, got: "integer", ...change });
  const members = (count: number) => Array.from({ length: count }, (_, index) => member(index));

  it("are 25 findings, and one for the others, at the object", () => {
    expect(collect(members(25))).toHaveLength(25);
    expect(collect(members(27)).at(-1)).toMatchObject({ pointer: "/data/*", got: "other members", count: 2 });
  });

  it("that are listed are so with each kind of value", () => {
    const findings = collect([...members(26), member(0, { got: "string" }), member(25, { got: "string" })]);
    expect(findings.filter(({ pointer }) => pointer === "/data/*/m0")).toHaveLength(2);
    expect(findings.find(({ got }) => got === "other members")).toMatchObject({ count: 2 });
  });

  it("are counted for no other rule", () => {
    const others = Array.from({ length: 30 }, (_, index) => member(index, { code: "missing-field" }));
    expect(collect(others)).toHaveLength(30);
  });
});

describe("a report", () => {
  const finding = (change: Partial<Finding>): Finding => ({
    ...key(),
    count: 1,
    first: at(1),
    last: at(1),
    spots: [spot(1, 1)],
    ...change,
  });
  const inOrder = (...findings: readonly Finding[]): void => {
    expect([...findings].reverse().sort(compareFindings)).toEqual(findings);
    expect([...findings].sort(compareFindings)).toEqual(findings);
  };

  it("has errors first, then warnings, then notes", () => {
    inOrder(
      finding({ severity: "error", count: 1 }),
      finding({ severity: "warning", count: 5 }),
      finding({ severity: "info", count: 9 }),
    );
  });

  it("has the most frequent first, then the earliest", () => {
    inOrder(
      finding({ count: 9, first: at(7) }),
      finding({ count: 5, first: at(9, 0) }),
      finding({ count: 5, first: at(1, 1) }),
      finding({ count: 5, first: at(2, 1) }),
    );
  });

  it("has findings of one place in the order of their names", () => {
    inOrder(
      finding({ code: "a", pointer: "/z" }),
      finding({ code: "b", pointer: "/a" }),
      finding({ code: "b", pointer: "/b", got: "1" }),
      finding({ code: "b", pointer: "/b", got: "2" }),
    );
  });
});

it.each([
  ["error", 2000],
  ["warning", 2000],
  ["info", 500],
] as const)("of severity %s at most %i are listed; one stands for the rest", (severity, most) => {
  const keys = (count: number) => Array.from({ length: count }, (_, index) => key({ severity, pointer: `/f${index}` }));
  expect(collect(keys(most))).toHaveLength(most);
  const findings = collect([...keys(most + 2), key({ severity, pointer: "/f0" })]);
  expect(findings).toHaveLength(most + 1);
  expect(findings.at(-1)).toMatchObject({
    code: "more-causes",
    severity,
    line: "",
    topic: "",
    form: "",
    pointer: "",
    keyword: "causes",
    expected: `at most ${most} of them`,
    got: `further causes of ${severity}s that are not listed`,
    count: 2,
  });
});

it("a collector begins anew, with all its room", () => {
  const collector = createFindingCollector();
  const fill = () => {
    for (let index = 0; index < 25; index += 1) collector.add(key({ got: `"v${index}"` }), at(1));
    return collector.take();
  };
  expect(fill()).toEqual(fill());
});

it("what stands for findings that are not listed cannot be accepted", () => {
  expect(isAcceptable(key())).toBe(true);
  const pointers = Array.from({ length: 2001 }, (_, index) => key({ pointer: `/f${index}` }));
  const last = collect(pointers).at(-1);
  expect(last).toMatchObject({ code: "more-causes", severity: "warning", expected: "at most 2000 of them", count: 1 });
  expect(isAcceptable(last as Finding)).toBe(false);
});
