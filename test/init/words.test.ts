/** What the prose of a page says in numbers and lists: durations, limits, values of slots, endpoints. */

import { describe, expect, it } from "vitest";
import { dataOf } from "../../generator/init/claim.js";
import { connectionsOf, namedBy } from "../../generator/init/connections.js";
import { endpointsIn, pathOf, wordsOf } from "../../generator/init/endpoints.js";
import { durationMs } from "../../generator/init/heartbeat.js";
import { pushInterval } from "../../generator/init/intervals.js";
import { proposeLimits } from "../../generator/init/limits.js";
import { listsIn } from "../../generator/init/lists.js";
import { readingOf } from "./pages.js";

const blocksOf = (text: string) => readingOf(`# Page\n\n${text}`).page.blocks;
const proseOf = (text: string) => blocksOf(text).filter((block) => block.kind === "prose");

describe("durations", () => {
  it.each([
    ["5", "ms", 5],
    ["3", "milliseconds", 3],
    ["2", "s", 2000],
    ["1.5", "seconds", 1500],
    ["20", "secs", 20_000],
    ["2", "min", 120_000],
    ["1", "Minute", 60_000],
  ])("%s %s is %i ms", (count, unit, ms) => {
    expect(durationMs(["", count, unit])).toBe(ms);
  });
});

describe("how often a topic is pushed", () => {
  it.each([
    ["Push frequency: 100ms", [], 100],
    ["Update speed: 2 s", [], 2000],
    ["Frequency: 20ms, speed 20 ms", [], 20],
    ["Push frequency: Option - 100ms, Spot - 50ms", ["Spot"], 50],
    ["Push frequency: Option - 100ms, Spot - 50ms", ["option"], 100],
    ["Push frequency: Option - 100ms, Spot - 50ms", ["Linear"], undefined],
    ["Push frequency: Option - 100ms, Spot - 50ms", [], undefined],
    ["Push frequency: 1-60s", [], undefined],
    ["It takes 100ms.", [], undefined],
    ["The frequency varies. A message takes 100ms.", [], undefined],
    ["Push frequency: 100msec", [], undefined],
  ])("%s, of tabs %j: %s", (text, labels, ms) => {
    expect(pushInterval(proseOf(text), "tide.md", labels)?.value).toBe(ms);
  });
});

describe("limits", () => {
  it.each([
    ["A maximum of 50 private connections per IP.", "private connections", 50, "per IP address"],
    ["Each API key may have at most 10 simultaneous connections.", "simultaneous connections", 10, "per API key"],
    ["Up to 20 open connections per account.", "open connections", 20, "per account"],
    ["A user opens no more than 7 connections.", "connections", 7, "per account"],
    ["Up to 1,000 of the public topics.", "public topics", 1000, "per connection"],
    ["Do not build over 500 connections in 5 minutes per IP.", "connections", 500, "per IP address in 5 minutes"],
    ["At most 21,000 characters of args.", "characters args", 21_000, "per connection"],
  ])("%s", (text, name, value, unit) => {
    expect(dataOf(proposeLimits([readingOf(`# Rules\n\n## Limits\n\nHello. ${text} Bye.`)]))).toEqual([
      { name, value, unit, source: "heading Limits" },
    ]);
  });

  it.each([
    "Send at most 50 messages.",
    "Wait up to 20 seconds.",
    "Not many connections.",
    "A maximum of connections.",
  ])("%s is none", (text) => {
    expect(proposeLimits([readingOf(`# Rules\n\n${text}`)])).toEqual([]);
  });
});

describe("lists of values", () => {
  const lists = (text: string) => listsIn(blocksOf(text)).map(({ nouns, values }) => [nouns, values]);

  it.each([
    ["on the line", "Available intervals: 1 3 5", [[["interval"], ["1", "3", "5"]]]],
    ["between commas and strokes", "Periods: 1m, 5m/1h", [[["period"], ["1m", "5m", "1h"]]]],
    ["in code", "Categories: `spot` and `linear`", [[["categorie"], ["spot", "linear"]]]],
    ["in bullets below the words", "Supported periods:\n\n* `1m`\n* `5m`", [[["period"], ["1m", "5m"]]]],
    [
      "as levels",
      "Level 1 data: 10ms\n\nLevel 50 data: 20ms",
      [
        [
          ["level", "depth"],
          ["1", "50"],
        ],
      ],
    ],
    ["days, weeks, months", "Intervals: D W M", [[["interval"], ["D", "W", "M"]]]],
  ])("%s", (_, text, expected) => {
    expect(lists(text)).toEqual(expected);
  });

  it.each([
    ["one value", "Intervals: 5"],
    ["words", "Intervals: as you like"],
    ["values without a noun", "1 3 5"],
    ["values behind other words", "Intervals:\n\nSee below.\n\n1 3 5"],
    ["values below another heading", "Intervals:\n\n## Other\n\n1 3 5"],
  ])("%s are none", (_, text) => {
    expect(lists(text)).toEqual([]);
  });
});

