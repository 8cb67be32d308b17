/** An order book from snapshots and deltas. It says when a message does not fit, and shows what it holds as immutable views. */

import { pathOf, valueAt } from "./pointer.js";
import type { BookLayout } from "./protocol.js";

export interface Level {
  /** As it was sent: a decimal, exact. */
  readonly price: string;
  readonly size: string;
}

export interface OrderBook<Message> {
  /** Highest first. */
  readonly bids: readonly Level[];
  /** Lowest first. */
  readonly asks: readonly Level[];
  /** Sequence of the last message, where the line numbers them. */
  readonly sequence: number | undefined;
  /** The last message that was applied. */
  readonly message: Message;
}

/** What became of a message. */
export type Applied =
  | { readonly kind: "applied" }
  /** A change without the whole that it changes: a snapshot has to come first. */
  | { readonly kind: "waiting" }
  /** It was applied already. */
  | { readonly kind: "duplicate" }
  /** Something is missing or out of order: what is held can no longer be trusted. */
  | { readonly kind: "gap"; readonly reason: string };

export interface Keeper<View> {
  apply(form: string, message: unknown): Applied;
  view(): View | undefined;
  /** Forgets everything until the next snapshot. */
  reset(): void;
}

const APPLIED: Applied = { kind: "applied" };
const WAITING: Applied = { kind: "waiting" };
const DUPLICATE: Applied = { kind: "duplicate" };
const gap = (reason: string): Applied => ({ kind: "gap", reason });

export function createOrderBook<Message>(layout: BookLayout, sequence: string | undefined): Keeper<OrderBook<Message>> {
  const sequencePath = sequence === undefined ? undefined : pathOf(sequence);
  const read = layout.layout === "records" ? recordReader(layout) : sideReader(layout);
  let bids = createSide();
  let asks = createSide();
  let live = false;
  let last: { readonly message: Message; readonly sequence: number | undefined } | undefined;
  let view: OrderBook<Message> | undefined;

  const reset = (): void => {
    bids = createSide();
    asks = createSide();
    live = false;
    last = undefined;
    view = undefined;
  };
  return {
    apply(form, message) {
      const whole = read.isWhole(form, message);
      if (!whole && !live) return WAITING;
      const number = sequencePath && Number(valueAt(message, sequencePath));
      if (!whole && number !== undefined && last?.sequence !== undefined) {
        // In recorded traffic no two messages of one topic share a number.
        if (number === last.sequence) return DUPLICATE;
        if (number < last.sequence) return gap(`the sequence went back from ${last.sequence} to ${number}`);
      }
      if (whole) reset();
      const problem = read.apply(message, whole, bids, asks);
      if (problem !== undefined) return gap(problem);
      const bid = bids.highest();
      const ask = asks.lowest();
      if (bid !== undefined && ask !== undefined && bid >= ask)
        return gap(`the book is crossed: bid ${bid}, ask ${ask}`);
      live = true;
      last = { message: message as Message, sequence: number };
      view = undefined;
      return APPLIED;
    },
    view() {
      if (!last) return undefined;
      view ??= Object.freeze({
        bids: Object.freeze(bids.levels().reverse()),
        asks: Object.freeze(asks.levels()),
        sequence: last.sequence,
        message: last.message,
      });
      return view;
    },
    reset,
  };
}

interface Reader {
  isWhole(form: string, message: unknown): boolean;
  /** What does not fit, if something does not. */
  apply(message: unknown, whole: boolean, bids: Side, asks: Side): string | undefined;
}

