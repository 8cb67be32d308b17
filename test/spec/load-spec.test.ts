/** A spec folder is read whole, closed and named, or refused with the place of what is wrong. */

import { describe, expect, it } from "vitest";
import type { JsonSchema } from "../../generator/schema/json-schema.js";
import { escapePointer, segmentsOf } from "../../generator/schema/pointer.js";
import { withSchema } from "../../generator/spec/load-spec.js";
import { lineOf, loadFiles, loadMadeUpSpec, madeUpFiles } from "../emit/made-up-lines.js";

const spec = loadMadeUpSpec();

/** A copy with another value at a pointer; undefined: without the member. */
function setAt(root: unknown, pointer: string, value: unknown): unknown {
  const [key, ...rest] = segmentsOf(pointer);
  if (key === undefined) return value;
  const { [key]: before, ...others } = root as Record<string, unknown>;
  const after = setAt(before, rest.map((segment) => `/${escapePointer(segment)}`).join(""), value);
  return after === undefined ? others : { ...(root as object), [key]: after };
}

type Change = readonly [schema: string, pointer: string, value: unknown];

function changedFiles(...changes: readonly Change[]): Map<string, string> {
  const files = madeUpFiles();
  for (const [name, pointer, value] of changes) {
    const path = `${name}.schema.json`;
    files.set(path, JSON.stringify(setAt(JSON.parse(files.get(path) ?? ""), pointer, value), null, 2));
  }
  return files;
}

describe("a line", () => {
  it("has its topics, with the names of their types", () => {
    const { name, typeName, filePath, controlPath, topics, replies } = lineOf(spec, "shop");
    expect([name, typeName, filePath, controlPath]).toEqual([
      "shop",
      "Shop",
      "shop/line.yaml",
      "shop/control.schema.json",
    ]);
    expect(
      topics.map(({ modulePath, schemaPath, access, messageType, validatorName }) => [
        modulePath,
        schemaPath,
        access,
        messageType,
        validatorName,
      ]),
    ).toEqual([
      ["candle", "shop/candle.schema.json", "public", "CandleMessage", "validateCandle"],
      ["levels", "shop/levels.schema.json", "public", "LevelsMessage", "validateLevels"],
      ["position", "shop/position.schema.json", "private", "PositionMessage", "validatePosition"],
      ["order", "shop/order.schema.json", "private", "OrderMessage", "validateOrder"],
      ["account", "shop/account.schema.json", "private", "AccountMessage", "validateAccount"],
    ]);
    expect(replies.map(({ def, typeName: type }) => [def, type])).toEqual([
      ["pong", "Pong"],
      ["auth-reply", "AuthReply"],
      ["limit", "Limit"],
      ["nothing", "Nothing"],
      ["failure", "Failure"],
      ["ack", "Ack"],
    ]);
  });

  it("has the forms of a topic by their values, and what tells them apart", () => {
    const levels = lineOf(spec, "shop").topics[1];
    expect(levels?.discriminator).toBe("/type");
    expect(levels?.forms.map(({ name, def, typeName, value }) => [name, def, typeName, value])).toEqual([
      ["snapshot", "snapshot", "LevelsSnapshot", "snap"],
      ["delta", "delta", "LevelsDelta", "delta"],
    ]);
    const candle = lineOf(spec, "shop").topics[0];
    expect(candle).not.toHaveProperty("discriminator");
    expect(candle?.forms[0]).not.toHaveProperty("value");
    expect(candle?.typeNames).toEqual({ push: "CandleMessage", item: "CandleItem" });
  });

  it("has what is pushed and what is subscribed to, which may be the same", () => {
    const texts = lineOf(spec, "shop").topics.map(({ patterns, subscribe }) =>
      [patterns, subscribe].map((each) => each.map(({ text }) => text)),
    );
    expect(texts[0]).toEqual([["candle.{interval}.{symbol}"], ["candle.{interval}.{symbol}"]]);
    expect(texts[3]).toEqual([["order", "order.{symbol}"], ["order.{symbol}"]]);
    const [candle] = lineOf(spec, "shop").topics[0]?.patterns ?? [];
    // A closed slot is read with its values.
    expect(candle?.parts).toContainEqual({ slot: "interval", values: new Set(["1", "60"]) });
  });

  it("has topics below the folders of its connections, which are in their names", () => {
    expect(lineOf(spec, "pair").topics.map(({ modulePath, messageType }) => [modulePath, messageType])).toEqual([
      ["v1/trade", "V1TradeMessage"],
      ["v2/trade", "V2TradeMessage"],
      ["v2/depth", "V2DepthMessage"],
      ["private/ticket", "PrivateTicketMessage"],
    ]);
  });

  it("gathers the values of an enum from all places, in the order in which they come, and enums by name", () => {
    const keyword = (name: string, ...values: (string | number)[]) => ({
      name,
      values,
    });
    const { spec: changed, diagnostics } = loadFiles(
      changedFiles(
        ["shop/candle", "/$defs/item/properties/open/x-enum", keyword("Side", "Neither", "Sell")],
        ["shop/candle", "/$defs/item/properties/close/x-enum", keyword("Another", "a")],
        ["shop/control", "/$defs/limit/properties/code/x-enum", keyword("Code", 10)],
      ),
    );
    expect(diagnostics).toEqual([]);
    const { enums } = lineOf(changed, "shop");
    expect(enums.map(({ name, values }) => [name, ...values])).toEqual([
      ["Another", "a"],
      ["Code", 10],
      ["Side", "Neither", "Sell", "Buy"],
    ]);
  });

  it("has a topic read anew with another schema", () => {
    const candle = lineOf(spec, "shop").topics[0];
    if (!candle) throw new Error("no candle");
    const changed = withSchema(candle, setAt(candle.schema, "/$defs/push", { type: "null" }) as JsonSchema);
    expect(changed.forms[0]?.type.kind).toBe("null");
    expect(changed.definitions.get("push")?.kind).toBe("null");
    expect(candle.forms[0]?.type.kind).toBe("object");
  });
});

