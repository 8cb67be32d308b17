/** Slots of topics and of requests, and the names of topics. */

import { describe, expect, it } from "vitest";
import type { EnumSection } from "../../generator/derive/enums.js";
import { dataOf } from "../../generator/init/claim.js";
import { topicsOf } from "../../generator/init/patterns.js";
import { proposeSlots, slotUses } from "../../generator/init/slots.js";
import type { LineFile } from "../../generator/spec/line-file.js";
import { json, lineOf, SMALLEST, sectionOf } from "./pages.js";

const push = (topic: string, data: unknown = [{ level: "1" }]) => json({ topic, data });
const table = (...rows: string[]) => `\n| Field | Type | Comment |\n|---|---|---|\n${rows.join("\n")}\n`;
const enumSection = (slug: string, names: readonly string[], ...values: string[]): EnumSection =>
  ({
    slug,
    names,
    values: values.map((value) => ({ value, source: "harbor/enums.md:12" })),
  }) as unknown as EnumSection;

/** Slots of the patterns, in the section that has the text. */
const slots = (
  text: string,
  patterns: readonly string[],
  shown: readonly string[],
  enums: readonly EnumSection[] = [],
) => dataOf(proposeSlots(slotUses(patterns, shown, sectionOf(`${text}\n\n${push("tide")}`), enums)));

describe("what may stand in a slot", () => {
  const PATTERN = ["tide.{depth}.{symbol}"];

  it.each([
    ["what the section lists", "Depths: 5 25", [], ["5", "25"]],
    ["what the table lists", table("| depth | string | `5`, `25` |"), [], ["5", "25"]],
    [
      "what the section links to",
      "See [depth](/enums#depth).",
      [enumSection("depth", ["depth"], "5", "25")],
      ["5", "25"],
    ],
    ["not what a list says of something else", "Periods: 5 25", [], undefined],
    ["not what a list lacks", "Depths: 1 25", [], undefined],
    ["not one code of a table", table("| depth | string | `5` |"), [], undefined],
    ["not what a table says of something else", table("| level | string | `5`, `25` |"), [], undefined],
    ["not a list that the section does not link to", "", [enumSection("depth", ["depth"], "5", "25")], undefined],
    [
      "not a list of another name",
      "See [depth](/enums#depth).",
      [enumSection("depth", ["side"], "5", "25")],
      undefined,
    ],
  ])("%s", (_, text, enums, values) => {
    expect((slots(text, PATTERN, ["tide.5.BTC"], enums) as Record<string, { values?: unknown }>).depth?.values).toEqual(
      values,
    );
  });

  it("instruments come and go: a list of them is a sample", () => {
    expect(slots("Symbols: `BTC` `ETH`", ["tide.{symbol}"], ["tide.BTC"])).toEqual({
      symbol: { description: "Name of the instrument.", example: "BTC", source: "heading Tide" },
    });
  });

  it("the example is what stands there most often", () => {
    expect(slots("", ["tide.{depth}"], ["tide.5", "tide.25", "tide.25"])).toMatchObject({ depth: { example: "25" } });
    expect(slots("", ["tide.{depth}"], ["tide.5", "tide.25"])).toMatchObject({ depth: { example: "5" } });
    expect(slots("", ["tide.{depth}"], [])).toMatchObject({ depth: { example: "EXAMPLE" } });
    expect(slots("Depths: 5 25", ["tide.{depth}"], [])).toMatchObject({ depth: { example: "5", values: ["5", "25"] } });
  });

  it("is open where one section lists it and another shows something without a list", () => {
    const uses = [
      ...slotUses(["tide.{depth}"], ["tide.5"], sectionOf(`Depths: 5 25\n\n${push("tide")}`), []),
      ...slotUses(["tide.{depth}"], ["tide.7"], sectionOf(push("tide")), []),
    ];
    expect(dataOf(proposeSlots(uses))).toEqual({
      depth: { description: "Levels a side.", example: "5", source: "heading Tide" },
    });
  });
});

