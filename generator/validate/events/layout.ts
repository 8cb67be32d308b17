/**
 * How the events of a block lie in memory, one after the other, as numbers: the JavaScript writer (event-log.ts) and the WebAssembly writer
 * (proof/) make them, the replay (sequence/) reads them. Offsets count numbers from the first one of the event. A text is its number in the log.
 *
 * Who uses offsets for each event of a day copies them (`const AT = { ...HEAD }`): an import is looked up anew at each use, a constant of the
 * module itself is a number in the compiled code, and the replay takes an eighth less time.
 */

/** Of one number, where the layout is written as bytes. */
export const NUMBER_BYTES = Float64Array.BYTES_PER_ELEMENT;

export const EVENT = { open: 0, close: 1, request: 2, reply: 3, push: 4 } as const;

/** What every event begins with. `length`: its numbers in all. `time`: NaN where the capture has none. `connection`: a text. */
export const HEAD = { event: 0, length: 1, time: 2, line: 3, offset: 4, connection: 5, size: 6 } as const;

/** `kind`: index in `REQUEST_KINDS`. `texts`: the correlation and the topics, each a count and that many texts. */
export const REQUEST = { kind: HEAD.size, texts: HEAD.size + 1 } as const;
/** `form`: its number in the table. `kind`: index in `REPLY_KINDS`. `correlation`: a count and that many texts. */
export const REPLY = { form: HEAD.size, kind: HEAD.size + 1, correlation: HEAD.size + 2 } as const;
/**
 * `topic` and `instance`: texts; the empty one where nothing tells books of one topic apart. `sequence`: NaN where there is none. `base`: the snapshot
 * from which the sequence counts, where messages name it; else NaN.
 */
export const PUSH = {
  form: HEAD.size,
  topic: HEAD.size + 1,
  instance: HEAD.size + 2,
  sequence: HEAD.size + 3,
  base: HEAD.size + 4,
  flags: HEAD.size + 5,
  /** The first level of the book; they go on to the end of the event. */
  levels: HEAD.size + 6,
} as const;
/** One level, from its first number. */
export const LEVEL = { code: 0, price: 1, size: 2 } as const;

export const REQUEST_KINDS = ["subscribe", "unsubscribe", "auth", "ping"] as const;
export const REPLY_KINDS = ["ack", "pong", "auth", "error"] as const;

/** `unread`: nobody knows what the message did to its book. */
export const PUSH_FLAG = { snapshot: 1, delta: 2, wholeBook: 4, book: 8, unread: 16 } as const;

/** What a level does to a book. */
export const OPERATION = { delete: 0, update: 1, insert: 2, set: 3 } as const;
/** 0: bids, 1: asks. */
export type Side = 0 | 1;

/** In the code of a level that is set: nothing rests there any more. */
export const LEVEL_IS_EMPTY = 8;
/** The side is the lowest bit of the code, so that it may be added to the code of side 0. */
export const levelCode = (operation: number, side: number): number => operation * 2 + side;
export const operationOf = (code: number): number => (code >> 1) & 3;
export const sideOf = (code: number): Side => (code & 1) as Side;
export const isEmptyLevel = (code: number): boolean => (code & LEVEL_IS_EMPTY) !== 0;
