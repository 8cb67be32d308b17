/**
 * The fast path of one product line on one thread: a compiled recogniser (proof-module.ts) with its memory. It takes bytes and says "clean, and counted" or
 * "ask the slow path", which parses.
 */

import { createTopicTable, type TopicTable } from "../../../templates/runtime/topic-table.js";
import { type WasmGlobal, webAssembly } from "../../../templates/runtime/webassembly.js";
import { invariant } from "../../diagnostics/diagnostic.js";
import type { EventWriter } from "../events/event-log.js";
import { NUMBER_BYTES } from "../events/layout.js";
import { EVENTS_RESERVE, FORM_RECORD, INSTANCE, SINGLE_BYTES, TOPIC, WINDOW_BYTES } from "./proof-layout.js";
import type { ProofForm, Proofs } from "./proof-module.js";

export interface Prover {
  /** Where the bytes of a capture are best put: what lies here is not copied. */
  readonly window: Buffer;
  /** Events go there from now on. `isFirst`: the topic has not been pushed on the connection at hand. */
  begin(events: EventWriter, isFirst: IsFirstPush): void;
  /**
   * Proves bare lines of the window from `start` on. The position of the first line that is not proven. `place`: the line before and the offset at
   * `start`; the line is set to the last one that was proven.
   */
  run(bytes: Buffer, start: number, place: { line: number; readonly offset: number }, connection: string): number;
  /** Proves one frame, wherever its bytes are: the number of its form, or undefined. */
  prove(
    bytes: Buffer,
    start: number,
    end: number,
    time: number | undefined,
    place: LinePlace,
    connection: string,
  ): number | undefined;
  /** Writes the events that are not written yet. */
  flush(): void;
  /** Asks anew which push is the first of its topic. */
  forgetPushes(): void;
  /** What was proven since the beginning, and begins anew. */
  take(): ProvenForm[];
}

export type IsFirstPush = (topicText: string) => boolean;

/** A line, and the offset of its first byte. */
export interface LinePlace {
  readonly line: number;
  readonly offset: number;
}

export interface ProvenForm {
  readonly form: number;
  readonly messages: number;
  readonly bytes: number;
  /** A byte for each field. */
  readonly seen: Uint8Array;
}

interface Exports {
  readonly eventEnd: WasmGlobal;
  readonly form: WasmGlobal;
  readonly line: WasmGlobal;
  run(start: number, end: number, line: number, offset: number, connection: number, maxLine: number): number;
  prove(start: number, end: number, time: number, line: number, offset: number, connection: number): number;
}

export function createProver({ module, layout, forms, topics }: Proofs, maxLine: number): Prover {
  const api = webAssembly;
  invariant(api, "Node has WebAssembly");
  const memory = new api.Memory({ initial: layout.pages });
  const bytes = Buffer.from(memory.buffer);
  const view = new DataView(memory.buffer);
  const window = bytes.subarray(layout.window, layout.window + WINDOW_BYTES);
  const single = bytes.subarray(layout.single, layout.single + SINGLE_BYTES);
  const logged = new Float64Array(memory.buffer, layout.events, (layout.eventsEnd - layout.events) / NUMBER_BYTES);
  const table = createTopicTable(bytes, topics, INSTANCE);
  const log = createLogLink(table, view);
  const imports = { memory, resolve: table.resolve, textIndexOf: log.textIndexOf, isFirstPush: log.isFirstPush };
  const { exports } = new api.Instance(module, { wireloom: imports }) as unknown as { exports: Exports };
  exports.eventEnd.value = layout.events;

  const flush = (): void => {
    const count = (exports.eventEnd.value - layout.events) / NUMBER_BYTES;
    if (count === 0) return;
    log.events?.append(logged, count);
    exports.eventEnd.value = layout.events;
  };
  const isFull = (): boolean => exports.eventEnd.value > layout.eventsEnd - EVENTS_RESERVE;
  return {
    window,
    flush,
    forgetPushes: log.forgetPushes,
    begin: log.begin,
    run(source, start, place, name) {
      if (source.buffer !== memory.buffer || !log.events) return start;
      const base = source.byteOffset;
      const end = base + source.length;
      // What was left behind the bytes is not more of them: no value goes on behind a zero.
      bytes[end] = 0;
      const connection = log.events.indexOf(name);
      let at = base + start;
      for (;;) {
        const { line: before, offset } = place;
        at = exports.run(at, end, before, offset + at - base - start, connection, maxLine);
        place.line = exports.line.value;
        if (!isFull()) return at - base;
        flush();
      }
    },
    prove(source, start, end, time, { line, offset }, name) {
      if (!log.events) return undefined;
      let at = source.byteOffset + start;
      const length = end - start;
      if (source.buffer !== memory.buffer) {
        if (length > SINGLE_BYTES) return undefined;
        at = layout.single;
        source.copy(single, 0, start, end);
        bytes[at + length] = 0;
      }
      if (isFull()) flush();
      if (exports.prove(at, at + length, time ?? NaN, line, offset, log.events.indexOf(name)) === 0) return undefined;
      return forms[(exports.form.value - layout.forms) / FORM_RECORD.size]?.form;
    },
    take() {
      flush();
      return forms.flatMap((form, index) => takeForm(form, layout.forms + index * FORM_RECORD.size, bytes, view));
    },
  };
}

/** What the module asks of the log at hand, and which topics have been told numbers that only that log has. */
interface LogLink {
  readonly events: EventWriter | undefined;
  begin(events: EventWriter, isFirst: IsFirstPush): void;
  textIndexOf(entry: number): number;
  isFirstPush(entry: number): number;
  forgetPushes(): void;
}

function createLogLink(table: TopicTable, view: DataView): LogLink {
  let events: EventWriter | undefined;
  let isFirst: IsFirstPush = () => true;
  let numbered = new Set<number>();
  return {
    get events() {
      return events;
    },
    begin(writer, first) {
      events = writer;
      isFirst = first;
      for (const entry of numbered) {
        view.setInt32(entry + TOPIC.text, -1, true);
        view.setInt32(entry + TOPIC.connection, 0, true);
      }
      numbered = new Set();
    },
    textIndexOf(entry) {
      numbered.add(entry);
      return events?.indexOf(table.textOf(entry)) ?? 0;
    },
    isFirstPush(entry) {
      numbered.add(entry);
      return Number(isFirst(table.textOf(entry)));
    },
    forgetPushes() {
      for (const entry of numbered) view.setInt32(entry + TOPIC.connection, 0, true);
    },
  };
}

/** Reads the record of a form and clears it; nothing if no message of the form was proven. */
function takeForm({ form, seen, fields }: ProofForm, record: number, bytes: Buffer, view: DataView): ProvenForm[] {
  const messages = view.getInt32(record + FORM_RECORD.messages, true);
  if (messages === 0) return [];
  const proven = {
    form,
    messages,
    bytes: view.getFloat64(record + FORM_RECORD.bytes, true),
    seen: Uint8Array.from(bytes.subarray(seen, seen + fields)),
  };
  view.setInt32(record + FORM_RECORD.messages, 0, true);
  view.setFloat64(record + FORM_RECORD.bytes, 0, true);
  bytes.fill(0, seen, seen + fields);
  return [proven];
}