describe("the patterns of a section", () => {
  const patterns = (text: string, sent: readonly string[] = []) => {
    const { topics, subscribe } = topicsOf(sectionOf(text), sent, [], new Set());
    return [topics.map(({ value }) => value), subscribe.map(({ value }) => value)];
  };

  it.each([
    ["in code", `Use \`tide.{symbol}\`.\n\n${push("tide.BTC-EUR")}`, ["tide.{symbol}"]],
    ["behind a word", `Channel: tide.<symbol>\n\n${push("tide.BTC-EUR")}`, ["tide.{symbol}"]],
    ["of another topic", `Use \`wave.{symbol}\`.\n\n${push("tide.BTC-EUR")}`, ["tide.{symbol}"]],
    ["of other words", `Use \`tide.{depth}.{symbol}\`.\n\n${push("tide.BTC-EUR")}`, ["tide.{symbol}"]],
    ["what the section lists", `Regions: \`north\` \`south\`\n\n${push("tide.north")}`, ["tide.{region}"]],
    ["two that are pushed", `${push("tide.BTC-EUR")}\n${push("tide.5.BTC-EUR")}`, ["tide.{symbol}", "tide.5.{symbol}"]],
    ["as the wire has it", push("tide"), ["tide"]],
  ])("%s", (_, text, expected) => {
    expect(patterns(text)).toEqual([expected, []]);
  });

  it("what is asked for and never pushed is a shorter way to ask", () => {
    expect(patterns(push("tide.BTC-EUR"), ["tide"])).toEqual([["tide.{symbol}"], ["tide", "tide.{symbol}"]]);
    // That is another topic, not a part of this one.
    expect(patterns(push("tide.BTC-EUR"), ["ti"])).toEqual([["ti", "tide.{symbol}"], []]);
  });

  it("what differs in its last word is a slot, called as the member that has such values", () => {
    const text = "Use `tide.sea` or `tide.river`.";
    expect(patterns(`${text}\n\n${push("tide.sea", [{ water: "sea" }])}`)).toEqual([["tide.{water}"], []]);
    expect(patterns(`${text}\n\n${push("tide.sea", [{ level: "1" }])}`)).toEqual([["tide.sea", "tide.river"], []]);
  });
});

describe("the name of a topic", () => {
  const names = (...topics: string[]) =>
    lineOf([
      `# Connect\n${SMALLEST}\n${topics.map((topic, index) => `## Part ${index}\n\n${push(topic)}`).join("\n")}`,
    ]).topics.map(({ name }) => name);
  const nameOf = (text: string) => lineOf([`# Connect\n${SMALLEST}\n## Part\n\n${text}`]).topics[0]?.name;

  it("is what its patterns have in common", () => {
    expect(nameOf(`${push("tideLow.BTC-EUR")}\n${push("tideHigh.BTC-EUR")}`)).toBe("tide");
    expect(nameOf(`${push("tide_low.BTC-EUR")}\n${push("tide_high.BTC-EUR")}`)).toBe("tide");
    expect(nameOf(`${push("tide.BTC-EUR")}\n${push("wave.BTC-EUR")}`)).toBe("tide");
  });

  it.each(["control", "index", "client", "frame", "tide.check"])(
    "is no module that a package has anyway: %s",
    (topic) => {
      expect(names(topic)).toEqual([`${topic}-topic`]);
    },
  );

  it("begins with the tab of its connection, where tabs take turns", () => {
    const tab = (name: string, level: number) =>
      `<TabItem value="${name}" label="${name}">\n\n${push("tide.BTC-EUR", [{ level }])}\n</TabItem>\n`;
    const page = `---\nid: tide\n---\n# Connect\n\nSpot: wss://harbor.example/spot\n\nFutures: wss://harbor.example/futures\n${SMALLEST.replace(/^Endpoint.*$/m, "")}\n## Tide\n\n<Tabs>\n${tab("spot", 1)}${tab("futures", 2)}</Tabs>\n`;
    expect(lineOf([page]).topics.map(({ name, tab: own, connection }) => [name, own, connection])).toEqual([
      ["spotTide", "spot", "spot"],
      ["futuresTide", "futures", "futures"],
    ]);
  });

  it("is taken once, whatever its letter case", () => {
    expect(names("tide.5.BTC-EUR", "Tide.25.BTC-EUR")).toEqual(["tide", "Tide-2"]);
  });
});

