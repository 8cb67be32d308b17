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
  /** Of a push without a state, e.g. a trade, only the first of its topic behind a request matters: it may come before its acknowledgement. */
  message(check: LineCheck, form: FormCheck, frame: DocumentedFrame, isValid: boolean): void;
}

export interface BlockEventsOptions {
  readonly events: EventWriter;
  readonly provers: Pick<BlockProvers, "flush" | "forgetPushes">;
  readonly record: Pick<CaptureRecord, "connection" | "time" | "place">;
  readonly position: Pick<Position, "line" | "offset">;
  readonly firstPushes: FirstPushes;
}

/** Of topics on the connection of the record at hand. */
export interface FirstPushes {
  /** True for a topic since the beginning of the block, or since they were forgotten. */
  readonly isFirst: IsFirstPush;
  forget(): void;
}

export function createBlockEvents(options: BlockEventsOptions): BlockEvents {
  const { events, provers, record, position, firstPushes } = options;
  /** What follows may be asked for anew, wherever the block began. */
  const forgetPushes = (): void => {
    firstPushes.forget();
    provers.forgetPushes();
  };
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
      forgetPushes();
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
      forgetPushes();
    },
    message({ correlation }, { entry, extractor }, frame, isValid) {
      if (frame.kind !== "push") {
        begin(EVENT.reply);
        events.reply(entry.id, frame.kind, correlation.reply(frame.message));
        events.end();
      } else if (extractor && (extractor.stateful || firstPushes.isFirst(frame.topicText))) {
        begin(EVENT.push);
        extractor.write(frame.topicText, frame.message, isValid, events);
        events.end();
      }
    },
  };
}

export function createFirstPushes(record: Pick<CaptureRecord, "connection">): FirstPushes {
  const pushed = new Map<string, Set<string>>();
  return {
    isFirst(topicText) {
      const topics = pushed.get(record.connection) ?? new Set();
      pushed.set(record.connection, topics);
      const { size } = topics;
      return topics.add(topicText).size > size;
    },
    forget() {
      pushed.delete(record.connection);
    },
  };
}
