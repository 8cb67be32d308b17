/** What is called otherwise is one thing if there is evidence, and two if there is none, or the same for two of them. */

import { describe, expect, it } from "vitest";
import { changesOf } from "../../generator/diff/changes.js";
import { compare } from "../../generator/diff/compare.js";
import type { JsonSchema } from "../../generator/schema/json-schema.js";
import { filesOf, type Patch, patched, revisionOf } from "./revisions.js";

/** `price became last: <evidence>`, in both directions. */
function renamesBetween(before: Patch, after: Patch): readonly (readonly string[])[] {
  const base = filesOf(new Set(["zero", "mart"]));
  const older = patched(base, before);
  const revisions = [revisionOf(older), revisionOf(patched(older, after))] as const;
  return [revisions, [revisions[1], revisions[0]] as const].map(([one, other]) =>
    changesOf(compare(one, other)).flatMap(({ rule, change, evidence = [] }) =>
      rule.endsWith("-renamed") ? [[change, ...evidence].join("; ")] : [],
    ),
  );
}

const members = (...properties: (readonly [name: string, schema: JsonSchema])[]): Patch => ({
  "zero/tick.schema.json": {
    $defs: { push: { properties: { topic: null, ...Object.fromEntries(properties) }, required: [] } },
  },
});
/** Takes the members of `members` away and gives others. */
const instead = (gone: readonly string[], ...properties: (readonly [name: string, schema: JsonSchema])[]): Patch => ({
  "zero/tick.schema.json": {
    $defs: {
      push: {
        properties: { ...Object.fromEntries(gone.map((name) => [name, null])), ...Object.fromEntries(properties) },
      },
    },
  },
});

const text: JsonSchema = { type: "string" };
const price: JsonSchema = { type: "string", description: "The last price." };
const SAME_WORDS = "both are described in the same words";
const SAME_PLACE = "both stand at the same place of the message";
const SAME_LETTERS = "the names differ in case and punctuation only";

describe("members", () => {
  it.each<[string, Patch, Patch, string[], string[]]>([
    [
      "of the same letters",
      members(["a", text], ["last_price", text]),
      instead(["a", "last_price"], ["lastPrice", text]),
      [`last_price is called lastPrice; ${SAME_LETTERS}`],
      [`lastPrice is called last_price; ${SAME_LETTERS}`],
    ],
    [
      "of the same words",
      members(["a", text], ["last", price]),
      instead(["a", "last"], ["price", price]),
      [`last is called price; ${SAME_WORDS}`],
      [`price is called last; ${SAME_WORDS}`],
    ],
    [
      "of the same words, of which one stands where the former did",
      members(["last", price]),
      instead(["last"], ["price", price], ["close", price]),
      [`last is called price; ${SAME_WORDS}; ${SAME_PLACE}`],
      [`price is called last; ${SAME_WORDS}; ${SAME_PLACE}`],
    ],
    [
      "in an object of another name",
      members(["data", { type: "object", description: "All.", properties: { last: price } }]),
      instead(["data"], ["result", { type: "object", description: "All.", properties: { last: price } }]),
      [`data is called result; ${SAME_WORDS}; ${SAME_PLACE}`],
      [`result is called data; ${SAME_WORDS}; ${SAME_PLACE}`],
    ],
    ["at the same place, and nothing else", members(["a", text]), instead(["a"], ["b", text]), [], []],
    [
      "of the same words and another type",
      members(["last", price]),
      instead(["last"], ["price", { ...price, format: "decimal" }]),
      [],
      [],
    ],
    [
      "of the same words, twice",
      members(["a", text], ["b", text], ["last", price]),
      instead(["a", "b", "last"], ["price", price], ["close", price]),
      [],
      [],
    ],
    [
      "of the same letters, twice",
      members(["a", text], ["b", text], ["lastPrice", text]),
      instead(["a", "b", "lastPrice"], ["last_price", text], ["LastPrice", text]),
      [],
      [],
    ],
    [
      "two that exchange what they mean, which no name tells",
      members(["a", price], ["b", text]),
      members(["a", text], ["b", price]),
      [],
      [],
    ],
  ])("%s", (_, before, after, forward, backward) => {
    expect(renamesBetween(before, after)).toEqual([forward, backward]);
  });
});

const schemaOf = (name: string, properties: Readonly<Record<string, JsonSchema>>, heading: string): Patch => ({
  [`zero/${name}.schema.json`]: {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: `urn:wireloom:zero:${name}`,
    "x-forms": { forms: { push: { def: "push" } } },
    "x-source": { page: "made-up/page.md", heading },
    $ref: "#/$defs/push",
    $defs: { push: { type: "object", properties } },
  },
});
const topics = (...named: (readonly [name: string, topic: string])[]): Patch => ({
  "zero/line.yaml": {
    topics: named.map(([name, topic]) => ({
      name,
      description: "A topic.",
      connection: "public",
      heading: name,
      topics: [topic],
    })),
  },
});

