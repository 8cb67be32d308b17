/** What is remembered of the connections of a capture while its events are replayed. Each check has a member of its own. */

import type { Heartbeat } from "../../spec/line-file.js";
import type { Place } from "../check/findings.js";
import type { BookTotal } from "./book-totals.js";
import type { PriceSet } from "./price-set.js";

export interface ConnectionState {
  readonly name: string;
  /** The capture shows its opening. */
  readonly opened: boolean;
  /** By key: the topic, and what tells the books of one topic apart. Only of topics with a state. */
  readonly streams: Map<string, StreamState>;
  /** For want of room (memory.ts): who is not among the streams may have been. */
  hasForgotten: boolean;
  /** Requests without a reply so far, in their order; undefined: the capture shows none that was sent. */
  pending: Set<PendingRequest> | undefined;
  /** Requests that it shows. */
  requests: number;
  pings: PingState | undefined;
}

/** The pushes of one topic on one connection. */
export interface StreamState {
  readonly key: string;
  /** When it was pushed last, in pushes of the capture; 0: never. */
  used: number;
  /** What came before is not known any more, and neither is what a message of it has to fit. */
  isForgotten: boolean;
  hasSnapshot: boolean;
  /** Requests that a push of it was compared with. */
  requests: number;
  /** Of the last push, and the snapshot from which it counts; NaN: none yet. */
  sequence: number;
  base: number;
  /** Undefined until the whole book has come. */
  book: Book | undefined;
  /** Something contradicted it since the whole has come. */
  isBroken: boolean;
  /** Where it is counted; undefined until its first message. `time`: of the last one. */
  total: BookTotal | undefined;
  time: number;
}

export interface Book {
  /** Bids and asks. Which sizes rest there contradicts nothing, so only the prices are kept. */
  readonly sides: readonly [PriceSet, PriceSet];
  crossed: boolean;
}

export interface PendingRequest {
  readonly kind: string;
  readonly correlation: readonly string[];
  readonly topics: readonly string[];
  readonly place: Place;
  /** Of its texts, in characters, and what it takes besides. */
  readonly length: number;
  early: boolean;
}

export interface PingState {
  /** The last ping, or the opening. */
  readonly since: Place;
  readonly sent: boolean;
  /** Known once a frame has told the product line. */
  heartbeat: Heartbeat | undefined;
  line: string;
}

export const createConnection = (name: string, opened: boolean): ConnectionState => ({
  name,
  opened,
  streams: new Map(),
  hasForgotten: false,
  pending: undefined,
  requests: 0,
  pings: undefined,
});

export const createStream = (key: string, isForgotten = false): StreamState => ({
  key,
  used: 0,
  isForgotten,
  hasSnapshot: false,
  requests: 0,
  sequence: NaN,
  base: NaN,
  book: undefined,
  isBroken: false,
  total: undefined,
  time: NaN,
});
