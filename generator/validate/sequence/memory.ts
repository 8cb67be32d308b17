/**
 * Bounds what the replay of a capture remembers. Where there are more topics and books than there is room for, those whose last message is longest ago
 * are forgotten. Room is counted by a formula and not by what a machine takes, so that what is forgotten is a matter of the capture alone.
 */

import { NUMBER_BYTES, PUSH_FLAG } from "../events/layout.js";
import type { PushEvent } from "./check.js";
import type { Book, ConnectionState, StreamState } from "./state.js";

export interface Memory {
  /** The stream of the push is the one that was used last. True if others were forgotten. */
  use(push: PushEvent): boolean;
}

export const MOST_STREAM_BYTES = 32 * 1024 * 1024;
/** What is left where there was no more room: who forgets one by one looks for the oldest each time. */
const KEPT_BYTES = MOST_STREAM_BYTES * 0.75;
/** As much may come before anybody counts what there is. */
const UNCOUNTED_BYTES = 4 * 1024 * 1024;
/** Without the name. */
const STREAM_BYTES = 400;
/** Without the prices. */
const BOOK_BYTES = 1000;

/** `connections`: those of the capture, as they come and go. `free`: takes the books of what is forgotten. */
export function createMemory(connections: ReadonlyMap<string, ConnectionState>, free: Book[]): Memory {
  let clock = 0;
  let uncounted = 0;
  return {
    use(push) {
      const { stream, flags, start, end } = push;
      if (stream.used === 0) uncounted += STREAM_BYTES + stream.key.length;
      if ((flags & PUSH_FLAG.wholeBook) !== 0) uncounted += BOOK_BYTES;
      // A level takes two numbers here, and twice as many in its book.
      uncounted += (end - start) * 2 * NUMBER_BYTES;
      clock += 1;
      stream.used = clock;
      if (uncounted < UNCOUNTED_BYTES) return false;
      uncounted = 0;
      return forgetOldest(connections, free);
    },
  };
}

function forgetOldest(connections: ReadonlyMap<string, ConnectionState>, free: Book[]): boolean {
  const streams = [...connections.values()].flatMap((connection) => [...connection.streams.values()]);
  let bytes = streams.reduce((sum, stream) => sum + bytesOf(stream), 0);
  if (bytes <= MOST_STREAM_BYTES) return false;
  let last = 0;
  free.length = 0;
  for (const stream of streams.sort((a, b) => a.used - b.used)) {
    if (bytes <= KEPT_BYTES) break;
    bytes -= bytesOf(stream);
    last = stream.used;
    if (stream.book) free.push(stream.book);
  }
  for (const connection of connections.values())
    for (const [key, { used }] of connection.streams)
      if (used <= last) {
        connection.streams.delete(key);
        connection.hasForgotten = true;
      }
  return true;
}

function bytesOf({ key, book }: StreamState): number {
  const stream = STREAM_BYTES + key.length;
  if (!book) return stream;
  const numbers = book.sides.reduce((sum, { slots, heap }) => sum + slots.length + heap.length, 0);
  return stream + BOOK_BYTES + numbers * NUMBER_BYTES;
}