describe("a spec folder that is not one", () => {
  /** The first diagnostic, and no line that the fault belongs to. */
  const refused = (files: ReadonlyMap<string, string>) => {
    const { spec: read, diagnostics } = loadFiles(files);
    const [first] = diagnostics;
    const { file } = first ?? {};
    const text = files.get(file ?? "")?.split("\n") ?? [];
    return {
      first,
      count: diagnostics.length,
      lines: read.lines.map(({ name }) => name),
      at: text[(first?.line ?? 0) - 1],
    };
  };

  it.each<[string, Change, string, RegExp, string | undefined]>([
    [
      "no form",
      ["shop/candle", "/x-forms/forms", {}],
      "shop/candle",
      /"x-forms": The schema has no form/,
      '  "x-forms": {',
    ],
    ["no x-forms at all", ["shop/candle", "/x-forms", undefined], "shop/candle", /The schema has no form/, "{"],
    [
      "a form of another name",
      ["shop/candle", "/x-forms/forms", { pusch: { def: "push" } }],
      "shop/candle",
      /"x-forms.forms.pusch": "pusch" is no form/,
      '      "pusch": {',
    ],
    [
      "a form without its value",
      ["shop/levels", "/x-forms/forms/delta", { def: "delta" }],
      "shop/levels",
      /"x-forms.forms.delta": The form has no value of the discriminator/,
      '      "delta": {',
    ],
    [
      "two forms of one value",
      ["shop/levels", "/x-forms/forms/delta/value", "snap"],
      "shop/levels",
      /"x-forms.forms.snapshot.value": Another form has the value "snap" too/,
      '        "value": "snap"',
    ],
    [
      "records without their snapshot",
      ["shop/position", "/x-forms/forms", { delta: { def: "delta", value: "delta" } }],
      "shop/position",
      /There is no form "snapshot", which line.yaml names below `records`/,
      '    "forms": {',
    ],
    [
      "a form without its definition",
      ["shop/candle", "/x-forms/forms/push/def", "pusch"],
      "shop/candle",
      /"x-forms.forms.push.def": There is no definition "pusch"/,
      '        "def": "pusch"',
    ],
    [
      "several forms and nothing that tells them apart",
      ["shop/levels", "/x-forms/discriminator", undefined],
      "shop/levels",
      /Several forms need a `discriminator`/,
      '  "x-forms": {',
    ],
    [
      "a discriminator that is no pointer",
      ["shop/levels", "/x-forms/discriminator", "type"],
      "shop/levels",
      /"type" is no JSON pointer/,
      '    "discriminator": "type",',
    ],
    [
      "a reply without its definition",
      ["shop/control", "/$defs/limit", undefined],
      "shop/control",
      /"\$defs": There is no definition of the reply "limit"/,
      '  "$defs": {',
    ],
  ])("with a schema that has %s", (_, change, file, message, at) => {
    const { first, lines, at: found } = refused(changedFiles(change));
    expect(first).toMatchObject({ code: "config/schema", severity: "error", file: `${file}.schema.json` });
    expect(first?.message).toMatch(message);
    expect(first?.fix).not.toBe("");
    expect(found).toBe(at);
    // A topic that cannot be read leaves the others; without the replies there is no line.
    expect(lines).toEqual(file === "shop/control" ? ["mart", "pair", "zero"] : ["mart", "pair", "shop", "zero"]);
  });

  it("without a schema, or with one that is no JSON", () => {
    const files = madeUpFiles();
    files.delete("shop/candle.schema.json");
    expect(refused(files).first).toMatchObject({
      code: "config/missing-schema",
      file: "shop/candle.schema.json",
      fix: expect.stringContaining("derive"),
    });
    files.set("shop/candle.schema.json", "{");
    expect(refused(files).first).toMatchObject({ code: "config/json", file: "shop/candle.schema.json" });
    files.delete("shop/control.schema.json");
    expect(refused(files).lines).toEqual(["mart", "pair", "zero"]);
  });

  it.each([
    ["a reply", "Limit", "limit"],
    ["a reply, in other letters", "LIMIT", "limit"],
    ["the client", "ShopClient", "shop-client"],
  ])("with an enum that is called as %s", (_, name, twin) => {
    const keyword = { name, values: ["a"] };
    const { first, count } = refused(changedFiles(["shop/candle", "/$defs/item/properties/open/x-enum", keyword]));
    expect(count).toBe(1);
    expect(first).toMatchObject({ code: "config/line-file", severity: "error", file: "shop/line.yaml" });
    expect(first?.message).toContain(`as the type of "${twin}" is`);
  });
});

