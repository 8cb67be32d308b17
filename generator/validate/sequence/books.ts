/** Order books as a reader would keep them: what does not fit shows that messages are missing or out of order. */

import { isEmptyLevel, LEVEL, OPERATION, operationOf, PUSH_FLAG, sideOf } from "../events/layout.js";
import type { BookTotal, BookTotals } from "./book-totals.js";
import { type AddFinding, type EventContext, type PushCheck, type PushEvent, placeOf, timeOf } from "./check.js";
import { addPrice, bestPrice, clearPrices, createPriceSet, removePrice } from "./price-set.js";
import type { Book, StreamState } from "./state.js";

/** A copy, for the reason that layout.ts gives. */
const AT = { ...LEVEL };

/** `free`: books that nobody keeps any more, and whose room is used again. */
export function createBookCheck(add: AddFinding, totals: BookTotals, free: Book[]): PushCheck {
  return {
    push(push, context) {
      const { form, flags, stream } = push;
      if ((flags & (PUSH_FLAG.book | PUSH_FLAG.unread)) === 0 || form.push?.entry?.book === undefined) return;
      // Where nobody knows the connections, topics of one name may take turns.
      if (stream.total?.connection !== form.qualifier) stream.total = totals.of(form, stream.key);
      const { total } = stream;
      countTime(stream, total, timeOf(context));
      applyPush(push, context, add, free);
      total.messages += 1;
      if ((flags & PUSH_FLAG.unread) !== 0) total.unread += 1;
      if (isWhole(stream)) total.whole += 1;
    },
  };
}

const isWhole = ({ book, isBroken }: StreamState): boolean => book !== undefined && !isBroken;

/** Since its last message the book was as that one left it. */
function countTime(stream: StreamState, total: BookTotal, time: number): void {
  const passed = time - stream.time;
  stream.time = time;
  if (!(passed > 0)) return;
  total.milliseconds += passed;
  if (isWhole(stream)) total.wholeMilliseconds += passed;
}

function applyPush(push: PushEvent, context: EventContext, add: AddFinding, free: Book[]): void {
  const { flags, stream, form } = push;
  if ((flags & PUSH_FLAG.unread) !== 0) {
    // Its own finding says what is wrong with it.
    stream.book = undefined;
    return;
  }
  if ((flags & PUSH_FLAG.wholeBook) !== 0) {
    stream.book = emptyBook(stream.book ?? free.pop());
    stream.isBroken = false;
  }
  const { book } = stream;
  // Without the whole book there is nothing that a change could contradict.
  if (!book) return;
  applyLevels(book, push, context, add);
  const bid = bestPrice(book.sides[0]);
  const ask = bestPrice(book.sides[1]);
  const crossed = bid >= ask;
  // One finding for each time that it becomes crossed, not for each message while it is.
  if (crossed && !book.crossed) {
    stream.isBroken = true;
    const got = bid === ask ? "both at one price" : "the bid above the ask";
    const value = `${stream.key}: ${bid} and ${ask}`;
    const expected = "the best bid below the best ask";
    add({ code: "crossed-book", severity: "error", keyword: "book", form, expected, got, value }, placeOf(context));
  }
  book.crossed = crossed;
}

/** In the room of another one, where there is one: arrays that are let go take memory until somebody collects them. */
function emptyBook(other: Book | undefined): Book {
  if (!other) return { sides: [createPriceSet(true), createPriceSet(false)], crossed: false };
  for (const side of other.sides) clearPrices(side);
  other.crossed = false;
  return other;
}

function applyLevels({ sides }: Book, push: PushEvent, context: EventContext, add: AddFinding): void {
  const { numbers, end } = push;
  for (let at = push.start; at < end; at += AT.size) {
    const code = numbers[at + AT.code] as number;
    const price = numbers[at + AT.price] as number;
    const side = sides[sideOf(code)];
    const operation = operationOf(code);
    // A price that is no number is a finding of its own.
    if (Number.isNaN(price)) continue;
    if (operation === OPERATION.update) {
      if (!addPrice(side, price)) unknownLevel(push, context, add, "an update of a level that is not there", price);
    } else if (operation === OPERATION.delete) {
      if (!removePrice(side, price)) unknownLevel(push, context, add, "the end of a level that is not there", price);
    } else if (operation === OPERATION.insert) {
      if (addPrice(side, price)) unknownLevel(push, context, add, "a new level that is there already", price);
    } else if (isEmptyLevel(code)) removePrice(side, price);
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
  stream.isBroken = true;
  const expected = "changes that fit the book";
  const value = `${stream.key} ${price}`;
  add({ code: "unknown-level", severity: "error", keyword: "book", form, expected, got, value }, placeOf(context));
}
