/** `schemas/<line>/line.yaml`: what people know of a product line that no topic schema can say. */

import type {
  BookLayout,
  ConnectionLimits,
  CorrelationRule,
  RecordIdentity,
  RecordsLayout,
  ServerTime,
} from "../../templates/runtime/protocol.js";
import type { Signing } from "../../templates/runtime/signature.js";
import type { SlotList } from "../../templates/runtime/topic-pattern.js";
import type { Json } from "../schema/json-schema.js";
import { escapePointer } from "../schema/pointer.js";
import type { ExchangeFile } from "./exchange-file.js";

export interface LineFile {
  /** Folder name: `futures`. */
  readonly line: string;
  /** For people: `Perpetual futures`. */
  readonly title: string;
  readonly description: string;
  readonly pages: readonly PageRef[];
  /** By name: `public`, `private`; or by version. */
  readonly connections: Readonly<Record<string, Connection>>;
  readonly authentication?: Authentication;
  readonly heartbeat?: Heartbeat;
  readonly subscription: Subscription;
  /** What the server sends besides pushes. Order matters: the first whose `match` holds decides. */
  readonly replies: readonly Reply[];
  /** How a reply finds its request. */
  readonly correlation: Correlation;
  /** Where an answer gives the reason of a refusal; absent where none does. */
  readonly reason?: {
    readonly pointer: string;
    /** Where it stands in answers that do not have it there. */
    readonly others?: readonly string[];
    readonly source: string;
  };
  /** Where pongs and pushes say what time it is at the server: the first that a message has counts. */
  readonly serverTime?: readonly (ServerTime & { readonly source: string })[];
  readonly limits: readonly Limit[];
  /** What may stand in a `{slot}` of a topic or request. */
  readonly slots: Readonly<Record<string, Slot>>;
  readonly topics: readonly TopicEntry[];
  /** Headings, tables and fences of the pages that no topic or reply uses, each with the reason. */
  readonly skip: readonly Skip[];
}

export interface PageRef {
  /** Repository and path below `--docs`. */
  readonly page: string;
  readonly reader: "slate" | "markdown" | "mdx";
  readonly locale?: string;
  readonly enums?: readonly string[];
}

export interface Connection {
  readonly access: "public" | "private";
  readonly description: string;
  /** By network; every URL of a network serves the same. */
  readonly endpoints: Readonly<Record<string, readonly string[]>>;
  /** Sub-folder of the line's schemas and of the generated modules, if topic names repeat across connections. */
  readonly folder?: string;
  /** Where the docs state it: a placeholder key, or `page:line`. */
  readonly source: string;
}

/** How a private connection proves who it is, by a payload that is signed. */
export type Authentication = Signing & {
  readonly connections: readonly string[];
  readonly methods: readonly ("message" | "query")[];
  /** What is signed, with its slots: `GET/realtime{expires}`. */
  readonly payload: string;
  readonly expires: { readonly unit: "ms"; readonly marginMs: number; readonly source: string };
  /** What stands in the answer to credentials that were accepted. */
  readonly success: { readonly pointer: string; readonly value: string | number | boolean };
  /** The message method. */
  readonly request?: RequestTemplate;
  /** The query method, appended to the endpoint URL: `?api_key={apiKey}&expires={expires}&signature={signature}`. */
  readonly query?: string;
  readonly source: string;
};

export interface Heartbeat {
  readonly request: RequestTemplate;
  /** Name of the reply in `replies`. */
  readonly reply: string;
  readonly intervalMs: number;
  /** The server closes a connection that stayed silent this long; absent where the docs do not say. */
  readonly timeoutMs?: number;
  /** What shows a client that the connection is alive: a pong alone where the docs say so, else any frame. */
  readonly liveness?: "any-frame" | "pong";
  readonly source: string;
}

