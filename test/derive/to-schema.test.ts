/** From rows and examples to a schema: forms, presence, definitions, lists, words. */

import { describe, expect, it } from "vitest";
import type { JsonSchema } from "../../generator/schema/json-schema.js";
import { deriveToy, type Setting } from "./toy.js";

const table = (...rows: string[]): string =>
  rows.length === 0
    ? ""
    : `| Parameter | Type | Comments |\n|---|---|---|\n${rows.map((row) => `| ${row} |\n`).join("")}\n`;
const examples = (...messages: string[]): string => messages.map((text) => `\`\`\`json\n${text}\n\`\`\`\n\n`).join("");
const pageOf = (rows: readonly string[], messages: readonly string[]): string =>
  `# Tick\n\n${table(...rows)}${examples(...messages)}`;

function schemaOf(rows: readonly string[], messages: readonly string[], setting?: Setting): JsonSchema {
  const schema = deriveToy(pageOf(rows, messages), setting).schemas.get("tick.schema.json");
  if (!schema) throw new Error("no schema");
  return schema;
}

const definition = (schema: JsonSchema, name: string): JsonSchema => {
  const found = schema.$defs?.[name];
  if (!found) throw new Error(`no definition ${name}: ${Object.keys(schema.$defs ?? {})}`);
  return found;
};

/** Member of a record to why it may be missing; `required` if it may not. */
function presenceOf({ properties = {}, required = [] }: JsonSchema): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(properties).map(([key, property]) => [
      key,
      required.includes(key) ? "required" : property["x-presence"],
    ]),
  );
}

const FORMS: Setting = {
  topic: { forms: { discriminator: "/type", values: { snapshot: "s", delta: "d" } }, key: ["id"] },
};
const PRICE = "price | string | Price";
const SIZE = "size | string | Size";

describe("the schema of a topic", () => {
  it("says where it comes from, and has one form without a choice", () => {
    const schema = schemaOf([PRICE], ['{"topic": "tick.ABC", "data": {"price": "1"}}']);
    expect(schema).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $id: "urn:wireloom:toy:tick",
      title: "tick.{symbol}",
      description: "Ticks.",
      "x-forms": { forms: { push: { def: "push" } } },
      "x-source": { page: "toy/page.md" },
      $ref: "#/$defs/push",
    });
    expect(schema["x-forms"]).toStrictEqual({ forms: { push: { def: "push" } } });
    expect(schema).not.toHaveProperty("oneOf");
    expect(definition(schema, "push").description).toBe("Ticks.");
  });

  it("has a schema for each form, and says what tells them apart", () => {
    const schema = schemaOf(
      [PRICE],
      ['{"type": "s", "data": {"price": "1"}}', '{"type": "d", "data": {"price": "1"}}'],
      FORMS,
    );
    expect(schema["x-forms"]).toStrictEqual({
      discriminator: "/type",
      forms: { snapshot: { def: "snapshot", value: "s" }, delta: { def: "delta", value: "d" } },
    });
    expect(schema.oneOf).toStrictEqual([{ $ref: "#/$defs/snapshot" }, { $ref: "#/$defs/delta" }]);
    expect(schema).not.toHaveProperty("$ref");
    expect(definition(schema, "snapshot").description).toBe("Ticks. The whole state.");
    expect(definition(schema, "delta").description).toBe("Ticks. What changed since the last message.");
  });

  it("is named by its folder too, where the connection has one", () => {
    const connections = {
      public: {
        access: "public" as const,
        description: "P.",
        folder: "v1",
        endpoints: { main: ["wss://x"] },
        source: "by hand",
      },
    };
    const derived = deriveToy(pageOf([PRICE], ['{"data": {"price": "1"}}']), { line: { connections } });
    expect(derived.schemas.get("v1/tick.schema.json")?.$id).toBe("urn:wireloom:toy:v1:tick");
  });

  it("is titled by the topic's name where pushes carry no topic", () => {
    const schema = schemaOf([PRICE], ['{"data": {"price": "1"}}'], { topic: { topics: [] } });
    expect(schema.title).toBe("tick");
  });

  it("is a list where the message is one", () => {
    const schema = schemaOf([PRICE], ['[{"price": "1"}]']);
    expect(definition(schema, "push")).toStrictEqual({
      description: "Ticks.",
      type: "array",
      items: { $ref: "#/$defs/item" },
    });
    expect(definition(schema, "item").description).toBe("One entry of the message.");
  });

  it("is a list of anything where the message is an empty one", () => {
    expect(definition(schemaOf([], ["[]"]), "push")).toStrictEqual({ description: "Ticks.", type: "array" });
  });
});

