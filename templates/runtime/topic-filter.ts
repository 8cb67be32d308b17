/**
 * Subscriptions that filter: their last segment names several symbols, or all of them by a wildcard, or is left out, which
 * means all of them too.
 */

/** What stands for several symbols on lines that have filters, and in no symbol. */
type Several = "|" | "," | "*" | " ";

/** A topic on a line without filters. */
export type SingleTopic<T extends string> = T extends `${string}${Several}${string}`
  ? "On this line a topic names one symbol."
  : T;

/** The same of any text. */
export const namesSeveral = (topic: string): boolean => /[|,* ]/.test(topic);

export interface TopicFilters {
  readonly separator: string;
  readonly wildcard: string;
}

/** Does what was subscribed cover this push? */
export function covers(subscribed: string, pushed: string, filters?: TopicFilters): boolean {
  if (subscribed === pushed) return true;
  if (filters === undefined) return false;
  const wanted = subscribed.split(".");
  const given = pushed.split(".");
  const last = wanted[wanted.length - 1] ?? "";
  if (wanted.length < given.length) return wanted.every((text, index) => text === given[index]);
  if (wanted.length !== given.length) return false;
  if (!wanted.slice(0, -1).every((text, index) => text === given[index])) return false;
  return last === filters.wildcard || last.split(filters.separator).includes(given[given.length - 1] ?? "");
}

/** Does the last segment of what was subscribed name several? */
export function isSeveral(subscribed: string, filters: TopicFilters): boolean {
  const last = subscribed.slice(subscribed.lastIndexOf(".") + 1);
  return last === filters.wildcard || last.includes(filters.separator);
}
