/** What a push carries as its topic: a template literal type with the line's closed slots spelt out. */

import type { TopicPattern } from "../../../templates/runtime/topic-pattern.js";
import type { JsonSchema } from "../../schema/json-schema.js";
import { defOfRef } from "../../schema/resolve.js";
import { selectorPointer } from "../../spec/line-file.js";
import type { LineSpec, TopicSpec } from "../../spec/spec.js";
import { literal, templateText } from "../code.js";

/** `TradeTopic` for `TradeMessage`. */
export const topicTypeName = (topic: TopicSpec): string => `${topic.messageType.replace(/Message$/, "")}Topic`;

/** `` `candle.${"1" | "3"}.${string}` `` for `candle.{interval}.{symbol}`; a union for several patterns. */
export const topicTypeText = ({ patterns }: TopicSpec): string => patterns.map(patternTypeText).join(" | ");

/**
 * One pattern, of a push or of a subscription. An open slot is any text here: TypeScript has no word for one that is not
 * empty and holds no dot.
 */
export function patternTypeText({ text, parts }: TopicPattern): string {
  if (parts.every((part) => "literal" in part)) return literal(text);
  const pieces = parts.map((part) => {
    if ("literal" in part) return templateText(part.literal);
    return `\${${part.values === undefined ? "string" : [...part.values].map(literal).join(" | ")}}`;
  });
  return `\`${pieces.join("")}\``;
}

/**
 * The property schemas that hold the topic: the member that the topic entry's selector names, in every object that is the
 * message itself or an item of it. A constant stays a constant.
 */
export function topicMembers(line: LineSpec, topic: TopicSpec): Set<JsonSchema> {
  const entry = line.file.topics.find(({ name, connection }) => name === topic.name && connection === topic.connection);
  const member = selectorPointer(entry).split("/").at(-1) ?? "topic";
  const found = new Set<JsonSchema>();
  const seen = new Set<JsonSchema>();
  const visit = (schema: JsonSchema | false | undefined): void => {
    if (!schema || seen.has(schema)) return;
    seen.add(schema);
    if (schema.$ref !== undefined) visit(topic.schema.$defs?.[defOfRef(schema.$ref)]);
    for (const alternative of schema.oneOf ?? schema.anyOf ?? []) visit(alternative);
    visit(schema.items);
    const properties = schema.properties ?? {};
    const property = Object.hasOwn(properties, member) ? properties[member] : undefined;
    if (property?.type === "string" && property.const === undefined && property["x-enum"] === undefined) {
      found.add(property);
    }
  };
  for (const form of topic.forms) visit(topic.schema.$defs?.[form.def]);
  return found;
}
