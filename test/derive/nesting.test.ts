/** Tables whose names say where a member stands, whose columns come in any order, and that take turns in tabs. */

import { describe, expect, it } from "vitest";
import type { JsonSchema } from "../../generator/schema/json-schema.js";
import { deriveToy, type Setting } from "./toy.js";

const PUSH = `\`\`\`json
{ "topic": "tick.ABC", "data": [{ "coin": [{ "coin": "ABC", "free": "1.5" }], "levels": [["1", "2"]], "time": 1700000000000 }] }
\`\`\`
`;

const table = (header: string, ...rows: string[]): string =>
  [header, header.replace(/[^|]+/g, "-"), ...rows].join("\n");
const page = (...parts: string[]): string => ["# Tick", ...parts, PUSH].join("\n\n");
const HEADER = "| Parameter | Type | Comments |";

/** The schema at the end of names from the message, lists and definitions passed over. */
function memberAt(schema: JsonSchema | undefined, ...names: string[]): JsonSchema | undefined {
  const definitions = schema?.$defs ?? {};
  const resolve = (node: JsonSchema | undefined): JsonSchema | undefined => {
    const name = node?.$ref?.split("/").at(-1);
    if (name !== undefined) return resolve(definitions[name]);
    return node?.items ? resolve(node.items) : node;
  };
  return names.reduce<JsonSchema | undefined>(
    (node, name) => resolve(node)?.properties?.[name],
    definitions.push ?? definitions.snapshot,
  );
}

const derive = (text: string, setting: Setting = {}) => {
  const derived = deriveToy(text, { reader: "mdx", ...setting });
  const schema = derived.schemas.get("tick.schema.json");
  const lines = derived.lines.get("tick.schema.json") ?? {};
  return { ...derived, lines, at: (...names: string[]) => memberAt(schema, ...names) };
};

describe("where a member stands", () => {
  it.each([
    ["signs", ["| data | array | All |", "| > coin | array | Coins |", "| >> coin | string | Name of the coin |"]],
    [
      "signs apart",
      ["| data | array | All |", "| > coin | array | Coins |", "| > > coin | string | Name of the coin |"],
    ],
    ["branches", ["| data | array | All |", "| └ coin | array | Coins |", "| └└ coin | string | Name of the coin |"]],
    [
      "spaces that stay",
      ["| data | array | All |", "| &nbsp;coin | array | Coins |", "| &nbsp;&nbsp;coin | string | Name of the coin |"],
    ],
    [
      "paths",
      [
        "| data | array | All |",
        "| data[].coin | array | Coins |",
        "| data[].coin[].coin | string | Name of the coin |",
      ],
    ],
    ["paths with signs", ["| data>coin | array | Coins |", "| data > coin > coin | string | Name of the coin |"]],
    ["a table that begins within the message", ["| coin | array | Coins |", "| > coin | string | Name of the coin |"]],
  ])("by %s", (_, rows) => {
    const { at, defects } = derive(page(table(HEADER, ...rows)));
    expect(at("data", "coin")).toMatchObject({ type: "array", description: "Coins." });
    expect(at("data", "coin", "coin")).toMatchObject({ type: "string", description: "Name of the coin." });
    expect(defects.filter(({ code }) => /conflict|mismatch|table-only/.test(code))).toEqual([]);
  });

  it("a row never speaks of a member of its name elsewhere, if there are several", () => {
    const { at, defects } = derive(
      page(
        table(
          HEADER,
          "| data | array | All |",
          "| > free | string | Free |",
          "| > coin | array | Coins |",
          "| >> coin | string | Coin |",
        ),
      ),
    );
    expect(at("data", "coin", "free")).toMatchObject({ type: "string" });
    expect(defects.find(({ code }) => code === "name-mismatch")).toMatchObject({
      field: "/data/*/coin/*/free",
      decision: expect.stringContaining("at another level"),
    });
  });

  it("what only the table has stands in the object that the table says, with all that is below it", () => {
    const rows = [
      "| data | array | All |",
      "| > coin | array | Coins |",
      "| >> coin | string | Coin |",
      "| >> limits | object | Limits |",
      "| >>> max | string | Most |",
    ];
    const { at } = derive(page(table(HEADER, ...rows)));
    expect(at("data", "coin", "limits")).toMatchObject({ type: "object", "x-presence": "table-only" });
    expect(at("data", "coin", "limits", "max")).toMatchObject({ type: "string", "x-presence": "table-only" });
    expect(at("data", "limits")).toBeUndefined();
  });

  it("a list that every example shows empty has the members that the table has below it", () => {
    const rows = ["| data | array | All |", "| > legs | array | Legs |", "| >> symbol | string | Symbol |"];
    const { at, diagnostics } = derive(
      page(table(HEADER, ...rows), '{ "topic": "tick.ABC", "data": [{ "legs": [] }] }'),
    );
    expect(at("data", "legs", "symbol")).toMatchObject({ type: "string", "x-presence": "table-only" });
    expect(diagnostics.filter(({ code }) => code === "derive/row-nowhere")).toEqual([]);
  });

  it("a row below a member that is nowhere is told, with the row and the example", () => {
    const rows = ["| data | array | All |", "| > data.fees.rate | string | Rate |", "| > coin | array | Coins |"];
    const { diagnostics } = derive(page(table(HEADER, ...rows)));
    expect(diagnostics.filter(({ code }) => code === "derive/row-nowhere")).toMatchObject([
      {
        severity: "warning",
        line: 6,
        message: expect.stringMatching(/"rate" below "data\.data\.fees".* line 10\.$/),
        fix: expect.any(String),
      },
    ]);
  });

  it("a position of a list is no member, and names the position", () => {
    const { at, defects } = derive(
      page(
        table(
          HEADER,
          "| data | array | All |",
          "| > levels | array | Levels |",
          "| >> levels[0] | string | Price |",
          "| >> levels[1] | string | Size |",
        ),
      ),
    );
    expect(at("data", "levels")).toMatchObject({
      type: "array",
      items: { prefixItems: [{ title: "Price" }, { title: "Size" }] },
    });
    expect(defects.some(({ code }) => code === "table-only" || code === "table-duplicate-row")).toBe(false);
  });
});

