/** Requests and replies belong together. Only for connections of which the capture holds what was sent. */

import { agrees } from "../../../templates/runtime/correlation.js";
import { covers } from "../../../templates/runtime/topic-filter.js";
import { type AddFinding, placeOf, type SequenceCheck } from "./check.js";
import type { PendingRequest } from "./state.js";

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
  const giveUp = ({ kind, place }: PendingRequest): void => {
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
    open(_context, before) {
      for (const request of before?.pending ?? []) giveUp(request);
    },
    request(kind, correlation, topics, context) {
      context.connection.pending ??= [];
      const { pending } = context.connection;
      pending.push({ kind, correlation, topics, place: placeOf(context), after: context.pushes, early: false });
      if (pending.length > MAX_PENDING) pending.splice(0, 1).forEach(giveUp);
    },
    reply(kind, form, correlation, context) {
      const { pending } = context.connection;
      if (!pending) return;
      const answered = ANSWERS[kind] ?? [];
      // A pong often says nothing of its ping, and pings are alike.
      const index = pending.findIndex(
        (request) => answered.includes(request.kind) && (kind === "pong" || agrees(request.correlation, correlation)),
      );
      if (index >= 0) pending.splice(index, 1);
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
    push({ form, topicText, stream }, context) {
      const { pending, requests } = context.connection;
      if (!checks.earlyData || pending === undefined || pending.length === 0) return;
      // No request has come since the topic was pushed last.
      if (stream.requests === requests) return;
      stream.requests = requests;
      const { subscription } = form.line.file;
      const filters = subscription.form === "args" ? subscription.filters : undefined;
      for (const request of pending) {
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
    end({ time, pushes, connections }) {
      for (const { pending } of connections)
        for (const request of pending ?? []) {
          const sent = request.place.time;
          const late =
            time === undefined || sent === undefined
              ? pushes - request.after > PATIENCE_FRAMES
              : time - sent > PATIENCE_MS;
          if (late) giveUp(request);
        }
    },
  };
}
