/** What a user sees of a client: handlers, loops, promises, events, and what it never shows. */

import { afterEach, describe, expect, it, vi } from "vitest";
import type { Exchange, ExchangeOptions } from "../../generator/mock/exchange.js";
import type { LoggedFrame } from "../../generator/mock/session-types.js";
import type { ClientError } from "../../templates/runtime/client-error.js";
import { loadLineSpec, loadPackage } from "../conformance/generated-package.js";
import { type AnyClient, createClient, sleep, until } from "./clients.js";
import { startInMemory } from "./memory-exchange.js";
import { useVirtualTime } from "./virtual-time.js";

useVirtualTime();

const open: { close(): unknown }[] = [];
let frames: LoggedFrame[] = [];

async function start(
  line: string,
  options: Record<string, unknown> = {},
  exchangeOptions: Partial<ExchangeOptions> = {},
): Promise<{ client: AnyClient; mock: Exchange }> {
  frames = [];
  const { client, exchange } = await startInMemory(line, options, {
    onFrame: (frame) => frames.push(frame),
    ...exchangeOptions,
  });
  open.push(client, exchange);
  return { client, mock: exchange };
}

afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

const requests = (): unknown[] =>
  frames.filter(({ direction }) => direction === "received").map(({ text }) => JSON.parse(text));
const trade = "trade.BTCUSDT";

describe("subscriptions", () => {
  it("of one turn go out in one request, one promise each, and twice the same is one", async () => {
    const { client } = await start("linear");
    const topics = [trade, "candle.1.BTCUSDT", trade];
    await Promise.all(topics.map((topic) => client.subscribe(topic)));
    await client.subscribe(trade);
    expect(requests()).toEqual([{ op: "subscribe", args: [trade, "candle.1.BTCUSDT"] }]);
    expect(client.subscriptions()).toEqual([trade, "candle.1.BTCUSDT"]);
  });

  it("know the line's topics", async () => {
    const { client } = await start("linear");
    for (const ask of ["subscribe", "unsubscribe"] as const)
      expect(() => client[ask]("nothing.BTCUSDT")).toThrow('linear documents no topic "nothing.BTCUSDT".');
    expect(() => client.subscribe("trade.")).toThrow('linear documents no topic "trade.".');
    expect(() => client.connect("privat")).toThrow('linear has no connection "privat": public, private.');
    expect(() => client.book(trade)).toThrow(`"${trade}" is no order book.`);
    expect(() => client.records(trade)).toThrow(`"${trade}" has no records with a key.`);
    expect(client.state("public")).toBe("idle");
  });

  it.each([
    ["spot", "v1/trade", { symbol: "" }],
    ["spot", "v1/trade", { symbol: [] }],
    ["spot", "v1/trade", { symbol: ["BTCUSDT", ""] }],
    ["copy-trading", "trade.BTCUSD||EOSUSD"],
  ])("have no empty symbol: %s %s %j", async (line, topic, ...parameters) => {
    const { client } = await start(line);
    expect(() => client.subscribe(topic, ...parameters)).toThrow(TypeError);
  });

  it("of private topics need credentials: an error for who waits, and an event for who does not", async () => {
    const { client, mock } = await start("linear", { credentials: undefined });
    const errors: ClientError[] = [];
    client.events.on("error", (error: ClientError) => errors.push(error));
    const refused = { code: "authentication", message: 'The connection "private" is private: pass `credentials`.' };
    await expect(client.subscribe("position")).rejects.toMatchObject(refused);
    expect(errors).toMatchObject([refused]);
    void client.subscribe("order");
    await until(() => errors.length === 2, "the second");
    expect([errors[1], mock.connected]).toMatchObject([refused, 0]);
  });

  it("end with their handlers and loops", async () => {
    const { client, mock } = await start("linear");
    const handler = vi.fn();
    const loop = client.messages(trade);
    await client.subscribe(trade, handler);
    mock.tick();
    await until(() => handler.mock.calls.length === 1, "a message");
    await client.unsubscribe(trade);
    mock.tick();
    expect([await loop.next(), await loop.next()]).toMatchObject([{ done: false }, { done: true }]);
    expect(handler).toHaveBeenCalledTimes(1);
    expect(requests()[1]).toEqual({ op: "unsubscribe", args: [trade] });
    expect(mock.sessions()[0]?.subscriptions()).toEqual([]);
  });

  it("end one handler at a time by what they settle with, and with the last of them", async () => {
    const { client, mock } = await start("linear");
    const [first, second] = [vi.fn(), vi.fn()];
    const [one, other, plain] = [
      await client.subscribe(trade, first),
      await client.subscribe(trade, second),
      await client.subscribe(trade),
    ];
    mock.tick();
    await until(() => second.mock.calls.length === 1, "a message");
    await one.end();
    await one.end();
    mock.tick();
    await until(() => second.mock.calls.length === 2, "another");
    expect([first.mock.calls.length, client.subscriptions(), one.topic]).toEqual([1, [trade], trade]);
    await other.end();
    expect(mock.sessions()[0]?.subscriptions()).toEqual([trade]);
    await plain.end();
    expect([client.subscriptions(), mock.sessions()[0]?.subscriptions()]).toEqual([[], []]);
  });

  it("that were ended are not ended again by who held them before", async () => {
    const { client } = await start("linear");
    const old = await client.subscribe(trade);
    await client.unsubscribe(trade);
    await client.subscribe(trade);
    await old.end();
    expect(client.subscriptions()).toEqual([trade]);
  });

  it("name one symbol where the line has no filters", async () => {
    const { client } = await start("linear");
    for (const topic of ["trade.BTCUSDT|ETHUSDT", "trade.*"])
      expect(() => client.subscribe(topic)).toThrow(`On linear a topic names one symbol: "${topic}".`);
  });

  it("that are ended before their answer reject as closed", async () => {
    const { client } = await start("linear");
    const answer = client.subscribe(trade);
    await client.unsubscribe(trade);
    await expect(answer).rejects.toMatchObject({ code: "closed", topic: trade });
  });

  it("of a loop end with the loop, unless they are used otherwise", async () => {
    const { client, mock } = await start("linear", {}, { intervalMs: 5 });
    for await (const _ of client.messages(trade)) break;
    await until(() => mock.sessions()[0]?.subscriptions().length === 0, "the end of the subscription");
    await client.subscribe(trade);
    for await (const _ of client.messages(trade)) break;
    const book = client.book("orderBookL2_25.BTCUSDT");
    await book.ready;
    expect(client.subscriptions()).toEqual([trade, "orderBookL2_25.BTCUSDT"]);
    await book.close();
    expect([client.subscriptions(), book.current]).toEqual([[trade], undefined]);
  });

  it("that stand already give a book its snapshot as well", async () => {
    const { client } = await start("linear");
    const topic = "orderBookL2_25.BTCUSDT";
    await client.subscribe(topic);
    const first = await client.book(topic).ready;
    const second = await client.book(topic).ready;
    expect([first.bids.length, second.bids.length]).toEqual([25, 25]);
    expect(client.subscriptions()).toEqual([topic]);
  });
});

