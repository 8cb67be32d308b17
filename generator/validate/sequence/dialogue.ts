/** Requests and replies belong together. Only for connections of which the capture holds what was sent. */

import { agrees } from "../../../templates/runtime/correlation.js";
import { covers } from "../../../templates/runtime/topic-filter.js";
import type { FormEntry } from "../form-table.js";
import { type AddFinding, placeOf, type SequenceCheck, type SequenceFinding } from "./check.js";
import type { PendingRequest } from "./state.js";

/** A request just before the end of a recording may still be answered; without times, lines are counted. */
const PATIENCE_MS = 5000;
const PATIENCE_LINES = 100;
/** Of one connection, never more than these wait: a recording may hold nothing but pings. */
const MAX_PENDING = 1000;
/** Of all connections, in characters. */
const MAX_LENGTH = 8 * 1024 * 1024;
/** Besides its texts. */
const REQUEST_LENGTH = 200;
/** Kinds of reply that answer a kind of request. */
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  ack: ["subscribe", "unsubscribe"],
  pong: ["ping"],
  auth: ["auth"],
  error: ["subscribe", "unsubscribe", "auth", "ping"],
};

export function createDialogueCheck(add: AddFinding, checks: { ack: boolean; earlyData: boolean }): SequenceCheck {
  /** Of all that wait. */
  let length = 0;
  const drop = (request: PendingRequest, pending: Set<PendingRequest>): void => {
    length -= request.length;
    pending.delete(request);
  };
  const giveUp = (request: PendingRequest, pending: Set<PendingRequest>): void => {
    drop(request, pending);
    if (checks.ack) add(requestWithoutReply(request.kind), request.place);
  };
  return {
    open(_context, before) {
      const pending = before?.pending ?? new Set<PendingRequest>();
      for (const request of pending) giveUp(request, pending);
    },
    request(kind, correlation, topics, context) {
      context.connection.pending ??= new Set();
      const { pending } = context.connection;
      const own = [...correlation, ...topics].reduce((sum, text) => sum + text.length, REQUEST_LENGTH);
      pending.add({ kind, correlation, topics, place: placeOf(context), length: own, early: false });
      length += own;
      for (const oldest of pending) {
        if (pending.size <= MAX_PENDING && length <= MAX_LENGTH) break;
        giveUp(oldest, pending);
      }
    },
    reply(kind, form, correlation, context) {
      const { pending } = context.connection;
      if (!pending) return;
      for (const request of pending)
        if (answers(kind, correlation, request)) {
          drop(request, pending);
          return;
        }
      if (checks.ack) add(replyWithoutRequest(form), placeOf(context));
    },
    push({ form, topicText, stream }, context) {
      const { pending, requests } = context.connection;
      if (!checks.earlyData || pending === undefined || pending.size === 0) return;
      // No request has come since the topic was pushed last.
      if (stream.requests === requests) return;
      stream.requests = requests;
      for (const request of pending) {
        if (request.early || !asksFor(request, topicText, form)) continue;
        request.early = true;
        add(dataBeforeAck(form, topicText), placeOf(context));
      }
    },
    end({ time, line, connections }) {
      for (const { pending = new Set<PendingRequest>() } of connections)
        for (const request of pending) if (isOverdue(request, time, line)) giveUp(request, pending);
    },
  };
}

/** A pong often says nothing of its ping, and pings are alike. */
const answers = (kind: string, correlation: readonly string[], request: PendingRequest): boolean =>
  (ANSWERS[kind] ?? []).includes(request.kind) && (kind === "pong" || agrees(request.correlation, correlation));

function asksFor({ kind, topics }: PendingRequest, topicText: string, { line }: FormEntry): boolean {
  const { subscription } = line.file;
  const filters = subscription.form === "args" ? subscription.filters : undefined;
  return kind === "subscribe" && topics.some((topic) => covers(topic, topicText, filters));
}

/** At the end of the capture. */
function isOverdue({ place }: PendingRequest, time: number | undefined, line: number): boolean {
  if (time === undefined || place.time === undefined) return line - place.line > PATIENCE_LINES;
  return time - place.time > PATIENCE_MS;
}

const requestWithoutReply = (kind: string): SequenceFinding => ({
  code: "request-without-reply",
  severity: "warning",
  keyword: "ack",
  expected: "a reply to each request",
  got: `no reply to ${kind}`,
  value: kind,
});

const replyWithoutRequest = (form: FormEntry): SequenceFinding => ({
  code: "reply-without-request",
  severity: "warning",
  keyword: "ack",
  form,
  expected: "the request before its reply",
  got: "no such request",
  value: form.topic,
});

const dataBeforeAck = (form: FormEntry, topicText: string): SequenceFinding => ({
  code: "data-before-ack",
  severity: "info",
  keyword: "early-data",
  form,
  expected: "the acknowledgement before the data; the protocol allows either",
  got: "data first",
  value: topicText,
});
