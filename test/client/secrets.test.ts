/** What a client never shows: secrets, signatures and what repeats them. */

import { inspect } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { MOCK_CREDENTIALS } from "../../generator/commands/mock.js";
import { createClient } from "./clients.js";
import { startInMemory } from "./memory-exchange.js";

const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

describe("secrets", () => {
  it("are in nothing that a client shows", async () => {
    const secret = "a-secret-that-nobody-must-see";
    const credentials = { ...MOCK_CREDENTIALS, secret };
    const texts: string[] = [];
    const { client, exchange } = await startInMemory(
      "linear",
      { credentials },
      { credentials, onFrame: ({ direction, text }) => direction === "received" && texts.push(text) },
    );
    open.push(client, exchange);
    const told: unknown[] = [];
    for (const event of ["state", "reply", "unknown", "error", "invalid"])
      client.events.on(event, (value) => told.push(value));
    await client.subscribe("position");
    const [{ args }] = texts.map((text) => JSON.parse(text)) as [{ args: [string, number, string] }];
    const shown = [
      inspect(client, { depth: 20, showHidden: true }),
      inspect(told, { depth: 20 }),
      JSON.stringify(client),
      JSON.stringify(told),
    ].join();
    for (const hidden of [secret, args[2], "mock-key"]) expect(shown).not.toContain(hidden);
  });

  it("are in no error of a socket that cannot be opened with a signed URL", async () => {
    const client = await createClient("linear", undefined, {
      url: "ws://127.0.0.1:9/none",
      authentication: { method: "query" },
      reconnect: false,
    });
    open.push(client);
    const states: unknown[] = [];
    client.events.on("state", (state) => states.push(state));
    const error = await client.connect("private").catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "closed" });
    expect(inspect([error, states], { depth: 20 })).not.toMatch(/signature|api_key/);
  });
});

describe("secrets of odd cases", () => {
  it("are in no error about a URL that the class refuses", async () => {
    const client = await createClient("linear", undefined, {
      url: "no url at all",
      authentication: { method: "query" },
    });
    open.push(client);
    const told: unknown[] = [];
    client.events.on("state", (state) => told.push(state));
    told.push(await client.connect("private").catch((reason: unknown) => reason));
    expect(inspect(told, { depth: 20 })).not.toMatch(/signature|api_key|mock-key/);
    expect(client.state("private")).toBe("closed");
  });

  it("are in no unknown frame while it authenticates", async () => {
    class Echo {
      onopen: (() => void) | null = null;
      onmessage: ((event: { data: string }) => void) | null = null;
      onclose: ((event: { code: number; reason: string }) => void) | null = null;
      constructor() {
        queueMicrotask(() => this.onopen?.());
      }
      send(text: string): void {
        queueMicrotask(() => this.onmessage?.({ data: JSON.stringify({ undocumented: JSON.parse(text) as unknown }) }));
      }
      close(): void {
        queueMicrotask(() => this.onclose?.({ code: 1000, reason: "" }));
      }
    }
    const client = await createClient("v5", undefined, { WebSocket: Echo, timeoutMs: 50, reconnect: false });
    open.push(client);
    const unknown: { text: string }[] = [];
    client.events.on("unknown", (frame) => unknown.push(frame));
    await client.connect("private").catch(() => undefined);
    expect(unknown.map(({ text }) => text)).toEqual([""]);
  });
});
