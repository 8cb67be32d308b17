/** What a value is: the example gives its type, our words or its name what it means, and both its format, unit and scale. */

import { describe, expect, it } from "vitest";
import type { GlossaryEntry } from "../../generator/derive/glossary.js";
import {
  describe as describeValue,
  inferFromRow,
  inferScalar,
  kindOf,
  typesOfWord,
} from "../../generator/derive/infer-value.js";
import type { ValueKind } from "../../generator/schema/json-schema.js";
import { shapeOfTexts } from "./shapes.js";

const words = (kind: GlossaryEntry["kind"], more: Partial<GlossaryEntry> = {}): GlossaryEntry => ({
  text: "",
  kind,
  ...more,
});

interface Given {
  readonly key?: string;
  readonly kind?: ValueKind;
  readonly comment?: string;
  readonly typeWord?: string;
}

const infer = ({ key = "x", kind, comment = "", typeWord = "" }: Given, ...shown: string[]) =>
  inferScalar({ key, shape: shapeOfTexts(...shown), entry: kind && words(kind), comment, typeWord });

const fromRow = (typeWord: string, entry?: GlossaryEntry, comment = "") =>
  inferFromRow({ key: "x", entry, comment, typeWord });

const KINDS: readonly ValueKind[] = [
  "id",
  "sequence",
  "timestamp",
  "count",
  "price",
  "quantity",
  "amount",
  "ratio",
  "code",
  "flag",
  "text",
];

describe("the type of a value", () => {
  it.each([
    ['"a"', "string"],
    ["1.5", "number"],
    ["true", "boolean"],
    ["null", "null"],
  ])("is that of the example: %s", (shown, type) => {
    expect(infer({}, shown)).toStrictEqual({ type });
  });

  it("is each of those that examples show", () => {
    expect(infer({}, '"a"', "1.5", "null")).toStrictEqual({ type: ["string", "number", "null"] });
  });

  it.each(["id", "sequence", "timestamp", "count", "code", "flag"] as const)("is integer for a %s", (kind) => {
    expect(infer({ kind }, "7", "-7").type).toBe("integer");
  });

  it.each(["price", "quantity", "amount", "ratio", "text"] as const)(
    "is number for a %s that happens to show no fraction",
    (kind) => {
      expect(infer({ kind }, "7").type).toBe("number");
    },
  );

  it("is number where nothing says what it means", () => {
    expect(infer({}, "7")).toStrictEqual({ type: "number" });
  });

  it("is integer for a scaled value, whatever it means", () => {
    expect(infer({ key: "price_e4", kind: "price" }, "7").type).toBe("integer");
    expect(infer({ key: "price_e4" }, "7").type).toBe("integer");
  });

  it("is number where one example shows a fraction or an exponent", () => {
    expect(infer({ kind: "count" }, "7", "7.5").type).toBe("number");
    expect(infer({ kind: "count" }, "7e3").type).toBe("number");
    expect(infer({ key: "price_e4" }, "7.5").type).toBe("number");
  });

  it("stays with what the value means", () => {
    for (const kind of KINDS) expect(infer({ kind }, "true")).toStrictEqual({ type: "boolean", "x-kind": kind });
  });
});

describe("text that is a number has a decimal format", () => {
  const NUMERIC = ["price", "quantity", "amount", "ratio", "count", "sequence", "timestamp"] as const;

  it.each(NUMERIC)("for a %s", (kind) => {
    expect(infer({ kind }, '"1.5"', '"-20"').format).toBe("decimal");
  });

  it.each(["id", "code", "flag", "text"] as const)("and not for a %s", (kind) => {
    expect(infer({ kind }, '"15"')).toStrictEqual({ type: "string", "x-kind": kind });
  });

  it("for a scaled value, whatever it means", () => {
    expect(infer({ key: "price_e4" }, '"15"')).toStrictEqual({ type: "string", format: "decimal", "x-scale": 4 });
  });

  it.each(["1.", ".5", "1e5", " 1", "1 ", "x1", "1x", "+1", "1,000"])("and not where an example shows %j", (text) => {
    expect(infer({ kind: "price" }, '"1"', JSON.stringify(text)).format).toBeUndefined();
  });

  it("and may be empty where an example shows the empty text", () => {
    expect(infer({ kind: "count" }, '"1"', '""').format).toBe("decimal-or-empty");
  });

  it.each(['"" before the first', "An Empty String if unset", "always null string"])(
    "and may be empty where the comment says: %s",
    (comment) => {
      expect(infer({ kind: "price", comment }, '"1"').format).toBe("decimal-or-empty");
      expect(infer({ kind: "price", comment: "Price" }, '"1"').format).toBe("decimal");
    },
  );

  it.each(["price", "quantity", "amount", "ratio"] as const)(
    "for a %s of which only the empty text is shown",
    (kind) => {
      expect(infer({ kind }, '""').format).toBe("decimal-or-empty");
    },
  );

  it.each(["count", "sequence", "timestamp"] as const)(
    "and not for a %s of which only the empty text is shown",
    (kind) => {
      expect(infer({ kind }, '""').format).toBeUndefined();
    },
  );

  it("and none where no example shows text", () => {
    expect(infer({ kind: "price" }, "1.5")).toStrictEqual({ type: "number", "x-kind": "price" });
  });
});

