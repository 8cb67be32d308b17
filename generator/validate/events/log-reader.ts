/** Requests and replies as their events tell them. Of pushes there are too many to make an object of each: the replay reads them in place. */

import type { ReplyKind } from "../../../templates/runtime/frame.js";
import type { RequestFacts } from "../../spec/read-request.js";
import type { EventLog } from "./event-log.js";
import { REPLY, REPLY_KINDS, REQUEST, REQUEST_KINDS } from "./layout.js";

export interface RequestEvent {
  readonly kind: RequestFacts["kind"];
  readonly correlation: readonly string[];
  readonly topics: readonly string[];
}

export interface ReplyEvent {
  /** Number of the form in the table. */
  readonly form: number;
  readonly kind: ReplyKind;
  readonly correlation: readonly string[];
}

/** `at`: where the event begins. */
export function readRequestEvent(log: EventLog, at: number): RequestEvent {
  const kind = REQUEST_KINDS[log.numbers[at + REQUEST.kind] as number] as RequestFacts["kind"];
  const correlation = textsAt(log, at + REQUEST.texts);
  const topics = textsAt(log, at + REQUEST.texts + 1 + correlation.length);
  return { kind, correlation, topics };
}

export function readReplyEvent(log: EventLog, at: number): ReplyEvent {
  return {
    form: log.numbers[at + REPLY.form] as number,
    kind: REPLY_KINDS[log.numbers[at + REPLY.kind] as number] as ReplyKind,
    correlation: textsAt(log, at + REPLY.correlation),
  };
}

/** A count, and that many texts. */
function textsAt({ numbers, texts }: EventLog, at: number): string[] {
  const count = numbers[at] as number;
  return Array.from(numbers.subarray(at + 1, at + 1 + count), (number) => texts[number] as string);
}
