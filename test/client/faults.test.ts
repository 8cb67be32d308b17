/** The fault matrix: each fault on each line, and what the client promises about it. sockets.test.ts has those of the network over real sockets. */

import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Exchange } from "../../generator/mock/exchange.js";
import type { FaultName } from "../../generator/mock/fault-names.js";
import type { Fault } from "../../generator/mock/faults.js";
import type { LoggedFrame } from "../../generator/mock/session-types.js";
import { loadLineSpec, loadPackage } from "../conformance/generated-package.js";
import { type AnyClient, askFor, once, sleep, until } from "./clients.js";
import { signingWith, startInMemory } from "./memory-exchange.js";
import { useVirtualTime } from "./virtual-time.js";

useVirtualTime();

interface Case {
  readonly line: string;
  readonly connection: string;
  readonly topic: string;
  /** Does the line number the messages of the topic? */
  readonly numbered: boolean;
  /** Does it say of changes what they change, so that a lost one is noticed? */
  readonly explicit?: boolean;
  readonly book: boolean;
}

const CASES: readonly Case[] = [
  { line: "linear", connection: "public", topic: "orderBookL2_25", numbered: true, explicit: true, book: true },
  { line: "copy-trading", connection: "public", topic: "orderBookL2_25", numbered: true, explicit: true, book: true },
  { line: "usdc-perpetual", connection: "public", topic: "orderBook", numbered: true, explicit: true, book: true },
  { line: "spot", connection: "v1", topic: "diffDepth", numbered: true, book: true },
  { line: "v5", connection: "linear", topic: "orderbook", numbered: true, book: true },
  { line: "spot", connection: "v2", topic: "depth", numbered: false, book: true },
  { line: "v5", connection: "private", topic: "execution", numbered: false, book: false },
];

let mock: Exchange;
let client: AnyClient;
let events: Map<string, unknown[]>;
let frames: LoggedFrame[];

beforeEach(() => {
  events = new Map();
  frames = [];
});

afterEach(async () => {
  await client.close();
  mock.close();
  // Everything that was opened is gone again, and nothing waits to run.
  await until(() => mock.sessions().length === 0, "the end of all sockets");
  await sleep(1);
  expect(vi.getTimerCount()).toBe(0);
});

async function start(
  { line, connection, topic }: Case,
  faults: readonly Fault[] = [],
  { intervalMs = 5, ...options }: { intervalMs?: number } & Record<string, unknown> = {},
): Promise<{ ask: ReturnType<typeof askFor> }> {
  ({ exchange: mock, client } = await startInMemory(line, options, {
    intervalMs,
    faults,
    onFrame: (frame) => frames.push(frame),
  }));
  for (const event of ["state", "gap", "unknown", "invalid", "error", "reply", "dropped", "repeated"])
    client.events.on(event, (value) => events.set(event, [...(events.get(event) ?? []), value]));
  const spec = loadLineSpec(line);
  const found = spec.topics.find((each) => each.name === topic && each.connections.includes(connection));
  if (!found) throw new Error(`no topic ${topic}`);
  return { ask: askFor(spec, found, connection) };
}

/** What `on` takes: a line whose topics are known by their connection is told it, and none is told parameters. */
const namesOf = (line: string, ask: ReturnType<typeof askFor>): [string, ...unknown[]] =>
  line === "v5" ? ask : [ask[0]];
const textIn = (line: string, ask: ReturnType<typeof askFor>): string => String(namesOf(line, ask).at(-1));

const readyCount = (): number =>
  (events.get("state") ?? []).filter((change) => (change as { state: string }).state === "ready").length;
const count = (event: string): number => events.get(event)?.length ?? 0;