function recordReader(layout: Extract<BookLayout, { layout: "records" }>): Reader {
  const paths = {
    snapshot: pathOf(layout.snapshot),
    delete: pathOf(layout.delete),
    update: pathOf(layout.update),
    insert: pathOf(layout.insert),
  };
  const each = (
    message: unknown,
    operation: keyof typeof paths,
    bids: Side,
    asks: Side,
    use: (side: Side, price: string, record: Record<string, unknown>) => string | undefined,
  ): string | undefined => {
    const records = valueAt(message, paths[operation]);
    if (records === undefined || records === null)
      return operation === "snapshot" ? "the snapshot has no levels" : undefined;
    if (!Array.isArray(records)) return `"${operation}" is no list`;
    for (const record of records as Record<string, unknown>[]) {
      if (typeof record !== "object" || record === null) return `"${operation}" has an item that is no record`;
      const side = record[layout.side] === layout.bid ? bids : record[layout.side] === layout.ask ? asks : undefined;
      if (!side) return `a level is neither "${layout.bid}" nor "${layout.ask}"`;
      const problem = use(side, String(record[layout.price]), record);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
  const put = (side: Side, price: string, record: Record<string, unknown>): boolean | undefined =>
    side.put(price, String(record[layout.size]));
  return {
    isWhole: (form) => form === "snapshot",
    apply(message, whole, bids, asks) {
      if (whole)
        return each(message, "snapshot", bids, asks, (side, price, record) =>
          put(side, price, record) === undefined ? badPrice(price) : undefined,
        );
      return (
        each(message, "delete", bids, asks, (side, price) =>
          side.remove(price) ? undefined : `the end of a level that is not there: ${price}`,
        ) ??
        each(message, "update", bids, asks, (side, price, record) => {
          const known = put(side, price, record);
          return known === undefined
            ? badPrice(price)
            : known
              ? undefined
              : `a change of a level that is not there: ${price}`;
        }) ??
        each(message, "insert", bids, asks, (side, price, record) => {
          const known = put(side, price, record);
          return known === undefined
            ? badPrice(price)
            : known
              ? `a new level that is there already: ${price}`
              : undefined;
        })
      );
    },
  };
}

function sideReader(layout: Extract<BookLayout, { layout: "sides" }>): Reader {
  const whole = layout.whole === undefined ? undefined : pathOf(layout.whole);
  const paths = { bids: pathOf(layout.bids), asks: pathOf(layout.asks) };
  const apply = (side: Side, levels: unknown): string | undefined => {
    if (!Array.isArray(levels)) return "a side is no list";
    for (const level of levels as unknown[]) {
      if (!Array.isArray(level)) return "a side has an item that is no level";
      const [price, size] = level as [unknown, unknown];
      const text = String(price);
      if (Number(size) === 0) side.remove(text);
      else if (side.put(text, String(size)) === undefined) return badPrice(text);
    }
    return undefined;
  };
  return {
    isWhole: (_, message) => whole === undefined || valueAt(message, whole) === true,
    apply: (message, _, bids, asks) =>
      apply(bids, valueAt(message, paths.bids)) ?? apply(asks, valueAt(message, paths.asks)),
  };
}

const badPrice = (price: string): string => `a price that is no number: ${price}`;

interface Side {
  /** True if the price was there already; undefined if it is no number. */
  put(price: string, size: string): boolean | undefined;
  remove(price: string): boolean;
  lowest(): number | undefined;
  highest(): number | undefined;
  /** A copy, lowest price first. */
  levels(): Level[];
}

/** Sorted by price. Found by number, so that `100.50` and `100.5` are one level; kept as text, so that nothing is rounded. */
function createSide(): Side {
  const prices: number[] = [];
  const levels: Level[] = [];
  const find = (price: number): number => {
    let low = 0;
    let high = prices.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((prices[middle] as number) < price) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    put(text, size) {
      const price = text === "" ? Number.NaN : Number(text);
      if (!Number.isFinite(price)) return undefined;
      const at = find(price);
      const known = prices[at] === price;
      prices.splice(at, known ? 1 : 0, price);
      levels.splice(at, known ? 1 : 0, Object.freeze({ price: text, size }));
      return known;
    },
    remove(text) {
      const price = Number(text);
      const at = find(price);
      if (prices[at] !== price) return false;
      prices.splice(at, 1);
      levels.splice(at, 1);
      return true;
    },
    lowest: () => prices[0],
    highest: () => prices[prices.length - 1],
    levels: () => [...levels],
  };
}
