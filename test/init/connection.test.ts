/** What pages say of connections: endpoints, credentials, the heartbeat, limits. */

import { describe, expect, it } from "vitest";
import type { LineFile } from "../../generator/spec/line-file.js";
import { json, lineOf, SMALLEST } from "./pages.js";

const PUSH = `## Tide\n\n${json({ topic: "tide.BTC-EUR", data: { symbol: "BTC-EUR", level: "1.5" } })}`;
const withText = (text: string) => lineOf([`# Connect\n\n${text}\n${SMALLEST.replace(/^Endpoint.*$/m, "")}\n${PUSH}`]);

describe("endpoints", () => {
  const urls = (text: string) =>
    Object.fromEntries(Object.entries(withText(text).connections).map(([name, { endpoints }]) => [name, endpoints]));

  it.each([
    ["one without a network", "Use `wss://harbor.example/ws`.", { public: { mainnet: ["wss://harbor.example/ws"] } }],
    [
      "the network in front of it",
      "Testnet: wss://test.harbor.example/ws\n\nMainnet: wss://harbor.example/ws",
      { public: { mainnet: ["wss://harbor.example/ws"], testnet: ["wss://test.harbor.example/ws"] } },
    ],
    [
      "the network above it",
      "**Testnet:**<br/>\npublic: `wss://t.harbor.example/ws`\n\n**Mainnet:**<br/>\npublic: `wss://harbor.example/ws`",
      { public: { mainnet: ["wss://harbor.example/ws"], testnet: ["wss://t.harbor.example/ws"] } },
    ],
    [
      "two hosts that serve the same",
      "Mainnet: wss://a.harbor.example/ws or wss://b.harbor.example/ws",
      { public: { mainnet: ["wss://a.harbor.example/ws", "wss://b.harbor.example/ws"] } },
    ],
    [
      "two on one line, each behind its words",
      "Public stream: `wss://harbor.example/a`. Private stream: `wss://harbor.example/b`.",
      { public: { mainnet: ["wss://harbor.example/a"] } },
    ],
    [
      "a table",
      "| Name | Mainnet | Testnet |\n|---|---|---|\n| Public | `wss://harbor.example/ws` | `wss://t.harbor.example/ws` |",
      { public: { mainnet: ["wss://harbor.example/ws"], testnet: ["wss://t.harbor.example/ws"] } },
    ],
    [
      "one for the users of a country only",
      "wss://harbor.example/ws\n\nUsers registered in Utopia use wss://harbor.utopia.example/ws",
      { public: { mainnet: ["wss://harbor.example/ws"] } },
    ],
  ])("%s", (_, text, expected) => {
    expect(urls(text)).toEqual(expected);
  });

  it("is told as missing where no page has one", () => {
    expect(withText("No address here.").connections).toBeUndefined();
  });
});

describe("topics of several connections", () => {
  const endpoints = "Spot: wss://harbor.example/spot\n\nFutures: wss://harbor.example/futures\n\n";
  const topic = (heading: string, text: string): Partial<LineFile["topics"][number]> =>
    lineOf([
      `# Connect\n\n${endpoints}${SMALLEST.replace(/^Endpoint.*$/m, "")}\n## ${heading}\n\n${text}\n\n${json({ topic: "tide.BTC-EUR", data: { symbol: "BTC-EUR" } })}`,
    ]).topics[0] ?? {};

  it("has the connection that the heading names", () => {
    expect(topic("Futures tide", "").connection).toBe("futures");
  });

  it("has those that its text covers", () => {
    expect(topic("Tide", "Covers: Spot").connection).toBe("spot");
  });

  it("has all of them where nothing names one", () => {
    expect(topic("Tide", "Nothing else.").connections).toEqual(["spot", "futures"]);
  });
});