describe("presence", () => {
  it("in every example and in the table: required", () => {
    const schema = schemaOf([PRICE], ['{"data": {"price": "1"}}', '{"data": {"price": "2"}}']);
    expect(definition(schema, "data").required).toStrictEqual(["price"]);
    expect(definition(schema, "data").properties?.price).not.toHaveProperty("x-presence");
  });

  it.each([
    [
      "in some examples",
      [PRICE, SIZE],
      ['{"data": {"price": "1", "size": "2"}}', '{"data": {"price": "1"}}'],
      "some-examples",
    ],
    [
      "in some items of one example",
      [PRICE, SIZE],
      ['{"data": [{"price": "1", "size": "2"}, {"price": "1"}]}'],
      "some-examples",
    ],
    ["in the table only", [PRICE, SIZE], ['{"data": {"price": "1"}}'], "table-only"],
    ["in the examples only", [PRICE], ['{"data": {"price": "1", "size": "2"}}'], "example-only"],
    [
      "with a condition in the prose",
      [PRICE, "size | string | Not returned for spot"],
      ['{"data": {"price": "1", "size": "2"}}'],
      "conditional",
    ],
  ])("%s: optional, and why", (_, rows, messages, why) => {
    const schema = schemaOf(rows, messages);
    const name = schema.$defs?.data ? "data" : "item";
    expect(presenceOf(definition(schema, name))).toEqual({ price: "required", size: why });
  });

  it("of all members may be open: no list of required ones", () => {
    expect(definition(schemaOf([PRICE], ['{"data": {"size": "2"}}']), "data")).not.toHaveProperty("required");
  });

  it("of the envelope, which no table lists: required if every example has it", () => {
    const schema = schemaOf(
      [PRICE],
      ['{"topic": "t", "seq": 1, "data": {"price": "1"}}', '{"topic": "t", "data": {"price": "1"}}'],
    );
    expect(presenceOf(definition(schema, "push"))).toEqual({
      topic: "required",
      seq: "some-examples",
      data: "required",
    });
  });

  it("of what says which message it is: required wherever it stands", () => {
    const schema = schemaOf([PRICE], ['{"topic": "tick.ABC", "price": "1", "size": "2"}']);
    expect(presenceOf(definition(schema, "push"))).toEqual({
      topic: "required",
      price: "required",
      size: "example-only",
    });
  });

  it("without a table: what every example has is required", () => {
    const schema = schemaOf([], ['{"data": {"price": "1"}}']);
    expect(presenceOf(definition(schema, "data"))).toEqual({ price: "required" });
  });

  it("below a member of a record follows the same rule", () => {
    const schema = schemaOf(
      [PRICE, "fee | object | Fee", "rate | string | Rate"],
      ['{"data": {"price": "1", "fee": {"rate": "1", "coin": "X"}}}'],
    );
    expect(presenceOf(definition(schema, "fee"))).toEqual({ rate: "required", coin: "example-only" });
  });

  it.each([
    ["Not returned for spot", "Not in every message."],
    ["only returned for spot", "Only for spot."],
    ["spot does Not Have This Key", "Not in every message."],
  ])("is conditional by the comment: %s", (comment, condition) => {
    const property = definition(schemaOf([`price | string | ${comment}`], ['{"data": {"price": "1"}}']), "data")
      .properties?.price;
    expect(property).toMatchObject({ "x-condition": condition, "x-presence": "conditional" });
  });

  it("is conditional by our words, which come first", () => {
    const setting: Setting = { words: { price: { condition: "Of a trade." } } };
    const property = definition(
      schemaOf(["price | string | Not returned"], ['{"data": {"price": "1"}}'], setting),
      "data",
    ).properties?.price;
    expect(property?.["x-condition"]).toBe("Of a trade.");
  });
});