describe("what fails does not spread", () => {
  const book = "orderBookL2_25.BTCUSDT";

  it("a listener that throws at a gap holds up neither the others nor the renewal", async () => {
    const { client, mock } = await start(
      "linear",
      {},
      { intervalMs: 5, faults: [{ fault: "out-of-order", after: 5, connections: 1 }] },
    );
    const errors: unknown[] = [];
    client.events.on("gap", () => {
      throw new Error("mine");
    });
    client.events.on("error", (error) => errors.push(error));
    const live = client.book(book);
    const heard = vi.fn();
    live.onChange(() => {
      if (!live.current) throw new Error("no book");
    });
    live.onChange(heard);
    await live.ready;
    await until(() => errors.length > 0, "the gap");
    await until(() => live.current !== undefined, "the next snapshot");
    expect(heard.mock.calls.length).toBeGreaterThan(3);
    expect(mock.connected).toBe(1);
  });

  it("one refused topic of a request does not take the others with it, at first and after a reconnect", async () => {
    const { client, mock } = await start("linear", {}, { faults: [{ fault: "refuse", topic: "trade.GONE" }] });
    const topics = [trade, "trade.GONE", "candle.1.BTCUSDT"];
    const results = await Promise.allSettled(topics.map((topic) => client.subscribe(topic)));
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    const errors: { code: string; topic: string }[] = [];
    client.events.on("error", (error) => errors.push(error));
    mock.setFaults([{ fault: "refuse", topic: trade }]);
    mock.sessions()[0]?.terminate();
    await until(() => errors.length === 1, "the refusal");
    await until(() => mock.sessions()[0]?.subscriptions().length === 1, "the other one");
    expect([client.subscriptions(), errors[0]?.code, errors[0]?.topic]).toEqual([
      ["candle.1.BTCUSDT"],
      "refused",
      trade,
    ]);
  });

  it("what was lost leaves nothing behind: subscribed to again, each message comes once", async () => {
    const { client, mock } = await start("linear");
    const handler = vi.fn();
    await client.subscribe(trade, handler);
    mock.setFaults([{ fault: "refuse", topic: trade, connections: 1 }]);
    const lost = new Promise((resolve) => client.events.on("error", resolve));
    mock.sessions()[0]?.terminate();
    await lost;
    mock.setFaults([]);
    mock.sessions()[0]?.terminate();
    await client.subscribe(trade, handler);
    mock.tick();
    await until(() => handler.mock.calls.length > 0, "a message");
    await sleep(20);
    expect(handler).toHaveBeenCalledTimes(1);
  });

  it("a book whose subscription ended shows nothing, and says so", async () => {
    const { client } = await start("linear");
    const live = client.book(book);
    await live.ready;
    const heard = vi.fn();
    live.onChange(() => heard(live.current));
    await client.unsubscribe(book);
    expect([live.current, heard.mock.calls]).toEqual([undefined, [[undefined]]]);
    const closed = client.book(book);
    await closed.close();
    await expect(closed.ready).rejects.toMatchObject({ code: "closed", topic: book });
  });

  it("a table without snapshots does not disturb the subscription that it joins", async () => {
    const { client, mock } = await start("linear");
    await client.subscribe("order", () => undefined);
    const table = client.records("order");
    await sleep(20);
    mock.tick();
    expect((await table.ready).records.size).toBe(1);
    expect(requests().filter((request) => (request as { op: string }).op !== "auth")).toHaveLength(1);
  });

  it("a gap before the acknowledgement is renewed after it", async () => {
    const faults = [
      { fault: "slow-ack", ms: 150 },
      { fault: "data-before-ack" },
      { fault: "out-of-order", after: 4, connections: 1 },
    ] as const;
    const { client } = await start("linear", {}, { intervalMs: 5, faults });
    const gap = new Promise((resolve) => client.events.on("gap", resolve));
    const live = client.book(book);
    await gap;
    await until(() => live.current !== undefined, "the next snapshot");
  });

  it("several symbols are no book", async () => {
    const spot = await start("spot");
    expect(() => spot.client.book("v1/diffDepth", { symbol: ["BTCUSDT", "ETHUSDT"] })).toThrow(
      "several topics at once",
    );
    const copy = await start("copy-trading");
    expect(() => copy.client.book("orderBookL2_25.BTCUSD|EOSUSD")).toThrow("several topics at once");
    expect(() => copy.client.records("instrument_info.100ms.*")).toThrow("several topics at once");
  });

  it("a subscription is told by its request: not by the order of its parameters, nor by defaults that are written", async () => {
    const { client, mock } = await start("spot");
    await client.subscribe("v2/kline", { symbol: "BTCUSDT", interval: "1m" });
    await client.subscribe("v2/kline", { interval: "1m", binary: false, symbol: "BTCUSDT" });
    expect([client.subscriptions().length, requests().length]).toEqual([1, 1]);
    await client.unsubscribe("v2/kline", { interval: "1m", symbol: "BTCUSDT" });
    expect([client.subscriptions(), mock.sessions()[0]?.subscriptions()]).toEqual([[], []]);
    expect(() => client.subscribe("v1/trade", { symbol: undefined })).toThrow('needs a value for "symbol"');
  });

  it("functions of the user that throw are reported, wherever they are called", async () => {
    const decide = (): never => {
      throw new Error("mine");
    };
    const { client, mock } = await start("linear", {
      validation: { check: decide, mode: "throw" },
      reconnect: { initialMs: 1, decide },
    });
    const errors: string[] = [];
    client.events.on("error", ({ code }: { code: string }) => errors.push(code));
    const handler = vi.fn(() => Promise.reject(new Error("later")));
    await client.subscribe(trade, handler);
    mock.tick();
    await until(() => errors.length === 2, "both errors");
    expect([errors, handler.mock.calls.length]).toEqual([["handler", "handler"], 1]);
    mock.sessions()[0]?.terminate();
    await until(() => client.state("public") === "closed", "the end");
    await expect(client.subscribe(trade)).rejects.toMatchObject({ code: "handler", cause: { message: "mine" } });
  });

  it("a promise that nobody waits for ends no process", async () => {
    const unhandled = vi.fn();
    process.on("unhandledRejection", unhandled);
    const { client } = await start("linear");
    void client.subscribe(trade);
    void client.connect("private");
    await client.close();
    await sleep(20);
    process.off("unhandledRejection", unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it("a signer that never comes back holds up neither an attempt nor close()", async () => {
    const credentials = { apiKey: "k", sign: () => new Promise<string>(() => undefined) };
    const { client } = await start("linear", { credentials, authentication: { method: "query" }, timeoutMs: 40 });
    const states: string[] = [];
    client.events.on("state", ({ state }: { state: string }) => states.push(state));
    void client.connect("private");
    await until(() => states.filter((state) => state === "connecting").length > 2, "other attempts");
    await client.close();
    expect(states.at(-1)).toBe("closed");
  });

  it("a subscription settles in its time, however often the exchange hangs up", async () => {
    const { client, mock } = await start(
      "linear",
      { timeoutMs: 200, reconnect: { initialMs: 1, maxMs: 1 } },
      { faults: [{ fault: "slow-ack", ms: 60_000 }] },
    );
    const hangUp = setInterval(() => {
      for (const session of mock.sessions()) session.terminate();
    }, 20);
    const began = Date.now();
    await expect(client.subscribe(trade)).rejects.toMatchObject({ code: "timeout" });
    clearInterval(hangUp);
    expect(Date.now() - began).toBeLessThan(1500);
  });

  it("a blocked loop costs no subscription and no connection", async () => {
    const { client, mock } = await start(
      "linear",
      { timeoutMs: 100, heartbeat: { intervalMs: 40, timeoutMs: 40 } },
      { intervalMs: 1 },
    );
    const loop = client.messages(trade, { limit: 2, whenFull: "block" });
    await until(() => loop.waiting > 2, "a full queue");
    await sleep(50);
    const answer = client.subscribe("candle.1.BTCUSDT");
    await sleep(400);
    expect(mock.connected).toBe(1);
    await loop.return();
    await answer;
    expect([mock.connected, client.subscriptions()]).toEqual([1, ["candle.1.BTCUSDT"]]);
  });
});

describe("handlers", () => {
  it("listen to a topic, a name, or a form; and only while they are wanted", async () => {
    const { client, mock } = await start("linear");
    const seen: string[] = [];
    const offs = [trade, "trade", "orderBookL2_25/delta", "orderBookL2_25/snapshot"].map((target) =>
      client.on(target, () => seen.push(target)),
    );
    await Promise.all([
      client.subscribe(trade),
      client.subscribe("trade.ETHUSDT"),
      client.subscribe("orderBookL2_25.BTCUSDT"),
    ]);
    mock.tick();
    await until(() => seen.includes("orderBookL2_25/delta"), "the delta");
    expect(seen.toSorted()).toEqual(
      ["orderBookL2_25/delta", "orderBookL2_25/snapshot", trade, "trade", "trade"].toSorted(),
    );
    for (const off of offs) off();
    const { length } = seen;
    mock.tick();
    await sleep(30);
    expect(seen).toHaveLength(length);
  });

  it("that only listen outlive subscriptions, and keep none alive", async () => {
    const { client, mock } = await start("linear", {}, { intervalMs: 5 });
    const heard = vi.fn();
    client.on(trade, heard);
    for await (const _ of client.messages(trade)) break;
    await until(() => mock.sessions()[0]?.subscriptions().length === 0, "the end of the subscription");
    await client.subscribe(trade);
    await client.unsubscribe(trade);
    const { length } = heard.mock.calls;
    await client.subscribe(trade);
    await until(() => heard.mock.calls.length > length, "messages again");
  });

  it("of copy trading cover filters, and all with the wildcard", async () => {
    const { client, mock } = await start("copy-trading");
    const seen: string[] = [];
    await Promise.all([
      client.subscribe("liquidation.BTCUSD|XRPUSD", ({ topic }: { topic: string }) => seen.push(`two ${topic}`)),
      client.subscribe("trade.*", ({ topic }: { topic: string }) => seen.push(`all ${topic}`)),
    ]);
    mock.tick();
    await until(() => seen.length === 3, "three messages");
    expect(seen.toSorted()).toEqual(["all trade.BTCUSD", "two liquidation.BTCUSD", "two liquidation.XRPUSD"]);
  });

  it("of spot get the symbols and the interval that they asked for", async () => {
    const { client, mock } = await start("spot");
    const seen: string[] = [];
    const add = (name: string) => (message: { symbol?: string; params: { symbol?: string; klineType?: string } }) =>
      seen.push(`${name} ${message.symbol ?? message.params.symbol} ${message.params.klineType ?? ""}`.trim());
    await Promise.all([
      client.subscribe("v1/trade", { symbol: ["BTCUSDT", "ETHUSDT"] }, add("v1")),
      client.subscribe("v2/trade", { symbol: "BTCUSDT" }, add("v2")),
      client.subscribe("v2/kline", { symbol: "BTCUSDT", interval: "1m" }, add("minute")),
      client.subscribe("v2/kline", { symbol: "BTCUSDT", interval: "1h" }, add("hour")),
    ]);
    mock.tick();
    await until(() => seen.length === 5, "five messages");
    expect(seen.toSorted()).toEqual(["hour BTCUSDT 1h", "minute BTCUSDT 1m", "v1 BTCUSDT", "v1 ETHUSDT", "v2 BTCUSDT"]);
  });

  it("that throw are reported, and hold nothing up", async () => {
    const { client, mock } = await start("linear");
    const errors: { code: string; cause: Error }[] = [];
    client.events.on("error", (error) => errors.push(error));
    const handler = vi.fn();
    await client.subscribe(trade, () => {
      throw new Error("mine");
    });
    await client.subscribe(trade, handler);
    mock.tick();
    await until(() => handler.mock.calls.length === 1, "the other handler");
    expect(errors).toMatchObject([{ name: "ClientError", code: "handler", cause: { message: "mine" } }]);
    expect(client.state("public")).toBe("ready");
  });
});

describe("a loop that is too slow", () => {
  it("gets an error by default, after what waits", async () => {
    const { client, mock } = await start("linear");
    await client.connect("public");
    const loop = client.messages(trade, { limit: 3 });
    await until(() => mock.sessions()[0]?.subscriptions().length === 1, "the subscription");
    for (let index = 0; index < 5; index += 1) mock.tick();
    await until(() => client.subscriptions().length === 0, "the end of the subscription");
    const results = [await loop.next(), await loop.next(), await loop.next()];
    expect(results.map(({ done }) => done)).toEqual([false, false, false]);
    await expect(loop.next()).rejects.toMatchObject({ code: "slow-reader", topic: trade });
    expect(await loop.next()).toMatchObject({ done: true });
  });

  it("loses the oldest by drop-oldest, counted", async () => {
    const { client, mock } = await start("linear");
    const dropped: unknown[] = [];
    client.events.on("dropped", (each) => dropped.push(each));
    const loop = client.messages(trade, { limit: 3, whenFull: "drop-oldest" });
    await until(() => mock.sessions()[0]?.subscriptions().length === 1, "the subscription");
    for (let index = 0; index < 10; index += 1) mock.tick();
    await until(() => loop.dropped === 7, "seven dropped");
    const sent = frames.filter(({ push }) => push).map(({ text }) => JSON.parse(text) as unknown);
    expect([(await loop.next()).value, (await loop.next()).value, (await loop.next()).value]).toEqual(sent.slice(-3));
    expect([dropped.length, loop.waiting]).toEqual([7, 0]);
  });

  it("cannot block where the WebSocket class cannot pause", async () => {
    class Browser {}
    const client = await createClient("linear", undefined, { WebSocket: Browser });
    expect(() => client.messages(trade, { whenFull: "block" })).toThrow("needs a WebSocket class that can pause");
  });
});

describe("validation", () => {
  it("has rules of its own for the topics that somebody names", async () => {
    const { validateFrame } = await loadPackage("linear");
    const check = vi.fn(validateFrame);
    const topics = { trade: { sample: 0 }, candle: { sample: 0.5 } };
    const { client, mock } = await start("linear", { validation: { check, mode: "report", topics } });
    let received = 0;
    const count = (): void => {
      received += 1;
    };
    for (const topic of [trade, "candle.1.BTCUSDT", "liquidation.BTCUSDT"]) await client.subscribe(topic, count);
    for (let index = 0; index < 10; index += 1) mock.tick();
    await until(() => received === 30, "all messages");
    const checked = check.mock.calls.map(([frame]) => (frame as { topic: string }).topic);
    const of = (name: string) => checked.filter((topic) => topic === name).length;
    expect([of("trade"), of("candle"), of("liquidation")]).toEqual([0, 5, 10]);
  });

  it("checks the part that is asked for", async () => {
    const { validateFrame } = await loadPackage("linear");
    const check = vi.fn(validateFrame);
    const { client, mock } = await start("linear", { validation: { check, mode: "report", sample: 0.1 } });
    let received = 0;
    await client.subscribe(trade, () => {
      received += 1;
    });
    for (let index = 0; index < 100; index += 1) mock.tick();
    await until(() => received === 100, "100 messages");
    expect(check.mock.calls.length).toBeGreaterThanOrEqual(9);
    expect(check.mock.calls.length).toBeLessThanOrEqual(11);
  });
});

describe("the tap", () => {
  it("is shown every frame, with its time, before anything is done with it", async () => {
    const shown: { connection: string; direction: string; data: string; timeNs: bigint; isSecret: boolean }[] = [];
    const began = BigInt(Date.now()) * 1_000_000n;
    const { client, mock } = await start("linear", { tap: (frame: (typeof shown)[number]) => shown.push(frame) });
    let before = 0;
    await client.subscribe(trade, () => {
      before = shown.length;
    });
    mock.tick();
    await until(() => before > 0, "a message");
    expect(before).toBe(shown.length);
    expect(shown.map(({ connection, direction, isSecret }) => [connection, direction, isSecret])).toEqual([
      ["public", "out", false],
      ["public", "in", false],
      ["public", "in", false],
    ]);
    expect(shown.map(({ data }) => data)).toEqual(frames.map(({ text }) => text));
    expect(shown.every(({ timeNs }, at) => timeNs >= (shown[at - 1]?.timeNs ?? began - 60_000_000_000n))).toBe(true);
  });

  it("is told which frames may carry credentials", async () => {
    const shown: { direction: string; data: string; isSecret: boolean }[] = [];
    const { client } = await start("linear", { tap: (frame: (typeof shown)[number]) => shown.push(frame) });
    await client.subscribe("position");
    const secret = shown.filter(({ isSecret }) => isSecret);
    expect(secret.map(({ direction }) => direction)).toEqual(["out", "in"]);
    expect(shown.some(({ isSecret, data }) => !isSecret && /mock-key|auth/.test(data))).toBe(false);
  });

  it("that throws is reported, and holds nothing up", async () => {
    const tap = (): never => {
      throw new Error("mine");
    };
    const { client } = await start("linear", { tap });
    const errors: { code: string }[] = [];
    client.events.on("error", (error: { code: string }) => errors.push(error));
    await client.subscribe(trade);
    expect(errors.map(({ code }) => code)).toEqual(["handler", "handler"]);
  });
});

describe("reconnecting", () => {
  it("can be decided by the user, and turned off", async () => {
    const { client, mock } = await start("linear", {
      reconnect: { initialMs: 1, decide: ({ code }: { code: number }) => (code === 4001 ? "stop" : "retry") },
    });
    await client.connect("public");
    mock.sessions()[0]?.close(4000, "");
    await until(() => mock.connected === 2 && client.state("public") === "ready", "another connection");
    mock.sessions()[0]?.close(4001, "banned");
    await until(() => client.state("public") === "closed", "the end");
    await expect(client.subscribe(trade)).rejects.toMatchObject({
      code: "closed",
      message: expect.stringContaining("4001 banned"),
    });
    const other = await start("linear", { reconnect: false });
    await other.client.connect("public");
    other.mock.sessions()[0]?.terminate();
    await until(() => other.client.state("public") === "closed", "the end");
  });
});

it("knows the documented endpoints by network", async () => {
  for (const line of ["linear", "copy-trading", "spot", "usdc-perpetual", "v5"]) {
    for (const [connection, { endpoints }] of Object.entries(loadLineSpec(line).file.connections)) {
      for (const [network, [documented]] of Object.entries(endpoints)) {
        const urls: string[] = [];
        class Recorder {
          constructor(url: string) {
            urls.push(url);
          }
          close(): void {}
        }
        const client = await createClient(line, undefined, { WebSocket: Recorder, network });
        void client.connect(connection).catch(() => undefined);
        await until(() => urls.length === 1, "the URL");
        await client.close();
        expect(urls).toEqual([documented]);
      }
    }
  }
});
