/** Every request that the pages show, built by the client of its line and compared as JSON. */

import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { nodeAt } from "../../generator/derive/evidence.js";
import { jsonNodeToValue } from "../../generator/docs/tolerant-json.js";
import { HAS_DOCS, LINES, readRealLine, requireDocs } from "../real-docs.js";
import { loadPackage } from "./generated-package.js";

requireDocs();

interface Shown {
  readonly line: string;
  readonly at: number;
  /** Connection of the topic that it stands under; the first one where it stands under none. */
  readonly connection: string;
  readonly name: string;
  readonly request: Record<string, unknown>;
}

const shown: Shown[] = HAS_DOCS
  ? LINES.flatMap((line) => {
      const { readings, topics } = readRealLine(line);
      return [...readings].flatMap(([fence, reading]): Shown[] => {
        if (reading.kind !== "request" && reading.kind !== "json") return [];
        const { node } = reading;
        const op = nodeAt(node, "/op") ?? nodeAt(node, "/event") ?? nodeAt(node, "/ping");
        // Answers repeat members of requests: a code, data, an outcome or a pong make them answers.
        if (!op || ["/code", "/data", "/success"].some((pointer) => nodeAt(node, pointer))) return [];
        if (op.kind === "string" && op.value === "pong") return [];
        const request = jsonNodeToValue(node) as Record<string, unknown>;
        const topic = topics.find(({ evidence }) => evidence.requests.some((each) => each.node === node))?.evidence
          .entry;
        return [
          {
            line,
            at: fence.line,
            connection: topic?.connection ?? "v1",
            name: topic?.name ?? String(request.topic),
            request,
          },
        ];
      });
    })
  : [];

describe.runIf(HAS_DOCS)("the documented requests", () => {
  it("are 56: 43 in ws.send and 13 as JSON", () => {
    // checklist: v5 1, spot 12 as JSON; the others are calls of ws.send.
    expect(shown).toHaveLength(56);
  });

  it.each(shown)("$line line $at is what the client sends", async ({ line, connection, name, request }) => {
    const sent = await record(line, connection, (client) => {
      const { op, event, args, id } = request as { op?: string; event?: string; args?: string[]; id?: string };
      if (op === "ping" || "ping" in request) return client.ping();
      if (op === "subscribe") return id === undefined ? client.subscribeAll(args) : client.subscribeAll(args, id);
      if (op === "unsubscribe") return client.unsubscribe(args);
      const { symbol, topic, params } = request as { symbol?: string; topic: string; params: Record<string, unknown> };
      const interval = /_(.+)$/.exec(topic)?.[1];
      const parameters = {
        symbol,
        ...params,
        ...(interval ? { interval } : {}),
        ...(params.klineType ? { interval: params.klineType } : {}),
      };
      return event === "sub"
        ? client.subscribe(`${connection}/${name}`, parameters)
        : client.unsubscribe(`${connection}/${name}`, parameters);
    });
    // The time in a ping is the client's own.
    const timeless = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value).replace(/"?\b\d{13}\b"?/g, '"time"'));
    expect(timeless(sent)).toEqual(timeless(request));
  });
});

describe("requests that the docs show in texts or in Python only", () => {
  it("authenticates with the documented message and signature", async () => {
    for (const [line, connection] of [
      ["linear", ""],
      ["copy-trading", ""],
      ["usdc-perpetual", ""],
      ["v5", ""],
      ["spot", "private"],
    ] as const) {
      const expires = 1_700_000_000_000;
      const sent = await record(line, connection, (client) =>
        client.authenticate({ apiKey: "key", secret: "secret" }, { expires }),
      );
      const signature = createHmac("sha256", "secret").update(`GET/realtime${expires}`).digest("hex");
      expect(sent).toEqual({ op: "auth", args: ["key", expires, signature] });
    }
  });

  it("signs the URL for the query method", async () => {
    const { exports } = await loadPackage("linear");
    const client = new (exports.LinearClient as ClientClass)({ send: () => undefined });
    const expires = 1_700_000_000_000;
    const signature = createHmac("sha256", "secret").update(`GET/realtime${expires}`).digest("hex");
    expect(await client.authenticatedUrl({ apiKey: "a key", secret: "secret" }, "mainnet", { expires })).toBe(
      `wss://stream.bybit.com/realtime_private?api_key=a%20key&expires=${expires}&signature=${signature}`,
    );
  });

  it("cancels a spot topic and ends all USDC topics", async () => {
    const parameters = { symbol: "BTCUSDT" };
    expect(await record("spot", "v1", (client) => client.unsubscribe("v1/trade", parameters))).toEqual({
      symbol: "BTCUSDT",
      topic: "trade",
      event: "cancel",
      params: { binary: false },
    });
    expect(await record("usdc-perpetual", "", (client) => client.unsubscribeAll("7"))).toEqual({
      op: "unSubAll",
      id: "7",
    });
    expect(await record("usdc-perpetual", "", (client) => client.unsubscribe(["trade.BTCPERP"], "8"))).toEqual({
      op: "unsubscribe",
      id: "8",
      args: ["trade.BTCPERP"],
    });
  });
});

type Method =
  | "authenticate"
  | "authenticatedUrl"
  | "ping"
  | "subscribe"
  | "subscribeAll"
  | "unsubscribe"
  | "unsubscribeAll";
type AnyClient = Record<Method, (...args: unknown[]) => unknown>;
type ClientClass = new (...args: unknown[]) => AnyClient;

async function record(line: string, connection: string, act: (client: AnyClient) => unknown): Promise<unknown> {
  const { exports } = await loadPackage(line);
  const name = Object.keys(exports).find((key) => key.endsWith("Client"));
  const sent: string[] = [];
  const options = { send: (text: string) => sent.push(text) };
  const Client = exports[name ?? ""] as ClientClass;
  const client = line === "spot" ? new Client(connection, options) : new Client(options);
  await act(client);
  expect(sent).toHaveLength(1);
  return JSON.parse(sent[0] ?? "null");
}
