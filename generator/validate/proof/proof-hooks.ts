/** What a proof keeps of a frame besides that it is clean: marks of fields, the sequence number, the levels of books. */

import { escapePointer } from "../../schema/pointer.js";
import { type Code, f64, getGlobal, i32, setGlobal, when } from "../../wasm/assembler.js";
import { FAIL } from "../../wasm/bytes.js";
import type { ValueHooks } from "../../wasm/value-hooks.js";
import { type RecordBook, recordLists, type SideBook, sequencePointer } from "../events/extractor.js";
import { LEVEL, LEVEL_IS_EMPTY, levelCode, NUMBER_BYTES, OPERATION, type Side } from "../events/layout.js";
import type { FormEntry } from "../form-table.js";
import type { ProofState } from "./proof-state.js";

export interface HookOptions {
  readonly entry: FormEntry;
  /** Levels of order books go into events. */
  readonly books: boolean;
  readonly state: ProofState;
  /** Address behind the room for events. */
  readonly eventsEnd: number;
  readonly mark: (pointer: string) => Code;
}

export function createHooks({ entry, books, state, eventsEnd, mark }: HookOptions): ValueHooks {
  const described = entry.push?.entry;
  const sequence = sequencePointer(described);
  const base = described?.records?.baseLine;
  const levels = { state, eventsEnd };
  const book = books ? described?.book : undefined;
  const hooks =
    book === undefined ? NO_BOOK : book.layout === "sides" ? sideHooks(book, levels) : recordHooks(book, entry, levels);
  return {
    ...hooks,
    // Books are most of what is recorded, and code takes its time to make.
    inPlace: book !== undefined,
    mark,
    isRead: (pointer) => pointer === sequence || pointer === base || hooks.isRead(pointer),
    capture(pointer) {
      if (pointer === sequence) return state.sequence;
      return pointer === base ? state.base : hooks.capture(pointer);
    },
  };
}

type BookHooks = Pick<ValueHooks, "isRead" | "capture" | "span" | "flag" | "chosen" | "list">;

const NO_BOOK: BookHooks = {
  isRead: () => false,
  capture: () => undefined,
  span: () => undefined,
  flag: () => undefined,
  chosen: () => [],
  list: () => undefined,
};

/** Where levels are written. */
interface Levels {
  readonly state: ProofState;
  readonly eventsEnd: number;
}

/** Levels are objects; the list that they stand in says what they do. */
function recordHooks(book: RecordBook, { form }: FormEntry, levels: Levels): BookHooks {
  const { state } = levels;
  const lists = recordLists(book, form).map(({ operation, pointer }) => {
    const member = (key: string): string => `${pointer}/*/${escapePointer(key)}`;
    // Only where a level is set does it matter whether anything rests there.
    const size = operation === OPERATION.set ? member(book.size) : undefined;
    return { operation, pointer, price: member(book.price), side: member(book.side), size };
  });
  return {
    ...NO_BOOK,
    isRead: (pointer) => lists.some(({ price, side, size }) => [price, side, size].includes(pointer)),
    capture(pointer) {
      if (lists.some(({ price }) => price === pointer)) return state.price;
      return lists.some(({ size }) => size === pointer) ? state.size : undefined;
    },
    chosen: (pointer, value) =>
      lists.some(({ side }) => side === pointer)
        ? setGlobal(state.side, i32.const(value === book.bid ? 0 : value === book.ask ? 1 : -1))
        : [],
    list(pointer) {
      const index = lists.findIndex((list) => list.pointer === pointer);
      const list = lists[index];
      if (!list) return undefined;
      const code = i32.add(getGlobal(state.side), i32.const(levelCode(list.operation, 0)));
      return {
        begin: beginList(index, levels),
        before: [setGlobal(state.side, i32.const(-1)), clearLevel(levels)],
        after: when(
          i32.geS(getGlobal(state.side), i32.const(0)),
          writeLevel(list.size === undefined ? code : i32.add(code, emptyBit(levels)), levels),
        ),
      };
    },
  };
}

/** A level is `[price, size]`, in a list of its side; it is set. */
function sideHooks({ bids, asks, instance, whole }: SideBook, levels: Levels): BookHooks {
  const { state } = levels;
  const lists: readonly { readonly pointer: string; readonly side: Side }[] = [
    { pointer: bids, side: 0 },
    { pointer: asks, side: 1 },
  ];
  const isNumber = (pointer: string): boolean => lists.some((list) => pointer === `${list.pointer}/*/*`);
  return {
    ...NO_BOOK,
    isRead: (pointer) => pointer === instance || pointer === whole || isNumber(pointer),
    capture: (pointer) => (isNumber(pointer) ? state.number : undefined),
    span: (pointer) => (pointer === instance ? { start: state.instanceStart, end: state.instanceEnd } : undefined),
    flag: (pointer) => (pointer === whole ? state.whole : undefined),
    list(pointer) {
      if (lists.some((list) => pointer === `${list.pointer}/*`)) return levelOfNumbers(levels);
      const index = lists.findIndex((list) => list.pointer === pointer);
      const list = lists[index];
      if (!list) return undefined;
      return {
        begin: beginList(index, levels),
        before: clearLevel(levels),
        after: writeLevel(i32.add(i32.const(levelCode(OPERATION.set, list.side)), emptyBit(levels)), levels),
      };
    },
  };
}

/** The first number is the price, the second the size. */
const levelOfNumbers = ({ state }: Levels): ReturnType<ValueHooks["list"]> => ({
  begin: setGlobal(state.position, i32.const(0)),
  // Null is no number.
  before: setGlobal(state.number, f64.const(NaN)),
  after: [
    when(
      i32.eqz(getGlobal(state.position)),
      setGlobal(state.price, getGlobal(state.number)),
      when(i32.eq(getGlobal(state.position), i32.const(1)), setGlobal(state.size, getGlobal(state.number))),
    ),
    setGlobal(state.position, i32.add(getGlobal(state.position), i32.const(1))),
  ],
});

/** Levels are applied in the order in which they stand in the event: that of the lists in extractor.ts. */
const beginList = (index: number, { state }: Levels): Code => [
  when(i32.gtS(getGlobal(state.list), i32.const(index)), FAIL),
  setGlobal(state.list, i32.const(index)),
];

const clearLevel = ({ state }: Levels): Code => [
  setGlobal(state.price, f64.const(NaN)),
  setGlobal(state.size, f64.const(NaN)),
];

const LEVEL_BYTES = LEVEL.size * NUMBER_BYTES;

const writeLevel = (code: Code, { state, eventsEnd }: Levels): Code => [
  when(i32.gtS(getGlobal(state.level), i32.const(eventsEnd - LEVEL_BYTES)), FAIL),
  f64.store(getGlobal(state.level), f64.fromI32(code), LEVEL.code * NUMBER_BYTES),
  f64.store(getGlobal(state.level), getGlobal(state.price), LEVEL.price * NUMBER_BYTES),
  setGlobal(state.level, i32.add(getGlobal(state.level), i32.const(LEVEL_BYTES))),
];

/** `LEVEL_IS_EMPTY` where the size is zero, else 0. */
const emptyBit = ({ state }: Levels): Code =>
  i32.shl(f64.eq(getGlobal(state.size), f64.const(0)), i32.const(Math.log2(LEVEL_IS_EMPTY)));
