/** How order books fared, in words. */

import { counted, grouped } from "../../text/words.js";
import { duration, lineOf, percent } from "./sentences.js";
import type { BookRow } from "./validate-report.js";

/** By time where there is one, else by messages. */
export const wholeShare = ({ messages, whole, seconds, wholeSeconds }: Omit<BookRow, "line" | "topic">): number => {
  if (seconds > 0) return wholeSeconds / seconds;
  return messages === 0 ? 1 : whole / messages;
};

/** `8 order books, whole 99.9 % of the time; 3 of 3,260 messages could not be applied` */
export function booksText(books: readonly BookRow[]): string {
  const sum = (of: (book: BookRow) => number): number => books.reduce((total, book) => total + of(book), 0);
  const all = {
    book: "",
    messages: sum(({ messages }) => messages),
    unread: sum(({ unread }) => unread),
    whole: sum(({ whole }) => whole),
    seconds: sum(({ seconds }) => seconds),
    wholeSeconds: sum(({ wholeSeconds }) => wholeSeconds),
  };
  const when = all.seconds > 0 ? "of the time" : "of the messages";
  const unread =
    all.unread === 0 ? "" : `; ${grouped(all.unread)} of ${counted(all.messages, "message")} could not be applied`;
  return `${counted(books.length, "order book")}, whole ${percent(wholeShare(all))} ${when}${unread}`;
}

/** `futures book.ABC: whole 97.1 % of 30 s, 2 of 400 messages could not be applied` */
export function bookText(row: BookRow): string {
  const { topic, book, messages, unread, seconds } = row;
  const of = seconds > 0 ? duration(seconds) : counted(messages, "message");
  const applied = unread === 0 ? "" : `, ${grouped(unread)} of ${counted(messages, "message")} could not be applied`;
  return `${lineOf(row)} ${book === "" ? `${topic}, others` : book}: whole ${percent(wholeShare(row))} of ${of}${applied}`;
}
