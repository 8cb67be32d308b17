/** One connection: its states, what ends its sockets, and when it tries again. */

import { beforeEach, describe, expect, it } from "vitest";
import { ClientError } from "../../templates/runtime/client-error.js";
import {
  type Connection,
  type ConnectionOptions,
  createConnection,
  type StateChange,
} from "../../templates/runtime/connection.js";
import { outcome, pass, settled, timers, useStoppedClock } from "./clock.js";
import { FakeSocket, recordSockets } from "./fake-socket.js";

useStoppedClock();

const TIMEOUT = 1000;

let sockets: FakeSocket[];
let changes: StateChange[];
let received: unknown[];
/** Of the wait before another attempt: from 0 to 1. */
let jitter: number;

beforeEach(() => {
  changes = [];
  received = [];
  jitter = 1;
});

function create(more: Partial<ConnectionOptions> = {}, Base: new (url: string) => FakeSocket = FakeSocket): Connection {
  const recorded = recordSockets(Base);
  sockets = recorded.sockets;
  return createConnection({
    name: "public",
    WebSocket: recorded.WebSocket,
    url: () => "ws://exchange/public?signature=secret",
    reconnect: { initialMs: 100, maxMs: 10_000, random: () => jitter },
    timeoutMs: TIMEOUT,
    onData: (data) => received.push(data),
    onState: (change) => changes.push(change),
    ...more,
  });
}

/** The last one that was made. */
const socket = (): FakeSocket => sockets.at(-1) as FakeSocket;
const states = (): string[] => changes.map(({ state }) => state);
const closedWith = () => changes.at(-1)?.closed;

async function connected(more: Partial<ConnectionOptions> = {}, Base?: new (url: string) => FakeSocket) {
  const connection = create(more, Base);
  void connection.ready();
  await settled();
  socket().onopen?.();
  await settled();
  return connection;
}

