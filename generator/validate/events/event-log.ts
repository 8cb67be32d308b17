/**
 * What the checks across messages need to know of a block, in order and as numbers: blocks are checked in any order on any thread, and their
 * events are replayed in the order of the capture (sequence/). One message of an order book takes a tenth of the memory of its text.
 */

export const EVENT = {
  /** connection */
  open: 0,
  /** connection */
  close: 1,
  /** connection, kind of request, correlation, topics… */
  request: 2,
  /** connection, kind of reply, correlation */
  reply: 3,
  /** connection, form, topic text, instance, sequence, flags, levels… */
  push: 4,
} as const;

export const REQUEST_KINDS = ["subscribe", "unsubscribe", "auth", "ping"] as const;
export const REPLY_KINDS = ["ack", "pong", "auth", "error"] as const;

export const PUSH_FLAG = { snapshot: 1, delta: 2, wholeBook: 4, book: 8, invalid: 16 } as const;

/** What a level does to a book. Its code is operation * 2 + side, and `LEVEL_IS_EMPTY` where it is set and nothing rests there any more. */
export const LEVEL = { delete: 0, update: 1, insert: 2, set: 3 } as const;
export const LEVEL_IS_EMPTY = 8;

export interface EventLog {
  /** `[event, length, time, line, offset, …]`, one after the other; time is NaN where the capture has none. */
  readonly numbers: Float64Array;
  /** How many of them count. */
  readonly length: number;
  /** Texts that the numbers refer to. */
  readonly texts: readonly string[];
}

export const EVENT_HEAD = 5;

export interface EventWriter {
  begin(event: number, time: number | undefined, line: number, offset: number): void;
  number(value: number): void;
  /** One level of a book. `code`: operation * 2 + side. */
  level(code: number, price: number, size: number): void;
  /** Whole events: the first `count` numbers, in that form already. Their texts have been numbered by `indexOf`. */
  append(numbers: Float64Array, count: number): void;
  /** The number of a text in the log; that of the empty text is 0. */
  indexOf(value: string): number;
  text(value: string): void;
  end(): void;
  /** The log so far, in the room that is given if it is large enough, and begins a new one. */
  take(room: Float64Array): EventLog;
}

export function createEventWriter(): EventWriter {
  let numbers = new Float64Array(8192);
  let length = 0;
  let begun = 0;
  let texts = [""];
  let indexOf = new Map([["", 0]]);
  const indexOfText = (value: string): number => {
    let index = indexOf.get(value);
    if (index === undefined) {
      index = texts.push(value) - 1;
      indexOf.set(value, index);
    }
    return index;
  };
  const grow = (): void => {
    const larger = new Float64Array(numbers.length * 2);
    larger.set(numbers);
    numbers = larger;
  };
  const push = (value: number): void => {
    if (length === numbers.length) grow();
    numbers[length++] = value;
  };
  return {
    begin(event, time, line, offset) {
      begun = length;
      if (length + EVENT_HEAD > numbers.length) grow();
      numbers[length] = event;
      numbers[length + 1] = 0;
      numbers[length + 2] = time ?? NaN;
      numbers[length + 3] = line;
      numbers[length + 4] = offset;
      length += EVENT_HEAD;
    },
    level(code, price, size) {
      if (length + 2 > numbers.length) grow();
      numbers[length] = size === 0 && code >> 1 === LEVEL.set ? code | LEVEL_IS_EMPTY : code;
      numbers[length + 1] = price;
      length += 2;
    },
    append(others, count) {
      while (length + count > numbers.length) grow();
      numbers.set(others.subarray(0, count), length);
      length += count;
    },
    indexOf: indexOfText,
    number: push,
    text(value) {
      push(indexOfText(value));
    },
    end() {
      numbers[begun + 1] = length - begun;
    },
    take(room) {
      const own = numbers.subarray(0, length);
      if (length <= room.length) room.set(own);
      const log: EventLog = { numbers: length <= room.length ? room : own.slice(), length, texts };
      length = 0;
      texts = [""];
      indexOf = new Map([["", 0]]);
      return log;
    },
  };
}
