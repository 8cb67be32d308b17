/** Writes the events of a block in the order of its records. */

import type { CaptureRecord } from "../../capture/format.js";
import type { EventWriter } from "../events/event-log.js";
import { EVENT } from "../events/layout.js";
import type { BlockProvers } from "../proof/block-provers.js";
import type { IsFirstPush } from "../proof/prover.js";
import type { FormCheck, LineCheck } from "./line-check.js";
import type { Position } from "./position.js";
import type { DocumentedFrame, RequestVerdict } from "./verdict.js";

/** Of the record at hand. */
export interface BlockEvents {
  open(): void;
  close(): void;
  /** Nothing of one of which nobody knows what it asks for. */
  request(check: LineCheck, request: RequestVerdict): void;
  /** Of a push without a state, e.g. a trade, only the first of its topic matters: it may come before its acknowledgement. */
  message(check: LineCheck, form: FormCheck, frame: DocumentedFrame, isValid: boolean): void;
}

export interface BlockEventsOptions {
  readonly events: EventWriter;
  readonly provers: Pick<BlockProvers, "flush">;
  readonly record: Pick<CaptureRecord, "connection" | "time" | "place">;
  readonly position: Pick<Position, "line" | "offset">;
  readonly isFirstPush: IsFirstPush;
}

export function createBlockEvents(options: BlockEventsOptions): BlockEvents {
  const { events, provers, record, position, isFirstPush } = options;
  const begin = (event: number): void => {
    // What was proven comes before.
    provers.flush();
    const { line, offset } = record.place ?? position;
    events.begin(event, record.time, line, offset, record.connection);
  };
  return {
    open() {
      begin(EVENT.open);
      events.end();
    },
    close() {
      begin(EVENT.close);
      events.end();
    },
    request({ correlation }, { message, facts }) {
      if (!facts) return;
      begin(EVENT.request);
      events.request(facts.kind, correlation.request(message), facts.topics);
      events.end();
    },
    message({ correlation }, { entry, extractor }, frame, isValid) {
      if (frame.kind !== "push") {
        begin(EVENT.reply);
        events.reply(entry.id, frame.kind, correlation.reply(frame.message));
        events.end();
      } else if (extractor && (extractor.stateful || isFirstPush(frame.topicText))) {
        begin(EVENT.push);
        extractor.write(frame.topicText, frame.message, isValid, events);
        events.end();
      }
    },
  };
}

/** Of topics on the connection of the record at hand. */
export function createFirstPushes(record: Pick<CaptureRecord, "connection">): IsFirstPush {
  const pushed = new Set<string>();
  return (topicText) => {
    const first = `${record.connection}\n${topicText}`;
    if (pushed.has(first)) return false;
    pushed.add(first);
    return true;
  };
}
