/** Who wants the messages of a connection, and who of them gets which. */

import type { ClientError } from "./client-error.js";
import type { TopicFacts } from "./protocol.js";
import type { Subscription } from "./subscription-requests.js";
import type { Push, TopicIndex } from "./topic-index.js";

export interface Consumer {
  readonly facts: TopicFacts;
  readonly form?: string;
  /** Only what it covers; absent: every topic of `facts`. */
  readonly covers?: Subscription;
  /** The subscription that it lives with; absent: it listens, whoever subscribed. */
  readonly key?: string;
  readonly deliver: (push: Push) => void;
  /** A message of it is invalid, or the subscription or connection failed. */
  readonly refuse?: (error: ClientError) => void;
  /** The subscription ended, or the client is closed. */
  readonly end?: (error: ClientError) => void;
  /** The connection is gone; another will come. */
  readonly lose?: () => void;
}

/** For a consumer that lives with a subscription and gets what it covers. */
export const membership = (
  subscription: Subscription,
): Pick<Consumer, "facts"> & { readonly covers: Subscription; readonly key: string } => ({
  facts: subscription.facts,
  covers: subscription,
  key: subscription.key,
});

export interface Consumers {
  /** Returns what removes it. */
  add(consumer: Consumer): () => void;
  isUsed(key: string): boolean;
  /** `data`: the push as it came from the socket. */
  deliver(push: Push, data: unknown): void;
  /** Those of one subscription are told. */
  refuse(key: string, error: ClientError): void;
  /** All are told, listeners too. */
  refuseAll(error: ClientError): void;
  lose(): void;
  /** Those of one subscription get nothing more. */
  end(key: string, error: ClientError): void;
  /** Those of all subscriptions; listeners stay. */
  endAll(error: ClientError): void;
}

/** A stream repeats a few topics a million times. They come from outside, so their number is bounded. */
const MAX_CACHED = 1024;

/** `check`: asked once a push, if somebody wants it; with an error, readers are refused the message. */
export function createConsumers(
  index: Pick<TopicIndex, "coversTopic" | "coversInstance">,
  check: (push: Push, data: unknown) => ClientError | undefined,
): Consumers {
  // Replaced and not changed, so that consumers may come and go while a message is delivered.
  let all: readonly Consumer[] = [];
  /** By the topic of a push; those of other instances are told apart by the message. */
  const byTopic = new Map<string, readonly Consumer[]>();
  const replace = (next: readonly Consumer[]): void => {
    all = next;
    byTopic.clear();
  };
  const consumersOf = (push: Push): readonly Consumer[] => {
    const cached = byTopic.get(push.topicText);
    if (cached) return cached;
    const found = all.filter(
      ({ facts, covers }) => facts.name === push.topic && (!covers || index.coversTopic(covers, push)),
    );
    if (byTopic.size >= MAX_CACHED) byTopic.clear();
    byTopic.set(push.topicText, found);
    return found;
  };
  const wants = ({ form, covers }: Consumer, push: Push): boolean =>
    (form === undefined || form === push.form) && (!covers || index.coversInstance(covers, push.message));
  const endThose = (isMeant: (consumer: Consumer) => boolean, error: ClientError): void => {
    const gone = all.filter(isMeant);
    replace(all.filter((consumer) => !isMeant(consumer)));
    for (const consumer of gone) consumer.end?.(error);
  };
  return {
    add(consumer) {
      replace([...all, consumer]);
      return () => replace(all.filter((other) => other !== consumer));
    },
    isUsed: (wanted) => all.some(({ key }) => key === wanted),
    deliver(push, data) {
      const consumers = consumersOf(push);
      if (consumers.length === 0) return;
      const invalid = check(push, data);
      for (const consumer of consumers) {
        if (!wants(consumer, push)) continue;
        if (invalid) consumer.refuse?.(invalid);
        else consumer.deliver(push);
      }
    },
    refuse(wanted, error) {
      for (const consumer of all) if (consumer.key === wanted) consumer.refuse?.(error);
    },
    refuseAll(error) {
      for (const consumer of all) consumer.refuse?.(error);
    },
    lose() {
      for (const consumer of all) consumer.lose?.();
    },
    end: (wanted, error) => endThose(({ key }) => key === wanted, error),
    endAll: (error) => endThose(({ key }) => key !== undefined, error),
  };
}