describe("topics", () => {
  const FIVE = Object.fromEntries(["topic", "a", "b", "c", "d"].map((name) => [name, text]));
  const { d: _, ...four } = FIVE;
  const before = { ...schemaOf("one", FIVE, "One"), ...topics(["one", "one.{symbol}"]) };

  it.each<[string, Patch, string[], string[]]>([
    [
      "that pushes name alike",
      { ...schemaOf("two", { e: text }, "Two"), ...topics(["two", "one.{symbol}"]) },
      ["one became two; pushes name both topics alike"],
      ["two became one; pushes name both topics alike"],
    ],
    [
      "of the same messages",
      { ...schemaOf("two", FIVE, "Two"), ...topics(["two", "two.{symbol}"]) },
      ["one became two; their messages share 100 % of the members"],
      ["two became one; their messages share 100 % of the members"],
    ],
    [
      "of nearly the same messages, below the same heading",
      { ...schemaOf("two", four, "One"), ...topics(["two", "two.{symbol}"]) },
      ["one became two; both stand below a heading of the same words; their messages share 80 % of the members"],
      ["two became one; both stand below a heading of the same words; their messages share 80 % of the members"],
    ],
    [
      "below the same heading, and nothing else",
      { ...schemaOf("two", { e: text }, "One"), ...topics(["two", "two.{symbol}"]) },
      [],
      [],
    ],
    [
      "of the same messages, twice",
      {
        ...schemaOf("two", FIVE, "Two"),
        ...schemaOf("three", FIVE, "Three"),
        ...topics(["two", "two.{symbol}"], ["three", "three.{symbol}"]),
      },
      [],
      [],
    ],
    [
      "of the same messages, of which one has the former name",
      {
        ...schemaOf("two", FIVE, "Two"),
        ...topics(["one", "one.{symbol}"], ["two", "two.{symbol}"]),
      },
      [],
      [],
    ],
  ])("%s", (_, after, forward, backward) => {
    expect(renamesBetween(before, after)).toEqual([forward, backward]);
  });
});

describe("connections", () => {
  const connection = (access: string, ...mainnet: readonly string[]) => ({
    access,
    description: "One.",
    endpoints: { mainnet },
    source: "by hand",
  });
  const connections = (all: Readonly<Record<string, ReturnType<typeof connection> | null>>): Patch => ({
    "zero/line.yaml": { connections: all },
  });
  const before = connections({ one: connection("public", "wss://a.example/", "wss://b.example/") });

  it.each<[string, Patch, string[], string[]]>([
    [
      "that share an endpoint",
      connections({ one: null, two: connection("public", "wss://b.example/", "wss://c.example/") }),
      ["one became two; both have the same endpoint"],
      ["two became one; both have the same endpoint"],
    ],
    ["without a common endpoint", connections({ one: null, two: connection("public", "wss://c.example/") }), [], []],
    [
      "that share one each with the former",
      connections({
        one: null,
        two: connection("public", "wss://a.example/"),
        six: connection("public", "wss://b.example/"),
      }),
      [],
      [],
    ],
  ])("%s", (_, after, forward, backward) => {
    expect(renamesBetween(before, after)).toEqual([forward, backward]);
  });
});

describe("forms", () => {
  const SAME_LOOK = "messages of both look the same";
  const ladder = (forms: Readonly<Record<string, unknown>>): Patch => ({
    "mart/ladder.schema.json": { "x-forms": { forms } },
  });

  it.each<[string, Patch, string[], string[]]>([
    [
      "told by the same value",
      ladder({ delta: null, push: { def: "delta", value: "delta" } }),
      [`delta became push; ${SAME_LOOK}; both are told by "delta"`],
      [`push became delta; ${SAME_LOOK}; both are told by "delta"`],
    ],
    [
      "of the same messages, told by another value",
      ladder({ delta: null, push: { def: "delta", value: "change" } }),
      [`delta became push; ${SAME_LOOK}`],
      [`push became delta; ${SAME_LOOK}`],
    ],
    [
      "told by another value, of other messages",
      ladder({ delta: null, push: { def: "levels", value: "all" } }),
      [],
      [],
    ],
  ])("%s", (_, after, forward, backward) => {
    expect(renamesBetween({}, after)).toEqual([forward, backward]);
  });
});

describe("answers", () => {
  const SAME_MATCH = "frames are told by the same members";
  const SAME_LOOK = "both look the same";
  const reply = (name: string, match: Readonly<Record<string, string | boolean>>, kind = "error") => ({
    name,
    kind,
    description: "An answer.",
    match,
    schema: {},
    byHand: "A test.",
    source: "by hand",
  });
  const frame = { type: "object", properties: { ok: { const: false } }, required: ["ok"] };
  const other = { type: "object", properties: { ok: { const: false }, code: { type: "integer" } }, required: ["ok"] };
  const replies = (schemas: Readonly<Record<string, object>>, ...all: readonly ReturnType<typeof reply>[]): Patch => ({
    "zero/line.yaml": { replies: all },
    "zero/control.schema.json": { $defs: schemas },
  });
  const before = replies({ refusal: frame }, reply("refusal", { "/ok": false }));

  it.each<[string, Patch, string[], string[]]>([
    [
      "told by the same members",
      replies({ failure: other }, reply("failure", { "/ok": false })),
      [`refusal became failure; ${SAME_MATCH}`],
      [`failure became refusal; ${SAME_MATCH}`],
    ],
    [
      "told by the same members, that look the same",
      replies({ failure: frame }, reply("failure", { "/ok": false })),
      [`refusal became failure; ${SAME_MATCH}; ${SAME_LOOK}`],
      [`failure became refusal; ${SAME_MATCH}; ${SAME_LOOK}`],
    ],
    ["that look the same, told otherwise", replies({ failure: frame }, reply("failure", { "/code": "1" })), [], []],
    ["of another kind", replies({ failure: frame }, reply("failure", { "/ok": false }, "ack")), [], []],
  ])("%s", (_, after, forward, backward) => {
    expect(renamesBetween(before, after)).toEqual([forward, backward]);
  });
});