describe("a form that no example shows", () => {
  it.each([
    ["a delta", '{"topic": "tick.ABC", "type": "s", "data": {"price": "1"}}', "snapshot", "delta", "d"],
    ["a snapshot", '{"topic": "tick.ABC", "type": "d", "data": {"price": "1"}}', "delta", "snapshot", "s"],
  ])("nor a table is there, and takes any message that says that it is %s", (_, example, shown, hidden, word) => {
    const schema = schemaOf([], [example], FORMS);
    expect(Object.keys(schema?.["x-forms"]?.forms ?? {})).toEqual([shown, hidden]);
    expect(schema?.["x-forms"]).toMatchObject({
      discriminator: "/type",
      forms: { [hidden]: { def: hidden, value: word } },
    });
    expect(schema?.oneOf).toEqual([{ $ref: `#/$defs/${shown}` }, { $ref: `#/$defs/${hidden}` }]);
    expect(definition(schema, hidden)).toMatchObject({
      type: "object",
      required: ["type", "topic"],
      properties: { topic: { type: "string" }, type: { const: word }, data: { "x-presence": "some-examples" } },
    });
    expect(definition(schema, hidden).properties?.data).not.toHaveProperty("type");
  });

  it("has the members of the table, none of them required but what tells it apart and its key", () => {
    const example =
      '{"topic": "tick.ABC", "type": "s", "data": {"symbol": "ABC", "price": "1", "levels": [{"size": "2"}]}}';
    const setting: Setting = { ...FORMS, topic: { ...FORMS.topic, key: ["symbol"] } };
    const schema = schemaOf([PRICE, "symbol | string | Symbol", "levels | array | Levels"], [example], setting);
    const delta = definition(schema, "delta");
    expect([delta.required?.toSorted(), Object.keys(delta.properties ?? {})]).toEqual([
      ["topic", "type"],
      ["topic", "type", "data"],
    ]);
    const data = definition(schema, delta.properties?.data?.$ref?.split("/").at(-1) ?? "");
    expect(data.required).toEqual(["symbol"]);
    expect(data.properties).toMatchObject({ price: { type: "string" }, levels: { type: "array" } });
    const items = data.properties?.levels?.items as JsonSchema | undefined;
    const item = definition(schema, items?.$ref?.split("/").at(-1) ?? "");
    expect([item.required, item.properties?.size?.type]).toEqual([undefined, "string"]);
  });

  it("is told apart where the line file says, however deep", () => {
    const setting: Setting = {
      topic: { forms: { discriminator: "/data/kind", values: { snapshot: "NEW", delta: "CHANGE" } } },
    };
    const example = '{"topic": "t", "data": {"kind": "NEW", "price": "1"}}';
    const described = schemaOf([PRICE], [example], setting);
    expect(definition(described, "delta").required).toContain("data");
    const schema = schemaOf([], [example], setting);
    expect(definition(schema, "delta").properties?.data).toMatchObject({
      type: "object",
      required: ["kind"],
      properties: { kind: { const: "CHANGE" }, price: {} },
    });
  });

  it("is none where an example says no form at all", () => {
    const schema = schemaOf([PRICE], ['{"topic": "t", "data": {"price": "1"}}'], FORMS);
    expect(Object.keys(schema?.["x-forms"]?.forms ?? {})).toEqual(["push"]);
  });
});

