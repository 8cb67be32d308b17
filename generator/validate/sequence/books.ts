/** Order books as a reader would keep them: what does not fit shows that messages are missing or out of order. */

import { LEVEL, LEVEL_IS_EMPTY, PUSH_FLAG } from "../events/event-log.js";
import { type AddFinding, type EventContext, type PushCheck, type PushEvent, placeOf } from "./check.js";
import { addPrice, bestPrice, createPriceSet, removePrice } from "./price-set.js";
import type { Book } from "./state.js";

export function createBookCheck(add: AddFinding): PushCheck {
  return {
    push(push, context) {
      const { flags, stream } = push;
      if ((flags & (PUSH_FLAG.book | PUSH_FLAG.invalid)) === 0) return;
      if ((flags & PUSH_FLAG.invalid) !== 0) {
        // Nobody knows what it did to the book; its own finding says what is wrong with it.
        stream.book = undefined;
        return;
      }
      if ((flags & PUSH_FLAG.wholeBook) !== 0) stream.book = createBook();
      const { book } = stream;
      // Without the whole book there is nothing that a change could contradict.
      if (!book) return;
      applyLevels(book, push, context, add);
      const bid = bestPrice(book.sides[0]);
      const ask = bestPrice(book.sides[1]);
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
            value: `${stream.key}: ${bid} and ${ask}`,
          },
          placeOf(context),
        );
      book.crossed = crossed;
    },
  };
}

const createBook = (): Book => ({ sides: [createPriceSet(true), createPriceSet(false)], crossed: false });

function applyLevels({ sides }: Book, push: PushEvent, context: EventContext, add: AddFinding): void {
  const { numbers, end } = push;
  for (let at = push.start; at + 1 < end; at += 2) {
    const code = numbers[at] as number;
    const price = numbers[at + 1] as number;
    const side = sides[(code & 1) as 0 | 1];
    const operation = (code >> 1) & 3;
    // A price that is no number is a finding of its own.
    if (Number.isNaN(price)) continue;
    if (operation === LEVEL.update) {
      if (!addPrice(side, price)) unknownLevel(push, context, add, "an update of a level that is not there", price);
    } else if (operation === LEVEL.delete) {
      if (!removePrice(side, price)) unknownLevel(push, context, add, "the end of a level that is not there", price);
    } else if (operation === LEVEL.insert) {
      if (addPrice(side, price)) unknownLevel(push, context, add, "a new level that is there already", price);
    } else if ((code & LEVEL_IS_EMPTY) !== 0) removePrice(side, price);
    else addPrice(side, price);
  }
}

function unknownLevel(
  { form, stream }: PushEvent,
  context: EventContext,
  add: AddFinding,
  got: string,
  price: number,
): void {
  const expected = "changes that fit the book";
  const value = `${stream.key} ${price}`;
  add({ code: "unknown-level", severity: "error", keyword: "book", form, expected, got, value }, placeOf(context));
}
