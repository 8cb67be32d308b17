/** Topics with slots: `candle.{interval}.{symbol}`. Matched segment by segment, without regular expressions. */

export interface TopicPattern {
  readonly segments: readonly Segment[];
}

export type Segment = { readonly text: string } | { readonly slot: string; readonly values?: ReadonlySet<string> };

export function compilePattern(pattern: string, slots: ReadonlyMap<string, ReadonlySet<string>>): TopicPattern {
  const segments = pattern.split(".").map((text): Segment => {
    if (!text.startsWith("{") || !text.endsWith("}")) return { text };
    const slot = text.slice(1, -1);
    const values = slots.get(slot);
    return values === undefined ? { slot } : { slot, values };
  });
  return { segments };
}

/** The slots' values, or undefined if the topic is another one. */
export function matchPattern(pattern: TopicPattern, topic: string): Record<string, string> | undefined {
  const given = topic.split(".");
  if (given.length !== pattern.segments.length) return undefined;
  const slots: Record<string, string> = {};
  for (let index = 0; index < given.length; index += 1) {
    const segment = pattern.segments[index];
    const text = given[index];
    if (segment === undefined || text === undefined) return undefined;
    if ("text" in segment) {
      if (segment.text !== text) return undefined;
    } else if (text === "" || segment.values?.has(text) === false) return undefined;
    else slots[segment.slot] = text;
  }
  return slots;
}

/** Does what was subscribed cover this push? Filters: several joined by the separator, the wildcard, or none at all. */
export function covers(subscribed: string, pushed: string, filters?: { separator: string; wildcard: string }): boolean {
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
