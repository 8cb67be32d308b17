/** Which topics and forms the bytes of a frame can tell, so that the parser and the router would say the same. */

import type { TopicPattern } from "../../../templates/runtime/topic-pattern.js";
import type { TableTopic } from "../../../templates/runtime/topic-table.js";
import type { JsonSchema } from "../../schema/json-schema.js";
import { segmentsOf } from "../../schema/pointer.js";
import { resolve } from "../../schema/resolve.js";
import { selectorPointer } from "../../spec/line-file.js";
import type { LineSpec, TopicSpec } from "../../spec/spec.js";
import { commonTopic } from "../../topic/overlap.js";
import { literalsOf } from "../../topic/pattern.js";
import { byConnection, entryOf } from "../line/line-view.js";
import { isPlain } from "./literal-bytes.js";

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
  readonly forms: readonly { readonly name: string; readonly schema: JsonSchema }[];
}

export function routableTopics(line: LineSpec): Selector[] {
  const selectors = [...new Set(line.topics.map((topic) => selectorOf(line, topic)))];
  const replyKeys = line.replies.flatMap(({ reply }) => Object.keys(reply.match).map(firstKey));
  const perConnection = byConnection(line);
  return selectors.map((selector, index) => {
    const own = line.topics.filter((topic) => selectorOf(line, topic) === selector);
    const reserved = [...new Set([...replyKeys, ...selectors.slice(0, index).map(firstKey)])];
    // Where two topics could take the text, the router decides by more than the bytes tell.
    const alone = own.filter(
      (topic, at) =>
        !own
          .slice(0, at)
          .some((other) => (!perConnection || other.connection === topic.connection) && overlap(other, topic)),
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
      connection: topic.connection,
      selector,
    })),
  );

const firstKey = (pointer: string): string => segmentsOf(pointer)[0] ?? "";

const selectorOf = (line: LineSpec, topic: TopicSpec): string => selectorPointer(entryOf(line, topic));

/** Forms with their schemas. Changes before snapshots: there are more of them, and the discriminator tells soon. */
function formsOf(line: LineSpec, topic: TopicSpec): RoutableTopic["forms"] {
  return topic.forms
    .flatMap(({ name, def, value }) => {
      const schema = topic.schema.$defs?.[def];
      if (!schema || couldBeReply(line, schema, topic.schema)) return [];
      // Only a described member is proven to come once.
      if (!describes(schema, topic.schema, segmentsOf(selectorOf(line, topic)))) return [];
      if (topic.discriminator === undefined) return [{ name, schema }];
      // The router tells forms by the discriminator's text: the schema has to prescribe it.
      const told = segmentsOf(topic.discriminator).reduce<JsonSchema>(
        (node, key) => resolve(resolve(node, topic.schema).properties?.[key] ?? {}, topic.schema),
        schema,
      );
      return told.const === value ? [{ name, schema }] : [];
    })
    .sort((a, b) => Number(a.name === "snapshot") - Number(b.name === "snapshot"));
}

/** Is what the path leads to a described member, in each item where the schema is a list? */
function describes(schema: JsonSchema, root: JsonSchema, [key, ...rest]: readonly string[]): boolean {
  if (key === undefined) return true;
  const { items, properties = {} } = resolve(schema, root);
  if (items) return describes(items, root, [key, ...rest]);
  const member = Object.hasOwn(properties, key) ? properties[key] : undefined;
  return member !== undefined && describes(member, root, rest);
}

/** Has the form a member that replies are told by, with a value that one could have? Then the router looks at more than the bytes tell. */
function couldBeReply(line: LineSpec, form: JsonSchema, root: JsonSchema): boolean {
  const { properties = {} } = resolve(form, root);
  return line.replies.some(({ reply }) =>
    Object.entries(reply.match).some(([pointer, value]) => {
      const key = firstKey(pointer);
      if (!Object.hasOwn(properties, key)) return false;
      const { const: prescribed } = resolve(properties[key] ?? {}, root);
      return (
        prescribed === undefined || segmentsOf(pointer).length > 1 || typeof value === "object" || prescribed === value
      );
    }),
  );
}

/** Could one text be a topic of both? */
const overlap = (a: TopicSpec, b: TopicSpec): boolean =>
  a.patterns.some((one) => b.patterns.some((other) => commonTopic(one, other) !== undefined));