describe("endpoints", () => {
  const endpoints = (text: string, ...kinds: ("prose" | "table" | "fence")[]) =>
    endpointsIn(readingOf(text), kinds.length > 0 ? kinds : ["prose", "table"]).map(
      ({ url, network, access, isNetworkSaid, isAccessSaid }) => [
        url,
        isNetworkSaid ? network : `${network}?`,
        isAccessSaid ? access : `${access}?`,
      ],
    );

  it.each([
    ["wss://harbor.example/ws.", [["wss://harbor.example/ws", "mainnet?", "public?"]]],
    ["wss://harbor.example/ws?key=1", [["wss://harbor.example/ws", "mainnet?", "public?"]]],
    ["wss://harbor.example/v1/private", [["wss://harbor.example/v1/private", "mainnet?", "private?"]]],
    ["wss://stream-testnet.harbor.example/ws", [["wss://stream-testnet.harbor.example/ws", "testnet", "public?"]]],
    ["Sandbox: wss://t.example/ws", [["wss://t.example/ws", "testnet", "public?"]]],
    ["Demo: wss://d.example/ws", [["wss://d.example/ws", "demo", "public?"]]],
    ["Production market data: wss://p.example/ws", [["wss://p.example/ws", "mainnet", "public"]]],
    ["User data: wss://p.example/ws", [["wss://p.example/ws", "mainnet?", "private"]]],
    ["Order entry: wss://p.example/trade", [["wss://p.example/trade", "mainnet?", "private"]]],
    ["Trade: wss://p.example/ws", [["wss://p.example/ws", "mainnet?", "private"]]],
    ["Trades: wss://p.example/ws", [["wss://p.example/ws", "mainnet?", "public?"]]],
    ["For users of Utopia: wss://u.example/ws", []],
    ["For a user registered there: wss://u.example/ws", []],
    [
      "Public: wss://a.example/a, private: wss://a.example/b",
      [
        ["wss://a.example/a", "mainnet?", "public"],
        ["wss://a.example/b", "mainnet?", "private"],
      ],
    ],
    ["Testnet:\n\nPrivate:\n\nwss://a.example/a", [["wss://a.example/a", "testnet", "private"]]],
  ])("%s", (text, expected) => {
    expect(endpoints(`# Connect\n\n${text}`)).toEqual(expected);
  });

  it("what was said under another heading is forgotten, what the heading says is not", () => {
    expect(endpoints("# Testnet\n\nTestnet private:\n\n# Private\n\nwss://a.example/a")).toEqual([
      ["wss://a.example/a", "mainnet?", "private"],
    ]);
  });

  it("a table says it in its columns and rows", () => {
    expect(
      endpoints(
        "# A\n\n| Kind | Testnet | Mainnet |\n|---|---|---|\n| Private | wss://t.example/a | wss://a.example/a |",
      ),
    ).toEqual([
      ["wss://t.example/a", "testnet", "private"],
      ["wss://a.example/a", "mainnet", "private"],
    ]);
  });

  it("programs are asked where nothing else is", () => {
    const text = "# A\n\n```python\nws = connect('wss://a.example/a')\n```";
    expect(endpoints(text)).toEqual([]);
    expect(endpoints(text, "fence")).toEqual([["wss://a.example/a", "mainnet?", "public?"]]);
  });

  it.each([
    ["wss://a.example/v1/public/?x=1", "/v1/public"],
    ["wss://a.example", ""],
    ["ws://a.example:80/a//", "/a"],
  ])("the path of %s is %j", (url, path) => {
    expect(pathOf(url)).toBe(path);
  });

  it("words of every endpoint tell none apart", () => {
    expect(wordsOf("The WebSocket endpoint for Spot and USDC-Options, both mainnet: v1")).toEqual([
      "Spot",
      "USDC",
      "Options",
      "v1",
    ]);
  });
});

describe("connections", () => {
  const of = (text: string) => connectionsOf([readingOf(`# Connect\n\n${text}`)]);
  const shown = (text: string) =>
    of(text).map(({ name, access, endpoints }) => [
      name,
      access,
      Object.fromEntries([...endpoints].map(([network, own]) => [network, own.map(({ url }) => url)])),
    ]);

  it("are endpoints of one path: hosts and networks of one connection, mainnet first", () => {
    expect(shown("Testnet: wss://t.example/ws\n\nMainnet: wss://a.example/ws\n\nMainnet: wss://b.example/ws")).toEqual([
      ["public", "public", { mainnet: ["wss://a.example/ws", "wss://b.example/ws"], testnet: ["wss://t.example/ws"] }],
    ]);
  });

  it("are called after their access, or after the path where several have it", () => {
    expect(
      shown(
        "Public: wss://a.example/public/spot\n\nPublic: wss://a.example/public/2x\n\nPrivate: wss://a.example/own",
      ).map(([name]) => name),
    ).toEqual(["spot", "public", "private"]);
  });

  it("of one name are numbered", () => {
    expect(shown("Public: wss://a.example/v1/spot\n\nPublic: wss://a.example/v2/spot").map(([name]) => name)).toEqual([
      "spot",
      "spot2",
    ]);
  });

  it("that are public and private at one path are two", () => {
    expect(shown("Public: wss://a.example/ws\n\nPrivate: wss://a.example/ws").map(([name]) => name)).toEqual([
      "public",
      "private",
    ]);
  });

  it.each([
    ["Spot and Options", ["spot", "options"]],
    ["option", ["options"]],
    ["SPOTS", ["spot"]],
    ["Inverse", ["futures"]],
    ["a public topic", []],
    ["spotted", []],
  ])("%s names %j", (text, names) => {
    const connections = of(
      "Spot: wss://a.example/spot\n\nOptions: wss://a.example/options\n\nInverse futures: wss://a.example/futures",
    );
    expect(namedBy(text, connections).map(({ name }) => name)).toEqual(names);
  });
});
