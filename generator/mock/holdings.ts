/** What one client is subscribed to, and what is pushed to it for that. */

import { pathOf, valueAt } from "../../templates/runtime/pointer.js";
import { covers } from "../../templates/runtime/topic-filter.js";
import type { LineSpec, TopicSpec } from "../spec/spec.js";
import type { Instance } from "./feed.js";
import type { Listener, Market } from "./market.js";

/** A subscription of the client. */
export interface Holding {
  readonly topic: TopicSpec;
  /** As it was asked for: no other of the client has the same. */
  readonly key: string;
  readonly instances: readonly Instance[];
}

export interface Holdings {
  keys(): string[];
  /** What the new subscriber gets first. In the place of one with the same key. */
  hold(holding: Holding): string[];
  /** Ends those that are meant. */
  release(isMeant: (holding: Holding) => boolean): void;
  /** Does one of them cover this push? */
  wants(topic: string, topicText: string, message: unknown): boolean;
  /** The same, of a topic as it was asked for, or as pushes name it. */
  covers(topicText: string, message: unknown): boolean;
}

/** `market`: where pushes come from; undefined where something else makes them. */
export function createHoldings(line: LineSpec, market: Market | undefined, push: Listener): Holdings {
  const held = new Map<string, Holding & { readonly end: () => void }>();
  const { subscription } = line.file;
  const filters = subscription.form === "args" ? subscription.filters : undefined;
  const symbolPaths = subscription.form === "event" ? (subscription.instance?.symbol ?? []).map(pathOf) : [];
  const fits = ({ values }: Instance, message: unknown): boolean => {
    const symbol = symbolPaths.map((path) => valueAt(message, path)).find((value) => value !== undefined);
    return symbol === undefined || values.symbol === undefined || symbol === values.symbol;
  };
  const carries = ({ key, instances }: Holding, topicText: string, message: unknown): boolean =>
    subscription.form === "args"
      ? covers(key, topicText, filters)
      : instances.some((instance) => fits(instance, message));
  return {
    keys: () => [...held.keys()],
    hold(holding) {
      const { topic, key, instances } = holding;
      held.get(key)?.end();
      const feeds = market ? instances.map((instance) => market.subscribe(line, topic, instance, push)) : [];
      const end = (): void => {
        for (const feed of feeds) feed.end();
      };
      held.set(key, { ...holding, end });
      return feeds.flatMap(({ first }) => first);
    },
    release(isMeant) {
      for (const [key, holding] of held) {
        if (!isMeant(holding)) continue;
        holding.end();
        held.delete(key);
      }
    },
    wants: (topic, topicText, message) =>
      [...held.values()].some((holding) => holding.topic.name === topic && carries(holding, topicText, message)),
    covers: (topicText, message) =>
      [...held.values()].some(
        (holding) =>
          (holding.key === topicText || holding.instances.some((instance) => instance.topicText === topicText)) &&
          carries(holding, topicText, message),
      ),
  };
}