describe("the place of a fault in a schema", () => {
  const at = (text: string) => {
    const files = madeUpFiles();
    files.set("shop/candle.schema.json", text);
    const { diagnostics } = loadFiles(files);
    return diagnostics.map(({ line, column, excerpt }) => [line, column, excerpt]);
  };
  const head = '"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "urn:wireloom:x",';
  const forms = '"x-forms": { "forms": { "push": { "def": "push" } } },';

  it.each([
    ["a value", `"$defs": {\n  "push": { "type":\n →"text" } }`],
    [
      "a keyword, in an item of a list",
      `"$defs": { "push": { "anyOf": [ { "const": 1 },\n   { →"type": "string", "$ref":\n "#/$defs/other" } ] } }`,
    ],
    [
      "an item behind members of the same name",
      `"$defs": { "item": { "type": "null" },\n"push": { "properties": {}, "type": "object",\n "required": [→"push",\n  "item"] } }`,
    ],
    [
      "a second item",
      `"$defs": { "push": { "properties": { "a": {} }, "type": "object", "required": ["a",\n\t→"a"] } }`,
    ],
    ["a name with a slash", `"$defs": { "push": {},\n "a/b": →{ "type": [\n"null", "number"], "format": "decimal" } }`],
    [
      "a value behind a text with quotation marks and braces",
      `"$defs": { "push": { "description": "\\"} ] {,:", "type": →"strin" } }`,
    ],
    [
      "a value behind an empty object and an empty list",
      `"$defs": { "item": { "properties": {}, "required": [], "type": "object" }, "push": { "type": →1 } }`,
    ],
    ["the name of a definition", `"$defs": { "push": {},\n →"$id": {} }`],
  ])("is that of %s", (_, marked) => {
    const text = `{ ${head} ${forms}\n${marked.replace("→", "")} }`;
    const [first] = at(text);
    const lines = `{ ${head} ${forms}\n${marked} }`.split("\n");
    const index = lines.findIndex((line) => line.includes("→"));
    expect(first).toEqual([index + 1, (lines[index]?.indexOf("→") ?? 0) + 1, lines[index]?.replace("→", "")]);
  });

  it("is told of the first twenty, of long lines the beginning", () => {
    const members = Array.from({ length: 30 }, (_, index) => `"member${index}"`).join(",");
    const text = `{ ${head} ${forms} "$defs": { "push": { "type": "object", "properties": {}, "required": [${members}] } } }`;
    const faults = at(text);
    expect(faults).toHaveLength(20);
    for (const [line, , excerpt] of faults) expect([line, excerpt]).toEqual([1, text.slice(0, 400)]);
  });
});
