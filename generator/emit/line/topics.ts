/** `topics.ts`: which topics a line has, what a client may subscribe to, and the payload of each. */

import { docComment, fileHeader, literal, propertyKey, typeKey } from "../../code/code.js";
import { invariant } from "../../diagnostics/diagnostic.js";
import type { Json } from "../../schema/json-schema.js";
import { segmentsOf } from "../../schema/pointer.js";
import type { RecordsEntry } from "../../spec/line-file.js";
import { byConnection, entryOf, sourceOf, topicKey } from "../../spec/line-view.js";
import type { LineSpec, TopicSpec } from "../../spec/spec.js";
import { patternTypeText, topicTypeName } from "../types/topic-type.js";
import { topicImports, union } from "./imports.js";

export function emitTopics(line: LineSpec): string {
  const perConnection = byConnection(line);
  const imports = topicImports(
    line,
    (topic) => [
      ...new Set([
        topic.messageType,
        ...topic.forms.map(({ typeName }) => typeName),
        ...(perConnection ? [] : [topicTypeName(topic)]),
      ]),
    ],
    "type",
  );
  return [
    fileHeader(sourceOf(line)),
    imports,
    line.topics.some((topic) => entryOf(line, topic)?.records)
      ? 'import type { MemberOf, RowOf } from "../runtime/records.js";\n'
      : "",
    perConnection ? "" : 'import { type FilledTopic, fillTopic, type SlotsOf } from "../runtime/topic-builder.js";\n',
    "\n",
    perConnection ? connectionTopics(line) : plainTopics(line),
    formTypes(line),
    stateTypes(line),
    metadata(line),
  ].join("");
}

function plainTopics(line: LineSpec): string {
  const subscribable = line.topics.map((topic) => {
    return { topic, types: topic.subscribe.map(patternTypeText) };
  });
  const branches = subscribable.flatMap(({ topic, types }) =>
    types.map((type) => `T extends ${type} ? ${topic.messageType} : `),
  );
  return [
    docComment("Messages by the name of their topic."),
    "export interface TopicMessages {\n",
    ...line.topics.map(
      (topic) => `${docComment(topic.description, "  ")}  ${typeKey(topic.name)}: ${topic.messageType};\n`,
    ),
    "}\n\n",
    docComment("Name of a topic, without its slots."),
    "export type TopicName = keyof TopicMessages;\n\n",
    docComment("What pushes carry in `topic`."),
    `export type Topic = ${union(line.topics.map(topicTypeName))};\n\n`,
    docComment("What a client may subscribe to."),
    `export type SubscribeTopic = ${union(subscribable.flatMap(({ types }) => types))};\n\n`,
    docComment('Payload of a topic: `PayloadOf<"…">`.'),
    `export type PayloadOf<T extends Topic | SubscribeTopic> = ${branches.join("\n  ")}never;\n\n`,
    topicBuilder(line),
  ].join("");
}

/** `topicOf(pattern, slots)`. */
function topicBuilder(line: LineSpec): string {
  const { subscription, slots } = line.file;
  const separator = subscription.form === "args" ? subscription.filters?.separator : undefined;
  const patterns = [...new Set(line.topics.flatMap(({ subscribe }) => subscribe.map(({ text }) => text)))];
  const many = (type: string): string => (separator === undefined ? type : `${type} | readonly (${type})[]`);
  const slotTypes = Object.entries(slots).map(
    ([name, { description, values }]) =>
      `${docComment(description, "  ")}  readonly ${typeKey(name)}: ${values ? values.map((value) => literal(value)).join(" | ") : many("string")};\n`,
  );
  return [
    docComment("What may stand in the slots of topics."),
    `export interface TopicSlots {\n${slotTypes.join("")}}\n\n`,
    docComment("Topics with their slots, as the documentation writes them."),
    `export type TopicPattern = ${union(patterns.map((pattern) => literal(pattern)))};\n\n`,
    docComment("The topic of a pattern, its slots filled. @throws TypeError if a slot has no value."),
    "export function topicOf<P extends TopicPattern, const V extends SlotsOf<P, TopicSlots>>(pattern: P, values: V): FilledTopic<P, V> {\n",
    `  return fillTopic(pattern, values, ${literal(separator ?? ",")});\n}\n\n`,
  ].join("");
}

