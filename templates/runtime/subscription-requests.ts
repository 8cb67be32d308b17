/** Requests for subscriptions by the grammar of a line: what goes into one, how it reads, and what its answer says. */

import { type Path, pathOf, valueAt } from "./pointer.js";
import type { CorrelationRule, LineProtocol, SlotValues, TopicFacts } from "./protocol.js";
import { buildRequest, type JsonValue, type RequestTemplate } from "./request.js";

export interface Subscription {
  /** Tells it from the others of its connection. */
  readonly key: string;
  /** The topic as the user asked for it. */
  readonly topic: string;
  readonly facts: TopicFacts;
  /** One of those that push it. */
  readonly connection: string;
  /** What its request has to say, by parameter; of a topic that is a text, what stands in its slots. */
  readonly values: SlotValues;
  /** Pushes carry the topic as it was asked for; else their members say which of `values` they are about. */
  readonly isRepeated: boolean;
}

export type Action = "subscribe" | "unsubscribe";

/** A subscription that a request has to be made for. */
export interface Wish {
  readonly subscription: Subscription;
  /** Not together with others. */
  readonly alone: boolean;
}

/** Authentication subscribes to it: there is no request. */
export const isAutomatic = ({ facts }: Subscription): boolean => facts.subscribe?.length === 0;

/** As few requests as the line allows, each for one of the groups. */
export function groupWishes<W extends Wish>(grammar: LineProtocol["subscription"], wishes: readonly W[]): W[][] {
  if (grammar.form === "event") return wishes.map((wish) => [wish]);
  const { maxTopics } = grammar;
  const most = ({ subscription: { connection } }: Wish): number =>
    (typeof maxTopics === "object" ? maxTopics[connection] : maxTopics) ?? Number.POSITIVE_INFINITY;
  const groups: W[][] = [];
  for (const wish of wishes) {
    const group = groups.find(
      (others) => others.length < most(wish) && others.every((other) => goTogether(wish, other)),
    );
    if (group) group.push(wish);
    else groups.push([wish]);
  }
  return groups;
}

/** Why a connection that has these topics cannot have another one; undefined if it can. */
export function overLimit(
  grammar: LineProtocol["subscription"],
  connection: string,
  topics: readonly string[],
  another: string,
): string | undefined {
  const limits = grammar.form === "args" ? grammar.connectionLimits?.[connection] : undefined;
  if (!limits) return undefined;
  const { topics: most = Number.POSITIVE_INFINITY, characters = Number.POSITIVE_INFINITY } = limits;
  if (topics.length >= most) return `a connection takes ${most} topics`;
  const length = JSON.stringify([...topics, another]).length;
  return length > characters
    ? `a connection takes topics of ${characters} characters, and these have ${length}`
    : undefined;
}

const goTogether = (a: Wish, b: Wish): boolean =>
  !a.alone && !b.alone && !(a.subscription.facts === b.subscription.facts && a.subscription.facts.exclusive === true);

/**
 * The request for one group. `id`: tells it from the other requests of its connection.
 *
 * @throws TypeError if no request is documented for the topic.
 */
export function requestFor(
  grammar: LineProtocol["subscription"],
  action: Action,
  group: readonly Subscription[],
  id: number,
): JsonValue {
  if (grammar.form === "args")
    return buildRequest(grammar[action], { topics: group.map(({ topic }) => topic), id: idFor(grammar[action], id) });
  const [{ topic, values }] = group as readonly [Subscription];
  const template = grammar.requests[topic];
  if (template === undefined) throw new TypeError(`No request is documented for "${topic}".`);
  return buildRequest(template, { ...values, [grammar.member]: grammar[action], id: idFor(template, id) });
}

/** What stands in the slot `id` of a request, in the type that the line documents. */
export const idFor = ({ parameters }: RequestTemplate, id: number): JsonValue =>
  parameters.id?.type === "integer" ? id : String(id);

/** What a reply says about the topics of its request. */
export type Answer =
  /** One of them is at fault, and the others need not suffer for it: each is to be asked for by itself. */
  | { readonly kind: "refused-together" }
  /** All others were accepted. */
  | { readonly kind: "decided"; readonly refused: ReadonlySet<string> };

export interface Reply {
  readonly message: unknown;
  /** It is an error, as against an acknowledgement. */
  readonly isError: boolean;
}

/** Reads the answers to subscribe requests by their lists of topics, on lines that have such lists. */
export function createAnswerReader(rule: CorrelationRule): (reply: Reply, topics: readonly string[]) => Answer {
  const lists = rule.by === "id" ? { accepted: pathOf(rule.success), failed: pathOf(rule.failed) } : undefined;
  return ({ message, isError }, topics) => {
    const accepted = lists ? listAt(message, lists.accepted) : [];
    const failed = lists ? listAt(message, lists.failed) : [];
    if (isError && topics.length > 1 && accepted.length + failed.length === 0) return { kind: "refused-together" };
    const isRefused = (topic: string): boolean => (isError ? !accepted.includes(topic) : failed.includes(topic));
    return { kind: "decided", refused: new Set(topics.filter(isRefused)) };
  };
}

function listAt(message: unknown, path: Path): readonly unknown[] {
  const found = valueAt(message, path);
  return Array.isArray(found) ? found : [];
}
