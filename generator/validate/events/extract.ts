/** From a parsed push to its event: which topic and book, its number, and what it does to the book's levels. */

import { literal } from "../../code/code.js";
import { segmentsOf } from "../../schema/pointer.js";
import type { BookEntry } from "../../spec/line-file.js";
import type { FormEntry } from "../form-table.js";
import { type EventWriter, LEVEL, PUSH_FLAG } from "./event-log.js";

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
  // A book by sides says so in the message, or is always whole.
  const isWhole = book?.layout === "sides" ? book.whole === undefined : form === "snapshot";
  return {
    stateful: kind !== 0 || push?.entry?.sequence !== undefined || book !== undefined,
    flags: kind | (book ? PUSH_FLAG.book : 0) | (book && isWhole ? PUSH_FLAG.wholeBook : 0),
  };
}

/** The lists of levels of a book by records, in the order in which they are applied. */
export const recordLists = (
  book: BookEntry & { readonly layout: "records" },
  form: string,
): { readonly operation: number; readonly pointer: string }[] =>
  form === "snapshot"
    ? [{ operation: LEVEL.set, pointer: book.snapshot }]
    : [
        { operation: LEVEL.delete, pointer: book.delete },
        { operation: LEVEL.update, pointer: book.update },
        { operation: LEVEL.insert, pointer: book.insert },
      ];

export interface Extractor extends PushFacts {
  /** Writes what follows the topic's text. Of an invalid message only what any reader could still tell. */
  write(message: unknown, valid: boolean, events: EventWriter): void;
}

export function createExtractor(form: FormEntry, withBooks: boolean): Extractor {
  const entry = form.push?.entry;
  const book = withBooks ? entry?.book : undefined;
  const sequence = entry?.sequence && segmentsOf(entry.sequence.pointer);
  const facts = pushFactsOf(form, withBooks);
  const instance = book?.layout === "sides" ? segmentsOf(book.instance) : undefined;
  const whole = book?.layout === "sides" && book.whole !== undefined ? segmentsOf(book.whole) : undefined;
  const levels = book && createLevels(book, form.form);
  const snapshotAt = book?.layout === "records" && form.form === "snapshot" ? segmentsOf(book.snapshot) : undefined;
  return {
    ...facts,
    write(message, valid, events) {
      events.text(instance ? String(memberAt(message, instance)) : "");
      events.number(sequence ? toNumber(memberAt(message, sequence)) : NaN);
      // A snapshot without its levels, e.g. one that an overlay gave another shape, says as little.
      if (!valid || (snapshotAt && !Array.isArray(memberAt(message, snapshotAt)))) {
        events.number((facts.flags & (PUSH_FLAG.snapshot | PUSH_FLAG.delta)) | PUSH_FLAG.invalid);
        return;
      }
      const saysWhole = whole !== undefined && memberAt(message, whole) === true;
      events.number(facts.flags | (saysWhole ? PUSH_FLAG.wholeBook : 0));
      levels?.(message, events);
    },
  };
}

type WriteLevels = (message: unknown, events: EventWriter) => void;

function createLevels(book: BookEntry, form: string): WriteLevels {
  if (book.layout === "sides") {
    const sides = [segmentsOf(book.bids), segmentsOf(book.asks)];
    return (message, events) => {
      for (let side = 0; side < 2; side += 1) {
        forEachAt(message, sides[side] ?? [], 0, (list) => {
          if (!Array.isArray(list)) return;
          for (const level of list) {
            if (!Array.isArray(level)) continue;
            events.level(LEVEL.set * 2 + side, toNumber(level[0]), toNumber(level[1]));
          }
        });
      }
    };
  }
  const lists = recordLists(book, form).map(({ operation, pointer }) => ({ operation, path: segmentsOf(pointer) }));
  const readLevel = compileReadLevel(book);
  return (message, events) => {
    for (const { operation, path } of lists) {
      const list = memberAt(message, path);
      if (Array.isArray(list)) for (const level of list) readLevel(level, operation * 2, events);
    }
  };
}

/**
 * Members by their names in the code: a name in a variable costs a lookup in a table for each of the hundred million levels of a day.
 * Names enter the code through `literal`.
 */
function compileReadLevel(
  book: BookEntry & { layout: "records" },
): (level: unknown, operation: number, events: EventWriter) => void {
  const side = `level[${literal(book.side)}]`;
  const source = `"use strict";
return (level, operation, events) => {
  if (typeof level !== "object" || level === null) return;
  const side = ${side} === ${literal(book.bid)} ? 0 : ${side} === ${literal(book.ask)} ? 1 : -1;
  if (side < 0) return;
  events.level(
    operation + side,
    toNumber(level[${literal(book.price)}]),
    operation === ${LEVEL.set * 2} ? toNumber(level[${literal(book.size)}]) : NaN,
  );
};`;
  return new Function("toNumber", source)(toNumber);
}

function memberAt(root: unknown, path: readonly string[]): unknown {
  let value = root;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** `*` goes into each item. */
function forEachAt(root: unknown, path: readonly string[], depth: number, visit: (value: unknown) => void): void {
  const key = path[depth];
  if (key === undefined) visit(root);
  else if (key === "*") {
    if (Array.isArray(root)) for (const item of root) forEachAt(item, path, depth + 1, visit);
  } else if (typeof root === "object" && root !== null)
    forEachAt((root as Record<string, unknown>)[key], path, depth + 1, visit);
}

const toNumber = (value: unknown): number =>
  typeof value === "number" ? value : typeof value === "string" && value !== "" ? Number(value) : NaN;
