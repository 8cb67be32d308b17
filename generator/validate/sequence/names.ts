/** Connections and streams by the numbers that one log has for their names: each name is looked up once. */

import type { EventLog } from "../events/event-log.js";
import { type ConnectionState, createConnection, createStream, type StreamState } from "./state.js";

export interface Names {
  /** Begins the connection anew, and gives the one of its name that it replaces. */
  open(connection: number): ConnectionState | undefined;
  /** Makes it the connection at hand. */
  connection(connection: number): ConnectionState;
  /** Of the connection at hand. */
  stream(topic: number, instance: number): StreamState;
  /** Streams were forgotten. */
  forget(): void;
}

/** The connections of a capture by name, as far as there is room for them. */
export interface ConnectionNames {
  readonly byName: Map<string, ConnectionState>;
  /** Stands for all that there is no room for: it remembers nothing. */
  readonly others: ConnectionState;
  bytes: number;
}

/** Some 10,000 of them. */
const MOST_BYTES = 10 * 1024 * 1024;
/** Without the name. */
const CONNECTION_BYTES = 1000;

export const createConnectionNames = (): ConnectionNames => ({
  byName: new Map(),
  others: { ...createConnection("", false), hasForgotten: true },
  bytes: 0,
});

export function createNames({ texts }: EventLog, connections: ConnectionNames): Names {
  const { byName, others } = connections;
  let number = -1;
  let current = others;
  /** By topic, where a topic has one. */
  let streams: (StreamState | undefined)[] = [];
  /** In the place of the one of its name, if there is one. */
  const add = (name: string, opened: boolean): ConnectionState => {
    if (!byName.has(name)) {
      if (connections.bytes > MOST_BYTES) return others;
      connections.bytes += CONNECTION_BYTES + name.length;
    }
    const connection = createConnection(name, opened);
    byName.set(name, connection);
    return connection;
  };
  const streamOf = (key: string): StreamState => {
    const stream = current.streams.get(key) ?? createStream(key, current.hasForgotten);
    if (current !== others) current.streams.set(key, stream);
    return stream;
  };
  return {
    open(connection) {
      const name = texts[connection] as string;
      const before = byName.get(name);
      add(name, true);
      number = -1;
      return before;
    },
    connection(connection) {
      if (connection === number) return current;
      const name = texts[connection] as string;
      current = byName.get(name) ?? add(name, false);
      number = connection;
      streams = [];
      return current;
    },
    stream(topic, instance) {
      const text = texts[topic] as string;
      if (instance !== 0) return streamOf(`${text} ${texts[instance]}`);
      if (current === others) return streamOf(text);
      let stream = streams[topic];
      if (!stream) {
        stream = streamOf(text);
        streams[topic] = stream;
      }
      return stream;
    },
    forget() {
      streams = [];
    },
  };
}