describe.each(CASES)("$line/$connection $topic", (own) => {
  const reconnects: { readonly name: FaultName; readonly more: Record<string, unknown> }[] = [
    { name: "drop", more: {} },
    { name: "close", more: { code: 1001 } },
    { name: "close", more: { code: 1012, reason: "restart" } },
    { name: "close", more: { code: 4000 } },
    { name: "half-open", more: {} },
  ];
  it.each(reconnects)("$name $more: connects again and goes on with the same subscriptions", async ({ name, more }) => {
    const fault = { fault: name, after: 3, connections: 2, ...more };
    const { ask } = await start(own, [fault], { heartbeat: { intervalMs: 60, timeoutMs: 60 } });
    let received = 0;
    await client.subscribe(...ask, () => {
      received += 1;
    });
    const subscriptions = client.subscriptions();
    await until(() => readyCount() >= 3, "the third connection");
    const atThird = received;
    await until(() => received > atThird + 5, "messages on it");
    expect(client.subscriptions()).toEqual(subscriptions);
    expect(mock.connected).toBe(3);
    expect([count("gap"), count("error")]).toEqual([0, 0]);
  });

  it("delay: everything happens, later", async () => {
    const { ask } = await start(own, [{ fault: "delay", ms: 100 }]);
    let received = 0;
    await client.subscribe(...ask, () => {
      received += 1;
    });
    await until(() => received > 5, "messages");
    expect([readyCount(), mock.connected]).toEqual([1, 1]);
  });

  it("no pong while data flows: stays, unless the line's docs ask for the pong", async () => {
    const { ask } = await start(own, [{ fault: "no-pong" }], { heartbeat: { intervalMs: 40, timeoutMs: 40 } });
    let received = 0;
    await client.subscribe(...ask, () => {
      received += 1;
    });
    await until(() => received > 40, "messages");
    if (loadLineSpec(own.line).file.heartbeat?.liveness === "pong")
      await until(() => mock.connected > 1, "another connection");
    else expect(mock.connected).toBe(1);
  });

  it("no pong and no data: connects again", async () => {
    await start(own, [{ fault: "no-pong", connections: 1 }], {
      intervalMs: 0,
      heartbeat: { intervalMs: 30, timeoutMs: 30 },
    });
    await client.connect(own.connection);
    await until(() => readyCount() >= 2, "the second connection");
    const pongs = (): number =>
      (events.get("reply") ?? []).filter((reply) => (reply as { kind: string }).kind === "pong").length;
    await until(() => pongs() > 2, "pongs");
    expect(mock.connected).toBe(2);
  });

  it("duplicate: handlers get both, a book applies it once; what says what tells its records apart comes once", async () => {
    const { ask } = await start(own, [{ fault: "duplicate", every: 1 }]);
    let received = 0;
    await client.subscribe(...ask, () => {
      received += 1;
    });
    await until(() => received > 20, "messages");
    if (own.topic === "execution") expect(count("repeated")).toBeGreaterThanOrEqual(received - 1);
    else expect(count("repeated")).toBe(0);
    if (own.book) {
      const book = client.book(...ask);
      await client.unsubscribe(...ask);
      await book.close();
      const again = client.book(...ask);
      await again.ready;
      const first = again.current?.message;
      await until(() => again.current !== undefined && again.current.message !== first, "changes");
      expect(count("gap")).toBe(0);
    }
    expect(mock.connected).toBe(1);
  });

  it("out of order: a numbered book is asked for anew, an unnumbered topic is delivered as it comes", async () => {
    const { ask } = await start(own, [{ fault: "out-of-order", after: 5, connections: 1 }]);
    let received = 0;
    client.on(...namesOf(own.line, ask), () => {
      received += 1;
    });
    if (!own.book || !own.numbered) {
      await client.subscribe(...ask, () => {
        received += 1;
      });
      await until(() => received > 20, "messages");
      expect(count("gap")).toBe(0);
      return;
    }
    const book = client.book(...ask);
    await book.ready;
    const shown: unknown[] = [];
    client.events.on("gap", () => shown.push(book.current));
    await until(() => count("gap") === 1, "the gap");
    expect(shown).toEqual([undefined]);
    await until(() => book.current !== undefined, "the next snapshot");
    const after = book.current;
    await until(() => book.current !== after && book.current !== undefined, "changes after it");
    expect(mock.connected).toBe(1);
    const requests = frames.filter(({ direction, text }) => direction === "received" && /ubscribe|"event"/.test(text));
    expect(requests).toHaveLength(3);
  });

  it("a message left out: a book that does not fit any more is asked for anew", async () => {
    // Snapshots are left out as well: changes without one are noticed, too.
    const { ask } = await start(own, [{ fault: "sequence-gap", after: 3, every: 3 }], { timeoutMs: 500 });
    if (!own.explicit) {
      let received = 0;
      await client.subscribe(...ask, () => {
        received += 1;
      });
      await until(() => received > 20, "messages");
      return;
    }
    const book = client.book(...ask);
    await book.ready;
    await until(() => count("gap") > 0, "a change of a level that is not there");
    await until(() => book.current !== undefined, "the next snapshot");
    expect(mock.connected).toBe(1);
  });

  it.each(["report", "throw"] as const)("wrong type, validation %s", async (mode) => {
    const { validateFrame } = await loadPackage(own.line);
    const { ask } = await start(own, [{ fault: "wrong-type", after: 3, connections: 1 }], {
      validation: { check: validateFrame, mode },
    });
    const received: unknown[] = [];
    const loop = client.messages(...ask);
    const ended = (async () => {
      for await (const _ of loop);
    })();
    const outcome = ended.then(
      () => "ended",
      (error: { code: string }) => error.code,
    );
    await client.subscribe(...ask, (message: unknown) => received.push(message));
    await until(() => count("invalid") === 1, "the event");
    const [{ issues }] = events.get("invalid") as [
      { issues: { pointer: string; keyword: string; source?: unknown }[] },
    ];
    expect(issues[0]?.pointer).toMatch(/^\//);
    const isWrong = (message: unknown): boolean => JSON.stringify(message).includes('{"wrong":true}');
    await until(() => received.length > 8, "messages after it");
    expect(received.filter(isWrong)).toHaveLength(mode === "report" ? 1 : 0);
    if (mode === "throw") expect(await outcome).toBe("invalid-message");
    else {
      await loop.return();
      expect(await outcome).toBe("ended");
    }
    expect(mock.connected).toBe(1);
  });

  it("wrong type, validation throw: a book that missed it is asked for anew", async () => {
    if (!own.book) return;
    const { validateFrame } = await loadPackage(own.line);
    const faults = [{ fault: "wrong-type", after: 3, connections: 1 }] as const;
    const { ask } = await start(own, faults, { validation: { check: validateFrame, mode: "throw" } });
    const book = client.book(...ask);
    const shown: unknown[] = [];
    client.events.on("gap", () => shown.push(book.current));
    await until(() => count("gap") === 1, "the gap");
    await until(() => book.current !== undefined, "the next snapshot");
    expect([shown, count("invalid"), mock.connected]).toEqual([[undefined], 1, 1]);
  });

  it("unknown topic and oversized frame: an event each, and everything goes on", async () => {
    const { ask } = await start(
      own,
      [
        { fault: "unknown-topic", after: 2 },
        { fault: "oversized-frame", after: 4, bytes: 300_000 },
      ],
      { maxFrameLength: 200_000 },
    );
    let received = 0;
    await client.subscribe(...ask, () => {
      received += 1;
    });
    await until(() => received > 10, "messages");
    expect(
      (events.get("unknown") as { reason: string; text: string }[]).map(({ reason, text }) => [
        reason,
        text.length < 2000,
      ]),
    ).toEqual([
      ["unknown-topic", true],
      ["too-long", true],
    ]);
    expect(mock.connected).toBe(1);
  });

  it("garbage: an event, and everything goes on", async () => {
    const { ask } = await start(own, [{ fault: "garbage", after: 2 }]);
    let received = 0;
    await client.subscribe(...ask, () => {
      received += 1;
    });
    await until(() => received > 10, "messages");
    expect((events.get("unknown") as { reason: string }[]).map(({ reason }) => reason)).toEqual(["not-json"]);
    expect(mock.connected).toBe(1);
  });

  it("acknowledged twice: the second one does no harm", async () => {
    const { ask } = await start(own, [{ fault: "ack-twice" }]);
    await client.subscribe(...ask);
    await client.unsubscribe(...ask);
    await client.subscribe(...ask);
    expect(client.subscriptions()).toHaveLength(1);
    expect([count("error"), count("unknown"), mock.connected]).toEqual([0, 0, 1]);
  });

  it("a slow acknowledgement comes with what the topic is then", async () => {
    if (!own.book) return;
    const { ask } = await start(own, [{ fault: "slow-ack", ms: 100 }]);
    const book = client.book(...ask);
    await book.ready;
    const first = frames.findIndex(({ push }) => push);
    const ack = frames.findIndex(({ direction, push }) => direction === "sent" && !push);
    expect(first).toBeGreaterThan(ack);
    await until(() => frames.filter(({ push }) => push).length > 20, "changes");
    expect(count("gap")).toBe(0);
  });

  it("no acknowledgement and no data: refused by time", async () => {
    const { ask } = await start(own, [{ fault: "no-ack" }], { timeoutMs: 150 });
    await expect(client.subscribe(...ask)).rejects.toMatchObject({ name: "ClientError", code: "timeout" });
    expect(client.subscriptions()).toEqual([]);
  });

  it("slow acknowledgement: data before it is delivered, and proves the subscription", async () => {
    const { ask } = await start(own, [{ fault: "slow-ack", ms: 200 }, { fault: "data-before-ack" }]);
    let atAck = 0;
    let received = 0;
    await client
      .subscribe(...ask, () => {
        received += 1;
      })
      .then(() => {
        atAck = received;
      });
    expect(atAck).toBeGreaterThan(own.book ? 0 : -1);
    await until(() => received > atAck, "messages after it");
    expect(count("error")).toBe(0);
  });

  it("an acknowledgement that never comes: refused by time, or proven by data", async () => {
    const slow = [{ fault: "slow-ack", ms: 60_000 }] as const;
    const { ask } = await start(own, slow, { intervalMs: 0, timeoutMs: 150 });
    await expect(client.subscribe(...ask)).rejects.toMatchObject({ name: "ClientError", code: "timeout" });
    expect(client.subscriptions()).toEqual([]);
    if (!own.book) return;
    mock.setFaults([...slow, { fault: "data-before-ack" }]);
    for (const session of mock.sessions()) session.terminate();
    await until(() => readyCount() === 2, "another connection");
    await client.subscribe(...ask);
    expect(client.subscriptions()).toHaveLength(1);
  });

  it("refused: the promise says so, and it is not asked for again", async () => {
    const { ask } = await start(own, []);
    mock.setFaults([{ fault: "refuse", topic: own.line === "spot" ? own.topic : textIn(own.line, ask) }]);
    const error = await client.subscribe(...ask).catch((reason: Error) => reason);
    expect(error).toMatchObject({ name: "ClientError", code: "refused", topic: textIn(own.line, ask) });
    expect(client.subscriptions()).toEqual([]);
    for (const session of mock.sessions()) session.terminate();
    await until(() => readyCount() === 2, "another connection");
    expect(frames.filter(({ direction, text }) => direction === "received" && text.includes("sub"))).toHaveLength(1);
  });

  it("a close code that refuses the client: closed for good, readers are told", async () => {
    const { ask } = await start(own, [{ fault: "close", code: 3000, reason: "unauthorized", after: 2 }]);
    const loop = client.messages(...ask);
    const outcome = (async () => {
      for await (const _ of loop);
    })().catch((error: { code: string }) => error.code);
    expect(await outcome).toBe("closed");
    expect(client.state(own.connection)).toBe("closed");
    await expect(client.subscribe(...ask)).rejects.toMatchObject({ code: "closed" });
    expect(mock.connected).toBe(1);
  });
});

describe.each(["linear", "copy-trading", "usdc-perpetual", "spot", "v5"])("%s, private", (line) => {
  const own: Case = {
    line,
    connection: "private",
    topic: loadLineSpec(line).topics.find(({ connections }) => connections.includes("private"))?.name ?? "",
    numbered: false,
    book: false,
  };

  it("authentication refused: one attempt, one typed error, no retry", async () => {
    const { ask } = await start(own, [{ fault: "auth-failure" }]);
    const error = await client.subscribe(...ask).catch((reason: Error) => reason);
    expect(error).toMatchObject({ name: "ClientError", code: "authentication", connection: "private" });
    expect(client.state("private")).toBe("closed");
    expect(mock.connected).toBe(1);
    // Nothing that could sign a request is in what is reported.
    const sent = JSON.parse(frames.find(({ direction }) => direction === "received")?.text ?? "{}") as {
      args: string[];
    };
    const told = inspect([error, events, client], { depth: 10 });
    expect(told).not.toContain(sent.args[2]);
    expect(told).not.toContain("mock-secret");
  });

  it("authentication never answered: told by time", async () => {
    const { ask } = await start(own, [{ fault: "no-auth-reply" }], { timeoutMs: 150 });
    await expect(client.subscribe(...ask)).rejects.toMatchObject({ name: "ClientError" });
    expect(client.subscriptions()).toEqual([]);
  });

  it.each([
    ["a wrong secret", { credentials: signingWith("another") }],
    ["an expired signature", { authentication: { clockOffsetMs: -60_000 } }],
    ["a signer that fails", { credentials: { apiKey: "mock-key", sign: () => Promise.reject(new Error("no key")) } }],
  ])("%s is refused", async (_, options) => {
    const { ask } = await start(own, [], options);
    await expect(client.subscribe(...ask)).rejects.toMatchObject({ code: "authentication" });
    expect(client.state("private")).toBe("closed");
  });

  it("authenticates again before it subscribes again", async () => {
    const { ask } = await start(own, [{ fault: "drop", after: 3, connections: 1 }]);
    await client.subscribe(...ask);
    await until(() => readyCount() >= 2, "the second connection");
    await until(() => frames.filter(({ session, push }) => session === 2 && push).length > 1, "pushes on it");
    const received = frames.filter(({ session, direction }) => session === 2 && direction === "received");
    expect(JSON.parse(received[0]?.text ?? "{}")).toMatchObject({ op: "auth" });
  });
});

it("of several topics in one request, USDC refuses one and accepts the others", async () => {
  await start({ line: "usdc-perpetual", connection: "public", topic: "trade", numbered: false, book: false }, [
    { fault: "refuse", topic: "trade.ETHPERP" },
  ]);
  const results = await Promise.allSettled(
    ["trade.BTCPERP", "trade.ETHPERP", "candle.1.BTCPERP"].map((topic) => client.subscribe(topic)),
  );
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(client.subscriptions()).toEqual(["trade.BTCPERP", "candle.1.BTCPERP"]);
  expect(frames.filter(({ direction }) => direction === "received")).toHaveLength(1);
});

it("after 50 forced reconnects the subscriptions are the same, and after the last snapshot nothing is lost or doubled", async () => {
  await start(
    { line: "linear", connection: "public", topic: "orderBookL2_25", numbered: true, explicit: true, book: true },
    [{ fault: "drop", after: 6, connections: 50 }],
  );
  const topics = ["orderBookL2_25.BTCUSDT", "trade.BTCUSDT", "candle.1.BTCUSDT", "instrument_info.100ms.BTCUSDT"];
  const received: unknown[] = [];
  await Promise.all(topics.map((topic) => client.subscribe(topic, (message: unknown) => received.push(message))));
  await until(() => readyCount() === 51, "51 connections", 30_000);
  await until(
    () => frames.filter(({ session, push }) => session === 51 && push).length > 100,
    "pushes on the last one",
  );
  expect(client.subscriptions()).toEqual(topics);
  const requests = frames.filter(({ session, direction }) => session === 51 && direction === "received");
  expect(requests.map(({ text }) => JSON.parse(text))).toEqual([{ op: "subscribe", args: topics }]);
  await client.close();
  const sent = frames.filter(({ session, push }) => session === 51 && push).map(({ text }) => text);
  const last = received.map((message) => JSON.stringify(message)).slice(-sent.length);
  // What the last socket carried came whole and in order; only its end may have been cut by the closing.
  const start51 = received.findIndex((message) => JSON.stringify(message) === sent[0]);
  const own = received.slice(start51).map((message) => JSON.stringify(message));
  expect(own).toEqual(sent.slice(0, own.length));
  expect(last.length).toBe(sent.length);
  expect(own.length).toBeGreaterThan(100);
}, 60_000);

it("close() settles at any moment, and no connection is made after it", async () => {
  for (let round = 0; round < 100; round += 1) {
    await start(
      { line: "linear", connection: "public", topic: "trade", numbered: false, book: false },
      [{ fault: "drop", after: 1 }],
      {
        intervalMs: 1,
        reconnect: { initialMs: 3, maxMs: 3 },
      },
    );
    const subscribed = client.subscribe("trade.BTCUSDT").then(
      () => undefined,
      (error: { code: string }) => error.code,
    );
    await new Promise((resolve) => setTimeout(resolve, (round % 20) / 2));
    await client.close();
    expect([undefined, "closed"]).toContain(await subscribed);
    // What was under way when it was closed may still reach the server.
    await sleep(5);
    const { connected } = mock;
    const changes = count("state");
    await sleep(10);
    expect([mock.connected, count("state")]).toEqual([connected, changes]);
    const closed = (events.get("state") ?? []).filter((change) => (change as { state: string }).state === "closed");
    expect(closed).toHaveLength(1);
    events.clear();
    await mock.close();
  }
}, 60_000);

it("an abort signal closes it", async () => {
  const abort = new AbortController();
  await start({ line: "linear", connection: "public", topic: "trade", numbered: false, book: false }, [], {
    signal: abort.signal,
  });
  await client.connect("public");
  const closed = once<{ state: string }>(client, "state", ({ state }) => state === "closed");
  abort.abort();
  await closed;
  await expect(client.subscribe("trade.BTCUSDT")).rejects.toMatchObject({ code: "closed" });
});

it("half-open: noticed within 8 s by default, and a book is stale 5 s after the last message", async () => {
  const own = { line: "linear", connection: "public", topic: "orderBookL2_25", numbered: true, book: true };
  const { ask } = await start(own, [{ fault: "half-open", after: 40, connections: 1 }], {
    intervalMs: 100,
    heartbeat: {},
    reconnect: { initialMs: 1, maxMs: 1 },
  });
  const book = client.book(...ask);
  await book.ready;
  expect(book.isStale).toBe(false);
  let lastAt = Date.now();
  book.onChange(() => {
    if (book.current) lastAt = Date.now();
  });
  await until(() => book.isStale, "a stale book", 60_000);
  expect([Date.now() - lastAt >= 5000, book.current !== undefined, (book.age ?? 0) >= 5000]).toEqual([
    true,
    true,
    true,
  ]);
  const closed = await once<{ state: string; closed?: { reason: string } }>(
    client,
    "state",
    ({ state }) => state === "waiting",
  );
  expect(closed.closed?.reason).toBe("no sign of life within 3000 ms of a ping");
  expect(Date.now() - lastAt).toBeLessThanOrEqual(8100);
  await until(() => book.current !== undefined && !book.isStale, "the book of another connection");
});
