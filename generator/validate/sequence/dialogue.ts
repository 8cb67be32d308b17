/** Requests and replies belong together. Only for connections of which the capture holds what was sent. */

import { agrees } from "../../../templates/runtime/correlation.js";
import { covers } from "../../../templates/runtime/topic-pattern.js";
import type { Place } from "../findings.js";
import { type AddFinding, placeOf, type SequenceCheck } from "./replay.js";

interface Request {
  readonly kind: string;
  readonly correlation: readonly string[];
  readonly topics: readonly string[];
  readonly place: Place;
  /** Frames that the connections had seen by then. */
  readonly after: number;
  early: boolean;
}

interface Connection {
  pending: Request[];
}

/** A request just before the end of a recording may still be answered; without times, frames are counted. */
const PATIENCE_MS = 5000;
const PATIENCE_FRAMES = 100;
/** Never more than these wait: a recording may hold nothing but pings. */
const MAX_PENDING = 1000;
/** Kinds of reply that answer a kind of request. */
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  ack: ["subscribe", "unsubscribe"],
  pong: ["ping"],
  auth: ["auth"],
  error: ["subscribe", "unsubscribe", "auth", "ping"],
};

export function createDialogueCheck(add: AddFinding, checks: { ack: boolean; earlyData: boolean }): SequenceCheck {
  const connections = new Map<string, Connection>();
  let frames = 0;
  const giveUp = ({ kind, place }: Request): void => {
    if (!checks.ack) return;
    const expected = "a reply to each request";
    add(
      {
        code: "request-without-reply",
        severity: "warning",
        keyword: "ack",
        expected,
        got: `no reply to ${kind}`,
        value: kind,
      },
      place,
    );
  };
  return {
    open({ connection }) {
      for (const request of connections.get(connection)?.pending ?? []) giveUp(request);
      connections.delete(connection);
    },
    request(kind, correlation, topics, context) {
      const connection = connections.get(context.connection) ?? { pending: [] };
      connections.set(context.connection, connection);
      connection.pending.push({ kind, correlation, topics, place: placeOf(context), after: frames, early: false });
      if (connection.pending.length > MAX_PENDING) connection.pending.splice(0, 1).forEach(giveUp);
    },
    reply(kind, form, correlation, context) {
      const connection = connections.get(context.connection);
      if (!connection) return;
      const answered = ANSWERS[kind] ?? [];
      // A pong often says nothing of its ping, and pings are alike.
      const index = connection.pending.findIndex(
        (request) => answered.includes(request.kind) && (kind === "pong" || agrees(request.correlation, correlation)),
      );
      if (index >= 0) connection.pending.splice(index, 1);
      else if (checks.ack)
        add(
          {
            code: "reply-without-request",
            severity: "warning",
            keyword: "ack",
            form,
            expected: "the request before its reply",
            got: "no such request",
            value: form.topic,
          },
          placeOf(context),
        );
    },
    push({ form, topicText }, context) {
      frames += 1;
      if (!checks.earlyData) return;
      const connection = connections.get(context.connection);
      if (!connection || connection.pending.length === 0) return;
      const { subscription } = form.line.file;
      const filters = subscription.form === "args" ? subscription.filters : undefined;
      for (const request of connection.pending) {
        if (request.early || request.kind !== "subscribe") continue;
        if (!request.topics.some((topic) => covers(topic, topicText, filters))) continue;
        request.early = true;
        const expected = "the acknowledgement before the data; the protocol allows either";
        add(
          {
            code: "data-before-ack",
            severity: "info",
            keyword: "early-data",
            form,
            expected,
            got: "data first",
            value: topicText,
          },
          placeOf(context),
        );
      }
    },
    end({ time }) {
      for (const { pending } of connections.values())
        for (const request of pending) {
          const sent = request.place.time;
          const late =
            time === undefined || sent === undefined
              ? frames - request.after > PATIENCE_FRAMES
              : time - sent > PATIENCE_MS;
          if (late) giveUp(request);
        }
    },
  };
}
