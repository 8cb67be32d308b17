/** Requests as the mock takes them: those of the line, and pings that leave out what they would have the pong repeat, as some clients send them. */

import { isObject } from "../schema/is-object.js";
import { createRequestReader, type RequestReader } from "../spec/read-request.js";
import type { LineSpec } from "../spec/spec.js";

const BARE_PING = { kind: "ping", topics: [], unknownTopics: [] } as const;

export function createForgivingReader(line: LineSpec, connection: string): RequestReader {
  const read = createRequestReader(line, connection);
  const ping = line.file.heartbeat?.request.message;
  const fixed = Object.entries(isObject(ping) ? ping : {}).filter(
    ([, value]) => typeof value === "string" && !value.includes("{"),
  );
  const isBarePing = (message: unknown): boolean =>
    fixed.length > 0 &&
    isObject(message) &&
    Object.keys(message).length === fixed.length &&
    fixed.every(([key, value]) => Object.hasOwn(message, key) && message[key] === value);
  return (message) => read(message) ?? (isBarePing(message) ? BARE_PING : undefined);
}
