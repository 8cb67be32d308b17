/** Sections of topics: which messages are pushes, what names their topic, and what belongs to it. */

import { describe, expect, it } from "vitest";
import { asRequest } from "../../generator/init/roles.js";
import { askedTexts, pushesIn, topicSections } from "../../generator/init/sections.js";
import { isSilent } from "../../generator/init/silent.js";
import { kindOf } from "../../generator/init/tell-pages.js";
import { json, lineOf, messageOf, readingOf, SMALLEST } from "./pages.js";

const pushes = (text: string, ...asked: string[]) =>
  pushesIn(readingOf(text), new Set(asked)).map(({ topic, pointer, isList }) => [topic, pointer, isList]);

describe("what names the topic of a push", () => {
  it.each([
    ["a member that the field calls so", { kind: "x", channel: "tide", data: {} }, ["tide", "/channel", false]],
    ["one in an object of the root", { arg: { channel: "tide" }, rows: [] }, ["tide", "/arg/channel", false]],
    ["what was asked for, before it", { topic: "x", name: "wind.A", data: {} }, ["wind.A", "/name", false]],
    ["a part of what was asked for", { what: "wind.A", data: {} }, ["wind.A", "/what", false]],
    ["what the heading says", { what: "Tide", data: {} }, ["Tide", "/what", false]],
    ["the kind of event, for want of others", { e: "tideUpdate", data: {} }, ["tideUpdate", "/e", false]],
    ["the member of the first item of a bare list", [{ topic: "tide", x: 1 }], ["tide", "/topic", true]],
  ])("%s", (_, message, expected) => {
    expect(pushes(`# Tide\n\n${json(message)}`, "wind.A")).toEqual([expected]);
  });

  it.each([
    ["a member of its data", { data: { topic: "tide" }, x: 1 }],
    ["a text with blanks", { topic: "high tide", x: 1 }],
    ["a text that is too long", { topic: "t".repeat(257), x: 1 }],
    ["an empty text", { topic: "", x: 1 }],
    ["nothing beside it", { topic: "tide" }],
    ["an answer", { topic: "tide", success: true }],
    ["a request", { topic: "tide", op: "subscribe" }],
    ["a number", 5],
  ])("not %s", (_, message) => {
    expect(pushes(`# Other\n\n${json(message)}`)).toEqual([]);
  });

  it("not in the words of a page", () => {
    expect(pushes('# Other\n\nIt is {"topic": "tide", "x": 1}.')).toEqual([]);
  });
});

it("what was asked for are the texts of subscriptions, but for instruments", () => {
  const request = (value: object) => asRequest(messageOf(value));
  const requests = [
    request({ op: "subscribe", args: ["tide"], params: { symbol: "BTC", depth: "5" } }),
    request({ op: "unsubscribe", args: ["wave"] }),
  ].flatMap((own) => own ?? []);
  expect([...askedTexts(requests)]).toEqual(["tide"]);
});

describe("the heading of a topic", () => {
  const TABLE = "| Field | Type |\n|---|---|\n| level | string |\n";
  const PUSH = json({ topic: "tide", data: { level: "1" } });
  const headings = (text: string) =>
    topicSections(readingOf(text), new Set(), () => false).map(({ heading, tables, above }) => [
      heading.text,
      tables.length,
      above.map((own) => own.text).join(" "),
    ]);

  it("is the one right above, where its members are described below that", () => {
    expect(headings(`# Topics\n\n## Tide\n\n### Push\n\n${PUSH}\n${TABLE}`)).toEqual([["Push", 1, "Topics Tide"]]);
  });

  it("is one further above, where they are described there and there is no other topic", () => {
    expect(
      headings(`# Topics\n\n## Tide\n\n${TABLE}\n### Push\n\n${PUSH}\n\n## Wave\n\n${json({ topic: "wave", x: 1 })}`),
    ).toEqual([
      ["Tide", 1, "Topics"],
      ["Wave", 0, "Topics"],
    ]);
  });

  it("is the one right above, where nothing describes them", () => {
    expect(headings(`# Topics\n\n## Tide\n\n### Push\n\n${PUSH}`)).toEqual([["Push", 0, "Topics Tide"]]);
  });
});

describe("a page that shows how to ask for topics, and no message", () => {
  it.each([
    ["a request for a list", json({ op: "subscribe", args: ["guard"] }), true],
    ["one of several", json({ op: "subscribe", args: ["guard"] }, { op: "subscribe", args: ["watch"] }), true],
    ["another request beside it", json({ op: "subscribe", args: ["guard"] }, { op: "ping" }), false],
    ["a request for one topic by its members", json({ op: "subscribe", topic: "guard" }), false],
    ["nothing", "", false],
  ])("%s: %s", (_, text, expected) => {
    expect(isSilent(readingOf(`# Guard\n\n${text}`))).toBe(expected);
  });

  it("has topics that push nothing", () => {
    const guide = `# Connect\n${SMALLEST}\n## Tide\n\n${json({ topic: "tide.BTC-EUR", data: { symbol: "BTC-EUR" } })}`;
    const { subscription } = lineOf([guide, `# Guard\n\n${json({ op: "subscribe", args: ["guard.1", "guard.60"] })}`]);
    expect(subscription).toMatchObject({
      silent: [{ name: "guard", topics: ["guard.1", "guard.60"], connection: "public", source: "heading Guard" }],
    });
  });
});

it.each([
  ["endpoints and a message that is neither request nor answer", `wss://a.example/ws\n\n${json({ a: 1 })}`, "other"],
  ["endpoints and a list", `wss://a.example/ws\n\n${json([1])}`, "guide"],
  ["a request, its answer and no push", json({ op: "subscribe", args: ["tide"] }, { success: true }), "guide"],
])("a page with %s is of the kind %s", (_, text, kind) => {
  expect(kindOf(readingOf(`# Page\n\n${text}`))).toBe(kind);
});
