/** The mock exchange: who is connected to which line, and what goes wrong there. How its clients reach it is the server's affair. */

import type { Json } from "../schema/json-schema.js";
import type { DocumentedReply } from "../spec/dialogues.js";
import type { LineSpec, Spec } from "../spec/spec.js";
import { type Clock, REAL_CLOCK } from "./clock.js";
import { checkCredentials, queryCredentials } from "./credentials.js";
import { type Fault, type FaultPlan, planFaults } from "./faults.js";
import { createMarket, type MarketOptions } from "./market.js";
import type { Replay } from "./replay.js";
import { createSession } from "./session.js";
import type { LoggedFrame, MockCredentials, ServerSocket, Session } from "./session-types.js";

export interface ExchangeOptions extends MarketOptions {
  readonly spec: Spec;
  readonly credentials: MockCredentials;
  readonly faults: readonly Fault[];
  /** Answers as the pages of a line show them; absent: all are made from their schemas. */
  readonly documented?: (line: LineSpec) => readonly DocumentedReply[];
  /** Plays something to a client that has subscribed; then nothing is generated. */
  readonly replay?: (session: Session) => Replay;
  /** A client has subscribed to something. */
  readonly onSubscribe?: (session: Session) => void;
  /** Default: the real one. */
  readonly clock?: Clock;
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
  /** Does the next connection fail before it can say where it leads? */
  failsTls(): boolean;
  /** For the connections from now on. */
  setFaults(faults: readonly Fault[]): void;
  /** Pushes a message to all who are subscribed to its topic; how many that were. */
  push(topicText: string, message: Json): number;
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
  readonly faults: FaultPlan;
}

export type Admission =
  | { readonly kind: "admitted"; readonly entrance: Entrance }
  /** With a status of HTTP. */
  | { readonly kind: "refused"; readonly status: number };

export function createExchange(options: ExchangeOptions): Exchange {
  const { replay, credentials, onFrame, onSubscribe, clock = REAL_CLOCK } = options;
  const { now } = clock;
  const market = createMarket({ ...options, now });
  const entrances = entrancesOf(options.spec);
  const sessions = new Set<Session>();
  /** By line and connection: how many had the faults of now. */
  const counts = new Map<string, number>();
  let faults = options.faults;
  let connected = 0;
  /** Of TLS, since the faults of now. */
  let handshakes = 0;
  const planOf = ({ line, connection }: Place): FaultPlan => {
    const key = `${line.name}/${connection}`;
    const index = counts.get(key) ?? 0;
    counts.set(key, index + 1);
    return planFaults(faults, line.name, connection, index);
  };
  return {
    admit(path) {
      const found = findEntrance(options, entrances, path);
      if ("status" in found) return { kind: "refused", status: found.status };
      const plan = planOf(found);
      const refusal = plan.standing("http-status");
      return refusal
        ? { kind: "refused", status: refusal.status ?? 503 }
        : { kind: "admitted", entrance: { ...found, faults: plan } };
    },
    connect(entrance, socket) {
      const { line, connection, isAuthenticated } = entrance;
      const player = replay && createPlayer(replay);
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
        faults: entrance.faults,
        onFrame,
        onSubscribe: (own) => {
          player?.(own);
          onSubscribe?.(own);
        },
      });
      sessions.add(session);
      socket.on("close", () => sessions.delete(session));
    },
    failsTls() {
      const index = handshakes;
      handshakes += 1;
      return faults.some(
        ({ fault, connections = Number.POSITIVE_INFINITY }) => fault === "tls-failure" && index < connections,
      );
    },
    sessions: () => [...sessions],
    get connected() {
      return connected;
    },
    setFaults(next) {
      faults = next;
      counts.clear();
      handshakes = 0;
    },
    push(topicText, message) {
      const text = JSON.stringify(message);
      const covered = [...sessions].filter((session) => session.covers(topicText, message));
      for (const session of covered) session.push(text);
      return covered.length;
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
function findEntrance(
  { credentials, clock }: ExchangeOptions,
  entrances: ReadonlyMap<string, Place>,
  path: string,
): Omit<Entrance, "faults"> | { readonly status: number } {
  const url = URL.canParse(path, "ws://mock") ? new URL(path, "ws://mock") : undefined;
  const place = url && entrances.get(url.pathname);
  if (!place) return { status: 404 };
  const { authentication } = place.line.file;
  const given = authentication && queryCredentials(authentication, url.searchParams);
  if (given && checkCredentials(given, authentication, credentials, clock?.now()) !== undefined) return { status: 401 };
  return { ...place, isAuthenticated: given !== undefined };
}

/** The first subscription begins the replay. */
function createPlayer(start: (session: Session) => Replay): (session: Session) => void {
  let replay: Replay | undefined;
  return (session) => {
    if (replay) {
      replay.catchUp();
      return;
    }
    replay = start(session);
    replay.done.catch((error: unknown) => {
      // The capture cannot be read any further: the client is told, the server goes on.
      session.close(1011, String(error).slice(0, 100));
    });
  };
}
