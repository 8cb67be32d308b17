/** Types of a line with a request for each topic: topics go by their names, and each request has parameters of its own. */

import { listedOn } from "../../../templates/runtime/topic-pattern.js";
import { docComment, literal, typeKey } from "../../code/code.js";
import { entryOf } from "../../spec/line-view.js";
import type { LineSpec, TopicSpec } from "../../spec/spec.js";

/** Parameters of requests that the client fills. */
export const requestMembersFilled = ({ file: { subscription } }: LineSpec): ReadonlySet<string> =>
  new Set(subscription.form === "event" ? [subscription.member, "id"] : []);

export function emitRequestTypes(line: LineSpec): string {
  const key = (topic: TopicSpec): string => typeKey(topic.modulePath);
  const requests = line.topics.map((topic) => ({ topic, request: entryOf(line, topic)?.request }));
  const { subscription, slots } = line.file;
  const takesSeveral = ({ connections }: TopicSpec): boolean =>
    subscription.form === "event" &&
    subscription.symbolSeparator !== undefined &&
    connections.every((name) => subscription.symbolSeparatorConnections?.includes(name) ?? true);
  const types = {
    string: "string",
    integer: "number",
    number: "number",
    boolean: "boolean",
    "string[]": "readonly string[]",
  };
  const filled = requestMembersFilled(line);
  const typeOf = (name: string, type: keyof typeof types, topic: TopicSpec): string => {
    const list = slots[name]?.values;
    if (list) {
      const values = topic.connections.flatMap((connection) => listedOn(list, connection));
      return [...new Set(values)].map((value) => literal(value)).join(" | ");
    }
    return name === "symbol" && takesSeveral(topic) ? "string | readonly string[]" : types[type];
  };
  return [
    docComment("Messages by topic, with its connection where two connections use the same names."),
    "export interface TopicMessages {\n",
    ...line.topics.map((topic) => `${docComment(topic.description, "  ")}  ${key(topic)}: ${topic.messageType};\n`),
    "}\n\n",
    docComment("Name of a topic."),
    "export type Topic = keyof TopicMessages;\n\n",
    docComment("What the request for a topic has to say."),
    "export interface RequestParameters {\n",
    ...requests.map(({ topic, request }) => {
      // Authentication subscribes to it: there is nothing to say.
      if (!request) return `  ${key(topic)}: Readonly<Record<string, never>>;\n`;
      const members = Object.entries(request.parameters)
        .filter(([name]) => !filled.has(name))
        .map(
          ([name, { type, description, optional }]) =>
            `${docComment(description, "    ")}    readonly ${typeKey(name)}${optional ? "?" : ""}: ${typeOf(name, type, topic)};\n`,
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
