/** What several examples of one place show together. */

import { describe, expect, it } from "vitest";
import { fieldsOf, mergeShapes, NOTHING_SHOWN, shapeOf, showValue, typesOf } from "../../generator/derive/shape.js";
import { nodeOf, shapeOfTexts } from "./shapes.js";

const textsOf = (shape: ReturnType<typeof shapeOfTexts>) => ({
  strings: shape.strings.map(({ value }) => value),
  numbers: shape.numbers.map(({ text }) => text),
  booleans: shape.booleans.map(({ value }) => value),
  nulls: shape.nulls.length,
});

describe("a shape", () => {
  it("has every kind of value that was seen at a place", () => {
    const shape = shapeOfTexts('"a"', "1.50", "true", "null", "[1]", "{}", '"b"');
    expect(textsOf(shape)).toEqual({ strings: ["a", "b"], numbers: ["1.50"], booleans: [true], nulls: 1 });
    expect([shape.objects, shape.arrays]).toEqual([1, 1]);
    expect(typesOf(shape)).toEqual(["object", "array", "string", "number", "boolean", "null"]);
    expect(typesOf(NOTHING_SHOWN)).toEqual([]);
  });

  it("counts in how many objects a member is", () => {
    const { members, objects } = shapeOfTexts('{"a": 1, "b": 2}', '{"a": 3}');
    expect(objects).toBe(2);
    expect([...members].map(([key, { present }]) => [key, present])).toEqual([
      ["a", 2],
      ["b", 1],
    ]);
    expect(members.get("a")?.shape.numbers.map(({ text }) => text)).toEqual(["1", "3"]);
  });

  it("has the comments beside a member", () => {
    const { members } = shapeOfTexts('{\n"a": 1, // one\n"b": 2\n}', '{\n"a": 1 // two\n}');
    expect([members.get("a")?.comments, members.get("b")?.comments]).toEqual([["one", "two"], []]);
  });

  it("has all items of all arrays, and none where every array is empty", () => {
    expect(shapeOfTexts("[1, 2]", "[]", '["a"]').items).toMatchObject({
      numbers: [{ text: "1" }, { text: "2" }],
      strings: [{ value: "a" }],
    });
    expect(shapeOfTexts("[]", "[]")).not.toHaveProperty("items");
  });

  it("has the lengths of arrays without an elision: an elided one is no evidence", () => {
    expect([...shapeOfTexts("[1, 2]", "[1, 2]", "[]", "[1, ...]").lengths]).toEqual([2, 0]);
  });

  it("stands where its first value stands, or where its owner says", () => {
    expect(shapeOf([nodeOf("\n\n 1"), nodeOf("2")]).place).toMatchObject({ line: 3, column: 2 });
    expect(shapeOf([nodeOf("1")], { line: 9, column: 8 }).place).toEqual({ line: 9, column: 8 });
  });
});

describe("two shapes together", () => {
  it("show what both show", () => {
    const merged = mergeShapes(
      shapeOfTexts('{"a": 1, "list": [1]}', '"x"', "true", "[1, 2]"),
      shapeOfTexts('{"a": "s", "b": null, "list": ["t"]}', '"y"', "null", "2.5", "false", "[1]"),
    );
    expect([merged.objects, merged.arrays]).toEqual([2, 2]);
    expect([...merged.lengths]).toEqual([2, 1]);
    expect(textsOf(merged)).toEqual({ strings: ["x", "y"], numbers: ["2.5"], booleans: [true, false], nulls: 1 });
    expect([...merged.members].map(([key, { shape, present }]) => [key, typesOf(shape), present])).toEqual([
      ["a", ["string", "number"], 2],
      ["list", ["array"], 2],
      ["b", ["null"], 1],
    ]);
    expect(
      merged.members.get("list")?.shape.items && typesOf(merged.members.get("list")?.shape.items ?? NOTHING_SHOWN),
    ).toEqual(["string", "number"]);
  });

  it("keep the items that one of both shows, and the place of the first", () => {
    const some = shapeOfTexts("\n[1]");
    const none = shapeOfTexts("[]");
    expect(mergeShapes(some, none).items).toBe(some.items);
    expect(mergeShapes(none, some).items).toBe(some.items);
    expect(mergeShapes(none, none)).not.toHaveProperty("items");
    expect(mergeShapes(some, none).place).toBe(some.place);
  });

  it("have the comments of both", () => {
    const merged = mergeShapes(shapeOfTexts('{\n"a": 1 // one\n}'), shapeOfTexts('{\n"a": 1 // two\n}'));
    expect(merged.members.get("a")?.comments).toEqual(["one", "two"]);
  });
});

describe("the fields of a form", () => {
  it("are all members at every depth, with array indexes folded and keys escaped", () => {
    const fields = fieldsOf("push", shapeOfTexts('{"data": [{"a/b": {"c~d": 1}}, {"e": [[{"f": 2}]]}]}'));
    expect(
      fields.map(({ form, pointer, parent, key, present, of }) => [form, pointer, parent, key, present, of]),
    ).toEqual([
      ["push", "/data", "", "data", 1, 1],
      ["push", "/data/*/a~1b", "/data/*", "a/b", 1, 2],
      ["push", "/data/*/a~1b/c~0d", "/data/*/a~1b", "c~d", 1, 1],
      ["push", "/data/*/e", "/data/*", "e", 1, 2],
      ["push", "/data/*/e/*/*/f", "/data/*/e/*/*", "f", 1, 1],
    ]);
  });

  it("are those of the items where the message is an array", () => {
    expect(fieldsOf("push", shapeOfTexts('[{"e": 1}]')).map(({ pointer }) => pointer)).toEqual(["/*/e"]);
  });
});

describe("a value in a defect", () => {
  it.each([
    ['"a\\"b"', '"a\\"b"'],
    ["1.50", "1.50"],
    ["false", "false"],
    ["[1]", "an array"],
    ["{}", "an object"],
    ["null", "null"],
  ])("is shown as on the page: %s", (text, shown) => {
    expect(showValue(shapeOfTexts(text))).toBe(shown);
  });

  it("is the text where there is one, then the number", () => {
    expect(showValue(shapeOfTexts("1", '"a"'))).toBe('"a"');
    expect(showValue(shapeOfTexts("true", "1"))).toBe("1");
  });
});
