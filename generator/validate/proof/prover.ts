/**
 * The fast path of one product line on one thread: a compiled recogniser (proof-module.ts) with its memory. It takes bytes and says "clean, and counted" or
 * "ask the slow path", which parses.
 */

import { createTopicTable } from "../../../templates/runtime/topic-table.js";
import { ENTRY } from "../../../templates/runtime/wasm-memory.js";
import { type WasmGlobal, webAssembly } from "../../../templates/runtime/webassembly.js";
import { invariant } from "../../diagnostics/diagnostic.js";
import type { EventWriter } from "../events/event-log.js";
import { EVENTS_RESERVE, FORM_RECORD, INSTANCE, type Proofs, SINGLE_BYTES, WINDOW_BYTES } from "./proof-module.js";

export interface Prover {
  /** Where the bytes of a capture are best put: what lies here is not copied. */
  readonly window: Buffer;
  /** Events go there from now on. `isFirst`: the topic has not been pushed on the connection at hand. */
  begin(events: EventWriter, isFirst: (topicText: string) => boolean): void;
  /**
   * Proves bare lines of the window from `start` on. The position of the first line that is not proven; `line` is that of the line before it.
   */
  run(bytes: Buffer, start: number, place: { line: number; readonly offset: number }, connection: string): number;
  /** Proves one frame, wherever its bytes are: the number of its form, or undefined. */
  prove(
    bytes: Buffer,
    start: number,
    end: number,
    place: { readonly time: number | undefined; readonly line: number; readonly offset: number },
    connection: string,
  ): number | undefined;
  /** Writes the events that are not written yet. */
  flush(): void;
  /** What was proven since the beginning, and begins anew. */
  take(): ProvenForm[];
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
  const logged = new Float64Array(memory.buffer, layout.events, (layout.eventsEnd - layout.events) / 8);
  const table = createTopicTable(bytes, topics, INSTANCE);
  let events: EventWriter | undefined;
  let isFirst: (topicText: string) => boolean = () => true;
  /** Entries of topics to whom the log at hand has given a number. */
  let numbered = new Set<number>();
  const { exports } = new api.Instance(module, {
    wireloom: {
      memory,
      resolve: table.resolve,
      textIndexOf(entry: number): number {
        numbered.add(entry);
        return events?.indexOf(table.textOf(entry)) ?? 0;
      },
      isFirstPush(entry: number): number {
        numbered.add(entry);
        return Number(isFirst(table.textOf(entry)));
      },
    },
  }) as unknown as { exports: Exports };
  exports.eventEnd.value = layout.events;

  const flush = (): void => {
    const count = (exports.eventEnd.value - layout.events) / 8;
    if (count === 0) return;
    events?.append(logged, count);
    exports.eventEnd.value = layout.events;
  };
  const isFull = (): boolean => exports.eventEnd.value > layout.eventsEnd - EVENTS_RESERVE;
  return {
    window,
    flush,
    begin(writer, first) {
      events = writer;
      isFirst = first;
      for (const entry of numbered) {
        view.setInt32(entry + ENTRY.first, -1, true);
        view.setInt32(entry + ENTRY.second, 0, true);
      }
      numbered = new Set();
    },
    run(source, start, place, name) {
      if (source.buffer !== memory.buffer || !events) return start;
      const base = source.byteOffset;
      const end = base + source.length;
      // What was left behind the bytes is not more of them: no value goes on behind a zero.
      bytes[end] = 0;
      const connectionIndex = events.indexOf(name);
      let at = base + start;
      for (;;) {
        const { line: before, offset } = place;
        at = exports.run(at, end, before, offset + at - base - start, connectionIndex, maxLine);
        place.line = exports.line.value;
        if (!isFull()) return at - base;
        flush();
      }
    },
    prove(source, start, end, place, name) {
      if (!events) return undefined;
      let at = source.byteOffset + start;
      const length = end - start;
      if (source.buffer !== memory.buffer) {
        if (length > SINGLE_BYTES) return undefined;
        at = layout.single;
        source.copy(single, 0, start, end);
        bytes[at + length] = 0;
      }
      if (isFull()) flush();
      const { time, line: before, offset } = place;
      if (exports.prove(at, at + length, time ?? NaN, before, offset, events.indexOf(name)) === 0) return undefined;
      return forms[(exports.form.value - layout.forms) / FORM_RECORD.size]?.form;
    },
    take() {
      flush();
      return forms.flatMap(({ form, seen, fields }, index) => {
        const record = layout.forms + index * FORM_RECORD.size;
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
      });
    },
  };
}