describe("columns", () => {
  it.each([
    ["| Comments | Parameter | Type |", "| Time of it | time | number |"],
    ["| Parameter | Required | Type | Comments |", "| time | true | number | Time of it |"],
    ["| Field | Data type | Description |", "| time | number | Time of it |"],
    ["| Name | Type | Example | Description |", "| time | number | 1 | Time of it |"],
    ["| Field name | Description |", "| time | Time of it |"],
  ])("%s", (header, row) => {
    const { at, defects } = derive(page(table(header, row)));
    expect(at("data", "time")).toMatchObject({ type: "integer", description: expect.stringContaining("Time of it.") });
    expect(defects.some(({ code }) => code === "type-conflict")).toBe(false);
  });

  it("a table of something else says nothing of members", () => {
    const { at, defects } = derive(
      page(
        table("| Product | Testnet | Mainnet |", "| Spot | yes | no |"),
        table(HEADER, "| time | number | Time of it |"),
      ),
    );
    expect(at("data", "time")?.description).toMatch(/^Time of it\./);
    expect(defects.some(({ code }) => code === "table-split" || code === "table-duplicate-row")).toBe(false);
  });

  it("generic types say what they are", () => {
    const { defects } = derive(
      page(
        table(
          HEADER,
          "| levels | array&lt;array&gt; | Levels |",
          "| coin | object[] | Coins |",
          "| time | datetime | Time |",
        ),
      ),
    );
    expect(defects.filter(({ code }) => code === "table-type-word").map(({ field }) => field)).toEqual(["time"]);
  });
});

describe("tabs", () => {
  const tab = (value: string, row: string, message: string): string =>
    `<TabItem value="${value}">\n\n${table(HEADER, row)}\n\n\`\`\`json\n${message}\n\`\`\`\n</TabItem>\n`;
  const text = `# Tick\n\n<Tabs>\n${tab("spot", "| price | string | Price |", '{ "topic": "tick.ABC", "data": { "price": "1.5" } }')}${tab("option", "| delta | string | Delta |", '{ "topic": "tick.ABC", "data": { "delta": "0.5" } }')}</Tabs>\n`;

  it.each([
    ["spot", "price", "delta"],
    ["option", "delta", "price"],
    ["OPTION", "delta", "price"],
  ])("%s has its own table and example, and nothing of the others", (name, own, other) => {
    const { at, defects } = derive(text, { topic: { tab: name } });
    expect(at("data", own)).toMatchObject({ type: "string" });
    expect(at("data", other)).toBeUndefined();
    expect(defects.some(({ code }) => code === "table-only" || code === "example-only")).toBe(false);
  });
});

