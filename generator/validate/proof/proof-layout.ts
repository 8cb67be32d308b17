/** Where things lie in the memory of a compiled recogniser, behind what all recognisers have. */

import { ENTRY, PAGE, SLACK, USER } from "../../../templates/runtime/wasm-memory.js";
import { type FieldIndex, indexFields } from "../../spec/fields.js";
import type { TopicSpec } from "../../spec/spec.js";
import { pushFactsOf } from "../events/extractor.js";
import type { FormEntry, FormTable } from "../form-table.js";

/** What a form has in memory: messages and bytes that were proven, and what its events say. */
export const FORM_RECORD = { messages: 0, flags: 4, bytes: 8, stateful: 16, id: 20, size: 24 } as const;

/** In bytes. */
export interface ProofLayout {
  /** A record for each form that can be proven. */
  readonly forms: number;
  /** `events` to `eventsEnd`: numbers, as in an `EventLog`. */
  readonly events: number;
  readonly eventsEnd: number;
  /** Bytes of a capture, with `SLACK` behind them. */
  readonly window: number;
  /** A frame that does not lie in the window, with `SLACK` behind it. */
  readonly single: number;
  readonly pages: number;
}

export const WINDOW_BYTES = 256 * 1024;
export const SINGLE_BYTES = PAGE;
const EVENTS_BYTES = 8 * PAGE;
/** Where less is left, the events have to be taken first: room for the levels of any usual message. */
export const EVENTS_RESERVE = PAGE;
/** Of the address of a field that was seen. */
export const ADDRESS_BYTES = 4;

/** What a proof keeps with a topic: the number of its text in the log or -1, and the connection of its last push in the log, from 1. */
export const TOPIC = { text: ENTRY.first, connection: ENTRY.second } as const;

/** In the place of a selector: any text is kept. */
export const INSTANCE = 1000;

export interface FormPlace {
  readonly entry: FormEntry;
  readonly index: FieldIndex;
  /** Address of its fields' bytes. */
  readonly seen: number;
}

export interface ProofPlaces {
  readonly layout: ProofLayout;
  formAt(topic: TopicSpec, form: string): FormPlace | undefined;
  /** Addresses of fields that were seen for the first time and belong to a frame that is not proven yet. */
  readonly journal: number;
}

/** `connection`: only the forms of its topics have a place; undefined: those of all connections. */
export function layOut(connection: string | undefined, table: FormTable, topics: readonly TopicSpec[]): ProofPlaces {
  const mostForms = topics.reduce((sum, { forms }) => sum + forms.length, 0);
  let end = USER + mostForms * FORM_RECORD.size;
  const places = new Map<string, FormPlace>();
  for (const topic of topics)
    for (const { name } of topic.forms) {
      const entry = table.push(topic, connection ?? topic.connections[0], name);
      if (!entry) continue;
      const index = indexFields(entry.type);
      places.set(keyOf(topic, name), { entry, index, seen: end });
      end += index.fields.length;
    }
  const journal = Math.ceil(end / 8) * 8;
  // At most all fields of a form.
  const mostFields = Math.max(0, ...[...places.values()].map(({ index }) => index.fields.length));
  const events = Math.ceil((journal + mostFields * ADDRESS_BYTES) / PAGE) * PAGE;
  const eventsEnd = events + EVENTS_BYTES;
  const window = eventsEnd;
  const single = window + WINDOW_BYTES + SLACK;
  const pages = Math.ceil((single + SINGLE_BYTES + SLACK) / PAGE);
  return {
    layout: { forms: USER, events, eventsEnd, window, single, pages },
    formAt: (topic, form) => places.get(keyOf(topic, form)),
    journal,
  };
}

const keyOf = ({ modulePath }: TopicSpec, form: string): string => `${modulePath} ${form}`;

/** As the memory has it before anything is proven. */
export function formRecord(entry: FormEntry, withBooks: boolean): Uint8Array {
  const record = new DataView(new ArrayBuffer(FORM_RECORD.size));
  const { flags, stateful } = pushFactsOf(entry, withBooks);
  record.setInt32(FORM_RECORD.flags, flags, true);
  record.setInt32(FORM_RECORD.stateful, Number(stateful), true);
  record.setInt32(FORM_RECORD.id, entry.id, true);
  return new Uint8Array(record.buffer);
}
