/** The comment of a type or member: what it is, how to read it, and why it is claimed. */

import { describe, expect, it } from "vitest";
import { docPlace } from "../../generator/emit/types/doc-place.js";
import { emitEnums } from "../../generator/emit/types/emit-enums.js";
import { typeDoc } from "../../generator/emit/types/type-doc.js";
import type { JsonSchema } from "../../generator/schema/json-schema.js";
import type { LineSpec } from "../../generator/spec/spec.js";
import type { ValueType } from "../../generator/spec/value-type.js";
import { TOY_EXCHANGE } from "../toy-exchange.js";
import { definitionsOf } from "./sample-line.js";

const typeOf = (schema: JsonSchema): ValueType =>
  definitionsOf({ $ref: "#/$defs/own", $defs: { own: schema } }).get("own") as ValueType;

describe("the comment of a type", () => {
  it.each<[string, JsonSchema, readonly string[]]>([
    ["its description", { type: "string", description: "A price.", title: "price" }, ["A price."]],
    ["its title where it has none", { type: "string", title: "price" }, ["price"]],
    ["what the caller knows where it has neither", { type: "string" }, ["Fallback."]],
    ["that text is a number", { type: "string", format: "decimal" }, ["Fallback.", "", "A decimal number as text."]],
    [
      "or empty",
      { type: "string", format: "decimal-or-empty" },
      ["Fallback.", "", "A decimal number as text, or empty."],
    ],
    [
      "that numbers are rounded",
      { type: "integer", "x-unsafe-integer": true },
      ["Fallback.", "", "Can pass 2^53 - 1; JSON.parse rounds such values."],
    ],
    [
      "the same of one in a list of types",
      { type: ["null", "string"], format: "decimal" },
      ["Fallback.", "", "A decimal number as text."],
    ],
    [
      "and not of a branch, which has its own",
      { anyOf: [{ type: "string", format: "decimal" }, { type: "null" }] },
      ["Fallback."],
    ],
    [
      "why it is optional, and when it is there",
      { type: "null", "x-presence": "conditional", "x-condition": "In a delta." },
      ["Fallback.", "", "Optional: present under a condition.", "Condition: In a delta."],
    ],
    [
      "that a table does not list it",
      { type: "null", "x-presence": "example-only" },
      ["Fallback.", "", "Optional: an example shows it, the table does not list it."],
    ],
    [
      "what was corrected by hand, and decided by a rule",
      { type: "null", "x-source": { overlay: "x: seen", rule: "presence" }, "x-lines": { table: 3 } },
      ["Fallback.", "", "Corrected by hand: x: seen", "Conflicting claims, decided by: presence"],
    ],
    [
      "what was written by hand, which stands on no page",
      { type: "null", "x-source": { byHand: "no page shows it" } },
      ["Fallback.", "", "Written by hand: no page shows it"],
    ],
    [
      "that it may go, behind the notes, because all that follows would belong to that",
      { type: "string", format: "decimal", deprecated: true },
      ["Fallback.", "", "A decimal number as text.", "@deprecated It may be missing or go away."],
    ],
    [
      "that it may go, and nothing else",
      { type: "null", deprecated: true },
      ["Fallback.", "", "@deprecated It may be missing or go away."],
    ],
  ])("says %s", (_, schema, lines) => {
    expect(typeDoc(typeOf(schema), { fallback: "Fallback." }).split("\n")).toEqual(lines);
  });

  it("says where the documentation describes it, last of all", () => {
    const place = "{@link https://docs.example/page.md#trade}";
    expect(typeDoc(typeOf({ type: "null", deprecated: true }), { place }).split("\n")).toEqual([
      "Not described.",
      "",
      "@deprecated It may be missing or go away.",
      `@see ${place}`,
    ]);
  });
});

describe("where a page is read", () => {
  const repositories = { docs: { web: "https://host.example/docs/" }, fetched: { git: "https://host.example/x.git" } };
  it.each([
    [
      "a link to its section",
      { page: "docs/a b/page.md", heading: "Trade (Spot)!" },
      "{@link https://host.example/docs/a%20b/page.md#trade-spot}",
    ],
    ["a link to the page", { page: "docs/page.md" }, "{@link https://host.example/docs/page.md}"],
    [
      "its path where nobody says where its repository is",
      { page: "other/page.md", heading: "Trade" },
      'other/page.md, "Trade"',
    ],
    ["its path where only git is told where its repository is", { page: "fetched/page.md" }, "fetched/page.md"],
    ["nowhere, where no page is behind it", {}, undefined],
  ])("%s", (_, source, place) => {
    expect(docPlace({ repositories }, source)).toBe(place);
  });
});

describe("the module of enums", () => {
  const emit = (...values: (string | number)[]): string => {
    const enums = [{ name: "Side", values, pages: ["a.md"] }];
    return emitEnums({ name: "toy", enums, exchange: TOY_EXCHANGE } as unknown as LineSpec);
  };

  it("is a module even if there is none", () => {
    const text = emitEnums({ name: "toy", enums: [] } as unknown as LineSpec);
    expect(text).toMatch(/^\/\/ Generated by wireloom from schemas\/toy\..*\n\nexport \{\};\n$/);
  });

  it("has a constant for each value by its name, the page that lists them, and the open type of texts, numbers or both", () => {
    expect(emit("Buy")).toContain(' * @see a.md\n */\nexport const Side = {\n  Buy: "Buy",\n} as const;');
    expect(emit("Buy")).toContain("export type Side = (typeof Side)[keyof typeof Side] | (string & {});");
    expect(emit(1)).toContain("[keyof typeof Side] | (number & {});");
    expect(emit(1, "a", 2)).toContain("[keyof typeof Side] | (number & {}) | (string & {});");
  });

  it("keeps a number and the text of it apart", () => {
    expect(emit(1, "1", "2")).toMatch(/"1": 1,[\s\S]*"string 1": "1",[\s\S]*"2": "2",/);
  });
});
