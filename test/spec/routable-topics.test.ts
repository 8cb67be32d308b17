/** What the bytes of a frame can tell: only what the router and the parser would say as well. */

import { describe, expect, it } from "vitest";
import type { JsonSchema } from "../../generator/schema/json-schema.js";
import { withSchema } from "../../generator/spec/load-spec.js";
import { plainPatterns, routableTopics, tableTopics } from "../../generator/spec/routable-topics.js";
import type { LineSpec, TopicSpec } from "../../generator/spec/spec.js";
import { parsePattern } from "../../templates/runtime/topic-pattern.js";
import { lineOf, loadMadeUpSpec } from "../emit/made-up-lines.js";

const spec = loadMadeUpSpec();
const shop = lineOf(spec, "shop");
const pair = lineOf(spec, "pair");
const topicOf = (line: LineSpec, name: string): TopicSpec => {
  const topic = line.topics.find(({ modulePath }) => modulePath === name);
  if (!topic) throw new Error(`no topic ${name}`);
  return topic;
};

/** Forms that can be told, by topic. */
const formsOf = (line: LineSpec): string[] =>
  routableTopics(line).flatMap(({ topics }) =>
    topics.flatMap(({ topic, forms }) => forms.map(({ name }) => `${topic.modulePath}/${name}`)),
  );

/** The line with one topic in place of all. */
const only = (line: LineSpec, ...topics: TopicSpec[]): LineSpec => ({ ...line, topics });

const object = (properties: Record<string, JsonSchema>): JsonSchema => ({ type: "object", properties });
const topic: JsonSchema = { type: "string" };

describe("topics that bytes can tell", () => {
  it("are grouped by the member that names them; keys of replies, and those looked at before, must not be there", () => {
    expect(routableTopics(shop).map(({ selector, reserved }) => [selector, reserved])).toEqual([
      ["/topic", ["op", "request", "code", "result", "success"]],
      ["/e", ["op", "request", "code", "result", "success", "topic"]],
    ]);
    expect(routableTopics(pair).map(({ selector, reserved }) => [selector, reserved])).toEqual([
      ["/topic", ["pong", "code"]],
      ["/e", ["pong", "code", "topic"]],
    ]);
  });

  it("have their forms, changes before snapshots", () => {
    expect(formsOf(shop)).toEqual([
      // A candle has a member by which a reply is told.
      "levels/delta",
      "levels/snapshot",
      "position/delta",
      "position/snapshot",
      "order/push",
      "account/push",
    ]);
    expect(formsOf(pair)).toEqual(["v1/trade/push", "v2/trade/push", "v2/depth/push", "private/ticket/push"]);
  });

  it.each<[string, JsonSchema, boolean]>([
    ["has no member of a reply", object({ topic }), true],
    ["has one that may be the reply's", object({ topic, code: { type: "integer" } }), false],
    ["has one that is the reply's", object({ topic, code: { const: 10 } }), false],
    ["has one that is another", object({ topic, code: { const: 11 } }), true],
    ["has one of two that is another", object({ topic, success: { const: null } }), true],
    [
      "has one of the two that is the second's: the other must not be there",
      object({ topic, success: { const: true } }),
      true,
    ],
    ["has one that leads to the reply's", object({ topic, request: { const: 1 } }), false],
    ["has one that the reply has at all", object({ topic, result: { const: 1 } }), false],
    ["has one within another member", object({ topic, data: object({ code: { type: "integer" } }) }), true],
    ["does not describe what names it", object({ data: topic }), false],
    ["describes it in each item of a list", { type: "array", items: object({ topic }) }, true],
    ["describes it in no item of a list", { type: "array", items: object({ data: topic }) }, false],
    ["may be anything", {}, false],
  ])("a form that %s: %s %s", (_, push, isTold) => {
    const { schema, ...order } = topicOf(shop, "order");
    const changed = withSchema({ ...order, schema }, { ...schema, $defs: { push } });
    expect(formsOf(only(shop, changed))).toEqual(isTold ? ["order/push"] : []);
  });

  it.each<[string, JsonSchema, readonly string[]]>([
    ["its value", { const: "delta" }, ["levels/delta", "levels/snapshot"]],
    ["another value", { const: "snap" }, ["levels/snapshot"]],
    ["any text", { type: "string" }, ["levels/snapshot"]],
    ["nothing", {}, ["levels/snapshot"]],
  ])("a form whose type demands %s of the discriminator", (_, type, forms) => {
    const { schema, ...levels } = topicOf(shop, "levels");
    const $defs = { ...schema.$defs, delta: object({ topic, type }) };
    expect(formsOf(only(shop, withSchema({ ...levels, schema }, { ...schema, $defs })))).toEqual(forms);
  });

  it("of topics that one text could be the first is told, of each connection where they have their own", () => {
    const order = topicOf(shop, "order");
    const twin = { ...order, modulePath: "twin" };
    expect(formsOf(only(shop, order, twin))).toEqual(["order/push"]);
    expect(formsOf(only(shop, order, { ...twin, connections: ["public"] }))).toEqual(["order/push"]);
    expect(formsOf(only(shop, twin, topicOf(shop, "levels"), order))).toEqual([
      "twin/push",
      "levels/delta",
      "levels/snapshot",
    ]);
    const trade = topicOf(pair, "v1/trade");
    expect(formsOf(only(pair, trade, { ...trade, modulePath: "twin" }))).toEqual(["v1/trade/push"]);
    expect(formsOf(only(pair, trade, { ...trade, modulePath: "twin", connections: ["v2"] }))).toEqual([
      "v1/trade/push",
      "twin/push",
    ]);
  });
});

it("patterns are compared with bytes where they are plain", () => {
  const order = topicOf(shop, "order");
  const patterns = ["order", "órder", 'or"der', "o.{symbol}", "ó.{symbol}", "o\\{symbol}"].map((text) =>
    parsePattern(text),
  );
  expect(plainPatterns({ ...order, patterns }).map(({ text }) => text)).toEqual(["order", "o.{symbol}"]);
});

it("a compiled recogniser has topics in the order of their numbers, with the number of what names them", () => {
  expect(tableTopics(routableTopics(shop))).toEqual([
    { patterns: ["candle.{interval}.{symbol}"], connections: ["public"], selector: 0 },
    { patterns: ["levels.{symbol}"], connections: ["public"], selector: 0 },
    { patterns: ["position"], connections: ["private"], selector: 0 },
    { patterns: ["order", "order.{symbol}"], connections: ["private"], selector: 0 },
    { patterns: ["account"], connections: ["private"], selector: 1 },
  ]);
});
