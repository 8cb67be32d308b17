/** The mock exchange over real WebSockets. */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import { createExchange, type Exchange, type ExchangeOptions, entrancesOf } from "./exchange.js";

export interface ServerOptions extends ExchangeOptions {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

export interface MockServer extends Pick<Exchange, "sessions" | "connected" | "setFaults" | "tick"> {
  readonly port: number;
  /** `ws://127.0.0.1:12345/futures/public` */
  url(line: string, connection: string): string;
  close(): Promise<void>;
}

/** Requests are short; more than this is no client of ours. */
const MAX_REQUEST = 1024 * 1024;

const REFUSALS = { "not-found": "404 Not Found", unauthorized: "401 Unauthorized" } as const;

export async function startServer(options: ServerOptions): Promise<MockServer> {
  const exchange = createExchange(options);
  const http = createServer((_, response) => {
    response.writeHead(426, { "content-type": "text/plain" });
    response.end(`This is a WebSocket server. Paths: ${[...entrancesOf(options.spec).keys()].sort().join(", ")}\n`);
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_REQUEST, perMessageDeflate: false });
  http.on("upgrade", (request, socket, head) => {
    socket.on("error", () => {});
    const admission = exchange.admit(request.url ?? "");
    if (admission.kind === "admitted") {
      const { entrance } = admission;
      sockets.handleUpgrade(request, socket, head, (webSocket) => exchange.connect(entrance, webSocket));
    } else socket.end(`HTTP/1.1 ${REFUSALS[admission.kind]}\r\nConnection: close\r\n\r\n`);
  });
  await new Promise<void>((resolve, reject) => {
    http.once("error", reject);
    http.listen(options.port, options.host, resolve);
  });
  const { port } = http.address() as AddressInfo;
  const host = options.host.includes(":") ? `[${options.host}]` : options.host;
  const { sessions, setFaults, tick } = exchange;
  return {
    port,
    url: (line, connection) => `ws://${host}:${port}/${line}/${connection}`,
    sessions,
    get connected() {
      return exchange.connected;
    },
    setFaults,
    tick,
    async close() {
      exchange.close();
      http.closeAllConnections();
      await new Promise<void>((resolve) => {
        http.close(() => resolve());
      });
    },
  };
}