describe("connecting", () => {
  it("begins when somebody asks for it, and is ready when the socket is open", async () => {
    const connection = create();
    await settled();
    expect([connection.state, sockets.length, states()]).toEqual(["idle", 0, []]);
    const ready = connection.ready();
    void connection.ready();
    await settled();
    expect(sockets.map(({ url, binaryType }) => [url, binaryType])).toEqual([
      ["ws://exchange/public?signature=secret", "arraybuffer"],
    ]);
    expect([connection.state, await outcome(ready)]).toEqual(["connecting", "pending"]);
    socket().onopen?.();
    expect([connection.state, await outcome(ready), timers()]).toEqual(["ready", "fulfilled", 0]);
    expect(changes).toEqual([
      { connection: "public", state: "connecting", previous: "idle" },
      { connection: "public", state: "ready", previous: "connecting" },
    ]);
  });

  it("hands on what comes, and sends while there is a socket", async () => {
    const connection = create();
    connection.send("too early");
    void connection.ready();
    await settled();
    socket().onopen?.();
    connection.send("text");
    socket().onmessage?.({ data: "frame" });
    expect([socket().sent, received]).toEqual([["text"], ["frame"]]);
  });

  it("makes a URL for each attempt", async () => {
    let attempt = 0;
    await connected({
      url: async () => {
        attempt += 1;
        return `ws://exchange/${attempt}`;
      },
    });
    socket().onclose?.({ code: 1006 });
    await settled();
    await pass(100);
    expect(sockets.map(({ url }) => url)).toEqual(["ws://exchange/1", "ws://exchange/2"]);
  });

  it("tries again without a handshake in time, and leaves the socket behind", async () => {
    const connection = create();
    void connection.ready();
    await pass(TIMEOUT - 1);
    expect(connection.state).toBe("connecting");
    await pass(1);
    expect([connection.state, closedWith(), changes.at(-1)?.delayMs]).toEqual([
      "waiting",
      { code: 1006, reason: "no handshake within 1000 ms" },
      100,
    ]);
    const [first] = sockets as [FakeSocket];
    expect([first.asked, first.onopen, first.onmessage, first.onclose]).toEqual([["terminate"], null, null, null]);
    expect(() => first.onerror?.({ message: "late" })).not.toThrow();
    await pass(99);
    expect(sockets).toHaveLength(1);
    await pass(1);
    expect(sockets).toHaveLength(2);
  });

  it("tries again at once where the handshake fails, whether or not the class says that the socket is closed", async () => {
    const connection = create();
    void connection.ready();
    await settled();
    const [first] = sockets as [FakeSocket];
    first.onerror?.({ message: "refused" });
    await settled();
    expect([connection.state, closedWith(), first.onclose]).toEqual([
      "waiting",
      { code: 1006, reason: "refused" },
      null,
    ]);
  });

  it("says what is in its way: the end of the last attempt, or what has not come yet", async () => {
    const connection = create({ authenticate: () => Promise.resolve("credentials") });
    void connection.ready();
    await settled();
    expect(connection.obstacle()).toEqual({ text: "no handshake was made" });
    socket().onopen?.();
    expect(connection.obstacle()).toEqual({ text: "no authentication reply came" });
    socket().onclose?.({ code: 1012, reason: "" });
    await settled();
    expect(connection.obstacle()).toEqual({ text: "closed with 1012", closed: { code: 1012, reason: "" } });
    await pass(100);
    socket().onerror?.({ message: "It was refused." });
    await settled();
    expect(connection.obstacle()?.text).toBe("It was refused");
    await pass(200);
    socket().onerror?.({});
    await settled();
    expect(connection.obstacle()?.text).toBe("the handshake failed");
    await pass(400);
    socket().onopen?.();
    connection.authenticated();
    expect(connection.obstacle()).toBeUndefined();
  });

  it("is held up by no signer that never comes back", async () => {
    const connection = create({ url: () => new Promise(() => undefined) });
    void connection.ready();
    await pass(TIMEOUT);
    await pass(100);
    expect([states(), sockets]).toEqual([["connecting", "waiting", "connecting"], []]);
    expect(await outcome(connection.close())).toBe("fulfilled");
  });

  it("uses no URL that comes too late", async () => {
    let give = (_: string): void => undefined;
    const connection = create({
      url: () =>
        new Promise((resolve) => {
          give = resolve;
        }),
    });
    void connection.ready();
    await settled();
    void connection.close();
    give("ws://exchange");
    await settled();
    expect([connection.state, sockets]).toEqual(["closed", []]);
  });

  it("ends for good where there is no URL, without trying again", async () => {
    const cause = new Error("no key");
    const connection = create({ url: () => Promise.reject(cause) });
    const ready = connection.ready();
    await expect(ready).rejects.toMatchObject({
      code: "closed",
      message: "Error: no key",
      connection: "public",
      cause,
    });
    expect([connection.state, closedWith(), timers()]).toEqual(["closed", { code: 1006, reason: "Error: no key" }, 0]);
    const error = new ClientError("authentication", "cannot be signed");
    await expect(create({ url: () => Promise.reject(error) }).ready()).rejects.toBe(error);
  });

  it("ends for good where the class refuses the URL, and does not show the query", async () => {
    class Refusing extends FakeSocket {
      constructor(url: string) {
        super(url);
        throw new SyntaxError(`Invalid URL: ${url}`);
      }
    }
    const connection = create({ url: () => "ws://exchange/public?signature=1\n2" }, Refusing);
    const message = "The WebSocket class refuses the URL ws://exchange/public.";
    await expect(connection.ready()).rejects.toMatchObject({ code: "closed", message, connection: "public" });
    expect(closedWith()).toEqual({ code: 1006, reason: message });
  });
});

