/** The pushes that a page shows, each with the request that asks for it. */

import { buildRequest } from "../../../templates/runtime/request.js";
import { matchPattern, parsePattern } from "../../../templates/runtime/topic-pattern.js";
import type { Json } from "../../schema/json-schema.js";
import type { DocumentedPush } from "../../spec/dialogues.js";
import { connectionsOf, selectorPointer, type TopicEntry } from "../../spec/line-file.js";
import { modulePathOf } from "../../spec/module-path.js";
import { closedSlots, exampleTopic } from "../../topic/pattern.js";
import { authenticationRequest, filled, type Line, type RequestOf, valueIn } from "./requests.js";

export function documentedPush(
  entry: TopicEntry,
  form: string,
  message: Json,
  page: string,
  line: Line,
): DocumentedPush[] {
  const { file } = line;
  const request = subscriptionFor(entry, message, line);
  if (request === undefined) return [];
  return [
    { topic: modulePathOf(entry, file), form, connections: pushedOn(entry, message, line), request, message, page },
  ];
}

/** Not all connections of a topic have every text of it. */
function pushedOn(entry: TopicEntry, message: Json, line: Line): readonly string[] {
  const all = connectionsOf(entry);
  const text = topicIn(entry, message, line);
  const closed = closedSlots(line.file);
  const fitting = all.filter((connection) =>
    entry.topics.some((pattern) => matchPattern(parsePattern(pattern, closed, connection), text ?? "") !== undefined),
  );
  return fitting.length > 0 ? fitting : all;
}

/** What the message says it is. */
function topicIn(entry: TopicEntry, message: Json, { exchange }: Line): string | undefined {
  const named = valueIn(message, selectorPointer(entry, exchange));
  return typeof named === "string" ? named : undefined;
}

function subscriptionFor(entry: TopicEntry, message: Json, line: Line): Json | undefined {
  const { file } = line;
  const { subscription } = file;
  const asked = entry.subscribe ?? entry.topics;
  // Authentication asks for it.
  if (asked.length === 0) return authenticationRequest(file);
  if (subscription.form === "args") {
    const text = topicIn(entry, message, line) ?? exampleTopic(parsePattern(asked[0] ?? ""), file.slots);
    return buildRequest(subscription.subscribe as RequestOf, { topics: [text] }) as Json;
  }
  const { member, subscribe, instance = {} } = subscription;
  const valueFor = (name: string): Json | undefined =>
    name === member
      ? subscribe
      : ((instance[name] ?? []).map((pointer) => valueIn(message, pointer)).find((value) => value !== undefined) ??
        file.slots[name]?.example);
  return entry.request && filled(entry.request, valueFor);
}
