/** Order books as a reader would keep them: what does not fit shows that messages are missing or out of order. */

import { LEVEL, PUSH_FLAG } from "../events.js";
import { type AddFinding, type EventContext, type PushEvent, placeOf, type SequenceCheck } from "./replay.js";

interface Book {
  /** Price -> size, bids and asks. */
  readonly sides: readonly [Map<number, number>, Map<number, number>];
  /** Best price of each side; undefined: to be looked up. */
  readonly best: [number | undefined, number | undefined];
  crossed: boolean;
}

export function createBookCheck(add: AddFinding): SequenceCheck {
  const connections = new Map<string, Map<string, Book>>();
  return {
    open({ connection }) {
      connections.delete(connection);
    },
    push(push, context) {
      if ((push.flags & (PUSH_FLAG.book | PUSH_FLAG.invalid)) === 0) return;
      let books = connections.get(context.connection);
      if (!books) {
        books = new Map();
        connections.set(context.connection, books);
      }
      const { key } = push;
      if ((push.flags & PUSH_FLAG.invalid) !== 0) {
        // Nobody knows what it did to the book; its own finding says what is wrong with it.
        books.delete(key);
        return;
      }
      if ((push.flags & PUSH_FLAG.wholeBook) !== 0) books.set(key, createBook());
      const book = books.get(key);
      // Without the whole book there is nothing that a change could contradict.
      if (!book) return;
      applyLevels(book, push, (what, price) => {
        const expected = "changes that fit the book";
        add(
          {
            code: "unknown-level",
            severity: "error",
            keyword: "book",
            form: push.form,
            expected,
            got: what,
            value: `${key} ${price}`,
          },
          placeOf(context),
        );
      });
      checkCrossed(book, push, context, add);
    },
  };
}

const createBook = (): Book => ({ sides: [new Map(), new Map()], best: [undefined, undefined], crossed: false });

function applyLevels(
  book: Book,
  { numbers, start, end }: PushEvent,
  report: (what: string, price: number) => void,
): void {
  for (let at = start; at + 2 < end; at += 3) {
    const code = numbers[at] ?? 0;
    const price = numbers[at + 1] ?? NaN;
    const size = numbers[at + 2] ?? NaN;
    const side = code & 1;
    const levels = book.sides[side as 0 | 1];
    const operation = code >> 1;
    // A price or size that is no number is a finding of its own.
    if (Number.isNaN(price)) continue;
    if (operation === LEVEL.delete) {
      if (!levels.delete(price)) report("the end of a level that is not there", price);
      if (book.best[side] === price) book.best[side] = undefined;
      continue;
    }
    if (operation === LEVEL.update && !levels.has(price)) report("an update of a level that is not there", price);
    if (operation === LEVEL.insert && levels.has(price)) report("a new level that is there already", price);
    if (operation === LEVEL.set && size === 0) {
      levels.delete(price);
      if (book.best[side] === price) book.best[side] = undefined;
      continue;
    }
    levels.set(price, size);
    const best = book.best[side];
    if (best !== undefined && (side === 0 ? price > best : price < best)) book.best[side] = price;
  }
}

function checkCrossed(book: Book, push: PushEvent, context: EventContext, add: AddFinding): void {
  const bid = bestOf(book, 0);
  const ask = bestOf(book, 1);
  const crossed = bid !== undefined && ask !== undefined && bid >= ask;
  // One finding for each time that it becomes crossed, not for each message while it is.
  if (crossed && !book.crossed)
    add(
      {
        code: "crossed-book",
        severity: "error",
        keyword: "book",
        form: push.form,
        expected: "the best bid below the best ask",
        got: bid === ask ? "both at one price" : "the bid above the ask",
        value: `${push.key}: ${bid} and ${ask}`,
      },
      placeOf(context),
    );
  book.crossed = crossed;
}

function bestOf(book: Book, side: 0 | 1): number | undefined {
  let best = book.best[side];
  if (best !== undefined) return best;
  for (const price of book.sides[side].keys())
    if (best === undefined || (side === 0 ? price > best : price < best)) best = price;
  book.best[side] = best;
  return best;
}
