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
  let last: Last<Message> | undefined;
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
      const version = read.versionOf(message);
      const order = whole || !version || !last?.version ? 1 : compareVersions(version, last.version);
      if (order === 0) return DUPLICATE;
      if (order < 0) return gap(`the version went back from ${last?.version?.join("_")} to ${version?.join("_")}`);
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
      last = { message: message as Message, sequence: number, version };
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

interface Last<Message> {
  readonly message: Message;
  readonly sequence: number | undefined;
  readonly version: Version | undefined;
}

/** Its numbers, the most important first. They may be longer than doubles are exact. */
type Version = readonly bigint[];

function versionIn(value: unknown): Version | undefined {
  const numbers = String(Array.isArray(value) ? value[0] : value).match(/\d+/g);
  return numbers ? numbers.map(BigInt) : undefined;
}

function compareVersions(a: Version, b: Version): number {
  const at = a.findIndex((number, index) => number !== b[index]);
  const [one, other] = [a[at], b[at]];
  if (one === undefined) return 0;
  return other === undefined || one > other ? 1 : -1;
}

interface Reader {
  isWhole(form: string, message: unknown): boolean;
  versionOf(message: unknown): Version | undefined;
  /** What does not fit, if something does not. */
  apply(message: unknown, whole: boolean, bids: Side, asks: Side): string | undefined;
}

type Operation = "snapshot" | "delete" | "update" | "insert";

function recordReader(layout: Extract<BookLayout, { layout: "records" }>): Reader {
  const paths: Readonly<Record<Operation, readonly string[]>> = {
    snapshot: pathOf(layout.snapshot),
    delete: pathOf(layout.delete),
    update: pathOf(layout.update),
    insert: pathOf(layout.insert),
  };
  const applyAll = (message: unknown, operation: Operation, bids: Side, asks: Side): string | undefined => {
    const records = valueAt(message, paths[operation]);
    if (records === undefined || records === null)
      return operation === "snapshot" ? "the snapshot has no levels" : undefined;
    if (!Array.isArray(records)) return `"${operation}" is no list`;
    for (const record of records as Record<string, unknown>[]) {
      if (typeof record !== "object" || record === null) return `"${operation}" has an item that is no record`;
      const side = record[layout.side] === layout.bid ? bids : record[layout.side] === layout.ask ? asks : undefined;
      if (!side) return `a level is neither "${layout.bid}" nor "${layout.ask}"`;
      const problem = applyOne(operation, side, record[layout.price], record[layout.size]);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
  return {
    isWhole: (form) => form === "snapshot",
    versionOf: () => undefined,
    apply: (message, whole, bids, asks) =>
      whole
        ? applyAll(message, "snapshot", bids, asks)
        : (applyAll(message, "delete", bids, asks) ??
          applyAll(message, "update", bids, asks) ??
          applyAll(message, "insert", bids, asks)),
  };
}

function applyOne(operation: Operation, side: Side, price: unknown, size: unknown): string | undefined {
  if (operation === "delete") return side.remove(price) ? undefined : `the end of a level that is not there: ${price}`;
  if (!Number.isFinite(numberOf(size))) return badSize(size);
  const known = side.put(price, size);
  if (known === undefined) return badPrice(price);
  if (operation === "update" && !known) return `a change of a level that is not there: ${price}`;
  return operation === "insert" && known ? `a new level that is there already: ${price}` : undefined;
}

function sideReader(layout: Extract<BookLayout, { layout: "sides" }>): Reader {
  const whole = layout.whole === undefined ? undefined : pathOf(layout.whole);
  const version = layout.version === undefined ? undefined : pathOf(layout.version);
  const paths = { bids: pathOf(layout.bids), asks: pathOf(layout.asks) };
  const apply = (side: Side, levels: unknown): string | undefined => {
    if (!Array.isArray(levels)) return "a side is no list";
    for (const level of levels as unknown[]) {
      if (!Array.isArray(level)) return "a side has an item that is no level";
      const [price, size] = level as [unknown, unknown];
      const amount = numberOf(size);
      if (!Number.isFinite(amount)) return badSize(size);
      if (amount === 0) side.remove(price);
      else if (side.put(price, size) === undefined) return badPrice(price);
    }
    return undefined;
  };
  return {
    versionOf: (message) => version && versionIn(valueAt(message, version)),
    isWhole: (form, message) => (whole === undefined ? form !== "delta" : valueAt(message, whole) === true),
    apply: (message, _, bids, asks) =>
      apply(bids, valueAt(message, paths.bids)) ?? apply(asks, valueAt(message, paths.asks)),
  };
}

const badSize = (size: unknown): string => `a size that is no number: ${size}`;
const badPrice = (price: unknown): string => `a price that is no number: ${price}`;

interface Side {
  /** True if the price was there already; undefined if it is no number. Both are kept as they were sent. */
  put(price: unknown, size: unknown): boolean | undefined;
  remove(price: unknown): boolean;
  lowest(): number | undefined;
  highest(): number | undefined;
  /** Lowest price first. */
  levels(): Level[];
}

/**
 * Sorted by price. Found by number, so that `100.50` and `100.5` are one level; kept as sent, so that nothing is rounded. Levels are made when
 * somebody looks: most changes are never looked at.
 */
function createSide(): Side {
  const prices: number[] = [];
  const texts: unknown[] = [];
  const sizes: unknown[] = [];
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
      const price = numberOf(text);
      if (!Number.isFinite(price)) return undefined;
      const at = find(price);
      if (prices[at] === price) {
        texts[at] = text;
        sizes[at] = size;
        return true;
      }
      insert(prices, at, price);
      insert(texts, at, text);
      insert(sizes, at, size);
      return false;
    },
    remove(text) {
      const price = numberOf(text);
      const at = find(price);
      if (prices[at] !== price) return false;
      removeAt(prices, at);
      removeAt(texts, at);
      removeAt(sizes, at);
      return true;
    },
    lowest: () => prices[0],
    highest: () => prices[prices.length - 1],
    levels: () => texts.map((text, at) => Object.freeze({ price: String(text), size: String(sizes[at]) })),
  };
}

const numberOf = (text: unknown): number =>
  typeof text === "number" ? text : typeof text === "string" && text !== "" ? Number(text) : Number.NaN;

/** What `splice` does, without the list of what it removed; V8 is slow at `copyWithin` of lists. */
function insert<T>(list: T[], at: number, item: T): void {
  list.push(item);
  for (let index = list.length - 1; index > at; index -= 1) list[index] = list[index - 1] as T;
  list[at] = item;
}

function removeAt<T>(list: T[], at: number): void {
  for (let index = at; index < list.length - 1; index += 1) list[index] = list[index + 1] as T;
  list.pop();
}
