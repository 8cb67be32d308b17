/** The mock exchange: the dialogue of every line over real WebSockets, from the spec. */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import type { LineSpec, Spec } from "../spec/spec.js";
import { type Fault, planFaults } from "./faults.js";
import { createMarket, type MarketOptions } from "./market.js";
import { checkCredentials, createSession } from "./session.js";
import type { LoggedFrame, MockCredentials, Session } from "./session-types.js";

export interface ServerOptions extends MarketOptions {
  readonly spec: Spec;
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly credentials: MockCredentials;
  readonly faults: readonly Fault[];
  /** Plays something to a client that has subscribed; then nothing is generated. */
  readonly replay?: (session: Session) => Promise<void>;
  readonly onFrame?: (frame: LoggedFrame) => void;
}

export interface MockServer {
  readonly port: number;
  /** `ws://127.0.0.1:12345/linear/public` */
  url(line: string, connection: string): string;
  sessions(): readonly Session[];
  /** Clients that ever connected. */
  readonly connected: number;
  setFaults(faults: readonly Fault[]): void;
  /** The next push of every topic that somebody is subscribed to. */
  tick(): void;
  close(): Promise<void>;
}

/** Requests are short; more than this is no client of ours. */
const MAX_REQUEST = 1024 * 1024;

export async function startServer(options: ServerOptions): Promise<MockServer> {
  const { spec, credentials, replay, onFrame } = options;
  const market = createMarket(options);
  const sessions = new Set<Session>();
  const replaying = new Set<Session>();
  const counts = new Map<string, number>();
  let faults = options.faults;
  let connected = 0;
  const http = createServer((_, response) => {
    response.writeHead(426, { "content-type": "text/plain" });
    response.end(`This is a WebSocket server. Paths: ${pathsOf(spec).join(", ")}\n`);
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_REQUEST, perMessageDeflate: false });
  http.on("upgrade", (request, socket, head) => {
    socket.on("error", () => {});
    const url = URL.canParse(request.url ?? "", "ws://mock") ? new URL(request.url ?? "", "ws://mock") : undefined;
    const [, name, connection = ""] = url?.pathname.split("/") ?? [];
    const line = spec.lines.find((each) => each.name === name);
    if (!url || !line || !Object.hasOwn(line.file.connections, connection)) {
      socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n");
      return;
    }
    const asks = url.searchParams.has("signature");
    const args = ["api_key", "expires", "signature"].map((key) => url.searchParams.get(key));
    if (asks && checkCredentials(args, line.file.authentication?.payload ?? "", credentials) !== undefined) {
      socket.end("HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const key = `${line.name}/${connection}`;
      const index = counts.get(key) ?? 0;
      counts.set(key, index + 1);
      connected += 1;
      const session = createSession({
        line,
        connection,
        number: connected,
        socket: webSocket,
        authenticated: asks,
        credentials,
        market: replay ? undefined : market,
        faults: planFaults(faults, line.name, connection, index),
        onFrame,
        onSubscribe(own) {
          if (!replay || replaying.has(own)) return;
          replaying.add(own);
          replay(own).catch((error: unknown) => {
            // The capture cannot be read any further: the client is told, the server goes on.
            own.close(1011, String(error).slice(0, 100));
          });
        },
      });
      sessions.add(session);
      webSocket.on("close", () => {
        sessions.delete(session);
        replaying.delete(session);
      });
    });
  });
  await new Promise<void>((resolve, reject) => {
    http.once("error", reject);
    http.listen(options.port, options.host, resolve);
  });
  const { port } = http.address() as AddressInfo;
  const host = options.host.includes(":") ? `[${options.host}]` : options.host;
  return {
    port,
    url: (line, connection) => `ws://${host}:${port}/${line}/${connection}`,
    sessions: () => [...sessions],
    get connected() {
      return connected;
    },
    setFaults(next) {
      faults = next;
      counts.clear();
    },
    tick: market.tick,
    async close() {
      market.close();
      for (const session of sessions) session.terminate();
      http.closeAllConnections();
      await new Promise<void>((resolve) => {
        http.close(() => resolve());
      });
    },
  };
}

export const pathsOf = (spec: Spec): string[] =>
  spec.lines.flatMap((line: LineSpec) =>
    Object.keys(line.file.connections).map((connection) => `/${line.name}/${connection}`),
  );
