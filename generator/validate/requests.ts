/** Requests that a capture holds: what they ask for, and whether the line's grammar knows it. The inverse of building one from its template. */

import { compilePattern, matchPattern, type TopicPattern } from "../../templates/runtime/topic-pattern.js";
import type { Json } from "../schema/json-schema.js";
import type { RequestTemplate, TopicEntry } from "../spec/line-file.js";
import type { LineSpec } from "../spec/spec.js";
import { kindOf } from "./explain.js";

export interface RequestFacts {
  readonly kind: "subscribe" | "unsubscribe" | "auth" | "ping";
  /** Topics as the request names them. */
  readonly topics: readonly string[];
  /** Those of `topics` that the line does not document. */
  readonly unknownTopics: readonly string[];
  /** On lines with a request for each topic: which one, and what stands in its slots. */
  readonly asked?: { readonly topic: TopicEntry; readonly slots: ReadonlyMap<string, unknown> };
}

export type RequestReader = (message: unknown) => RequestFacts | undefined;

/** Undefined for what is no request of the line. */
export function createRequestReader(line: LineSpec, connection: string | undefined): RequestReader {
  const { file } = line;
  const topics = file.topics.filter((topic) => connection === undefined || topic.connection === connection);
  const slots = new Map(
    Object.entries(file.slots).flatMap(([name, { values }]) => (values ? [[name, new Set(values)] as const] : [])),
  );
  const patterns: TopicPattern[] = topics.flatMap((topic) =>
    [...(topic.subscribe ?? []), ...topic.topics].map((text) => compilePattern(text, slots)),
  );
  const isKnown = (topic: string): boolean => patterns.some((pattern) => matchPattern(pattern, topic) !== undefined);
  const simple = (kind: "auth" | "ping", template: RequestTemplate | undefined) => (message: unknown) =>
    template !== undefined && readTemplate(template, message) ? { kind, topics: [], unknownTopics: [] } : undefined;
  const readers: RequestReader[] = [
    simple("ping", file.heartbeat?.request),
    simple("auth", file.authentication?.request),
  ];
  const { subscription } = file;
  if (subscription.form === "args") {
    const list = (kind: "subscribe" | "unsubscribe", template: RequestTemplate | undefined): RequestReader => {
      return (message) => {
        const found = template && readTemplate(template, message);
        if (!found) return undefined;
        // Only the list: an id is text as well.
        const lists = Object.entries(template.parameters).filter(([, { type }]) => type === "string[]");
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
    readers.push((message) => {
      if (typeof message !== "object" || message === null || !Object.hasOwn(message, member)) return undefined;
      const kind = kinds.get((message as Record<string, unknown>)[member]);
      if (kind === undefined) return undefined;
      const name = String((message as Record<string, unknown>).topic ?? "");
      for (const topic of topics) {
        const found = topic.request && readTemplate(topic.request, message, slots);
        if (found) return { kind, topics: [name], unknownTopics: [], asked: { topic, slots: found } };
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

const ONE_SLOT = /^\{([A-Za-z_]\w*)\}$/;

type Values = ReadonlyMap<string, ReadonlySet<string>>;

/** Values of the slots, or undefined if the message is another one. Only what the template calls optional may be missing. */
function readTemplate(
  { message: template, parameters }: RequestTemplate,
  message: unknown,
  values: Values = new Map(),
): Map<string, unknown> | undefined {
  const found = new Map<string, unknown>();
  const isOptional = (node: Json): boolean => {
    if (typeof node === "string") return parameters[ONE_SLOT.exec(node)?.[1] ?? ""]?.optional === true;
    if (typeof node !== "object" || node === null || Array.isArray(node)) return false;
    return Object.values(node).every((inner) => isOptional(inner as Json));
  };
  const fits = (node: Json, value: unknown): boolean => {
    if (typeof node === "string") {
      const slot = ONE_SLOT.exec(node)?.[1];
      if (slot !== undefined) {
        found.set(slot, value);
        return true;
      }
      if (node === value) return true;
      const part = typeof value === "string" ? readText(node, value, values) : undefined;
      if (part) found.set(part.name, part.value);
      return part !== undefined;
    }
    if (Array.isArray(node))
      return (
        Array.isArray(value) &&
        value.length === node.length &&
        node.every((item, index) => fits(item as Json, value[index]))
      );
    if (typeof node !== "object" || node === null) return node === value;
    if (kindOf(value) !== "object") return false;
    const members = value as Record<string, unknown>;
    return Object.entries(node).every(([key, inner]) =>
      Object.hasOwn(members, key) ? fits(inner as Json, members[key]) : isOptional(inner as Json),
    );
  };
  return fits(template, message) ? found : undefined;
}

/** The slot of `kline_{interval}`, and what stands there. */
function readText(template: string, text: string, values: Values): { name: string; value: string } | undefined {
  const slot = /^(.*?)\{([A-Za-z_]\w*)\}(.*)$/.exec(template);
  if (!slot) return undefined;
  const [, before = "", name = "", after = ""] = slot;
  if (!text.startsWith(before) || !text.endsWith(after) || text.length <= before.length + after.length)
    return undefined;
  const value = text.slice(before.length, text.length - after.length);
  return (values.get(name)?.has(value) ?? true) ? { name, value } : undefined;
}
