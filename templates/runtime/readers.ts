/** Loops and live state: readers that subscribe to a topic, and end the subscription when they are the last that use it. */

import { ClientError } from "./client-error.js";
import { membership } from "./consumers.js";
import type { Link } from "./link.js";
import { createLive, type Live } from "./live.js";
import { createMessageQueue, type Messages, type MessagesOptions } from "./message-queue.js";
import type { Keeper } from "./order-book.js";
import type { RenewalOptions } from "./renewal-budget.js";
import type { Subscription } from "./subscription-requests.js";
import type { UserCalls } from "./user-calls.js";

/** Somebody who is about to read a topic. */
export interface Reader {
  readonly subscription: Subscription;
  readonly link: Link;
  readonly calls: UserCalls<never>;
  /** For each answer of the exchange, ms. */
  readonly timeoutMs: number;
  readonly renewals: RenewalOptions | undefined;
  /** Asks for the subscription. */
  subscribe(): Promise<void>;
  /** Ends the subscription if nothing else uses it. */
  release(): Promise<void>;
}

export function readMessages<T>(reader: Reader, { limit = 1000, whenFull = "error" }: MessagesOptions): Messages<T> {
  const { subscription, link, calls } = reader;
  const { connection, consumers } = link;
  const { topic } = subscription;
  let remove = (): void => {};
  const queue = createMessageQueue<T>({
    limit,
    whenFull,
    pause: () => connection.pause(subscription),
    resume: () => connection.resume(subscription),
    onEnd() {
      remove();
      void reader.release();
    },
    onDrop: () => calls.emit("dropped", { topic }),
    fullError() {
      const text = `${limit} messages of "${topic}" wait for a reader that is too slow.`;
      return new ClientError("slow-reader", text, { topic, connection: subscription.connection });
    },
  });
  remove = consumers.add({
    ...membership(subscription),
    deliver: ({ message }) => queue.push(message as T),
    refuse: queue.end,
    end: () => queue.end(),
  });
  reader.subscribe().catch((error: ClientError) => queue.end(error));
  return queue.messages;
}

/** `hasSnapshot`: state comes when the subscription begins, and changes of it after that. */
export function follow<View>(reader: Reader, keeper: Keeper<View>, hasSnapshot: boolean): Live<View> {
  const { subscription, link, calls, timeoutMs, renewals } = reader;
  const { connection, subscriptions, consumers } = link;
  const { topic, key } = subscription;
  let remove = (): void => {};
  const state = createLive<View>({
    topic,
    call: calls.call,
    timeoutMs,
    keeper,
    renewals,
    isSuspect: connection.isSuspect,
    onGap: (reason) => calls.emit("gap", { topic, reason }),
    renew: () => subscriptions.renew(key),
    close() {
      remove();
      return reader.release();
    },
  });
  const push = ({ form, message }: { readonly form: string; readonly message: unknown }): void =>
    state.push(form, message);
  remove = consumers.add({
    ...membership(subscription),
    deliver: (each) => calls.call(push, each),
    lose: () => calls.call(state.lose, undefined),
    // Without that message, what is held is wrong.
    refuse: (error) => (error.code === "invalid-message" ? calls.call(state.break, error.message) : state.fail(error)),
    end: state.fail,
  });
  const isShared = subscriptions.has(key);
  reader.subscribe().then(
    () => {
      // The snapshot of a subscription that stands already has gone by.
      if (isShared && hasSnapshot && !state.closed && keeper.view() === undefined) subscriptions.renew(key);
    },
    (error: ClientError) => {
      remove();
      state.fail(error);
    },
  );
  return state.live;
}