describe("a time carries its unit", () => {
  it.each([
    ["1650000000", "s"],
    ["1650000000000", "ms"],
    ["1650000000000000", "us"],
    ["1650000000000000000", "ns"],
    ['"1650000000000"', "ms"],
    ['"2022-04-15T05:20:00Z"', "iso8601"],
  ])("by its digits: %s is %s", (shown, unit) => {
    expect(infer({ kind: "timestamp" }, shown)["x-unit"]).toBe(unit);
  });

  it.each([
    "165000000",
    "16500000000",
    "1650000000.5",
    '"2022-04-15"',
    '"at 2022-04-15T05:20:00Z"',
    '"x1650000000"',
    '"1650000000x"',
  ])("none where the digits say none: %s", (shown) => {
    expect(infer({ kind: "timestamp" }, shown)).not.toHaveProperty("x-unit");
  });

  it("by the first example that says one", () => {
    expect(infer({ kind: "timestamp" }, "0", "1650000000", "1650000000000")["x-unit"]).toBe("s");
  });

  it("by its name where no example does, and by the example where both do", () => {
    expect(infer({ key: "timestamp_e6" }, "0")["x-unit"]).toBe("us");
    expect(infer({ key: "timestampE6" }, "0")["x-unit"]).toBe("us");
    expect(infer({ key: "timestamp_e6" }, "1650000000000")["x-unit"]).toBe("ms");
    expect(infer({ key: "e6_timestamp" }, "0")).not.toHaveProperty("x-unit");
  });

  it("whatever our words say, which give the unit of all other values", () => {
    const shape = shapeOfTexts("1650000000");
    const facts = { key: "x", shape, comment: "", typeWord: "" };
    expect(inferScalar({ ...facts, entry: words("timestamp", { unit: "BTC" }) })["x-unit"]).toBe("s");
    expect(inferScalar({ ...facts, entry: words("amount", { unit: "BTC" }) })["x-unit"]).toBe("BTC");
    expect(inferScalar({ ...facts, entry: words("amount") })).not.toHaveProperty("x-unit");
  });
});

describe("a scaled value carries its power of ten", () => {
  it.each([
    ["last_price_e4", 4],
    ["rateE6", 6],
    ["price24hE4", 4],
  ])("by its name: %s", (key, scale) => {
    expect(infer({ key }, "1")["x-scale"]).toBe(scale);
  });

  it.each(["e4", "price_e", "price_e4_old", "price4", "PRICEE4", "price_e45"])(
    "none where the name says none: %s",
    (key) => {
      expect(infer({ key }, "1")).not.toHaveProperty("x-scale");
    },
  );

  it("of a time it is the unit", () => {
    expect(infer({ key: "timestamp_e6" }, "1650000000000000")).toStrictEqual({
      type: "integer",
      "x-kind": "timestamp",
      "x-unit": "us",
    });
  });
});

describe("an integer that can pass 2^53 is marked", () => {
  it.each([
    ["it is near", { kind: "sequence" }, ["100000000000000"]],
    ["it is near below zero", { kind: "amount" }, ["-100000000000000"]],
    ["one of several is near", { kind: "sequence" }, ["7", "900000000000000"]],
    ["its scale is eight", { key: "turnover_e8" }, ["7"]],
    ["the table says long", { typeWord: "long" }, ["7"]],
    ["the table says Long", { typeWord: "Long" }, ["7"]],
  ] as const)("where %s", (_, given, shown) => {
    expect(infer(given, ...shown)["x-unsafe-integer"]).toBe(true);
  });

  it.each([
    ["far from it", { kind: "sequence" }, ["99999999999999"]],
    ["of a lesser scale", { key: "turnover_e6" }, ["7"]],
    ["a text", { kind: "sequence", typeWord: "long" }, ['"900000000000000"']],
    ["a time, which takes centuries", { kind: "timestamp", typeWord: "long" }, ["1650000000000000"]],
    ["of another word", { typeWord: "longer" }, ["7"]],
  ] as const)("and not %s", (_, given, shown) => {
    expect(infer(given, ...shown)).not.toHaveProperty("x-unsafe-integer");
  });
});

