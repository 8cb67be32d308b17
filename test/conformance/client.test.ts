/** The generated clients without a socket: what they send, whom they call, what they report. */

import { describe, expect, it, vi } from "vitest";
import { loadPackage } from "./generated-package.js";

type Client = Record<string, (...args: unknown[]) => unknown> & { receive(text: string): { kind: string } };
type ClientClass = new (...args: unknown[]) => Client;

const candle = (open: unknown): string =>
  JSON.stringify({
    topic: "candle.1.BTCUSDT",
    data: [
      {
        start: 1,
        end: 2,
        open,
        close: 1,
        high: 1,
        low: 1,
        volume: "1",
        turnover: "1",
        confirm: true,
        cross_seq: 1,
        timestamp: 1,
      },
    ],
    timestamp_e6: 1,
  });

async function linear(options: Record<string, unknown> = {}): Promise<Client> {
  const { exports } = await loadPackage("linear");
  return new (exports.LinearClient as ClientClass)({ send: () => undefined, ...options });
}

describe("a client", () => {
  it("calls the handlers of the topic, until it is unsubscribed", async () => {
    const client = await linear();
    const handler = vi.fn();
    const other = vi.fn();
    client.subscribe?.("candle.1.BTCUSDT", handler);
    client.subscribe?.("candle.D.BTCUSDT", other);
    client.receive(candle(5));
    client.unsubscribe?.(["candle.1.BTCUSDT"]);
    client.receive(candle(6));
    expect(handler.mock.calls.map(([message]) => (message as { data: { open: number }[] }).data[0]?.open)).toEqual([5]);
    expect(other).not.toHaveBeenCalled();
  });

  it("with a validator, keeps broken messages from handlers and says what is broken", async () => {
    const { validateFrame } = await loadPackage("linear");
    const onInvalid = vi.fn();
    const handler = vi.fn();
    const client = await linear({ validate: validateFrame, onInvalid });
    client.subscribe?.("candle.1.BTCUSDT", handler);
    expect(client.receive(candle("5")).kind).toBe("push");
    expect(handler).not.toHaveBeenCalled();
    expect(onInvalid.mock.calls[0]?.[1]).toMatchObject([
      { pointer: "/data/0/open", keyword: "type", source: { line: 684 } },
    ]);
  });

  it("reports replies and unknown frames, and never throws on input", async () => {
    const onReply = vi.fn();
    const onUnknown = vi.fn();
    const client = await linear({ onReply, onUnknown });
    const reply = { success: true, ret_msg: "", conn_id: "1", request: { op: "subscribe", args: ["trade.BTCUSDT"] } };
    expect(client.receive(JSON.stringify(reply)).kind).toBe("ack");
    expect(client.receive(JSON.stringify({ ...reply, success: false })).kind).toBe("error");
    for (const text of ["", "{", "null", '{"topic":"trade"}']) expect(client.receive(text).kind).toBe("unknown");
    expect(onReply).toHaveBeenCalledTimes(2);
    expect(onUnknown).toHaveBeenCalledTimes(4);
  });

  it("of copy trading covers filters", async () => {
    const { exports } = await loadPackage("copy-trading");
    const client = new (exports.CopyTradingClient as ClientClass)({ send: () => undefined });
    const seen: string[] = [];
    client.subscribe?.("liquidation.BTCUSD|XRPUSD", () => seen.push("two"));
    client.subscribe?.("liquidation", () => seen.push("all"));
    const push = (symbol: string): string => JSON.stringify({ topic: `liquidation.${symbol}`, data: {} });
    client.receive(push("XRPUSD"));
    client.receive(push("ETHUSD"));
    expect(seen).toEqual(["two", "all", "all"]);
  });

  it("of spot calls the handlers of the connection's topic and symbols", async () => {
    const { exports } = await loadPackage("spot");
    const seen: string[] = [];
    const client = new (exports.SpotClient as ClientClass)("v1", { send: () => undefined });
    client.subscribe?.("v1/trade", { symbol: "BTCUSDT,ETHUSDT" }, () => seen.push("both"));
    client.subscribe?.("v1/trade", { symbol: "XRPUSDT" }, () => seen.push("one"));
    client.receive('{"topic":"trade","symbol":"ETHUSDT","data":[]}');
    client.receive('{"topic":"trade","symbol":"XRPUSDT","data":[]}');
    client.receive('{"topic":"trade","symbol":"ADAUSDT","data":[]}');
    expect(seen).toEqual(["both", "one"]);
    const own = new (exports.SpotClient as ClientClass)("private", { send: () => undefined });
    own.on?.("ticketInfo", () => seen.push("mine"));
    own.receive('[{"e":"ticketInfo"}]');
    expect(seen.at(-1)).toBe("mine");
  });

  it("keeps the secret out of what it sends", async () => {
    const sent: string[] = [];
    const client = await linear({ send: (text: string) => sent.push(text) });
    await client.authenticate?.({ apiKey: "key", secret: "very secret" });
    expect(sent.join()).not.toContain("very secret");
    expect(sent[0]).toMatch(/"op":"auth".*"key",\d{13},"[0-9a-f]{64}"/);
  });
});
