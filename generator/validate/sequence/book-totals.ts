/** How the books of a run fared: how much of the time each of them was whole, and which messages nobody could apply. */

import type { FormEntry } from "../form-table.js";

export interface BookTotal {
  readonly line: string;
  /** Where topics of one name have messages of their own on several connections; else empty. */
  readonly connection: string;
  /** Name of the topic, and the book as its messages name it; empty: all that there was no room for. */
  readonly topic: string;
  readonly book: string;
  messages: number;
  /** Of which nobody knows what they did to the book. */
  unread: number;
  /** Behind which the book was whole: nothing contradicted it since it came as a whole. */
  whole: number;
  /** Between its messages, where they have times; and how much of it the book was whole. */
  milliseconds: number;
  wholeMilliseconds: number;
}

export interface BookTotals {
  /** That of one book, wherever it is pushed. */
  of(form: FormEntry, book: string): BookTotal;
  /** In the order in which they came first. */
  take(): BookTotal[];
}

/** A capture may make up any number of books. */
const MOST_BOOKS = 1000;

export function createBookTotals(): BookTotals {
  const totals = new Map<string, BookTotal>();
  return {
    of({ line, qualifier, topic }, name) {
      const keyOf = (book: string): string => [line.name, qualifier, topic, book].join("\n");
      const book = totals.size < MOST_BOOKS || totals.has(keyOf(name)) ? name : "";
      const total = totals.get(keyOf(book)) ?? createTotal(line.name, qualifier, topic, book);
      totals.set(keyOf(book), total);
      return total;
    },
    take: () => [...totals.values()],
  };
}

const createTotal = (line: string, connection: string, topic: string, book: string): BookTotal => ({
  line,
  connection,
  topic,
  book,
  messages: 0,
  unread: 0,
  whole: 0,
  milliseconds: 0,
  wholeMilliseconds: 0,
});