describe("what a value means", () => {
  it.each(KINDS)("is what our words say: %s", (kind) => {
    expect(kindOf("order_id", words(kind))).toBe(kind);
  });

  it.each(["object", "list"] as const)("is nothing where our words say that it is an %s", (kind) => {
    expect(kindOf("order_id", words(kind))).toBeUndefined();
  });

  it.each([
    ["id", "id"],
    ["order_id", "id"],
    ["orderId", "id"],
    ["seq", "sequence"],
    ["cross_seq", "sequence"],
    ["crossSeq", "sequence"],
    ["time", "timestamp"],
    ["timestamp", "timestamp"],
    ["Timestamp", "timestamp"],
    ["tradeTimeMs", "timestamp"],
    ["trade_time_ms", "timestamp"],
    ["timestampE6", "timestamp"],
    ["created_at", "timestamp"],
    ["createdAt", "timestamp"],
    ["paid", undefined],
    ["id_card", undefined],
    ["idea", undefined],
    ["subseq", undefined],
    ["seq_no", undefined],
    ["times", undefined],
    ["flat", undefined],
    ["at", undefined],
    ["orderIdea", undefined],
    ["crossSeqNo", undefined],
    ["createdAtom", undefined],
    ["price", undefined],
  ])("is what its name says where we have no words: %s, %s", (key, kind) => {
    expect(kindOf(key, undefined)).toBe(kind);
  });
});

describe("the type of a row that no example shows", () => {
  it.each([
    ["string", "string"],
    ["number", "number"],
    ["float", "number"],
    ["double", "number"],
    ["boolean", "boolean"],
    ["bool", "boolean"],
    ["array", "array"],
    ["list", "array"],
    ["object", "object"],
    ["map", "object"],
  ])("is that of its word: %s", (word, type) => {
    expect(fromRow(word)).toStrictEqual({ type });
    expect(fromRow(word.toUpperCase())).toStrictEqual({ type });
    expect(typesOfWord(word)).toStrictEqual([type]);
  });

  it.each(["integer", "int", "long"])(
    "is whole where the word says so, and our words do not speak of it: %s",
    (word) => {
      expect(fromRow(word)).toStrictEqual({ type: "integer" });
      expect(fromRow(word, words("price"))).toStrictEqual({ type: "number", "x-kind": "price" });
      expect(typesOfWord(word)).toStrictEqual(["number"]);
    },
  );

  it("is open where the word is no type", () => {
    expect(fromRow("member")).toStrictEqual({});
  });

  it("comes with what our words say", () => {
    expect(fromRow("string", words("amount", { unit: "BTC" }))).toStrictEqual({
      type: "string",
      "x-kind": "amount",
      "x-unit": "BTC",
    });
  });
});

describe("the words of a row, where we have none", () => {
  it("say the unit of a time, which makes it one, if its digits do not", () => {
    const comment = "Execution end time (ms). `0` means not yet ended";
    const time = { type: "integer", "x-kind": "timestamp", "x-unit": "ms" };
    expect(infer({ comment }, "0")).toStrictEqual(time);
    expect(infer({ comment }, "1757736794")).toStrictEqual({ ...time, "x-unit": "s" });
    expect(fromRow("number", undefined, comment)).toStrictEqual({ ...time, type: "number" });
  });

  it("say the unit of a duration, which is no point in time", () => {
    expect(infer({ comment: "Order interval in seconds", typeWord: "integer" }, "30")).toStrictEqual({
      type: "integer",
      "x-unit": "s",
    });
  });

  it.each(["integer", "int", "long"])(
    "say that a number is whole, as long as no example shows a fraction: %s",
    (typeWord) => {
      expect(infer({ typeWord }, "3")).toMatchObject({ type: "integer" });
      expect(infer({ typeWord }, "3", "0.5")).toMatchObject({ type: "number" });
      expect(infer({ typeWord, kind: "price" }, "3")).toMatchObject({ type: "number" });
    },
  );

  it("are not asked where we have words", () => {
    expect(infer({ kind: "price", comment: "In quote coin" }, '"1"')).toStrictEqual({
      type: "string",
      format: "decimal",
      "x-kind": "price",
    });
  });
});

describe("a description ends with what the value itself says", () => {
  it.each([
    [{}, "Price."],
    [{ "x-unit": "ms" }, "Price. Unit: ms."],
    [{ "x-unit": "us" }, "Price. Unit: µs."],
    [{ "x-unit": "iso8601" }, "Price. ISO 8601, UTC."],
    [{ "x-scale": 4 }, "Price. Times 10^4."],
    [{ "x-unit": "BTC", "x-scale": 8 }, "Price. Unit: BTC. Times 10^8."],
  ])("%o", (schema, text) => {
    expect(describeValue(schema, "Price.")).toBe(text);
  });
});