describe("what stands in tabs", () => {
  const item = (value: string, ...content: string[]): string =>
    `<TabItem value="${value}">\n\n${content.join("\n\n")}\n\n</TabItem>\n`;
  const tabs = (...items: string[]): string => `# Tick\n\n<Tabs>\n${items.join("")}</Tabs>\n`;
  const push = (...members: string[]): string => `\`\`\`json\n{ "topic": "tick.ABC", ${members.join(", ")} }\n\`\`\``;
  const PRICES = [table(HEADER, "| price | string | Price |"), push('"data": { "price": "1.5" }')];
  const SIZES = [table(HEADER, "| size | string | Size |"), push('"data": { "size": "2" }')];
  const told = (text: string, setting: Setting = {}) =>
    derive(text, setting)
      .diagnostics.filter(({ code }) => code !== "derive/no-description")
      .map(({ code, severity, line }) => [code, severity, line]);

  it("and no topic chooses is told where the second tab begins to speak", () => {
    expect(told(tabs(item("a", ...PRICES), item("b", ...SIZES)))).toEqual([["derive/several-tabs", "warning", 17]]);
  });

  it("is chosen by a name that a tab has", () => {
    expect(told(tabs(item("a", ...PRICES), item("b")), { topic: { tab: "c" } })).toEqual([
      ["derive/no-tab", "error", 1],
    ]);
  });

  it("and belongs to no topic is uncovered: each table and each code block", () => {
    expect(told(tabs(item("a", ...PRICES), item("b", ...SIZES)), { topic: { tab: "a" } })).toEqual([
      ["derive/uncovered", "error", 17],
      ["derive/uncovered", "error", 21],
    ]);
  });

  it("may be skipped with a reason", () => {
    const skip = [
      { heading: "Tick", kind: "table" as const, reason: "Another market." },
      { heading: "Tick", kind: "fence" as const, reason: "Another market." },
    ];
    const setting: Setting = { topic: { tab: "a" }, line: { skip } };
    expect(told(tabs(item("a", ...PRICES), item("b", ...SIZES)), setting)).toEqual([]);
    expect(derive(tabs(item("a", ...PRICES), item("b", ...SIZES)), setting).coverage).toMatchObject([
      { used: 3, skipped: [{ line: 17 }, { line: 21 }] },
    ]);
  });

  it("is one topic where each tab has another form of its message", () => {
    const forms = { discriminator: "/type", values: { snapshot: "s", delta: "d" } };
    const text = tabs(item("a", push('"type": "s"')), item("b", push('"type": "d"')));
    expect(told(text, { topic: { forms } })).toEqual([["derive/no-table", "warning", 1]]);
  });

  it("is uncovered where a table in the topic's section names no members", () => {
    const other = table("| Product | Testnet | Mainnet |", "| Spot | yes | no |");
    expect(told(["# Tick", other, ...PRICES].join("\n\n"))).toEqual([["derive/uncovered", "error", 3]]);
  });
});

describe("a block of several messages", () => {
  const several = (...content: string[]): string => `# Tick\n\n\`\`\`json\n${content.join("\n")}\n\`\`\`\n`;

  it("each below its label is an example: what one lacks is optional", () => {
    const { at } = derive(
      several(
        "Perpetual",
        '{ "topic": "tick.A", "data": { "price": "1", "funding": "2" } }',
        "Futures:",
        '{ "topic": "tick.B", "data": { "price": "3" } }',
      ),
    );
    expect(at("data", "funding")).toMatchObject({ "x-presence": "some-examples" });
    expect(at("data", "price")?.["x-presence"]).toBeUndefined();
  });

  it("keeps the places of the second", () => {
    const { lines } = derive(several("A", '{ "topic": "tick.A" }', "B", '{ "topic": "tick.B", "data": "x" }'));
    expect(lines["/$defs/push/properties/data"]).toEqual({ example: 7 });
  });

  it.each([
    ["a program", ["const a = {};", "send({}, [1]);"]],
    ["half of it unreadable", ["A", '{ "a": 1 }', "B", '{ "a": : }']],
  ])("%s is not", (_, content) => {
    const { diagnostics } = derive(several(...content));
    expect(diagnostics.some(({ code }) => code === "derive/no-example" || code === "derive/unreadable-example")).toBe(
      true,
    );
  });
});

describe("words of the page", () => {
  it("stand where we have none, shortened, and say whose they are", () => {
    const long = `${"word ".repeat(40)}end`;
    const { at, diagnostics } = derive(
      page(table(HEADER, "| time | number | Time of it. And more |", `| levels | array | ${long} |`)),
    );
    expect(at("data", "time")).toMatchObject({ description: "Time of it. Unit: ms.", "x-words": "page" });
    expect(at("data", "levels")?.description?.length).toBeLessThan(130);
    expect(at("data", "levels")?.description).toMatch(/word …$/);
    expect(
      diagnostics.filter(({ code }) => code === "derive/no-description").map(({ message }) => message),
    ).not.toContainEqual(expect.stringContaining("time"));
  });

  it("ours go first", () => {
    const { at } = derive(page(table(HEADER, "| time | number | Time of it |")), {
      words: { time: { text: "When." } },
    });
    expect(at("data", "time")?.description).toMatch(/^When\./);
    expect(at("data", "time")?.["x-words"]).toBeUndefined();
  });
});
