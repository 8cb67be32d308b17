/** `topics.ts`: which topics a line has, what a client may subscribe to, and the payload of each. */

import type { Json } from "../../schema/json-schema.js";
import type { LineSpec, TopicSpec } from "../../spec/spec.js";
import { docComment, fileHeader, literal, propertyKey, typeKey } from "../code.js";
import { patternTypeText, topicTypeName } from "../types/topic-type.js";
import { byConnection, entryOf, sourceOf, topicImports, union } from "./line-view.js";

export function emitTopics(line: LineSpec): string {
  const perConnection = byConnection(line);
  const imports = topicImports(
    line,
    (topic) => [topic.messageType, ...(perConnection ? [] : [topicTypeName(topic)])],
    "type",
  );
  return [
    fileHeader(sourceOf(line)),
    imports,
    "\n",
    perConnection ? connectionTopics(line) : plainTopics(line),
    metadata(line),
  ].join("");
}

function plainTopics(line: LineSpec): string {
  const subscribable = line.topics.map((topic) => {
    const patterns = entryOf(line, topic)?.subscribe ?? topic.topics;
    return { topic, types: patterns.map((pattern) => patternTypeText(line, pattern)) };
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
  ].join("");
}

function connectionTopics(line: LineSpec): string {
  const key = (topic: TopicSpec): string => typeKey(topic.modulePath);
  const requests = line.topics.flatMap((topic) => {
    const request = entryOf(line, topic)?.request;
    return request ? [{ topic, request }] : [];
  });
  const types = {
    string: "string",
    integer: "number",
    number: "number",
    boolean: "boolean",
    "string[]": "readonly string[]",
  };
  const event = line.file.subscription.form === "event" ? line.file.subscription.member : "";
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
      const members = Object.entries(request.parameters)
        .filter(([name]) => name !== event)
        .map(
          ([name, { type, description, optional }]) =>
            `${docComment(description, "    ")}    readonly ${typeKey(name)}${optional ? "?" : ""}: ${types[type]};\n`,
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

function metadata(line: LineSpec): string {
  const rows = line.topics.map((topic) => {
    const pushIntervalMs = entryOf(line, topic)?.pushIntervalMs;
    const data = {
      name: topic.name,
      connection: topic.connection,
      access: topic.access,
      topics: topic.topics,
      forms: topic.forms.map(({ name }) => name),
      ...(pushIntervalMs === undefined ? {} : { pushIntervalMs }),
    };
    const key = byConnection(line) ? topic.modulePath : topic.name;
    return `  ${propertyKey(key)}: ${literal(data as unknown as Json)},\n`;
  });
  return `${docComment("Facts of each topic, as data.")}export const topics = {\n${rows.join("")}} as const;\n`;
}
