/** Logins that fail: who is told, what is tried again, and what the times of the server have to do with it. */

import { afterEach, describe, expect, it, vi } from "vitest";
import type { ClientError } from "../../templates/runtime/client-error.js";
import { FakeSocket, recordSockets } from "../runtime/fake-socket.js";
import { createClient, until } from "./clients.js";
import { signingWith, startInMemory } from "./memory-exchange.js";
import { useVirtualTime } from "./virtual-time.js";

useVirtualTime();

const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function start(options: Record<string, unknown> = {}) {
  const { client, exchange } = await startInMemory("linear", options);
  open.push(client, exchange);
  const errors: ClientError[] = [];
  client.events.on("error", (error: ClientError) => errors.push(error));
  const states: { state: string; delayMs?: number }[] = [];
  client.events.on("state", (change: { state: string; delayMs?: number }) => states.push(change));
  return { client, exchange, errors, states };
}

describe("a login that is refused", () => {
  it("at first ends the connection with one `error` event, whoever waits; connect() starts it again", async () => {
    const { client, exchange, errors } = await start();
    exchange.setFaults([{ fault: "auth-failure" }]);
    void client.connect("private");
    await until(() => errors.length > 0, "the error");
    expect([client.state("private"), errors.length, errors[0]?.code, errors[0]?.connection]).toEqual([
      "closed",
      1,
      "authentication",
      "private",
    ]);
    await expect(client.subscribe("position")).rejects.toMatchObject({ code: "authentication" });
    exchange.setFaults([]);
    await client.connect("private");
    const handler = vi.fn();
    await client.subscribe("position", handler);
    exchange.tick();
    await until(() => handler.mock.calls.length === 1, "a message");
  });

  it("after one has worked is tried again, slowly, and the subscriptions are kept", async () => {
    const { client, exchange, errors, states } = await start({ reconnect: { initialMs: 5, maxMs: 8000, stableMs: 0 } });
    const handler = vi.fn();
    await client.subscribe("position", handler);
    exchange.setFaults([{ fault: "auth-failure", connections: 2 }]);
    exchange.sessions()[0]?.terminate();
    await until(() => states.filter(({ state }) => state === "ready").length === 2, "another login", 60_000);
    expect(errors.map(({ code }) => code)).toEqual(["authentication", "authentication"]);
    const delays = states.filter(({ state }) => state === "waiting").map(({ delayMs = 0 }) => delayMs);
    expect(delays.slice(1).every((delayMs) => delayMs >= 4000)).toBe(true);
    expect([client.subscriptions(), exchange.connected]).toEqual([["position"], 4]);
    await until(() => exchange.sessions()[0]?.subscriptions().length === 1, "the subscription");
    exchange.tick();
    await until(() => handler.mock.calls.length === 1, "a message");
  });

  it("is shown to `reconnect.decide`, which has the last word", async () => {
    const seen: unknown[] = [];
    const decide = ({ error }: { error?: ClientError }, attempts: { wasReady: boolean }) => {
      seen.push([error?.code, attempts.wasReady]);
      return "retry";
    };
    const { client, exchange } = await start({ reconnect: { initialMs: 1, maxMs: 1, decide } });
    exchange.setFaults([{ fault: "auth-failure", connections: 2 }]);
    await client.connect("private");
    expect(seen).toEqual([
      ["authentication", false],
      ["authentication", false],
    ]);
  });

  it("after close() is no error of anybody's, and connect() does not start it again", async () => {
    const { client, errors } = await start();
    void client.connect("private");
    await client.close();
    await expect(client.connect("private")).rejects.toThrow("The client is closed.");
    expect(errors).toEqual([]);
  });
});

describe("the time that a signature expires", () => {
  it.each([
    [{}, true],
    [{ clockOffsetMs: -4500 }, true],
    [{ clockOffsetMs: -5500 }, false],
    [{ clockOffsetMs: -900, marginMs: 1000 }, true],
    [{ clockOffsetMs: -1100, marginMs: 1000 }, false],
  ])("is 5 s ahead unless somebody says otherwise: %j is accepted: %s", async (authentication, isAccepted) => {
    const { client, errors } = await start({ authentication });
    await client.connect("private").catch(() => undefined);
    expect([client.state("private"), errors.length]).toEqual(isAccepted ? ["ready", 0] : ["closed", 1]);
  });

  it("follows the server's clock, once a message has told its time", async () => {
    const sentAt: number[] = [];
    class Timed extends FakeSocket {
      override send(text: string): void {
        sentAt.push(Date.now());
        super.send(text);
      }
    }
    const { WebSocket, sockets } = recordSockets(Timed);
    const client = await createClient("v5", undefined, {
      WebSocket,
      credentials: signingWith("secret"),
      reconnect: { initialMs: 1, maxMs: 1 },
    });
    open.push({
      close() {
        void client.close();
        sockets.at(-1)?.onclose?.({ code: 1000, reason: "" });
      },
    });
    void client.connect("private");
    const login = async (at: number): Promise<number> => {
      await until(() => sockets.length > at, "a socket");
      sockets[at]?.onopen?.();
      await until(() => (sockets[at]?.sent.length ?? 0) > 0, "the login");
      const [auth] = (sockets[at]?.sent ?? []).map((text) => JSON.parse(text) as { args: [string, number] });
      return (auth?.args[1] ?? 0) - (sentAt.at(-1) ?? 0);
    };
    expect(await login(0)).toBe(5000);
    const say = (message: unknown) => sockets[0]?.onmessage?.({ data: JSON.stringify(message) });
    say({ success: true, ret_msg: "", op: "auth", conn_id: "1" });
    say({ op: "pong", args: [String(Date.now() + 90_000)], conn_id: "1" });
    sockets[0]?.onclose?.({ code: 1006, reason: "" });
    expect(await login(1)).toBe(95_000);
  });
});
