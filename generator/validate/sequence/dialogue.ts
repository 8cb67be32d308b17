/** Requests and replies belong together. Only for connections of which the capture holds what was sent. */

import { agrees } from "../../../templates/runtime/correlation.js";
import { covers } from "../../../templates/runtime/topic-filter.js";
import type { FormEntry } from "../form-table.js";
import { type AddFinding, placeOf, type SequenceCheck, type SequenceFinding } from "./check.js";
import type { PendingRequest } from "./state.js";

/** A request just before the end of a recording may still be answered; without times, lines are counted. */
const PATIENCE_MS = 5000;
const PATIENCE_LINES = 100;
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
    if (checks.ack) add(requestWithoutReply(kind), place);
  };
  return {
    open(_context, before) {
      for (const request of before?.pending ?? []) giveUp(request);
    },
    request(kind, correlation, topics, context) {
      context.connection.pending ??= [];
      const { pending } = context.connection;
      pending.push({ kind, correlation, topics, place: placeOf(context), early: false });
      if (pending.length > MAX_PENDING) pending.splice(0, 1).forEach(giveUp);
    },
    reply(kind, form, correlation, context) {
      const { pending } = context.connection;
      if (!pending) return;
      const index = pending.findIndex((request) => answers(kind, correlation, request));
      if (index >= 0) pending.splice(index, 1);
      else if (checks.ack) add(replyWithoutRequest(form), placeOf(context));
    },
    push({ form, topicText, stream }, context) {
      const { pending, requests } = context.connection;
      if (!checks.earlyData || pending === undefined || pending.length === 0) return;
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
      for (const { pending } of connections)
        for (const request of pending ?? []) if (isOverdue(request, time, line)) giveUp(request);
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
