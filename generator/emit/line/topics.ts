/** `topics.ts`: which topics a line has, what a client may subscribe to, and the payload of each. */

import { listedOn, parsePattern, type TopicPattern } from "../../../templates/runtime/topic-pattern.js";
import { docComment, fileHeader, literal, propertyKey, typeKey } from "../../code/code.js";
import { invariant } from "../../diagnostics/diagnostic.js";
import type { Json } from "../../schema/json-schema.js";
import { segmentsOf } from "../../schema/pointer.js";
import { connectionsOf, type RecordsEntry, silentTopicsOf } from "../../spec/line-file.js";
import { entryOf, patternsOn, sourceOf } from "../../spec/line-view.js";
import type { LineSpec, TopicSpec } from "../../spec/spec.js";
import { topicFactsOf } from "../../spec/topic-facts.js";
import { patternTypeText, topicTypeName } from "../types/topic-type.js";
import { topicImports, union } from "./imports.js";
import { emitRequestTypes } from "./request-types.js";
import { conditionalType, isKeyed, type TypedTopic, takesConnection, unionType } from "./topic-unions.js";

export function emitTopics(line: LineSpec): string {
  const keyed = isKeyed(line);
  const imports = topicImports(
    line,
    (topic) => [
      ...new Set([
        topic.messageType,
        ...topic.forms.map(({ typeName }) => typeName),
        ...(keyed ? [] : [topicTypeName(topic)]),
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
    takesConnection(line) ? 'import type { Connection } from "./frame.js";\n' : "",
    keyed ? "" : 'import { type FilledTopic, fillTopic, type SlotsOf } from "../runtime/topic-builder.js";\n',
    "\n",
    keyed ? emitRequestTypes(line) : textTopics(line),
    formTypes(line),
    stateTypes(line),
    metadata(line),
  ].join("");
}

function textTopics(line: LineSpec): string {
  const subscribable = line.topics.map(({ connections, subscribe, messageType }) => ({
    connections,
    typesOn: patternTypes(line, subscribe),
    result: messageType,
  }));
  const silent = silentTopicsOf(line.file).map((topic) => ({
    connections: connectionsOf(topic),
    typesOn: patternTypes(
      line,
      topic.topics.map((text) => parsePattern(text)),
    ),
  }));
  return [
    docComment("Messages by the name of their topic."),
    "export interface TopicMessages {\n",
    ...line.topics.map(
      (topic) => `${docComment(topic.description, "  ")}  ${typeKey(topic.modulePath)}: ${topic.messageType};\n`,
    ),
    "}\n\n",
    docComment("Name of a topic, without its slots."),
    "export type TopicName = keyof TopicMessages;\n\n",
    docComment("What pushes carry in `topic`."),
    `export type Topic = ${union(line.topics.map(topicTypeName))};\n\n`,
    unionType(line, "SubscribeTopic", "What a client may subscribe to.", [...subscribable, ...silent]),
    conditionalType(line, "PayloadOf", 'Payload of a topic: `PayloadOf<"…">`.', "Topic | SubscribeTopic", subscribable),
    topicBuilder(line),
  ].join("");
}

const patternTypes =
  (line: LineSpec, patterns: readonly TopicPattern[]): TypedTopic["typesOn"] =>
  (connection) =>
    patternsOn(line, patterns, connection).map(patternTypeText);

/** `topicOf(pattern, slots)`. Its type is the topic's text, so that a connection which does not take a value refuses it. */
function topicBuilder(line: LineSpec): string {
  const { subscription, slots } = line.file;
  const separator = subscription.form === "args" ? subscription.filters?.separator : undefined;
  const patterns = [...new Set(line.topics.flatMap(({ subscribe }) => subscribe.map(({ text }) => text)))];
  const many = (type: string): string => (separator === undefined ? type : `${type} | readonly (${type})[]`);
  const slotTypes = Object.entries(slots).map(
    ([name, { description, values }]) =>
      `${docComment(description, "  ")}  readonly ${typeKey(name)}: ${values ? listedOn(values, undefined).map(literal).join(" | ") : many("string")};\n`,
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

/** `book/delta` and the like, for handlers of one form. */
function formTypes(line: LineSpec): string {
  const rows = line.topics.flatMap((topic) =>
    topic.forms.map(({ name, typeName }) => `  ${typeKey(`${topic.modulePath}/${name}`)}: ${typeName};\n`),
  );
  return `${docComment("Messages by topic and form.")}export interface FormMessages {\n${rows.join("")}}\n\n`;
}

/** Which topics keep a state, and what a record of it is. */
function stateTypes(line: LineSpec): string {
  const typesOf = (topic: TopicSpec): TypedTopic["typesOn"] =>
    isKeyed(line) ? () => [literal(topic.modulePath)] : patternTypes(line, topic.subscribe);
  const books = line.topics.filter((topic) => entryOf(line, topic)?.book);
  const tables = line.topics.flatMap((topic) => {
    const records = entryOf(line, topic)?.records;
    return records
      ? [{ connections: topic.connections, typesOn: typesOf(topic), result: recordType(topic, records) }]
      : [];
  });
  const ofBooks = books.map((topic) => ({ connections: topic.connections, typesOn: typesOf(topic) }));
  return [
    unionType(line, "BookTopic", "Topics that make an order book.", ofBooks),
    unionType(line, "RecordsTopic", "Topics that make a table of records.", tables),
    conditionalType(line, "RecordOf", "A record of such a topic.", "RecordsTopic", tables),
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
  const rows = Object.entries(topicFactsOf(line)).map(
    ([path, facts]) => `  ${propertyKey(path)}: ${literal(facts as unknown as Json)},\n`,
  );
  return `${docComment("Facts of each topic, as data.")}export const topics = {\n${rows.join("")}} as const;\n`;
}
