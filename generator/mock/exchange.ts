/** The mock exchange: who is connected to which line, and what goes wrong there. How its clients reach it is the server's affair. */

import type { DocumentedReply } from "../spec/dialogues.js";
import type { LineSpec, Spec } from "../spec/spec.js";
import { checkCredentials, queryCredentials } from "./credentials.js";
import { type Fault, planFaults } from "./faults.js";
import { createMarket, type MarketOptions } from "./market.js";
import { createSession } from "./session.js";
import type { LoggedFrame, MockCredentials, ServerSocket, Session } from "./session-types.js";

export interface ExchangeOptions extends MarketOptions {
  readonly spec: Spec;
  readonly credentials: MockCredentials;
  readonly faults: readonly Fault[];
  /** Answers as the pages of a line show them; absent: all are made from their schemas. */
  readonly documented?: (line: LineSpec) => readonly DocumentedReply[];
  /** Plays something to a client that has subscribed; then nothing is generated. */
  readonly replay?: (session: Session) => Promise<void>;
  readonly onFrame?: (frame: LoggedFrame) => void;
}

export interface Exchange {
  /** Who asks for this path may connect to it, or not. */
  admit(path: string): Admission;
  connect(entrance: Entrance, socket: ServerSocket): void;
  /** Clients that are connected. */
  sessions(): readonly Session[];
  /** Clients that ever connected. */
  readonly connected: number;
  /** For the connections from now on. */
  setFaults(faults: readonly Fault[]): void;
  /** The next push of every topic that somebody is subscribed to. */
  tick(): void;
  close(): void;
}

/** What a path leads to. */
export interface Entrance {
  readonly line: LineSpec;
  readonly connection: string;
  /** By the query of the URL. */
  readonly isAuthenticated: boolean;
}

export type Admission =
  | { readonly kind: "admitted"; readonly entrance: Entrance }
  | { readonly kind: "not-found" | "unauthorized" };

export function createExchange(options: ExchangeOptions): Exchange {
  const { replay, credentials, onFrame, now = Date.now } = options;
  const market = createMarket(options);
  const entrances = entrancesOf(options.spec);
  const sessions = new Set<Session>();
  /** By line and connection: how many had the faults of now. */
  const counts = new Map<string, number>();
  let faults = options.faults;
  let connected = 0;
  const planOf = ({ line, connection }: Entrance) => {
    const key = `${line.name}/${connection}`;
    const index = counts.get(key) ?? 0;
    counts.set(key, index + 1);
    return planFaults(faults, line.name, connection, index);
  };
  return {
    admit: (path) => admit(options, entrances, path),
    connect(entrance, socket) {
      const { line, connection, isAuthenticated } = entrance;
      connected += 1;
      const session = createSession({
        line,
        connection,
        number: connected,
        socket,
        authenticated: isAuthenticated,
        credentials,
        market: replay ? undefined : market,
        documented: options.documented?.(line) ?? [],
        now,
        faults: planOf(entrance),
        onFrame,
        onSubscribe: replay ? once((own) => play(replay, own)) : () => {},
      });
      sessions.add(session);
      socket.on("close", () => sessions.delete(session));
    },
    sessions: () => [...sessions],
    get connected() {
      return connected;
    },
    setFaults(next) {
      faults = next;
      counts.clear();
    },
    tick: market.tick,
    close() {
      market.close();
      for (const session of sessions) session.terminate();
    },
  };
}

type Place = Pick<Entrance, "line" | "connection">;

/** By path: our own, `/futures/private`, and those of the documented URLs. One that several lines document leads to the one with most topics there. */
export function entrancesOf({ lines }: Spec): ReadonlyMap<string, Place> {
  const entrances = new Map<string, Place>();
  const topicsAt = ({ line, connection }: Place): number =>
    line.topics.filter(({ connections }) => connections.includes(connection)).length;
  for (const line of lines)
    for (const [connection, { endpoints }] of Object.entries(line.file.connections)) {
      const place = { line, connection };
      for (const url of Object.values(endpoints).flat()) {
        const { pathname } = new URL(url);
        const other = entrances.get(pathname);
        if (!other || topicsAt(other) < topicsAt(place)) entrances.set(pathname, place);
      }
    }
  for (const line of lines)
    for (const connection of Object.keys(line.file.connections))
      entrances.set(`/${line.name}/${connection}`, { line, connection });
  return entrances;
}

/** The query authenticates, if it is there: `/futures/private?key=…&signature=…`. */
function admit({ credentials }: ExchangeOptions, entrances: ReadonlyMap<string, Place>, path: string): Admission {
  const url = URL.canParse(path, "ws://mock") ? new URL(path, "ws://mock") : undefined;
  const place = url && entrances.get(url.pathname);
  if (!place) return { kind: "not-found" };
  const { authentication } = place.line.file;
  const given = authentication && queryCredentials(authentication, url.searchParams);
  if (given && checkCredentials(given, authentication, credentials) !== undefined) return { kind: "unauthorized" };
  return { kind: "admitted", entrance: { ...place, isAuthenticated: given !== undefined } };
}

function play(replay: (session: Session) => Promise<void>, session: Session): void {
  replay(session).catch((error: unknown) => {
    // The capture cannot be read any further: the client is told, the server goes on.
    session.close(1011, String(error).slice(0, 100));
  });
}

function once<T>(run: (value: T) => void): (value: T) => void {
  let isDone = false;
  return (value) => {
    if (isDone) return;
    isDone = true;
    run(value);
  };
}
