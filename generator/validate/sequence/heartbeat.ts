/** The server closes a connection without pings. Only for connections of which the capture holds what was sent, and when. */

import type { Heartbeat } from "../../spec/line-file.js";
import type { Place } from "../findings.js";
import { type AddFinding, placeOf, type SequenceCheck } from "./replay.js";

interface Connection {
  /** The last ping, or the opening. */
  readonly since: Place;
  readonly sent: boolean;
  heartbeat: Heartbeat | undefined;
  line: string;
}

/** A timer fires late and a frame takes its way; half the interval is more than either. */
const TOLERANCE = 1.5;

export function createHeartbeatCheck(add: AddFinding): SequenceCheck {
  const connections = new Map<string, Connection>();
  const check = ({ since, sent, heartbeat, line }: Connection, until: number | undefined): void => {
    if (!sent || !heartbeat || since.time === undefined || until === undefined || Number.isNaN(until)) return;
    const allowed = heartbeat.timeoutMs ?? heartbeat.intervalMs * TOLERANCE;
    const gap = until - since.time;
    if (gap <= allowed) return;
    const expected = `a ping every ${heartbeat.intervalMs / 1000} s`;
    const value = `${Math.round(gap / 1000)} s`;
    add(
      { code: "no-ping", severity: "warning", keyword: "heartbeat", line, expected, got: "a longer gap", value },
      since,
    );
  };
  const learn = (connection: string, line: { file: { heartbeat?: Heartbeat }; name: string } | undefined): void => {
    const known = connections.get(connection);
    if (!known || !line || known.heartbeat) return;
    known.heartbeat = line.file.heartbeat;
    known.line = line.name;
  };
  return {
    open(context) {
      connections.set(context.connection, { since: placeOf(context), sent: false, heartbeat: undefined, line: "" });
    },
    close(context) {
      const known = connections.get(context.connection);
      if (known) check(known, context.time);
      connections.delete(context.connection);
    },
    request(kind, _correlation, _topics, context) {
      const known = connections.get(context.connection);
      if (kind === "ping" && known) check(known, context.time);
      const since = kind === "ping" || !known ? placeOf(context) : known.since;
      connections.set(context.connection, {
        since,
        sent: true,
        heartbeat: known?.heartbeat,
        line: known?.line ?? "",
      });
    },
    reply(_kind, form, _correlation, { connection }) {
      learn(connection, form.line);
    },
    push({ form }, { connection }) {
      learn(connection, form.line);
    },
    end({ time }) {
      for (const known of connections.values()) check(known, time);
    },
  };
}
