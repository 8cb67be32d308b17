/** One JSON object a line that carries the message together with when and how it came. */

import { firstMember, parseObject, setDamaged, setPayload, toMilliseconds } from "./bytes.js";
import type { CaptureRecord, Direction, FormatDefinition, FormatFlag } from "./format.js";
import type { Session } from "./session.js";

/** Members of the envelope, tried before the usual ones. */
export interface EnvelopeOptions {
  readonly payloadKey?: string;
  readonly timeKey?: string;
  readonly directionKey?: string;
}

/** Members that hold the message, the usual ones. */
export const PAYLOAD_KEYS = ["message", "msg", "payload", "frame", "raw", "data", "body", "text"];
const TIME_KEYS = ["ts", "time", "timestamp", "received_at", "receivedAt", "local_timestamp", "localTimestamp", "t"];
const DIRECTION_KEYS = ["direction", "dir", "type", "event"];
const CONNECTION_KEYS = ["conn", "connection", "connection_id", "connectionId", "session"];
const URL_KEYS = ["url", "endpoint", "addr"];

const keyFlag = (description: string): FormatFlag<string> => ({
  argument: "key",
  description,
  parse: (text) => (text === "" ? undefined : text),
});

export const ndjsonEnvelope: FormatDefinition<EnvelopeOptions> = {
  name: "ndjson-envelope",
  title: 'a message and its circumstances a line: {"ts":1618677786.5,"dir":"in","message":{…}}',
  flags: {
    payloadKey: keyFlag("member of an NDJSON envelope that holds the message"),
    timeKey: keyFlag("member of an NDJSON envelope that holds the time"),
    directionKey: keyFlag("member of an NDJSON envelope that says sent or received"),
  },
  detect(lines, { payloadKey, timeKey, directionKey }) {
    const first = lines[0]?.startsWith("{") ? parseObject(lines[0]) : undefined;
    if (!first || Object.hasOwn(first, "topic")) return false;
    const payload = memberOf(first, payloadKey, PAYLOAD_KEYS);
    if (typeof payload === "string") return /^\s*[{[]/.test(payload);
    if (typeof payload !== "object" || payload === null) return false;
    // `{"data": {…}}` alone may be a message; so may `{"type": "RESPONSE", "data": {…}}`. A time or a direction beside it is not one of the exchange's.
    const isNamed = [timeKey, directionKey].some((key) => key !== undefined && Object.hasOwn(first, key));
    const time = toMilliseconds(memberOf(first, timeKey, TIME_KEYS));
    return isNamed || time !== undefined || directionOf(memberOf(first, directionKey, DIRECTION_KEYS)) !== "unknown";
  },
  read(bytes, start, end, record, session, options) {
    const object = parseObject(bytes.toString("utf8", start, end));
    if (object) readEnvelope(object, record, session, options);
    else setDamaged(record, "The line is not a JSON object.");
  },
};

function readEnvelope(
  object: Record<string, unknown>,
  record: CaptureRecord,
  session: Session,
  { payloadKey, timeKey, directionKey }: EnvelopeOptions,
): void {
  const url = firstMember(object, URL_KEYS);
  const named = firstMember(object, CONNECTION_KEYS);
  const connection = named ?? (typeof url === "string" ? url : session.connection);
  record.connection = String(connection);
  record.time = toMilliseconds(memberOf(object, timeKey, TIME_KEYS));
  record.direction = directionOf(memberOf(object, directionKey, DIRECTION_KEYS));
  if (typeof url === "string") session.urls[record.connection] = url;
  const payload = memberOf(object, payloadKey, PAYLOAD_KEYS);
  if (payload !== undefined) setPayload(record, payload);
  else if (typeof url === "string") {
    record.kind = "open";
    // Of what follows without a name.
    if (named === undefined) session.connection = record.connection;
  } else {
    const keys = payloadKey === undefined ? PAYLOAD_KEYS : [payloadKey, ...PAYLOAD_KEYS];
    setDamaged(record, `None of the members ${keys.join(", ")} is there.`);
  }
}

/** The member of a name that was given, else the first of the usual ones. */
function memberOf(object: Record<string, unknown>, key: string | undefined, usual: readonly string[]): unknown {
  return key !== undefined && Object.hasOwn(object, key) ? object[key] : firstMember(object, usual);
}

const SENT = new Set(["sent", "send", "out", "outgoing", "outbound", "client", "tx", ">", "c2s", "clienttoserver"]);
const RECEIVED = new Set(["received", "receive", "recv", "in", "incoming", "inbound", "server", "rx", "<", "s2c"]);

export function directionOf(value: unknown): Direction {
  const word = typeof value === "string" ? value.toLowerCase() : "";
  if (SENT.has(word)) return "sent";
  return RECEIVED.has(word) || word === "servertoclient" ? "received" : "unknown";
}