describe("a delta", () => {
  const SNAPSHOT = '{"type": "s", "data": {"id": "a", "price": "1", "size": "2"}}';
  const ROWS = ["id | string | Id", PRICE, SIZE];

  it("carries its key and any subset of the rest, which the snapshot shows", () => {
    const schema = schemaOf(
      ROWS,
      [SNAPSHOT, '{"type": "d", "data": {"update": [{"id": "a", "price": "1.5"}]}}'],
      FORMS,
    );
    expect(presenceOf(definition(schema, "item"))).toEqual({ id: "required", price: "delta", size: "delta" });
    expect(presenceOf(definition(schema, "data"))).toEqual({ id: "required", price: "required", size: "required" });
  });

  it("is whole where its examples show all that the snapshot has", () => {
    const schema = schemaOf(
      ROWS,
      [SNAPSHOT, '{"type": "d", "data": {"update": [{"id": "a", "price": "1", "size": "3"}]}}'],
      FORMS,
    );
    expect(definition(schema, "delta_data").properties?.update?.items).toStrictEqual({ $ref: "#/$defs/data" });
    expect(presenceOf(definition(schema, "data"))).toEqual({ id: "required", price: "required", size: "required" });
  });

  it("names what is deleted by its key alone", () => {
    const schema = schemaOf(ROWS, [SNAPSHOT, '{"type": "d", "data": {"delete": [{"id": "a"}], "update": []}}'], FORMS);
    expect(presenceOf(definition(schema, "delete_item"))).toEqual({ id: "required" });
  });

  it("of a snapshot is none: what a snapshot lacks of the delta's members it has not", () => {
    const schema = schemaOf(
      ROWS,
      [
        '{"type": "s", "data": {"id": "a", "price": "1"}}',
        '{"type": "d", "data": {"id": "a", "price": "1", "size": "2"}}',
      ],
      FORMS,
    );
    expect(presenceOf(definition(schema, "data"))).toEqual({ id: "required", price: "required" });
  });

  it("has its members with the types that both forms show", () => {
    const schema = schemaOf(ROWS, [SNAPSHOT, '{"type": "d", "data": {"update": [{"id": "a", "price": 1}]}}'], FORMS);
    expect(definition(schema, "item").properties?.price?.type).toStrictEqual(["string", "number"]);
    expect(definition(schema, "data").properties?.price?.type).toStrictEqual(["string", "number"]);
  });

  it("has the key only in records: the envelope's member of that name is another one", () => {
    const schema = schemaOf(
      ROWS,
      [SNAPSHOT.replace("{", '{"id": "m", '), '{"type": "s", "data": {"id": "a", "price": "1", "size": "2"}}'],
      FORMS,
    );
    expect(presenceOf(definition(schema, "snapshot"))).toEqual({
      id: "some-examples",
      type: "required",
      data: "required",
    });
  });

  it("has what only the table lists too, but not among what is deleted", () => {
    const rows = [...ROWS, "volume | string | Volume"];
    const schema = schemaOf(
      rows,
      [SNAPSHOT, '{"type": "d", "data": {"delete": [{"id": "a"}], "update": [{"id": "a"}]}}'],
      FORMS,
    );
    expect(presenceOf(definition(schema, "item"))).toMatchObject({ volume: "table-only", price: "delta" });
    expect(presenceOf(definition(schema, "delete_item"))).toEqual({ id: "required" });
    expect(presenceOf(definition(schema, "delta"))).toEqual({ type: "required", data: "required" });
  });
});

describe("a constant", () => {
  const typeOf = (schema: JsonSchema, form: string, key: string) => definition(schema, form).properties?.[key]?.const;

  it("is the word for the form", () => {
    const schema = schemaOf([], ['{"type": "s", "topic": "tick.ABC"}', '{"type": "d", "topic": "tick.ABC"}'], FORMS);
    expect([
      typeOf(schema, "snapshot", "type"),
      typeOf(schema, "delta", "type"),
      typeOf(schema, "delta", "topic"),
    ]).toEqual(["s", "d", undefined]);
  });

  it.each([
    ["the topic that has no other", ["tick"], "tick"],
    ["not a topic of several", ["tick", "tock"], undefined],
    ["not a topic with a slot", ["tick.{symbol}"], undefined],
    ["not a topic that pushes do not carry", [], undefined],
  ])("is %s", (_, topics, value) => {
    expect(typeOf(schemaOf([], ['{"topic": "tick"}'], { topic: { topics } }), "push", "topic")).toBe(value);
  });

  it("is the topic where its selector stands, in the items of an array too", () => {
    const setting: Setting = { topic: { topics: ["tick"], selector: { pointer: "/e", container: "array-items" } } };
    const schema = schemaOf([], ['[{"e": "tick", "topic": "x"}]'], setting);
    expect([typeOf(schema, "item", "e"), typeOf(schema, "item", "topic")]).toEqual(["tick", undefined]);
  });
});

