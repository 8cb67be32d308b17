/** Which row speaks of which member: its name first, then the ways in which pages misname a field. */

import { describe, expect, it } from "vitest";
import { isInRecord, type TopicMatch } from "../../generator/derive/match-rows.js";
import type { Setting } from "./toy.js";
import { matchOf } from "./toy.js";

const table = (...names: string[]): string =>
  ["| Parameter | Type | Comments |", "|---|---|---|", ...names.map((name) => `| ${name} | string | Text |`)].join(
    "\n",
  );

const match = (names: readonly string[], messages: readonly string[], setting?: Setting): TopicMatch =>
  matchOf(
    `# Tick\n\n${table(...names)}\n\n${messages.map((text) => `\`\`\`json\n${text}\n\`\`\`\n`).join("\n")}`,
    setting,
  );

/** Row name to the pointers of its fields, and the rule if it is a near name. */
const pairs = (names: readonly string[], message: string, setting?: Setting) => {
  const { evidence, fieldsOfRow, nearNames } = match(names, [message], setting);
  return evidence.rows.map((row) => [
    row.name,
    (fieldsOfRow.get(row) ?? []).map(({ pointer }) => pointer),
    nearNames.get(row)?.rule,
  ]);
};

const FORMS: Setting = { topic: { forms: { discriminator: "/type", values: { snapshot: "s", delta: "d" } } } };

describe("a row names a key, not a path", () => {
  it("and speaks of every member of that name, records before envelope", () => {
    expect(pairs(["seq"], '{"seq": 1, "data": {"seq": 2, "more": [1]}}')).toEqual([
      ["seq", ["/data/seq", "/seq"], undefined],
    ]);
  });

  it("in every form", () => {
    const found = match(
      ["price"],
      ['{"type": "s", "data": {"price": 1}}', '{"type": "d", "data": {"update": [{"price": 2}]}}'],
      FORMS,
    );
    const [row] = found.evidence.rows;
    expect(row && found.fieldsOfRow.get(row)?.map(({ form, pointer }) => [form, pointer])).toEqual([
      ["snapshot", "/data/price"],
      ["delta", "/data/update/*/price"],
    ]);
    expect(found.fields.filter((field) => found.rowOf.get(field) === row)).toHaveLength(2);
  });

  it("and has no member where no example shows one", () => {
    expect(pairs(["volume"], '{"data": {"price": 1}}')).toEqual([["volume", [], undefined]]);
  });

  it("and a second row of its name speaks of the same members", () => {
    const found = match(["price", "price"], ['{"data": {"price": 1}}']);
    const [first, second] = found.evidence.rows;
    expect(second && found.fieldsOfRow.get(second)).toEqual(first && found.fieldsOfRow.get(first));
    expect(found.fields.map((field) => found.rowOf.get(field))).toEqual([undefined, first]);
  });
});

describe("a near name", () => {
  it.each([
    ["last_price", "lastPrice", "letter case or underscores"],
    ["LASTPRICE", "last_price", "letter case or underscores"],
    ["created_at", "create_time", "`_at` for `_time`"],
    ["updated_at", "update_time", "`_at` for `_time`"],
    ["used_at", "use_time", "`_at` for `_time`"],
    ["price", "last_price", "a word less"],
    ["markPrice", "indexMarkPrice", "a word less"],
    ["Price24h", "prevPrice24h", "a word less"],
    ["cross", "crossSequence", "a shorter word"],
    ["cum_exec", "cumexecqty", "a shorter word"],
    ["last", "last_price", "a shorter word"],
  ])("%s is %s: %s", (row, key, rule) => {
    expect(pairs([row], `{"data": {"${key}": 1}}`)).toEqual([[row, [`/data/${key}`], rule]]);
  });

  it.each([
    ["seq", "sequence", "three letters are too few to be a shorter word"],
    ["price", "prize", "other letters"],
    ["price_last", "last_price", "the same words in another order"],
    ["created_at", "updated_time", "another stem"],
    ["at", "time", "no stem"],
    ["size", "volume", "nothing in common"],
  ])("%s is not %s: %s", (row, key) => {
    expect(pairs([row], `{"data": {"${key}": 1}}`)).toEqual([[row, [], undefined]]);
  });

  it("by the placeholder's own words comes first", () => {
    const setting = { locale: { name_last_price: "Price_" } };
    expect(pairs(["{{name_last_price}}"], '{"data": {"price": 1, "last_price": 2}}', setting)).toEqual([
      ["Price_", ["/data/last_price"], "the placeholder's own words"],
    ]);
  });

  it("is for what is left on both sides: a name that fits is never taken away", () => {
    expect(pairs(["price", "last_price"], '{"data": {"last_price": 1, "prev_price": 2}}')).toEqual([
      ["price", ["/data/prev_price"], "a word less"],
      ["last_price", ["/data/last_price"], undefined],
    ]);
  });

  it("is given once", () => {
    expect(pairs(["price", "PRICE_"], '{"data": {"last_price": 1, "x": 2}}')).toEqual([
      ["price", ["/data/last_price"], "a word less"],
      ["PRICE_", [], undefined],
    ]);
  });

  it("is one of the record: an envelope member is never a typo of a row", () => {
    expect(pairs(["Topic", "price"], '{"topic": "tick.ABC", "data": {"price": 1}}')[0]).toEqual([
      "Topic",
      [],
      undefined,
    ]);
  });

  it("speaks of every member of the name that it is near to", () => {
    expect(pairs(["Price"], '{"data": {"update": [{"price": 1}], "insert": [{"price": 2}]}}')).toEqual([
      ["Price", ["/data/update/*/price", "/data/insert/*/price"], "letter case or underscores"],
    ]);
  });
});

describe("the records of a message", () => {
  const records = (message: string, ...names: string[]) => [...(match(names, [message]).records.get("push") ?? [])];

  it.each([
    ["the payload", '{"topic": "t", "data": {"price": 1}}', ["/data"]],
    ["the items of the payload", '{"data": [{"price": 1}, {"price": 2}]}', ["/data/*"]],
    ["the message, where it has no payload", '{"topic": "t", "price": 1}', [""]],
    ["the items of the message", '[{"price": 1}]', ["/*"]],
    [
      "what lists without a row hold",
      '{"data": {"update": [{"price": 1}], "insert": [{"price": 2}]}}',
      ["/data/update/*", "/data/insert/*"],
    ],
    ["what an object without a row holds", '{"data": {"result": {"price": 1}}}', ["/data/result"]],
    [
      "inside of each other, the innermost",
      '{"data": {"result": [{"inner": {"price": 1}}]}}',
      ["/data/result/*/inner"],
    ],
    ["not what is empty", '{"data": {"result": [], "price": 1}}', []],
    ["not lists of values", '{"data": {"pairs": [["1", "2"]], "price": 1}}', ["/data"]],
    ["by their keys as pointers have them", '{"data": {"a/b~c": {"price": 1}}}', ["/data/a~1b~0c"]],
    ["none where the payload is a value", '{"data": "x"}', []],
  ])("are %s", (_, message, pointers) => {
    expect(records(message, "price")).toEqual(pointers);
  });

  it("are not what a field of the table holds", () => {
    expect(records('{"data": {"fees": [{"rate": 1}]}}', "fees", "rate")).toEqual(["/data"]);
  });

  it("have all that is inside of them", () => {
    const { records: found } = match(["price"], ['{"data": {"price": {"a": 1}}}']);
    const inRecord = (parent: string) => isInRecord({ form: "push", parent }, found);
    expect([inRecord("/data"), inRecord("/data/price")]).toEqual([true, true]);
    expect([inRecord(""), inRecord("/database"), isInRecord({ form: "delta", parent: "/data" }, found)]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