describe("a socket that ends", () => {
  it("is followed by another, after a wait that grows with failures", async () => {
    const connection = await connected();
    const waits: (number | undefined)[] = [];
    for (let round = 0; round < 3; round += 1) {
      socket().onclose?.({ code: 1006, reason: "" });
      await settled();
      waits.push(changes.at(-1)?.delayMs);
      await pass(changes.at(-1)?.delayMs ?? 0);
    }
    expect([waits, sockets.length, connection.state]).toEqual([[100, 200, 400], 4, "connecting"]);
  });

  it("after having been ready for long is followed by one after a short wait", async () => {
    await connected({ reconnect: { initialMs: 100, random: () => 1, stableMs: 5000 } });
    const waits: (number | undefined)[] = [];
    for (const readyForMs of [4999, 0, 5000]) {
      await pass(readyForMs);
      socket().onclose?.({ code: 1006, reason: "" });
      await settled();
      waits.push(changes.at(-1)?.delayMs);
      await pass(changes.at(-1)?.delayMs ?? 0);
      socket().onopen?.();
    }
    expect(waits).toEqual([100, 200, 100]);
  });

  it("says how: by its code and reason, by its last error, or as a connection that broke", async () => {
    await connected();
    const ends: [{ code?: number; reason?: string }, string | undefined][] = [
      [{ code: 1012, reason: "restart" }, "reset"],
      [{ code: 1006, reason: "" }, "reset"],
      [{ code: 1006, reason: "" }, undefined],
      [{}, undefined],
    ];
    const seen: unknown[] = [];
    for (const [end, message] of ends) {
      socket().onerror?.(message === undefined ? {} : { message });
      socket().onclose?.(end);
      await settled();
      seen.push(closedWith());
      await pass(10_000);
      socket().onopen?.();
    }
    expect(seen).toEqual([
      { code: 1012, reason: "restart" },
      { code: 1006, reason: "reset" },
      { code: 1006, reason: "" },
      { code: 1006, reason: "" },
    ]);
  });

  it("is heard of no more", async () => {
    const connection = await connected();
    const [first] = sockets as [FakeSocket];
    const { onmessage, onclose, onopen } = first;
    onclose?.({ code: 1006, reason: "" });
    await settled();
    connection.send("lost");
    onclose?.({ code: 1000, reason: "again" });
    onopen?.();
    expect([first.sent, states(), closedWith()?.code]).toEqual([[], ["connecting", "ready", "waiting"], 1006]);
    expect([onmessage !== null, first.onmessage]).toEqual([true, null]);
  });

  it("that cannot be terminated is closed, and what that throws is nobody's", async () => {
    class Browser extends FakeSocket {
      override terminate = undefined as never;
      override close(code?: number): void {
        super.close(code);
        throw new Error("still connecting");
      }
    }
    const connection = create({}, Browser);
    void connection.ready();
    await settled();
    await pass(TIMEOUT);
    expect([sockets[0]?.asked, connection.state]).toEqual([["close"], "waiting"]);
  });

  it("with a code that refuses this client is the end", async () => {
    const connection = await connected();
    expect(await outcome(connection.ready())).toBe("fulfilled");
    socket().onclose?.({ code: 3000, reason: "unauthorized" });
    const message = 'The connection "public" is closed (3000 unauthorized).';
    await settled();
    expect([connection.state, timers(), changes.at(-1)?.error?.message]).toEqual(["closed", 0, message]);
    await expect(connection.ready()).rejects.toMatchObject({ code: "closed", message, connection: "public" });
    expect(await outcome(connection.close())).toBe("fulfilled");
    expect([states(), sockets.length]).toEqual([["connecting", "ready", "closed"], 1]);
  });

  it("is the end where nobody wants another", async () => {
    const connection = await connected({ reconnect: false });
    socket().onclose?.({ code: 1006, reason: "" });
    await settled();
    expect([connection.state, timers()]).toEqual(["closed", 0]);
  });

  it("is the end where the user's decision throws, and says so", async () => {
    const cause = new Error("mine");
    const decide = (): never => {
      throw cause;
    };
    const connection = await connected({ reconnect: { decide } });
    socket().onclose?.({ code: 1006, reason: "" });
    await settled();
    expect(connection.state).toBe("closed");
    await expect(connection.ready()).rejects.toMatchObject({ code: "handler", cause, connection: "public" });
  });

  it("has who asks meanwhile wait for the next one", async () => {
    const connection = await connected();
    socket().onclose?.({ code: 1006, reason: "" });
    await settled();
    const ready = connection.ready();
    expect(await outcome(ready)).toBe("pending");
    await pass(100);
    socket().onopen?.();
    expect(await outcome(ready)).toBe("fulfilled");
  });

  it("by a restart is left as it is", async () => {
    const connection = await connected();
    connection.restart("no answer");
    await settled();
    expect([sockets[0]?.asked, closedWith(), connection.state]).toEqual([
      ["terminate"],
      { code: 1006, reason: "no answer" },
      "waiting",
    ]);
  });
});

