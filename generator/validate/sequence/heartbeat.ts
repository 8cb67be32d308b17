/** The server closes a connection without pings. Only for connections of which the capture holds what was sent, and when. */

import type { FormEntry } from "../form-table.js";
import { type AddFinding, placeOf, type SequenceCheck, timeOf } from "./check.js";
import type { ConnectionState, PingState } from "./state.js";

/** A timer fires late and a frame takes its way; half the interval is more than either. */
const TOLERANCE = 1.5;

export function createHeartbeatCheck(add: AddFinding): SequenceCheck {
  const check = ({ since, sent, heartbeat, line }: PingState, until: number | undefined): void => {
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
  const learn = ({ pings }: ConnectionState, { line }: FormEntry): void => {
    if (pings?.line !== "") return;
    pings.heartbeat = line.file.heartbeat;
    pings.line = line.name;
  };
  return {
    open(context) {
      context.connection.pings = { since: placeOf(context), sent: false, heartbeat: undefined, line: "" };
    },
    close(context) {
      const { connection } = context;
      if (connection.pings) check(connection.pings, timeOf(context));
      connection.pings = undefined;
    },
    request(kind, _correlation, _topics, context) {
      const known = context.connection.pings;
      if (kind === "ping" && known) check(known, timeOf(context));
      const since = kind === "ping" || !known ? placeOf(context) : known.since;
      context.connection.pings = {
        since,
        sent: true,
        heartbeat: known?.heartbeat,
        line: known?.line ?? "",
      };
    },
    reply(_kind, form, _correlation, { connection }) {
      learn(connection, form);
    },
    push({ form }, { connection }) {
      learn(connection, form);
    },
    end({ time, connections }) {
      for (const { pings } of connections) if (pings) check(pings, time);
    },
  };
}