describe("nested objects are definitions", () => {
  it("named by their member, with their words at both places", () => {
    const schema = schemaOf(["fee | object | Fee", "rate | string | Rate"], ['{"data": {"fee": {"rate": "1"}}}'], {
      words: { fee: { kind: "object", text: "Fee of it.", condition: "At times.", deprecated: true } },
    });
    expect(definition(schema, "data").properties?.fee).toStrictEqual({
      $ref: "#/$defs/fee",
      description: "Fee of it.",
      deprecated: true,
      "x-condition": "At times.",
      "x-presence": "conditional",
    });
    expect(definition(schema, "fee")).toMatchObject({ type: "object", description: "Fee of it.", required: ["rate"] });
    expect(definition(schema, "fee")).not.toHaveProperty("deprecated");
    expect(definition(schema, "fee")).not.toHaveProperty("x-condition");
  });

  it("without our words: without a description", () => {
    const schema = schemaOf([], ['{"data": {"price": "1"}}']);
    expect(definition(schema, "data")).not.toHaveProperty("description");
    expect(definition(schema, "push").properties?.data).toStrictEqual({ $ref: "#/$defs/data" });
  });

  it.each([
    ["data", '{"data": [{"price": "1"}]}', "item"],
    ["result", '{"data": {"result": [{"price": "1"}]}}', "item"],
    ["levels", '{"data": {"levels": [{"price": "1"}]}}', "item"],
    ["update", '{"data": {"update": [{"price": "1"}]}}', "item"],
    ["insert", '{"data": {"insert": [{"price": "1"}]}}', "item"],
    ["delete", '{"data": {"delete": [{"price": "1"}]}}', "delete_item"],
    ["fees", '{"data": {"fees": [{"price": "1"}]}}', "fees"],
    ["lists of lists", '{"data": {"fees": [[{"price": "1"}], []]}}', undefined],
  ])("items of %s", (key, message, name) => {
    const schema = schemaOf([], [message]);
    if (name === undefined) return expect(Object.keys(schema.$defs ?? {})).toEqual(["push", "data"]);
    expect(definition(schema, name)).toMatchObject({ type: "object", description: `One entry of ${key}.` });
  });

  it("one for several places of the same content: words and evidence make no other type", () => {
    const schema = schemaOf(
      ["id | string | Id", "fee | object | Fee", "rest | object | Rest", "rate | string | Rate"],
      ['{"data": {"fee": {"rate": "1"}, "rest": {"rate": "2"}}}'],
      { words: { fee: { kind: "object" }, rest: { kind: "object" }, rate: { kind: "text" } } },
    );
    expect(definition(schema, "data").properties?.rest).toMatchObject({ $ref: "#/$defs/fee", description: "rest." });
    expect(schema.$defs).not.toHaveProperty("rest");
  });

  it("two where a member differs, though it has the name of a keyword", () => {
    const schema = schemaOf(
      ["fee | object | Fee", "rest | object | Rest"],
      ['{"data": {"fee": {"description": "1"}, "rest": {"description": 2}}}'],
    );
    expect(definition(schema, "data").properties?.rest?.$ref).toBe("#/$defs/rest");
  });

  it("of one name at several places: the form stands in front, then a number behind", () => {
    const schema = schemaOf(
      [],
      ['{"data": {"a": {"fee": {"x": 1}}, "b": {"fee": {"y": 1}}, "c": {"fee": {"z": 1}}, "push": {"w": 1}}}'],
    );
    expect(Object.keys(schema.$defs ?? {})).toEqual([
      "push",
      "fee",
      "a",
      "push_fee",
      "b",
      "push_fee2",
      "c",
      "push_push",
      "data",
    ]);
  });
});

