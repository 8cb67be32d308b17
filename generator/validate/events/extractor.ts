/** From a parsed push to its event: which topic and book, its number, and what it does to the book's levels. */

import { type Path, valueAt } from "../../../templates/runtime/pointer.js";
import { literal } from "../../code/code.js";
import { isObject } from "../../schema/is-object.js";
import { segmentsOf } from "../../schema/pointer.js";
import type { BookEntry, TopicEntry } from "../../spec/line-file.js";
import type { FormEntry } from "../form-table.js";
import type { EventWriter } from "./event-log.js";
import { OPERATION, PUSH_FLAG, type Side } from "./layout.js";

/** A book whose levels are records, changed by what is done to them; and one whose levels are lists of a side. */
export type RecordBook = Extract<BookEntry, { readonly layout: "records" }>;
export type SideBook = Extract<BookEntry, { readonly layout: "sides" }>;

/** What the events of a form say, whatever the message. */
export interface PushFacts {
  /** The topic needs an event for every push. */
  readonly stateful: boolean;
  /** Those of `PUSH_FLAG` that every valid message of the form has. */
  readonly flags: number;
}

export function pushFactsOf({ form, push }: FormEntry, withBooks: boolean): PushFacts {
  const book = withBooks ? push?.entry?.book : undefined;
  const kind = form === "snapshot" ? PUSH_FLAG.snapshot : form === "delta" ? PUSH_FLAG.delta : 0;
  // A book by sides says so in the message or by its form.
  const isWhole = book?.layout === "sides" ? book.whole === undefined && form !== "delta" : form === "snapshot";
  return {
    stateful: kind !== 0 || sequencePointer(push?.entry) !== undefined || book !== undefined,
    flags: kind | (book ? PUSH_FLAG.book : 0) | (book && isWhole ? PUSH_FLAG.wholeBook : 0),
  };
}

/** To the number by which messages of a topic follow each other: one that grows by one with each, or one that never goes back. */
export const sequencePointer = (entry: TopicEntry | undefined): string | undefined =>
  entry?.records?.version ?? entry?.sequence?.pointer;

/** The lists of levels of a book by records, in the order in which they are applied. */
export const recordLists = (
  book: RecordBook,
  form: string,
): { readonly operation: number; readonly pointer: string }[] =>
  form === "snapshot"
    ? [{ operation: OPERATION.set, pointer: book.snapshot }]
    : [
        { operation: OPERATION.delete, pointer: book.delete },
        { operation: OPERATION.update, pointer: book.update },
        { operation: OPERATION.insert, pointer: book.insert },
      ];

export interface Extractor extends PushFacts {
  /** Writes what follows the head of the event. Of an invalid message the levels of a book as well, if price, size and side of each can be read. */
  write(topicText: string, message: unknown, valid: boolean, events: EventWriter): void;
}

export function createExtractor(form: FormEntry, withBooks: boolean): Extractor {
  const facts = pushFactsOf(form, withBooks);
  const book = withBooks ? form.push?.entry?.book : undefined;
  const sequence = pathOf(sequencePointer(form.push?.entry));
  const base = pathOf(form.push?.entry?.records?.baseLine);
  const instance = pathOf(book?.layout === "sides" ? book.instance : undefined);
  const whole = pathOf(book?.layout === "sides" ? book.whole : undefined);
  const snapshot = pathOf(book?.layout === "records" && form.form === "snapshot" ? book.snapshot : undefined);
  const levels = book && createLevels(book, form.form);
  const isRead = (message: unknown, valid: boolean): boolean => {
    // A snapshot without its levels, e.g. one that an overlay gave another shape, says nothing of the book.
    if (valid) return !snapshot || Array.isArray(valueAt(message, snapshot));
    const isTold = !instance || typeof valueAt(message, instance) === "string";
    return isTold && levels?.isReadable(message) === true;
  };
  const flagsOf = (message: unknown, isTold: boolean): number => {
    if (!isTold) return (facts.flags & (PUSH_FLAG.snapshot | PUSH_FLAG.delta)) | PUSH_FLAG.unread;
    return whole && valueAt(message, whole) === true ? facts.flags | PUSH_FLAG.wholeBook : facts.flags;
  };
  return {
    ...facts,
    write(topicText, message, valid, events) {
      const isTold = isRead(message, valid);
      events.push(
        form.id,
        topicText,
        instance ? String(valueAt(message, instance)) : "",
        sequence ? toNumber(valueAt(message, sequence)) : NaN,
        base ? toNumber(valueAt(message, base)) : NaN,
        flagsOf(message, isTold),
      );
      if (isTold) levels?.write(message, events);
    },
  };
}

