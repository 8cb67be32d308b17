/** Messages between a socket that does not wait and a reader that does: bounded, with a policy for when it is full. */

import { createFifo, type Fifo } from "./fifo.js";
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

type Phase =
  | { readonly kind: "open" }
  /** Nothing comes any more. `failure` is for the next reader that finds nothing; the others get the end. */
  | { readonly kind: "ended"; readonly failure?: Error };

interface Queue<T> {
  readonly options: QueueOptions;
  readonly waiting: Fifo<T>;
  /** Readers that wait for a message; none where messages wait. */
  readonly readers: Fifo<Deferred<IteratorResult<T>>>;
  phase: Phase;
  isPaused: boolean;
  dropped: number;
}

export function createMessageQueue<T>(options: QueueOptions): MessageQueue<T> {
  const queue: Queue<T> = {
    options,
    waiting: createFifo(),
    readers: createFifo(),
    phase: { kind: "open" },
    isPaused: false,
    dropped: 0,
  };
  const messages: Messages<T> = {
    get dropped() {
      return queue.dropped;
    },
    get waiting() {
      return queue.waiting.length;
    },
    next: () => read(queue),
    return() {
      queue.waiting.clear();
      end(queue);
      return Promise.resolve({ value: undefined, done: true });
    },
    [Symbol.asyncIterator]: () => messages,
  };
  return { messages, push: (message) => push(queue, message), end: (error) => end(queue, error) };
}

function push<T>(queue: Queue<T>, message: T): void {
  const { options, waiting, readers } = queue;
  if (queue.phase.kind === "ended") return;
  if (readers.length > 0) readers.take().resolve({ value: message, done: false });
  else if (waiting.length < options.limit || makeRoom(queue)) waiting.add(message);
}

/** False if the queue ended over it. */
function makeRoom<T>(queue: Queue<T>): boolean {
  const { options, waiting } = queue;
  switch (options.whenFull) {
    case "error":
      end(queue, options.fullError());
      return false;
    case "drop-oldest":
      waiting.take();
      queue.dropped += 1;
      options.onDrop();
      return true;
    case "block":
      // What the socket has read already still comes: the bound is exceeded by one network read at most. Said each time: after a reconnect it
      // is another socket.
      queue.isPaused = true;
      options.pause();
      return true;
  }
}

function read<T>(queue: Queue<T>): Promise<IteratorResult<T>> {
  const { waiting, readers } = queue;
  if (waiting.length > 0) {
    const value = waiting.take();
    unpause(queue);
    return Promise.resolve({ value, done: false });
  }
  const reader = createDeferred<IteratorResult<T>>();
  readers.add(reader);
  if (queue.phase.kind === "ended") settleReaders(queue, queue.phase.failure);
  return reader.promise;
}

function end<T>(queue: Queue<T>, failure?: Error): void {
  if (queue.phase.kind === "ended") return;
  queue.phase = { kind: "ended", ...(failure ? { failure } : {}) };
  unpause(queue);
  queue.options.onEnd();
  settleReaders(queue, failure);
}

/** There will be no message for them: the first is told why, where there is a reason. */
function settleReaders<T>(queue: Queue<T>, failure: Error | undefined): void {
  const { readers } = queue;
  if (failure && readers.length > 0) {
    readers.take().reject(failure);
    queue.phase = { kind: "ended" };
  }
  while (readers.length > 0) readers.take().resolve({ value: undefined, done: true });
}

/** When half of the room is free, or nobody will read any more. */
function unpause<T>(queue: Queue<T>): void {
  const { options, waiting, phase } = queue;
  if (!queue.isPaused || (phase.kind === "open" && waiting.length > options.limit / 2)) return;
  queue.isPaused = false;
  options.resume();
}
