/** A line's `protocol` and `topics` as the client reads them. All that is particular to a line is in this data. */

import type { JsonValue, RequestTemplate } from "./request.js";
import type { Signing } from "./signature.js";
import type { ClosedSlots } from "./topic-pattern.js";

export interface LineProtocol {
  readonly line: string;
  readonly connections: Readonly<
    Record<string, { readonly access: string; readonly endpoints: Readonly<Record<string, readonly string[]>> }>
  >;
  readonly authentication?: {
    readonly connections: readonly string[];
    readonly methods: readonly ("message" | "query")[];
    readonly signing: Signing;
    /** What is signed: `GET/realtime{expires}`. */
    readonly payload: string;
    /** How far ahead a signature expires, ms. */
    readonly marginMs: number;
    /** What stands in the reply to credentials that were accepted. */
    readonly success: { readonly pointer: string; readonly value: string | number | boolean };
    readonly request?: RequestTemplate;
    /** Appended to the URL by the query method. */
    readonly query?: string;
  };
  readonly heartbeat?: {
    readonly request: RequestTemplate;
    readonly reply: string;
    /** How often a client sends a ping, ms. */
    readonly intervalMs: number;
    /** The server closes a connection without a ping for this long, ms. */
    readonly timeoutMs?: number;
    /** What shows that the connection is alive: a pong, or any frame. */
    readonly liveness: "any-frame" | "pong";
  };
  readonly subscription: ArgsSubscription | EventSubscription;
  /** What may stand in the slots of topics, where the documentation lists it. */
  readonly slots: ClosedSlots;
  readonly correlation: CorrelationRule;
  /** Pointers to the reason of a refusal: the first that is there counts. */
  readonly reasons?: readonly string[];
  /** Where pongs and pushes say what time it is at the server: the first that a message has counts. */
  readonly serverTime?: readonly ServerTime[];
}

export interface ServerTime {
  readonly pointer: string;
  /** Since 1970. */
  readonly unit: "s" | "ms" | "us" | "ns";
}

/** Topics are strings in one list. */
export interface ArgsSubscription {
  readonly form: "args";
  readonly subscribe: RequestTemplate;
  readonly unsubscribe: RequestTemplate;
  readonly unsubscribeAll?: RequestTemplate;
  readonly filters?: { readonly separator: string; readonly wildcard: string };
  /** Most topics of one request, for all connections or by connection. */
  readonly maxTopics?: number | Readonly<Record<string, number>>;
  /** What one connection may be subscribed to, by its name. */
  readonly connectionLimits?: Readonly<Record<string, ConnectionLimits>>;
  readonly instance?: InstancePointers;
}

/** Where a push repeats what its request said, by slot or parameter: pointers, the first that is there counts. */
export type InstancePointers = Readonly<Record<string, readonly string[]>>;

export interface ConnectionLimits {
  /** Most topics. */
  readonly topics?: number;
  /** Longest list of topics, as JSON. */
  readonly characters?: number;
}

/** One request a topic, from the topic's own template. */
export interface EventSubscription {
  readonly form: "event";
  /** Member of the request that says what to do, and its two values. */
  readonly member: string;
  readonly subscribe: string;
  readonly unsubscribe: string;
  readonly symbolSeparator?: string;
  readonly symbolSeparatorConnections: readonly string[];
  readonly instance: InstancePointers;
  /** By connection and topic: `v1/trade`. */
  readonly requests: Readonly<Record<string, RequestTemplate>>;
}

/** How a reply finds its request. */
export type CorrelationRule =
  /** It repeats the request. */
  | { readonly by: "echo"; readonly pointer: string }
  /** It carries the request's id, and names the topics that were accepted and refused. */
  | { readonly by: "id"; readonly pointer: string; readonly success: string; readonly failed: string }
  /** It repeats these members of the request, at the same place or at another one. */
  | { readonly by: "members"; readonly pointers: readonly RepeatedMember[] }
  /** It says nothing of its request: there is one at a time. */
  | { readonly by: "order" };

export type RepeatedMember = string | { readonly request: string; readonly reply: string };

export interface TopicFacts {
  readonly name: string;
  /** Where it is pushed. */
  readonly connections: readonly string[];
  readonly access: string;
  /** What pushes carry in `topic`. */
  readonly topics: readonly string[];
  /** What a client may send, if it differs from `topics`. Empty: authentication subscribes to it. */
  readonly subscribe?: readonly string[];
  readonly forms: readonly string[];
  /** Its topics must not stand together in one request. */
  readonly exclusive?: boolean;
  /** Pointer to a number that never goes back on one topic. */
  readonly sequence?: string;
  /** What tells the records of its messages apart: those that come twice are one. */
  readonly identity?: RecordIdentity;
  readonly book?: BookLayout;
  readonly records?: RecordsLayout;
}

export interface RecordIdentity {
  /** Pointer to the list of them. */
  readonly records: string;
  /** Members that no two of them have in common; the last tells most of them apart. */
  readonly members: readonly string[];
}

/** How the messages of a topic make an order book. Pointers have `*` for every item of a list. */
export type BookLayout =
  /** One record a level: the snapshot has all of them, a delta deletes, updates and inserts. */
  | {
      readonly layout: "records";
      readonly snapshot: string;
      readonly delete: string;
      readonly update: string;
      readonly insert: string;
      readonly price: string;
      readonly size: string;
      readonly side: string;
      readonly bid: string;
      readonly ask: string;
    }
  /** A list of `[price, size]` for each side. */
  | {
      readonly layout: "sides";
      readonly bids: string;
      readonly asks: string;
      /** Pointer to what tells the books of one topic apart; absent where the topic does. */
      readonly instance?: string;
      /**
       * Pointer to the flag that is true where the message has the whole book; else it has changes, and size 0 removes. Absent: whole in every
       * form but `delta`.
       */
      readonly whole?: string;
      /** Pointer to the version of the book: numbers in one text, such as `112801745_18`, that never go back. */
      readonly version?: string;
    };

/** How the messages of a topic make a table of records. Pointers have `*` for every item of a list. */
export interface RecordsLayout {
  /** Members that name a record. */
  readonly key: readonly string[];
  /** All records, in a message of the form `snapshot`. Absent: there is no snapshot, the table starts empty. */
  readonly snapshot?: string;
  /** Records, whole or in part, that the other messages change or add. */
  readonly update: string;
  readonly insert?: string;
  readonly delete?: string;
  /** A number that grows by one with each message, and the snapshot that it counts from. */
  readonly version?: string;
  readonly baseLine?: string;
}

/** What stands in the slots of topics and requests. */
export type SlotValues = Readonly<Record<string, JsonValue | undefined>>;
