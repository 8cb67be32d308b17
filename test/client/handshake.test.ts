/** Handshakes that fail, over real sockets: what the error says, who is told, and when it is tried again. */

import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from "node:net";
import { afterEach, expect, it } from "vitest";
import WebSocket, { WebSocketServer } from "ws";
import type { ClientError } from "../../templates/runtime/client-error.js";
import { type AnyClient, createClient, until } from "./clients.js";

const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

async function listen(server: Server | TcpServer): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** Refuses each handshake with these lines. */
function refusing(...lines: string[]): Promise<number> {
  const server = createServer();
  server.on("upgrade", (_, socket) =>
    socket.on("error", () => undefined).end(`HTTP/1.1 ${lines.join("\r\n")}\r\nConnection: close\r\n\r\n`),
  );
  return listen(server);
}

async function start(options: Record<string, unknown>) {
  const client = await createClient("linear", undefined, options);
  open.push(client);
  const errors: ClientError[] = [];
  client.events.on("error", (error: ClientError) => errors.push(error));
  const waits: { state: string; delayMs: number; closed: Record<string, unknown> }[] = [];
  client.events.on("state", (change: (typeof waits)[number]) => change.state === "waiting" && waits.push(change));
  return { client, errors, waits };
}

const failure = (client: AnyClient, connection: string) =>
  client.connect(connection).then(
    () => undefined,
    (error: ClientError) => error,
  );

it.each([
  ["ws://127.0.0.1:9/", "connect ECONNREFUSED 127.0.0.1:9", undefined],
  ["401 Unauthorized", "HTTP 401 Unauthorized", 401],
  ["403 Forbidden", "HTTP 403 Forbidden", 403],
  ["TLS", "wrong version number", undefined],
])("connect() ends in its time, and says what stood behind it: %s", async (what, reason, status) => {
  let url = what;
  if (status !== undefined) url = `ws://127.0.0.1:${await refusing(what)}/`;
  if (what === "TLS") {
    const server = createTcpServer((socket) => socket.on("error", () => undefined).end("no TLS\r\n"));
    url = `wss://127.0.0.1:${await listen(server)}/`;
  }
  const { client, errors } = await start({ url, timeoutMs: 300 });
  const error = await failure(client, "public");
  expect(error).toMatchObject({ code: "timeout", connection: "public", closed: { code: 1006 } });
  expect(error?.message).toContain('The connection "public" is not ready after 300 ms: ');
  expect([error?.message, error?.closed?.reason]).toEqual([
    expect.stringContaining(reason),
    expect.stringContaining(reason),
  ]);
  expect([error?.closed?.status, errors]).toEqual([status, [error]]);
});

it.each([
  ["the handshake", "public", "no handshake"],
  ["the authentication", "private", "no authentication reply"],
])("connect() says that nothing came to answer %s", async (_, connection, reason) => {
  const silent = createTcpServer((socket) => socket.on("error", () => undefined).resume());
  const accepting = createServer();
  open.push(new WebSocketServer({ server: accepting }));
  const port = await listen(connection === "public" ? silent : accepting);
  const { client } = await start({ url: `ws://127.0.0.1:${port}/`, timeoutMs: 500 });
  const error = await failure(client, connection);
  expect([error?.code, error?.message]).toEqual(["timeout", expect.stringContaining(reason)]);
});

it.each(["401 Unauthorized", "403 Forbidden"])("%s to a signed URL is a refused login", async (status) => {
  const port = await refusing(status);
  const { client, errors } = await start({ url: `ws://127.0.0.1:${port}/`, authentication: { method: "query" } });
  void client.subscribe("position");
  await until(() => errors.length > 0, "the error");
  expect([errors.length, errors[0]?.code, errors[0]?.message, client.state("private")]).toEqual([
    1,
    "authentication",
    `The exchange refused the authentication: HTTP ${status}`,
    "closed",
  ]);
});

it.each([
  ["7", 7000],
  [() => new Date(Date.now() + 60_000).toUTCString(), 50_000],
  ["99999999999", 86_400_000],
  ["soon", 0],
])("Retry-After is kept: %s", async (header, least) => {
  const port = await refusing(
    "429 Too Many Requests",
    `Retry-After: ${typeof header === "string" ? header : header()}`,
  );
  const { client, waits } = await start({ url: `ws://127.0.0.1:${port}/` });
  void client.connect("public");
  await until(() => waits.length > 0, "a wait");
  const [wait] = waits;
  expect(wait?.closed).toMatchObject({ code: 1006, reason: "HTTP 429 Too Many Requests", status: 429 });
  expect(wait?.delayMs).toBeGreaterThanOrEqual(least);
  if (least === 0) expect(wait?.closed.retryAfterMs).toBeUndefined();
  else expect(wait?.delayMs).toBeLessThanOrEqual(least + 10_000);
});

it("of a class that tells nothing of them fail as connections that broke", async () => {
  class Quiet extends WebSocket {
    override on(event: string, listener: (...args: never[]) => void): this {
      return event === "unexpected-response" ? this : super.on(event, listener as never);
    }
  }
  const { client, waits } = await start({
    url: `ws://127.0.0.1:${await refusing("401 Unauthorized")}/`,
    WebSocket: Quiet,
  });
  void client.connect("public");
  await until(() => waits.length > 0, "a wait");
  expect(waits[0]?.closed).toEqual({ code: 1006, reason: "Unexpected server response: 401" });
});
