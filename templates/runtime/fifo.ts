/** First in, first out. Two lists: taking from the front of one long array would move all of it. */

export interface Fifo<T> {
  readonly length: number;
  add(item: T): void;
  /** The oldest. There has to be one. */
  take(): T;
  clear(): void;
}

export function createFifo<T>(): Fifo<T> {
  let incoming: T[] = [];
  let outgoing: T[] = [];
  let next = 0;
  return {
    get length() {
      return incoming.length + outgoing.length - next;
    },
    add(item) {
      incoming.push(item);
    },
    take() {
      if (next === outgoing.length) {
        outgoing = incoming;
        incoming = [];
        next = 0;
      }
      const item = outgoing[next] as T;
      // Not held any longer than it waits.
      outgoing[next] = undefined as T;
      next += 1;
      return item;
    },
    clear() {
      incoming = [];
      outgoing = [];
      next = 0;
    },
  };
}
