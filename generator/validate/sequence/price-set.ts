/**
 * The prices of one side of a book: a hash set of doubles that knows its best. A Map of doubles makes an object of each key and has to be searched for
 * the best one; a sorted list costs five unpredictable branches for each of the hundred million levels of a day.
 */

export interface PriceSet {
  /** Open addressing; NaN: free. A power of two, at most half full. */
  slots: Float64Array;
  count: number;
  /** NaN if there is none, so that no comparison with it holds. */
  best: number;
  /** The best is the highest: bids. */
  readonly highest: boolean;
}

const FIRST_SLOTS = 128;

export const createPriceSet = (highest: boolean): PriceSet => ({
  slots: new Float64Array(FIRST_SLOTS).fill(NaN),
  count: 0,
  best: NaN,
  highest,
});

/** True if it was there already. */
export function addPrice(set: PriceSet, given: number): boolean {
  // Zero has two signs and is one price.
  const price = given + 0;
  let { slots } = set;
  let at = find(slots, price);
  if (slots[at] === price) return true;
  if ((set.count + 1) * 2 > slots.length) {
    slots = grow(set);
    at = find(slots, price);
  }
  slots[at] = price;
  set.count += 1;
  if (!(set.highest ? price <= set.best : price >= set.best)) set.best = price;
  return false;
}

/** True if it was there. */
export function removePrice(set: PriceSet, given: number): boolean {
  const price = given + 0;
  const { slots } = set;
  let free = find(slots, price);
  if (slots[free] !== price) return false;
  // What lies behind moves up, unless it would come before its own place.
  const mask = slots.length - 1;
  for (let at = (free + 1) & mask; !Number.isNaN(slots[at]); at = (at + 1) & mask) {
    const home = placeOf(slots[at] as number, mask);
    if (((at - home) & mask) < ((at - free) & mask)) continue;
    slots[free] = slots[at] as number;
    free = at;
  }
  slots[free] = NaN;
  set.count -= 1;
  if (price === set.best) set.best = findBest(set);
  return true;
}

/** Where the price is, or the free slot in which it would be. */
function find(slots: Float64Array, price: number): number {
  const mask = slots.length - 1;
  let at = placeOf(price, mask);
  for (;;) {
    const there = slots[at] as number;
    if (there === price || Number.isNaN(there)) return at;
    at = (at + 1) & mask;
  }
}

const bits = new Float64Array(1);
const halves = new Int32Array(bits.buffer);

function placeOf(price: number, mask: number): number {
  bits[0] = price;
  const hash = Math.imul((halves[0] as number) ^ Math.imul(halves[1] as number, 0x85ebca6b), 0x9e3779b1);
  return (hash ^ (hash >>> 15)) & mask;
}

function grow(set: PriceSet): Float64Array {
  const slots = new Float64Array(set.slots.length * 2).fill(NaN);
  for (const price of set.slots) if (!Number.isNaN(price)) slots[find(slots, price)] = price;
  set.slots = slots;
  return slots;
}

function findBest({ slots, highest }: PriceSet): number {
  let best = NaN;
  for (const price of slots) if (!Number.isNaN(price) && !(highest ? price <= best : price >= best)) best = price;
  return best;
}
