/**
 * What one revision of a spec says otherwise than another. A fact has no opinion: rules have one. Whoever compares the other way round finds the same
 * facts with both sides exchanged.
 */

import type { Member, ValueType } from "../spec/value-type.js";

/** `receive`: what the server sends and readers take. `send`: what clients send and the server takes. */
export type Direction = "receive" | "send";

/** Where a revision says it, or where it would if it did. */
export interface Place {
  /** Name of the product line. */
  readonly productLine: string;
  /** What it speaks of; none of the three: the line as a whole. */
  readonly topic?: string;
  readonly reply?: string;
  readonly request?: string;
  readonly form?: string;
  /** Exported type of the message. */
  readonly type?: string;
  /** Pointer into the message, `*` for items of a list; empty for what is no part of one. */
  readonly at: string;
  /** Path below the spec folder, and JSON pointer into the file. */
  readonly file: string;
  readonly pointer: string;
  /** Of the documentation: the page, and its line where that is known. */
  readonly page?: string;
  readonly pageLine?: number;
}

export interface Side<Value> {
  readonly place: Place;
  /** Undefined where this revision has no such thing. */
  readonly value: Value | undefined;
}

export interface Bounds {
  readonly minItems: number;
  readonly maxItems?: number;
}

/** What the two sides of each kind of fact say. */
export interface FactValues {
  /** Name of the generated package. */
  package: string;
  line: string;
  connection: string;
  /** `public` or `private`. */
  access: string;
  endpoint: string;
  /** One setting of it, as JSON. */
  authentication: string;
  heartbeat: string;
  /** ms between two pings. */
  "ping-interval": number;
  /** ms after which the server closes a silent connection. */
  "silence-limit": number;
  limit: number;
  /** How requests, answers and pushes find each other: one setting, as JSON. */
  protocol: string;
  topic: string;
  /** A topic as pushes name it, and as clients ask for it. */
  "pushed-topic": string;
  "requested-topic": string;
  /** What may stand in a slot where the line lists it (`25 on near` where that is by connection), and whether it does. */
  "slot-value": string;
  "slot-list": boolean;
  "topic-connection": string;
  /** Pointer to the member that names the topic. */
  "topic-member": string;
  form: string;
  /** Pointer to what tells the forms apart, and the value that a form has there. */
  discriminator: string;
  "form-value": string;
  /** How messages make a book, a table or a sequence: one setting, as JSON. */
  state: string;
  "push-interval": number;
  /** Topics that must not be asked for together. */
  exclusive: boolean;
  /** What no grammar expresses, in words. */
  constraint: string;
  reply: string;
  "reply-match": string;
  member: Member;
  required: boolean;
  type: ValueType;
  format: string;
  /** Items of a tuple. */
  length: number;
  bounds: Bounds;
  /** Documented values, as JSON, where one of the revisions has none. */
  "enum-list": string;
  "enum-value": string | number;
  unit: string;
  scale: number;
  /** Can pass 2^53 - 1. */
  unsafe: boolean;
  deprecated: boolean;
  /** A type that the package exports. */
  "exported-type": string;
  /** What people read: titles, descriptions, conditions, meanings. */
  words: string;
  /** Page and heading. */
  source: string;
  confidence: string;
  /** The overlay that stands behind a member. */
  overlay: string;
  "stale-overlay": string;
  example: string;
}

export type FactKind = keyof FactValues;

export interface FactOf<Kind extends FactKind> {
  readonly kind: Kind;
  readonly direction: Direction;
  readonly before: Side<FactValues[Kind]>;
  readonly after: Side<FactValues[Kind]>;
  /** Why two things of other names are taken for one. */
  readonly evidence?: readonly string[];
}

export type Fact = { [Kind in FactKind]: FactOf<Kind> }[FactKind];

/** Collects facts: tells a difference of two values, and nothing where there is none. */
export type Tell = <Kind extends FactKind>(
  kind: Kind,
  direction: Direction,
  sides: { readonly before: Side<FactValues[Kind]>; readonly after: Side<FactValues[Kind]> },
  evidence?: readonly string[],
) => void;

/** The same difference, seen from the other revision. */
export const mirrored = (fact: Fact): Fact => ({ ...fact, before: fact.after, after: fact.before }) as Fact;

export const side = <Value>(place: Place, value: Value | undefined): Side<Value> => ({ place, value });

/** `place`: where it would stand. */
export const absent = (place: Place): Side<never> => ({ place, value: undefined });