describe("authentication", () => {
  const authenticate = () => Promise.resolve("credentials");

  it("is sent when the socket is open, and makes it ready when it is accepted", async () => {
    const connection = await connected({ authenticate });
    expect([connection.state, socket().sent, await outcome(connection.ready())]).toEqual([
      "authenticating",
      ["credentials"],
      "pending",
    ]);
    connection.authenticated();
    expect([connection.state, states(), timers()]).toEqual(["ready", ["connecting", "authenticating", "ready"], 0]);
    connection.authenticated("late");
    expect(connection.state).toBe("ready");
  });

  it("that is refused is the end where none has worked before, with a reason", async () => {
    const connection = await connected({ authenticate });
    connection.authenticated("bad key");
    await settled();
    expect([connection.state, closedWith(), timers()]).toEqual([
      "closed",
      { code: 1000, reason: "authentication failed", error: changes.at(-1)?.error },
      0,
    ]);
    await expect(connection.ready()).rejects.toMatchObject({
      code: "authentication",
      message: "The exchange refused the authentication: bad key",
      connection: "public",
    });
  });

  it("that is refused after one has worked is tried again slowly, and says why", async () => {
    const connection = await connected({ authenticate });
    connection.authenticated();
    socket().onclose?.({ code: 1006, reason: "" });
    await settled();
    await pass(100);
    socket().onopen?.();
    await settled();
    connection.authenticated("expired");
    await settled();
    expect(changes.at(-1)).toMatchObject({
      state: "waiting",
      delayMs: 10_000,
      closed: { error: { code: "authentication", message: "The exchange refused the authentication: expired" } },
    });
    await pass(10_000);
    expect([connection.state, sockets.length]).toEqual(["connecting", 3]);
  });

  it("that was refused is begun anew by connect(), which close() ends like the first", async () => {
    const connection = await connected({ authenticate });
    connection.authenticated("bad key");
    await settled();
    expect(await outcome(connection.ready())).toBe("authentication");
    const ready = connection.connect();
    await settled();
    socket().onopen?.();
    await settled();
    connection.authenticated();
    expect([await outcome(ready), connection.state, sockets.length]).toEqual(["fulfilled", "ready", 2]);
    const closed = connection.close();
    expect(await outcome(closed)).toBe("pending");
    socket().onclose?.({ code: 1000, reason: "" });
    expect([await outcome(closed), await outcome(connection.connect()), sockets.length]).toEqual([
      "fulfilled",
      "closed",
      2,
    ]);
  });

  it("that cannot be signed is the end", async () => {
    const cause = new Error("no key");
    const connection = await connected({ authenticate: () => Promise.reject(cause) });
    expect(connection.state).toBe("closed");
    await expect(connection.ready()).rejects.toMatchObject({ code: "authentication", message: "no key", cause });
    const error = new ClientError("authentication", "could not be signed");
    const other = await connected({ authenticate: () => Promise.reject(error) });
    await expect(other.ready()).rejects.toBe(error);
  });

  it("without an answer in time is tried again on another socket", async () => {
    const connection = await connected({ authenticate });
    await pass(TIMEOUT - 1);
    expect(connection.state).toBe("authenticating");
    await pass(1);
    expect([connection.state, closedWith()?.reason]).toEqual(["waiting", "no authentication reply within 1000 ms"]);
  });

  it("that is signed too late is not sent, and fails nothing", async () => {
    for (const settle of [(give: (text: string) => void) => give("late"), (_: unknown, fail: () => void) => fail()]) {
      const signers: (() => void)[] = [];
      const connection = await connected({
        authenticate: () =>
          new Promise((resolve, reject) => {
            signers.push(() => settle(resolve, () => reject(new Error("late"))));
          }),
      });
      socket().onclose?.({ code: 1006, reason: "" });
      await settled();
      await pass(100);
      socket().onopen?.();
      signers[0]?.();
      await settled();
      expect([connection.state, sockets.flatMap(({ sent }) => sent)]).toEqual(["authenticating", []]);
      changes = [];
    }
  });

  it("is not asked for by an answer that nobody waits for", async () => {
    const connection = create({ authenticate });
    connection.authenticated();
    void connection.ready();
    await settled();
    connection.authenticated();
    connection.authenticated("no");
    expect(connection.state).toBe("connecting");
  });
});