describe("a request for each topic", () => {
  const ASK = { topic: "tide", event: "sub", symbol: "BTC-EUR", params: { binary: false } };
  const line = (tide: object, pushed: object, text = "", enums: readonly EnumSection[] = []): LineFile =>
    lineOf(
      [
        `# Connect\n\nwss://harbor.example/ws\n\n## Subscribe\n\n${json(ASK, { ...ASK, event: "cancel" }, { ...ASK, code: "0" })}\n## Tide\n\n${text}\n\n${json(tide, pushed)}`,
      ],
      enums,
    );
  const PUSH = { topic: "tide", symbol: "BTC-EUR", data: [{ level: "1.5" }] };

  it("has slots for what it asks, by their types; nothing of an odd name", () => {
    const { topics } = line({ ...ASK, params: { depth: 5, ratio: 0.5, mode: "x", "odd-name": 1 } }, PUSH);
    expect(topics[0]?.request).toMatchObject({
      message: { params: { depth: "{depth}", ratio: "{ratio}", mode: "{mode}", "odd-name": 1 } },
      parameters: {
        symbol: { type: "string" },
        depth: { type: "integer" },
        ratio: { type: "number" },
        mode: { type: "string" },
      },
    });
  });

  it("has the slot of a linked list in place of a value of it, alone or behind the topic", () => {
    const enums = [enumSection("period", ["period"], "1m", "5m")];
    const text = "See [period](/enums#period).";
    const alone = line({ ...ASK, params: { length: "5m" } }, PUSH, text, enums);
    expect(alone.topics[0]?.request).toMatchObject({ message: { params: { length: "{period}" } } });
    expect(alone.slots.period).toMatchObject({ values: ["1m", "5m"], example: "5m" });
    const behind = line({ ...ASK, topic: "tide_5m" }, PUSH, text, enums);
    expect(behind.topics[0]?.request).toMatchObject({ message: { topic: "tide_{period}" } });
    // Another word begins with the topic's: it is sent as it is.
    expect(line({ ...ASK, topic: "tides" }, PUSH, text, enums).topics[0]?.request).toMatchObject({
      message: { topic: "tides" },
    });
  });

  it("names the instrument of its example", () => {
    expect(line({ ...ASK, symbol: "ETH-EUR" }, PUSH).slots.symbol).toMatchObject({ example: "ETH-EUR" });
    const { symbol: _, ...rest } = ASK;
    expect(line({ ...rest, params: { symbol: "SOL-EUR" } }, PUSH).slots.symbol).toMatchObject({ example: "SOL-EUR" });
  });

  it("joins symbols where an example does", () => {
    expect(line({ ...ASK, symbol: "BTC,ETH" }, PUSH).subscription).toMatchObject({ symbolSeparator: "," });
    expect(line(ASK, PUSH).subscription).not.toHaveProperty("symbolSeparator");
  });

  it("finds its instance only in what pushes repeat", () => {
    const { symbol: _, ...without } = PUSH;
    expect(line(ASK, without).subscription).not.toHaveProperty("instance");
  });
});

describe("answers that only some connections send", () => {
  const replies = (text: string) =>
    Object.fromEntries(
      lineOf([
        `# Connect\n\nPublic: wss://harbor.example/ws\n\nPrivate: wss://harbor.example/private\n\n## Subscribe\n\n${json({ op: "subscribe", args: ["tide.BTC-EUR"] })}\n${text}\n## Tide\n\n${push("tide.BTC-EUR")}
## Private topics

### Purse

${push("purse")}`,
      ]).replies.map(({ name, connections }) => [name, connections]),
    );
  const ACK = json({ success: true, op: "subscribe" });

  it("have those that the words above name", () => {
    expect(replies(`Of private channels:\n\n${ACK}`)["subscribe-ack"]).toEqual(["private"]);
  });

  it("have none where nothing or everything is named", () => {
    expect(replies(ACK)["subscribe-ack"]).toBeUndefined();
    expect(replies(`Of private channels:\n\n${ACK}\nOf public topics:\n\n${ACK}`)["subscribe-ack"]).toBeUndefined();
  });
});
