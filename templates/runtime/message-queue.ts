/** Messages between a socket that does not wait and a reader that does: bounded, with a policy for when it is full. */

import { createDeferred, type Deferred } from "./platform.js";

export type WhenFull =
  /** The socket stops reading until there is room. Only where the WebSocket class can: `ws` can, browsers cannot. */
  | "block"
  /** The oldest message goes; `dropped` counts them. */
  | "drop-oldest"
  /** The reader gets an error. */
  | "error";

export interface MessagesOptions {
  /** Messages that wait for the reader. Default 1,000. */
  readonly limit?: number;
  /** Default `"error"`: nothing is lost unseen. */
  readonly whenFull?: WhenFull;
}

/** An iterator over the messages of a topic. Leaving the loop ends it. */
export interface Messages<T> extends AsyncIterableIterator<T> {
  /** Messages that were thrown away because the reader was too slow. */
  readonly dropped: number;
  /** Messages that wait. */
  readonly waiting: number;
  return(): Promise<IteratorResult<T>>;
  [Symbol.asyncIterator](): Messages<T>;
}

export interface QueueOptions {
  readonly limit: number;
  readonly whenFull: WhenFull;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly onEnd: () => void;
  readonly fullError: () => Error;
  readonly onDrop: () => void;
}

export interface MessageQueue<T> {
  readonly messages: Messages<T>;
  push(message: T): void;
  /** What waits is still read; then the error, or the end. */
  end(error?: Error): void;
}

export function createMessageQueue<T>(options: QueueOptions): MessageQueue<T> {
  // Two lists: taking from the front of one long array would move all of it.
  let incoming: T[] = [];
  let outgoing: T[] = [];
  let next = 0;
  const readers: Deferred<IteratorResult<T>>[] = [];
  let done = false;
  let failure: Error | undefined;
  let paused = false;
  let dropped = 0;

  const waiting = (): number => incoming.length + outgoing.length - next;
  const take = (): T => {
    if (next === outgoing.length) {
      outgoing = incoming;
      incoming = [];
      next = 0;
    }
    const message = outgoing[next] as T;
    // Not held any longer than it waits.
    outgoing[next] = undefined as T;
    next += 1;
    return message;
  };
  const unpause = (): void => {
    if (!paused || (waiting() > options.limit / 2 && !done)) return;
    paused = false;
    options.resume();
  };
  const end = (error?: Error): void => {
    if (done) return;
    done = true;
    failure = error;
    unpause();
    options.onEnd();
    for (const reader of readers.splice(0)) settle(reader);
  };
  const settle = (reader: Deferred<IteratorResult<T>>): void => {
    if (failure) {
      const error = failure;
      failure = undefined;
      reader.reject(error);
    } else reader.resolve({ value: undefined, done: true });
  };
  const messages: Messages<T> = {
    get dropped() {
      return dropped;
    },
    get waiting() {
      return waiting();
    },
    next() {
      if (waiting() > 0) {
        const value = take();
        unpause();
        return Promise.resolve({ value, done: false });
      }
      const reader = createDeferred<IteratorResult<T>>();
      if (done) settle(reader);
      else readers.push(reader);
      return reader.promise;
    },
    return() {
      incoming = [];
      outgoing = [];
      next = 0;
      end();
      return Promise.resolve({ value: undefined, done: true });
    },
    [Symbol.asyncIterator]: () => messages,
  };
  return {
    messages,
    push(message) {
      if (done) return;
      const reader = readers.shift();
      if (reader) {
        reader.resolve({ value: message, done: false });
        return;
      }
      if (waiting() >= options.limit) {
        if (options.whenFull === "error") return end(options.fullError());
        if (options.whenFull === "drop-oldest") {
          take();
          dropped += 1;
          options.onDrop();
        } else {
          // What the socket has read already still comes: the bound is exceeded by one network read at most. Said each time: after a
          // reconnect it is another socket.
          paused = true;
          options.pause();
        }
      }
      incoming.push(message);
    },
    end,
  };
}
