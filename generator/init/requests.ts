/** What all requests have in common: where they are shown, their ids and the topics that they list. */

import type { Json } from "../schema/json-schema.js";
import type { Draft } from "./claim.js";
import { headingName, type Message } from "./messages.js";
import type { Request } from "./roles.js";

export const ID = /^(?:id|req_?id|request_?id)$/i;

/** Where the docs show a message. */
export const sourceOf = ({ headings }: Message): string => {
  const nearest = headings.at(-1);
  return nearest ? `heading ${headingName(nearest)}` : "by hand";
};

/** The member that lists topics; undefined if the request asks for one topic by its members. */
export function listMember({ value }: Request): string | undefined {
  return Object.entries(value).find(
    ([, inner]) => Array.isArray(inner) && inner.every((item) => typeof item === "string"),
  )?.[0];
}

const REQUEST_ID = { type: "string", description: "Id of the request that the answer repeats.", optional: true };

/** An id that answers repeat is a parameter that may be left out; any other is one of the example. */
export function withId(
  value: Readonly<Record<string, unknown>>,
  hasId: boolean,
  parameters: Record<string, Draft>,
): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]): [string, Json][] => {
      if (!ID.test(key)) return [[key, inner as Json]];
      if (hasId) parameters.id = REQUEST_ID;
      return hasId ? [[key, "{id}"]] : [];
    }),
  );
}
