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
}

export function createNames({ texts }: EventLog, connections: Map<string, ConnectionState>): Names {
  let number = -1;
  let current = createConnection("", false);
  /** By topic, where a topic has one. */
  let streams: (StreamState | undefined)[] = [];
  const streamOf = (key: string): StreamState => {
    const stream = current.streams.get(key) ?? createStream(key);
    current.streams.set(key, stream);
    return stream;
  };
  return {
    open(connection) {
      const name = texts[connection] as string;
      const before = connections.get(name);
      connections.set(name, createConnection(name, true));
      number = -1;
      return before;
    },
    connection(connection) {
      if (connection === number) return current;
      const name = texts[connection] as string;
      current = connections.get(name) ?? createConnection(name, false);
      connections.set(name, current);
      number = connection;
      streams = [];
      return current;
    },
    stream(topic, instance) {
      const text = texts[topic] as string;
      if (instance !== 0) return streamOf(`${text} ${texts[instance]}`);
      let stream = streams[topic];
      if (!stream) {
        stream = streamOf(text);
        streams[topic] = stream;
      }
      return stream;
    },
  };
}