describe("the heartbeat", () => {
  const heartbeat = {
    text: () => "ping",
    intervalMs: 100,
    quietMs: 100,
    timeoutMs: 50,
    liveness: "any-frame" as const,
  };

  it("begins with the socket, while it authenticates too, and ends with it", async () => {
    const connection = await connected({ heartbeat, authenticate: () => Promise.resolve("credentials") });
    await pass(100);
    expect(socket().sent).toEqual(["credentials", "ping"]);
    connection.alive();
    await pass(50);
    connection.authenticated();
    socket().onclose?.({ code: 1006, reason: "" });
    await settled();
    // Only the wait for another one.
    expect(timers()).toBe(1);
  });

  it("ends a connection that nothing comes from", async () => {
    const connection = await connected({ heartbeat });
    await pass(150);
    expect([connection.state, closedWith()?.reason]).toEqual(["waiting", "no sign of life within 50 ms of a ping"]);
  });

  it("makes a connection suspect that is quiet for so long that a ping is due, and one without a socket", async () => {
    const connection = await connected({ heartbeat });
    await pass(99);
    expect(connection.isSuspect()).toBe(false);
    await pass(1);
    expect(connection.isSuspect()).toBe(true);
    socket().onmessage?.({ data: "frame" });
    expect(connection.isSuspect()).toBe(false);
    socket().onclose?.({ code: 1006, reason: "" });
    await settled();
    expect([connection.isSuspect(), (await connected()).isSuspect()]).toEqual([true, false]);
  });

  it("is kept up by frames, and by pongs where the line asks for them", async () => {
    const byFrames = await connected({ heartbeat });
    await pass(110);
    socket().onmessage?.({ data: "frame" });
    await pass(40);
    expect(byFrames.state).toBe("ready");
    const byPongs = await connected({ heartbeat: { ...heartbeat, liveness: "pong" } });
    await pass(110);
    socket().onmessage?.({ data: "frame" });
    byPongs.alive();
    await pass(40);
    expect(byPongs.state).toBe("ready");
  });

  it("does not end a connection that is not read", async () => {
    const connection = await connected({ heartbeat });
    connection.pause(connection);
    await pass(500);
    expect(connection.state).toBe("ready");
  });
});

describe("pausing", () => {
  it("stops the socket until all have resumed, and tells since when answers come again", async () => {
    const connection = await connected();
    const [one, other] = [{}, {}];
    expect(connection.isHeldBack(100)).toBe(false);
    connection.pause(one);
    connection.pause(other);
    connection.resume(one);
    expect([socket().asked, connection.isHeldBack(100)]).toEqual([["pause", "pause"], true]);
    connection.resume(other);
    expect([socket().asked, connection.isHeldBack(100)]).toEqual([["pause", "pause", "resume"], true]);
    await pass(99);
    expect(connection.isHeldBack(100)).toBe(true);
    await pass(1);
    expect(connection.isHeldBack(100)).toBe(false);
  });

  it("needs no socket, and no socket that can", async () => {
    const connection = create();
    connection.pause(connection);
    connection.resume(connection);
    class Browser extends FakeSocket {
      override pause = undefined as never;
      override resume = undefined as never;
    }
    const other = await connected({}, Browser);
    other.pause(other);
    other.resume(other);
    expect(socket().asked).toEqual([]);
  });
});

