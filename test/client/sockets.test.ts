/** What depends on a network, over real sockets: how they open, break, block and end, and that none is left. */

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import WebSocket from "ws";
import { MOCK_CREDENTIALS } from "../../generator/commands/mock.js";
import type { FaultName } from "../../generator/mock/fault-names.js";
import { type MockServer, type ServerOptions, startServer } from "../../generator/mock/server.js";
import type { LoggedFrame } from "../../generator/mock/session-types.js";
import { loadEntry, loadLineSpec, loadPackage } from "../conformance/generated-package.js";
import { OWN_EXCHANGE } from "../real-docs.js";
import { loadWasm } from "../recognise/differential.js";
import { type AnyClient, createClient, sleep, until } from "./clients.js";

const trade = "trade.BTCUSDT";
const open: { close(): Promise<void> }[] = [];
let frames: LoggedFrame[];
let before: string[];

/** Sockets and timers of this process, besides those of the test runner. */
const resources = (): string[] =>
  process
    .getActiveResourcesInfo()
    .filter((name) => ["Timeout", "TCPSocketWrap", "TCPServerWrap", "Immediate"].includes(name));

beforeEach(() => {
  before = resources();
  frames = [];
});

afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
  // Everything that was opened is gone again, and nothing waits to run.
  await until(() => resources().length <= before.length, `${before.join()} again`);
});

async function start(
  options: Record<string, unknown> = {},
  serverOptions: Partial<ServerOptions> = {},
): Promise<{ client: AnyClient; mock: MockServer }> {
  const mock = await startServer({
    spec: { exchange: OWN_EXCHANGE, lines: [loadLineSpec("linear")] },
    host: "127.0.0.1",
    port: 0,
    credentials: MOCK_CREDENTIALS,
    faults: [],
    seed: 1,
    intervalMs: 0,
    onFrame: (frame) => frames.push(frame),
    ...serverOptions,
  });
  const url = (connection: string): string => mock.url("linear", connection);
  const client = await createClient("linear", undefined, { url, ...options });
  open.push(client, mock);
  return { client, mock };
}

/** Counts what happens to the client: how often it was ready, and so on. */
function counter(client: AnyClient): (state: string) => number {
  const states: string[] = [];
  client.events.on("state", ({ state }: { state: string }) => states.push(state));
  return (wanted) => states.filter((state) => state === wanted).length;
}

const endings: { readonly name: FaultName; readonly more: Record<string, unknown> }[] = [
  { name: "drop", more: {} },
  { name: "close", more: { code: 1012, reason: "restart" } },
  { name: "half-open", more: {} },
];

it.each(endings)("$name $more: connects again and goes on with the same subscriptions", async ({ name, more }) => {
  const { client, mock } = await start(
    { heartbeat: { intervalMs: 40, timeoutMs: 40 } },
    { intervalMs: 2, faults: [{ fault: name, after: 3, connections: 2, ...more }] },
  );
  const count = counter(client);
  let received = 0;
  await client.subscribe(trade, () => {
    received += 1;
  });
  await until(() => count("ready") >= 3, "the third connection");
  const atThird = received;
  await until(() => received > atThird + 5, "messages on it");
  expect([client.subscriptions(), mock.connected]).toEqual([[trade], 3]);
});

it("after many reconnects what the last socket carries comes whole and in order", async () => {
  const { client } = await start({}, { intervalMs: 2, faults: [{ fault: "drop", after: 6, connections: 10 }] });
  const count = counter(client);
  const received: string[] = [];
  const topics = ["orderBookL2_25.BTCUSDT", trade];
  const handler = (message: unknown) => received.push(JSON.stringify(message));
  await Promise.all(topics.map((topic) => client.subscribe(topic, handler)));
  await until(() => count("ready") === 11, "11 connections");
  const sent = () => frames.filter(({ session, push }) => session === 11 && push).map(({ text }) => text);
  await until(() => sent().length > 50, "pushes on the last one");
  await client.close();
  const own = received.slice(received.indexOf(sent()[0] ?? ""));
  expect(own).toEqual(sent().slice(0, own.length));
  expect(own.length).toBeGreaterThan(40);
});

