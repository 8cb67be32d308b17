/** One JSON object a line that carries the message together with when and how it came. */

import { firstMember, parseObject, setDamaged, setPayload, toMilliseconds } from "./bytes.js";
import type { CaptureFormat, CaptureRecord, Direction, EnvelopeKeys, Session } from "./format.js";

const CONNECTION_KEYS = ["conn", "connection", "connection_id", "connectionId", "session"];
const URL_KEYS = ["url", "endpoint", "addr"];

export const ndjsonEnvelope: CaptureFormat = {
  name: "ndjson-envelope",
  title: 'a message and its circumstances a line: {"ts":1618677786.5,"dir":"in","message":{…}}',
  cut: "lines",
  detect(lines, { envelope }) {
    const first = lines[0]?.startsWith("{") ? parseObject(lines[0]) : undefined;
    if (!first || Object.hasOwn(first, "topic")) return false;
    const payload = firstMember(first, envelope.payload);
    if (typeof payload === "string") return /^\s*[{[]/.test(payload);
    // `{"data": {…}}` alone may be a message; a time or a direction beside it is not one of the exchange's.
    const beside = firstMember(first, envelope.time) ?? firstMember(first, envelope.direction);
    return typeof payload === "object" && payload !== null && beside !== undefined;
  },
  read(bytes, start, end, record, session, { envelope }) {
    const object = parseObject(bytes.toString("utf8", start, end));
    if (object) readEnvelope(object, record, session, envelope);
    else setDamaged(record, "The line is not a JSON object.");
  },
};

export function readEnvelope(
  object: Record<string, unknown>,
  record: CaptureRecord,
  session: Session,
  keys: EnvelopeKeys,
): void {
  const connection = firstMember(object, CONNECTION_KEYS);
  record.connection = connection === undefined ? session.connection : String(connection);
  record.time = toMilliseconds(firstMember(object, keys.time));
  record.direction = directionOf(firstMember(object, keys.direction));
  const url = firstMember(object, URL_KEYS);
  if (typeof url === "string") session.urls[record.connection] = url;
  const payload = firstMember(object, keys.payload);
  if (payload === undefined) {
    if (typeof url === "string") record.kind = "open";
    else setDamaged(record, `None of the members ${keys.payload.join(", ")} is there.`);
  } else setPayload(record, payload);
}

const SENT = new Set(["sent", "send", "out", "outgoing", "outbound", "client", "tx", ">", "c2s", "clienttoserver"]);
const RECEIVED = new Set(["received", "receive", "recv", "in", "incoming", "inbound", "server", "rx", "<", "s2c"]);

export function directionOf(value: unknown): Direction {
  const word = typeof value === "string" ? value.toLowerCase() : "";
  if (SENT.has(word)) return "sent";
  return RECEIVED.has(word) || word === "servertoclient" ? "received" : "unknown";
}
