/**
 * What the checks across messages need to know of a block, in order and as numbers: blocks are checked in any order on any thread, and their
 * events are replayed in the order of the capture (sequence/). One message of an order book takes a tenth of the memory of its text.
 */

import type { ReplyKind } from "../../../templates/runtime/frame.js";
import type { RequestFacts } from "../../spec/read-request.js";
import {
  HEAD,
  LEVEL,
  LEVEL_IS_EMPTY,
  levelCode,
  OPERATION,
  PUSH,
  REPLY,
  REPLY_KINDS,
  REQUEST,
  REQUEST_KINDS,
} from "./layout.js";

export interface EventLog {
  /** Events as in layout.ts, one after the other. */
  readonly numbers: Float64Array;
  /** How many of them count. */
  readonly length: number;
  /** Texts that the numbers refer to. */
  readonly texts: readonly string[];
}

/** Writes one event after the other: its begin, what its kind has, its end. */
export interface EventWriter {
  begin(event: number, time: number | undefined, line: number, offset: number, connection: string): void;
  request(kind: RequestFacts["kind"], correlation: readonly string[], topics: readonly string[]): void;
  reply(form: number, kind: ReplyKind, correlation: readonly string[]): void;
  push(form: number, topic: string, instance: string, sequence: number, base: number, flags: number): void;
  /** One level of the book of a push. */
  level(operation: number, side: number, price: number, size: number): void;
  end(): void;
  /** Whole events: the first `count` numbers, in that form already. Their texts have been numbered by `indexOf`. */
  append(numbers: Float64Array, count: number): void;
  /** The number of a text in the log; that of the empty text is 0. */
  indexOf(value: string): number;
  /** The log so far, in the room that is given if it is large enough, and begins a new one. */
  take(room: Float64Array): EventLog;
}

const FIRST_ROOM = 8192;
/** Copies, for the reason that layout.ts gives. */
const AT = { ...HEAD, ...PUSH };
const AT_LEVEL = { ...LEVEL };

export function createEventWriter(): EventWriter {
  let numbers = new Float64Array(FIRST_ROOM);
  let length = 0;
  /** Where the event at hand begins. */
  let begun = 0;
  let texts = createTexts();
  const reserve = (count: number): void => {
    if (length + count > numbers.length) numbers = enlarged(numbers, length + count);
  };
  const writeTexts = (values: readonly string[]): void => {
    reserve(1 + values.length);
    numbers[length++] = values.length;
    for (const value of values) numbers[length++] = texts.indexOf(value);
  };
  return {
    begin(event, time, line, offset, connection) {
      reserve(AT.size);
      begun = length;
      numbers[begun + AT.event] = event;
      numbers[begun + AT.length] = AT.size;
      numbers[begun + AT.time] = time ?? NaN;
      numbers[begun + AT.line] = line;
      numbers[begun + AT.offset] = offset;
      numbers[begun + AT.connection] = texts.indexOf(connection);
      length = begun + AT.size;
    },
    request(kind, correlation, topics) {
      reserve(REQUEST.texts - AT.size);
      numbers[begun + REQUEST.kind] = REQUEST_KINDS.indexOf(kind);
      length = begun + REQUEST.texts;
      writeTexts(correlation);
      writeTexts(topics);
    },
    reply(form, kind, correlation) {
      reserve(REPLY.correlation - AT.size);
      numbers[begun + REPLY.form] = form;
      numbers[begun + REPLY.kind] = REPLY_KINDS.indexOf(kind);
      length = begun + REPLY.correlation;
      writeTexts(correlation);
    },
    push(form, topic, instance, sequence, base, flags) {
      reserve(AT.levels - AT.size);
      numbers[begun + AT.form] = form;
      numbers[begun + AT.topic] = texts.indexOf(topic);
      numbers[begun + AT.instance] = texts.indexOf(instance);
      numbers[begun + AT.sequence] = sequence;
      numbers[begun + AT.base] = base;
      numbers[begun + AT.flags] = flags;
      length = begun + AT.levels;
    },
    level(operation, side, price, size) {
      reserve(AT_LEVEL.size);
      const code = levelCode(operation, side);
      numbers[length + AT_LEVEL.code] = size === 0 && operation === OPERATION.set ? code | LEVEL_IS_EMPTY : code;
      numbers[length + AT_LEVEL.price] = price;
      length += AT_LEVEL.size;
    },
    end() {
      numbers[begun + AT.length] = length - begun;
    },
    append(others, count) {
      reserve(count);
      numbers.set(others.subarray(0, count), length);
      length += count;
    },
    indexOf: (value) => texts.indexOf(value),
    take(room) {
      const written = numbers.subarray(0, length);
      if (length <= room.length) room.set(written);
      const log: EventLog = { numbers: length <= room.length ? room : written.slice(), length, texts: texts.list };
      length = 0;
      texts = createTexts();
      return log;
    },
  };
}

/** Room for `count` numbers or more, with those that there are. */
function enlarged(numbers: Float64Array, count: number): Float64Array<ArrayBuffer> {
  let size = numbers.length;
  while (size < count) size *= 2;
  const larger = new Float64Array(size);
  larger.set(numbers);
  return larger;
}

/** Texts by number, each once. The first is the empty one. */
function createTexts(): { readonly list: readonly string[]; indexOf(value: string): number } {
  const list = [""];
  const numbers = new Map([["", 0]]);
  return {
    list,
    indexOf(value) {
      let number = numbers.get(value);
      if (number === undefined) {
        number = list.push(value) - 1;
        numbers.set(value, number);
      }
      return number;
    },
  };
}