describe("closing", () => {
  const closedStates = () => states().filter((state) => state === "closed");

  it("before anything was opened is done at once, and opens nothing", async () => {
    const connection = create();
    const closed = connection.close();
    expect([connection.state, await outcome(closed), changes]).toEqual([
      "closed",
      "fulfilled",
      [{ connection: "public", state: "closed", previous: "idle", closed: { code: 1000, reason: "" } }],
    ]);
    await expect(connection.ready()).rejects.toMatchObject({
      code: "closed",
      message: 'The connection "public" is closed.',
    });
    expect([sockets, changes.length]).toEqual([[], 1]);
  });

  it("while it connects leaves the socket", async () => {
    const connection = create();
    const ready = connection.ready();
    await settled();
    const { onopen } = socket();
    const closed = connection.close();
    onopen?.();
    expect([await outcome(closed), await outcome(ready)]).toEqual(["fulfilled", "closed"]);
    expect([socket().asked, timers(), changes.at(-1)]).toEqual([
      ["terminate"],
      0,
      { connection: "public", state: "closed", previous: "connecting", closed: { code: 1000, reason: "" } },
    ]);
  });

  it("of an open socket is a handshake; what comes until its end still comes", async () => {
    const connection = await connected({
      heartbeat: { text: () => "ping", intervalMs: 10, quietMs: 10, timeoutMs: 10, liveness: "any-frame" },
    });
    const closed = connection.close();
    expect(connection.close()).toBe(closed);
    expect([socket().asked, connection.state]).toEqual([["close 1000"], "ready"]);
    socket().onmessage?.({ data: "last" });
    await pass(100);
    expect([received, socket().sent, await outcome(closed)]).toEqual([["last"], [], "pending"]);
    socket().onclose?.({ code: 1000, reason: "bye" });
    expect([await outcome(closed), timers(), closedWith()]).toEqual(["fulfilled", 0, { code: 1000, reason: "bye" }]);
    expect(changes.at(-1)).not.toHaveProperty("error");
  });

  it("waits for the handshake 2 s at most, and no longer than for other answers", async () => {
    for (const [timeoutMs, most] of [
      [10_000, 2000],
      [500, 500],
    ] as const) {
      const connection = await connected({ timeoutMs });
      const closed = connection.close();
      await pass(most - 1);
      expect(await outcome(closed)).toBe("pending");
      await pass(1);
      expect([await outcome(closed), closedWith()]).toEqual([
        "fulfilled",
        { code: 1006, reason: "the close was not answered" },
      ]);
      expect(socket().asked).toEqual(["close 1000", "terminate"]);
    }
  });

  it("while it authenticates is not changed by the answer", async () => {
    const connection = await connected({ authenticate: () => Promise.resolve("credentials") });
    void connection.close();
    connection.authenticated();
    connection.authenticated("no");
    expect(connection.state).toBe("authenticating");
    socket().onclose?.({ code: 1000, reason: "" });
    await settled();
    expect([states().at(-1), changes.at(-1)?.error]).toEqual(["closed", undefined]);
  });

  it("while it waits to try again does not wait", async () => {
    const connection = await connected();
    socket().onclose?.({ code: 1006, reason: "lost" });
    await settled();
    const closed = connection.close();
    expect([await outcome(closed), timers(), sockets.length]).toEqual(["fulfilled", 0, 1]);
    expect([closedWith(), closedStates()]).toEqual([{ code: 1006, reason: "lost" }, ["closed"]]);
  });

  it.each(["connecting", "authenticating", "ready", "waiting"])(
    "by a listener that hears of %s is heard",
    async (at) => {
      let connection: Connection | undefined;
      const closing = create({
        authenticate: () => Promise.resolve("credentials"),
        onState: (change) => {
          changes.push(change);
          if (change.state === at) void connection?.close();
        },
      });
      connection = closing;
      void closing.ready();
      await settled();
      socket()?.onopen?.();
      await settled();
      closing.authenticated();
      socket()?.onclose?.({ code: 1006, reason: "" });
      await settled();
      await pass(60_000);
      expect([closing.state, closedStates(), timers()]).toEqual(["closed", ["closed"], 0]);
      expect(sockets.length).toBeLessThanOrEqual(1);
    },
  );
});
