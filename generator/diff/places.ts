/** Where a revision says things that are no part of a message. */

import { entryOf } from "../spec/line-view.js";
import { lineOf } from "../spec/provenance.js";
import type { FormSpec, LineSpec, ReplySpec, TopicSpec } from "../spec/spec.js";
import type { Place } from "./fact.js";

/** Of a setting: `pointer` leads into the line file. */
export const linePlace = (line: LineSpec, pointer: string): Place => {
  const [page] = line.file.pages;
  return {
    productLine: line.name,
    at: "",
    file: line.filePath,
    pointer,
    ...(page !== undefined && line.file.pages.length === 1 && { page: page.page }),
  };
};

/** Of what the line file says of a topic. */
export function entryPlace(line: LineSpec, topic: TopicSpec, pointer: string): Place {
  const entry = entryOf(line, topic);
  const index = entry === undefined ? -1 : line.file.topics.indexOf(entry);
  return { ...schemaPlace(topic), file: line.filePath, pointer: `/topics/${index}${pointer}` };
}

/** Of a topic's schema as a whole. */
export function schemaPlace({ line, modulePath, schemaPath, source }: TopicSpec): Place {
  const pageLine = lineOf(source);
  return {
    productLine: line,
    topic: modulePath,
    at: "",
    file: schemaPath,
    pointer: "",
    ...(source.page !== undefined && { page: source.page }),
    ...(pageLine !== undefined && { pageLine }),
  };
}

export const formPlace = (topic: TopicSpec, { name, typeName, type }: FormSpec): Place => ({
  ...schemaPlace(topic),
  form: name,
  type: typeName,
  pointer: type.pointer,
});

export function replyPlace(
  { name, controlPath, controlSource }: LineSpec,
  { reply, type, typeName }: ReplySpec,
): Place {
  return {
    productLine: name,
    reply: reply.name,
    type: typeName,
    at: "",
    file: controlPath,
    pointer: type.pointer,
    ...(controlSource.page !== undefined && { page: controlSource.page }),
  };
}
