/** Replays the events of blocks in the order of the capture, and lets each check across messages see them. */

import { EVENT, EVENT_HEAD, type EventLog, REPLY_KINDS, REQUEST_KINDS } from "../events.js";
import type { Severity } from "../explain.js";
import type { Collector, Place } from "../findings.js";
import type { FormEntry, FormTable } from "../form-table.js";
import { createBookCheck } from "./books.js";
import { createDialogueCheck } from "./dialogue.js";
import { createHeartbeatCheck } from "./heartbeat.js";
import { createOrderCheck } from "./order.js";

/** Names for `--skip`. */
export const SEQUENCE_CHECKS = {
  snapshot: "a delta before its snapshot",
  sequence: "a sequence number that goes back",
  book: "a book that is crossed, a change of a level that is not there",
  ack: "a reply without its request, a request without its reply",
  "early-data": "data before the acknowledgement of its subscription",
  heartbeat: "no ping for longer than the line allows",
} as const;

export type SequenceCheckName = keyof typeof SEQUENCE_CHECKS;

/** A push, as far as its event tells. */
export interface PushEvent {
  readonly form: FormEntry;
  readonly topicText: string;
  /** Tells the books of one topic apart, with the topic. */
  readonly instance: string;
  readonly sequence: number;
  readonly flags: number;
  readonly levels: Levels;
}

/** `[operation * 2 + side, price, size]`, one after the other. */
export interface Levels {
  readonly numbers: Float64Array;
  readonly start: number;
  readonly end: number;
}

export interface EventContext {
  readonly connection: string;
  readonly time: number | undefined;
  /** True if the capture shows the opening of this connection. */
  readonly opened: boolean;
  readonly place: Place;
}

/** A check may leave out what it has nothing to say about. */
export interface SequenceCheck {
  open?(context: EventContext): void;
  close?(context: EventContext): void;
  request?(kind: string, correlation: readonly string[], topics: readonly string[], context: EventContext): void;
  reply?(kind: string, form: FormEntry, correlation: readonly string[], context: EventContext): void;
  push?(push: PushEvent, context: EventContext): void;
  /** The end of one capture. */
  end?(last: { readonly time: number | undefined }): void;
}

export type AddFinding = (
  finding: {
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
  },
  context: Pick<EventContext, "place">,
) => void;

export interface Replay {
  /** `line`: lines of the capture before the block, unless its places are final. */
  apply(log: EventLog, source: number, line: number): void;
  end(time: number | undefined): void;
}

/** One replay for each capture. */
export function createReplay(table: FormTable, skip: ReadonlySet<string>, collector: Collector): Replay {
  const add: AddFinding = ({ form, value, pointer, line, ...rest }, { place }) => {
    collector.add(
      {
        ...rest,
        line: form?.line.name ?? line ?? "",
        topic: form?.topic ?? "",
        form: form?.form ?? "",
        pointer: pointer ?? "",
      },
      place,
      () => ({ pointer: "", value, frame: "" }),
    );
  };
  const checks: SequenceCheck[] = [
    createOrderCheck(add, { snapshot: !skip.has("snapshot"), sequence: !skip.has("sequence") }),
    ...(skip.has("book") ? [] : [createBookCheck(add)]),
    createDialogueCheck(add, { ack: !skip.has("ack"), earlyData: !skip.has("early-data") }),
    ...(skip.has("heartbeat") ? [] : [createHeartbeatCheck(add)]),
  ];
  const opened = new Set<string>();

  return {
    apply({ numbers, texts }, source, line) {
      const textAt = (index: number): string => texts[numbers[index] ?? -1] ?? "";
      const textsAt = (index: number): string[] => {
        const count = numbers[index] ?? 0;
        return Array.from({ length: count }, (_, offset) => textAt(index + 1 + offset));
      };
      for (let at = 0; at < numbers.length; at += numbers[at + 1] ?? numbers.length) {
        const time = numbers[at + 2];
        const known = time !== undefined && !Number.isNaN(time) ? { time } : {};
        const place: Place = { source, line: (numbers[at + 3] ?? 0) + line, offset: numbers[at + 4] ?? 0, ...known };
        const connection = textAt(at + EVENT_HEAD);
        const event = numbers[at];
        if (event === EVENT.open) opened.add(connection);
        const context: EventContext = { connection, time: known.time, opened: opened.has(connection), place };
        const rest = at + EVENT_HEAD + 1;
        if (event === EVENT.open) for (const check of checks) check.open?.(context);
        else if (event === EVENT.close) for (const check of checks) check.close?.(context);
        else if (event === EVENT.request) {
          const kind = REQUEST_KINDS[numbers[rest] ?? -1] ?? "";
          const correlation = textsAt(rest + 1);
          const topics = textsAt(rest + 2 + correlation.length);
          for (const check of checks) check.request?.(kind, correlation, topics, context);
        } else if (event === EVENT.reply) {
          const form = table.forms[numbers[rest] ?? -1];
          const kind = REPLY_KINDS[numbers[rest + 1] ?? -1] ?? "";
          const correlation = textsAt(rest + 2);
          if (form) for (const check of checks) check.reply?.(kind, form, correlation, context);
        } else if (event === EVENT.push) {
          const form = table.forms[numbers[rest] ?? -1];
          if (!form) continue;
          const push: PushEvent = {
            form,
            topicText: textAt(rest + 1),
            instance: textAt(rest + 2),
            sequence: numbers[rest + 3] ?? NaN,
            flags: numbers[rest + 4] ?? 0,
            levels: { numbers, start: rest + 5, end: at + (numbers[at + 1] ?? 0) },
          };
          for (const check of checks) check.push?.(push, context);
        }
      }
    },
    end(time) {
      for (const check of checks) check.end?.({ time });
    },
  };
}
