/** Every request that the pages show, as the client of its line sends it. */

import { createHmac } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { MOCK_CREDENTIALS } from "../../generator/commands/mock.js";
import { nodeAt } from "../../generator/derive/evidence.js";
import { jsonNodeToValue } from "../../generator/docs/json-node.js";
import { connectionsOf } from "../../generator/spec/line-file.js";
import { type AnyClient, until } from "../client/clients.js";
import { startInMemory } from "../client/memory-exchange.js";
import { HAS_DOCS, LINES, readRealLine, requireDocs } from "../real-docs.js";
import { loadLineSpec } from "./generated-package.js";

requireDocs();

interface Shown {
  readonly line: string;
  readonly at: number;
  /** Connection of the topic that it stands under; the first one where it stands under none. */
  readonly connection: string;
  readonly name: string;
  readonly request: Record<string, unknown>;
}

/** Of a request that stands under no topic. */
const connectionOf = ({ args }: Record<string, unknown>): string =>
  String((args as string[] | undefined)?.[0]).startsWith("dcp") ? "private" : "linear";

const shown: Shown[] = HAS_DOCS
  ? LINES.flatMap((line) => {
      const { readings, topics } = readRealLine(line);
      return [...readings].flatMap(([fence, reading]): Shown[] => {
        if (reading.kind !== "request" && reading.kind !== "json") return [];
        const { node } = reading;
        const op = nodeAt(node, "/op") ?? nodeAt(node, "/event") ?? nodeAt(node, "/ping");
        // Answers repeat members of requests: a code, data, an outcome or a pong make them answers.
        if (!op || ["/code", "/data", "/success"].some((pointer) => nodeAt(node, pointer))) return [];
        if (op.kind === "string" && ["pong", "auth"].includes(op.value)) return [];
        const request = jsonNodeToValue(node) as Record<string, unknown>;
        const topic = topics.find(({ evidence }) => evidence.requests.some((each) => each.node === node))?.evidence
          .entry;
        return [
          {
            line,
            at: fence.line,
            connection: (topic && connectionsOf(topic)[0]) ?? (line === "v5" ? connectionOf(request) : "v1"),
            name: topic?.name ?? String(request.topic),
            request,
          },
        ];
      });
    })
  : [];

describe.runIf(HAS_DOCS)("the documented requests", () => {
  it("are 55 of the older pages: 43 in ws.send and 12 as JSON; and one of each v5 topic that shows one", () => {
    expect(shown.filter(({ line }) => line !== "v5")).toHaveLength(55);
    const names = new Set(shown.filter(({ line }) => line === "v5").map(({ name }) => name));
    expect([...names].sort()).toEqual([
      ...["execution", "executionFast", "greeks", "insurance", "order", "position", "priceLimit", "rpiOrderbook"],
      // On the page about connecting, and of the topic that pushes nothing: under no topic.
      ...["strategy", "systemStatus", "undefined", "wallet"],
    ]);
  });

  it.each(shown)("$line line $at is what the client sends", async ({ line, connection, name, request }) => {
    const { op, event, args } = request as { op?: string; event?: string; args?: string[] };
    const { symbol, topic, params } = request as { symbol?: string; topic: string; params: Record<string, unknown> };
    const interval = /_(.+)$/.exec(topic ?? "")?.[1] ?? params?.klineType;
    const { klineType: _, ...others } = params ?? {};
    const isPing = op === "ping" || "ping" in request;
    const asked: unknown[][] =
      event === undefined
        ? (isPing ? [] : (args ?? [])).map((each) => (line === "v5" ? [connection, each] : [each]))
        : [[`${connection}/${name}`, { symbol, ...others, ...(interval ? { interval } : {}) }]];
    const sent = await record(line, isPing ? { heartbeat: { intervalMs: 5 } } : {}, async (client) => {
      if (isPing)
        await client.connect(
          loadLineSpec(line).file.connections.public
            ? "public"
            : (Object.keys(loadLineSpec(line).file.connections)[0] ?? ""),
        );
      // In one turn, so that they go out in one request. Documented topics of older pages may be refused.
      await Promise.allSettled(asked.map(([first, ...rest]) => client.subscribe(first as string, ...rest)));
      if (op === "unsubscribe" || event === "cancel")
        await Promise.all(asked.map(([first, ...rest]) => client.unsubscribe(first as string, ...rest)));
    });
    expect(sent.map(timeless)).toContainEqual(timeless(request));
  });
});

