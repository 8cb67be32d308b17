/** What a push carries as its topic: a template literal type with the line's closed slots spelt out. */

import type { TopicPattern } from "../../../templates/runtime/topic-pattern.js";
import { literal, templateText } from "../../code/code.js";
import { segmentsOf } from "../../schema/pointer.js";
import type { TopicSpec } from "../../spec/spec.js";
import type { ValueType } from "../../spec/value-type.js";

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
 * The members that hold the topic: the one that the selector names, in every object that is the message itself or an item of it. A
 * constant stays a constant.
 */
export function topicMembers(topic: TopicSpec, selector: string): Set<ValueType> {
  const member = segmentsOf(selector).at(-1);
  const found = new Set<ValueType>();
  const visit = (type: ValueType): void => {
    if (type.kind === "choice") for (const branch of type.branches) visit(branch);
    if (type.kind === "list") visit(type.items);
    const named = type.kind === "object" ? type.members.find(({ name }) => name === member)?.type : undefined;
    if (named?.kind === "text" && named.enum === undefined) found.add(named);
  };
  for (const { type } of topic.forms) visit(type);
  return found;
}
