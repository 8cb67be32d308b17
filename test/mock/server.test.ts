/** The mock exchange over real sockets: documented paths, TLS, pings of the protocol, and faults before there is a connection. */

import { connect } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import WebSocket, { type ClientOptions } from "ws";
import { type Mock, type MockOptions, startMock, mock as startOrTell } from "../../generator/commands/mock.js";
import { createClient } from "../client/clients.js";
import { LINES, readLineYaml } from "../real-docs.js";

let mock: Mock | undefined;
afterEach(() => mock?.close());
const start = async (options: MockOptions): Promise<Mock> => {
  mock = await startMock({ intervalMs: 0, ...options });
  return mock;
};

/** `open`, or why not. */
const reach = (url: string, options: ClientOptions = {}): Promise<string> =>
  new Promise((resolve) => {
    const socket = new WebSocket(url, options);
    socket.on("error", ({ message }) => resolve(message));
    socket.on("open", () => {
      socket.close();
      resolve("open");
    });
  });

describe("paths", () => {
  it.each(LINES)("%s is served at the paths of its documented URLs", async (line) => {
    const { port } = await start({ line });
    const urls = Object.values(readLineYaml(line).connections).flatMap(({ endpoints }) =>
      Object.values(endpoints).flat(),
    );
    for (const path of new Set(urls.map((url) => new URL(url).pathname)))
      expect([path, await reach(`ws://127.0.0.1:${port}${path}`)]).toEqual([path, "open"]);
  });

  it("a documented path is the same connection as ours", async () => {
    const { port } = await start({ line: "v5" });
    const client = await createClient("v5", undefined, { url: () => `ws://127.0.0.1:${port}/v5/private` });
    await client.subscribe("private", "order");
    expect(client.subscriptions()).toEqual(["order"]);
    await client.close();
  });

  it("where several lines have a path, the one that is named alone has it", async () => {
    for (const [line, topic] of [
      ["linear", "candle.1.BTCUSDT"],
      ["copy-trading", "klineV2.1.BTCUSD"],
    ] as const) {
      const { port, close } = await start({ line });
      const client = await createClient(line, undefined, { url: () => `ws://127.0.0.1:${port}/realtime_public` });
      await client.subscribe(topic);
      await client.close();
      await close();
    }
  });
});

describe("TLS", () => {
  it("a client that trusts the certificate connects, another one does not", async () => {
    const { url, certificate, port } = await start({ line: "linear", tls: true });
    expect(url("public")).toMatch(/^wss:/);
    expect(await reach(url("public"), { ca: certificate?.cert ?? "" })).toBe("open");
    expect(await reach(`wss://localhost:${port}/linear/public`, { ca: certificate?.cert ?? "" })).toBe("open");
    expect(await reach(url("public"))).toMatch(/self-signed|unable to verify/);
    const socket = connect({ port, host: "127.0.0.1", rejectUnauthorized: false });
    await new Promise<void>((resolve) => socket.once("secureConnect", () => resolve()));
    expect(socket.getPeerCertificate().fingerprint256).toBe(certificate?.fingerprint);
    socket.destroy();
  });

  it("tls-failure: so many handshakes fail, the next one does not", async () => {
    const faults = [{ fault: "tls-failure", connections: 2 }] as const;
    const { url, certificate } = await start({ line: "linear", tls: true, faults });
    const options = { ca: certificate?.cert ?? "" };
    for (const expected of [/SSL|EPROTO|wrong version/i, /SSL|EPROTO|wrong version/i, /^open$/])
      expect(await reach(url("public"), options)).toMatch(expected);
  });

  it("tls-failure without TLS is a diagnostic", async () => {
    expect((await startOrTell({ faults: [{ fault: "tls-failure" }] })).diagnostics).toMatchObject([
      { code: "usage/option", fix: expect.stringContaining("--tls") },
    ]);
  });
});

it("http-status: the upgrade is refused with it, and a client tries again", async () => {
  const { url, setFaults } = await start({
    line: "linear",
    faults: [{ fault: "http-status", status: 429, connections: 1 }],
  });
  expect([await reach(url("public")), await reach(url("public"))]).toEqual(["Unexpected server response: 429", "open"]);
  setFaults([{ fault: "http-status", connections: 2 }]);
  const client = await createClient("linear", mock);
  await client.subscribe("trade.BTCUSDT");
  expect(client.subscriptions()).toEqual(["trade.BTCUSDT"]);
  await client.close();
});

describe("pings of the protocol", () => {
  const answered = async (url: string): Promise<boolean> => {
    const socket = new WebSocket(url);
    await new Promise((resolve) => socket.on("open", resolve));
    const pong = new Promise<boolean>((resolve) => {
      socket.on("pong", (data) => resolve(String(data) === "x"));
      // What is answered after it would have come later.
      socket.on("message", () => setImmediate(() => resolve(false)));
    });
    socket.ping("x");
    socket.send("no JSON");
    const result = await pong;
    socket.terminate();
    return result;
  };

  it("are answered with their payload, unless a fault forbids it", async () => {
    const { url, setFaults } = await start({ line: "usdc-perpetual" });
    expect(await answered(url("public"))).toBe(true);
    setFaults([{ fault: "no-pong" }]);
    expect(await answered(url("public"))).toBe(false);
  });
});
