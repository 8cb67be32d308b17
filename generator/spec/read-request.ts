/** Requests that a capture holds: what they ask for, and whether the line's grammar knows it. The inverse of building one from its template. */

import { type ClosedSlots, matchPattern, onlySlot, parsePattern } from "../../templates/runtime/topic-pattern.js";
import { isObject } from "../schema/is-object.js";
import type { Json } from "../schema/json-schema.js";
import { closedSlots } from "../topic/pattern.js";
import { connectionsOf, type RequestTemplate, silentTopicsOf, type TopicEntry } from "./line-file.js";
import { entryOf, patternsOn } from "./line-view.js";
import type { LineSpec } from "./spec.js";

export interface RequestFacts {
  readonly kind: "subscribe" | "unsubscribe" | "auth" | "ping";
  /** Topics as the request names them. */
  readonly topics: readonly string[];
  /** Those of `topics` that the line does not document. */
  readonly unknownTopics: readonly string[];
  /** On lines with a request for each topic: which one, and what stands in its slots. */
  readonly asked?: { readonly topic: TopicEntry; readonly slots: ReadonlyMap<string, unknown> };
  /** What an authentication hands over, by slot. */
  readonly credentials?: ReadonlyMap<string, unknown>;
}

export type RequestReader = (message: unknown) => RequestFacts | undefined;

/** Undefined for what is no request of the line. */
export function createRequestReader(line: LineSpec, connection: string | undefined): RequestReader {
  const { file } = line;
  const topics = line.topics.filter((topic) => connection === undefined || topic.connections.includes(connection));
  const closed = closedSlots(file);
  const silent = silentTopicsOf(file).filter(
    (topic) => connection === undefined || connectionsOf(topic).includes(connection),
  );
  const patterns = [
    ...topics.flatMap(({ subscribe, patterns: pushed }) => patternsOn(line, [...subscribe, ...pushed], connection)),
    ...silent.flatMap((topic) => topic.topics.map((text) => parsePattern(text, closed, connection))),
  ];
  const isKnown = (topic: string): boolean => patterns.some((pattern) => matchPattern(pattern, topic) !== undefined);
  const readerOf = (template: RequestTemplate | undefined): TemplateReader =>
    template === undefined ? () => undefined : createTemplateReader(template, closed);
  const readPing = readerOf(file.heartbeat?.request);
  const readAuthentication = readerOf(file.authentication?.request);
  const readers: RequestReader[] = [
    (message) => (readPing(message) ? { kind: "ping", topics: [], unknownTopics: [] } : undefined),
    (message) => {
      const credentials = readAuthentication(message);
      return credentials && { kind: "auth", topics: [], unknownTopics: [], credentials };
    },
  ];
  const { subscription } = file;
  if (subscription.form === "args") {
    const list = (kind: "subscribe" | "unsubscribe", template: RequestTemplate | undefined): RequestReader => {
      const read = readerOf(template);
      // Only the list: an id is text as well.
      const lists = Object.entries(template?.parameters ?? {}).filter(([, { type }]) => type === "string[]");
      return (message) => {
        const found = read(message);
        if (!found) return undefined;
        const named = lists.flatMap(([name]) => found.get(name) ?? []).filter((value) => typeof value === "string");
        return { kind, topics: named, unknownTopics: named.filter((topic) => !isKnown(topic)) };
      };
    };
    readers.push(
      list("subscribe", subscription.subscribe),
      list("unsubscribe", subscription.unsubscribe),
      list("unsubscribe", subscription.unsubscribeAll),
    );
  } else {
    const { member } = subscription;
    const kinds = new Map<unknown, "subscribe" | "unsubscribe">([
      [subscription.subscribe, "subscribe"],
      [subscription.unsubscribe, "unsubscribe"],
    ]);
    const requests = topics.map((topic) => {
      const entry = entryOf(line, topic);
      return { entry, read: readerOf(entry?.request) };
    });
    readers.push((message) => {
      if (typeof message !== "object" || message === null || !Object.hasOwn(message, member)) return undefined;
      const kind = kinds.get((message as Record<string, unknown>)[member]);
      if (kind === undefined) return undefined;
      const name = String((message as Record<string, unknown>)[line.exchange.topicMembers[0]] ?? "");
      for (const { entry, read } of requests) {
        const found = read(message);
        if (entry && found) return { kind, topics: [name], unknownTopics: [], asked: { topic: entry, slots: found } };
      }
      return { kind, topics: [name], unknownTopics: [name] };
    });
  }
  return (message) => {
    for (const read of readers) {
      const facts = read(message);
      if (facts) return facts;
    }
    return undefined;
  };
}

/** What stands in a template's slots, or undefined if the message is another one. */
export type TemplateReader = (message: unknown) => Map<string, unknown> | undefined;

/** Only what the template calls optional may be missing. */
export function createTemplateReader(
  { message: template, parameters }: RequestTemplate,
  closed: ClosedSlots,
): TemplateReader {
  const fits = readNode(template, closed, (slot) => parameters[slot]?.optional === true).fits;
  return (message) => {
    const found = new Map<string, unknown>();
    return fits(message, found) ? found : undefined;
  };
}

interface NodeReader {
  /** May it be missing? */
  readonly optional: boolean;
  fits(value: unknown, found: Map<string, unknown>): boolean;
}

function readNode(node: Json, closed: ClosedSlots, isOptional: (slot: string) => boolean): NodeReader {
  if (typeof node === "string") return readText(node, closed, isOptional);
  if (Array.isArray(node)) {
    const items = node.map((item) => readNode(item as Json, closed, isOptional));
    return {
      optional: false,
      fits: (value, found) =>
        Array.isArray(value) &&
        value.length === items.length &&
        items.every((item, index) => item.fits(value[index], found)),
    };
  }
  if (typeof node !== "object" || node === null) return { optional: false, fits: (value) => value === node };
  const members = Object.entries(node).map(
    ([key, inner]) => [key, readNode(inner as Json, closed, isOptional)] as const,
  );
  return {
    optional: members.every(([, { optional }]) => optional),
    fits(value, found) {
      if (!isObject(value)) return false;
      const given = value as Record<string, unknown>;
      return members.every(([key, { fits, optional }]) =>
        Object.hasOwn(given, key) ? fits(given[key], found) : optional,
      );
    },
  };
}

/** A text that is one slot stands for any value; in others stand parts of a text, as in `kline_{interval}`. */
function readText(text: string, closed: ClosedSlots, isOptional: (slot: string) => boolean): NodeReader {
  const pattern = parsePattern(text, closed);
  const whole = onlySlot(pattern);
  if (whole !== undefined)
    return {
      optional: isOptional(whole),
      fits(value, found) {
        found.set(whole, value);
        return true;
      },
    };
  return {
    optional: false,
    fits(value, found) {
      const slots = typeof value === "string" ? matchPattern(pattern, value) : undefined;
      for (const [name, part] of Object.entries(slots ?? {})) found.set(name, part);
      return slots !== undefined;
    },
  };
}
