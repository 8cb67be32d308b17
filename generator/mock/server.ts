/** The mock exchange over real WebSockets. */

import { createServer as createHttpServer, type RequestListener, type Server, STATUS_CODES } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from "node:net";
import { WebSocketServer } from "ws";
import type { Certificate } from "./certificate.js";
import { createExchange, type Exchange, type ExchangeOptions, entrancesOf } from "./exchange.js";

export interface ServerOptions extends ExchangeOptions {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Absent: without TLS. */
  readonly certificate?: Certificate;
}

export interface MockServer extends Pick<Exchange, "sessions" | "connected" | "setFaults" | "tick" | "push"> {
  readonly port: number;
  /** `ws://127.0.0.1:12345/futures/public` */
  url(line: string, connection: string): string;
  close(): Promise<void>;
}

/** Requests are short; more than this is no client of ours. */
const MAX_REQUEST = 1024 * 1024;

export async function startServer(options: ServerOptions): Promise<MockServer> {
  const exchange = createExchange(options);
  const paths = [...entrancesOf(options.spec).keys()].sort();
  const { http, front } = createServers(options, exchange, (_, response) => {
    response.writeHead(426, { "content-type": "text/plain" });
    response.end(`This is a WebSocket server. Paths: ${paths.join(", ")}\n`);
  });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_REQUEST,
    perMessageDeflate: false,
    // The session answers pings: a fault may forbid it.
    autoPong: false,
  });
  http.on("upgrade", (request, socket, head) => {
    socket.on("error", () => {});
    const admission = exchange.admit(request.url ?? "");
    if (admission.kind === "admitted") {
      const { entrance } = admission;
      sockets.handleUpgrade(request, socket, head, (webSocket) => exchange.connect(entrance, webSocket));
    } else socket.end(`HTTP/1.1 ${statusLine(admission.status)}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  });
  await new Promise<void>((resolve, reject) => {
    front.once("error", reject);
    front.listen(options.port, options.host, resolve);
  });
  const { port } = front.address() as AddressInfo;
  const host = options.host.includes(":") ? `[${options.host}]` : options.host;
  const scheme = options.certificate ? "wss" : "ws";
  const { sessions, setFaults, tick, push } = exchange;
  return {
    port,
    url: (line, connection) => `${scheme}://${host}:${port}/${line}/${connection}`,
    sessions,
    get connected() {
      return exchange.connected;
    },
    setFaults,
    tick,
    push,
    async close() {
      exchange.close();
      http.closeAllConnections();
      await new Promise<void>((resolve) => {
        front.close(() => resolve());
      });
    },
  };
}

const statusLine = (status: number): string => `${status} ${STATUS_CODES[status] ?? "Refused"}`;

/** `front` takes connections: with TLS it hands them on, but for those whose handshake is to fail. */
function createServers(
  { certificate }: ServerOptions,
  exchange: Exchange,
  listener: RequestListener,
): { readonly http: Server; readonly front: TcpServer } {
  if (!certificate) {
    const http = createHttpServer(listener);
    return { http, front: http };
  }
  const http = createHttpsServer({ cert: certificate.cert, key: certificate.key }, listener);
  http.on("tlsClientError", () => {});
  const front = createTcpServer((socket) => {
    socket.on("error", () => {});
    // What is not read keeps a socket open.
    if (exchange.failsTls()) socket.resume().end("this is no TLS\r\n");
    else http.emit("connection", socket);
  });
  return { http: http as Server, front };
}
