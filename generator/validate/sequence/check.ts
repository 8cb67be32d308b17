/** What a check across messages is, and what it sees. */

import type { Severity } from "../../diagnostics/diagnostic.js";
import type { Place } from "../check/findings.js";
import { HEAD } from "../events/layout.js";
import type { FormEntry } from "../form-table.js";
import type { ConnectionState, StreamState } from "./state.js";

/** Names for `--skip`. */
export const SEQUENCE_CHECKS = {
  snapshot: "a delta before its snapshot",
  sequence: "a sequence number that goes back, or that leaves one out where each counts",
  book: "a book that is crossed, a change of a level that is not there",
  ack: "a reply without its request, a request without its reply",
  "early-data": "data before the acknowledgement of its subscription",
  heartbeat: "no ping for longer than the line allows",
} as const;

export type SequenceCheckName = keyof typeof SEQUENCE_CHECKS;

/** A push, as far as its event tells. Filled anew for each event: a check keeps what it needs, not the object. */
export interface PushEvent {
  form: FormEntry;
  topicText: string;
  stream: StreamState;
  sequence: number;
  /** The snapshot from which the sequence counts; NaN where no message names it. */
  base: number;
  flags: number;
  /** Levels of a book from `start` to `end`, one after the other. */
  numbers: Float64Array;
  start: number;
  end: number;
}

/** Filled anew for each event, as a push is. */
export interface EventContext {
  connection: ConnectionState;
  source: number;
  /** Lines before those of the log. */
  lines: number;
  /** The event in the log. */
  numbers: Float64Array;
  at: number;
}

/** NaN where the capture has no times. */
export const timeOf = ({ numbers, at }: EventContext): number => numbers[at + HEAD.time] as number;

export function placeOf(context: EventContext): Place {
  const { source, lines, numbers, at } = context;
  const time = timeOf(context);
  return {
    source,
    line: (numbers[at + HEAD.line] as number) + lines,
    offset: numbers[at + HEAD.offset] as number,
    ...(Number.isNaN(time) ? {} : { time }),
  };
}

/** A check may leave out what it has nothing to say about. */
export interface SequenceCheck {
  /** `before`: the connection of the same name that it replaces. */
  open?(context: EventContext, before: ConnectionState | undefined): void;
  close?(context: EventContext): void;
  request?(kind: string, correlation: readonly string[], topics: readonly string[], context: EventContext): void;
  reply?(kind: string, form: FormEntry, correlation: readonly string[], context: EventContext): void;
  push?(push: PushEvent, context: EventContext): void;
  /** The end of one capture. */
  end?(last: {
    readonly time: number | undefined;
    /** Number of its last line. */
    readonly line: number;
    readonly connections: readonly ConnectionState[];
  }): void;
}

/** One that looks at every push. */
export interface PushCheck extends SequenceCheck {
  push(push: PushEvent, context: EventContext): void;
}

/** What a check has to say of an event. */
export interface SequenceFinding {
  readonly code: string;
  readonly severity: Severity;
  readonly keyword: SequenceCheckName;
  readonly form?: FormEntry;
  /** Where there is no form: name of the product line. */
  readonly line?: string;
  readonly pointer?: string;
  readonly expected: string;
  readonly got: string;
  /** What to show: a topic, a price. */
  readonly value: string;
}

export type AddFinding = (finding: SequenceFinding, place: Place) => void;