const pathOf = (pointer: string | undefined): Path | undefined =>
  pointer === undefined ? undefined : segmentsOf(pointer);

interface Levels {
  readonly write: (message: unknown, events: EventWriter) => void;
  /** Of an invalid message: are all lists there, and is all that a book needs of each level? */
  readonly isReadable: (message: unknown) => boolean;
}

const createLevels = (book: BookEntry, form: string): Levels =>
  book.layout === "sides" ? createSideLevels(book) : createRecordLevels(book, form);

function createSideLevels({ bids, asks, whole }: SideBook): Levels {
  const paths = { bids: segmentsOf(bids), asks: segmentsOf(asks) };
  const flag = pathOf(whole);
  const writeSide = (side: Side, levels: readonly unknown[], events: EventWriter): void => {
    for (const level of levels)
      if (Array.isArray(level)) events.level(OPERATION.set, side, toNumber(level[0]), toNumber(level[1]));
  };
  const isLevel = (level: unknown): boolean => Array.isArray(level) && isNumber(level[0]) && isNumber(level[1]);
  return {
    write(message, events) {
      writeSide(0, listAt(message, paths.bids), events);
      writeSide(1, listAt(message, paths.asks), events);
    },
    isReadable: (message) =>
      (!flag || typeof valueAt(message, flag) === "boolean") &&
      [paths.bids, paths.asks].every((path) => isListOf(valueAt(message, path), isLevel)),
  };
}

function createRecordLevels(book: RecordBook, form: string): Levels {
  const lists = recordLists(book, form).map(({ operation, pointer }) => ({ operation, path: segmentsOf(pointer) }));
  const writeLevel = compileRecordLevel(book);
  const isLevel = (level: unknown, operation: number): boolean =>
    isObject(level) &&
    (level[book.side] === book.bid || level[book.side] === book.ask) &&
    isNumber(level[book.price]) &&
    (operation !== OPERATION.set || isNumber(level[book.size]));
  return {
    write(message, events) {
      for (const { operation, path } of lists)
        for (const level of listAt(message, path)) writeLevel(level, operation, events);
    },
    isReadable: (message) =>
      lists.every(({ operation, path }) => isListOf(valueAt(message, path), (level) => isLevel(level, operation))),
  };
}

const isListOf = (value: unknown, isItem: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isItem);

const NO_ITEMS: readonly unknown[] = [];

function listAt(message: unknown, path: Path): readonly unknown[] {
  const list = valueAt(message, path);
  return Array.isArray(list) ? list : NO_ITEMS;
}

/**
 * Members by their names in the code: a name in a variable costs a lookup in a table for each of the hundred million levels of a day.
 * Names enter the code through `literal`.
 */
function compileRecordLevel(book: RecordBook): (level: unknown, operation: number, events: EventWriter) => void {
  const side = `level[${literal(book.side)}]`;
  const source = `"use strict";
return (level, operation, events) => {
  if (typeof level !== "object" || level === null) return;
  const side = ${side} === ${literal(book.bid)} ? 0 : ${side} === ${literal(book.ask)} ? 1 : -1;
  if (side < 0) return;
  events.level(
    operation,
    side,
    toNumber(level[${literal(book.price)}]),
    operation === ${OPERATION.set} ? toNumber(level[${literal(book.size)}]) : NaN,
  );
};`;
  return new Function("toNumber", source)(toNumber);
}

const toNumber = (value: unknown): number =>
  typeof value === "number" ? value : typeof value === "string" && value !== "" ? Number(value) : NaN;

const isNumber = (value: unknown): boolean => !Number.isNaN(toNumber(value));