describe("a list", () => {
  const lists = (message: string, setting?: Setting, rows: readonly string[] = []) => {
    const { properties } = definition(schemaOf(rows, [message], setting), "push");
    const { "x-presence": _presence, ...list } = properties?.list ?? {};
    return list;
  };

  it.each([
    ["texts", '{"list": ["a", "b"]}', { type: "array", items: { type: "string" } }],
    ["numbers", '{"list": [1, 2.5]}', { type: "array", items: { type: "number" } }],
    ["nothing", '{"list": []}', { type: "array" }],
  ])("of %s", (_, message, schema) => {
    expect(lists(message)).toStrictEqual(schema);
  });

  it("of lists of one length is one of tuples, whose positions our words name", () => {
    const tuple = (...titles: string[]) => ({
      type: "array",
      items: {
        type: "array",
        prefixItems: titles.map((title) =>
          title ? { title, type: "string", format: "decimal" } : { type: "string", format: "decimal" },
        ),
        items: false,
        minItems: titles.length,
        maxItems: titles.length,
      },
    });
    const message = '{"list": [["1", "2"], ["3", "4"]]}';
    expect(lists(message)).toStrictEqual(tuple("", ""));
    expect(lists(message, { words: { list: { kind: "list", tuple: ["price"] } } })).toStrictEqual({
      description: "list.",
      ...tuple("price", ""),
    });
  });

  it.each([
    ["several lengths", '{"list": [["1"], ["1", "2"]]}'],
    ["an elision in each", '{"list": [["1", ...], ["1", ...]]}'],
    ["no length", '{"list": [[], []]}'],
  ])("of lists of %s has no tuples", (_, message) => {
    expect(lists(message)).toStrictEqual({ type: "array", items: { type: "array" } });
  });

  it.each([
    ["the comment says so", '{"list": [1]}', ["list | array | Numbers; an Empty String if there are none"]],
    ["examples show both", '{"data": [{"list": [1]}, {"list": ""}]}', ["list | array | Numbers"]],
  ])("or an empty text, where %s: both", (_, message, rows) => {
    const schema = schemaOf(rows, [message]);
    const { list } = definition(schema, schema.$defs?.item ? "item" : "push").properties ?? {};
    expect(list?.anyOf).toStrictEqual([{ type: "array", items: { type: "number" } }, { const: "" }]);
    expect(list).not.toHaveProperty("type");
  });

  it("that is empty in one form has the items that another form shows", () => {
    const schema = schemaOf(
      [],
      ['{"type": "s", "data": {"result": []}}', '{"type": "d", "data": {"result": [{"id": "a"}]}}'],
      FORMS,
    );
    const listIn = (form: string) => {
      const [, name = ""] = /#\/\$defs\/(.+)/.exec(definition(schema, form).properties?.data?.$ref ?? "") ?? [];
      return definition(schema, name).properties?.result?.items;
    };
    expect(listIn("snapshot")).toStrictEqual({ $ref: "#/$defs/item" });
    expect(listIn("delta")).toStrictEqual({ $ref: "#/$defs/item" });
  });

  it("of a record has the items that all forms show", () => {
    const schema = schemaOf(
      ["id | string | Id", "list | array | List"],
      ['{"type": "s", "data": {"id": "a", "list": []}}', '{"type": "d", "data": {"id": "a", "list": [1]}}'],
      FORMS,
    );
    expect(definition(schema, "data").properties?.list?.items).toStrictEqual({ type: "number" });
  });
});

describe("words", () => {
  const price = (rows: readonly string[], message: string, setting?: Setting) =>
    definition(schemaOf(rows, [message], setting), "data").properties?.price;

  it("are ours, with the unit that the evidence shows", () => {
    const setting: Setting = { words: { price: { text: "Time of it.", kind: "timestamp" } } };
    expect(price(["price | number | Price"], '{"data": {"price": 1650000000000}}', setting)).toStrictEqual({
      description: "Time of it. Unit: ms.",
      type: "integer",
      "x-unit": "ms",
      "x-kind": "timestamp",
    });
  });

  it("are the page's in a private build, where it has some", () => {
    const setting: Setting = { words: { price: { text: "Ours." } }, docText: true };
    expect(price(["price | string | Theirs"], '{"data": {"price": "1"}}', setting)?.description).toBe("Theirs");
    expect(price(["price | string | "], '{"data": {"price": "1"}}', setting)?.description).toBe("Ours.");
    expect(price([], '{"data": {"price": "1"}}', setting)?.description).toBe("Ours.");
  });

  it("are those of the parent, then of the topic, then of the line, then of the name", () => {
    const words: Setting["words"] = {
      "toy/tick/data.price": { text: "Of the parent." },
      "toy/tick/price": { text: "Of the topic." },
      "toy/price": { text: "Of the line." },
      price: { text: "Of the name." },
    };
    const names = Object.keys(words);
    const found = names.map((_, index) => {
      const left = Object.fromEntries(Object.entries(words).slice(index));
      return price([PRICE], '{"data": {"price": "1"}}', { words: left })?.description;
    });
    expect(found).toEqual(["Of the parent.", "Of the topic.", "Of the line.", "Of the name."]);
  });

  it("are those of the placeholder in the comment, where the name has none", () => {
    const setting: Setting = { commentWords: { text_price: { text: "Of the comment." } }, locale: {} };
    expect(price(["price | string | {{text_price}}"], '{"data": {"price": "1"}}', setting)?.description).toBe(
      "Of the comment.",
    );
    expect(price([PRICE], '{"data": {"price": "1"}}', setting)?.["x-words"]).toBe("page");
  });

  it("are those of a comment in the example, where no row speaks of the member", () => {
    const example = (key: string): string => `{"data": {"${key}": 1672304484978 // Time of the trade (ms). Exact\n}}`;
    expect(definition(schemaOf([PRICE], [example("when")]), "data").properties?.when).toMatchObject({
      type: "integer",
      description: "Time of the trade (ms). Unit: ms.",
      "x-unit": "ms",
      "x-words": "page",
    });
    const page = ["when | number | Moment"];
    expect(definition(schemaOf(page, [example("when")]), "data").properties?.when?.description).toBe("Moment.");
  });

  it("that are missing are told, with the line of the example or of the row", () => {
    const { diagnostics } = deriveToy(
      pageOf(["price | string | ", "size | string | "], ['{\n"data": {\n"price": "1"}}']),
      {
        words: { data: { kind: "object" } },
      },
    );
    expect(diagnostics).toMatchObject([
      {
        code: "derive/no-description",
        severity: "warning",
        message: 'The glossary has no words for "toy/tick/price".',
        file: "toy/page.md",
        line: 11,
        excerpt: '"price": "1"}}',
      },
      { message: 'The glossary has no words for "toy/tick/size".', line: 6, excerpt: expect.stringContaining("size") },
    ]);
  });

  it.each([
    ["the comment begins so", "Deprecated: use size", '{"data": {"price": "1"}}'],
    ["the comment begins so, in brackets", "(deprecated) Price", '{"data": {"price": "1"}}'],
    ["the example says so", "Price", '{"data": {\n"price": "1" // deprecated\n}}'],
    ["the example says so, misspelt", "Price", '{"data": {\n"price": "1" // Depreciated\n}}'],
    ["the example says so, misspelt otherwise", "Price", '{"data": {\n"price": "1" // depricated\n}}'],
  ])("say that a member goes away, where %s", (_, comment, message) => {
    expect(price([`price | string | ${comment}`], message)?.deprecated).toBe(true);
  });

  it("do not say so of a member whose comment speaks of another one", () => {
    expect(
      price(["price | string | Of a deprecated order"], '{"data": {\n"price": "1" // current\n}}'),
    ).not.toHaveProperty("deprecated");
  });

  it("say that the name was decided between claims", () => {
    expect(price(["PRICE | string | Price"], '{"data": {"price": "1"}}')?.["x-source"]).toStrictEqual({
      rule: "name-mismatch",
    });
    expect(price([PRICE], '{"data": {"price": "1"}}')).not.toHaveProperty("x-source");
  });
});

