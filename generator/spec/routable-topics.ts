/** Which topics and forms the bytes of a frame can tell, so that the parser and the router would say the same. */

import type { TopicPattern } from "../../templates/runtime/topic-pattern.js";
import type { TableTopic } from "../../templates/runtime/topic-table.js";
import { isPlain } from "../schema/plain-text.js";
import { segmentsOf } from "../schema/pointer.js";
import { overlap } from "../topic/overlap.js";
import { literalsOf } from "../topic/pattern.js";
import { selectorOf } from "./line-view.js";
import type { LineSpec, TopicSpec } from "./spec.js";
import type { ValueType } from "./value-type.js";

/** Topics that one member of a frame names. */
export interface Selector {
  /** Pointer to that member. */
  readonly selector: string;
  /** Keys that must not be in the frame: with one of them it is a reply, or a topic by another selector, before it is one of these. */
  readonly reserved: readonly string[];
  readonly topics: readonly RoutableTopic[];
}

export interface RoutableTopic {
  readonly topic: TopicSpec;
  /** To be tried in this order. */
  readonly forms: readonly { readonly name: string; readonly type: ValueType }[];
}

export function routableTopics(line: LineSpec): Selector[] {
  const selectors = [...new Set(line.topics.map((topic) => selectorOf(line, topic)))];
  const replyKeys = line.replies.flatMap(({ reply }) => Object.keys(reply.match).map(firstKey));
  return selectors.map((selector, index) => {
    const own = line.topics.filter((topic) => selectorOf(line, topic) === selector);
    const reserved = [...new Set([...replyKeys, ...selectors.slice(0, index).map(firstKey)])];
    // Where two topics could take the text, the router decides by more than the bytes tell.
    const alone = own.filter(
      (topic, at) =>
        !own
          .slice(0, at)
          .some(
            (other) => (!line.byConnection || shareConnection(other, topic)) && overlap(other.patterns, topic.patterns),
          ),
    );
    return { selector, reserved, topics: alone.map((topic) => ({ topic, forms: formsOf(line, topic) })) };
  });
}

/** Patterns of the topic that bytes can be compared with. */
export const plainPatterns = ({ patterns }: TopicSpec): TopicPattern[] =>
  patterns.filter((pattern) => literalsOf(pattern).every(isPlain));

/** For the topic table of a compiled recogniser: numbered as they stand here. */
export const tableTopics = (selectors: readonly Selector[]): TableTopic[] =>
  selectors.flatMap(({ topics }, selector) =>
    topics.map(({ topic }) => ({
      patterns: plainPatterns(topic).map(({ text }) => text),
      connections: topic.connections,
      selector,
    })),
  );

/** What most frames begin with: the member that names their topic, and the quote before it. */
export interface UsualHead {
  readonly text: string;
  /** Of the selector whose topics these are. */
  readonly index: number;
}

/** Undefined where no topic is named at the root of a frame. */
export function usualHead(selectors: readonly Pick<Selector, "selector">[]): UsualHead | undefined {
  const index = selectors.findIndex(({ selector }) => segmentsOf(selector).length === 1);
  const [member] = segmentsOf(selectors[index]?.selector ?? "");
  return member === undefined ? undefined : { index, text: `{${JSON.stringify(member)}:"` };
}

const firstKey = (pointer: string): string => segmentsOf(pointer)[0] ?? "";

/** Changes before snapshots: there are more of them, and the discriminator tells soon. */
function formsOf(line: LineSpec, topic: TopicSpec): RoutableTopic["forms"] {
  return topic.forms
    .filter(({ type, value }) => {
      if (couldBeReply(line, type)) return false;
      // Only a described member is proven to come once.
      if (!describes(type, segmentsOf(selectorOf(line, topic)))) return false;
      // The router tells forms by the discriminator's text: the type has to prescribe it.
      if (topic.discriminator === undefined) return true;
      const told = memberAt(type, segmentsOf(topic.discriminator));
      return told?.kind === "constant" && told.value === value;
    })
    .map(({ name, type }) => ({ name, type }))
    .sort((a, b) => Number(a.name === "snapshot") - Number(b.name === "snapshot"));
}

const memberOf = (type: ValueType | undefined, name: string): ValueType | undefined =>
  type?.kind === "object" ? type.members.find((member) => member.name === name)?.type : undefined;

const memberAt = (type: ValueType, path: readonly string[]): ValueType | undefined =>
  path.reduce<ValueType | undefined>(memberOf, type);

/** Is what the path leads to a described member, in each item where the type is a list? */
function describes(type: ValueType, path: readonly string[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return true;
  if (type.kind === "list") return describes(type.items, path);
  const member = memberOf(type, key);
  return member !== undefined && describes(member, rest);
}

/**
 * Has the form all members that a reply is told by, with values that it could have? Then the router looks at more than the bytes tell. What the form
 * does not describe of them is reserved: no frame with it is proven.
 */
function couldBeReply(line: LineSpec, form: ValueType): boolean {
  return line.replies.some(({ reply }) =>
    Object.entries(reply.match).every(([pointer, value]) => {
      const member = memberOf(form, firstKey(pointer));
      if (!member) return false;
      return (
        member.kind !== "constant" ||
        segmentsOf(pointer).length > 1 ||
        typeof value === "object" ||
        member.value === value
      );
    }),
  );
}

const shareConnection = (a: TopicSpec, b: TopicSpec): boolean =>
  a.connections.some((connection) => b.connections.includes(connection));
