/** How a client asks for topics in a list, and ends that. */

import type { Json } from "../schema/json-schema.js";
import { type Claim, type Draft, found, guessed, missing } from "./claim.js";
import { type Connection, namedBy } from "./connections.js";
import { type PageReading, placeOfMessage } from "./messages.js";
import { sourceOf, topicList, withAt, withId } from "./requests.js";
import type { Request } from "./roles.js";
import { ID } from "./topic-text.js";

export interface ListGrammar {
  readonly requests: readonly Request[];
  /** Answers repeat the id of the request. */
  readonly hasId: boolean;
  readonly connections: readonly Connection[];
}

export function listSubscription(
  { requests, hasId, connections }: ListGrammar,
  readings: readonly PageReading[],
): Record<string, Draft> {
  const find = (action: Request["action"]): Request | undefined => {
    const own = requests.filter((request) => request.action === action);
    return own.find(({ value }) => hasId === Object.keys(value).some((key) => ID.test(key))) ?? own[0];
  };
  const [subscribe, unsubscribe, all] = [find("subscribe"), find("unsubscribe"), find("unsubscribeAll")];
  if (!subscribe)
    return {
      form: "args",
      subscribe: missing("no page shows a request for topics"),
      unsubscribe: missing("nor one that ends it"),
    };
  const word = String(subscribe.value[subscribe.member]);
  const counterpart = word.replace(/\w+$/, (last) => (/^[A-Z]+$/.test(last) ? `UN${last}` : `un${last}`));
  const limit = mostTopics(readings, connections);
  return {
    form: "args",
    subscribe: listTemplate(subscribe, TOPICS, hasId),
    unsubscribe: unsubscribe
      ? listTemplate(unsubscribe, ENDED, hasId)
      : {
          ...listTemplate(
            { ...subscribe, value: { ...subscribe.value, [subscribe.member]: counterpart } },
            ENDED,
            hasId,
            "no page shows it: is this the counterpart of subscribe?",
          ),
          source: "by hand: the counterpart of subscribe",
        },
    ...(all && { unsubscribeAll: listTemplate(all, ENDED, hasId) }),
    ...filtersOf(requests),
    ...(limit && { maxTopics: limit }),
  };
}

function listTemplate(request: Request, topics: Json, hasId: boolean, doubt?: string): Record<string, Draft> {
  const list = topicList(request);
  const parameters: Record<string, Draft> = list === undefined ? {} : { topics };
  const own = withId(request.value, hasId, parameters);
  const message = list === undefined ? own : withAt(own, list.path, "{topics}");
  const place = placeOfMessage(request);
  return {
    message: doubt === undefined ? found(message, place, "the page shows it") : guessed(message, place, doubt),
    parameters,
    source: sourceOf(request),
  };
}

/** `trade.A|B` and `trade.*` in requests. */
function filtersOf(requests: readonly Request[]): Record<string, Draft> {
  const texts = requests.flatMap((request) => {
    return (topicList(request)?.topics ?? []).map((text) => ({ text, request }));
  });
  const several = texts.find(({ text }) => /\w\|\w/.test(text));
  const all = texts.find(({ text }) => /[.:/]\*$/.test(text));
  if (!several || !all) return {};
  return {
    filters: {
      separator: found("|", placeOfMessage(several.request), "a request has it"),
      wildcard: found("*", placeOfMessage(all.request), "a request has it"),
      source: sourceOf(several.request),
    },
  };
}

const MOST_TOPICS =
  /\b(?:maximum of|up to|at most) (\d{1,6}) (?:args|topics|channels|symbols) (?:for each|per|in (?:one|a|each)) (?:subscription )?(?:request|message)/i;

/** For the connections that the sentence names, else for all of them. */
function mostTopics(readings: readonly PageReading[], connections: readonly Connection[]): Claim | undefined {
  for (const { page } of readings)
    for (const block of page.blocks) {
      const [, count] = (block.kind === "prose" && MOST_TOPICS.exec(block.text)) || [];
      if (count === undefined || block.kind !== "prose") continue;
      const named = namedBy(block.text, connections).map(({ name }) => [name, Number(count)] as const);
      const value = named.length > 0 && named.length < connections.length ? Object.fromEntries(named) : Number(count);
      return guessed(
        value,
        { page: page.path, line: block.line },
        "does the limit hold on these connections, and no other?",
      );
    }
  return undefined;
}

const TOPICS = { type: "string[]", description: "One or more topics." };
const ENDED = { type: "string[]", description: "Topics that were subscribed." };