describe("documented values", () => {
  const side = (
    message: string,
    kind: "code" | "flag" | "text" | "id" | "price" | undefined,
    comment = "Side. Buy, Sell",
  ) =>
    definition(schemaOf([`side | string | ${comment}`], [message], kind && { words: { side: { kind } } }), "data")
      .properties?.side?.["x-enum"];

  it.each(["code", "flag", "text", undefined] as const)("belong to texts that are a %s", (kind) => {
    expect(side('{"data": {"side": "Buy"}}', kind)?.values).toStrictEqual(["Buy", "Sell"]);
  });

  it.each(["id", "price"] as const)("and not to an %s", (kind) => {
    expect(side('{"data": {"side": "Buy"}}', kind)).toBeUndefined();
  });

  it("belong to numbers", () => {
    expect(side('{"data": {"side": 1}}', "code", "0-Buy, 1-Sell")?.values).toStrictEqual([0, 1]);
    expect(side('{"data": {"side": 1}}', undefined, "0-Buy, 1-Sell")?.values).toStrictEqual([0, 1]);
  });

  it("do not belong to booleans, nor to what has several types", () => {
    expect(side('{"data": {"side": true}}', "code")).toBeUndefined();
    expect(
      side('{"data": [{"side": "Buy"}, {"side": null}]}'.replace("[{", "{").replace('}, {"side": null}]', "}"), "code"),
    ).toBeDefined();
    const { properties } = definition(
      schemaOf(["side | string | Side. Buy, Sell"], ['{"data": [{"side": "Buy"}, {"side": null}]}']),
      "item",
    );
    expect(properties?.side).not.toHaveProperty("x-enum");
  });

  it("do not belong to decimals", () => {
    expect(side('{"data": {"side": "1.5"}}', "price", "Price. Buy, Sell")).toBeUndefined();
  });

  it("leave out numbers that no double holds", () => {
    const schema = schemaOf(["side | number | 0-Buy, 1-Sell"], ['{"data": [{"side": 1e999}, {"side": 1}]}']);
    expect(definition(schema, "item").properties?.side?.["x-enum"]?.values).toStrictEqual([0, 1]);
  });
});