/** A message with `"{slot}"` strings: a string that is exactly one slot is replaced by the slot's value, whatever its type. */
export interface RequestTemplate {
  readonly message: Json;
  readonly parameters: Readonly<Record<string, RequestParameter>>;
  readonly source: string;
}

export interface RequestParameter {
  readonly type: "string" | "integer" | "number" | "boolean" | "string[]";
  readonly description: string;
  /** An optional parameter that is left out takes its member with it. */
  readonly optional?: boolean;
  readonly default?: Json;
}

/** `args`: topics are strings in one list. `event`: one object per topic, templates at the topics. */
export type Subscription =
  | {
      readonly form: "args";
      readonly subscribe: RequestTemplate;
      readonly unsubscribe: RequestTemplate;
      readonly unsubscribeAll?: RequestTemplate;
      /** Most topics of one request, for all connections or by connection; absent where the docs set no limit. */
      readonly maxTopics?: number | Readonly<Record<string, number>>;
      /** What one connection may be subscribed to, by its name. */
      readonly connectionLimits?: Readonly<Record<string, ConnectionLimits>>;
      /** Topics that push nothing: being subscribed to them is what they do. */
      readonly silent?: readonly SilentTopic[];
      /** Several filters in one topic string, and none at all. */
      readonly filters?: { readonly separator: string; readonly wildcard: string; readonly source: string };
    }
  | {
      readonly form: "event";
      /** Member of the topic's template that says what to do, and its two values. */
      readonly member: string;
      readonly subscribe: string;
      readonly unsubscribe: string;
      /** Several symbols in one request. */
      readonly symbolSeparator?: string;
      /** Connections whose requests take several symbols; absent: all. */
      readonly symbolSeparatorConnections?: readonly string[];
      /** Where a push repeats what its request said, by the request's parameter; the first pointer that is there counts. */
      readonly instance?: Readonly<Record<string, readonly string[]>>;
      readonly source: string;
    };

export interface SilentTopic {
  readonly name: string;
  readonly description: string;
  readonly connection?: string;
  readonly connections?: readonly string[];
  readonly topics: readonly string[];
  readonly source: string;
}

export interface Reply {
  /** kebab-case; names the schema and, in Pascal case, the type. */
  readonly name: string;
  readonly kind: "ack" | "pong" | "auth" | "error";
  readonly description: string;
  /** JSON pointer to what must stand there; `{}` means: anything, but it must be there. All must hold. */
  readonly match: Readonly<Record<string, string | number | boolean | null | Record<string, never>>>;
  /** Where it is sent; absent: on all connections. What a frame is, `match` alone says. */
  readonly connections?: readonly string[];
  /** The documented frames that it is derived from. */
  readonly examples?: readonly ExampleRef[];
  /** Written by hand where no page shows the frame; `byHand` says why. */
  readonly schema?: Json;
  readonly byHand?: string;
  readonly source: string;
}

/** The n-th JSON fence (1-based) below the heading with that placeholder key or text. */
export interface ExampleRef {
  readonly heading: string;
  readonly fence: number;
}

/** How a reply finds its request. Values are compared as text (`false` comes back as `"false"`), and only where both have them. */
export type Correlation = CorrelationRule;

export interface Limit {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly source: string;
}

export interface Slot {
  readonly description: string;
  /** Closed list of what may stand there, for all connections or by connection; absent: any text, in topics without dots. */
  readonly values?: SlotList;
  readonly example: string;
  readonly source: string;
}