function connectionTopics(line: LineSpec): string {
  const key = (topic: TopicSpec): string => typeKey(topicKey(line, topic));
  const requests = line.topics.map((topic) => ({ topic, request: entryOf(line, topic)?.request }));
  const { subscription, slots } = line.file;
  const separated = (connection: string): boolean =>
    subscription.form === "event" &&
    subscription.symbolSeparator !== undefined &&
    (subscription.symbolSeparatorConnections?.includes(connection) ?? true);
  const types = {
    string: "string",
    integer: "number",
    number: "number",
    boolean: "boolean",
    "string[]": "readonly string[]",
  };
  const event = subscription.form === "event" ? subscription.member : "";
  const typeOf = (name: string, type: keyof typeof types, connection: string): string => {
    const values = slots[name]?.values;
    if (values) return values.map((value) => literal(value)).join(" | ");
    return name === "symbol" && separated(connection) ? "string | readonly string[]" : types[type];
  };
  return [
    docComment("Messages by connection and topic: two connections use the same topic names."),
    "export interface TopicMessages {\n",
    ...line.topics.map((topic) => `${docComment(topic.description, "  ")}  ${key(topic)}: ${topic.messageType};\n`),
    "}\n\n",
    docComment("A topic with its connection."),
    "export type Topic = keyof TopicMessages;\n\n",
    docComment("What the request for a topic has to say."),
    "export interface RequestParameters {\n",
    ...requests.map(({ topic, request }) => {
      // Authentication subscribes to it: there is nothing to say.
      if (!request) return `  ${key(topic)}: Readonly<Record<string, never>>;\n`;
      const members = Object.entries(request.parameters)
        .filter(([name]) => name !== event)
        .map(
          ([name, { type, description, optional }]) =>
            `${docComment(description, "    ")}    readonly ${typeKey(name)}${optional ? "?" : ""}: ${typeOf(name, type, topic.connection)};\n`,
        );
      return `  ${key(topic)}: {\n${members.join("")}  };\n`;
    }),
    "}\n\n",
    docComment("What a client may subscribe to."),
    "export type SubscribeTopic = keyof RequestParameters;\n\n",
    docComment("Payload of a topic."),
    "export type PayloadOf<T extends Topic> = TopicMessages[T];\n\n",
  ].join("");
}

/** `book/delta` and the like, for handlers of one form. */
function formTypes(line: LineSpec): string {
  const rows = line.topics.flatMap((topic) =>
    topic.forms.map(({ name, typeName }) => `  ${typeKey(`${topicKey(line, topic)}/${name}`)}: ${typeName};\n`),
  );
  return `${docComment("Messages by topic and form.")}export interface FormMessages {\n${rows.join("")}}\n\n`;
}

/** Which topics keep a state, and what a record of it is. */
function stateTypes(line: LineSpec): string {
  const named = (topic: TopicSpec): string[] =>
    byConnection(line) ? [literal(topic.modulePath)] : topic.subscribe.map(patternTypeText);
  const books = line.topics.filter((topic) => entryOf(line, topic)?.book);
  const tables = line.topics.flatMap((topic) => {
    const records = entryOf(line, topic)?.records;
    return records ? [{ topic, records }] : [];
  });
  const branches = tables.flatMap(({ topic, records }) =>
    named(topic).map((type) => `T extends ${type} ? ${recordType(topic, records)} : `),
  );
  return [
    docComment("Topics that make an order book."),
    `export type BookTopic = ${union(books.flatMap(named))};\n\n`,
    docComment("Topics that make a table of records."),
    `export type RecordsTopic = ${union(tables.flatMap(({ topic }) => named(topic)))};\n\n`,
    docComment("A record of such a topic."),
    branches.length === 0
      ? "export type RecordOf<_ extends RecordsTopic> = never;\n\n"
      : `export type RecordOf<T extends RecordsTopic> = ${branches.join("\n  ")}never;\n\n`,
  ].join("");
}

/** The type at the pointer, by indexing the form that has all of a record's members. */
function recordType(topic: TopicSpec, { snapshot, update }: RecordsEntry): string {
  const form = snapshot === undefined ? topic.forms[0] : topic.forms.find(({ name }) => name === "snapshot");
  invariant(form !== undefined, `${topic.schemaPath} has no form for its records`);
  const type = segmentsOf(snapshot ?? update).reduce(
    (inner, segment) => (segment === "*" ? inner : `MemberOf<${inner}, ${literal(segment)}>`),
    form.typeName,
  );
  return `RowOf<${type}>`;
}

function metadata(line: LineSpec): string {
  const rows = line.topics.map((topic) => {
    const entry = entryOf(line, topic);
    const pushIntervalMs = entry?.pushIntervalMs;
    const data = {
      name: topic.name,
      connection: topic.connection,
      access: topic.access,
      topics: topic.patterns.map(({ text }) => text),
      forms: topic.forms.map(({ name }) => name),
      ...(entry?.subscribe ? { subscribe: entry.subscribe } : {}),
      ...(pushIntervalMs === undefined ? {} : { pushIntervalMs }),
      ...(entry?.exclusive ? { exclusive: true } : {}),
      ...(entry?.sequence ? { sequence: entry.sequence.pointer } : {}),
      ...(entry?.book ? { book: entry.book } : {}),
      ...(entry?.records ? { records: entry.records } : {}),
    };
    return `  ${propertyKey(topicKey(line, topic))}: ${literal(data as unknown as Json)},\n`;
  });
  return `${docComment("Facts of each topic, as data.")}export const topics = {\n${rows.join("")}} as const;\n`;
}
