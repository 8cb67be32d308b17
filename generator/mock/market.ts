/** The feeds of all topics that somebody is subscribed to: one for each, shared, so that all clients see the same market. */

import type { Json } from "../schema/json-schema.js";
import { entryOf } from "../spec/line-view.js";
import type { LineSpec, TopicSpec } from "../spec/spec.js";
import { createExampleFeed, createGeneratedFeed, type Feed, type Instance } from "./feed.js";

export interface MarketOptions {
  readonly seed: number;
  /** The clock of the exchange, ms since 1970. Default: the real one. */
  readonly now?: () => number;
  /** Between two pushes of a topic, ms; 0: only by `tick`. Default: the topic's own interval, 100 where it has none. */
  readonly intervalMs?: number;
  /** Documented messages instead of generated ones. */
  readonly examples?: (topic: TopicSpec) => readonly Json[];
}

/** A push, written once for all who get it. */
export type Listener = (text: string) => void;

export interface Market {
  /** The texts that come first, and what ends it. */
  subscribe(
    line: LineSpec,
    topic: TopicSpec,
    instance: Instance,
    listener: Listener,
  ): { first: string[]; end: () => void };
  /** The next push of every feed. */
  tick(): void;
  close(): void;
}

interface Entry {
  readonly feed: Feed;
  readonly listeners: Set<Listener>;
  timer: NodeJS.Timeout | undefined;
}

const DEFAULT_INTERVAL_MS = 100;

export function createMarket({ seed, intervalMs, examples }: MarketOptions): Market {
  const entries = new Map<string, Entry>();
  const advance = ({ feed, listeners }: Entry): void => {
    const text = JSON.stringify(feed.next());
    for (const listener of listeners) listener(text);
  };
  const create = (line: LineSpec, topic: TopicSpec, instance: Instance): Entry => {
    const documented = examples?.(topic) ?? [];
    const feed =
      documented.length > 0
        ? createExampleFeed(documented, line, topic, instance)
        : createGeneratedFeed(line, topic, instance, seed + entries.size);
    return { feed, listeners: new Set(), timer: undefined };
  };
  return {
    subscribe(line, topic, instance, listener) {
      const key = `${line.name} ${topic.modulePath} ${instance.topicText} ${JSON.stringify(instance.values)}`;
      const entry = entries.get(key) ?? create(line, topic, instance);
      entries.set(key, entry);
      entry.listeners.add(listener);
      const every = intervalMs ?? entryOf(line, topic)?.pushIntervalMs ?? DEFAULT_INTERVAL_MS;
      if (every > 0) entry.timer ??= setInterval(advance, every, entry);
      return {
        first: entry.feed.first().map((message) => JSON.stringify(message)),
        end() {
          entry.listeners.delete(listener);
          if (entry.listeners.size > 0) return;
          clearInterval(entry.timer);
          entry.timer = undefined;
        },
      };
    },
    tick() {
      for (const entry of entries.values()) if (entry.listeners.size > 0) advance(entry);
    },
    close() {
      for (const { timer } of entries.values()) clearInterval(timer);
      entries.clear();
    },
  };
}