export interface TopicEntry {
  /** File name of the schema and the module: the topic's own first words, `book_25`. */
  readonly name: string;
  readonly description: string;
  /** Where it is pushed; one of the two, see `connectionsOf`. */
  readonly connection?: string;
  readonly connections?: readonly string[];
  /** Placeholder key or text of the heading on the page. */
  readonly heading: string;
  /** Page of the heading, where several pages of the line have it. */
  readonly page?: string;
  /** Value or label of the tab, where tables and examples of several topics take turns below the heading. */
  readonly tab?: string;
  /** What pushes carry in `topic`: `candle.{interval}.{symbol}`, see generator/topic/. The first is the main one. */
  readonly topics: readonly string[];
  /** What a client may send, if it differs from `topics`. */
  readonly subscribe?: readonly string[];
  /** The request of an `event` line. */
  readonly request?: RequestTemplate;
  /** Where the message says which topic it is, if not in the first of the exchange's `topicMembers`. */
  readonly selector?: { readonly pointer: string; readonly container: "object" | "array-items" };
  /** Forms by the value of the discriminator; absent: one form, `push`. */
  readonly forms?: { readonly discriminator: string; readonly values: Readonly<Record<string, string>> };
  /** Fields that name the record in a delta: never left out. */
  readonly key?: readonly string[];
  /** Rules for requests that no grammar expresses, in our words. */
  readonly constraints?: readonly string[];
  /** Two of its topics must not stand in one request. */
  readonly exclusive?: boolean;
  /** What tells the records of its messages apart: those that come twice are one. */
  readonly identity?: RecordIdentity & { readonly source: string };
  /** Pushed every so often, ms; absent where the docs say real time or nothing. */
  readonly pushIntervalMs?: number;
  /** A number of the message that never goes back on one topic. */
  readonly sequence?: { readonly pointer: string; readonly source: string };
  readonly book?: BookEntry;
  readonly records?: RecordsEntry;
  /** Pointers, `*` for array indexes, to what names a person or an account and is not called so: no report shows them. */
  readonly secrets?: readonly string[];
}

/** Every file of the documentation that the line is read from: pages, pages of values, locale files. */
export const pagePaths = ({ pages }: Pick<LineFile, "pages">): readonly string[] => [
  ...new Set(pages.flatMap(({ page, enums = [], locale = [] }) => [page, ...enums, ...[locale].flat()])),
];

/** Of a line whose topics are strings in one list. */
export const silentTopicsOf = ({ subscription }: Pick<LineFile, "subscription">): readonly SilentTopic[] =>
  (subscription.form === "args" ? subscription.silent : undefined) ?? [];

/** Where a topic is pushed: the same messages on each of these connections. */
export const connectionsOf = ({
  connection,
  connections,
}: Pick<TopicEntry, "connection" | "connections">): readonly string[] =>
  connections ?? (connection === undefined ? [] : [connection]);

/** Pointer to the list of topics in a subscribe request; undefined on lines with a request for each topic. */
export function topicListPointer({ subscription }: Pick<LineFile, "subscription">): string | undefined {
  if (subscription.form !== "args") return undefined;
  const { message, parameters } = subscription.subscribe;
  const isList = (text: string): boolean =>
    Object.entries(parameters).some(([name, { type }]) => type === "string[]" && text === `{${name}}`);
  const find = (node: Json): string | undefined => {
    if (typeof node === "string") return isList(node) ? "" : undefined;
    if (typeof node !== "object" || node === null) return undefined;
    for (const [key, inner] of Object.entries(node)) {
      const pointer = find(inner as Json);
      if (pointer !== undefined) return `/${escapePointer(key)}${pointer}`;
    }
    return undefined;
  };
  return find(message);
}

/** Pointer to what names the topic. */
export const selectorPointer = (
  { selector }: Pick<TopicEntry, "selector">,
  { topicMembers }: Pick<ExchangeFile, "topicMembers">,
): string => selector?.pointer ?? `/${escapePointer(topicMembers[0])}`;

/** How the messages of a topic make an order book, and a table of records: the client reads it as it is written here. */
export type BookEntry = BookLayout;
export type RecordsEntry = RecordsLayout;

export interface Skip {
  readonly heading?: string;
  /** A table, fence or heading by its line is not possible: pages move. This names the heading it stands below, and its kind. */
  readonly kind?: "fence" | "table" | "heading";
  readonly reason: string;
}
