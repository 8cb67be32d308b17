/** What a proof keeps of a frame besides that it is clean: marks of fields, the sequence number, the levels of books. */

import { escapePointer } from "../../schema/pointer.js";
import type { BookEntry } from "../../spec/line-file.js";
import { type Code, f64, type Global, getGlobal, i32, setGlobal, when } from "../../wasm/assembler.js";
import { FAIL } from "../../wasm/bytes.js";
import type { ModuleBuilder } from "../../wasm/module.js";
import type { ValueHooks } from "../../wasm/value-hooks.js";
import { LEVEL, LEVEL_IS_EMPTY } from "../events/event-log.js";
import { recordLists } from "../events/extract.js";
import type { FormEntry } from "../form-table.js";

/** What a frame has shown so far, in globals of the module. */
export interface ProofState {
  /** Address behind the last event. */
  readonly eventEnd: Global;
  /** Address behind the last level of the frame at hand. */
  readonly level: Global;
  /** Number of the last list of levels in it. */
  readonly list: Global;
  readonly side: Global;
  readonly price: Global;
  readonly size: Global;
  /** Of a level that is a list: its last number, and how many came before. */
  readonly number: Global;
  readonly position: Global;
  readonly sequence: Global;
  /** Where the text is that tells books of one topic apart, and its entry; 0: the book has none. */
  readonly instanceStart: Global;
  readonly instanceEnd: Global;
  readonly instance: Global;
  /** 1: the message says that it has the whole book. */
  readonly whole: Global;
  /** Address of the record of the form that was proven, and of the topic's entry. */
  readonly form: Global;
  readonly entry: Global;
  /** Bytes of the journal that are in use. */
  readonly journal: Global;
  readonly time: Global;
  readonly line: Global;
  readonly offset: Global;
  readonly connection: Global;
}

export const createState = (module: ModuleBuilder): ProofState => ({
  eventEnd: module.global("i32", "eventEnd"),
  level: module.global("i32"),
  list: module.global("i32"),
  side: module.global("i32"),
  price: module.global("f64"),
  size: module.global("f64"),
  number: module.global("f64"),
  position: module.global("i32"),
  sequence: module.global("f64"),
  instanceStart: module.global("i32"),
  instanceEnd: module.global("i32"),
  instance: module.global("i32"),
  whole: module.global("i32"),
  form: module.global("i32", "form"),
  entry: module.global("i32"),
  journal: module.global("i32"),
  time: module.global("f64"),
  line: module.global("f64", "line"),
  offset: module.global("f64"),
  connection: module.global("i32"),
});

/** A list of levels. Lists come in the order in which extract.ts writes them. */
export type LevelList =
  | { readonly pointer: string; readonly operation: number; readonly book: BookEntry & { readonly layout: "records" } }
  | { readonly pointer: string; readonly operation: number; readonly side: 0 | 1 };

export function listsOf(entry: FormEntry): LevelList[] {
  const book = entry.push?.entry?.book;
  if (!book) return [];
  if (book.layout === "sides")
    return [
      { pointer: book.bids, operation: LEVEL.set, side: 0 },
      { pointer: book.asks, operation: LEVEL.set, side: 1 },
    ];
  return recordLists(book, entry.form).map((list) => ({ ...list, book }));
}

export function createHooks(
  entry: FormEntry,
  lists: readonly LevelList[],
  state: ProofState,
  eventsEnd: number,
  mark: (pointer: string) => Code,
): ValueHooks {
  const described = entry.push?.entry;
  const sides = lists.length > 0 && described?.book?.layout === "sides" ? described.book : undefined;
  const within = (list: LevelList, key: string): string => `${list.pointer}/*/${escapePointer(key)}`;
  const writeLevel = (code: Code): Code => [
    when(i32.gtS(getGlobal(state.level), i32.const(eventsEnd - 16)), FAIL),
    f64.store(getGlobal(state.level), f64.fromI32(code)),
    f64.store(getGlobal(state.level), getGlobal(state.price), 8),
    setGlobal(state.level, i32.add(getGlobal(state.level), i32.const(16))),
  ];
  const isEmpty: Code = i32.shl(f64.eq(getGlobal(state.size), f64.const(0)), i32.const(Math.log2(LEVEL_IS_EMPTY)));
  return {
    // Books are most of what is recorded, and code takes its time to make.
    inPlace: lists.length > 0,
    mark,
    isRead: (pointer) =>
      pointer === described?.sequence?.pointer ||
      pointer === sides?.instance ||
      pointer === sides?.whole ||
      lists.some((list) =>
        "book" in list
          ? [list.book.price, list.book.side].some((key) => pointer === within(list, key)) ||
            (list.operation === LEVEL.set && pointer === within(list, list.book.size))
          : pointer === `${list.pointer}/*/*`,
      ),
    capture(pointer) {
      if (pointer === described?.sequence?.pointer) return state.sequence;
      for (const list of lists) {
        if (!("book" in list)) {
          if (pointer === `${list.pointer}/*/*`) return state.number;
          continue;
        }
        if (pointer === within(list, list.book.price)) return state.price;
        // Only where a level is set does it matter whether anything rests there.
        if (pointer === within(list, list.book.size) && list.operation === LEVEL.set) return state.size;
      }
      return undefined;
    },
    span: (pointer) =>
      pointer === sides?.instance ? { start: state.instanceStart, end: state.instanceEnd } : undefined,
    flag: (pointer) => (pointer === sides?.whole ? state.whole : undefined),
    chosen(pointer, value) {
      const list = lists.find((each) => "book" in each && pointer === within(each, each.book.side));
      if (!list || !("book" in list)) return [];
      return setGlobal(state.side, i32.const(value === list.book.bid ? 0 : value === list.book.ask ? 1 : -1));
    },
    list(pointer) {
      // `[price, size]`: a list within the list.
      if (lists.some((list) => !("book" in list) && pointer === `${list.pointer}/*`))
        return {
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
        };
      const index = lists.findIndex((each) => each.pointer === pointer);
      const list = lists[index];
      if (!list) return undefined;
      const code = i32.const(list.operation * 2 + ("book" in list ? 0 : list.side));
      return {
        // Levels are applied in the order in which they stand in the event.
        begin: [when(i32.gtS(getGlobal(state.list), i32.const(index)), FAIL), setGlobal(state.list, i32.const(index))],
        before: [
          setGlobal(state.side, i32.const(-1)),
          setGlobal(state.price, f64.const(NaN)),
          setGlobal(state.size, f64.const(NaN)),
        ],
        after:
          "book" in list
            ? when(
                i32.geS(getGlobal(state.side), i32.const(0)),
                writeLevel(
                  i32.add(i32.add(getGlobal(state.side), code), list.operation === LEVEL.set ? isEmpty : i32.const(0)),
                ),
              )
            : writeLevel(i32.add(code, isEmpty)),
      };
    },
  };
}