describe("credentials", () => {
  const page = (program: string) =>
    withText(
      `Public: wss://harbor.example/ws\n\nPrivate: wss://harbor.example/private\n\n## Sign in\n\n\`\`\`python\n${program}\n\`\`\`\n`,
    ).authentication;

  // Only a line with private topics signs in.
  it("says nothing where no topic is private", () => {
    expect(page("ws.send(json.dumps({'op': 'auth', 'args': [key, expires, signature]}))")).toBeUndefined();
  });

  const account = `## Private topics\n\n### Purse\n\n${json({ topic: "purse", data: [{ coin: "BTC" }] })}`;
  const signed = (program: string) =>
    lineOf([
      `# Connect\n\nPublic: wss://harbor.example/ws\n\nPrivate: wss://harbor.example/private\n\n\`\`\`python\n${program}\n\`\`\`\n${SMALLEST.replace(/^Endpoint.*$/m, "")}\n${account}`,
    ]).authentication;
  const SEND = `ws.send(json.dumps({"op": "auth", "args": [api_key, expires, signature]}))`;

  it("writes a program's variables as slots", () => {
    expect(signed(SEND)?.request?.message).toEqual({ op: "auth", args: ["{apiKey}", "{expires}", "{signature}"] });
  });

  it.each([
    [`expires = int((time.time() + 3) * 1000)`, { marginMs: 3000 }],
    [`const expires = Date.now() + 2_500;`, { marginMs: 2500 }],
  ])("%s", (line, expected) => {
    expect(signed(`${line}\n${SEND}`)?.expires).toMatchObject(expected);
  });

  it.each([
    [`hmac.new(secret, f"GET/tide{expires}", "sha256").hexdigest()`, "GET/tide{expires}", "hex"],
    ["createHmac('sha256', secret).update(`tide${timestamp}`).digest('base64')", "tide{expires}", "base64"],
    [`createHmac("sha256", secret).update("tide" + timestamp).digest("hex")`, "tide{expires}", "hex"],
  ])("%s", (line, payload, encoding) => {
    expect(signed(`${line}\n${SEND}`)).toMatchObject({ payload, encoding, algorithm: "hmac-sha256" });
  });
});

describe("the heartbeat", () => {
  const PINGS = json({ op: "ping" }, { op: "pong" });
  const beat = (text: string, messages = PINGS) =>
    withText(`wss://harbor.example/ws\n\n## Alive\n\n${text}\n\n${messages}`).heartbeat;

  it.each([
    ["Send a ping every 20 seconds.", { intervalMs: 20_000 }],
    ["We recommend to send a heartbeat every 1 minute.", { intervalMs: 60_000 }],
    ["Send a ping every 5s. Connections are closed after 30s without one.", { intervalMs: 5000, timeoutMs: 30_000 }],
    ["Send a ping every 5s. If you do not receive the pong, reconnect.", { liveness: "pong" }],
  ])("%s", (text, expected) => {
    expect(beat(text)).toMatchObject(expected);
  });

  it("sends the time where the example has one, as it is written there", () => {
    const message = (ping: unknown) => beat("Send a ping every 5s.", json(ping, { pong: 1 }))?.request;
    expect(message({ ping: 1700000000000 })).toMatchObject({
      message: { ping: "{time}" },
      parameters: { time: { type: "integer" } },
    });
    expect(message({ op: "ping", args: ["1700000000000"] })).toMatchObject({
      message: { op: "ping", args: ["{time}"] },
      parameters: { time: { type: "string" } },
    });
  });

  it("leaves out the interval that no page names", () => {
    expect(beat("Stay alive.")).not.toHaveProperty("intervalMs");
  });
});

describe("limits", () => {
  it.each([
    ["An IP can have a maximum of 50 private connections.", { value: 50, unit: "per IP address" }],
    ["Do not open over 1,000 connections in 5 minutes per account.", { value: 1000, unit: "per account in 5 minutes" }],
    ["Each API key may have at most 10 connections.", { value: 10, unit: "per API key" }],
  ])("%s", (text, expected) => {
    expect(withText(`wss://harbor.example/ws\n\n${text}`).limits).toMatchObject([expected]);
  });

  it("has none where a sentence has no number", () => {
    expect(withText("wss://harbor.example/ws\n\nDo not open many connections.").limits).toEqual([]);
  });
});
