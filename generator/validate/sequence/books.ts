/** Order books as a reader would keep them: what does not fit shows that messages are missing or out of order. */

import { LEVEL, PUSH_FLAG } from "../events.js";
import { createPrices, type PriceList } from "./price-list.js";
import { type AddFinding, type EventContext, type PushEvent, placeOf, type SequenceCheck } from "./replay.js";

interface Book {
  /** Bids and asks. Which sizes rest there contradicts nothing, so only the prices are kept. */
  readonly sides: readonly [PriceList, PriceList];
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

const createBook = (): Book => ({ sides: [createPrices(), createPrices()], crossed: false });

function applyLevels(
  book: Book,
  { numbers, start, end }: PushEvent,
  report: (what: string, price: number) => void,
): void {
  for (let at = start; at + 2 < end; at += 3) {
    const code = numbers[at] as number;
    const price = numbers[at + 1] as number;
    const side = book.sides[(code & 1) as 0 | 1];
    const operation = code >> 1;
    // A price that is no number is a finding of its own.
    if (Number.isNaN(price)) continue;
    if (operation === LEVEL.delete) {
      if (!side.remove(price)) report("the end of a level that is not there", price);
    } else if (operation === LEVEL.update) {
      if (!side.add(price)) report("an update of a level that is not there", price);
    } else if (operation === LEVEL.insert) {
      if (side.add(price)) report("a new level that is there already", price);
    } else if (numbers[at + 2] === 0) side.remove(price);
    else side.add(price);
  }
}

function checkCrossed(book: Book, push: PushEvent, context: EventContext, add: AddFinding): void {
  const bid = book.sides[0].highest();
  const ask = book.sides[1].lowest();
  const crossed = bid >= ask;
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