it("a frame that is too long is told and not read", async () => {
  const { client } = await start(
    { maxFrameLength: 200_000 },
    { intervalMs: 2, faults: [{ fault: "oversized-frame", after: 1, bytes: 300_000 }] },
  );
  const unknown: { reason: string; text: string }[] = [];
  client.events.on("unknown", (frame) => unknown.push(frame));
  let received = 0;
  await client.subscribe(trade, () => {
    received += 1;
  });
  await until(() => received > 5, "messages");
  expect(unknown.map(({ reason, text }) => [reason, text.length])).toEqual([["too-long", 1024]]);
});

it("close() settles at any moment, and no connection is made after it", async () => {
  for (let round = 0; round < 10; round += 1) {
    const { client, mock } = await start(
      { reconnect: { initialMs: 3, maxMs: 3 } },
      { intervalMs: 1, faults: [{ fault: "drop", after: 1 }] },
    );
    const count = counter(client);
    const subscribed = client.subscribe(trade).then(
      () => undefined,
      (error: { code: string }) => error.code,
    );
    await sleep(round);
    await client.close();
    expect([undefined, "closed"]).toContain(await subscribed);
    // What was under way when it was closed may still reach the server.
    await sleep(5);
    const { connected } = mock;
    await sleep(10);
    expect([mock.connected, count("closed")]).toEqual([connected, 1]);
    await mock.close();
  }
});

it("a subscription waits for a connection that cannot be made no longer than its time", async () => {
  const client = await createClient("linear", undefined, { url: "ws://127.0.0.1:9/none", timeoutMs: 60 });
  open.push(client);
  await expect(client.subscribe(trade)).rejects.toMatchObject({
    code: "timeout",
    message: `No answer to the subscription to "${trade}" within 60 ms: connect ECONNREFUSED 127.0.0.1:9.`,
    closed: { code: 1006, reason: "connect ECONNREFUSED 127.0.0.1:9" },
  });
  expect(client.state("public")).not.toBe("closed");
});

it("a loop that blocks holds the network back, and misses nothing", async () => {
  const { client, mock } = await start();
  const loop = client.messages(trade, { limit: 10, whenFull: "block" });
  await until(() => mock.sessions()[0]?.subscriptions().length === 1, "the subscription");
  const total = 20_000;
  for (let index = 0; index < total; index += 1) mock.tick();
  let received = 0;
  let most = 0;
  for await (const _ of loop) {
    received += 1;
    most = Math.max(most, loop.waiting);
    if (received % 1000 === 0) await sleep(1);
    if (received === total) break;
  }
  // One read of the network is 64 kB: some 200 of these messages.
  expect(most).toBeLessThan(1000);
  expect(loop.dropped).toBe(0);
});

it.each(["JavaScript", "WebAssembly"])(
  "messages that come as bytes are proven from them (%s), and checked only where that is not possible",
  async (make) => {
    const { validateFrame } = await loadPackage("linear");
    const { recognise: script } = await loadEntry("linear", "recognise");
    const recognise = make === "JavaScript" ? script : await loadWasm("linear");
    const check = vi.fn(validateFrame);
    // What a class of one's own may do: hand on the bytes of text frames.
    class Bytes extends WebSocket {
      constructor(url: string) {
        super(url);
        const set = (handler: ((event: { data: unknown }) => void) | null): void => {
          this.removeAllListeners("message");
          if (handler) this.on("message", (data: Buffer) => handler({ data: new Uint8Array(data).buffer }));
        };
        Object.defineProperty(this, "onmessage", { set });
      }
    }
    const validation = { check, mode: "throw", recognise };
    const { client, mock } = await start(
      { WebSocket: Bytes, validation },
      { faults: [{ fault: "wrong-type", after: 3 }] },
    );
    const invalid: unknown[] = [];
    client.events.on("invalid", (value) => invalid.push(value));
    const received = vi.fn();
    await client.subscribe(trade, received);
    for (let index = 0; index < 10; index += 1) mock.tick();
    await until(() => received.mock.calls.length === 9, "nine messages");
    expect([check.mock.calls.length, invalid.length]).toEqual([1, 1]);
  },
);

it("uses the platform's WebSocket, and says so where there is none", async () => {
  const { client } = await start({ WebSocket: undefined });
  const own = (globalThis as { WebSocket?: unknown }).WebSocket;
  if (own === undefined) {
    expect(() => client.connect("public")).toThrow("This platform has no WebSocket: pass a class as `WebSocket`");
    (globalThis as { WebSocket?: unknown }).WebSocket = WebSocket;
  }
  try {
    await client.connect("public");
  } finally {
    (globalThis as { WebSocket?: unknown }).WebSocket = own;
  }
});
