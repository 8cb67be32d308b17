/** Requests that a capture holds: what they ask for, and whether the line's grammar knows it. The inverse of building one from its template. */

import { compilePattern, matchPattern, type TopicPattern } from "../../templates/runtime/topic-pattern.js";
import type { Json } from "../schema/json-schema.js";
import type { RequestTemplate } from "../spec/line-file.js";
import type { LineSpec } from "../spec/spec.js";
import { kindOf } from "./explain.js";

export interface RequestFacts {
  readonly kind: "subscribe" | "unsubscribe" | "auth" | "ping";
  /** Topics as the request names them. */
  readonly topics: readonly string[];
  /** Those of `topics` that the line does not document. */
  readonly unknownTopics: readonly string[];
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
    template !== undefined && match(template.message, message) ? { kind, topics: [], unknownTopics: [] } : undefined;
  const readers: RequestReader[] = [
    simple("ping", file.heartbeat?.request),
    simple("auth", file.authentication?.request),
  ];
  const { subscription } = file;
  if (subscription.form === "args") {
    const list = (kind: "subscribe" | "unsubscribe", template: RequestTemplate | undefined): RequestReader => {
      return (message) => {
        const found = template && match(template.message, message);
        if (!found) return undefined;
        const named = [...found.values()].flat().filter((value) => typeof value === "string");
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
      const documented = topics.some((topic) => topic.request && match(topic.request.message, message, slots));
      return { kind, topics: [name], unknownTopics: documented ? [] : [name] };
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

/** Values of the slots, or undefined if the message is another one. A member that the template has may be missing only if it is a slot. */
function match(
  template: Json,
  message: unknown,
  slots: ReadonlyMap<string, ReadonlySet<string>> = new Map(),
  found: Map<string, unknown> = new Map(),
): Map<string, unknown> | undefined {
  if (typeof template === "string") {
    const slot = ONE_SLOT.exec(template)?.[1];
    if (slot !== undefined) {
      found.set(slot, message);
      return found;
    }
    if (template === message) return found;
    return typeof message === "string" && matchText(template, message, slots) ? found : undefined;
  }
  if (Array.isArray(template)) {
    if (!Array.isArray(message) || message.length !== template.length) return undefined;
    return template.every((item, index) => match(item as Json, message[index], slots, found)) ? found : undefined;
  }
  if (typeof template !== "object" || template === null) return template === message ? found : undefined;
  if (kindOf(message) !== "object") return undefined;
  const members = message as Record<string, unknown>;
  for (const [key, inner] of Object.entries(template)) {
    if (!Object.hasOwn(members, key)) {
      // Optional parameters take their member with them, and a list of them their object.
      if (!isOptional(inner as Json)) return undefined;
    } else if (!match(inner as Json, members[key], slots, found)) return undefined;
  }
  return found;
}

const isOptional = (template: Json): boolean =>
  typeof template === "string"
    ? ONE_SLOT.test(template)
    : typeof template === "object" &&
      template !== null &&
      !Array.isArray(template) &&
      Object.values(template).every((inner) => isOptional(inner as Json));

/** `kline_{interval}` */
function matchText(template: string, text: string, slots: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const slot = /^(.*?)\{([A-Za-z_]\w*)\}(.*)$/.exec(template);
  if (!slot) return false;
  const [, before = "", name = "", after = ""] = slot;
  if (!text.startsWith(before) || !text.endsWith(after) || text.length <= before.length + after.length) return false;
  return slots.get(name)?.has(text.slice(before.length, text.length - after.length)) ?? true;
}
