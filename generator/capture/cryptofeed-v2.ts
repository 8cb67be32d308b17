/** JSON lines of cryptofeed's second recording format: each says what happened, on which connection, and when. */

import { parseObject, setDamaged, setPayload, toMilliseconds } from "./bytes.js";
import type { FormatDefinition } from "./format.js";

const KINDS = new Set(["recv", "send", "connect", "disconnect", "close", "header", "http"]);

export const cryptofeedV2: FormatDefinition = {
  name: "cryptofeed-v2",
  title: 'cryptofeed JSON lines: {"t":"recv","conn":"…","ts":1618677786.5,"data":"…"}',
  sessionMarker: '"connect"',
  detect(lines) {
    const first = lines[0] === undefined ? undefined : parseObject(lines[0]);
    return typeof first?.t === "string" && KINDS.has(first.t) && !Object.hasOwn(first, "topic");
  },
  read(bytes, start, end, record, session) {
    const object = parseObject(bytes.toString("utf8", start, end));
    if (!object) {
      setDamaged(record, "The line is not a JSON object.");
      return;
    }
    record.connection = object.conn === undefined ? session.connection : String(object.conn);
    record.time = toMilliseconds(object.ts);
    switch (object.t) {
      case "connect":
        if (typeof object.addr === "string") session.urls[record.connection] = object.addr;
        record.kind = "open";
        return;
      case "disconnect":
      case "close":
        record.kind = "close";
        return;
      case "recv":
      case "send":
        record.direction = object.t === "send" ? "sent" : "received";
        if (object.data === undefined) setDamaged(record, "The line has no member data.");
        else setPayload(record, object.data);
        return;
      case "header":
      case "http":
        record.kind = "other";
        return;
      default:
        setDamaged(record, "The member t is none of recv, send, connect, header, http.");
    }
  },
};
