/** What all requests have in common: where they are shown, their ids and the topics that they list. */

import { isObject } from "../schema/is-object.js";
import type { Json } from "../schema/json-schema.js";
import type { Draft } from "./claim.js";
import { headingName, type Message } from "./messages.js";
import type { Request } from "./roles.js";
import { ID, isSubject } from "./topic-text.js";

/** Where the docs show a message. */
export const sourceOf = ({ headings }: Message): string => {
  const nearest = headings.at(-1);
  return nearest ? `heading ${headingName(nearest)}` : "by hand";
};

export interface TopicList {
  /** Members on the way to it. */
  readonly path: readonly string[];
  readonly topics: readonly string[];
}

/** Where a request lists topics, at its root or one level below; undefined if it asks for one topic by its members. Instruments are no topics. */
export const topicList = ({ value }: Pick<Request, "value">): TopicList | undefined =>
  listIn(value, []) ??
  Object.entries(value)
    .map(([key, inner]) => (isObject(inner) ? listIn(inner, [key]) : undefined))
    .find((list) => list !== undefined);

function listIn(value: Readonly<Record<string, unknown>>, above: readonly string[]): TopicList | undefined {
  for (const [key, inner] of Object.entries(value))
    if (Array.isArray(inner) && inner.every((item) => typeof item === "string") && !isSubject(key))
      return { path: [...above, key], topics: inner };
  return undefined;
}

/** The message with something else at the end of the path. */
export function withAt(value: Json, [key, ...rest]: readonly string[], put: Json): Json {
  if (key === undefined) return put;
  const object = isObject(value) ? (value as Readonly<Record<string, Json>>) : {};
  return { ...object, [key]: withAt(object[key] ?? null, rest, put) };
}

/** An id that answers repeat. */
export interface RequestId {
  readonly member: string;
  readonly example: unknown;
}

/** In the type of the example. */
export const requestId = (example: unknown) => ({
  type: typeof example === "number" ? "integer" : "string",
  description: "Id of the request that the answer repeats.",
  optional: true,
});

/** An id that answers repeat is a parameter that may be left out; any other is one of the example. */
export function withId(
  value: Readonly<Record<string, unknown>>,
  hasId: boolean,
  parameters: Record<string, Draft>,
): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]): [string, Json][] => {
      if (!ID.test(key)) return [[key, inner as Json]];
      if (hasId) parameters.id = requestId(inner);
      return hasId ? [[key, "{id}"]] : [];
    }),
  );
}