/** The time in a ping is the client's own, and so is the id of a request, which some of the pages leave out. */
const timeless = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (key, inner: unknown) => (["id", "req_id"].includes(key) ? undefined : inner)).replace(
      /"?\b\d{13}\b"?/g,
      '"time"',
    ),
  );

describe("requests that the docs show in texts or in Python only", () => {
  it.each(LINES)("%s authenticates with the documented message and signature", async (line) => {
    const sent = await record(line, {}, (client) => client.connect("private"));
    const { op, args } = sent[0] as { op: string; args: [string, number, string] };
    const [apiKey, expires, signature] = args;
    expect([op, apiKey, args.length]).toEqual(["auth", MOCK_CREDENTIALS.apiKey, 3]);
    // The pages ask for a time that is not over yet, most of them 1 s ahead; the client forgives slower networks.
    const { marginMs } = loadLineSpec(line).file.authentication?.expires ?? { marginMs: 0 };
    expect(expires - Date.now()).toBeLessThanOrEqual(Math.max(marginMs, 5000));
    expect(signature).toBe(
      createHmac("sha256", MOCK_CREDENTIALS.secret).update(`GET/realtime${expires}`).digest("hex"),
    );
  });

  it("signs the URL for the query method", async () => {
    const { client, exchange } = await startInMemory("linear", {
      authentication: { method: "query", marginMs: 5000, clockOffsetMs: 60_000 },
    });
    const admit = vi.spyOn(exchange, "admit");
    const before = Date.now();
    await client.subscribe("position");
    await client.close();
    exchange.close();
    const query = new URL(admit.mock.calls[0]?.[0] ?? "", "ws://exchange").searchParams;
    const expires = query.get("expires");
    // The margin, and how far the clock of the exchange is ahead.
    expect(Number(expires) - before).toBeGreaterThanOrEqual(65_000);
    const signature = createHmac("sha256", MOCK_CREDENTIALS.secret).update(`GET/realtime${expires}`).digest("hex");
    expect([query.get("api_key"), query.get("signature")]).toEqual([MOCK_CREDENTIALS.apiKey, signature]);
  });

  it("cancels a spot topic and ends all USDC topics", async () => {
    const spot = await record("spot", {}, async (client) => {
      await client.subscribe("v1/trade", { symbol: ["BTCUSDT", "ETHUSDT"] });
      await client.unsubscribe("v1/trade", { symbol: ["BTCUSDT", "ETHUSDT"] });
    });
    const request = { symbol: "BTCUSDT,ETHUSDT", topic: "trade", params: { binary: false } };
    expect(spot).toEqual([
      { ...request, event: "sub" },
      { ...request, event: "cancel" },
    ]);
    const usdc = await record("usdc-perpetual", {}, async (client) => {
      await client.subscribe("trade.BTCPERP");
      await client.unsubscribeAll();
    });
    expect(usdc[1]).toEqual({ op: "unSubAll", id: "2" });
  });

  it("v5 never asks for `execution` and a category in one request", async () => {
    const sent = await record("v5", {}, async (client) => {
      await Promise.all([client.subscribe("private", "execution"), client.subscribe("private", "execution.linear")]);
    });
    expect(sent.slice(1)).toEqual([
      { req_id: "1", op: "subscribe", args: ["execution"] },
      { req_id: "2", op: "subscribe", args: ["execution.linear"] },
    ]);
  });
});

/** What the mock exchange receives while the client acts. */
async function record(
  line: string,
  options: Record<string, unknown>,
  act: (client: AnyClient) => Promise<unknown>,
): Promise<unknown[]> {
  const sent: unknown[] = [];
  const { client, exchange } = await startInMemory(line, options, {
    onFrame: ({ direction, text }) => direction === "received" && sent.push(JSON.parse(text)),
  });
  await act(client);
  if ("heartbeat" in options) await until(() => sent.length > 0, "a ping");
  await client.close();
  exchange.close();
  return sent;
}
